"""A quiet sky: real fireballs and real ascents, no attack, and a check that can fail."""

import pytest

from tocsin.review.measure import measure_rows
from tocsin.scenario.build import build_scenario, load_scenario
from tocsin.study.run import Task, run

pytestmark = pytest.mark.slow


def measured(scenario, agreement: str) -> dict[tuple[str, str], float]:
    log = run(Task(scenario.text, "quiet-sky", agreement, scenario.seed)).log
    rows = [r for r in measure_rows(log, scenario) if r.subject == "all" and r.status == "observed"]
    return {(r.measure, r.nation): r.value for r in rows}  # a measure without a value is missing, not 0


@pytest.fixture(scope="module")
def sky():
    return load_scenario("quiet-sky")


@pytest.fixture(scope="module")
def found(sky):
    return {name: measured(sky, name) for name in ("none", "notify-only")}


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
