"""Rates against counts done by hand: sums over sums, nothing pending in them, intervals where they are due."""

import pytest

from tests.study.series.conftest import Make, threatened
from tocsin.study.series.cells import median_text, quotient_text
from tocsin.study.series.exercise import exercises_of
from tocsin.study.series.panel import Mark, share_mark, share_panels, time_mark, time_panels
from tocsin.study.series.quotient import Median, Quotient, median, quotient
from tocsin.study.series.rate import RATES
from tocsin.study.statistics.interval import clopper_pearson

BY_KEY = {rate.key: rate for rate in RATES}


def test_every_rate_has_a_key_of_its_own() -> None:
    assert len(BY_KEY) == len(RATES)


def test_a_share_is_a_sum_over_a_sum_with_its_exact_interval(make: Make) -> None:
    """Two launches, one warned of 710 s ahead; then four, three of them 400 s ahead: 1/2, 0/4, never their mean."""
    two = make(*threatened("l1", 710), *threatened("l2", None), seed=1)
    four = make(
        *threatened("l1", 400),
        *threatened("l2", 400),
        *threatened("l3", 400),
        *threatened("l4", None),
        agreement="other",
    )
    first, second = exercises_of([two, four], "control")
    assert quotient(first, BY_KEY["warned-10"], "birch")[:3] == (1.0, 2.0, 0)
    assert quotient(second, BY_KEY["warned-10"], "birch")[:3] == (0.0, 4.0, 0)
    assert quotient(second, BY_KEY["warned-5"], "all") == Quotient(3.0, 4.0, 0, clopper_pearson(3, 4))
    assert quotient(second, BY_KEY["missed"], "birch")[:2] == (1.0, 4.0)
    assert quotient(second, BY_KEY["credited"], "birch")[:2] == (1200.0, 4.0)
    assert quotient(second, BY_KEY["leaked"], "birch")[:2] == (4.0, 4.0)
    assert quotient(first, BY_KEY["warned-5"], "alder").why_not == "none"
    assert median(second, "warning_time_s", "birch") == Median(400.0, 4, 1, 0)
    assert median(first, "warning_time_s", "birch") == Median(None, 2, 1, 0)


def test_clopper_and_pearson_for_three_of_four_is_the_published_one() -> None:
    """19.4 to 99.4 per cent: any table of exact binomial limits."""
    low, high, _ = clopper_pearson(3, 4)
    assert (round(low, 3), round(high, 3)) == (0.194, 0.994)


def test_what_the_end_came_before_is_in_neither_number_but_is_counted(make: Make) -> None:
    whole = make(*threatened("l1", 710), seed=1)
    cut = make(*threatened("l1", 710)[:3], seed=2, end_ms=600_000, agreement="other")
    exercises = exercises_of([whole, cut], "control")
    found = next(q for item in exercises if (q := quotient(item, BY_KEY["missed"], "birch")).pending_count)
    assert found[:3] == (0.0, 0.0, 1) and found.why_not == "none"


def test_runs_that_only_luck_tells_apart_are_one_column(make: Make) -> None:
    """Over runs: 2 of 2 and 0 of 2 is 2 of 4, and wider than four independent cases would be."""
    lucky = make(*threatened("l1", 710), *threatened("l2", 710), seed=1)
    unlucky = make(*threatened("l1", None), *threatened("l2", None), seed=2)
    other = make(*threatened("l1", 710), agreement="other")
    both, _ = exercises_of([lucky, unlucky, other], "control")
    assert len(both.runs) == 2 and both.setup.value_of("seed") == "1, 2"
    found = quotient(both, BY_KEY["warned-5"], "birch")
    assert found[:2] == (2.0, 4.0)
    assert found.interval is not None and found.interval.low < clopper_pearson(2, 4).low


def test_an_exercise_that_people_played_is_one_case_and_has_no_interval(make: Make) -> None:
    """Nor is it ever put together with a batch, or with another that people played."""
    batch = make(*threatened("l1", 710), seed=1)
    played = [make(*threatened("l1", 710), seed=1, day=day) for day in (1, 2)]
    exercises = exercises_of([batch, *played], "control")
    assert [(item.is_live, len(item.runs)) for item in exercises] == [(True, 1), (True, 1), (False, 1)]
    intervals = [quotient(item, BY_KEY["warned-5"], "birch").interval for item in exercises]
    assert intervals[:2] == [None, None] and intervals[2] is not None


def test_a_rate_is_never_written_without_both_its_numbers() -> None:
    exact = Quotient(3.0, 4.0, 0, clopper_pearson(3, 4))
    assert quotient_text(exact, "share") == "3\u00a0of\u00a04\u00a0=\u00a075\u202f% (at best 19 to 99\u202f%)"
    assert (
        quotient_text(exact._replace(run_count=2), "share")
        == "3\u00a0of\u00a04\u00a0=\u00a075\u202f% (19 to 99\u202f%)"
    )
    assert (
        quotient_text(exact._replace(interval=None, pending_count=2), "share")
        == "3\u00a0of\u00a04\u00a0=\u00a075\u202f%; 2 pending"
    )
    assert quotient_text(Quotient(5.0, 2.0, 0, None), "ratio") == "2.5 = 5 over 2"
    assert quotient_text(Quotient(1200.0, 4.0, 0, None), "seconds") == "5:00 = 20:00 over 4"
    assert quotient_text(Quotient(0.0, 0.0, 0, None, "none"), "share") == "no case"
    assert median_text(Median(None, 4, 3, 0)) == "never (1 of 4 came)"
    assert median_text(Median(432.0, 4, 1, 0)) == "7:12 (3 of 4 came)"


@pytest.mark.parametrize(
    ("part_share", "text"),
    [(0.0, "0"), (0.0001, "0.1"), (0.996, "99.6"), (0.99999, "99.9"), (0.994, "99"), (1.0, "100")],
)
def test_none_and_all_are_not_rounded_to(part_share: float, text: str) -> None:
    assert quotient_text(Quotient(part_share, 1.0, 0, None), "share").endswith(f"=\u00a0{text}\u202f%")


def test_a_mark_stands_where_its_share_is_with_both_numbers_beside_it() -> None:
    assert share_mark(Quotient(3.0, 4.0, 0, None)) == Mark(0.75, "3/4", None, True)
    assert share_mark(Quotient(3.0, 4.0, 0, clopper_pearson(3, 4), "", 2)).ends == clopper_pearson(3, 4)[:2]
    assert share_mark(Quotient(0.0, 0.0, 0, None, "none")) == Mark(None, "")
    assert time_mark(Median(300.0, 4, 1, 0), 600.0) == Mark(0.5, "5:00  3/4")
    assert time_mark(Median(None, 4, 3, 0), 600.0) == Mark(None, "never 1/4")


def test_the_pictures_show_what_the_tables_say(make: Make) -> None:
    runs = [make(*threatened("l1", 710), *threatened("l2", 400)), make(*threatened("l1", None), agreement="other")]
    exercises = exercises_of(runs, "control")
    shares = {panel.title: panel.marks for panel in share_panels(exercises, "birch")}
    assert [mark.words for mark in shares["warned 10 min or more before impact"]] == ["1/2", "0/1"]
    times = {panel.title: panel for panel in time_panels(exercises, "birch")}["impact warning to impact"]
    assert times.ticks[-1] == (1.0, "10:00") and [mark.words for mark in times.marks] == ["9:15  2/2", "never 0/1"]
