"""What hangs on drawn numbers: Sobol indices or rank correlations, and conclusions that change sign."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from tocsin.review.page_style import FAINT, PAPER
from tocsin.review.page_tables import title_of, who_of
from tocsin.study.contrast import Contrast, pairs_of, primary_contrast
from tocsin.study.design.design import Design
from tocsin.study.design.drawn import is_drawn
from tocsin.study.report.block import Block, Cell, Line, Section, picture, table
from tocsin.study.report.drawn_inputs import input_blocks
from tocsin.study.report.family import contrasts_of
from tocsin.study.report.ink import TYPE_PT, WIDTH_IN, Box, axes_at, grid, label_axes, page_figure, zero_line
from tocsin.study.report.numerals import plain, scaled, signed, unit_word
from tocsin.study.report.sampled import Samples, runs_text, sample_differences
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import kind_of, unit_of
from tocsin.study.results import Results
from tocsin.study.statistics.interval import Estimate
from tocsin.study.statistics.sobol import SobolIndex, sobol_indices

Array = NDArray[np.float64]
MOST_BARS = 25
TIE_SHARE = 1e-9  # of the largest difference: less is rounding


class Look(NamedTuple):
    """How one kind of index is drawn and called."""

    ink: str
    marker: str
    name: str


TOTAL = Look("#c87800", "D", "with all others (total)")
FIRST = Look("#0072b2", "o", "alone (first order)")


class Signs(NamedTuple):
    """At how many samples a paired difference is above, at and below 0, and its least, median and greatest value.

    ``runs``: known at every sample, of which each is the mean.
    """

    contrast: Contrast
    runs: int
    above: int
    at_zero: int
    below: int
    least_value: float
    median_value: float
    greatest_value: float


def sensitivity_section(results: Results) -> Section:
    """Return what the drawn numbers do to the primary difference, and to the sign of every difference."""
    design = results.design
    if not is_drawn(design):
        return Section("Sensitivity", (), ())
    primary = primary_contrast(design)
    differences = sample_differences(results, primary)
    blocks: list[Block] = []
    if design.file.plan.kind == "saltelli":
        blocks.append(sobol_block(results, primary, differences))
    elif differences is not None and differences.runs:
        blocks += input_blocks(results, primary, differences)
    if differences is not None:
        blocks += signs_blocks(results)
    words = (
        "Numbers that nobody knows were drawn over their ranges, all at once. What follows says how much hangs on "
        "them, not what they are."
    )
    return Section("What hangs on the drawn numbers", (words,), tuple(blocks))


def groups_of(design: Design) -> list[str]:
    """Return the groups of factors that have a Sobol index each, in the order of the plan."""
    return list(dict.fromkeys(factor.group or factor.name for factor in design.factors if factor.has_range))


def sobol_block(results: Results, contrast: Contrast, differences: Samples | None) -> Block:
    """Return the Sobol indices of the primary difference; words where there are none."""
    points = [index for first, second, _ in pairs_of(results.design, contrast) for index in (first, second)]
    what = f"{title_of(contrast.measure)} of {who_of(contrast.nation)}, {contrast.first} minus {contrast.second}"
    if differences is None or differences.runs == 0:
        why = (
            f"None: no run has a value of {what} in both arms at every draw, and indices over other runs at one draw "
            "than at another would take luck for a factor. Play more runs, or choose a measure that applies in all."
        )
        return Block("Sobol indices", why, stamp(results, points))
    indices = sobol_indices(groups_of(results.design), differences.values, results.design.file.study.seed)
    n = f"{differences.values.size:,} samples, {runs_text(differences.runs)} known at every one"
    if indices[0].first.value is None:
        return Block("Sobol indices", f"{what} is the same at every draw.", stamp(results, points, n))
    ranked = sorted(indices, key=lambda index: -(index.total.value or 0.0))
    left = len(ranked) - MOST_BARS
    caption = (
        f"Which share of the variance of the primary difference ({what}) over the draws comes from each: alone, and "
        "with all that it has to do with. Bars: 95\u202f% intervals over rows of the plan; a value a little outside "
        "0 to 1 is noise of the estimate. First the most."
    )
    return picture(
        f"Sobol indices, {contrast.scenario}",
        caption + (f" {left} more matter less and are not drawn." if left > 0 else ""),
        stamp(results, points, n),
        sobol_figure(ranked[:MOST_BARS]),
    )


def sobol_figure(indices: Sequence[SobolIndex]) -> Figure:
    """Return two marks a factor, first-order and total, with their intervals."""
    high_in = 0.44 * len(indices)
    figure = page_figure(0.85 + high_in + 0.7)
    axes = axes_at(figure, Box(2.6, 0.7, WIDTH_IN - 3.2, high_in))
    axes.set_ylim(len(indices) - 0.5, -0.5)
    grid(axes, "x")
    for place, index in enumerate(indices):
        draw_index(axes, place - 0.14, index.total, TOTAL, index is indices[0])
        draw_index(axes, place + 0.14, index.first, FIRST, index is indices[0])
    zero_line(axes)
    axes.axvline(1.0, color=FAINT, linewidth=0.6)
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, -0.05), max(high, 1.05))
    axes.set_yticks(range(len(indices)), [index.factor for index in indices], fontsize=TYPE_PT)
    label_axes(axes, "share of the variance of the primary difference")
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, frameon=False, fontsize=TYPE_PT, borderpad=0.2)
    return figure


def draw_index(axes: Axes, height_share: float, index: Estimate, look: Look, is_named: bool) -> None:
    """Draw one index with its interval; the first of its kind is named in the key."""
    if index.value is None:
        return
    ends = [index.value if end is None else end for end in (index.low, index.high)]
    axes.plot(ends, [height_share] * 2, color=look.ink, linewidth=1.4)
    axes.plot(
        [index.value],
        [height_share],
        look.marker,
        color=look.ink,
        markersize=5.5,
        markerfacecolor=PAPER,
        markeredgewidth=1.3,
        label=look.name if is_named else "_",
        linestyle="none",
    )


def signs_blocks(results: Results) -> list[Block]:
    """Return the table of all differences with their signs over the samples, those that change sign first."""
    found = [
        signs
        for contrast in contrasts_of(results.design)
        if kind_of(contrast.measure) in ("mean", "share") and (signs := signs_of(results, contrast)) is not None
    ]
    found = [signs for signs in found if signs.above + signs.below]
    if not found:
        return []
    found.sort(key=lambda signs: not changes_sign(signs))
    changing = sum(map(changes_sign, found))
    lines = [
        Line(signs_cells(signs), is_first=number == 0 or changes_sign(found[number - 1]) != changes_sign(signs))
        for number, signs in enumerate(found)
    ]
    low, high = min(signs.runs for signs in found), max(signs.runs for signs in found)
    runs = runs_text(high) if low == high else f"{low:,} to {runs_text(high)}"
    caption = (
        f"Of the {len(found):,} differences that are not 0 everywhere, those that change sign over the draws (bold): "
        f"{changing:,}. "
        f"Each sample is the mean of {runs} known in both arms at every sample, so that a few samples of the other "
        "sign may be luck. A difference of which no run is known at every sample has no row."
    )
    heads = ["scenario", "measure", "nation", "difference", "above 0", "0", "below 0", "least", "median", "greatest"]
    points = [point.index for point in results.design.points]
    return [table("Conclusions over the draws", caption, stamp(results, points), heads, lines, word_count=4)]


def signs_of(results: Results, contrast: Contrast) -> Signs | None:
    """Return the signs of a difference over the samples; None where it has none."""
    differences = sample_differences(results, contrast)
    if differences is None or differences.runs == 0:
        return None
    known = differences.values
    tie_value = TIE_SHARE * float(np.abs(known).max())
    above, below = int((known > tie_value).sum()), int((known < -tie_value).sum())
    return Signs(
        contrast,
        differences.runs,
        above,
        known.size - above - below,
        below,
        float(known.min()),
        float(np.median(known)),
        float(known.max()),
    )


def changes_sign(signs: Signs) -> bool:
    """Return whether a difference is above 0 at some samples and below at others."""
    return signs.above > 0 and signs.below > 0


def signs_cells(signs: Signs) -> tuple[Cell, ...]:
    """Return one row of the table of signs."""
    contrast, unit = signs.contrast, unit_of(signs.contrast.measure)
    tone = "strong" if changes_sign(signs) else ""
    total = signs.above + signs.at_zero + signs.below
    values = [
        signed(scaled(value, unit), 1) for value in (signs.least_value, signs.median_value, signs.greatest_value)
    ]
    return (
        Cell(contrast.scenario),
        Cell(title_of(contrast.measure), unit_word(unit, True), tone),
        Cell(who_of(contrast.nation)),
        Cell(f"{contrast.first} \u2212 {contrast.second}"),
        *(
            Cell(f"{plain(100.0 * count / total, 0)}\u202f%", f"{count:,}", tone if count else "faint")
            for count in (signs.above, signs.at_zero, signs.below)
        ),
        *(Cell(value) for value in values),
    )
