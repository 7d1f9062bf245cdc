"""A radar, bodies and their measurements for the tests of tracking: the fixture ``bench`` is this module."""

import math
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.motion.path import Path as Flown
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import DeclaredBody
from tocsin.sensing.radar.look import RadarMeasurements
from tocsin.sensing.radar.sensor import Radar
from tocsin.tracking.kernels import INVERSE_BALLISTIC_M2_KG, coast_step

Array = NDArray[np.float64]

LAT_RAD, LON_RAD = math.radians(30.0), math.radians(20.0)
STATION_ECEF = np.array(ecef_from_lla(LAT_RAD, LON_RAD, 0.0))
AXES = enu_axes(LAT_RAD, LON_RAD)


def radar(scan_period_ms: int = 2000, half_sector_rad: float = math.pi) -> Radar:
    """Return a radar that looks north; only its place, field and scan period matter here."""
    return Radar(
        sensor_id="north",
        node="alder",
        luck_id=1,
        lat_rad=LAT_RAD,
        lon_rad=LON_RAD,
        alt_m=0.0,
        boresight_rad=0.0,
        half_sector_rad=half_sector_rad,
        min_elevation_rad=math.radians(1.0),
        max_elevation_rad=math.radians(85.0),
        min_range_m=20e3,
        max_range_m=4000e3,
        power_w=1e4,
        gain=1e4,
        wavelength_m=0.25,
        noise_temperature_k=500.0,
        loss=3.0,
        integration_s=0.05,
        bandwidth_hz=1e6,
        beamwidth_rad=math.radians(2.0),
        pfa=1e-6,
        scan_period_ms=scan_period_ms,
        scan_offset_ms=0,
    )


def body(east_m: float, north_m: float, up_m: float, velocity_enu: tuple[float, float, float]) -> Array:
    """Return a state (6,) from the radar's east, north and up."""
    return np.concatenate([STATION_ECEF + np.array([east_m, north_m, up_m]) @ AXES, np.array(velocity_enu) @ AXES])


def measured(
    time_ms: int,
    states: Array,
    rng: np.random.Generator | None,
    sigma_range_m: float = 20.0,
    sigma_angle_rad: float = 1e-3,
) -> RadarMeasurements:
    """Return what the radar reports of states (n, 6): range, azimuth and elevation, noise added."""
    enu = (states[:, :3] - STATION_ECEF) @ AXES.T
    range_m = np.linalg.norm(enu, axis=1)
    azimuth_rad = np.arctan2(enu[:, 0], enu[:, 1])
    elevation_rad = np.arcsin(enu[:, 2] / range_m)
    count = range_m.shape[0]
    if rng is not None:
        range_m = range_m + sigma_range_m * rng.standard_normal(count)
        azimuth_rad = azimuth_rad + sigma_angle_rad * rng.standard_normal(count)
        elevation_rad = elevation_rad + sigma_angle_rad * rng.standard_normal(count)
    sigmas = np.full(count, sigma_range_m), np.full(count, sigma_angle_rad)
    angles = range_m, azimuth_rad % (2.0 * math.pi), elevation_rad
    rest = np.zeros(count), np.zeros(count), np.full(count, -1)  # range rate and kind: not measured
    return RadarMeasurements(time_ms, "north", time_ms // 2000, *angles, *sigmas, np.full(count, 100.0), *rest)


def coast(states: Array, duration_s: float) -> Array:
    """Return states (n, 6) some seconds on, in steps of 1 s."""
    out = states.copy()
    for _ in range(round(duration_s)):
        for row in range(out.shape[0]):
            out[row] = coast_step(*out[row], 1.0, INVERSE_BALLISTIC_M2_KG)
    return out


def ballistic_state(
    rng: np.random.Generator,
) -> Array:
    """Return a rising state above the air, 150 to 250 km up, that comes down 400 to 1,500 km on."""
    course_rad = rng.uniform(-0.5, 0.5)
    speed_m_s = rng.uniform(1500.0, 2800.0)
    climb_m_s = rng.uniform(1000.0, 1800.0)
    velocity = (speed_m_s * math.sin(course_rad), speed_m_s * math.cos(course_rad), climb_m_s)
    return body(rng.uniform(-2e5, 2e5), rng.uniform(1e5, 3e5), rng.uniform(1.5e5, 2.5e5), velocity)


@cache
def flyers() -> dict[str, Flown]:
    """Return the path of every body of ``flyers.toml`` by its id."""
    file = Path(__file__).parent / "flyers.toml"
    scenario = build_scenario(file.read_text(encoding="utf-8"), str(file))
    launched = [body for launch in scenario.launches for body in launch.bodies]
    given = [flight.record for flight in scenario.flights if isinstance(flight.record, DeclaredBody)]
    return {body.body_id: body.path for body in (*launched, *given)}


@pytest.fixture(scope="session")
def bench() -> ModuleType:
    return sys.modules[__name__]
