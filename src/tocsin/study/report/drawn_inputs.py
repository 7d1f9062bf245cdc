"""The primary measure against each drawn number: small multiples, and partial rank correlations."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from tocsin.review.page_tables import title_of, who_of
from tocsin.study.contrast import Contrast, pairs_of
from tocsin.study.design.design import Design
from tocsin.study.design.drawn import samples_of
from tocsin.study.design.factor import DECADES, Factor
from tocsin.study.report.block import Block, Cell, Line, picture, table
from tocsin.study.report.ink import TYPE_PT, WIDTH_IN, Box, axes_at, grid, in_lines, ink_of, label_axes, page_figure
from tocsin.study.report.numerals import scaled, signed, unit_word
from tocsin.study.report.sampled import Samples, runs_text
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import unit_of
from tocsin.study.results import Results
from tocsin.study.statistics.interval import Estimate
from tocsin.study.statistics.partial_rank import fewest_samples, partial_rank_correlations

Array = NDArray[np.float64]
MOST_PANELS, ACROSS = 12, 4
TOP_IN, PANEL_IN, UNDER_IN, LEFT_IN, RIGHT_IN, GAP_IN = 0.55, 1.7, 0.75, 0.8, 0.2, 0.3
NAME_LETTERS = 30


class Drawn(NamedTuple):
    """One drawn number: its values, (samples,), and its partial rank correlation with both arms and what is between.

    ``correlations``: of the first arm, the second, the difference; None where there are none.
    """

    factor: Factor
    values: Array
    correlations: tuple[Estimate | None, ...]


def input_blocks(results: Results, contrast: Contrast, samples: Samples) -> list[Block]:
    """Return the primary measure against each drawn number as a picture, and its correlations as a table."""
    points = [index for first, second, _ in pairs_of(results.design, contrast) for index in (first, second)]
    at = stamp(results, points, f"{samples.values.size:,} samples, {runs_text(samples.runs)} known at every one")
    what = f"{title_of(contrast.measure).capitalize()} of {who_of(contrast.nation)}"
    inputs = drawn_inputs(results, contrast, samples)
    left = len(inputs) - MOST_PANELS
    caption = (
        f"A mark a sample, both arms: the mean over {runs_text(samples.runs)} with the same luck at every sample, "
        "against one drawn number, while all others were drawn too."
    )
    caption += f" {left} more numbers, less related to the difference, are not drawn." if left > 0 else ""
    least = fewest_samples(len(inputs))
    if samples.values.size < least:
        caption += (
            f" Partial rank correlations are not given: {samples.values.size:,} samples of {len(inputs):,} numbers "
            f"leave too little; set plan.points to {least:,} or more."
        )
    blocks = [
        picture(
            f"{what} against each drawn number, {contrast.scenario}",
            caption,
            at,
            scatter_figure(results.design, contrast, inputs[:MOST_PANELS], samples),
        )
    ]
    if any(found for item in inputs for found in item.correlations):
        blocks.append(correlations_table(contrast, inputs, at))
    return blocks


def drawn_inputs(results: Results, contrast: Contrast, samples: Samples) -> list[Drawn]:
    """Return every drawn number with its correlations, that most related to the difference first."""
    design = results.design
    factors = [(place, factor) for place, factor in enumerate(design.factors) if factor.has_range]
    sample_of = samples_of(design).tolist()
    point_of = {sample_of[point.index]: point for point in design.points}
    values = np.array(
        [[point_of[sample].numbers[place] for place, _ in factors] for sample in range(samples.values.size)],
        dtype=np.float64,
    )
    seed = design.file.study.seed
    none: list[Estimate | None] = [None] * len(factors)
    columns = [
        partial_rank_correlations(values, result, seed) or none
        for result in (samples.first, samples.second, samples.values)
    ]
    found = [
        Drawn(factor, values[:, k], tuple(column[k] for column in columns)) for k, (_, factor) in enumerate(factors)
    ]
    return sorted(found, key=lambda item: -strength(item))


def strength(item: Drawn) -> float:
    """Return how closely a number and the difference are related, 0 to 1; 0 where that is not known."""
    found = item.correlations[-1]
    return 0.0 if found is None else abs(found.value or 0.0)


def correlations_table(contrast: Contrast, inputs: Sequence[Drawn], at: str) -> Block:
    """Return the table of partial rank correlations."""
    lines = [
        Line(
            (
                Cell(item.factor.name),
                Cell(f"{item.factor.low:g} to {item.factor.high:g}"),
                *(correlation_cell(found) for found in item.correlations),
            ),
            number == 0,
        )
        for number, item in enumerate(inputs)
    ]
    caption = (
        "Of ranks, with what the other numbers do taken out of both: +1 where the measure is the greater the greater "
        "the number, \u22121 where it is the less, 0 where neither. Below each its 95\u202f% interval, over samples "
        "drawn anew, of it alone; bold where it leaves 0 out. It sees what rises or falls throughout, and not what "
        "turns; and how steadily, not how far: for that see the picture. \u2013: the same at every sample."
    )
    heads = ["drawn number", "range", f"under {contrast.first}", f"under {contrast.second}", "difference"]
    return table(f"Partial rank correlations, {contrast.scenario}", caption, at, heads, lines, word_count=2)


def correlation_cell(found: Estimate | None) -> Cell:
    """Return one correlation with its interval."""
    if found is None or found.value is None or found.low is None or found.high is None:
        return Cell("\u2013", tone="faint")
    is_apart = found.low > 0.0 or found.high < 0.0
    ends = f"{signed(found.low, 2)} to {signed(found.high, 2)}"
    return Cell(signed(found.value, 2), ends, "strong" if is_apart else "")


def scatter_figure(design: Design, contrast: Contrast, inputs: Sequence[Drawn], samples: Samples) -> Figure:
    """Return a panel for each drawn number, all on one scale of the measure."""
    across = min(ACROSS, len(inputs))
    down = -(-len(inputs) // across)
    figure = page_figure(TOP_IN + down * (PANEL_IN + UNDER_IN))
    width_in = (WIDTH_IN - LEFT_IN - RIGHT_IN - (ACROSS - 1) * GAP_IN) / max(across, 2)
    unit = unit_of(contrast.measure)
    levels = [level.name for factor in design.factors if factor.name == contrast.factor for level in factor.levels]
    arms = [
        (name, ink_of(levels, name), np.array([scaled(value, unit) for value in values]))
        for name, values in ((contrast.first, samples.first), (contrast.second, samples.second))
    ]
    for number, item in enumerate(inputs):
        row, column = divmod(number, across)
        bottom_in = UNDER_IN - 0.1 + (down - 1 - row) * (PANEL_IN + UNDER_IN)
        axes = axes_at(figure, Box(LEFT_IN + column * (width_in + GAP_IN), bottom_in, width_in, PANEL_IN))
        draw_panel(axes, item, arms)
        if column:
            axes.set_yticklabels([])
        what = f"{title_of(contrast.measure)}, {unit_word(unit)}".rstrip(", ")
        label_axes(axes, in_lines(item.factor.name, NAME_LETTERS), what if column == 0 else "")
        if number == 0:
            axes.legend(
                loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, frameon=False, fontsize=TYPE_PT, borderpad=0.2
            )
    return figure


def draw_panel(axes: Axes, item: Drawn, arms: Sequence[tuple[str, str, Array]]) -> None:
    """Draw both arms against one number; on a logarithmic scale where it was drawn by its logarithm."""
    grid(axes, "both")
    low = min(float(values.min()) for _, _, values in arms)
    high = max(float(values.max()) for _, _, values in arms)
    room = 0.06 * (high - low or abs(high) or 1.0)
    axes.set_ylim(low - room, high + room)
    if item.factor.low > 0.0 and item.factor.high / item.factor.low >= DECADES:
        axes.set_xscale("log")
    for name, ink, values in reversed(arms):
        axes.plot(
            item.values, values, "o", color=ink, markersize=3.6, markerfacecolor="none", markeredgewidth=1.0,
            alpha=0.85, label=name,
        )  # fmt: skip
