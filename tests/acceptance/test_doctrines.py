"""One missile, one nation's batteries, one luck: each doctrine does what its words say."""

from functools import cache
from itertools import pairwise

import pytest

from tests.acceptance.conftest import Played
from tocsin.defence.battery import Shot, ShotAssessed
from tocsin.orders.action import Fire
from tocsin.orders.order import Order
from tocsin.review.measure import measure_rows
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.doctrine_file import doctrine_text
from tocsin.scenario.fought import fought_by
from tocsin.study.run import Task, run

pytestmark = pytest.mark.slow
FLAGSHIP, _ = scenario_text("first-seen-by-partner")
ONE = FLAGSHIP[: FLAGSHIP.index('[[launch]]\nid = "l2"')].replace("duration_min = 40", "duration_min = 23")
AIMED = "end = { lat_deg = 32.3, lon_deg = 83.5 }"  # the middle of a declared area
OPEN_LAND = ONE.replace(AIMED, "end = { lat_deg = 33.4, lon_deg = 83.5 }")  # 120 km from it, on Birch's ground
SEED = 7


@cache
def fought(name: str, text: str = ONE) -> Played:
    return Played(run(Task(fought_by(text, name, file="one"), "one", "full-picture", SEED)).log)


def shots(name: str, text: str = ONE) -> list[Shot]:
    return [shot for _, shot in fought(name, text).of(Shot)]


def by_object(found: list[Shot]) -> dict[str, list[Shot]]:
    """Return shots by the object they are at, in time."""
    objects: dict[str, list[Shot]] = {}
    for shot in found:
        objects.setdefault(shot.object_name, []).append(shot)
    return objects


def test_one_at_a_time_looks_before_the_next():
    played, found = fought("one-at-a-time"), shots("one-at-a-time")
    assert found and all(shot.interceptors == 1 for shot in found)
    assessed_s = {told.shot_id: time_s for time_s, told in played.of(ShotAssessed)}
    ordered_s = {shot.shot_id: time_s for time_s, shot in played.of(Shot)}
    for at_one in by_object(found).values():
        for before, after in pairwise(at_one):
            assert assessed_s[before.shot_id] <= ordered_s[after.shot_id]


def test_hold_fires_nothing_and_warns_as_ever():
    assert shots("hold") == []
    assert (
        fought("hold").assessed("birch")
        == fought("standard").assessed("birch")[: len(fought("hold").assessed("birch"))]
    )
    rows = measure_rows(fought("hold").log, build_scenario(ONE, "one"))
    (leaked,) = (r.value for r in rows if (r.measure, r.nation, r.subject) == ("leakage", "birch", "all"))
    assert leaked == 1.0


def test_a_salvo_is_one_and_no_more():
    found = by_object(shots("salvo"))
    assert found
    for at_one in found.values():
        assert len({shot.layer for shot in at_one}) == 1
        assert len({shot.launch_ms // 60_000 for shot in at_one}) == 1, "together, not one after a look"
        most = {"upper": 2, "lower": 4}[at_one[0].layer]
        assert 1 < sum(shot.interceptors for shot in at_one) <= most


def test_salvo_look_salvo_fires_two_and_looks_before_two_more():
    found = by_object(shots("salvo-look-salvo"))
    assert max(sum(shot.interceptors for shot in at_one) for at_one in found.values()) >= 2
    assessed_s = {told.shot_id: time_s for time_s, told in fought("salvo-look-salvo").of(ShotAssessed)}
    ordered_s = {shot.shot_id: time_s for time_s, shot in fought("salvo-look-salvo").of(Shot)}
    for at_one in found.values():
        for shot in at_one:
            going = [
                s for s in at_one if s.shot_id != shot.shot_id and ordered_s[s.shot_id] <= ordered_s[shot.shot_id]
            ]
            waiting = [s for s in going if assessed_s.get(s.shot_id, 1e9) > ordered_s[shot.shot_id]]
            assert shot.interceptors + sum(s.interceptors for s in waiting) <= 2


def test_free_is_never_later_than_one_that_waits_for_the_watch():
    def first_fire_s(name: str) -> float:
        return next(t for t, order in fought(name).of(Order, "birch") if isinstance(order.action, Fire))

    assert first_fire_s("free") <= first_fire_s("standard")


def test_self_defence_leaves_to_fall_what_falls_on_open_land():
    assert shots("self-defence")
    assert shots("self-defence", OPEN_LAND) == []
    assert shots("standard", OPEN_LAND)


def test_a_reserve_is_kept_from_what_falls_on_open_land(tmp_path):
    path = tmp_path / "miser.toml"
    text = doctrine_text("thrifty").replace('name = "thrifty"', 'name = "miser"')
    path.write_text(text.replace("upper = 12, lower = 16", "upper = 24, lower = 32"))  # all that there is
    assert shots("thrifty") and shots("thrifty", OPEN_LAND)
    assert shots(str(path)), "what is kept is kept for declared areas"
    assert shots(str(path), OPEN_LAND) == []


@pytest.mark.parametrize(("doctrine", "sign"), [("in-concert", -1), ("in-concert-after", 1)])
def test_partners_hear_before_or_after(doctrine: str, sign: int):
    rows = measure_rows(fought(doctrine).log, build_scenario(ONE, "one"))
    (heard_s,) = (
        r.value for r in rows if (r.measure, r.nation, r.subject) == ("interceptor_notice_s", "alder", "all")
    )
    assert heard_s is not None and heard_s * sign > 0.0
