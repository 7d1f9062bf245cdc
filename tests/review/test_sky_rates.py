"""Counts and rates of a quiet sky, against published intervals, closed forms and hand counts."""

import math
from types import ModuleType

import pytest
from scipy.stats import chi2

from tocsin.exchange.payload import LaunchReport
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import Endex, NatureEvent
from tocsin.review.facts import Facts
from tocsin.review.sky_rates import PHRASE, periods_of, poisson_interval, rate, sky_rows
from tocsin.review.sky_words import coverage_words, rate_words
from tocsin.scenario.background_data import ListedFireball, fireball_of, is_located, listed_fireballs, listed_rows

YEAR_MS = 31_557_600_000  # 365.25 days
START_MS = 1_932_177_600_000  # 2031-03-24 04:00 UTC; the small world starts three days earlier
BELOW = (0.0, math.radians(60.0), 40_000.0)  # under alder's satellite, which hangs over 60 deg east
BEHIND = (0.0, math.radians(-120.0), 40_000.0)  # on the other side of the Earth


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [  # Garwood 1936 as tabulated in textbooks (Johnson, Kemp and Kotz, Univariate Discrete Distributions)
        (0, 0.0, 3.689),
        (1, 0.0253, 5.572),
        (2, 0.242, 7.225),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (50, 37.111, 65.919),
    ],
)
def test_intervals_are_the_published_ones(count: int, low: float, high: float) -> None:
    assert poisson_interval(count) == pytest.approx((low, high), abs=6e-4)


@pytest.mark.parametrize("count", [1, 3, 17, 215, 4000])
def test_intervals_are_chi_square_quantiles(count: int) -> None:
    expected = 0.5 * chi2.ppf(0.025, 2 * count), 0.5 * chi2.ppf(0.975, 2 * count + 2)
    assert poisson_interval(count) == pytest.approx(expected, rel=1e-9)


def test_after_nothing_and_after_one_the_ends_have_closed_forms() -> None:
    assert poisson_interval(0)[1] == pytest.approx(-math.log(0.025), rel=1e-12)
    assert poisson_interval(1)[0] == pytest.approx(-math.log(0.975), rel=1e-12)


def test_a_rate_divides_by_its_exposure_and_has_none_without() -> None:
    assert rate(0, 26.66) == pytest.approx((0.0, 0.0, 3.6889 / 26.66), abs=1e-4)
    assert rate(10, 2.0) == pytest.approx((5.0, 2.3977, 9.1951), abs=1e-3)
    assert rate(3, 0.0) is None


def test_zero_is_told_as_an_upper_bound() -> None:
    assert rate_words(rate(0, 26.66)) == "at most 0.14"
    assert rate_words(rate(215, 26.66)) == "8.06 (7.02-9.22)"
    assert rate_words(rate(163, 13.947)) == "11.7 (10.0-13.6)"
    assert rate_words(None) == "-"


def test_the_list_is_split_at_2001_and_keeps_what_could_not_be_played() -> None:
    early, late, whole = periods_of(listed_fireballs())
    assert (early.name, early.listed, early.located) == ("1988-2000", 173, 102)  # grep and wc on the file
    assert (late.name, late.listed, late.located) == ("2001-2014", 464, 351)
    assert (whole.name, whole.listed, whole.located) == ("all", 637, 453)
    assert early.years == pytest.approx(4643.87 / 365.25, abs=1e-3)  # days from 15 April 1988, 03:03, to 2001
    assert early.years + late.years == pytest.approx(whole.years, rel=1e-12)
    assert "453 of 637 listed fireballs (71 %)" in coverage_words((early, late, whole))
    assert sum(is_located(row) for row in listed_rows()) == 453
    assert all(fireball_of(row, 1.0) for row in listed_rows() if is_located(row))
    assert periods_of(()) == ()


def test_a_list_on_one_side_of_the_split_has_one_part() -> None:
    late = [ListedFireball(START_MS, True), ListedFireball(START_MS + 2 * YEAR_MS, False)]
    assert [(p.name, p.listed, p.located) for p in periods_of(late)] == [("2001-2033", 2, 1), ("all", 2, 1)]


def fireball(small: ModuleType, number: int, place: tuple[float, float, float]):
    event = NatureEvent(event_id=f"f{number}", cause="fireball", place=place, body_ids=(f"f{number}-body",))
    return small.at(100 * number, TRUTH, event)


def test_view_sight_and_reports_are_counted_by_hand(small: ModuleType) -> None:
    """Three under alder's satellite and one behind the Earth; two seen, one of them reported, and a true launch."""
    entries = [
        *(fireball(small, number, BELOW) for number in (1, 2, 3)),
        fireball(small, 4, BEHIND),
        *small.scan(101, "a-eye", 1, {"f1-body": "alder.s1"}),
        *small.scan(106, "a-eye", 2, {"f1-body": "alder.s1"}),
        *small.scan(201, "a-eye", 3, {"f2-body": ""}),
        small.launch(impacts=()),
        *small.scan(500, "a-eye", 4, {"l1-payload": "alder.s2"}),
        *small.scan(505, "a-eye", 5, {"l1-payload": "alder.s2"}),
        small.report_issued(120, "alder.s1", "alder"),
        small.report_issued(520, "alder.s2", "alder", event_id="alder-e2"),
        small.report_issued(530, "alder.s2", "alder", event_id="alder-e2", version=1),
        small.received(530, 540, 1, LaunchReport(event_id="alder-e1"), "alder.s1"),
        small.at(2_099, TRUTH, Endex()),
    ]
    facts = Facts(small.log(*entries), small.scenario())
    utc_ms = facts.scenario.windows[0].utc_ms
    listed = [ListedFireball(utc_ms, True)] * 4 + [ListedFireball(utc_ms + 2 * YEAR_MS - 1, False)]
    rows = {(row.nation, row.what): row for row in sky_rows(facts, "none", listed) if row.period == "all"}
    counts = {what: row.count for (nation, what), row in rows.items() if nation == "alder"}
    assert counts == {
        "fireballs_in_view": 3,
        "fireballs_seen": 2,
        "false_launch_reports": 1,
        "false_impact_warnings": 0,
        "space_launches_seen": 1,
        "space_launches_reported": 1,
    }
    false = rows["alder", "false_launch_reports"]
    assert false.years == pytest.approx(2.0)
    assert false.sensor_years == pytest.approx(1.5)  # two years, three quarters of the events in view
    assert false.a_year == pytest.approx((0.5, 0.0253 / 2, 5.5716 / 2), abs=1e-4)
    assert false.a_sensor_year == pytest.approx((1 / 1.5, 0.0253 / 1.5, 5.5716 / 1.5), abs=1e-4)
    assert rows["alder", "space_launches_seen"].a_year is None  # their dates are invented
    birch = rows["birch", "false_launch_reports"]  # a report received is not an own one; birch has no satellite
    assert (birch.count, birch.sensor_years, birch.a_sensor_year) == (0, 0.0, None)
    assert birch.a_year == pytest.approx((0.0, 0.0, 3.6889 / 2), abs=1e-4)


def test_a_run_that_was_not_finished_has_counts_and_no_rates(small: ModuleType) -> None:
    facts = Facts(small.log(fireball(small, 1, BELOW), end_ms=600_000), small.scenario())
    listed = [ListedFireball(START_MS, True), ListedFireball(START_MS + YEAR_MS, True)]
    rows = sky_rows(facts, "none", listed)
    assert rows and all(row.a_year is None and row.a_sensor_year is None for row in rows)


def test_the_phrase_is_the_one_that_was_agreed() -> None:
    assert PHRASE.lower().startswith("reports per year of listed events under notional thresholds; not an estimate")


def test_a_report_made_after_the_lists_last_event_counts_at_its_end(small: ModuleType) -> None:
    """The report comes 10 s after the event, and the list ends with the event: its parts still add up."""
    entries = [
        fireball(small, 1, BELOW),
        *small.scan(106, "a-eye", 1, {"f1-body": "alder.s1"}),
        small.report_issued(110, "alder.s1", "alder"),
        small.at(2_099, TRUTH, Endex()),
    ]
    facts = Facts(small.log(*entries), small.scenario())
    event_ms = facts.scenario.windows[0].utc_ms + 100_000
    listed = [ListedFireball(event_ms - YEAR_MS, False), ListedFireball(event_ms, True)]
    rows = sky_rows(facts, "none", listed)
    false = [row.count for row in rows if (row.nation, row.what) == ("alder", "false_launch_reports")]
    assert false == [1, 1]  # the one part that this list has, and the whole
