"""Benefit beside exposure: what each party gains under each level, and what it gives away for it."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tocsin.review.page_style import PAPER, Inches, nation_ink
from tocsin.review.page_tables import who_of
from tocsin.study.contrast import Contrast, primary_contrast
from tocsin.study.report.block import Block, Section, picture
from tocsin.study.report.columns import others_words, primary_columns
from tocsin.study.report.comparison import CREDITED, arms_with_something, compared
from tocsin.study.report.ink import WIDTH_IN, Box, axes_at, grid, label_axes, page_figure, zero_line
from tocsin.study.report.labels import Mark, write_labels
from tocsin.study.report.measures import all_points
from tocsin.study.report.numerals import scaled, unit_word
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import summary_of, unit_of
from tocsin.study.results import Results
from tocsin.study.statistics.interval import Estimate

BENEFITS = (CREDITED, "leakage")
EXPOSURES = ("releases", "exposure_cells")
MOST_NATIONS = 6
ROW_IN, TOP_IN, GAP_IN, FOOT_IN, LEFT_IN, RIGHT_IN, BETWEEN_IN = 2.0, 0.65, 0.75, 0.6, 0.8, 0.6, 1.1
Limits = tuple[float, float]
NEAR = 0.035  # of an axis: places nearer than this share one label
WORDS = {
    CREDITED: "credited warning time",
    "leakage": "leakage",
    "releases": "messages released",
    "exposure_cells": "exposure cells",
}


class Spot(NamedTuple):
    """What one level gives a party (y) at what it gives away (x), with the ends of both intervals."""

    level: str
    x: tuple[float, float, float]
    y: tuple[float, float, float]


Panels = dict[str, dict[tuple[str, str], list[Spot]]]  # party, then benefit and exposure


def exposure_section(results: Results) -> Section:
    """Return, for each scenario, each party's benefit against its exposure."""
    blocks: list[Block] = []
    for scenario in results.design.file.study.scenarios:
        blocks += exposure_blocks(results, scenario)
    words = (
        "What a party gains beside what it gives away: the messages that it released, and exposure cells (cells of "
        "1\u00b0 by 1\u00b0 by 10 min in which what it released places what its own sensors can see, or an outage)."
    )
    return Section("Benefit beside exposure", (words,), tuple(blocks))


def exposure_blocks(results: Results, scenario: str) -> list[Block]:
    """Return a picture of each benefit in one scenario, words where it is alike everywhere; none if none gives."""
    columns = primary_columns(results.design, scenario)
    base = primary_contrast(results.design).second
    panels = panels_of(results, scenario)
    if not panels:
        return []
    shown = dict(list(panels.items())[:MOST_NATIONS])
    caption = [
        f"Each mark is a level: upwards the paired difference from {base} as it is, to the right what is given away; "
        "bars are 95\u202f% intervals of each alone; scales are the same for every party. Never warned counts as 0 s."
    ]
    caption += [others_words(results.design, results.design.file.primary.factor)]
    caption += [f"{len(panels) - len(shown)} more parties are not drawn."] if len(panels) > len(shown) else []
    at = stamp(results, all_points(columns))
    blocks = []
    for benefit in BENEFITS:
        of_benefit = {
            who: found for who, found in shown.items() if is_known(found.get((benefit, EXPOSURES[0])), base)
        }
        title = f"{WORDS[benefit].capitalize()} beside exposure, {scenario}"
        if of_benefit and not moves(of_benefit, benefit):
            blocks.append(Block(title, f"As under {base} at every level, in every run.", at))
        elif of_benefit:
            figure = exposure_figure(of_benefit, benefit, results.design.parties)
            blocks.append(picture(title, " ".join(filter(None, caption)), at, figure))
    return blocks


def panels_of(results: Results, scenario: str) -> Panels:
    """Return, for each party that gives anything away in a scenario, its places by benefit and exposure."""
    columns = primary_columns(results.design, scenario)
    panels: Panels = {}
    for nation in results.design.parties:
        for benefit in BENEFITS:
            gains = {name: gain_of(results, benefit, nation, scenario, name) for name in (c.name for c in columns)}
            for exposure in EXPOSURES:
                spots = [
                    Spot(column.name, ends_of(x.estimate, exposure), ends_of(gain, benefit))
                    for column in columns
                    if (x := summary_of(results, exposure, nation, column.points)) is not None
                    and (gain := gains[column.name]) is not None
                ]
                if spots:
                    panels.setdefault(nation, {})[benefit, exposure] = spots
    return {
        nation: found
        for nation, found in panels.items()
        if any(spot.x[0] > 0.0 for spots in found.values() for spot in spots)
    }


def is_known(spots: list[Spot] | None, base: str) -> bool:
    """Return whether a party's benefit is known at any level but the baseline."""
    return any(spot.level != base for spot in spots or ())


def moves(panels: Panels, benefit: str) -> bool:
    """Return whether any party's benefit differs from the baseline's at any level."""
    return any(spot.y != (0.0, 0.0, 0.0) for found in panels.values() for spot in found[benefit, EXPOSURES[0]])


def gain_of(results: Results, measure: str, nation: str, scenario: str, level: str) -> Estimate | None:
    """Return the paired difference of a level from the baseline (of itself: 0); None if not applicable."""
    primary = primary_contrast(results.design)
    if level == primary.second:
        has_any = any(
            summary_of(results, measure, nation, column.points)
            for column in primary_columns(results.design, scenario)
        )
        return Estimate(0.0, 0.0, 0.0, 0) if has_any else None
    arms = arms_with_something(results, Contrast(measure, nation, scenario, primary.factor, level, primary.second))
    difference = None if arms is None else compared(results, arms, measure)
    if difference is None or difference.difference.value is None:
        return None
    return Estimate(0.0, 0.0, 0.0, difference.difference.n) if difference.is_identical else difference.difference


def ends_of(estimate: Estimate, measure: str) -> tuple[float, float, float]:
    """Return value, low and high as they are printed; an end that nothing bounds is the value."""
    unit = unit_of(measure)
    value = scaled(estimate.value or 0.0, unit)
    low, high = (value if end is None else scaled(end, unit) for end in (estimate.low, estimate.high))
    return value, low, high


def exposure_figure(panels: Panels, benefit: str, parties: tuple[str, ...]) -> Figure:
    """Return a row for each party, a column for each kind of exposure, on the same scales."""
    figure = page_figure(TOP_IN + ROW_IN * len(panels) + GAP_IN * (len(panels) - 1) + FOOT_IN)
    width_in = (WIDTH_IN - LEFT_IN - RIGHT_IN - BETWEEN_IN) / len(EXPOSURES)
    for number, (nation, found) in enumerate(panels.items()):
        bottom_in = FOOT_IN + (len(panels) - 1 - number) * (ROW_IN + GAP_IN)
        for column, exposure in enumerate(EXPOSURES):
            alike = [spot for each in panels.values() for spot in each.get((benefit, exposure), ())]
            limits = limits_of([spot.x for spot in alike]), limits_of([spot.y for spot in alike])
            if not found.get((benefit, exposure)):
                continue
            axes = axes_at(figure, Box(LEFT_IN + column * (width_in + BETWEEN_IN), bottom_in, width_in, ROW_IN))
            draw_spots(axes, found[benefit, exposure], nation_ink(parties, nation), limits, width_in)
            y_word = f"difference, {unit_word(unit_of(benefit), True)}"
            title = f"{who_of(nation)}: {WORDS[benefit]}" if column == 0 else ""
            label_axes(axes, f"{WORDS[exposure]} {unit_word(unit_of(exposure))}", y_word, title)
    return figure


def limits_of(found: Sequence[tuple[float, float, float]]) -> Limits:
    """Return the ends of an axis that holds 0 and all intervals: the same for every party."""
    low, high = min([0.0, *(ends[1] for ends in found)]), max([0.0, *(ends[2] for ends in found)])
    return (low, high) if high > low else (-1.0, 1.0)


def draw_spots(axes: Axes, spots: Sequence[Spot], ink: str, limits: tuple[Limits, Limits], wide_in: Inches) -> None:
    """Draw each level with both intervals; levels at one place share a label."""
    grid(axes, "both")
    zero_line(axes, is_vertical=False)
    for spot in spots:
        axes.plot(spot.x[1:], [spot.y[0]] * 2, color=ink, linewidth=1.0, alpha=0.6)
        axes.plot([spot.x[0]] * 2, spot.y[1:], color=ink, linewidth=1.0, alpha=0.6)
        axes.plot(
            [spot.x[0]], [spot.y[0]], "o", color=ink, markersize=5.5, markerfacecolor=PAPER, markeredgewidth=1.3
        )
    (least_x, most_x), (least_y, most_y) = limits
    span_x, span_y = most_x - least_x, most_y - least_y
    axes.set_xlim(least_x - 0.04 * span_x, most_x + 0.06 * span_x)
    axes.set_ylim(least_y - 0.12 * span_y, most_y + 0.15 * span_y)
    names = labels(spots, span_x, span_y)
    write_labels(
        axes,
        [
            Mark(
                (spot.x[0] - least_x + 0.04 * span_x) * wide_in / (1.1 * span_x),
                (spot.y[0] - least_y + 0.12 * span_y) * ROW_IN / (1.27 * span_y),
                names.get(number, ""),
            )
            for number, spot in enumerate(spots)
        ],
        wide_in,
        ROW_IN,
    )


def labels(spots: Sequence[Spot], x_scale: float, y_scale: float) -> dict[int, str]:
    """Return what is written beside which mark: those that nearly coincide are named together, a line each two."""
    groups: list[list[int]] = []
    for number, spot in enumerate(spots):
        for group in groups:
            first = spots[group[0]]
            if abs(first.x[0] - spot.x[0]) < 2 * NEAR * x_scale and abs(first.y[0] - spot.y[0]) < NEAR * y_scale:
                group.append(number)
                break
        else:
            groups.append([number])
    return {group[0]: wrapped([spots[number].level for number in group]) for group in groups}


def wrapped(names: Sequence[str]) -> str:
    """Return names in lines of two."""
    lines = [", ".join(names[first : first + 2]) for first in range(0, len(names), 2)]
    return ",\n".join(lines)
