"""In what share of runs the first level of the primary contrast helped, did nothing, harmed."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import StudyError
from tocsin.review.answer import ALL
from tocsin.review.page_tables import title_of, who_of
from tocsin.study.contrast import Arms, Contrast
from tocsin.study.report.block import Block, Cell, Line, table
from tocsin.study.report.columns import primary_columns
from tocsin.study.report.comparison import arms_with_something, is_creditable
from tocsin.study.report.measures import all_points
from tocsin.study.report.numerals import ends_text, unit_word, value_text, with_unit
from tocsin.study.report.primary import Primary
from tocsin.study.report.run_picture import credited_values
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import DEFINED, means_by_run, unit_of
from tocsin.study.results import Results
from tocsin.study.statistics.bootstrap import ROUNDING
from tocsin.study.statistics.interval import Estimate
from tocsin.study.statistics.verdict import Verdict, verdict

Array = NDArray[np.float64]

MORE_IS_BETTER = frozenset(
    {
        "warning_time_s",
        "warning_time_credited_s",
        "warned_share_5min",
        "warned_share_10min",
        "warned_share_15min",
        "decided_warning_time_s",
        "public_warning_time_s",
        "alerted_both_share",
        "ellipse_coverage",
        "kills",
        "notifications_matched",
        "notification_match_rate",
        "consultations_closed",
        "joint_assessment_correct",
    }
)
LESS_IS_BETTER = frozenset(
    {
        "late_warnings",
        "misdirected_warnings",
        "missed_launches",
        "false_launch_reports",
        "false_impact_warnings",
        "wrong_cancels",
        "false_propagated",
        "leakers",
        "leakage",
        "interceptors_fired",
        "duplicate_shots",
        "wasted_shots",
        "third_state_overflights",
        "debris_in_third_state",
        "wrong_matches",
        "misread_own_interceptors",
        "consultations_expired",
        "disclosure_violations",
    }
)


class Part(NamedTuple):
    """One of the three shares as it is printed."""

    label: str
    value: str
    interval: str


class Lead(NamedTuple):
    """What a report that leads with the verdict begins with."""

    words: str
    parts: tuple[Part, ...]
    blocks: tuple[Block, ...]


def is_more_better(measure: str) -> bool:
    """Return whether more of a measure is better for whom it is of.

    Raises
    ------
    StudyError
        If neither more nor less of it is better in itself.
    """
    if measure in MORE_IS_BETTER:
        return True
    if measure in LESS_IS_BETTER:
        return False
    raise StudyError(
        f"study.lead = 'verdict': neither more nor less {measure} is better in itself; take another primary.measure "
        "or study.lead = 'answer'"
    )


def lead_of(results: Results, found: Primary) -> Lead | None:
    """Return the verdict of a study that leads with it; None of any other.

    Raises
    ------
    StudyError
        If the primary measure says neither good nor bad, or is a time in which never has no value.
    """
    if results.design.file.study.lead != "verdict":
        return None
    contrast, tolerance_value = found.contrast, results.design.file.primary.tolerance
    whole = verdict_of(found.arms, contrast.measure, tolerance_value)
    more = "more" if is_more_better(contrast.measure) else "less"
    margin = with_unit(f"{100 * tolerance_value if found.unit == 'share' else tolerance_value:g}", found.unit, True)
    words = (
        f"Each run drew its own places, the same under {contrast.first} and {contrast.second}: in how many had "
        f"{who_of(contrast.nation)} {more} {title_of(contrast.measure)} under {contrast.first} (helped), less than "
        f"{margin} of difference either way (did nothing), or the opposite (harmed)?"
        if tolerance_value
        else f"Each run drew its own places, the same under {contrast.first} and {contrast.second}: in how many had "
        f"{who_of(contrast.nation)} {more} {title_of(contrast.measure)} under {contrast.first} (helped), exactly as "
        "much (did nothing), or the opposite (harmed)?"
    )
    if whole.removed:
        words += f" {whole.removed:,} pairs of runs without a value in an arm are left out."
    parts = tuple(
        Part(label, with_unit(value_text(share, "share"), "share"), interval_words(share))
        for label, share in zip(("helped", "did nothing", "harmed"), whole[:3], strict=True)
    )
    return Lead(
        words, parts, tuple(verdict_table(results, scenario) for scenario in results.design.file.study.scenarios)
    )


def interval_words(share: Estimate) -> str:
    """Return the interval of a share; all three cover together."""
    return f"{ends_text(share, 'share')}\u202f%, 95\u202f% of all three together; n = {share.n:,} runs"


def verdict_of(arms: Arms, measure: str, tolerance_value: float) -> Verdict:
    """Return in what share of runs the first arm did better, alike, worse; a run's pairs of points are averaged."""
    if measure not in (*MORE_IS_BETTER, *LESS_IS_BETTER) or not (has_value(measure) or is_creditable(measure)):
        is_more_better(measure)
        raise StudyError(f"study.lead = 'verdict': never has no value in {measure}; take a credited time or a share")
    differences = credited_values(arms.first) - credited_values(arms.second)
    by_run = means_by_run(differences.reshape(arms.first.value.shape))
    largest = max((float(np.nanmax(np.abs(arm.value), initial=0.0)) for arm in arms[:2]), default=0.0)
    return verdict(by_run, tolerance_value + ROUNDING * largest, is_more_better(measure))


def has_value(measure: str) -> bool:
    """Return whether a measure is a mean or a share, and not a time that may never come."""
    return not DEFINED[measure].summary.startswith("median")


def verdict_table(results: Results, scenario: str) -> Block:
    """Return the three shares of every party and level, against the baseline."""
    design, primary = results.design, results.design.file.primary
    columns = primary_columns(design, scenario)
    lines = []
    for nation in dict.fromkeys((*design.parties, ALL)):
        is_first = True
        for level in (column.name for column in columns if column.name != primary.contrast[1]):
            arms = arms_with_something(
                results, Contrast(primary.measure, nation, scenario, primary.factor, level, primary.contrast[1])
            )
            if arms is None:
                continue
            found = verdict_of(arms, primary.measure, primary.tolerance)
            cells = (
                Cell(value_text(share, "share"), ends_text(share, "share"), "faint" if not share.value else "")
                for share in found[:3]
            )
            lines.append(Line((Cell(who_of(nation) if is_first else ""), Cell(level), *cells), is_first))
            is_first = False
    return table(
        f"Helped, did nothing, harmed: {scenario}",
        f"Per cent of runs, by {title_of(primary.measure)}, {unit_word(unit_of(primary.measure))}, against "
        f"{primary.contrast[1]}; small: exact 95\u202f% intervals that hold for the three shares of a row together. "
        "Which places were drawn is no part of this table: no place is ranked.",
        stamp(results, all_points(columns)),
        ["nation", primary.factor, "helped, %", "did nothing, %", "harmed, %"],
        lines,
        word_count=2,
    )
