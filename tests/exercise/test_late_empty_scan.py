"""A late scan that saw nothing may still change which tracks are believed: they must have names by then."""

from types import ModuleType

import numpy as np

from tocsin.exercise.stages.fuse import own_tracks
from tocsin.exercise.stages.track import track
from tocsin.exercise.world import RadarLook, World, new_world
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario
from tocsin.sensing.radar.look import RadarMeasurements, nothing_seen
from tocsin.sensing.radar.sensor import Radar


def seen(radar: Radar, time_ms: int) -> RadarMeasurements:
    """Return a look at a body that stands 1,000 km south and 0.3 rad up."""
    one = np.ones(1)
    columns = (1e6 * one, np.pi * one, 0.3 * one, 50.0 * one, 1e-3 * one, 100.0 * one, 0.0 * one, 2.0 * one)
    return RadarMeasurements(time_ms, radar.sensor_id, 0, *columns, np.full(1, -1))


def hand_in(world: World, number: int, report: RadarMeasurements) -> None:
    world.time_ms = max(world.time_ms, report.time_ms)
    radar = world.nodes["alder"].radars[number]
    world.looks.append(RadarLook("alder", number, radar, world.time_ms, report, True))
    track(world)


def test_a_late_empty_scan_that_renames_a_track_leaves_no_track_without_a_name(bench: ModuleType) -> None:
    scenario = build_scenario(
        bench.ONE_LAUNCH + bench.radar("prompt") + bench.radar("slow", more="report_delay_s = 2"), "late.toml"
    )
    world = new_world(scenario, load_agreement("none", scenario.parties), 3)
    node = world.nodes["alder"]
    for second in range(8):
        report = nothing_seen if second in (1, 2) else seen
        hand_in(world, 0, report(node.radars[0], 1000 * second))
    first = int(node.radar_tracks["number"][0])
    hand_in(world, 1, nothing_seen(node.radars[1], 2500))
    assert node.radar_tracks["confirmed"].all() and int(node.radar_tracks["number"][0]) != first
    assert len(own_tracks(node, world.time_ms).provenances) == 1
