"""Paired differences: every level against the baseline, and what shared luck saved."""

import math

import numpy as np

from tocsin.review.page_tables import title_of, who_of
from tocsin.review.page_words import listed
from tocsin.study.contrast import Arms
from tocsin.study.design.factor import Factor
from tocsin.study.report.block import Block, Cell, Line, Section, picture, table
from tocsin.study.report.columns import columns_of, others_words
from tocsin.study.report.comparison import CREDITED, removed_counts, removed_pairs
from tocsin.study.report.family import Compared, Family, baseline_of, ties
from tocsin.study.report.forest import forest_figure
from tocsin.study.report.measures import all_points
from tocsin.study.report.numerals import ends_text, unit_word, value_text
from tocsin.study.report.scope import NO_EFFECT, OUT_OF_SCOPE, is_agreement
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import kind_of, means_by_run, unit_of
from tocsin.study.results import Results
from tocsin.study.statistics.variance import VarianceReduction, variance_reduction

MOST_NAMED = 6  # nations of a row left out
Key = tuple[str, bool, str]  # measure, whether it came at all, nation


def differences_section(results: Results, family: Family, factor: Factor) -> Section:
    """Return, for each scenario, the primary measure's differences as a picture, then all as a table."""
    base = baseline_of(results.design, factor)
    words = (
        f"Every other level of {factor.name} minus {base}, paired run by run. {family.tested:,} comparisons on this "
        "page are tested as one family by Holm\u2019s procedure: the probability of any false claim among them is at "
        "most 5\u202f%."
    )
    return Section(f"Differences from {base}", (words,), tuple(difference_blocks(results, family, factor)))


def contribution_section(results: Results, family: Family, factor: Factor) -> Section:
    """Return what each party's sensors and batteries contribute: every measure with them withheld from sharing."""
    base = baseline_of(results.design, factor)
    words = (
        f"Every measure with one party\u2019s sensors, then its batteries, withheld from sharing, minus {base}, on "
        "the same luck. A party still uses what it withholds; the others do without. A negative warning time is what "
        "the others lose without it: its contribution. Leaving out one at a time does not add up to the whole."
    )
    return Section("What each party contributes", (words,), tuple(difference_blocks(results, family, factor)))


def difference_blocks(results: Results, family: Family, factor: Factor) -> list[Block]:
    """Return, for each scenario, the picture and the table of a factor's differences, and what shared luck saved."""
    blocks: list[Block] = []
    for scenario in results.design.file.study.scenarios:
        comparisons = family.of(scenario, factor.name)
        if comparisons:
            blocks += forest_blocks(results, comparisons, factor, scenario)
            blocks.append(differences_table(results, comparisons, factor, scenario))
            if not factor.is_contribution:
                blocks += reduction_tables(results, comparisons, factor, scenario)
    return blocks


def points_at(results: Results, scenario: str, factor: Factor) -> list[int]:
    """Return the points that a scenario's differences rest on."""
    return all_points(columns_of(results.design, scenario, factor.name))


def forest_blocks(results: Results, comparisons: list[Compared], factor: Factor, scenario: str) -> list[Block]:
    """Return the picture of the primary measure's differences; none where all are alike."""
    measure = results.design.file.primary.measure
    shown = [item for item in comparisons if item.contrast.measure == measure and not item.is_came and item.is_tested]
    nations = list(dict.fromkeys(item.contrast.nation for item in shown))
    alike = [who for who in nations if all(item.is_identical for item in shown if item.contrast.nation == who)]
    if alike == nations or all(item.difference.value is None for item in shown):
        return []
    base = baseline_of(results.design, factor)
    caption = (
        f"Mean paired difference from {base}, with the interval that agrees with Holm\u2019s procedure (of the "
        "primary contrast the 95\u202f% interval). Filled: a difference is claimed; hollow: none is."
    )
    if alike:
        is_part = any(sum(removed_pairs(results, item.contrast)) for item in shown if item.contrast.nation in alike)
        where = "wherever both arms have a value" if is_part else "in every run"
        caption += f" {listed([who_of(who) for who in alike])}: alike {where}, at every level."
    drawn = [item.difference for item in shown if item.contrast.nation not in alike and not item.is_identical]
    if any(found.low is None or found.high is None for found in drawn):
        caption += " Where a bar ends at its mark, so few runs do not bound the interval on that side."
    if measure == CREDITED:
        caption += " Never warned counts as 0 s."
    return [
        picture(
            f"{title_of(measure).capitalize()}, {scenario}: differences from {base}",
            caption,
            stamp(results, points_at(results, scenario, factor)),
            forest_figure(
                [item for item in shown if item.contrast.nation not in alike],
                unit_of(measure),
                title_of(measure),
                results.design.parties,
            ),
        )
    ]


def differences_table(results: Results, comparisons: list[Compared], factor: Factor, scenario: str) -> Block:
    """Return the table of differences of one scenario: nations as rows, levels as columns."""
    design, base = results.design, baseline_of(results.design, factor)
    levels = list(dict.fromkeys(item.contrast.first for item in comparisons))
    can_tie = is_agreement(design, factor.name) and not factor.is_contribution
    tied = ties(results, comparisons) if can_tie else {}
    rows = rows_of(comparisons)
    alike = [key for key, found in rows.items() if all(item.is_identical for item in found.values())]
    empty = [key for key, found in rows.items() if all(item.difference.value is None for item in found.values())]
    moved = {key: found for key, found in rows.items() if key not in alike and key not in empty}
    lines = []
    if alike and not moved:
        lines.append(Line((Cell("everything"), Cell("all"), *(tie_cell(tied.get(level, "")) for level in levels))))
    previous: tuple[str, bool] | None = None
    for (measure, is_came, nation), found in moved.items():
        is_first = (measure, is_came) != previous
        previous = measure, is_came
        name = name_cell(measure, is_came) if is_first else Cell("")
        gone = {level: removed_counts(removed_pairs(results, item.contrast)) for level, item in found.items()}
        cells = [difference_cell(found.get(level), tied.get(level, ""), gone.get(level, "")) for level in levels]
        lines.append(Line((name, Cell(who_of(nation)), *cells), is_first))
    words = [
        f"Each level minus {base}, as it is: whether more is better depends on the measure. Below a mean or share: "
        "the interval that agrees with Holm\u2019s procedure; bold where a difference is claimed. Medians and ratios "
        "are described, without an interval; whether what was waited for came at all is tested instead.",
        open_words(comparisons),
        others_words(design, factor.name),
        *tied_words(tied, base, any(removed_pairs(results, item.contrast).failed for item in comparisons)),
        left_out_words("Alike wherever both arms have a value, at every level, and left out", alike) if moved else "",
        left_out_words("No pair of runs with a value in both arms, and left out", empty),
    ]  # fmt: skip
    return table(
        f"Differences from {base}, {scenario}",
        " ".join(filter(None, words)),
        stamp(results, points_at(results, scenario, factor)),
        ["measure", "nation", *levels],
        lines,
        word_count=2,
    )


def open_words(comparisons: list[Compared]) -> str:
    """Return what an end that nothing bounds means, where there is one; '' where there is none."""
    tested = [item.difference for item in comparisons if item.is_tested and not item.is_identical]
    is_open = any(found.value is not None and None in (found.low, found.high) for found in tested)
    return "Not bounded, or \u2026 for one end: so few runs cannot say how far it may go." if is_open else ""


def left_out_words(why: str, keys: list[Key]) -> str:
    """Return which rows are left out of the table and why; '' for none.  Many nations are counted, not named."""
    by_measure: dict[str, list[str]] = {}
    for measure, is_came, nation in keys:
        if not is_came:
            by_measure.setdefault(title_of(measure), []).append(who_of(nation))
    named = [
        f"{name} ({', '.join(nations) if len(nations) <= MOST_NAMED else f'{len(nations)} nations'})"
        for name, nations in by_measure.items()
    ]
    return f"{why}: {'; '.join(named)}." if named else ""


def tied_words(tied: dict[str, str], base: str, has_gaps: bool) -> list[str]:
    """Return at which levels everything was as at the baseline, and whether anything was sent for it.

    ``has_gaps``: whether an arm has not played every run.
    """
    both = " played in both arms" if has_gaps else ""
    meanings = {
        OUT_OF_SCOPE: f"every run{both} was as under {base}, and nothing more was sent",
        NO_EFFECT: f"messages were sent, and all else in every run{both} was as under {base}",
    }
    return [
        f"{tie.capitalize()}: under {', '.join(levels)} {meaning}."
        for tie, meaning in meanings.items()
        if (levels := [level for level, of_level in tied.items() if of_level == tie])
    ]


def tie_cell(tie: str) -> Cell:
    """Return a cell of arms that are alike in every run; ``tie``: how the whole level is, or ''."""
    return Cell(tie, tone="faint") if tie else Cell("0", "alike", "faint")


def rows_of(comparisons: list[Compared]) -> dict[Key, dict[str, Compared]]:
    """Return the comparisons by row and level: a measure's nations, then in what share of cases it came at all."""
    measures = list(dict.fromkeys(item.contrast.measure for item in comparisons))
    rows: dict[Key, dict[str, Compared]] = {}
    for item in sorted(comparisons, key=lambda item: (measures.index(item.contrast.measure), item.is_came)):
        key = (item.contrast.measure, item.is_came, item.contrast.nation)
        rows.setdefault(key, {})[item.contrast.first] = item
    return rows


def name_cell(measure: str, is_came: bool) -> Cell:
    """Return what a row is of."""
    if is_came:
        what = "warned before impact" if measure == CREDITED else f"{title_of(measure)}: came at all"
        return Cell(what, "points, share of cases")
    word = unit_word(unit_of(measure), True)
    is_described = kind_of(measure) in ("median", "ratio")
    return Cell(title_of(measure), ", ".join(filter(None, [word, kind_of(measure) if is_described else ""])))


def difference_cell(item: Compared | None, tie: str, left_out: str) -> Cell:
    """Return one difference; ``left_out``: how many pairs of runs are not in it, by why, or ''."""
    if item is None:
        return Cell("", tone="faint")
    if item.is_identical or (tie and not item.is_tested):
        return tie_cell(tie)
    unit = "share" if item.is_came else unit_of(item.contrast.measure)
    if item.difference.value is None:
        return Cell("\u2013", "no value in an arm", "faint")
    ends = (ends_text(item.difference, unit, True) or "not bounded") if item.is_tested else "described"
    if item.is_primary:
        ends = f"{ends}\nprimary, 95\u202f%"
    if left_out:
        ends = f"{ends}\npairs left out: {left_out}"
    return Cell(value_text(item.difference, unit, True), ends, "strong" if item.is_claimed else "")


def reduction_of(arms: Arms) -> VarianceReduction:
    """Return what shared luck saved in a comparison, from the means of each run over pairs of points."""
    is_pair = ~(np.isnan(arms.first.value) | np.isnan(arms.second.value))
    first, second = (means_by_run(np.where(is_pair, arm.value, np.nan)) for arm in (arms.first, arms.second))
    return variance_reduction(first, second)


def reduction_words(ratio: float | None) -> str:
    """Return a variance reduction as a factor; a dash where nothing varies."""
    if ratio is None:
        return "\u2013"
    if math.isinf(ratio):
        return "all"
    return f"{ratio:,.0f}\u00d7" if ratio >= 9.95 else f"{ratio:.1f}\u00d7"


def reduction_tables(results: Results, comparisons: list[Compared], factor: Factor, scenario: str) -> list[Block]:
    """Return by how much shared luck narrowed the comparisons of means and shares; nothing where nothing varies."""
    shown = [item for item in comparisons if item.is_tested and not item.is_came and not item.is_identical]
    levels = list(dict.fromkeys(item.contrast.first for item in comparisons))
    rows: dict[tuple[str, str], dict[str, VarianceReduction]] = {}
    for item in shown:
        rows.setdefault((item.contrast.measure, item.contrast.nation), {})[item.contrast.first] = reduction_of(
            item.arms
        )
    rows = {key: found for key, found in rows.items() if any(each.ratio is not None for each in found.values())}
    if not rows:
        return []
    lines = []
    previous = ""
    for (measure, nation), found in rows.items():
        cells = [reduction_cell(found.get(level)) for level in levels]
        lines.append(
            Line(
                (Cell(title_of(measure) if measure != previous else ""), Cell(who_of(nation)), *cells),
                measure != previous,
            )
        )
        previous = measure
    return [
        table(
            f"What shared luck saved, {scenario}",
            "How many times as many runs would have been needed for the same interval if each arm had had luck of "
            "its own (variance of a difference on independent seeds over that of the paired one); small: the "
            "arms\u2019 correlation over runs. All: the arms differ by a constant. Below 1\u00d7, sharing luck cost.",
            stamp(results, points_at(results, scenario, factor)),
            ["measure", "nation", *levels],
            lines,
            word_count=2,
        )
    ]


def reduction_cell(found: VarianceReduction | None) -> Cell:
    """Return one variance reduction with its correlation."""
    if found is None or found.ratio is None:
        return Cell("\u2013", tone="faint")
    correlation = found.correlation_coefficient
    return Cell(
        reduction_words(found.ratio), "" if correlation is None else f"r = {correlation:.2f}".replace("-", "\u2212")
    )
