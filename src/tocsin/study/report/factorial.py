"""Main effects and interactions, where every combination of two or more factors was played; and the tornado."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from tocsin.review.page_style import FAINT, INK, PAPER
from tocsin.review.page_tables import title_of, who_of
from tocsin.study.design.points import Point
from tocsin.study.report.block import Block, Section, picture
from tocsin.study.report.ink import (
    DASHES,
    TYPE_PT,
    WIDTH_IN,
    Box,
    apart,
    axes_at,
    grid,
    in_lines,
    ink_of,
    label_axes,
    page_figure,
    zero_line,
)
from tocsin.study.report.numerals import scaled, unit_word, value_text, with_unit
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import kind_of, unit_of
from tocsin.study.results import Results
from tocsin.study.statistics.effects import Interaction, MainEffect, Swing, interactions, main_effects, tornado
from tocsin.study.statistics.interval import Estimate

Array = NDArray[np.float64]
MOST_FACTORS, MOST_PAIRS, MOST_SWINGS = 4, 4, 25
TOP_IN, PANEL_IN, FOOT_IN, LEFT_IN, RIGHT_IN, GAP_IN = 0.6, 2.3, 1.15, 0.85, 0.3, 0.55
KEY_IN, KEY_LETTERS = 1.6, 30
LETTER_IN, SLANTED_LETTERS = 0.075, 18  # of a level's name below an axis; in a line of a slanted one


def factorial_section(results: Results) -> Section:
    """Return main effects and interactions of the primary measure, or the tornado, in every scenario."""
    design, primary = results.design, results.design.file.primary
    kind = design.file.plan.kind
    if len(design.factors) < 2 or kind_of(primary.measure) not in ("mean", "share"):
        return Section("Effects", (), ())
    blocks: list[Block] = []
    for scenario in design.file.study.scenarios:
        points = [point for point in design.points if point.scenario == scenario]
        values = results.cells(primary.measure, primary.nation).at([point.index for point in points]).value
        if kind not in ("full", "one_at_a_time"):
            continue
        if np.isnan(values).any(axis=0).all():
            why = f"None: no run has a value of {what_of(results)}, at every point; effects rest on such runs alone."
            blocks.append(Block(f"Effects, {scenario}", why, effects_stamp(results, points, values)))
        elif kind == "full":
            blocks += effect_blocks(results, scenario, points, values)
        else:
            blocks.append(tornado_block(results, scenario, points, values))
    if kind == "full":
        return Section("Main effects and interactions", (), tuple(blocks))
    return Section("One thing at a time", (), tuple(blocks))


def named(results: Results, points: Sequence[Point]) -> list[dict[str, str | int | float | bool]]:
    """Return points as factor to level."""
    names = [factor.name for factor in results.design.factors]
    return [dict(zip(names, point.levels, strict=True)) for point in points]


def what_of(results: Results) -> str:
    """Return the primary measure and whose it is, with its unit."""
    primary = results.design.file.primary
    text = f"{title_of(primary.measure)} of {who_of(primary.nation)}, {unit_word(unit_of(primary.measure))}"
    return text.rstrip(", ")


def effects_stamp(results: Results, points: Sequence[Point], values: Array) -> str:
    """Return the stamp of effects: how many runs have a value at every point, on which alone they rest."""
    complete = int((~np.isnan(values).any(axis=0)).sum())
    words = f"{complete:,} run{'s' if complete != 1 else ''} with a value at every point"
    return stamp(results, [point.index for point in points], words)


def effect_blocks(results: Results, scenario: str, points: Sequence[Point], values: Array) -> list[Block]:
    """Return the picture of main effects and that of the interactions of every two factors."""
    unit = unit_of(results.design.file.primary.measure)
    at = effects_stamp(results, points, values)
    effects = main_effects(named(results, points), values)
    together = interactions(named(results, points), values)
    strongest = max(together, key=lambda found: abs(found.effect.value or 0.0))
    return [
        picture(
            f"Main effects on {title_of(results.design.file.primary.measure)}, {scenario}",
            "The mean at each level, over all levels of the other factors, with the 95\u202f% interval of its "
            "difference from the mean over everything (dashed).",
            at,
            main_figure(effects, unit, what_of(results)),
        ),
        picture(
            f"Interactions, {scenario}",
            "Where lines are parallel, factors do not depend on each other. Bars: 95\u202f% intervals of what is "
            f"left without the two main effects. The largest that is left: {strongest_words(strongest, unit)}.",
            at,
            interaction_figure(together, unit, what_of(results)),
        ),
    ]


def strongest_words(found: Interaction, unit: str) -> str:
    """Return the interaction that departs furthest from its main effects."""
    text = with_unit(value_text(found.effect, unit, True), unit, True)
    levels = [
        f"{factor.partition(',')[0]} {level}"
        for factor, level in zip(found.factors, found.factor_levels, strict=True)
    ]
    return f"{text} at {' with '.join(levels)}"


def main_figure(effects: Sequence[MainEffect], unit: str, what: str) -> Figure:
    """Return a panel for each factor on one scale."""
    factors = list(dict.fromkeys(effect.factor for effect in effects))[:MOST_FACTORS]
    figure = page_figure(TOP_IN + PANEL_IN + FOOT_IN)
    width_in = (WIDTH_IN - LEFT_IN - RIGHT_IN - GAP_IN * (len(factors) - 1)) / len(factors)
    drawn = [effect for effect in effects if effect.factor in factors]
    limits = span([ends(effect.mean, effect.effect, unit) for effect in drawn])
    for number, factor in enumerate(factors):
        shown = [effect for effect in effects if effect.factor == factor]
        axes = axes_at(figure, Box(LEFT_IN + number * (width_in + GAP_IN), FOOT_IN, width_in, PANEL_IN))
        axes.set_ylim(*limits)
        grid(axes, "y")
        middle = [scaled((e.mean.value or 0.0) - (e.effect.value or 0.0), unit) for e in shown]
        axes.axhline(float(np.mean(middle)), color=FAINT, linewidth=0.9, linestyle=(0, (4, 3)))
        draw_means(axes, [(e.mean, e.effect) for e in shown], unit, "#0072b2", "-")
        set_levels(axes, [str(effect.factor_level) for effect in shown])
        label_axes(axes, factor, what if number == 0 else "")
    return figure


def ends(mean: Estimate, spread: Estimate, unit: str) -> tuple[float, float, float]:
    """Return a mean with ends as far from it as those of an effect are from the effect, as printed."""
    value = mean.value or 0.0
    low, high = (0.0 if end is None else end - (spread.value or 0.0) for end in (spread.low, spread.high))
    return scaled(value, unit), scaled(value + low, unit), scaled(value + high, unit)


def span(found: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    """Return the ends of an axis that holds all means with their bars."""
    low, high = min(low for _, low, _ in found), max(high for _, _, high in found)
    room = 0.08 * (high - low or abs(high) or 1.0)
    return low - room, high + room


def draw_means(axes: Axes, found: Sequence[tuple[Estimate, Estimate]], unit: str, ink: str, dash: object) -> None:
    """Draw means joined by a line, with their bars."""
    bars = [ends(mean, spread, unit) for mean, spread in found]
    for place, (_, low, high) in enumerate(bars):
        axes.plot([place, place], [low, high], color=ink, linewidth=1.2)
    axes.plot([value for value, _, _ in bars], color=ink, linewidth=1.4, linestyle=dash)
    axes.plot(
        [value for value, _, _ in bars], "o", color=ink, markersize=5, markerfacecolor=PAPER, markeredgewidth=1.3
    )


def set_levels(axes: Axes, levels: Sequence[str]) -> None:
    """Name the levels below an axis, in lines; slanted where a word would still touch the next."""
    letters = int(axes.get_position().width * WIDTH_IN / len(levels) / LETTER_IN)
    names = [in_lines(level, letters) for level in levels]
    is_tight = max(len(line) for name in names for line in name.split("\n")) > letters
    if is_tight:
        names = [in_lines(level, SLANTED_LETTERS) for level in levels]
    axes.set_xticks(
        range(len(levels)), names, fontsize=8, rotation=35 if is_tight else 0, ha="right" if is_tight else "center"
    )
    axes.set_xlim(-0.35, len(levels) - 0.65)


def interaction_figure(found: Sequence[Interaction], unit: str, what: str) -> Figure:
    """Return a panel for every two factors: one along the axis, a line for each level of the other."""
    pairs = list(dict.fromkeys(item.factors for item in found))[:MOST_PAIRS]
    across = 2 if len(pairs) > 1 else 1
    down = -(-len(pairs) // across)
    figure = page_figure(TOP_IN + down * (PANEL_IN + FOOT_IN))
    width_in = (WIDTH_IN - LEFT_IN - across * KEY_IN - (across - 1) * GAP_IN) / across
    limits = span([ends(item.mean, item.effect, unit) for item in found])
    for number, pair in enumerate(pairs):
        row, column = divmod(number, across)
        bottom_in = FOOT_IN + (down - 1 - row) * (PANEL_IN + FOOT_IN)
        box = Box(LEFT_IN + column * (width_in + KEY_IN + GAP_IN), bottom_in, width_in, PANEL_IN)
        axes = axes_at(figure, box)
        axes.set_ylim(*limits)
        grid(axes, "y")
        draw_lines(axes, [item for item in found if item.factors == pair], unit)
        label_axes(axes, pair[0], what if column == 0 else "", f"by {pair[1]}")
    return figure


def draw_lines(axes: Axes, found: Sequence[Interaction], unit: str) -> None:
    """Draw a line over the first factor's levels for each level of the second, named at its right end."""
    along = list(dict.fromkeys(str(item.factor_levels[0]) for item in found))
    lines = list(dict.fromkeys(str(item.factor_levels[1]) for item in found))
    last = []
    for line in lines:
        of_line = {str(item.factor_levels[0]): item for item in found if str(item.factor_levels[1]) == line}
        shown = [of_line[level] for level in along if level in of_line]
        dash = DASHES[lines.index(line) % len(DASHES)]
        draw_means(axes, [(item.mean, item.effect) for item in shown], unit, ink_of(lines, line), dash)
        last.append(ends(shown[-1].mean, shown[-1].effect, unit)[0])
    low, high = axes.get_ylim()
    for line, place in zip(lines, apart(last, 0.075 * (high - low), low, high), strict=True):
        axes.annotate(
            in_lines(line, KEY_LETTERS), (len(along) - 1, place), (9, 0), textcoords="offset points", va="center",
            fontsize=TYPE_PT, color=ink_of(lines, line), annotation_clip=False,
        )  # fmt: skip
    set_levels(axes, along)


def tornado_block(results: Results, scenario: str, points: Sequence[Point], values: Array) -> Block:
    """Return the tornado: how far each factor alone moves the primary measure from the first level of all."""
    swings = tornado(named(results, points), values)
    left = len(swings) - MOST_SWINGS
    caption = (
        "The least and the greatest paired difference from the base, in which every factor is at its first level, "
        "the widest swing first; thin: 95\u202f% intervals of each end alone. The ends of a factor with many "
        "levels lie farther out than they truly are."
    )
    return picture(
        f"Sensitivity, {scenario}",
        caption + (f" {left} more factors swing less and are not drawn." if left > 0 else ""),
        effects_stamp(results, points, values),
        tornado_figure(swings[:MOST_SWINGS], unit_of(results.design.file.primary.measure), what_of(results)),
    )


def tornado_figure(swings: Sequence[Swing], unit: str, what: str) -> Figure:
    """Return a bar for each factor, from its least to its greatest difference, the levels named at its ends."""
    high_in = 0.36 * len(swings)
    figure = page_figure(0.45 + high_in + 0.75)
    axes = axes_at(figure, Box(2.6, 0.75, WIDTH_IN - 3.3, high_in))
    reach = [
        scaled(e, unit)
        for swing in swings
        for side in (swing.low, swing.high)
        for e in (side.value, side.low, side.high)
        if e is not None
    ]
    low, high = min([0.0, *reach]), max([0.0, *reach])
    inch = (high - low or 1.0) / (WIDTH_IN - 5.5)
    longest = {
        is_low: max((len(str(swing.low_level if is_low else swing.high_level)) for swing in swings), default=0)
        for is_low in (True, False)
    }
    axes.set_xlim(low - (0.15 + 0.07 * longest[True]) * inch, high + (0.15 + 0.07 * longest[False]) * inch)
    axes.set_ylim(len(swings) - 0.5, -0.5)
    grid(axes, "x")
    for place, swing in enumerate(swings):
        draw_end(axes, place, swing.low, str(swing.low_level), unit)
        draw_end(axes, place, swing.high, str(swing.high_level), unit)
    zero_line(axes)
    axes.set_yticks(range(len(swings)), [swing.factor for swing in swings], fontsize=TYPE_PT)
    label_axes(axes, f"difference from the base in {what}")
    return figure


def draw_end(axes: Axes, place: int, end: Estimate, level: str, unit: str) -> None:
    """Draw one end of a swing with its interval, the level named beyond it; nothing where it is the base."""
    value = scaled(end.value or 0.0, unit)
    if not value:
        return
    axes.barh([place], [value], height=0.52, color="#0072b2" if value < 0.0 else "#c87800", zorder=2)
    tips = [value if tip is None else scaled(tip, unit) for tip in (end.low, end.high)]
    axes.plot(tips, [place, place], color=INK, linewidth=0.9, zorder=3)
    beyond = min(0.0, value, *tips) if value < 0.0 else max(0.0, value, *tips)
    axes.annotate(
        level,
        (beyond, place),
        (4 if value > 0.0 else -4, 0),
        textcoords="offset points",
        ha="left" if value > 0.0 else "right",
        va="center",
        fontsize=7.5,
        color=INK,
    )
