"""The value-of-sharing curve: a measure against a factor whose levels are numbers, alone and less the baseline."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from tocsin.review.page_style import HALO, INK, PAPER, nation_ink
from tocsin.review.page_tables import title_of, who_of
from tocsin.study.contrast import Contrast, primary_contrast
from tocsin.study.design.design import Design
from tocsin.study.design.factor import Factor, Level
from tocsin.study.report.block import Block, Section, picture
from tocsin.study.report.columns import columns_of, others_words
from tocsin.study.report.comparison import arms_with_something, compared
from tocsin.study.report.ink import (
    TYPE_PT,
    WIDTH_IN,
    Box,
    apart,
    axes_at,
    grid,
    label_axes,
    page_figure,
    zero_line,
)
from tocsin.study.report.measures import all_points
from tocsin.study.report.numerals import scaled, unit_word
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import kind_of, shown_measures, shown_nations, summary_of, unit_of
from tocsin.study.results import Results
from tocsin.study.statistics.interval import Estimate

FEWEST_LEVELS = 3
MOST_MEASURES = 3
ROW_IN, TOP_IN, GAP_IN, FOOT_IN, LEFT_IN, RIGHT_IN, BETWEEN_IN = 2.3, 0.65, 0.5, 0.65, 0.85, 0.9, 1.75


class Curve(NamedTuple):
    """A measure of a nation at each number of a factor: as it is, and less what it is at the baseline.

    ``baseline_value``: the measure at the baseline where that is no number of the factor; None where it is one.
    """

    nation: str
    numbers: tuple[float, ...]
    estimates: tuple[Estimate, ...]
    differences: tuple[Estimate, ...]
    baseline_value: float | None


def numbered_factors(design: Design) -> list[Factor]:
    """Return the factors with at least three levels that are numbers."""
    return [factor for factor in design.factors if len(numbers_of(factor)) >= FEWEST_LEVELS]


def numbers_of(factor: Factor) -> list[Level]:
    """Return a factor's levels that are numbers, ascending: one such as "no sharing" is none."""
    return sorted(
        (level for level in factor.levels if level.number_value is not None),
        key=lambda level: level.number_value or 0.0,
    )


def curve_section(results: Results) -> Section:
    """Return the curves over every factor with numbers, in every scenario."""
    blocks: list[Block] = []
    for factor in numbered_factors(results.design):
        for scenario in results.design.file.study.scenarios:
            blocks += curve_blocks(results, factor, scenario)
    return Section("Value of sharing against a number", (), tuple(blocks))


def baseline_level(design: Design, factor: Factor) -> str:
    """Return the level that the others are paired with: the primary contrast's second, else the factor's first."""
    contrast = primary_contrast(design)
    return contrast.second if contrast.factor == factor.name else factor.levels[0].name


def curve_blocks(results: Results, factor: Factor, scenario: str) -> list[Block]:
    """Return the picture of one factor in one scenario; none where nothing applies."""
    rows = {
        measure: curves
        for measure in shown_measures(results.design)
        if kind_of(measure) in ("mean", "share") and (curves := curves_of(results, factor, scenario, measure))
    }
    shown = dict(list(rows.items())[:MOST_MEASURES])
    if not shown:
        return []
    base = baseline_level(results.design, factor)
    dashed = "" if base in [level.name for level in numbers_of(factor)] else f", {base} dashed"
    caption = (
        f"Left: as it is{dashed}. Right: paired run by run, less {base_words(factor.name, base)}: a raw difference. "
        "Bands: 95\u202f% intervals at each number alone, not adjusted for how many there are. "
        f"{others_words(results.design, factor.name)}"
    )
    return [
        picture(
            f"Against {factor.name}, {scenario}",
            caption.strip(),
            stamp(results, all_points(columns_of(results.design, scenario, factor.name))),
            curve_figure(shown, factor.name, base, results.design.parties),
        )
    ]


def curves_of(results: Results, factor: Factor, scenario: str, measure: str) -> list[Curve]:
    """Return a curve for each nation of which a measure applies, left out where it is the same at every number."""
    columns = {column.name: column for column in columns_of(results.design, scenario, factor.name)}
    base = baseline_level(results.design, factor)
    levels = [level for level in numbers_of(factor) if level.name in columns]
    is_number = base in [level.name for level in levels]
    found = []
    for nation in shown_nations(results.design, measure):
        points = []
        for level in levels:
            summary = summary_of(results, measure, nation, columns[level.name].points)
            contrast = Contrast(measure, nation, scenario, factor.name, level.name, base)
            if summary is not None and level.number_value is not None:
                points.append((level.number_value, summary.estimate, difference_from(results, contrast)))
        if any(difference.value for _, _, difference in points):
            numbers, estimates, differences = zip(*points, strict=True)
            at_base = None if is_number else summary_of(results, measure, nation, columns[base].points)
            found.append(Curve(nation, numbers, estimates, differences, at_base.estimate.value if at_base else None))
    return found


def difference_from(results: Results, contrast: Contrast) -> Estimate:
    """Return the paired difference of a level from the baseline; of the baseline from itself 0."""
    if contrast.first == contrast.second:
        return Estimate(0.0, 0.0, 0.0, 0)
    arms = arms_with_something(results, contrast)
    difference = None if arms is None else compared(results, arms, contrast.measure)
    return Estimate(None, None, None, 0) if difference is None else difference.difference


def curve_figure(rows: dict[str, list[Curve]], factor: str, base: str, nations: tuple[str, ...]) -> Figure:
    """Return a row for each measure: its values on the left, differences from the baseline on the right."""
    figure = page_figure(TOP_IN + ROW_IN * len(rows) + GAP_IN * (len(rows) - 1) + FOOT_IN)
    width_in = (WIDTH_IN - LEFT_IN - RIGHT_IN - BETWEEN_IN) / 2
    for number, (measure, curves) in enumerate(rows.items()):
        bottom_in = FOOT_IN + (len(rows) - 1 - number) * (ROW_IN + GAP_IN)
        unit = unit_of(measure)
        is_last = number == len(rows) - 1
        for side in (0, 1):
            axes = axes_at(figure, Box(LEFT_IN + side * (width_in + BETWEEN_IN), bottom_in, width_in, ROW_IN))
            word = unit_word(unit, side == 1)
            name = f"{title_of(measure)}, {word}" if side == 0 else f"difference, {word}"
            heading = title_of(measure).capitalize() if side == 0 else f"Less {base_words(factor, base)}"
            label_axes(axes, factor if is_last else "", name.rstrip(", "), heading)
            grid(axes, "y")
            if side == 1:
                zero_line(axes, is_vertical=False)
            draw_curves(axes, curves, unit, side == 1, nations)
    return figure


def base_words(factor: str, base: str) -> str:
    """Return the baseline as words: ``delay 0`` where it is a number, by its own name where it is not."""
    return f"{factor.partition(',')[0]} {base}" if base.replace(".", "").isdigit() else base


def draw_curves(
    axes: Axes, curves: Sequence[Curve], unit: str, is_difference: bool, nations: tuple[str, ...]
) -> None:
    """Draw each nation's curve with its band, its name at the right end."""
    ends = []
    if all(number == round(number) for curve in curves for number in curve.numbers):
        axes.xaxis.set_major_locator(MaxNLocator(7, integer=True))
    for curve in curves:
        known = [
            (x, e)
            for x, e in zip(curve.numbers, curve.differences if is_difference else curve.estimates, strict=True)
            if e.value is not None
        ]
        if not known:
            continue
        ink = nation_ink(nations, curve.nation)
        x = np.array([number for number, _ in known])
        y = np.array([scaled(e.value or 0.0, unit) for _, e in known])
        low, high = (
            np.array([y[i] if end is None else scaled(end, unit) for i, end in enumerate(side)])
            for side in ([e.low for _, e in known], [e.high for _, e in known])
        )
        if curve.baseline_value is not None and not is_difference:
            axes.axhline(scaled(curve.baseline_value, unit), color=ink, linewidth=1.0, linestyle=(0, (4, 3)))
        axes.fill_between(x, low, high, color=ink, alpha=0.16, linewidth=0)
        axes.plot(x, y, "o-", color=ink, linewidth=1.6, markersize=4, markerfacecolor=PAPER, markeredgewidth=1.2)
        ends.append((curve.nation, float(x[-1]), float(y[-1]), ink))
    low_y, high_y = axes.get_ylim()
    places = apart([y for _, _, y, _ in ends], 0.075 * (high_y - low_y), low_y, high_y)
    for (nation, x_end, _, ink), place in zip(ends, places, strict=True):
        axes.annotate(
            who_of(nation), (x_end, place), (7, 0), textcoords="offset points", va="center", fontsize=TYPE_PT,
            color=ink, path_effects=HALO, annotation_clip=False,
        )  # fmt: skip
    axes.tick_params(colors=INK)
