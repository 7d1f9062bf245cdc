"""Limits of sight of satellites against numbers that others published; those of radars are in test_radar_oracles."""

import math
from types import ModuleType

import numpy as np
import pytest

from tocsin.motion.orbit import geostationary, position_ecef
from tocsin.sensing.infrared import infrared_reasons
from tocsin.sensing.kernels import earth_hides
from tocsin.sensing.reason import Reason
from tocsin.sensing.scene import cloud_rows


def test_highest_latitude_seen_from_the_geostationary_ring(world: ModuleType) -> None:
    case = world.oracle("space_ir.json")["geo-coverage-limit"]
    eye = world.eye(half_field_rad=math.pi / 2)
    latitudes_deg = np.arange(80.5, 82.5, 0.01)
    scene = world.scene(*[world.at(latitude, 20.0, 0.0) for latitude in latitudes_deg])
    reasons = infrared_reasons(eye, scene, cloud_rows([]), world.EPOCH_MS)
    highest_deg = latitudes_deg[reasons != Reason.BEHIND_EARTH].max()
    assert highest_deg == pytest.approx(case["expected"]["max_latitude_seen_from_GEO"]["value"], abs=0.1)
    assert set(reasons[latitudes_deg > highest_deg]) == {Reason.BEHIND_EARTH}


def test_the_solid_earth_by_another_road(world: ModuleType) -> None:
    """Sight lines from the ring to points all over, against 2,000 steps along each line."""
    satellite = position_ecef(geostationary(0.3, world.EPOCH_MS), world.EPOCH_MS)
    steps = np.linspace(0.0, 1.0, 2000)[:-1, None]
    axes_m = np.array([6378137.0, 6378137.0, 6356752.314])
    checked = 0
    for latitude in range(-88, 90, 8):
        for longitude in range(-180, 180, 15):
            point = world.at(latitude, longitude, 150e3)
            depth = float(np.sqrt((((satellite + steps * (point - satellite)) / axes_m) ** 2).sum(axis=1)).min())
            if abs(depth - 1.0) > 1e-4:  # too near to grazing for the steps to tell
                assert earth_hides(*satellite, *point) == (depth < 1.0)
                checked += 1
    assert checked > 400
