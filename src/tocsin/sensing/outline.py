"""What a sensor looks at, as an outline on the ground, for whoever draws a map."""

import math

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.constants import EARTH_RADIUS_M, POLAR_RADIUS_M
from tocsin.earth.kernels import ecef_from_lla, ecef_rows, lla_from_ecef, lla_rows, vincenty_direct
from tocsin.motion.orbit import position_ecef
from tocsin.sensing.infrared.sensor import InfraredSatellite
from tocsin.sensing.radar.look import radar_reasons
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.reason import Reason
from tocsin.sensing.scene import Scene
from tocsin.sensing.skywave.sensor import SkywaveRadar

Array = NDArray[np.float64]

FIELD_ALTITUDE_M = 300e3  # m: radar fields are drawn for a body at this height
REACH_STEP_M = 5e3
BRIGHT_RCS_M2 = 1e9  # m^2: never too faint
SECTOR_POINTS = 61
CIRCLE_POINTS = 73
HALVINGS = 32  # of the angle up to which a satellite's line of sight meets the ground: to 1e-9 rad
STRAIGHT_ASIDE_RAD = 0.5 * math.pi - 1e-6  # a cone wider than this shows no more of the Earth
POLE_SCALE = EARTH_RADIUS_M / POLAR_RADIUS_M  # stretched so along its axis, the ellipsoid is a sphere


def radar_reach_m(radar: Radar, altitude_m: float) -> float:
    """Return how far along the ground, on its boresight, a radar looks at bright bodies of one height, to 5 km.

    By the radar's own verdict; 0 where it sees none.
    """
    steps_m = np.arange(REACH_STEP_M, radar.max_range_m + REACH_STEP_M, REACH_STEP_M)
    places = [vincenty_direct(radar.lat_rad, radar.lon_rad, radar.boresight_rad, float(d))[:2] for d in steps_m]
    lat, lon = np.array(places).T
    count = steps_m.shape[0]
    still, bright = np.zeros((count, 3)), np.full(count, BRIGHT_RCS_M2)
    positions = ecef_rows(lat.copy(), lon.copy(), np.full(count, altitude_m))
    reasons = radar_reasons(radar, Scene(positions, still, bright, np.zeros(count), np.arange(count)))
    return float(steps_m[reasons == Reason.SEEN].max(initial=0.0))


def radar_outline(radar: Radar, altitude_m: float) -> tuple[Array, Array]:
    """Return latitudes and longitudes (rad) of the closed outline of a radar's field at one height."""
    reach_m = radar_reach_m(radar, altitude_m)
    half_rad = min(radar.half_sector_rad, math.pi)
    bearings = radar.boresight_rad + np.linspace(-half_rad, half_rad, SECTOR_POINTS)
    place = (radar.lat_rad, radar.lon_rad)
    points = [vincenty_direct(*place, float(bearing), reach_m)[:2] for bearing in bearings]
    if half_rad < math.pi:
        distances = np.linspace(0.0, reach_m, 20)
        out = [vincenty_direct(*place, float(bearings[0]), float(d))[:2] for d in distances]
        back = [vincenty_direct(*place, float(bearings[-1]), float(d))[:2] for d in distances[::-1]]
        points = [*out, *points, *back]
    lat, lon = np.array(points).T
    return lat, lon


def circle_outline(lat_rad: float, lon_rad: float, radius_m: float) -> tuple[Array, Array]:
    """Return latitudes and longitudes (rad) of a closed circle on the ground."""
    bearings = np.linspace(0.0, 2.0 * math.pi, CIRCLE_POINTS)
    lat, lon = np.array([vincenty_direct(lat_rad, lon_rad, float(b), radius_m)[:2] for b in bearings]).T
    return lat, lon


def skywave_outline(radar: SkywaveRadar) -> tuple[Array, Array]:
    """Return latitudes and longitudes (rad) of the closed outline of the ring sector where a skywave radar looks."""
    half_rad = min(radar.half_sector_rad, math.pi)
    bearings = radar.boresight_rad + np.linspace(-half_rad, half_rad, SECTOR_POINTS)
    far = [(float(bearing), radar.max_range_m) for bearing in bearings]
    near = [(float(bearing), radar.min_range_m) for bearing in bearings[::-1]]
    points = [vincenty_direct(radar.lat_rad, radar.lon_rad, *polar)[:2] for polar in (*far, *near, far[0])]
    lat, lon = np.array(points).T
    return lat, lon


def satellite_outline(sensor: InfraredSatellite, utc_ms: int) -> tuple[Array, Array]:
    """Return latitudes and longitudes (rad) of the closed outline of the ground that a satellite looks at.

    The edge of its cone, and where the cone looks past the Earth the horizon.
    """
    satellite = position_ecef(sensor.satellite, utc_ms)
    axis = boresight_ecef(sensor, utc_ms) - satellite
    axis /= math.sqrt(float(np.sum(axis**2)))
    aside = np.cross(axis, np.eye(3)[int(np.argmin(np.abs(axis)))])
    aside /= math.sqrt(float(np.sum(aside**2)))
    turns = np.linspace(0.0, 2.0 * math.pi, CIRCLE_POINTS)[:, None]
    out = np.cos(turns) * aside + np.sin(turns) * np.cross(axis, aside)
    inner = np.zeros((CIRCLE_POINTS, 1))
    outer = np.full((CIRCLE_POINTS, 1), min(sensor.half_field_rad, STRAIGHT_ASIDE_RAD))
    for _ in range(HALVINGS):
        middle = 0.5 * (inner + outer)
        meets = np.isfinite(way_to_ground_m(satellite, lines(axis, out, middle)))[:, None]
        inner, outer = np.where(meets, middle, inner), np.where(meets, outer, middle)
    sight = lines(axis, out, inner)
    places = lla_rows(satellite + way_to_ground_m(satellite, sight)[:, None] * sight)
    return places[:, 0], places[:, 1]


def lines(axis: Array, out: Array, angle_rad: Array) -> Array:
    """Return lines of sight (k, 3): an axis (3,), turned by angles (k, 1) toward directions ``out`` (k, 3)."""
    return np.asarray(np.cos(angle_rad) * axis + np.sin(angle_rad) * out)


def way_to_ground_m(from_ecef: Array, direction_ecef: Array) -> Array:
    """Return how far it is from a place (3,) m in directions (k, 3) to the ground, m; infinity past the Earth."""
    stretch = np.array([1.0, 1.0, POLE_SCALE])
    start, along = from_ecef * stretch, direction_ecef * stretch
    length = np.sqrt(np.sum(along**2, axis=1))
    nearest = -(along @ start) / length
    under_root = nearest**2 - float(start @ start) + EARTH_RADIUS_M**2
    way = (nearest - np.sqrt(np.maximum(under_root, 0.0))) / length
    return np.where((under_root >= 0.0) & (nearest > 0.0), way, np.inf)


def satellite_margin(sensor: InfraredSatellite, utc_ms: int, lat_rad: Array, lon_rad: Array) -> Array:
    """Return how far inside a satellite's field each place of a mesh is: above 0 inside, below 0 outside.

    The lesser of two angles' worth (as sines and cosines, so only the sign and the zero line mean something):
    to the edge of the cone, and of the satellite above the place's horizon.
    """
    shape = lat_rad.shape
    ground = ecef_rows(lat_rad.ravel().copy(), lon_rad.ravel().copy(), np.zeros(lat_rad.size))
    up = ground / np.sqrt(np.sum(ground**2, axis=1))[:, None]
    satellite = position_ecef(sensor.satellite, utc_ms)
    line = ground - satellite
    line /= np.sqrt(np.sum(line**2, axis=1))[:, None]
    axis = boresight_ecef(sensor, utc_ms) - satellite
    axis /= math.sqrt(float(np.sum(axis**2)))
    inside = np.sum(line * axis, axis=1) - math.cos(sensor.half_field_rad)
    above = -np.sum(line * up, axis=1)
    scale = max(1.0 - math.cos(sensor.half_field_rad), 1e-9)
    margin: Array = np.minimum(inside / scale, above).reshape(shape)
    return margin


def boresight_ecef(sensor: InfraredSatellite, utc_ms: int) -> Array:
    """Return the ground point (3,) ECEF that a satellite's field is centred on."""
    if sensor.boresight_lat_rad is None or sensor.boresight_lon_rad is None:
        x, y, z = position_ecef(sensor.satellite, utc_ms).tolist()
        lat_rad, lon_rad, _ = lla_from_ecef(x, y, z)
        return np.array(ecef_from_lla(lat_rad, lon_rad, 0.0))
    return np.array(ecef_from_lla(sensor.boresight_lat_rad, sensor.boresight_lon_rad, 0.0))
