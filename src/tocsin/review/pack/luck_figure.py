"""What each agreement changed in the exercise, over what luck alone does to that change."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from tocsin.review.pack.luck import Range
from tocsin.review.page_style import FAINT, HAIR, INK, NATION_INKS, PAPER, new_figure, quiet
from tocsin.review.page_words import difference

WIDTH_IN, COLUMNS = 10.0, 3
LEFT_IN, RIGHT_IN, TOP_IN, BOTTOM_IN = 1.25, 0.25, 0.75, 0.6
GAP_IN, LEVEL_IN, BETWEEN_IN = 0.3, 0.24, 0.85
INK_OF = NATION_INKS[0]


class Panel(NamedTuple):
    """One headline: what it is, its unit, and for each agreement its difference and the range of that."""

    title: str
    unit: str
    found: Mapping[str, tuple[float, Range]]


def luck_figure(panels: Sequence[Panel], agreements: Sequence[str]) -> Figure:
    """Return small multiples, one a headline, a level for each agreement."""
    columns = min(COLUMNS, len(panels))
    lines = -(-len(panels) // columns)
    plot_in = LEVEL_IN * len(agreements)
    height_in = TOP_IN + lines * plot_in + (lines - 1) * BETWEEN_IN + BOTTOM_IN
    wide_in = (WIDTH_IN - LEFT_IN - RIGHT_IN - (COLUMNS - 1) * GAP_IN) / COLUMNS
    figure = new_figure(WIDTH_IN, height_in)
    for number, panel in enumerate(panels):
        line, column = divmod(number, columns)
        left_in = LEFT_IN + column * (wide_in + GAP_IN)
        bottom_in = height_in - TOP_IN - plot_in - line * (plot_in + BETWEEN_IN)
        axes = figure.add_axes((left_in / WIDTH_IN, bottom_in / height_in, wide_in / WIDTH_IN, plot_in / height_in))
        draw(axes, panel, agreements)
        axes.set_yticks(range(len(agreements)), agreements if column == 0 else [""] * len(agreements))
    return figure


def draw(axes: Axes, panel: Panel, agreements: Sequence[str]) -> None:
    """Draw one headline."""
    quiet(axes)
    axes.set_title(panel.title, fontsize=8.5, fontweight="bold", loc="left", color=INK)
    axes.set_ylim(len(agreements) - 0.5, -0.5)
    axes.axvline(0.0, color=FAINT, linewidth=0.8, zorder=0.5)
    for level, name in enumerate(agreements):
        axes.axhline(level, color=HAIR, linewidth=0.4, zorder=0.3)
        if name in panel.found:
            draw_one(axes, level, *panel.found[name])
        else:
            axes.text(0.02, level, "no number", fontsize=6.5, fontstyle="italic", color=FAINT, va="center")
    steps = (1, 2, 3, 6, 10) if panel.unit == "s" else (1, 2, 5, 10)  # times: whole minutes or parts of one
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=steps, integer=panel.unit == "count"))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: difference(value, panel.unit)))
    axes.tick_params(axis="x", labelsize=7)
    axes.margins(x=0.08)


def draw_one(axes: Axes, level: int, own_value: float, found: Range) -> None:
    """Draw one agreement's difference: dots under other seeds, their range, a diamond for the exercise's own luck."""
    axes.plot(found.differences, [level] * len(found.differences), ".", color=INK_OF, alpha=0.25, markersize=5)
    axes.plot([found.low, found.high], [level] * 2, color=INK_OF, alpha=0.5, linewidth=2.4, solid_capstyle="butt")
    face = PAPER if found.is_within_luck else INK_OF
    axes.plot([own_value], [level], "D", markersize=5, markerfacecolor=face, markeredgecolor=INK_OF, zorder=3)
