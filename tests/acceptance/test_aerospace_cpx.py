"""Three days: the terms rise by signature, each day's lesson is in the records, and on the third the rungs differ."""

import pytest

from tocsin.defence.battery import Shot
from tocsin.orders.order import AgreementAmended, AlertChanged, SharingChanged
from tocsin.orders.record import BodyEnded, Launch, ShotOutcome
from tocsin.review.measure import measure_rows
from tocsin.scenario.agreement_file import preset_names
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.effective import effective
from tocsin.scenario.fought import fought_by
from tocsin.study.run import Task, run
from tocsin.warning.event import NoticeMatched

pytestmark = pytest.mark.slow
NAME, SEED = "aerospace-cpx", 97
DAY_S = 86_400.0
TEXT, FILE = scenario_text(NAME)


@pytest.fixture(scope="module")
def three_days(played):
    return played(NAME, SEED, "", "notify-only")


def on_day(three_days, day: int, kind, node: str = ""):
    return [(t, item) for t, item in three_days.of(kind, node) if (day - 1) * DAY_S <= t < day * DAY_S]


def summed(played_run, measure: str, nation: str = "all") -> float | None:
    scenario = build_scenario(effective(TEXT, "day-3"), FILE)
    rows = measure_rows(played_run.log, scenario)
    return next(r.value for r in rows if (r.measure, r.nation, r.subject) == (measure, nation, "all"))


def test_the_first_day_is_quiet_and_the_announced_rocket_is_matched(three_days):
    matched = {node: on_day(three_days, 1, NoticeMatched, node) for node in ("birch", "fir")}
    assert all([item.verdict for _, item in found] == ["matched"] for found in matched.values())
    assert not on_day(three_days, 1, AlertChanged) and not on_day(three_days, 1, Shot)


def test_the_terms_rise_when_the_second_has_signed(three_days):
    changes = [(t, item.name) for t, item in three_days.of(AgreementAmended, "fir")]
    assert changes == [(65_400.0, "full-picture"), (DAY_S + 65_400.0, "deconflicted")]
    assert not three_days.of(SharingChanged)


def test_on_the_second_day_both_assess_alike_and_both_shoot_at_one_object(three_days):
    assessed = {
        node: [what for t, what in three_days.assessed(node) if DAY_S <= t < 2 * DAY_S] for node in ("birch", "fir")
    }
    assert all("valid" in found for found in assessed.values())
    assert {shot.node for _, shot in on_day(three_days, 2, Shot)} == {"birch", "fir"}
    met = {item.body_id for _, item in on_day(three_days, 2, ShotOutcome)}
    assert met <= {"stray-payload", "stray-stage-2", "stray-payload-debris"}


def test_the_third_day_brings_what_was_declared_and_most_of_it_is_stopped(three_days):
    assert len(on_day(three_days, 3, Launch)) == 6
    down = [b.body_id for _, b in on_day(three_days, 3, BodyEnded) if b.how == "impact" and b.areas]
    reached = [name for name in down if name.endswith(("-payload", "-missile"))]
    assert len(reached) <= 3
    assert {shot.layer for _, shot in on_day(three_days, 3, Shot)} >= {"midcourse", "air"}


def test_intentions_keep_two_from_shooting_at_one_object(played):
    shared, told = played(NAME, SEED, "day-3", "full-picture"), played(NAME, SEED, "day-3", "deconflicted")
    assert summed(shared, "duplicate_shots") > summed(told, "duplicate_shots") == 0.0
    assert summed(told, "interceptors_fired") < summed(shared, "interceptors_fired")


def test_a_partner_hears_before_or_after_as_the_doctrine_says(played):
    before = played(NAME, SEED, "day-3", "deconflicted")
    text = fought_by(effective(TEXT, "day-3"), "in-concert-after", file=FILE)
    after = type(before)(run(Task(text, FILE, "deconflicted", SEED)).log)
    for nation in ("birch", "fir"):
        assert summed(before, "interceptor_notice_s", nation) < 0.0 < summed(after, "interceptor_notice_s", nation)


@pytest.mark.parametrize("agreement", preset_names())
def test_it_plays_under_every_agreement(agreement):
    text = effective(TEXT, "day-3", settings={"scenario.duration_min": 37})
    log = run(Task(text, FILE, agreement, SEED)).log
    assert [type(entry.body).__name__ for entry in log.entries][-1] == "Endex" and not log.damage


@pytest.mark.parametrize("variant", ["as-agreed", "announce-before", "announce-after"])
def test_variants_change_the_terms_or_the_doctrine_and_nothing_that_flies(variant):
    plain, changed = build_scenario(TEXT, FILE), build_scenario(effective(TEXT, variant), FILE)
    assert [launch.launch_id for launch in changed.launches] == [launch.launch_id for launch in plain.launches]
    told = {node.doctrine.fire.announces for node in changed.nodes}
    assert told == ({"after"} if variant == "announce-after" else {"before"})
    assert len(changed.staged.script) == (0 if variant == "as-agreed" else 4)
