"""How long before impact the threatened were warned: the share of opportunities warned at least so long, by level."""

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator, PercentFormatter
from numpy.typing import NDArray

from tocsin.review.answer import ALL
from tocsin.review.page_style import FAINT, INK, Inches
from tocsin.review.page_tables import who_of
from tocsin.study.report.block import Block, Section, picture
from tocsin.study.report.cases import Cases, cases_by_point, pooled_cases
from tocsin.study.report.columns import others_words, primary_columns
from tocsin.study.report.ink import DASHES, TYPE_PT, WIDTH_IN, Box, axes_at, grid, ink_of, label_axes, page_figure
from tocsin.study.report.measures import all_points
from tocsin.study.report.stamp import stamp
from tocsin.study.results import Results

Array = NDArray[np.float64]
MEASURE = "warning_time_s"
MOST_PANELS = 6
TOP_IN, PANEL_IN, GAP_IN, FOOT_IN, LEFT_IN, KEY_IN = 0.55, 2.1, 0.62, 0.62, 0.8, 3.5
KEY_LINE_IN = 0.19
KEY_LETTERS = 46  # of a line of the key
NEVER_SHARE = 0.07  # of the axis' width, left of 0: where the never warned stand


class Curve(NamedTuple):
    """The warning times of a nation's opportunities at one or more levels that gave the same.

    Attributes
    ----------
    levels : tuple of str
    times_s : (k,) float64
        Of those warned, ascending.
    opportunities, pending : int
        All that are counted, *never* among them; left out.
    """

    levels: tuple[str, ...]
    times_s: Array
    opportunities: int
    pending: int


def survival_section(results: Results) -> Section:
    """Return the warning-time distributions of every scenario, a panel a nation."""
    blocks = [
        block for scenario in results.design.file.study.scenarios for block in survival_blocks(results, scenario)
    ]
    words = (
        "The share of opportunities (a launch and an area that it threatens) warned at least so long before impact. "
        "Every curve starts at 100\u202f% and drops at 0 by those never warned: nothing is left out but what was "
        "still pending when a run ended.",
    )
    return Section("How long before impact", words, tuple(blocks))


def survival_blocks(results: Results, scenario: str) -> list[Block]:
    """Return the picture of one scenario; none where nobody is ever threatened."""
    columns = primary_columns(results.design, scenario)
    levels = [column.name for column in columns]
    panels = {}
    for nation in results.design.parties:
        by_point = cases_by_point(results, MEASURE, nation)
        found = {column.name: pooled_cases(by_point, column.points) for column in columns}
        curves = curves_of({name: cases for name, cases in found.items() if cases is not None})
        if curves:
            panels[nation] = curves
    if not panels:
        return []
    shown = dict(sorted(panels.items(), key=lambda item: len(item[1]) == 1)[:MOST_PANELS])
    pending = sum(curve.pending for curves in panels.values() for curve in curves)
    caption = [others_words(results.design, results.design.file.primary.factor)]
    caption += [f"{pending:,} pending opportunities are left out."] if pending else []
    caption += [f"{len(panels) - len(shown)} more nations are not drawn."] if len(panels) > len(shown) else []
    total = sum(curve.opportunities * len(curve.levels) for curves in shown.values() for curve in curves)
    return [
        picture(
            f"Warning time, {scenario}",
            " ".join(filter(None, caption)),
            stamp(results, all_points(columns), f"{total:,} opportunities"),
            survival_figure(shown, levels),
        )
    ]


def curves_of(found: dict[str, Cases]) -> list[Curve]:
    """Return a curve for each level; levels that gave exactly the same share one."""
    curves: list[Curve] = []
    for level, cases in found.items():
        times_s = np.sort(cases.value[~np.isnan(cases.value)])
        counted, pending = int((~cases.is_pending).sum()), int(cases.is_pending.sum())
        for number, curve in enumerate(curves):
            if counted == curve.opportunities and np.array_equal(times_s, curve.times_s):
                curves[number] = curve._replace(levels=(*curve.levels, level), pending=curve.pending + pending)
                break
        else:
            curves.append(Curve((level,), times_s, counted, pending))
    return [curve for curve in curves if curve.opportunities]


def share_warned(curve: Curve, at_least_s: float) -> float:
    """Return the share of a curve's opportunities warned at least so long before impact; all of them below 0."""
    if at_least_s < 0.0:
        return 1.0
    return float((curve.times_s >= at_least_s).sum() / curve.opportunities)


def survival_figure(panels: dict[str, list[Curve]], levels: Sequence[str]) -> Figure:
    """Return the curves of each nation, one below the other on one axis of time, with a key in words."""
    key_lines = [sum(len(names_of(curve)) + 1 for curve in curves) for curves in panels.values()]
    high_in = [max(PANEL_IN, KEY_LINE_IN * lines + 0.3) for lines in key_lines]
    figure = page_figure(TOP_IN + sum(high_in) + GAP_IN * (len(panels) - 1) + FOOT_IN)
    longest_s = max(
        (float(curve.times_s[-1]) for curves in panels.values() for curve in curves if curve.times_s.size),
        default=60.0,
    )
    at_in = float(figure.get_size_inches()[1]) - TOP_IN
    for number, (nation, curves) in enumerate(panels.items()):
        at_in -= high_in[number]
        axes = axes_at(figure, Box(LEFT_IN, at_in, WIDTH_IN - LEFT_IN - KEY_IN - 0.3, high_in[number]))
        set_axes(axes, longest_s / 60.0)
        for curve in sorted(curves, key=lambda curve: len(curve.levels), reverse=True):
            draw_curve(axes, curve, levels)
        write_key(axes, curves, levels, high_in[number])
        is_last = number == len(panels) - 1
        label_axes(
            axes,
            "warned at least so many minutes before impact" if is_last else "",
            "share of opportunities",
            "All" if nation == ALL else who_of(nation),
        )
        at_in -= GAP_IN
    return figure


def set_axes(axes: Axes, longest_min: float) -> None:
    """Set the scales of a panel: time with a strip left of 0 for never, shares from 0 to 1."""
    axes.set_xlim(-NEVER_SHARE * longest_min, 1.02 * longest_min)
    axes.set_ylim(0.0, 1.03)
    axes.yaxis.set_major_locator(MultipleLocator(0.25))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.xaxis.set_major_locator(MultipleLocator(5.0 if longest_min > 12.0 else 1.0))
    grid(axes, "both")
    axes.axvline(0.0, color=FAINT, linewidth=0.9)
    axes.text(-0.5 * NEVER_SHARE * longest_min, 0.03, "never", rotation=90, ha="center", fontsize=7.5, color=FAINT)


def draw_curve(axes: Axes, curve: Curve, levels: Sequence[str]) -> None:
    """Draw one curve from the left edge, where all are, by steps down to nothing."""
    times_min = np.unique(curve.times_s) / 60.0
    shares = [share_warned(curve, 60.0 * time_min) for time_min in times_min]
    x = [axes.get_xlim()[0], 0.0, *times_min, *times_min[-1:]]
    y = [1.0, 1.0, *shares, 0.0] if times_min.size else [1.0, 1.0]
    axes.step(
        x, y, where="pre", color=ink_of(levels, curve.levels[0]), linestyle=dash_of(levels, curve), linewidth=1.7
    )
    if not times_min.size:
        axes.plot(
            [0.0, 0.0, axes.get_xlim()[1]], [1.0, 0.0, 0.0], color=ink_of(levels, curve.levels[0]), linewidth=1.7
        )


def dash_of(levels: Sequence[str], curve: Curve) -> object:
    """Return how a curve's line is broken, so that it is told apart without colour."""
    return DASHES[list(levels).index(curve.levels[0]) % len(DASHES)]


def write_key(axes: Axes, curves: Sequence[Curve], levels: Sequence[str], high_in: Inches) -> None:
    """Name each curve beside the panel, best warned first, with what is warned at all and half of all."""
    order = sorted(curves, key=lambda curve: float(curve.times_s.sum()) / curve.opportunities, reverse=True)
    above = 0
    for curve in order:
        y = 1.0 - (above + 0.5) * KEY_LINE_IN / high_in
        axes.plot(
            [1.03, 1.09], [y, y], color=ink_of(levels, curve.levels[0]), linestyle=dash_of(levels, curve),
            linewidth=2.0, transform=axes.transAxes, clip_on=False,
        )  # fmt: skip
        lines = names_of(curve)
        for place, text in enumerate([*lines, key_words(curve)]):
            is_name = place < len(lines)
            axes.text(
                1.105, y - place * 0.85 * KEY_LINE_IN / high_in, text, transform=axes.transAxes, va="center",
                fontsize=TYPE_PT if is_name else 7.5, color=INK if is_name else FAINT,
            )  # fmt: skip
        above += len(lines) + 1


def names_of(curve: Curve) -> list[str]:
    """Return the names of a curve's levels, in lines short enough for the key; none is cut."""
    return textwrap.wrap(", ".join(curve.levels), KEY_LETTERS, break_long_words=False, break_on_hyphens=False)


def key_words(curve: Curve) -> str:
    """Return what share was warned at all, and how long before impact half of all were."""
    rank = curve.opportunities // 2  # the median of all, never as the least
    never = curve.opportunities - curve.times_s.size
    share = f"{100.0 * curve.times_s.size / curve.opportunities:.0f} % warned"
    if rank < never:
        return f"{share}; half of all: never"
    return f"{share}; half of all at least {curve.times_s[rank - never] / 60.0:.1f} min"
