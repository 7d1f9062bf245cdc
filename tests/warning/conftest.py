"""Launches in a small world, and what a node has of them: the fixture ``bench`` is this module."""

import math
import sys
from types import ModuleType

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.payload import LaunchReport, PreLaunchNotification
from tocsin.picture.shared import Picture, empty_picture
from tocsin.tracking.launch_fit import BoostProfile
from tocsin.tracking.plume.looks import Looks
from tocsin.tracking.predict import fly_forward, predict_impacts
from tocsin.tracking.provenance import Source
from tocsin.warning.area import METRES_PER_RAD, Area
from tocsin.warning.assess import Assessed, assess
from tocsin.warning.event import LaunchEstimate
from tocsin.warning.evidence import Evidence, Geography, Plume, Reported
from tocsin.warning.rules import HOLD_MS

Array = NDArray[np.float64]

LAUNCH_MS, BURN_OUT_MS = 100_000, 180_000
TRACK_MS = 240_000
HELD_MS = TRACK_MS + HOLD_MS  # an impact known since TRACK_MS is believed now
PROFILE = BoostProfile(np.array([0.0, 40.0, 80.0]), np.array([0.0, 25e3, 100e3]), np.array([0.0, 15e3, 120e3]))
P_GOOD = np.diag([1e6, 1e6, 1e6, 100.0, 100.0, 100.0])  # 1 km, 10 m/s
WEST = np.array(ecef_from_lla(0.0, math.radians(10.0), 35_786e3))
EAST = np.array(ecef_from_lla(0.0, math.radians(80.0), 35_786e3))
SIGMA_RAD = 30e-6
NOWHERE = Geography((), ())


def offset(lat_rad: float, lon_rad: float, east_m: float, north_m: float) -> tuple[float, float]:
    """Return the place so far east and north of another."""
    return lat_rad + north_m / METRES_PER_RAD, lon_rad + east_m / (METRES_PER_RAD * math.cos(lat_rad))


SITE = (math.radians(30.0), math.radians(50.0))
SITES = (SITE, offset(*SITE, 300e3, 0.0), offset(*SITE, 0.0, 300e3))


def burn_out(site: tuple[float, float] = SITE) -> Array:
    """Return the state (6,) at burn-out of a launch to the north: 120 km downrange, 100 km up, 1,148 km to go."""
    lat_rad, lon_rad = offset(*site, 0.0, 120e3)
    velocity_enu = np.array([0.0, 2300.0, 2000.0])
    return np.concatenate((ecef_from_lla(lat_rad, lon_rad, 100e3), velocity_enu @ enu_axes(lat_rad, lon_rad)))


def state_at(time_ms: int, site: tuple[float, float] = SITE) -> Array:
    """Return the same body's state some time after burn-out."""
    return fly_forward(burn_out(site), P_GOOD, np.array([(time_ms - BURN_OUT_MS) / 1000.0])).x[0]


def picture(time_ms: int, *rows: tuple[Array, tuple[Source, ...]], coast_probability: float = 1.0) -> Picture:
    """Return a picture of (state, provenance) rows."""
    if not rows:
        return empty_picture(time_ms)
    states = np.array([x for x, _ in rows])
    count = len(rows)
    coast = np.full(count, coast_probability)
    return Picture(time_ms, states, np.tile(P_GOOD, (count, 1, 1)), coast, tuple(sources for _, sources in rows))


def source(name: str, last_ms: int, first_ms: int = 0) -> Source:
    return Source(name, first_ms, last_ms)


def launch(site: tuple[float, float] = SITE, sigma_m: float = 5e3, **changes: object) -> LaunchEstimate:
    """Return a launch estimate, right where and when the launch was."""
    point = Ellipse(*site, sigma_m**2, 0.0, sigma_m**2)
    return msgspec.structs.replace(LaunchEstimate(point, LAUNCH_MS, 5_000, 0.0, 0.1), **changes)


def plume(
    name: str, body_ecef: Array, satellite_ecef: Array = WEST, last_ms: int = BURN_OUT_MS, **changes: object
) -> Plume:
    """Return a plume last seen at a place, from one of two satellites."""
    sight = body_ecef[:3] - satellite_ecef
    satellite = "ir 0" if satellite_ecef is WEST else "ir 1"
    estimate = changes.get("launch", launch())
    assert isinstance(estimate, LaunchEstimate)
    direction = sight / np.linalg.norm(sight)
    looks = Looks(np.array([0.001 * last_ms]), satellite_ecef[None, :], direction[None, :], np.array([SIGMA_RAD]))
    return Plume(source(name, last_ms), satellite, estimate, last_ms, looks)


def reported(event_id: str, name: str, received_ms: int, **fields: object) -> Reported:
    """Return a report of a partner, Birch, resting on one of its sources."""
    given = {"confidence": "low", "phenomenology": "ir", "generic_class": "unknown", **fields}
    report = msgspec.structs.replace(LaunchReport(event_id=event_id), **given)
    return Reported("birch", report, (source(name, received_ms),), received_ms - 3000, received_ms)


def launch_fields(estimate: LaunchEstimate) -> dict[str, object]:
    """Return a launch estimate as the fields of a report."""
    return {
        "launch_point": estimate.point,
        "launch_time_ms": estimate.time_ms,
        "launch_time_sigma_ms": estimate.time_sigma_ms,
        "azimuth_rad": estimate.azimuth_rad,
        "azimuth_sigma_rad": estimate.azimuth_sigma_rad,
    }


def evidence(time_ms: int, **changes: object) -> Evidence:
    """Return what Alder knows: nothing, but for what is given; an own picture alone is the whole picture."""
    own = changes.get("own", empty_picture(time_ms))
    given = {
        "node": "alder",
        "picture": own,
        "own": own,
        "plumes": (),
        "reports": (),
        "notices": (),
        "geography": NOWHERE,
        "profile": PROFILE,
    }
    return Evidence(time_ms=time_ms, **{"since_ms": time_ms - 1, **given, **changes})


def notice(**changes: object) -> PreLaunchNotification:
    """Return a notice of the launch at the first site: to the north, within 10 km, in a window of ten minutes."""
    announced = PreLaunchNotification(
        notice_id="n1",
        launching_nation="cedar",
        generic_class="slv",
        window_start_ms=0,
        window_end_ms=600_000,
        lat_rad=SITE[0],
        lon_rad=SITE[1],
        radius_m=10e3,
        azimuth_rad=0.0,
    )
    return msgspec.structs.replace(announced, **changes)


def box(area_id: str, nation: str, centre: tuple[float, float], half_m: float) -> Area:
    """Return a square area about a place."""
    corners = [(-half_m, -half_m), (half_m, -half_m), (half_m, half_m), (-half_m, half_m)]
    return Area(area_id, nation, np.array([offset(*centre, east_m, north_m) for east_m, north_m in corners]))


def looked(result: Assessed | None, evidence: Evidence) -> Assessed:
    """Return the next look at the evidence, from the events of the look before."""
    return assess((), 1, evidence) if result is None else assess(result.events, result.next_number, evidence)


def issued(result: Assessed, kind: type) -> list:
    return [item for item in result.issued if isinstance(item, kind)]


def tracked(time_ms: int, name: str = "alder.s1", coast_probability: float = 1.0, **changes: object) -> Evidence:
    """Return what Alder knows with one track of the body, of its own unless the name says otherwise."""
    row = (state_at(time_ms), (source(name, time_ms),))
    side = "own" if name.startswith("alder") else "picture"
    return evidence(time_ms, **{side: picture(time_ms, row, coast_probability=coast_probability), **changes})


def watched(result: Assessed | None = None, name: str = "alder.s1", **changes: object) -> Assessed:
    """Return what a track is judged to be once its impact has held for as long as it must."""
    result = looked(result, tracked(TRACK_MS, name, **changes))
    return looked(result, tracked(HELD_MS, name, **changes))


@pytest.fixture(scope="session")
def aim() -> tuple[float, float]:
    """Return where the body of the first site comes down: latitude and longitude, rad."""
    fall = predict_impacts(burn_out()[None], P_GOOD[None])
    return float(fall.lat_rad[0]), float(fall.lon_rad[0])


@pytest.fixture(scope="session")
def alders_ground(aim: tuple[float, float]) -> Geography:
    """Return a world in which the body comes down on Alder, beside a place named home."""
    return Geography((box("home", "alder", aim, 60e3),), (box("land", "alder", aim, 300e3),))


@pytest.fixture(scope="session")
def bench() -> ModuleType:
    return sys.modules[__name__]
