"""Arcs against whole flights of the engine's own, geographiclib's great circles, and an orbit flown by scipy."""

import math

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from scipy.integrate import solve_ivp

from tocsin.earth.constants import GM_M3_S2, ROTATION_RAD_S
from tocsin.earth.geodesic import geodesic_direct
from tocsin.earth.kernels import lla_from_ecef, lla_rows
from tocsin.motion.solve import fly_to_ground, solve_boost_plan
from tocsin.motion.vehicle import Vehicle
from tocsin.scenario.declared import LaunchArea
from tocsin.scenario.pack import load_pack
from tocsin.scenario.vehicles import build_vehicle
from tocsin.study.footprint.arcs import ORIGINS, Arcs, arcs_to, origins, positions_at
from tocsin.study.footprint.kernels import FLIGHT_S, RANGE_M

START = (math.radians(28.5), math.radians(53.5))


def vehicle(name: str) -> Vehicle:
    return build_vehicle(load_pack(name, "vehicle"))


def quarter(of: Vehicle, count: int) -> np.ndarray:
    """Return places in one quarter, as a nation's land lies."""
    low_m, high_m = of.range_bounds_m
    share, bearing = np.linspace(0.05, 0.9, count), np.radians(np.linspace(0.0, 90.0, count))
    return np.array(
        [
            geodesic_direct(*START, float(b), float(low_m + s * (high_m - low_m)))[:2]
            for s, b in zip(share, np.roll(bearing, 3), strict=True)
        ]
    )


@pytest.mark.parametrize(
    ("name", "time_share", "off_m"), [("srbm", 0.06, 25e3), ("mrbm", 0.01, 30e3), ("irbm", 0.01, 35e3)]
)
def test_arcs_fly_as_the_engine_solves_them(name: str, time_share: float, off_m: float) -> None:
    # 14 whole flights a class: the arc leaves out drag, which lengthens the fall of a slow class
    # most: 14 s of 254 s, and 2 % of its apogee, at 160 km
    of = vehicle(name)
    aims = quarter(of, 14)
    arcs = arcs_to(of, START, aims)
    for index, (lat, lon) in enumerate(aims.tolist()):
        flight = fly_to_ground(of, solve_boost_plan(of, (*START, 0.0), (lat, lon, 0.0)), (*START, 0.0))
        apogee_m = lla_rows(flight.position_ecef)[:, 2].max()
        assert arcs.flights_s[index] == pytest.approx(flight.impact_s, rel=time_share)
        assert arcs.apogees_m[index] == pytest.approx(apogee_m, rel=0.025)
        at_s = np.linspace(0.3 * arcs.flights_s[index], arcs.flights_s[index] - 20.0, 6)
        mine = positions_at(one(arcs, index), at_s[None])[0]
        same_s = at_s + flight.impact_s - arcs.flights_s[index]  # both counted back from their impact
        true = np.stack([np.interp(same_s, flight.time_s, flight.position_ecef[:, k]) for k in range(3)], axis=1)
        assert np.sqrt(np.sum((mine - true) ** 2, axis=1)).max() < off_m


def one(arcs: Arcs, index: int) -> Arcs:
    return arcs._replace(rows=arcs.rows[index : index + 1])


def test_an_arc_is_an_orbit_over_a_turning_earth() -> None:
    # from its state at burn-out, two bodies in inertial axes, by scipy: it must come down on the place
    of = vehicle("mrbm")
    aims = quarter(of, 5)
    arcs = arcs_to(of, START, aims)
    for index in range(5):
        arc = one(arcs, index)
        burn_s, flight_s = arcs.burn_out_s[index], arcs.flights_s[index]
        h = 0.05
        before, at, after = positions_at(arc, np.array([[burn_s + h, burn_s + 2 * h, burn_s + 3 * h]]))[0]
        spin = np.array([0.0, 0.0, ROTATION_RAD_S])
        velocity_eci = (after - before) / (2 * h) + np.cross(spin, at)
        path = solve_ivp(
            lambda _, y: np.concatenate((y[3:], -GM_M3_S2 * y[:3] / np.linalg.norm(y[:3]) ** 3)),
            (0.0, flight_s - burn_s - 2 * h),
            np.concatenate((at, velocity_eci)),
            rtol=1e-10,
            atol=1e-6,
        ).y[:3, -1]
        turn = ROTATION_RAD_S * (flight_s - burn_s - 2 * h)
        x, y = (
            path[0] * math.cos(turn) + path[1] * math.sin(turn),
            path[1] * math.cos(turn) - path[0] * math.sin(turn),
        )
        lat, lon, alt_m = lla_from_ecef(x, y, path[2])
        away_m = Geodesic.WGS84.Inverse(*np.degrees([lat, lon, *aims[index]]))["s12"]
        assert away_m < 100.0  # of 3,000 km: velocity by differences over 0.1 s
        assert abs(alt_m) < 100.0


def test_boost_keeps_to_the_great_circle_and_ends_where_the_coast_begins() -> None:
    of = vehicle("mrbm")
    aim = quarter(of, 3)[1:2]
    arcs = arcs_to(of, START, aim)
    way = Geodesic.WGS84.Inverse(*np.degrees([*START, *aim[0]]))
    assert arcs.rows[0, RANGE_M] == pytest.approx(way["s12"], rel=1e-9)
    burn_s = arcs.burn_out_s[0]
    for at_s in (0.5 * burn_s, burn_s - 1e-6):
        lat, lon, _ = lla_from_ecef(*positions_at(arcs, np.array([[at_s]]))[0, 0].tolist())
        rising = Geodesic.WGS84.Inverse(*np.degrees([*START, lat, lon]))
        assert rising["azi1"] == pytest.approx(way["azi1"], abs=1e-3)
    edge = positions_at(arcs, np.array([[burn_s - 1e-6, burn_s + 1e-6]]))[0]
    assert np.sqrt(np.sum((edge[1] - edge[0]) ** 2)) < 10.0  # no jump


def test_there_is_no_arc_outside_the_class_range() -> None:
    of = vehicle("mrbm")
    low_m, high_m = of.range_bounds_m
    aims = np.array([geodesic_direct(*START, 0.5, way_m)[:2] for way_m in (0.9 * low_m, 1.1 * low_m, 1.1 * high_m)])
    assert (arcs_to(of, START, aims).rows[:, FLIGHT_S] > 0.0).tolist() == [False, True, False]


def test_a_circle_of_launch_places_is_stood_for_evenly() -> None:
    area = LaunchArea(vehicle("mrbm"), *START, 100e3, 1.0)
    away_m = [Geodesic.WGS84.Inverse(*np.degrees([*START, *place]))["s12"] for place in origins(area)]
    assert len(away_m) == ORIGINS
    assert max(away_m) < 100e3
    # an even spread over a circle has a mean square of half the radius squared
    assert np.mean(np.square(away_m)) == pytest.approx(0.5 * 100e3**2, rel=1e-3)
