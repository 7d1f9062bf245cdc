"""The primary contrast run by run: both arms joined by their luck, and the differences beside them."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from tocsin.review.page_style import FAINT, INK, PAPER
from tocsin.review.page_tables import title_of, who_of
from tocsin.study.report.block import Block, picture
from tocsin.study.report.ink import WIDTH_IN, Box, axes_at, grid, in_lines, label_axes, page_figure, zero_line
from tocsin.study.report.numerals import scaled, unit_word, value_text, with_unit
from tocsin.study.report.primary import Primary
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import NEVER, OBSERVED
from tocsin.study.results import Cells, Results

Array = NDArray[np.float64]
MOST_LINES = 400  # of pairs drawn as lines: more are a grey block
BINS = 40
FIRST_INK, SECOND_INK, DIFFERENCE_INK = "#0072b2", "#555555", "#222222"


def run_blocks(results: Results, found: Primary) -> list[Block]:
    """Return the picture of the primary contrast: every pair, both means, and the difference with its interval.

    None where all pairs are alike or there are none, or where never has no value.
    """
    if found.difference is None or found.difference.is_identical:
        return []
    first, second = (credited_values(arm) for arm in (found.arms.first, found.arms.second))
    is_pair = ~(np.isnan(first) | np.isnan(second))
    if not is_pair.any():
        return []
    first, second = first[is_pair], second[is_pair]
    contrast = found.contrast
    drawn = min(first.size, MOST_LINES)
    caption = (
        f"Left: one line a pair of runs on the same luck{'' if drawn == first.size else f' (the first {drawn:,})'}, "
        "both means in bold. Right: how the differences are spread, their mean with its 95\u202f% interval. Never "
        "counts as 0 where it is a time before impact."
    )
    return [
        picture(
            f"Run by run: {title_of(contrast.measure)} of {who_of(contrast.nation)}",
            caption,
            stamp(results, found.points, f"{first.size:,} pairs"),
            pair_figure(found, scaled_all(first, found.unit), scaled_all(second, found.unit)),
        )
    ]


def credited_values(cells: Cells) -> Array:
    """Return every value of an arm, flat, never as 0; nan where there is none."""
    return np.where(cells.status == NEVER, 0.0, np.where(cells.status == OBSERVED, cells.value, np.nan)).ravel()


def scaled_all(values: Array, unit: str) -> Array:
    """Return values as they are printed."""
    return values * scaled(1.0, unit)


def pair_figure(found: Primary, first: Array, second: Array) -> Figure:
    """Return the lines of the pairs on the left and the spread of their differences on the right."""
    figure = page_figure(3.7)
    contrast = found.contrast
    word = unit_word(found.unit)
    left = axes_at(figure, Box(0.95, 0.75, 3.6, 2.35))
    grid(left, "y")
    for a, b in zip(first[:MOST_LINES], second[:MOST_LINES], strict=True):
        left.plot([0, 1], [b, a], color=FAINT, linewidth=0.5, alpha=0.35)
    for place, values, ink in ((0, second, SECOND_INK), (1, first, FIRST_INK)):
        left.plot(np.full(values.size, place), values, "_", color=ink, markersize=7, alpha=0.45)
    if first.size:
        left.plot([0, 1], [second.mean(), first.mean()], "o-", color=INK, linewidth=2.0, markersize=6, zorder=5)
    left.set_xlim(-0.25, 1.25)
    left.set_xticks([0, 1], [in_lines(name, 22) for name in (contrast.second, contrast.first)], fontsize=9)
    label_axes(left, "", f"{title_of(contrast.measure)}, {word}".rstrip(", "))
    right = axes_at(figure, Box(5.5, 0.75, WIDTH_IN - 5.9, 2.35))
    draw_spread(right, first - second)
    draw_mean(right, found)
    name = f"difference, {contrast.first} minus {contrast.second}, {unit_word(found.unit, True)}"
    label_axes(right, name.rstrip(", "), "pairs of runs")
    return figure


def draw_spread(axes: Axes, differences: Array) -> None:
    """Draw how many pairs differ by how much, on a scale that holds 0."""
    grid(axes, "y")
    low, high = float(differences.min(initial=0.0)), float(differences.max(initial=0.0))
    axes.hist(
        differences,
        bins=BINS,
        range=(low, high) if high > low else (-1.0, 1.0),
        color="#b9cfe0",
        edgecolor=PAPER,
        linewidth=0.5,
    )
    zero_line(axes)
    axes.set_ylim(0.0, 1.3 * axes.get_ylim()[1])
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))


def draw_mean(axes: Axes, found: Primary) -> None:
    """Draw the mean difference with its interval above the spread."""
    if found.difference is None or found.difference.difference.value is None:
        return
    estimate = found.difference.difference
    value = scaled(found.difference.difference.value, found.unit)
    ends = [value if end is None else scaled(end, found.unit) for end in (estimate.low, estimate.high)]
    height = 0.88 * axes.get_ylim()[1]
    axes.plot(ends, [height, height], color=DIFFERENCE_INK, linewidth=2.0)
    axes.plot([value], [height], "o", color=DIFFERENCE_INK, markersize=6)
    text = with_unit(value_text(estimate, found.unit, True), found.unit, True)
    axes.annotate(f"mean {text}", (value, height), (0, 7), textcoords="offset points", ha="center", fontsize=8.5)
