"""The value-of-sharing curve: a measure against a factor whose levels are numbers, alone and less the baseline."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from tocsin.review.answer import ALL
from tocsin.review.page_style import HALO, INK, PAPER, Inches, nation_ink
from tocsin.review.page_tables import title_of, who_of
from tocsin.study.contrast import Contrast, Held, primary_contrast
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
    in_lines,
    ink_of,
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
MOST_MEASURES, MOST_LINES, MOST_NATIONS = 3, 6, 6
ROW_IN, TOP_IN, GAP_IN, FOOT_IN, LEFT_IN = 2.3, 0.65, 0.5, 0.65, 0.85
RIGHT_IN, BETWEEN_IN = 0.9, 1.75  # where a line is named at its end
KEY_IN, KEY_BETWEEN_IN = 2.3, 0.95  # where it is named in a key
KEY_LETTERS, KEY_LINE_IN = 26, 0.17
SIGNS = ("o", "s", "^", "D", "v", "P", "X", "p", "*")  # lines are told apart without colour


class Curve(NamedTuple):
    """A measure at each number of a factor: as it is, and less what it is at the baseline.

    ``names``: whose it is: a nation, or the agreements that all gave exactly this.
    ``baseline_value``: the measure at the baseline where that is no number of the factor; None where it is one.
    """

    names: tuple[str, ...]
    numbers: tuple[float, ...]
    estimates: tuple[Estimate, ...]
    differences: tuple[Estimate, ...]
    baseline_value: float | None


class Look(NamedTuple):
    """The colour and the sign of a line, by name; whether lines are named in a key, or each at its right end."""

    inks: dict[str, str]
    signs: dict[str, str]
    has_key: bool


class Lines(NamedTuple):
    """What one picture holds, a row a measure; ``whose``: '' where lines are nations; ``words``: what is left out."""

    whose: str
    rows: dict[str, list[Curve]]
    look: Look
    words: tuple[str, ...]


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


def agreements_of(design: Design, factor: Factor) -> Factor | None:
    """Return the factor besides a numbered one whose levels are agreements, if each stands at every number."""
    if design.file.plan.kind == "one_at_a_time":
        return None
    others = [item for item in design.factors if item.name != factor.name and len(item.levels) > 1]
    return next((item for item in others if any("agreement" in level.settings for level in item.levels)), None)


def curve_blocks(results: Results, factor: Factor, scenario: str) -> list[Block]:
    """Return the pictures of one factor in one scenario; none where nothing applies.

    Nations share one, a line each; of several agreements each nation has its own, a line an agreement.
    """
    split = agreements_of(results.design, factor)
    if split is None:
        pictures = [lines_of_nations(results, factor, scenario)]
    else:
        first = results.design.file.primary.nation
        nations = [first, *(who for who in (*results.design.parties, ALL) if who != first)]
        pictures = [lines_of_agreements(results, factor, scenario, split, nation) for nation in nations]
    drawn = [lines for lines in pictures if lines.rows]
    blocks = [curve_picture(results, factor, scenario, split, lines) for lines in drawn[:MOST_NATIONS]]
    if len(drawn) > MOST_NATIONS:
        more = f"{blocks[-1].caption} {len(drawn) - MOST_NATIONS} more nations are not drawn."
        blocks[-1] = blocks[-1]._replace(caption=more)
    return blocks


def curve_picture(results: Results, factor: Factor, scenario: str, split: Factor | None, lines: Lines) -> Block:
    """Return one picture with its words."""
    design = results.design
    base = baseline_level(design, factor)
    dashed = "" if base in [level.name for level in numbers_of(factor)] else f", {base} dashed"
    held = () if split is None else (split.name,)
    caption = [
        f"Left: as it is{dashed}. Right: paired run by run, less {base_words(factor.name, base)}: a raw difference.",
        f"A line each level of {split.name}, compared with itself at {base_words(factor.name, base)}; those that "
        "gave exactly the same share one."
        if split
        else "",
        "Bands: 95\u202f% intervals at each number alone, not adjusted for how many there are.",
        *lines.words,
        others_words(design, factor.name, *held),
    ]
    return picture(
        ", ".join(filter(None, [f"Against {factor.name}", lines.whose and who_of(lines.whose), scenario])),
        " ".join(filter(None, caption)),
        stamp(results, all_points(columns_of(design, scenario, factor.name))),
        curve_figure(lines, factor.name, base),
    )


def rows_of(results: Results, curves_of: Callable[[str], list[Curve]]) -> dict[str, list[Curve]]:
    """Return the curves of the first measures that have any."""
    rows: dict[str, list[Curve]] = {}
    for measure in shown_measures(results.design):
        if len(rows) < MOST_MEASURES and kind_of(measure) in ("mean", "share") and (curves := curves_of(measure)):
            rows[measure] = curves
    return rows


def lines_of_nations(results: Results, factor: Factor, scenario: str) -> Lines:
    """Return a line for each nation, its name at its end; of many the primary one and the first others."""
    design = results.design
    rows = rows_of(results, lambda measure: curves_of(results, factor, scenario, measure))
    found = named_in(rows, (design.file.primary.nation, *design.parties, ALL))
    drawn = found[:MOST_LINES]
    words = [f"{len(found) - len(drawn)} more nations are not drawn."] if len(found) > len(drawn) else []
    look = Look({who: nation_ink(design.parties, who) for who in drawn}, dict.fromkeys(drawn, SIGNS[0]), False)
    return Lines("", only(rows, drawn), look, tuple(words))


def lines_of_agreements(results: Results, factor: Factor, scenario: str, split: Factor, nation: str) -> Lines:
    """Return a line for each agreement of one nation that changes with the number, as many as can be read."""
    names = [level.name for level in split.levels]

    def curves_at(measure: str) -> list[Curve]:
        if nation not in shown_nations(results.design, measure):
            return []
        found = [curve_of(results, factor, scenario, (measure, nation), Held(split.name, name)) for name in names]
        return [curve for curve in found if curve is not None]

    rows = rows_of(results, curves_at)
    telling = named_in(rows, names)
    drawn: list[str] = []
    for name in telling:
        if all(len(together(curves)) <= MOST_LINES for curves in only(rows, [*drawn, name]).values()):
            drawn.append(name)
    words = [
        (f"The same at every {short(factor.name)}, and left out", [name for name in names if name not in telling]),
        ("Not drawn for want of room", [name for name in telling if name not in drawn]),
    ]
    signs = {name: SIGNS[number % len(SIGNS)] for number, name in enumerate(names)}
    return Lines(
        nation,
        {measure: together(curves) for measure, curves in only(rows, drawn).items()},
        Look({name: ink_of(names, name) for name in names}, signs, True),
        tuple(f"{why}: {', '.join(of)}." for why, of in words if of),
    )


def named_in(rows: dict[str, list[Curve]], names: Iterable[str]) -> list[str]:
    """Return which of some names have a curve in any row, in their order, each once."""
    have = {name for curves in rows.values() for curve in curves for name in curve.names}
    return [name for name in dict.fromkeys(names) if name in have]


def only(rows: dict[str, list[Curve]], names: Sequence[str]) -> dict[str, list[Curve]]:
    """Return rows with the curves of some names alone."""
    kept = {measure: [curve for curve in curves if curve.names[0] in names] for measure, curves in rows.items()}
    return {measure: curves for measure, curves in kept.items() if curves}


def together(curves: Sequence[Curve]) -> list[Curve]:
    """Return curves with those that are exactly alike as one, under all their names."""
    names: dict[Curve, tuple[str, ...]] = {}
    for curve in curves:
        alike = curve._replace(names=())
        names[alike] = (*names.get(alike, ()), *curve.names)
    return [curve._replace(names=of) for curve, of in names.items()]


def curves_of(results: Results, factor: Factor, scenario: str, measure: str) -> list[Curve]:
    """Return a curve for each nation of which a measure applies, left out where it is the same at every number."""
    nations = shown_nations(results.design, measure)
    found = [curve_of(results, factor, scenario, (measure, nation), None) for nation in nations]
    return [curve for curve in found if curve is not None]


def curve_of(results: Results, factor: Factor, scenario: str, of: tuple[str, str], held: Held | None) -> Curve | None:
    """Return the curve of a measure and a nation, at one level of another factor or over all of all others.

    None where it does not apply, or is the same at every number.
    """
    measure, nation = of
    columns = {column.name: column for column in columns_of(results.design, scenario, factor.name, held)}
    base = baseline_level(results.design, factor)
    levels = [level for level in numbers_of(factor) if level.name in columns]
    points = []
    for level in levels:
        summary = summary_of(results, measure, nation, columns[level.name].points)
        contrast = Contrast(measure, nation, scenario, factor.name, level.name, base, held)
        if summary is not None and level.number_value is not None:
            points.append((level.number_value, summary.estimate, difference_from(results, contrast)))
    if not any(difference.value for _, _, difference in points):
        return None
    numbers, estimates, differences = zip(*points, strict=True)
    is_number = base in [level.name for level in levels]
    at_base = None if is_number else summary_of(results, measure, nation, columns[base].points)
    whose = nation if held is None else held.level
    return Curve((whose,), numbers, estimates, differences, at_base.estimate.value if at_base else None)


def difference_from(results: Results, contrast: Contrast) -> Estimate:
    """Return the paired difference of a level from the baseline; of the baseline from itself 0."""
    if contrast.first == contrast.second:
        return Estimate(0.0, 0.0, 0.0, 0)
    arms = arms_with_something(results, contrast)
    difference = None if arms is None else compared(results, arms, contrast.measure)
    return Estimate(None, None, None, 0) if difference is None else difference.difference


def curve_figure(lines: Lines, factor: str, base: str) -> Figure:
    """Return a row for each measure: its values on the left, differences from the baseline on the right."""
    rows, look = lines.rows, lines.look
    figure = page_figure(TOP_IN + ROW_IN * len(rows) + GAP_IN * (len(rows) - 1) + FOOT_IN)
    right_in, between_in = (KEY_IN, KEY_BETWEEN_IN) if look.has_key else (RIGHT_IN, BETWEEN_IN)
    width_in = (WIDTH_IN - LEFT_IN - right_in - between_in) / 2
    for number, (measure, curves) in enumerate(rows.items()):
        bottom_in = FOOT_IN + (len(rows) - 1 - number) * (ROW_IN + GAP_IN)
        unit = unit_of(measure)
        is_last = number == len(rows) - 1
        for side in (0, 1):
            axes = axes_at(figure, Box(LEFT_IN + side * (width_in + between_in), bottom_in, width_in, ROW_IN))
            word = unit_word(unit, side == 1)
            name = f"{title_of(measure)}, {word}" if side == 0 else f"difference, {word}"
            heading = title_of(measure).capitalize() if side == 0 else f"Less {base_words(factor, base)}"
            label_axes(axes, factor if is_last else "", name.rstrip(", "), heading)
            grid(axes, "y")
            if side == 1:
                zero_line(axes, is_vertical=False)
            draw_curves(axes, curves, unit, side == 1, look)
        if look.has_key:
            write_key(axes, curves, look, width_in)
    return figure


def short(factor: str) -> str:
    """Return a factor's name without its unit: ``delay`` of ``delay, s``."""
    return factor.partition(",")[0]


def base_words(factor: str, base: str) -> str:
    """Return the baseline as words: ``delay 0`` where it is a number, by its own name where it is not."""
    return f"{short(factor)} {base}" if base.replace(".", "").isdigit() else base


def draw_curves(axes: Axes, curves: Sequence[Curve], unit: str, is_difference: bool, look: Look) -> None:
    """Draw each curve with its band, its name at the right end unless a key has it."""
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
        ink = look.inks[curve.names[0]]
        x = np.array([number for number, _ in known])
        y = np.array([scaled(e.value or 0.0, unit) for _, e in known])
        low, high = (
            np.array([y[i] if end is None else scaled(end, unit) for i, end in enumerate(side)])
            for side in ([e.low for _, e in known], [e.high for _, e in known])
        )
        if curve.baseline_value is not None and not is_difference:
            axes.axhline(scaled(curve.baseline_value, unit), color=ink, linewidth=1.0, linestyle=(0, (4, 3)))
        axes.fill_between(x, low, high, color=ink, alpha=0.16 if len(curves) <= 2 else 0.09, linewidth=0)
        axes.plot(
            x, y, "-", color=ink, linewidth=1.6, marker=look.signs[curve.names[0]], markersize=5,
            markerfacecolor=PAPER, markeredgewidth=1.2,
        )  # fmt: skip
        ends.append((curve.names[0], float(x[-1]), float(y[-1]), ink))
    if not look.has_key:
        write_ends(axes, ends)
    axes.tick_params(colors=INK)


def write_ends(axes: Axes, ends: Sequence[tuple[str, float, float, str]]) -> None:
    """Write names at the right ends of lines: each a nation, its line's last place, and its colour."""
    low_y, high_y = axes.get_ylim()
    places = apart([y for _, _, y, _ in ends], 0.075 * (high_y - low_y), low_y, high_y)
    for (nation, x_end, _, ink), place in zip(ends, places, strict=True):
        axes.annotate(
            who_of(nation), (x_end, place), (7, 0), textcoords="offset points", va="center", fontsize=TYPE_PT,
            color=ink, path_effects=HALO, annotation_clip=False,
        )  # fmt: skip


def write_key(axes: Axes, curves: Sequence[Curve], look: Look, wide_in: Inches) -> None:
    """Write at the right of axes so wide whose each line is, from top to bottom as the lines end."""
    order = sorted(curves, key=lambda curve: curve.differences[-1].value or 0.0, reverse=True)
    above = 0.0
    for curve in order:
        text = in_lines(", ".join(curve.names), KEY_LETTERS)
        y = 1.0 - (above + 0.5) * KEY_LINE_IN / ROW_IN
        ink = look.inks[curve.names[0]]
        axes.plot(
            [1.0 + 0.14 / wide_in, 1.0 + 0.42 / wide_in], [y, y], "-", color=ink, linewidth=1.6, markersize=5,
            marker=look.signs[curve.names[0]], markerfacecolor=PAPER, markeredgewidth=1.2,
            transform=axes.transAxes, clip_on=False,
        )  # fmt: skip
        axes.text(
            1.0 + 0.5 / wide_in, y + 0.5 * KEY_LINE_IN / ROW_IN, text, transform=axes.transAxes, va="top",
            fontsize=TYPE_PT, color=INK,
        )  # fmt: skip
        above += 1.3 + text.count("\n")
