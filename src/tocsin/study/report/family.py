"""All secondary comparisons of a report, and what Holm's procedure says of them together."""

import functools
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from tocsin.study.contrast import Arms, Contrast, pairs_of, primary_contrast
from tocsin.study.design.design import Design
from tocsin.study.design.factor import Factor
from tocsin.study.report.alike import alike_of
from tocsin.study.report.columns import Column, columns_of
from tocsin.study.report.comparison import (
    USUAL,
    Difference,
    Precision,
    arms_with_something,
    came_at_all,
    cases_of,
    compared,
    is_censored,
)
from tocsin.study.report.scope import NO_EFFECT, OUT_OF_SCOPE, is_agreement
from tocsin.study.report.summary import kind_of, shown_measures, shown_nations, summary_of
from tocsin.study.results import Results
from tocsin.study.statistics.interval import Estimate
from tocsin.study.statistics.multiple import SIGNIFICANCE, holm, resamples_for

Compare = Callable[[Precision], Difference]


class Compared(NamedTuple):
    """One secondary comparison.

    Attributes
    ----------
    contrast : Contrast
        Its second level is the baseline.
    is_came : bool
        Of the share of cases that came at all, and not of the measure itself.
    arms : Arms
    difference : Estimate
        With the interval that agrees with Holm; of what is only described (medians, ratios) without any.
    is_primary : bool
        It is the primary contrast: its interval is at 95 %, and it is none of the family.
    is_tested, is_identical, is_claimed : bool
        Whether it has an interval; both arms are alike wherever both have a value (of what is only described: in
        every run); Holm's procedure claims a difference.
    """

    contrast: Contrast
    is_came: bool
    is_primary: bool
    arms: Arms
    difference: Estimate
    is_tested: bool
    is_identical: bool
    is_claimed: bool


class Draft(NamedTuple):
    """A comparison before it is made; ``compare``: how, given its interval's level; None where it is described."""

    contrast: Contrast
    is_came: bool
    is_primary: bool
    arms: Arms
    compare: Compare | None


class Family(NamedTuple):
    """The comparisons in the order of the tables, and how many were tested together."""

    comparisons: tuple[Compared, ...]
    tested: int

    def of(self, scenario: str, factor: str) -> list[Compared]:
        """Return the comparisons of a factor's levels in a scenario."""
        return [
            item for item in self.comparisons if (item.contrast.scenario, item.contrast.factor) == (scenario, factor)
        ]


def compared_factors(design: Design) -> list[Factor]:
    """Return the factors whose levels are compared with a baseline: the primary one, and who withholds what."""
    primary = design.file.primary.factor
    return [factor for factor in design.factors if factor.name == primary or factor.is_contribution]


def baseline_of(design: Design, factor: Factor) -> str:
    """Return the level with which a factor's others are compared."""
    contrast = primary_contrast(design)
    return contrast.second if factor.name == contrast.factor else factor.levels[0].name


def family_of(results: Results) -> Family:
    """Return all secondary comparisons.

    Notes
    -----
    All that are tested are one family: over scenarios, measures, nations, levels and factors.  The primary contrast
    is not one of them.  Every comparison is made twice, for its p value and for the interval at Holm's level.
    """
    drafts = list(drafts_of(results))
    tested_together = sum(draft.compare is not None and not draft.is_primary for draft in drafts)
    resamples = resamples_for(tested_together)
    at_95 = [first_look(draft.compare, resamples) if draft.compare else None for draft in drafts]
    p_values = [
        1.0 if found.p_value is None else found.p_value
        for draft, found in zip(drafts, at_95, strict=True)
        if found is not None and not draft.is_primary
    ]
    verdicts = iter(holm(p_values))
    finished = []
    for draft, found in zip(drafts, at_95, strict=True):
        if draft.compare is None or found is None:
            finished.append(compared_by_words(results, draft))
        elif draft.is_primary:
            is_claimed = found.p_value is not None and found.p_value <= SIGNIFICANCE
            finished.append(finished_of(draft, draft.compare(USUAL), is_claimed))
        else:
            verdict = next(verdicts)
            own = found if found.is_identical else draft.compare(Precision(verdict.interval_level, resamples))
            finished.append(finished_of(draft, own, verdict.is_claimed))
    return Family(tuple(finished), tested_together)


def first_look(compare: Compare, resamples: int) -> Difference:
    """Return a comparison at 95 %: with many resamples only where the usual ones cannot tell how small p is."""
    found = compare(USUAL)
    is_at_floor = found.p_value is not None and found.p_value <= 4.0 / (USUAL.resamples + 1)
    return compare(USUAL._replace(resamples=resamples)) if is_at_floor and resamples > USUAL.resamples else found


def finished_of(draft: Draft, found: Difference, is_claimed: bool) -> Compared:
    """Return a comparison that was tested."""
    return Compared(
        draft.contrast, draft.is_came, draft.is_primary, draft.arms, found.difference, True, found.is_identical,
        is_claimed,
    )  # fmt: skip


def compared_by_words(results: Results, draft: Draft) -> Compared:
    """Return a comparison that is only described; arms of one median may still differ in their runs."""
    found, arms = described(results, draft.contrast), draft.arms
    is_alike = all(np.array_equal(a, b, equal_nan=True) for a, b in zip(arms.first, arms.second, strict=True))
    is_identical = found.value == 0.0 and is_alike
    return Compared(draft.contrast, draft.is_came, draft.is_primary, arms, found, False, is_identical, False)


def drafts_of(results: Results) -> Iterator[Draft]:
    """Yield every contrast of the tables before it is made; the primary one is marked."""
    primary = primary_contrast(results.design)
    for contrast in contrasts_of(results.design):
        arms = arms_with_something(results, contrast)
        if arms is None:
            continue
        measure, is_primary = contrast.measure, contrast == primary
        is_tested = kind_of(measure) in ("mean", "share")
        compare = functools.partial(tested, results, arms, measure) if is_tested else None
        yield Draft(contrast, False, is_primary, arms, compare)
        if is_censored(measure) and (cases := cases_of(results, contrast)) is not None:
            yield Draft(contrast, True, is_primary, arms, functools.partial(came_at_all, cases))


def tested(results: Results, arms: Arms, measure: str, precision: Precision) -> Difference:
    """Return a comparison of a mean or a share."""
    found = compared(results, arms, measure, precision)
    assert found is not None
    return found


def contrasts_of(design: Design) -> Iterator[Contrast]:
    """Yield every contrast of a level with its factor's baseline, in the order of the tables."""
    for factor in compared_factors(design):
        base = baseline_of(design, factor)
        for scenario in design.file.study.scenarios:
            levels = [column.name for column in columns_of(design, scenario, factor.name) if column.name != base]
            for measure in shown_measures(design):
                for nation in shown_nations(design, measure):
                    for level in levels:
                        yield Contrast(measure, nation, scenario, factor.name, level, base)


def described(results: Results, contrast: Contrast) -> Estimate:
    """Return the difference of two medians or ratios: a description without an interval; None if one has no value."""
    columns = {column.name: column for column in columns_of(results.design, contrast.scenario, contrast.factor)}
    first, second = (value_at(results, contrast, columns.get(name)) for name in (contrast.first, contrast.second))
    return Estimate(None if first is None or second is None else first - second, None, None, 0)


def value_at(results: Results, contrast: Contrast, column: Column | None) -> float | None:
    """Return a measure's value in a column of the table of measures."""
    found = None if column is None else summary_of(results, contrast.measure, contrast.nation, column.points)
    return None if found is None else found.estimate.value


def primary_tie(results: Results, family: Family) -> str:
    """Return how the arms of the primary contrast tie in all but what was sent (``ties``); '' if they do not."""
    contrast = primary_contrast(results.design)
    if not is_agreement(results.design, contrast.factor):
        return ""
    return ties(results, family.of(contrast.scenario, contrast.factor)).get(contrast.first, "")


def ties(results: Results, comparisons: list[Compared]) -> dict[str, str]:
    """Return the levels at which everything but the sharing itself is as at the baseline, in every run of both.

    Everything: every headline of every nation, whatever the design's measures.  Each is out of the agreement's scope
    where no party released a message more or less either; else it was sent, with no effect.
    """
    found = {}
    for contrast in {item.contrast.first: item.contrast for item in comparisons}.values():
        alike = alike_of(results, [(first, second) for first, second, _ in pairs_of(results.design, contrast)])
        if alike is not None and alike.is_alike:
            found[contrast.first] = OUT_OF_SCOPE if alike.is_sent_alike else NO_EFFECT
    return found
