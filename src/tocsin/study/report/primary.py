"""The primary answer: one contrast of one measure with its interval, and both arms."""

from typing import NamedTuple

from tocsin.errors import StudyError
from tocsin.review.page_tables import title_of, who_of
from tocsin.study.contrast import Arms, Contrast, pairs_of, primary_contrast
from tocsin.study.design.drawn import is_drawn
from tocsin.study.report.comparison import (
    CREDITED,
    Difference,
    Removed,
    arms_with_something,
    came_at_all,
    cases_of,
    compared,
    credited,
    is_censored,
    is_creditable,
    removed_pairs,
    removed_words,
)
from tocsin.study.report.numerals import clock_text, ends_text, unit_word, value_text, with_unit
from tocsin.study.report.scope import tie_words
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import Summary, kind_of, summary_of, unit_of
from tocsin.study.results import Results
from tocsin.study.statistics.interval import Estimate
from tocsin.study.statistics.paired import PairedShare

NO_ANSWER = "none: no pair of runs has a value in both arms"


class Primary(NamedTuple):
    """The primary answer.

    Attributes
    ----------
    contrast : Contrast
    unit : str
    arms : Arms
    difference : PairedMean or PairedShare or None
        Of a time: of credited values, never as 0.  None where never has no value: then ``came`` stands alone, and
        both arms are described.
    came : PairedShare or None
        Of a time: in what share of its cases it came at all.
    first, second : Summary or None
        Both arms, as the table of measures has them.
    points : tuple of int
        Of both arms.
    removed : Removed
        Pairs of runs in neither arm, by why.
    is_drawn : bool
        Whether numbers were drawn, so that intervals are over draws.
    """

    contrast: Contrast
    unit: str
    arms: Arms
    difference: Difference | None
    came: PairedShare | None
    first: Summary | None
    second: Summary | None
    points: tuple[int, ...]
    removed: Removed
    is_drawn: bool


class Arm(NamedTuple):
    """One arm as it is printed."""

    name: str
    value: str
    interval: str


class Answer(NamedTuple):
    """One difference as it is printed: of what, the number, its interval, both arms, what else there is to say."""

    label: str
    value: str
    interval: str
    arms: tuple[Arm, Arm]
    words: tuple[str, ...]


def primary_of(results: Results) -> Primary:
    """Return the primary answer of a study, as far as it has been played.

    Raises
    ------
    StudyError
        If the measure applies in no run of either arm.
    """
    contrast = primary_contrast(results.design)
    measure, nation = contrast.measure, contrast.nation
    pairs = [(a, b) for a, b, _ in pairs_of(results.design, contrast)]
    arms = arms_with_something(results, contrast)
    if arms is None:
        raise StudyError(
            f"primary: {measure} of {nation} applies in no run of {contrast.first} or {contrast.second}; "
            "choose a measure that does"
        )
    difference = compared(results, arms, measure)
    if difference is None and is_creditable(measure):
        difference = credited(results, arms)
    cases = cases_of(results, contrast) if is_censored(measure) else None
    first, second = (summary_of(results, measure, nation, [pair[arm] for pair in pairs]) for arm in (0, 1))
    return Primary(
        contrast=contrast,
        unit=unit_of(measure),
        arms=arms,
        difference=difference,
        came=None if cases is None else came_at_all(cases),
        first=first,
        second=second,
        points=tuple(index for pair in pairs for index in pair),
        removed=removed_pairs(results, contrast),
        is_drawn=is_drawn(results.design),
    )


def answers(found: Primary, tie: str) -> list[Answer]:
    """Return the primary answer as it is printed: the difference, and of a time the share that came.

    ``tie``: how the arms are alike in every measure of every run but for what was sent (``family.ties``), or ''.
    """
    printed = []
    if found.difference is not None:
        printed.append(difference_answer(found, found.difference, tie))
    if found.came is not None:
        printed.append(came_answer(found, found.came, tie))
    return printed


def difference_answer(found: Primary, difference: Difference, tie: str) -> Answer:
    """Return the difference of the measure itself."""
    contrast, unit = found.contrast, found.unit
    label = f"{title_of(contrast.measure)} of {who_of(contrast.nation)}"
    if kind_of(contrast.measure) == "median":
        label += ", never counted as 0"
    words = [removed_words(found.removed)]
    if not isinstance(difference, PairedShare) and kind_of(contrast.measure) != "share" and difference.ties:
        words.append(f"Alike in both arms: {difference.ties:,} of {difference.pairs:,} pairs.")
    text = value_text(difference.difference, unit, True)
    minutes = clock_text(difference.difference.value or 0.0) if unit == "s" else ""
    return Answer(
        label=label,
        value=tie_words(tie, any(found.removed))
        if difference.is_identical
        else with_unit(text, unit, True) or NO_ANSWER,
        interval="" if difference.is_identical else ", ".join(filter(None, [minutes, ends_words(difference, unit)])),
        arms=(
            arm_of(contrast.first, difference.a_value, found.first, unit, found.removed),
            arm_of(contrast.second, difference.b_value, found.second, unit, found.removed),
        ),
        words=tuple(filter(None, words)),
    )


def ends_words(difference: Difference, unit: str) -> str:
    """Return the interval of a difference with its level and unit."""
    ends = ends_text(difference.difference, unit, True)
    if not ends:
        return "no interval: too few runs"
    text = f"95\u202f% interval {ends}\u202f{unit_word(unit, True)}".rstrip()
    is_open = None in (difference.difference.low, difference.difference.high)
    return f"{text} (\u2026: so few runs do not bound this end)" if is_open else text


def arm_of(name: str, value: float | None, summary: Summary | None, unit: str, removed: Removed) -> Arm:
    """Return one arm: the mean over pairs, with the interval of the arm alone where it is of the same mean."""
    own = summary.estimate if summary is not None else Estimate(None, None, None, 0)
    is_same = value is not None and own.value is not None and abs(own.value - value) <= 1e-9 * max(1.0, abs(value))
    estimate = own if is_same else Estimate(value, None, None, own.n)
    ends = "" if estimate.low == estimate.high else ends_text(estimate, unit)
    text = with_unit(value_text(estimate, unit), unit) or "none"
    if unit == "count" and removed.not_applicable and value is not None:
        text += " in which both arms had one to count"
    return Arm(name, text, ends)


def came_answer(found: Primary, came: PairedShare, tie: str) -> Answer:
    """Return the difference of the shares of cases in which what was waited for came at all, with McNemar's test."""
    contrast = found.contrast
    what = (
        "warned before impact" if "warning_time" in contrast.measure else f"{title_of(contrast.measure)} came at all"
    )
    counts = (
        f"Of {came.both + came.only_a + came.only_b + came.neither:,} cases: in both arms {came.both:,}, only under "
        f"{contrast.first} {came.only_a:,}, only under {contrast.second} {came.only_b:,}, in neither "
        f"{came.neither:,}."
    )
    is_mcnemar = came.difference.n == came.both + came.only_a + came.only_b + came.neither
    whole = "draw" if found.is_drawn else "run"
    over_whole = f"exact test over whole {whole}s (McNemar\u2019s where a {whole} has one case)"
    name = "McNemar, exact" if is_mcnemar else over_whole
    weights = (
        "" if is_mcnemar or contrast.measure != CREDITED else "Here cases weigh alike, in the mean above runs do."
    )
    test = "" if came.p_value is None or came.is_identical else f"{name}: {p_text(came.p_value)}."
    return Answer(
        label=f"share of cases: {what}",
        value=tie_words(tie, any(found.removed))
        if came.is_identical
        else with_unit(value_text(came.difference, "share", True), "share", True) or NO_ANSWER,
        interval=ends_words(came, "share"),
        arms=(
            share_arm(contrast.first, came.a_value),
            share_arm(contrast.second, came.b_value),
        ),
        words=tuple(filter(None, (counts, test, weights))),
    )


def share_arm(name: str, value: float | None) -> Arm:
    """Return one arm's share."""
    return Arm(name, with_unit(value_text(Estimate(value, None, None, 0), "share"), "share") or "none", "")


def p_text(p_value: float) -> str:
    """Return a p value with no more digits than it deserves."""
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.2g}"


def primary_stamp(results: Results, found: Primary) -> str:
    """Return the stamp of the primary answer."""
    cases = found.came
    total = "" if cases is None else f"{cases.both + cases.only_a + cases.only_b + cases.neither:,} cases"
    return stamp(results, found.points, total)
