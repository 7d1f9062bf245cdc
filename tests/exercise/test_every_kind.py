"""A scenario with every kind of thing: built, played, and each sensor where, when and how it was declared."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tocsin.orders.action import CueRadar
from tocsin.orders.order import Order
from tocsin.orders.record import Associated, BodyEnded, Launch, Measured, NatureEvent, Pairing
from tocsin.review.explain import explain
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario
from tocsin.scenario.mount import radar_then
from tocsin.sensing.reason import Reason
from tocsin.study.run import Finished, run, task_of
from tocsin.warning.event import LaunchReportIssued

FILE = Path(__file__).parents[1] / "scenario" / "every_kind.toml"
OUT_MS = (400_000, 600_000)


@pytest.fixture(scope="module")
def declared() -> Scenario:
    return build_scenario(FILE.read_text(encoding="utf-8"), str(FILE))


@pytest.fixture(scope="module")
def played(declared: Scenario) -> Finished:
    return run(task_of(declared, str(FILE), "full-picture", None))


def of(played: Finished, kind: type) -> list:
    return [(entry.time_ms, entry.body) for entry in played.log.entries if isinstance(entry.body, kind)]


def test_every_launch_throws_what_its_class_throws(declared: Scenario) -> None:
    bodies = {launch.launch_id: [body.body_id for body in launch.bodies] for launch in declared.launches}
    assert bodies == {
        "short": ["short-payload", "short-stage-1"],
        "lofted": ["lofted-payload", "lofted-stage-1", "lofted-stage-2"],
        "gliding": ["gliding-glider", "gliding-stage-1", "gliding-stage-2"],
        "cruising": ["cruising-missile"],
        "orbital": ["orbital-payload", "orbital-stage-1", "orbital-stage-2"],
        "science": ["science-payload", "science-stage-1", "science-stage-2"],
    }
    lofted = next(launch for launch in declared.launches if launch.launch_id == "lofted")
    height_m = np.sqrt((lofted.body.path.position_ecef**2).sum(axis=1)).max() - 6371e3
    assert height_m == pytest.approx(1200e3, rel=0.015)  # 1 % of the solver, 10 km of the ellipsoid


def test_truth_tells_of_every_launch_and_every_natural_cause(played: Finished) -> None:
    launches = {body.launch_id: body for _, body in of(played, Launch)}
    assert launches["orbital"].notice_id == "n1" and launches["orbital"].impacts == ()
    assert len(launches["gliding"].impacts) == 1
    assert {body.event_id: body.cause for _, body in of(played, NatureEvent)} == {
        "traffic": "aircraft",
        "falling": "debris",
    }


def test_bodies_end_where_their_path_ends(declared: Scenario, played: Finished) -> None:
    ended = {body.body_id: body for _, body in of(played, BodyEnded)}
    flown = {body.body_id: body for launch in declared.launches for body in launch.bodies}
    for body_id in ("short-payload", "short-stage-1", "gliding-glider", "science-payload"):
        body = flown[body_id]
        assert ended[body_id].how == "impact"
        assert ended[body_id].ended_ms == body.start_ms + round(float(body.path.time_s[-1]) * 1000)
        assert abs(ended[body_id].place[2]) < 50.0  # on the ground, but for the last metres of an interpolation
    assert ended["traffic-body"].how == "gone"


def test_a_sensor_out_of_action_measures_nothing_and_says_so(declared: Scenario, played: Finished) -> None:
    times = {"birch-ship": [], "birch-high": []}
    for time_ms, body in of(played, Measured):
        if body.sensor_id in times:
            times[body.sensor_id].append(time_ms)
    for sensor_id, seen in times.items():
        assert seen and not [time_ms for time_ms in seen if OUT_MS[0] <= time_ms < OUT_MS[1]], sensor_id
    stories = {story.sensor_id: story for story in explain(played.log, declared, "traffic-body", "birch")}
    out = [item for item in stories["birch-ship"].intervals if item.reason is Reason.OUT_OF_ACTION]
    assert [(item.start_ms, item.end_ms) for item in out] == [OUT_MS]


def test_a_radar_on_patrol_looks_from_where_it_is(declared: Scenario, played: Finished) -> None:
    node = declared.nodes[0]
    radar, path = node.radars[0], node.patrols["alder-aircraft"]
    round_s = float(path.time_s[-1])
    places = [radar_then(node, radar, round(share * round_s * 1000)) for share in (0.0, 0.5, 1.0)]
    assert places[0].lat_rad == pytest.approx(places[2].lat_rad, abs=1e-6)
    assert abs(places[1].lat_rad - places[0].lat_rad) + abs(places[1].lon_rad - places[0].lon_rad) > 0.005
    assert all(place.alt_m == pytest.approx(9000.0, abs=1.0) for place in places)


def test_what_no_body_caused_is_named_in_the_pairing(declared: Scenario, played: Finished) -> None:
    causes = Counter(body_id for _, body in of(played, Pairing) for body_id in body.body_ids)
    assert causes["nature-clutter"] > 50  # the ship's radar: some in every scan
    assert causes["nature-noise"] > 0 and causes["nature-glint"] > 100
    bodies = {body.body_id for launch in declared.launches for body in launch.bodies} | {
        "traffic-body",
        "falling-body",
    }
    nature = {"nature-clutter", "nature-noise", "nature-glint"}
    assert set(causes) <= bodies | nature


def test_an_aircraft_is_tracked_and_is_no_launch(played: Finished) -> None:
    bodies = {(body.sensor_id, body.scan): body.body_ids for _, body in of(played, Pairing)}
    aircraft: Counter[str] = Counter()
    looks: Counter[str] = Counter()
    for _, body in of(played, Associated):
        for source_id, body_id in zip(body.source_ids, bodies[body.sensor_id, body.scan], strict=True):
            looks[source_id] += 1
            aircraft[source_id] += body_id == "traffic-body"
    followed = {source_id for source_id, count in aircraft.items() if source_id and count > 0.5 * looks[source_id]}
    reported = {source.source_id for _, body in of(played, LaunchReportIssued) for source in body.provenance}
    assert sum(aircraft[source_id] for source_id in followed) > 200
    assert not followed & reported


def test_the_sensor_desk_points_radars_at_what_was_reported(declared: Scenario, played: Finished) -> None:
    cues = [body for _, body in of(played, Order) if isinstance(body.action, CueRadar)]
    assert cues and {order.cell for order in cues} == {"sensor_desk"}
    own = {node.name: {radar.sensor_id for radar in node.radars} for node in declared.nodes}
    assert all(order.action.sensor_id in own[order.node] and order.in_reply_to for order in cues)
