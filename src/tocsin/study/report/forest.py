"""Differences with their intervals, a row a level, a panel a nation."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tocsin.review.page_style import FAINT, INK, PAPER, nation_ink
from tocsin.review.page_tables import who_of
from tocsin.study.report.family import Compared
from tocsin.study.report.ink import (
    TYPE_PT,
    WIDTH_IN,
    Box,
    axes_at,
    grid,
    in_lines,
    label_axes,
    page_figure,
    zero_line,
)
from tocsin.study.report.numerals import scaled, unit_word, value_text

ROW_IN, HEAD_IN, FOOT_IN, LEFT_IN, GAP_IN, RIGHT_IN = 0.27, 0.62, 0.62, 1.75, 0.35, 0.3
MOST_ACROSS, MOST_NAMED = 4, 3  # panels side by side; with room for the whole name below each
LEFT_LETTERS = 22  # of a line of a level's name


def forest_figure(comparisons: Sequence[Compared], unit: str, what: str, parties: tuple[str, ...]) -> Figure:
    """Return small multiples of one measure's differences, all on one scale.

    Parameters
    ----------
    comparisons : sequence of Compared
        Of one measure, factor and scenario.
    unit, what : str
        The measure's unit, and its name in words.
    parties : tuple of str
        Whose colours they are.
    """
    nations = list(dict.fromkeys(item.contrast.nation for item in comparisons))
    levels = list(dict.fromkeys(item.contrast.first for item in comparisons))
    names = [in_lines(level, LEFT_LETTERS) for level in levels]
    across = min(MOST_ACROSS, len(nations))
    down = -(-len(nations) // across)
    panel_in = ROW_IN * len(levels) * (1.4 if any("\n" in name for name in names) else 1.0)
    figure = page_figure(down * (HEAD_IN + panel_in + FOOT_IN) + 0.1)
    width_in = (WIDTH_IN - LEFT_IN - RIGHT_IN - (across - 1) * GAP_IN) / across
    low, high = limits(comparisons, unit)
    height_in = float(figure.get_size_inches()[1])
    for number, nation in enumerate(nations):
        row, column = divmod(number, across)
        bottom_in = height_in - (row + 1) * (HEAD_IN + panel_in) - row * FOOT_IN
        axes = axes_at(figure, Box(LEFT_IN + column * (width_in + GAP_IN), bottom_in, width_in, panel_in))
        axes.set_xlim(low, high)
        axes.set_ylim(len(levels) - 0.4, -0.6)
        grid(axes, "x")
        zero_line(axes)
        shown = [item for item in comparisons if item.contrast.nation == nation]
        draw_rows(axes, shown, levels, unit, nation_ink(parties, nation))
        axes.set_yticks(range(len(levels)), names if column == 0 else [], fontsize=TYPE_PT)
        name = f"difference in {what}" if across <= MOST_NAMED else "difference"
        label_axes(axes, f"{name}, {unit_word(unit, True)}".rstrip(", "), title=who_of(nation))
    return figure


def limits(comparisons: Sequence[Compared], unit: str) -> tuple[float, float]:
    """Return the ends of an axis that holds all intervals and 0, with room for the numbers."""
    known = [
        scaled(end, unit)
        for item in comparisons
        for end in (item.difference.value, item.difference.low, item.difference.high)
        if end is not None
    ]
    low, high = min([0.0, *known]), max([0.0, *known])
    room = 0.1 * (high - low or 1.0)
    return low - room, high + 3.0 * room


def draw_rows(axes: Axes, shown: Sequence[Compared], levels: Sequence[str], unit: str, ink: str) -> None:
    """Draw one nation's differences with their intervals and numbers."""
    for item in shown:
        at, difference = levels.index(item.contrast.first), item.difference
        if difference.value is None:
            continue
        value = scaled(difference.value, unit)
        if item.is_identical:
            axes.plot([value], [at], "|", color=FAINT, markersize=8)
            axes.annotate(
                "alike", (value, at), (5, 0), textcoords="offset points", va="center", fontsize=7, color=FAINT
            )
            continue
        ends = [value if end is None else scaled(end, unit) for end in (difference.low, difference.high)]
        axes.plot(ends, [at, at], color=ink, linewidth=1.6, solid_capstyle="butt")
        face = ink if item.is_claimed else PAPER
        axes.plot([value], [at], "o", color=ink, markersize=5.5, markerfacecolor=face, markeredgewidth=1.2)
        axes.annotate(
            value_text(difference, unit, True),
            (max(ends[1], value), at),
            (5, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            color=INK,
        )
