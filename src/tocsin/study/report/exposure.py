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
from tocsin.study.report.numerals import scaled, unit_word, value_text
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import summary_of, unit_of
from tocsin.study.results import Results
from tocsin.study.statistics.interval import Estimate

BENEFITS = (CREDITED, "leakage")
EXPOSURES = ("releases", "exposure_cells")
MOST_NATIONS = 6
ROW_IN, TOP_IN, GAP_IN, FOOT_IN, LEFT_IN, RIGHT_IN, BETWEEN_IN = 2.0, 0.65, 0.75, 0.6, 0.8, 0.6, 1.1
Limits = tuple[float, float]
NOTHING_GIVEN = "No party gives anything away at any level."
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


class Party(NamedTuple):
    """What a party gives away and what it gains, over an agreement's levels.

    ``given``: of each exposure, ``gains``: of each benefit, an estimate at each level; levels at which there is none
    are left out.
    """

    nation: str
    given: dict[str, dict[str, Estimate]]
    gains: dict[str, dict[str, Estimate]]

    def spots(self, benefit: str, exposure: str) -> list[Spot]:
        """Return its places: the levels at which both are known."""
        gains = self.gains[benefit]
        return [
            Spot(level, ends_of(x, exposure), ends_of(gains[level], benefit))
            for level, x in self.given[exposure].items()
            if level in gains
        ]

    def is_drawn(self, benefit: str, base: str) -> bool:
        """Return whether it has a place at any level but the baseline."""
        return any(spot.level != base for exposure in EXPOSURES for spot in self.spots(benefit, exposure))


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
    """Return a picture of each benefit in one scenario, words where there is none to draw: every party is in it.

    Nothing where it was not counted what anybody gives away.
    """
    parties = [party_of(results, scenario, nation) for nation in results.design.parties]
    given = [estimate for party in parties for levels in party.given.values() for estimate in levels.values()]
    if not given:
        return []
    base = primary_contrast(results.design).second
    benefits = [benefit for benefit in BENEFITS if any(party.is_drawn(benefit, base) for party in parties)]
    if benefits and any(estimate.value for estimate in given):
        return [benefit_block(results, scenario, parties, benefit) for benefit in benefits]
    why = " and ".join(WORDS[benefit] for benefit in BENEFITS)
    words = given_words("Given away at most", parties) if any(estimate.value for estimate in given) else NOTHING_GIVEN
    words = words if benefits else f"No party has a difference of {why} to set beside it. {words}"
    at = stamp(results, all_points(primary_columns(results.design, scenario)))
    return [Block(f"Exposure, {scenario}", words, at)]


def benefit_block(results: Results, scenario: str, parties: list[Party], benefit: str) -> Block:
    """Return a benefit of every party beside what it gives away: a picture, or words where it is alike everywhere."""
    base = primary_contrast(results.design).second
    columns = primary_columns(results.design, scenario)
    at = stamp(results, all_points(columns))
    title = f"{WORDS[benefit].capitalize()} beside exposure, {scenario}"
    known = [party for party in parties if party.is_drawn(benefit, base)]
    unknown = [party for party in parties if party not in known]
    drawn, more = known[:MOST_NATIONS], known[MOST_NATIONS:]
    without = given_words(f"Not drawn, having no {WORDS[benefit]} to compare, and given away at most", unknown)
    if not moves(known, benefit):
        words = [
            f"As under {base} at every level, in every run compared.",
            given_words("Given away at most", known),
            without,
            gap_words(known, benefit, [column.name for column in columns]),
        ]
        return Block(title, " ".join(filter(None, words)), at)
    caption = [
        f"Each mark is a level: upwards the paired difference from {base} as it is, to the right what is given away; "
        "bars are 95\u202f% intervals of each alone; scales are the same for every party. Never warned counts as "
        "0 s.",
        others_words(results.design, results.design.file.primary.factor),
        without,
        given_words("Not drawn for want of room, and given away at most", more),
        gap_words(drawn, benefit, [column.name for column in columns]),
    ]
    figure = exposure_figure(drawn, benefit, results.design.parties)
    return picture(title, " ".join(filter(None, caption)), at, figure)


def party_of(results: Results, scenario: str, nation: str) -> Party:
    """Return what a party gives away and gains in a scenario."""
    columns = primary_columns(results.design, scenario)
    given = {
        exposure: {
            column.name: found.estimate
            for column in columns
            if (found := summary_of(results, exposure, nation, column.points)) is not None
        }
        for exposure in EXPOSURES
    }
    gains = {
        benefit: {
            column.name: gain
            for column in columns
            if (gain := gain_of(results, benefit, nation, scenario, column.name)) is not None
        }
        for benefit in BENEFITS
    }
    return Party(nation, given, gains)


def given_words(why: str, parties: Sequence[Party]) -> str:
    """Return what each of some parties gives away a run, at the level at which it is most; '' for no party."""
    said = []
    for party in parties:
        most = {exposure: max(levels.values(), key=value_of) for exposure, levels in party.given.items() if levels}
        texts = [f"{value_text(x, unit_of(exposure))} {WORDS[exposure]}" for exposure, x in most.items() if x.value]
        said.append(f"{who_of(party.nation)} {' and '.join(texts) or ('nothing' if most else 'not counted')}")
    return f"{why} (a run): {'; '.join(said)}." if said else ""


def value_of(estimate: Estimate) -> float:
    """Return an estimate's value; 0 where it has none."""
    return estimate.value or 0.0


def gap_words(parties: Sequence[Party], benefit: str, levels: Sequence[str]) -> str:
    """Return at which levels parties that are drawn have no mark; '' where each has all."""
    gaps = [
        f"{who_of(party.nation)} under {', '.join(missing)}"
        for party in parties
        if (missing := [level for level in levels if level not in party.gains[benefit]])
    ]
    return f"No mark, for want of a pair of runs with a value: {'; '.join(gaps)}." if gaps else ""


def moves(parties: Sequence[Party], benefit: str) -> bool:
    """Return whether any party's benefit differs from the baseline's at any level."""
    spots = [spot for party in parties for exposure in EXPOSURES for spot in party.spots(benefit, exposure)]
    return any(spot.y != (0.0, 0.0, 0.0) for spot in spots)


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


def exposure_figure(panels: Sequence[Party], benefit: str, parties: tuple[str, ...]) -> Figure:
    """Return a row for each party, a column for each kind of exposure, on the same scales."""
    figure = page_figure(TOP_IN + ROW_IN * len(panels) + GAP_IN * (len(panels) - 1) + FOOT_IN)
    width_in = (WIDTH_IN - LEFT_IN - RIGHT_IN - BETWEEN_IN) / len(EXPOSURES)
    for number, party in enumerate(panels):
        bottom_in = FOOT_IN + (len(panels) - 1 - number) * (ROW_IN + GAP_IN)
        for column, exposure in enumerate(EXPOSURES):
            alike = [spot for each in panels for spot in each.spots(benefit, exposure)]
            limits = limits_of([spot.x for spot in alike]), limits_of([spot.y for spot in alike])
            spots = party.spots(benefit, exposure)
            if not spots:
                continue
            axes = axes_at(figure, Box(LEFT_IN + column * (width_in + BETWEEN_IN), bottom_in, width_in, ROW_IN))
            draw_spots(axes, spots, nation_ink(parties, party.nation), limits, width_in)
            y_word = f"difference, {unit_word(unit_of(benefit), True)}"
            title = f"{who_of(party.nation)}: {WORDS[benefit]}" if column == 0 else ""
            label_axes(axes, f"{WORDS[exposure]} {unit_word(unit_of(exposure))}", y_word, title)
    return figure


def limits_of(found: Sequence[tuple[float, float, float]]) -> Limits:
    """Return the ends of an axis that holds 0 and all intervals: the same for every party."""
    low, high = min([0.0, *(ends[1] for ends in found)]), max([0.0, *(ends[2] for ends in found)])
    return (low, high) if high > low else (0.0, 1.0)


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
