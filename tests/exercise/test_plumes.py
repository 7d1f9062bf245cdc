"""Two satellites of one node: what they see of one launch is fitted as one."""

import math
from dataclasses import replace

import numpy as np

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.exercise.stages.plumes import PLUME_KEPT_MS, track_plumes
from tocsin.exercise.world import InfraredLook, NodeState, Record, World, new_node, new_world
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.declared import Scenario
from tocsin.sensing.infrared.sensor import InfraredMeasurements, nothing_seen
from tocsin.tracking.associate import founding_numbers
from tocsin.warning.evidence import Plume

SITE = (math.radians(30.0), math.radians(40.0))
SATELLITES = [np.array(ecef_from_lla(0.0, math.radians(lon), 35_786e3)) for lon in (10.0, 80.0)]
SIGMA_RAD = 30e-6
SCAN_MS = 5000


def place(time_s: float, north_m: float) -> np.ndarray:
    """Return where a launch of 25 s before is that turns over to the east."""
    age_s = time_s + 25.0
    along_m, tilt_rad = 10.0 * age_s * age_s, 0.008 * age_s
    enu = np.array([along_m * math.sin(tilt_rad), north_m, along_m * math.cos(tilt_rad)])
    return np.array(ecef_from_lla(*SITE, 0.0)) + enu @ enu_axes(*SITE)


def world_of(scenario: Scenario, satellites: int) -> tuple[World, NodeState]:
    """Return a world whose first node has so many satellites."""
    world = new_world(scenario, load_agreement("none", scenario.parties), 1)
    node = next(node for node in scenario.nodes if node.satellites)
    state = new_node(replace(node, satellites=(node.satellites[0],) * satellites), has_glint=False)
    world.nodes[node.name] = state
    return world, state


def watched(scenario: Scenario, satellites: int, norths_m: tuple[float, ...]) -> tuple[NodeState, list[Record]]:
    """Return the node after ten scans of each satellite, the second's two seconds later."""
    world, node = world_of(scenario, satellites)
    rng, records = np.random.default_rng(2), []
    for scan in range(10):
        for number in range(satellites):
            time_ms = SCAN_MS * scan + 2000 * number
            satellite_ecef = SATELLITES[number]
            direction = np.array([place(0.001 * time_ms, north_m) for north_m in norths_m]) - satellite_ecef
            direction /= np.linalg.norm(direction, axis=1)[:, None]
            direction += SIGMA_RAD * rng.standard_normal(direction.shape)
            direction /= np.linalg.norm(direction, axis=1)[:, None]
            rows = np.full(len(norths_m), time_ms)
            bright = np.full(len(norths_m), 1e-9)
            seen = InfraredMeasurements(time_ms, "eye", scan, satellite_ecef, direction, SIGMA_RAD, bright, rows)
            world.time_ms = time_ms
            track_plumes(world, node, InfraredLook(node.declared.name, number, world.time_ms, seen), records)
    return node, records


def area_m2(plume: Plume) -> float:
    point = plume.launch.point
    return math.sqrt(point.var_east_m2 * point.var_north_m2 - point.cov_east_north_m2**2)


def test_two_satellites_make_a_smaller_ellipse_than_one(flagship: Scenario) -> None:
    (alone,) = watched(flagship, 1, (0.0,))[0].plumes
    both = watched(flagship, 2, (0.0,))[0].plumes
    assert len(both) == 2
    assert max(area_m2(plume) for plume in both) < 0.6 * area_m2(alone)


def test_each_launch_of_two_is_fitted_with_its_own_looks(flagship: Scenario) -> None:
    node, _ = watched(flagship, 2, (0.0, 200e3))
    metres_per_rad = 6.37e6
    norths_m = sorted(round((plume.launch.point.lat_rad - SITE[0]) * metres_per_rad / 200e3) for plume in node.plumes)
    assert norths_m == [0, 0, 1, 1]


def test_numbers_tell_scan_and_satellite(flagship: Scenario) -> None:
    node, _ = watched(flagship, 2, (0.0,))
    assert [table["number"].tolist() for table in node.plume_tracks] == [
        founding_numbers(0, 0, np.arange(1)).tolist(),
        founding_numbers(2000, 1, np.arange(1)).tolist(),
    ]


def test_a_plume_is_forgotten_by_a_look_that_sees_nothing_where_nothing_is_followed(flagship: Scenario) -> None:
    world, node = world_of(flagship, 1)
    node.plumes = [replace(plume, last_ms=0) for plume in watched(flagship, 1, (0.0,))[0].plumes]
    for time_ms, left in ((PLUME_KEPT_MS, 1), (PLUME_KEPT_MS + SCAN_MS, 0)):
        world.time_ms = time_ms
        records: list[Record] = []
        nothing = nothing_seen(node.satellites[0], time_ms)
        track_plumes(world, node, InfraredLook(node.declared.name, 0, time_ms, nothing), records)
        assert (len(node.plumes), records) == (left, [])
