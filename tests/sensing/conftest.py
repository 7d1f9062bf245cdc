"""Small hand-made worlds for the tests of sensing: the fixture ``world`` is this module."""

import json
import math
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.chance.luck import declared_id
from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.motion.orbit import geostationary
from tocsin.sensing.infrared.sensor import InfraredSatellite
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.scene import Scene

Array = NDArray[np.float64]
EPOCH_MS = 1_600_000_000_000
ORACLES = Path(__file__).parents[1] / "oracles"


def oracle(name: str) -> dict[str, Any]:
    return {case["id"]: case for case in json.loads((ORACLES / name).read_text())}


def radar(**changes: Any) -> Radar:
    """Return an L-band radar at 45 N 10 E looking north; 1 m^2 at 1,000 km gives an SNR of 25.8."""
    plain: dict[str, Any] = {
        "sensor_id": "north",
        "node": "alder",
        "luck_id": declared_id("north"),
        "lat_rad": math.radians(45),
        "lon_rad": math.radians(10),
        "alt_m": 0.0,
        "boresight_rad": 0.0,
        "half_sector_rad": math.radians(60),
        "min_elevation_rad": math.radians(3),
        "max_elevation_rad": math.radians(80),
        "min_range_m": 20e3,
        "max_range_m": 4000e3,
        "power_w": 9e3,
        "gain": 10**3.8,
        "wavelength_m": 0.25,
        "noise_temperature_k": 500.0,
        "loss": 10**0.5,
        "integration_s": 0.05,
        "bandwidth_hz": 1e6,
        "beamwidth_rad": math.radians(2),
        "pfa": 1e-6,
        "scan_period_ms": 1000,
        "scan_offset_ms": 0,
    }
    return Radar(**{**plain, **changes})


def eye(**changes: Any) -> InfraredSatellite:
    """Return an eye on the ring over 20 E that stares at 45 N 10 E; 10 kW/sr is twice its threshold."""
    plain: dict[str, Any] = {
        "sensor_id": "eye",
        "node": "alder",
        "luck_id": declared_id("eye"),
        "satellite": geostationary(math.radians(20), EPOCH_MS),
        "boresight_lat_rad": math.radians(45),
        "boresight_lon_rad": math.radians(10),
        "half_field_rad": math.radians(2),
        "threshold_w_m2": 5e3 / 3.8e7**2,
        "noise_w_m2": 1e3 / 3.8e7**2,
        "sigma_angle_rad": 2e-5,
        "scan_period_ms": 10_000,
        "scan_offset_ms": 3_000,
    }
    return InfraredSatellite(**{**plain, **changes})


def from_radar(looker: Radar, azimuth_deg: float, elevation_deg: float, range_m: float) -> Array:
    """Return the (3,) ECEF point at a straight-line azimuth, elevation and range."""
    azimuth_rad, elevation_rad = math.radians(azimuth_deg), math.radians(elevation_deg)
    direction_enu = np.array(
        [
            math.cos(elevation_rad) * math.sin(azimuth_rad),
            math.cos(elevation_rad) * math.cos(azimuth_rad),
            math.sin(elevation_rad),
        ]
    )
    place_ecef = np.array(ecef_from_lla(looker.lat_rad, looker.lon_rad, looker.alt_m))
    return place_ecef + range_m * direction_enu @ enu_axes(looker.lat_rad, looker.lon_rad)


def at(lat_deg: float, lon_deg: float, alt_m: float) -> Array:
    return np.array(ecef_from_lla(math.radians(lat_deg), math.radians(lon_deg), alt_m))


def scene(*points_ecef: Array, rcs_m2: float = 1.0, plume_w_sr: float = 10e3) -> Scene:
    count = len(points_ecef)
    return Scene(
        np.array(points_ecef).reshape(count, 3),
        np.zeros((count, 3)),
        np.full(count, rcs_m2),
        np.full(count, plume_w_sr),
        np.arange(1000, 1000 + count),
        np.zeros(count, dtype=np.int64),
    )


def many(point_ecef: Array, count: int, **values: float) -> Scene:
    """Return a scene of one body many times, each with luck of its own: many looks in one scan."""
    return scene(*[point_ecef] * count, **values)


def permuted(whole: Scene, order: NDArray[np.int64]) -> Scene:
    return Scene(*[np.ascontiguousarray(array[order]) for array in whole])


@pytest.fixture(scope="session")
def world() -> ModuleType:
    return sys.modules[__name__]
