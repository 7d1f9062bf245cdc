"""The limb, the Sun, the air above a plume, and sweeps: what a satellite loses and when it looked."""

import math
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.chance.luck import luck_for
from tocsin.earth.kernels import ecef_from_lla
from tocsin.motion.orbit import position_ecef
from tocsin.sensing.infrared.kernels import field_axes, passed_air, tangent_height
from tocsin.sensing.infrared.sensor import InfraredSatellite, infrared_reasons, is_dark, nothing_seen, sense_infrared
from tocsin.sensing.infrared.sky import CLEAR, Sky
from tocsin.sensing.reason import Reason

Array = NDArray[np.float64]

LUCK = luck_for(7, 0)


def unit(vector: Array) -> Array:
    return np.asarray(vector / np.linalg.norm(vector))


def wide(world: ModuleType, **changes: object) -> InfraredSatellite:
    """Return an eye that sees the whole disc and well past it, with no noise."""
    eye: InfraredSatellite = world.eye(
        **{"half_field_rad": 0.2, "boresight_lat_rad": None, "noise_w_m2": 0.0, "sigma_angle_rad": 0.0, **changes}
    )
    return eye


def past_limb(satellite: Array, height_m: float, beyond_m: float) -> Array:
    """Return a point on a line of sight in the equator's plane with this tangent height, so far past the tangent."""
    down, side = unit(-satellite), unit(np.cross(satellite, [0.0, 0.0, 1.0]))
    far_m = float(np.linalg.norm(satellite))
    sine = (6378137.0 + height_m) / far_m
    line = math.sqrt(1.0 - sine * sine) * down + sine * side
    return np.asarray(satellite + (far_m * math.sqrt(1.0 - sine * sine) + beyond_m) * line)


# --- the limb ---


@pytest.mark.parametrize(
    ("height_m", "beyond_m", "reason"),
    [
        (30.1e3, 0.0, Reason.SEEN),
        (29.9e3, 0.0, Reason.LIMB_GLOW),
        (29.9e3, -500e3, Reason.LIMB_GLOW),  # in front of the limb
        (29.9e3, 500e3, Reason.LIMB_GLOW),  # behind it, high up, seen through the glow
        (200e3, 500e3, Reason.SEEN),  # against black space
        (-29.9e3, -800e3, Reason.LIMB_GLOW),  # against the edge of the disc
        (-31e3, -800e3, Reason.SEEN),
        (-5e3, 500e3, Reason.BEHIND_EARTH),
    ],
)
def test_a_line_of_sight_near_the_limb_is_lost(
    world: ModuleType, height_m: float, beyond_m: float, reason: Reason
) -> None:
    eye = wide(world, limb_guard_m=30e3)
    point = past_limb(position_ecef(eye.satellite, world.EPOCH_MS), height_m, beyond_m)
    assert infrared_reasons(eye, world.scene(point), CLEAR, world.EPOCH_MS).tolist() == [reason]


def test_without_a_guard_the_limb_hides_nothing(world: ModuleType) -> None:
    eye = wide(world)
    point = past_limb(position_ecef(eye.satellite, world.EPOCH_MS), 1.0, 0.0)
    assert infrared_reasons(eye, world.scene(point), CLEAR, world.EPOCH_MS).tolist() == [Reason.SEEN]


def test_tangent_height_by_another_road() -> None:
    """Lines past the Earth at random, against the least altitude at 4,000 points along each."""
    rng = np.random.default_rng(2)
    steps = np.linspace(0.0, 1.0, 4000)[:, None]
    checked = 0
    for _ in range(200):
        satellite = unit(rng.normal(size=3)) * 42e6
        aim = unit(rng.normal(size=3)) * rng.uniform(6.3e6, 6.6e6)
        height_m = tangent_height(*satellite, *(aim - satellite))
        if not 0.0 < height_m < 200e3:
            continue
        # Altitude above the ellipsoid: to its surface along the radius, 0.2 km off at most up to 200 km.
        points = satellite + 2.0 * steps * (aim - satellite)
        radius_m = np.linalg.norm(points, axis=1)
        sine2 = (points[:, 2] / radius_m) ** 2
        surface_m = 6356752.314 / np.sqrt(1.0 - 0.0066943799901 * (1.0 - sine2))
        # 0.4 % is the stretch of the axes, as stated; 0.4 km the above and the steps
        assert height_m == pytest.approx(float((radius_m - surface_m).min()), rel=0.004, abs=400.0)
        checked += 1
    assert checked > 15


def test_a_line_that_leads_away_has_no_limb() -> None:
    assert tangent_height(42e6, 0.0, 0.0, 1.0, 1.0, 0.0) > 1e11


# --- the Sun ---


@pytest.mark.parametrize(("off_deg", "reason"), [(4.9, Reason.SUN_BLINDED), (5.1, Reason.SEEN), (120.0, Reason.SEEN)])
def test_lines_of_sight_near_the_sun_are_blind(world: ModuleType, off_deg: float, reason: Reason) -> None:
    eye = wide(world, sun_exclusion_rad=math.radians(5))
    satellite = position_ecef(eye.satellite, world.EPOCH_MS)
    point = past_limb(satellite, 100e3, 300e3)
    line = unit(point - satellite)
    away = unit(np.cross(line, satellite))  # turned so that the Sun stands past the limb, not behind the Earth
    sun = math.cos(math.radians(off_deg)) * line + math.sin(math.radians(off_deg)) * away
    sky = CLEAR._replace(sun_direction_ecef=sun)
    assert infrared_reasons(eye, world.scene(point), sky, world.EPOCH_MS).tolist() == [reason]
    unguarded = wide(world)
    assert infrared_reasons(unguarded, world.scene(point), sky, world.EPOCH_MS).tolist() == [Reason.SEEN]


def test_the_sun_behind_the_earth_blinds_nobody(world: ModuleType) -> None:
    eye = wide(world, sun_exclusion_rad=math.radians(5))
    satellite = position_ecef(eye.satellite, world.EPOCH_MS)
    sky = CLEAR._replace(sun_direction_ecef=unit(-satellite))
    scene = world.scene(world.at(0.0, 20.0, 60e3))
    assert infrared_reasons(eye, scene, sky, world.EPOCH_MS).tolist() == [Reason.SEEN]


# --- the air ---


def test_air_lets_through_what_beer_says() -> None:
    # vertical depth 1 at the stated altitude, e^-1 of it 2 km higher; a slant of 60 degrees doubles it
    assert passed_air(8e3, 8e3, 1.0) == pytest.approx(math.exp(-1.0), rel=1e-12)
    assert passed_air(8e3, 10e3, 1.0) == pytest.approx(math.exp(-math.exp(-1.0)), rel=1e-12)
    assert passed_air(8e3, 10e3, 0.5) == pytest.approx(math.exp(-2.0 * math.exp(-1.0)), rel=1e-12)
    assert passed_air(8e3, 0.0, 1.0) < 1e-20
    assert passed_air(8e3, 28e3, 1.0) == pytest.approx(1.0, abs=1e-4)
    assert passed_air(8e3, 28.1e3, 0.05) == 1.0
    assert passed_air(0.0, 0.0, 1.0) == 1.0  # left out


def test_a_plume_comes_out_of_the_air_as_it_climbs(world: ModuleType) -> None:
    eye = wide(world, opaque_below_m=8e3)
    satellite = position_ecef(eye.satellite, world.EPOCH_MS)
    heights_m = np.array([0.0, 4e3, 8e3, 12e3, 20e3, 60e3])
    scene = world.scene(*[world.at(0.0, 20.0, height) for height in heights_m], plume_w_sr=1e6)
    seen, body = sense_infrared(eye, scene, CLEAR, world.EPOCH_MS, 3000, LUCK)
    range_m = np.linalg.norm(scene.position_ecef - satellite, axis=1)
    share = np.exp(-np.exp((8e3 - heights_m) / 2e3))  # straight below the satellite
    whole = dict(zip(body.tolist(), seen.intensity_w_m2, strict=True))
    assert sorted(whole) == [2, 3, 4, 5]
    for i, irradiance in whole.items():
        # 5e-5 is the depth left out above; the satellite is 0.05 degrees off the vertical at most
        assert irradiance == pytest.approx(share[i] * 1e6 / range_m[i] ** 2, rel=1e-4)
    reasons = infrared_reasons(eye, scene, CLEAR, world.EPOCH_MS)
    assert reasons.tolist() == [Reason.ABSORBED, Reason.ABSORBED, *[Reason.SEEN] * 4]
    faint = scene._replace(plume_w_sr=np.full(6, 1e3))
    assert set(infrared_reasons(eye, faint, CLEAR, world.EPOCH_MS)) == {Reason.TOO_FAINT}


def test_a_dimmed_plume_may_be_detected_by_luck(world: ModuleType) -> None:
    eye = world.eye(opaque_below_m=8e3, noise_w_m2=1e3 / 3.8e7**2)
    scene = world.many(world.at(45.0, 10.0, 9e3), 1000, plume_w_sr=12e3)
    assert set(infrared_reasons(eye, scene, CLEAR, world.EPOCH_MS)) == {Reason.ABSORBED}
    _, body = sense_infrared(eye, scene, CLEAR, world.EPOCH_MS, 3000, LUCK)
    assert 0 < body.size < 500


# --- sweeps ---


def ring(world: ModuleType, eye: InfraredSatellite) -> tuple[Array, Array]:
    """Return points all round the boresight, and their angle about it from the level direction."""
    satellite = position_ecef(eye.satellite, world.EPOCH_MS)
    axes = field_axes(eye.numbers, satellite)
    angle_rad = np.linspace(0.05, 2.0 * math.pi, 12, endpoint=False)
    lines = [axes[0] + 0.05 * (math.cos(a) * axes[1] + math.sin(a) * axes[2]) for a in angle_rad]
    return np.array([satellite + 36e6 * unit(line) for line in lines]), angle_rad


def test_a_sweep_passes_each_line_at_its_own_time(world: ModuleType) -> None:
    eye = wide(world, is_scanning=True)
    points, angle_rad = ring(world, eye)
    seen, body = sense_infrared(eye, world.scene(*points), CLEAR, world.EPOCH_MS, 13_000, LUCK)
    assert sorted(body.tolist()) == list(range(12))
    ago_ms = eye.scan_period_ms * angle_rad[body] / (2.0 * math.pi)
    assert seen.row_time_ms == pytest.approx(13_000 - ago_ms, abs=1.0)  # whole milliseconds
    assert seen.row_time_ms.min() > seen.time_ms - eye.scan_period_ms
    assert seen.row_time_ms.max() <= seen.time_ms == 13_000


def test_a_stare_has_one_time(world: ModuleType) -> None:
    eye = wide(world)
    points, _ = ring(world, eye)
    seen, _ = sense_infrared(eye, world.scene(*points), CLEAR, world.EPOCH_MS, 13_000, LUCK)
    assert seen.row_time_ms.tolist() == [13_000] * 12
    assert seen.row_time_ms.dtype == np.int64


def test_a_sweep_reports_where_the_body_was(world: ModuleType) -> None:
    eye = wide(world, is_scanning=True)
    points, _ = ring(world, eye)
    velocity = np.tile([1000.0, -2000.0, 1500.0], (12, 1))
    scene = world.scene(*points)._replace(velocity_ecef=velocity)
    seen, body = sense_infrared(eye, scene, CLEAR, world.EPOCH_MS, 13_000, LUCK)
    ago_s = 1e-3 * (13_000 - seen.row_time_ms)
    then = points[body] - ago_s[:, None] * velocity[body] - seen.satellite_ecef
    assert seen.direction_ecef == pytest.approx(then / np.linalg.norm(then, axis=1)[:, None], abs=1e-12)


@pytest.mark.parametrize("lit_s", [0.5, 2.0, 4.0, 8.0])
def test_nothing_is_seen_before_it_was_lit(world: ModuleType, lit_s: float) -> None:
    """A motor that pushes with 20 m/s^2 straight up, all round the boresight."""
    eye = wide(world, is_scanning=True, half_field_rad=0.05, boresight_lat_rad=0.5, boresight_lon_rad=0.3)
    places = [(0.5 + 0.02 * math.sin(a), 0.3 + 0.02 * math.cos(a)) for a in np.linspace(0.0, 2.0 * math.pi, 60)]
    up = np.array([unit(np.array(ecef_from_lla(lat, lon, 1e7))) for lat, lon in places])
    points = np.array([ecef_from_lla(lat, lon, 10.0 * lit_s**2) for lat, lon in places])
    scene = world.scene(*points)._replace(velocity_ecef=20.0 * lit_s * up)
    seen, body = sense_infrared(eye, scene, CLEAR, world.EPOCH_MS, 13_000, LUCK)
    reasons = infrared_reasons(eye, scene, CLEAR, world.EPOCH_MS)
    assert set(reasons) == {Reason.SEEN, Reason.SWEPT_BEFORE}
    assert sorted(body.tolist()) == np.flatnonzero(reasons == Reason.SEEN).tolist()
    # the sweep passes so many of the lines in the time since lift-off, to two lines of the sixty
    assert body.size == pytest.approx(60 * lit_s / 10.0, abs=2.0)
    # half a percent: the vertical of the test is that of a sphere
    assert (13_000 - seen.row_time_ms).max() <= 1000.0 * lit_s * 1.005


def test_a_sky_may_be_given_in_part() -> None:
    assert not CLEAR.sun_direction_ecef.any()
    assert Sky(CLEAR.clouds).glint_probability == 0.0


def test_a_satellite_has_nothing_to_look_at_only_where_it_can_report_nothing(world: ModuleType) -> None:
    eye, burning = world.eye(), world.scene(world.at(45, 10, 50e3))
    cold = burning._replace(plume_w_sr=np.zeros(1))
    assert is_dark(eye, cold, 0.0)
    assert not is_dark(eye, burning, 0.0)
    assert not is_dark(eye, cold, 0.1)  # the Sun may glint
    assert not is_dark(world.eye(false_sources_per_day=1.0), cold, 0.0)
    seen, body = sense_infrared(eye, cold, CLEAR, 1_600_000_003_000, 3000, LUCK)
    nothing = nothing_seen(eye, 3000)
    assert body.size == 0
    assert np.isnan(nothing.satellite_ecef).all()
    for name in nothing._fields:
        if name != "satellite_ecef":
            assert np.array_equal(getattr(nothing, name), getattr(seen, name)), name
