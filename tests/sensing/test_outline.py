"""Outlines of fields on the ground: each corner lies where the field ends."""

import math
from dataclasses import replace

import numpy as np
import pytest

from tocsin.earth.geodesic import geodesic_inverse
from tocsin.earth.kernels import ecef_from_lla
from tocsin.motion.orbit import position_ecef
from tocsin.scenario.build import load_scenario
from tocsin.sensing.infrared.sensor import InfraredSatellite
from tocsin.sensing.outline import satellite_margin, satellite_outline, skywave_outline
from tocsin.sensing.skywave.sensor import SkywaveRadar

UTC_MS = 1_931_832_000_000  # its epoch


@pytest.fixture(scope="module")
def stationary() -> InfraredSatellite:
    """Return a satellite of the geostationary ring that looks at a point 35 degrees north."""
    return load_scenario("first-seen-by-partner").nodes[0].satellites[0].sensor


@pytest.mark.parametrize("half_field_deg", [0.5, 2.0, 4.0, 20.0, 180.0])
@pytest.mark.parametrize("is_down", [False, True])
def test_every_corner_is_at_the_edge_of_the_field(
    stationary: InfraredSatellite, half_field_deg: float, is_down: bool
) -> None:
    sensor = replace(stationary, half_field_rad=math.radians(half_field_deg))
    if is_down:
        sensor = replace(sensor, boresight_lat_rad=None, boresight_lon_rad=None)
    lat, lon = satellite_outline(sensor, UTC_MS)
    assert lat.size > 60
    margin = satellite_margin(sensor, UTC_MS, lat, lon)
    # its horizon is a round Earth's: up to 0.2 deg off, as a sine
    assert np.abs(margin).max() < 4e-3
    assert (lat[0], lon[0]) == pytest.approx((lat[-1], lon[-1]), abs=1e-6)


def test_a_wide_cone_from_the_geostationary_ring_sees_81_degrees_around(stationary: InfraredSatellite) -> None:
    sensor = replace(stationary, half_field_rad=math.pi, boresight_lat_rad=None, boresight_lon_rad=None)
    satellite = position_ecef(sensor.satellite, UTC_MS)
    lat, lon = satellite_outline(sensor, UTC_MS)
    corners = np.array([ecef_from_lla(float(a), float(b), 0.0) for a, b in zip(lat, lon, strict=True)])
    cosines = corners @ satellite / np.linalg.norm(corners, axis=1) / np.linalg.norm(satellite)
    # by hand: acos(6378 / 42164) = 81.3 deg on the equator; the poles are flatter
    assert np.degrees(np.arccos(cosines)) == pytest.approx(np.full(lat.size, 81.3), abs=0.1)


def test_a_skywave_radar_looks_at_a_ring_sector_beyond_the_horizon() -> None:
    radar = SkywaveRadar(
        sensor_id="far",
        node="alder",
        luck_id=1,
        lat_rad=0.7,
        lon_rad=1.0,
        boresight_rad=2.0,
        half_sector_rad=0.5,
        min_range_m=1_000e3,
        max_range_m=3_000e3,
        max_alt_m=100e3,
        min_range_rate_m_s=30.0,
        reach_m=2_000e3,
        reach_rcs_m2=10.0,
        sigma_range_m=20e3,
        sigma_azimuth_rad=0.01,
        sigma_range_rate_m_s=5.0,
        pfa=1e-4,
        scan_period_ms=30_000,
        scan_offset_ms=0,
    )
    lat, lon = skywave_outline(radar)
    ways = [geodesic_inverse(0.7, 1.0, float(a), float(b)) for a, b in zip(lat, lon, strict=True)]
    assert {round(way.distance_m) for way in ways} == {1_000_000, 3_000_000}
    assert min(way.azimuth1_rad for way in ways) == pytest.approx(1.5)
    assert max(way.azimuth1_rad for way in ways) == pytest.approx(2.5)
    assert (lat[0], lon[0]) == (lat[-1], lon[-1])
