"""Where the Sun glints for a satellite, how bright, how fast it moves; and the geometry of September 1983."""

import math
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize

from tocsin.chance.luck import declared_id, luck_for
from tocsin.earth.kernels import ecef_from_lla, lla_from_ecef
from tocsin.motion.orbit import Elements, Satellite, position_ecef, satellite_from_elements
from tocsin.sensing.infrared.nature.kernels import reflectance
from tocsin.sensing.infrared.sensor import GLINT_SOURCE, InfraredSatellite, sense_infrared
from tocsin.sensing.infrared.sky import CLEAR, Sky
from tocsin.sensing.infrared.sun_glint import Glint, glint

Array = NDArray[np.float64]

LUCK = luck_for(7, 0)
EVENT_UTC_MS = 433_368_900_000  # 1983-09-25T20:15Z, the time in tests/oracles/space_ir.json
THRESHOLD_W_M2, OPAQUE_BELOW_M = 0.06e-9, 8e3  # of the pack `high-orbit`


def unit(vector: Array) -> Array:
    return np.asarray(vector / np.linalg.norm(vector))


def toward(lat_deg: float, lon_deg: float) -> Array:
    """Return the direction (unit) of a Sun that stands over a place."""
    lat, lon = math.radians(lat_deg), math.radians(lon_deg)
    return np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])


def vertical(point_ecef: Array) -> Array:
    lat_rad, lon_rad, _ = lla_from_ecef(*point_ecef)
    return toward(math.degrees(lat_rad), math.degrees(lon_rad))


def must_glint(satellite_ecef: Array, sun_ecef: Array, top_m: float = 12e3, opaque_below_m: float = 0.0) -> Glint:
    found = glint(satellite_ecef, sun_ecef, top_m, opaque_below_m)
    assert found is not None
    return found


PLACES = [(0.0, 0.0, 3.58e7), (63.0, 20.0, 3.9e7), (-40.0, 100.0, 1.2e7), (80.0, -60.0, 2e6), (10.0, 170.0, 8e5)]
SUNS = [(0.0, 60.0), (0.0, 0.0), (23.0, 150.0), (-23.0, -90.0), (5.0, 100.0), (-10.0, -170.0)]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("over", SUNS)
def test_the_point_obeys_the_law_of_reflection(place: tuple[float, float, float], over: tuple[float, float]) -> None:
    satellite = np.array(ecef_from_lla(math.radians(place[0]), math.radians(place[1]), place[2]))
    sun = toward(*over)
    found = glint(satellite, sun, 12e3)
    if found is None:
        # none only in the Earth's shadow, or where it would be flatter than 88.85 degrees: see the next test
        assert float(unit(satellite) @ sun) < -0.5
        return
    up, to_satellite = vertical(found.point_ecef), unit(satellite - found.point_ecef)
    assert lla_from_ecef(*found.point_ecef)[2] == pytest.approx(12e3, abs=1e-3)
    # the half-way direction is the vertical: to 1e-9 rad, 6 mm on the ground
    assert np.abs(unit(to_satellite + sun) - up).max() < 1e-9
    assert math.acos(float(up @ sun)) == pytest.approx(found.incidence_rad, abs=1e-8)
    assert up @ sun > 0.0  # the lit side


@pytest.mark.parametrize("place", PLACES)
def test_light_takes_the_shortest_path(place: tuple[float, float, float]) -> None:
    """Fermat: of all points of the surface the glint's is the one with the shortest way Sun to satellite."""
    satellite = np.array(ecef_from_lla(math.radians(place[0]), math.radians(place[1]), place[2]))
    sun = toward(place[0] / 2.0, place[1] + 70.0)

    def path_m(angles_rad: Array) -> float:
        point = np.array(ecef_from_lla(angles_rad[0], angles_rad[1], 0.0))
        return float(np.linalg.norm(satellite - point) - point @ sun)

    start = lla_from_ecef(*(unit(unit(satellite) + sun) * 6.371e6))[:2]
    best = minimize(path_m, np.array(start), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-9})
    point = np.array(ecef_from_lla(best.x[0], best.x[1], 0.0))
    # a minimum of lengths of 1e7 m known to 1e-9 m is flat over sqrt(1e-9 * 1e7) = 0.1 m; a hundred times that
    assert np.linalg.norm(must_glint(satellite, sun, 0.0).point_ecef - point) < 10.0


def test_no_glint_in_the_shadow() -> None:
    satellite = np.array([42.164e6, 0.0, 0.0])
    assert glint(satellite, toward(0.0, 180.0)) is None
    assert glint(satellite, toward(0.0, 174.0)) is None
    assert glint(satellite, toward(0.0, 120.0)) is not None


def test_fresnel() -> None:
    assert reflectance(1.0) == pytest.approx((0.3 / 2.3) ** 2, rel=1e-12)  # ((n - 1) / (n + 1))^2
    assert reflectance(1e-9) == pytest.approx(1.0, abs=1e-7)
    brewster_rad = math.atan(1.3)  # there only light across the plane is reflected: ((1 - n^2) / (1 + n^2))^2 / 2
    assert reflectance(math.cos(brewster_rad)) == pytest.approx(0.5 * (0.69 / 2.69) ** 2, rel=1e-12)


def test_brightness_by_hand() -> None:
    satellite = np.array([42.164e6, 0.0, 0.0])
    found = must_glint(satellite, toward(0.0, 0.0), 0.0)  # straight below: 35,786 km
    # 7.4 W/m^2, reflectance 0.0170132, 3e-3 of 1 km^2, tilt 0.01 rad
    by_hand = 7.4 * 0.0170132 * 3e-3 * 1e6 / (4.0 * math.pi * 1e-4) / 35_785_863.0**2
    assert found.irradiance_w_m2 == pytest.approx(by_hand, rel=1e-4)  # the digits of the inputs
    assert found.incidence_rad == pytest.approx(0.0, abs=1e-6)


def test_grazing_makes_it_bright_and_low_air_takes_it_back() -> None:
    satellite = np.array([42.164e6, 0.0, 0.0])
    steep, flat = (must_glint(satellite, toward(0.0, lon), 14e3) for lon in (0.0, 150.0))
    assert flat.incidence_rad > math.radians(70)
    assert flat.irradiance_w_m2 > 8.0 * steep.irradiance_w_m2
    high, low = (must_glint(satellite, toward(0.0, 150.0), top_m, OPAQUE_BELOW_M) for top_m in (14e3, 6e3))
    assert high.irradiance_w_m2 > THRESHOLD_W_M2
    assert low.irradiance_w_m2 < 0.01 * THRESHOLD_W_M2


def test_the_air_is_passed_twice() -> None:
    satellite = np.array([42.164e6, 0.0, 0.0])
    for lon_deg in (0.0, 100.0, 150.0):
        clear, dimmed = (must_glint(satellite, toward(0.0, lon_deg), 12e3, below_m) for below_m in (0.0, 8e3))
        depth = math.exp(-2.0) / math.cos(clear.incidence_rad)  # 4 km above a vertical depth of 1
        share = dimmed.irradiance_w_m2 / clear.irradiance_w_m2
        assert share == pytest.approx(math.exp(-2.0 * depth), rel=1e-9)


# --- the case of 1983 ---


def molniya(longitude_deg: float, utc_ms: int) -> Satellite:
    """Return a half-day orbit whose apogee, at 63 N over a longitude (to 3 degrees), is reached at a time."""
    elements = Elements(utc_ms, 0.0, 0.74, 1.5 * math.pi, math.radians(63.4), math.pi, 4.0 * math.pi / 1436.068, 0.0)
    x, y, _ = position_ecef(satellite_from_elements(elements), utc_ms)
    node_rad = math.radians(longitude_deg) - math.atan2(y, x)
    return satellite_from_elements(elements._replace(node_rad=node_rad % (2.0 * math.pi)))


def sun_of_the_event(minutes: float = 0.0) -> Array:
    """Return the Sun near 1983-09-25T20:15Z, two days past the equinox: 0.9 S; true noon 8 min before mean noon."""
    return toward(-0.9, -15.0 * (20.25 + minutes / 60.0 - 12.0) - 2.1)


def eye_on_high(satellite: Satellite, **changes: object) -> InfraredSatellite:
    """Return a satellite with the numbers of the pack `high-orbit`, its field on the middle of the Earth."""
    plain = {
        "sensor_id": "high",
        "node": "alder",
        "luck_id": declared_id("high"),
        "satellite": satellite,
        "boresight_lat_rad": None,
        "boresight_lon_rad": None,
        "half_field_rad": math.radians(9),
        "threshold_w_m2": THRESHOLD_W_M2,
        "noise_w_m2": 0.012e-9,
        "sigma_angle_rad": 3e-5,
        "scan_period_ms": 5000,
        "scan_offset_ms": 0,
        "limb_guard_m": 15e3,
        "opaque_below_m": OPAQUE_BELOW_M,
    }
    return InfraredSatellite(**{**plain, **changes})  # type: ignore[arg-type]


APOGEE_LON_DEG = 15.0
MARKED_LLA = (math.radians(47.5), math.radians(-111.2), 0.0)  # under the case's marker


@pytest.mark.parametrize("apogee_lon_deg", [0.0, 15.0, 30.0])
@pytest.mark.parametrize("hours", [-3, 0, 3])
def test_the_geometry_of_1983_class(world: ModuleType, apogee_lon_deg: float, hours: int) -> None:
    """At equinox, high over the far side of the pole from the Sun: glint off high cloud, flat, near the limb.

    Qualitative (`oko-1983-event`): sunlight off high cloud over the northern plains, reported as launches.
    Where the satellite stood is not in the source; what is held here is the class of geometry.
    """
    case = world.oracle("space_ir.json")["oko-1983-event"]
    assert "sunlight off high cloud" in case["expected"]["alarm"]
    orbit = molniya(apogee_lon_deg, EVENT_UTC_MS + 3_600_000 * hours)
    satellite = position_ecef(orbit, EVENT_UTC_MS)
    assert lla_from_ecef(*satellite)[2] > 30e6
    found = must_glint(satellite, sun_of_the_event(), 14e3, OPAQUE_BELOW_M)
    # as flat as a mirror can be between that Sun and 55 to 63 N: it stands 23 to 34 degrees up
    assert math.degrees(found.incidence_rad) > 55.0
    line = found.point_ecef - satellite
    limb_rad = math.asin(6.371e6 / float(np.linalg.norm(satellite)))
    off_rad = math.acos(float(unit(line) @ unit(-satellite)))
    assert 0.8 * limb_rad < off_rad < limb_rad  # in the outer fifth of the Earth's disc
    marked = np.array(ecef_from_lla(*MARKED_LLA))
    assert np.linalg.norm(found.point_ecef - marked) < 2e6  # on the same plains, which are so wide
    # as bright as a launch: 0.06 nW/m^2 is 100 kW/sr from there; three times it lies within the model's spread
    assert found.irradiance_w_m2 > 3.0 * THRESHOLD_W_M2


def test_on_the_suns_own_side_the_glint_is_fainter() -> None:
    across = position_ecef(molniya(30.0, EVENT_UTC_MS), EVENT_UTC_MS)
    beside = position_ecef(molniya(-126.0, EVENT_UTC_MS), EVENT_UTC_MS)
    flat, steep = (must_glint(place, sun_of_the_event(), 14e3, OPAQUE_BELOW_M) for place in (across, beside))
    assert flat.incidence_rad > steep.incidence_rad + math.radians(25)
    assert flat.irradiance_w_m2 > 1.5 * steep.irradiance_w_m2


def test_the_case_is_reported_for_minutes_and_creeps(world: ModuleType) -> None:
    """Reported scan after scan, as a launch would be; but it hardly moves."""
    orbit = molniya(APOGEE_LON_DEG, EVENT_UTC_MS)
    eye, points = eye_on_high(orbit), []
    for minute in range(6):
        sky = Sky(CLEAR.clouds, sun_of_the_event(minute), glint_probability=1.0, glint_top_m=14e3)
        utc_ms, time_ms = EVENT_UTC_MS + 60_000 * minute, 60_000 * minute
        seen, cause = sense_infrared(eye, world.scene(), sky, utc_ms, time_ms, LUCK)
        assert cause.tolist() == [GLINT_SOURCE]
        assert seen.intensity_w_m2[0] >= THRESHOLD_W_M2
        points.append(must_glint(position_ecef(orbit, utc_ms), sun_of_the_event(minute), 14e3).point_ecef)
        line = unit(points[-1] - seen.satellite_ecef)
        # within three standard deviations of the plates' tilt (64 km across the line) and of the noise
        assert math.acos(float(line @ seen.direction_ecef[0])) < 3.0 * (64e3 / 4e7 + 3e-5)
    speed_m_s = np.linalg.norm(np.diff(points, axis=0), axis=1) / 60.0
    assert speed_m_s.min() > 10.0
    assert speed_m_s.max() < 600.0  # a missile passes that within 20 s


def test_a_second_satellite_sees_nothing_there(world: ModuleType) -> None:
    """Glint is one satellite's: another place has its mirror elsewhere, and that is why two eyes tell."""
    sun = sun_of_the_event()
    here = must_glint(position_ecef(molniya(APOGEE_LON_DEG, EVENT_UTC_MS), EVENT_UTC_MS), sun).point_ecef
    there = must_glint(np.array(ecef_from_lla(0.0, math.radians(-30.0), 35.786e6)), sun).point_ecef
    assert np.linalg.norm(here - there) > 1e6


def test_cloud_is_there_as_often_as_declared(world: ModuleType) -> None:
    eye = eye_on_high(molniya(APOGEE_LON_DEG, EVENT_UTC_MS), threshold_w_m2=1e-15, noise_w_m2=0.0)
    sky = Sky(CLEAR.clouds, sun_of_the_event(), glint_probability=0.3, glint_top_m=14e3)
    blocks = [
        [sense_infrared(eye, world.scene(), sky, EVENT_UTC_MS, time_ms, LUCK)[1].size for time_ms in times]
        for times in ((600_000 * block, 600_000 * block + 300_000) for block in range(400))
    ]
    assert all(first == last for first, last in blocks)  # there for the whole block or not at all
    assert sum(first for first, _ in blocks) == pytest.approx(120, abs=4.0 * math.sqrt(400 * 0.21))  # 4 sigma


def test_a_cloud_lies_there_as_long_as_declared_and_the_next_one_elsewhere(world: ModuleType) -> None:
    eye = eye_on_high(molniya(APOGEE_LON_DEG, EVENT_UTC_MS), sigma_angle_rad=0.0)
    sky = Sky(CLEAR.clouds, sun_of_the_event(), glint_probability=1.0, glint_top_m=14e3, glint_cloud_ms=90_000)
    seen = [
        sense_infrared(eye, world.scene(), sky, EVENT_UTC_MS, time_ms, LUCK)[0].direction_ecef
        for time_ms in (0, 85_000, 90_000)
    ]
    assert [rows.shape[0] for rows in seen] == [1, 1, 1]
    first, same, other = (rows[0] for rows in seen)
    assert same == pytest.approx(first, abs=1e-12)
    # 45 km by the cosine of the incidence, seen from 40,000 km: 0.5 mrad a standard deviation and axis
    assert 2e-5 < float(np.linalg.norm(other - first)) < 5e-3


@pytest.mark.parametrize(
    "changes",
    [
        {"half_field_rad": math.radians(1)},
        {"limb_guard_m": 2000e3},
        {"sun_exclusion_rad": math.radians(89)},
        {"threshold_w_m2": 1e-3},
    ],
    ids=["outside the field", "in the glow of the limb", "beside the Sun", "too faint"],
)
def test_what_is_lost_to_plumes_is_lost_to_glint(world: ModuleType, changes: dict[str, float]) -> None:
    orbit = molniya(APOGEE_LON_DEG, EVENT_UTC_MS)
    sky = Sky(CLEAR.clouds, sun_of_the_event(), glint_probability=1.0, glint_top_m=14e3)
    counts = [
        sense_infrared(eye, world.scene(), sky, EVENT_UTC_MS, 0, LUCK)[1].size
        for eye in (eye_on_high(orbit), eye_on_high(orbit, **changes))
    ]
    assert counts == [1, 0]


def test_no_sun_no_glint(world: ModuleType) -> None:
    eye = eye_on_high(molniya(APOGEE_LON_DEG, EVENT_UTC_MS))
    sky = CLEAR._replace(glint_probability=1.0)
    assert sense_infrared(eye, world.scene(), sky, EVENT_UTC_MS, 0, LUCK)[1].size == 0
