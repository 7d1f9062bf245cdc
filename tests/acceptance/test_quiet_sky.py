"""A quiet sky: real fireballs and real ascents, no attack, and a check that can fail."""

import pytest

from tocsin.review.measure import measure_rows
from tocsin.review.sky_rates import sky_rows_of
from tocsin.scenario.build import build_scenario, load_scenario
from tocsin.study.run import Task, run

pytestmark = pytest.mark.slow


def measured(scenario, agreement: str) -> dict[tuple[str, str], float]:
    return headlines(run(Task(scenario.text, "quiet-sky", agreement, scenario.seed)).log, scenario)


def headlines(log, scenario) -> dict[tuple[str, str], float]:
    rows = [r for r in measure_rows(log, scenario) if r.subject == "all" and r.status == "observed"]
    return {(r.measure, r.nation): r.value for r in rows}  # a measure without a value is missing, not 0


@pytest.fixture(scope="module")
def sky():
    return load_scenario("quiet-sky")


@pytest.fixture(scope="module")
def logs(sky):
    return {name: run(Task(sky.text, "quiet-sky", name, sky.seed)).log for name in ("none", "notify-only")}


@pytest.fixture(scope="module")
def found(sky, logs):
    return {name: headlines(log, sky) for name, log in logs.items()}


def test_every_located_fireball_and_every_ascent_is_played(sky):
    kinds = [flight.flight_id.split("-")[0] for flight in sky.flights]
    # 637 events in the list, 453 of them with a place; 23 recorded ascents
    assert (kinds.count("fireball"), kinds.count("ascent")) == (453, 23)
    assert sky.real_years == pytest.approx(26.7, abs=0.1)  # 15 April 1988 to 13 December 2014


def test_many_events_are_seen_and_no_fireball_becomes_a_launch_report(found):
    for nation in ("alder", "birch"):
        assert found["none"]["events_seen", nation] > 50
        assert found["none"]["false_launch_reports", nation] <= 1  # they last some 2 s; 15 s are needed
        assert found["none"]["false_impact_warnings", nation] == 0
        assert found["none"]["high_confidence_warnings", nation] == 0


def test_counts_by_period_add_up_to_the_measures(sky, logs, found):
    rows = {(row.nation, row.what, row.period): row for row in sky_rows_of(logs["none"], sky)}
    for nation in ("alder", "birch"):
        parts = [rows[nation, "fireballs_seen", period].count for period in ("1988-2000", "2001-2014")]
        seen = rows[nation, "fireballs_seen", "all"].count
        assert min(parts) > 0 and sum(parts) == seen
        assert seen + rows[nation, "space_launches_seen", "all"].count == found["none"]["events_seen", nation]
        for what in ("false_launch_reports", "false_impact_warnings"):
            assert rows[nation, what, "all"].count == found["none"][what, nation]
        in_view = rows[nation, "fireballs_in_view", "all"]
        assert seen <= in_view.count <= 453  # what is seen was in view
        # three satellites, each with two fifths of the Earth in view at most
        assert in_view.count / 453 * in_view.years <= in_view.sensor_years <= 3 * 0.45 * in_view.years


def test_both_nations_see_a_like_share_of_what_they_have_in_view(sky, logs):
    """An event meets the scans at every phase: looks come every 5 s, a fireball's median time in sight is 2 s."""
    rows = {(row.nation, row.what): row.count for row in sky_rows_of(logs["none"], sky) if row.period == "all"}
    shares = [rows[nation, "fireballs_seen"] / rows[nation, "fireballs_in_view"] for nation in ("alder", "birch")]
    assert shares == pytest.approx([0.45, 0.45], abs=0.1)


def test_zero_false_reports_are_told_as_an_upper_bound(sky, logs):
    rows = [row for row in sky_rows_of(logs["none"], sky) if row.what == "false_launch_reports" and row.count == 0]
    assert rows
    for row in rows:
        assert row.a_year[2] == pytest.approx(3.689 / row.years, rel=1e-3)


def test_notices_are_matched_when_they_are_given(found):
    for nation in ("alder", "birch"):
        assert found["notify-only"]["notification_match_rate", nation] >= 0.8
        # without an agreement each knows of its own launches alone
        assert found["none"]["notifications_matched", nation] < found["notify-only"]["notifications_matched", nation]


def test_fireballs_lengthened_tenfold_do_become_launch_reports(sky):
    longer = sky.text.replace("[background]\n", "[background]\nfireball_duration_scale = 10\nascents = false\n", 1)
    longer = longer.replace("ascents = true\n", "")
    scenario = build_scenario(longer, "longer")
    false_reports = measured(scenario, "none")["false_launch_reports", "alder"]
    assert false_reports >= 20
