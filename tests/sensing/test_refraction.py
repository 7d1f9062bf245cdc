"""How bending air moves the horizon and lifts a body into the beam."""

import math
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.sensing.radar.bending.kernels import apparent_elevation, horizon_range
from tocsin.sensing.radar.look import radar_reasons
from tocsin.sensing.reason import Reason

MEAN_RADIUS_M = 6371008.7714


def test_a_low_body_by_hand() -> None:
    # 4/3 Earth, 80 km away, 2 degrees up: half of 80 km turned by 1 rad per 4 Earth radii, across the ray:
    # 0.99939 * 40000 / (4 * 6371008.77) = 1.56865e-3 rad
    lifted_rad = apparent_elevation(math.radians(2), 80e3, 3000.0, 0.0) - math.radians(2)
    assert lifted_rad == pytest.approx(1.56865e-3, abs=1e-8)  # as many digits as were worked out


def test_the_four_thirds_earth_by_its_own_geometry() -> None:
    """A body on the ground ray: straight over an Earth 4/3 as large, bent over the true one."""
    range_m = 150e3
    effective_radius_m = 4.0 / 3.0 * MEAN_RADIUS_M
    alt_m = range_m**2 / (2.0 * effective_radius_m)  # where a level ray is at that range
    straight_rad = math.asin(
        ((MEAN_RADIUS_M + alt_m) ** 2 - MEAN_RADIUS_M**2 - range_m**2) / (2.0 * range_m * MEAN_RADIUS_M)
    )
    # 1e-6 rad: the law is first order in range / radius, (150 km / 6371 km)^3 is 1e-5 of the lift of 6e-3
    assert apparent_elevation(straight_rad, range_m, alt_m, 0.0) == pytest.approx(0.0, abs=1e-6)


def test_a_high_body_by_hand() -> None:
    # A level ray leaves the 7 km of bending air after sqrt((R' + 7 km)^2 - R'^2) = 344.927 km, with
    # R' = 8494678.36 m, turned by 344.927 / (4 * 6371.009) = 13.5350 mrad; seen from 3,000 km the lift is
    # that times (1 - 344.927 / 6000).
    lift_rad = 13.5350e-3 * (1.0 - 344.927 / 6000.0)
    # The cosine of -0.73 degrees (1e-6), the digits above and the end of the repetition make 2e-6.
    assert apparent_elevation(-lift_rad, 3000e3, 700e3, 0.0) == pytest.approx(0.0, abs=2e-6)


@pytest.mark.parametrize("radar_alt_km, share", [(0.0, 0.11), (1.0, 0.12), (3.0, 0.23)])
def test_total_bending_against_itu_r_p834(radar_alt_km: float, share: float) -> None:
    """Equation (9) of ITU-R P.834-7: total bending in degrees, valid to 10 degrees and 3 km."""
    for apparent_deg in (0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0):
        bending_deg = 1.0 / (
            1.314
            + 0.6437 * apparent_deg
            + 0.02869 * apparent_deg**2
            + radar_alt_km * (0.2305 + 0.09428 * apparent_deg + 0.01096 * apparent_deg**2)
            + 0.008583 * radar_alt_km**2
        )
        expected_rad = math.radians(bending_deg)
        elevation_rad = math.radians(apparent_deg) - expected_rad
        lifted_rad = apparent_elevation(elevation_rad, 1e10, 1e10, radar_alt_km * 1000.0) - elevation_rad
        assert lifted_rad == pytest.approx(expected_rad, rel=share)  # the docstring's own claim


@given(
    st.floats(-0.1, 1.5),
    st.floats(1e-4, 0.05),
    st.floats(500e3, 5000e3),
    st.floats(8e3, 1e6),
    st.floats(0, 3000),
)
def test_a_higher_body_never_appears_lower(
    elevation_rad: float, step_rad: float, range_m: float, alt_m: float, radar_alt_m: float
) -> None:
    low_rad = apparent_elevation(elevation_rad, range_m, alt_m, radar_alt_m)
    high_rad = apparent_elevation(elevation_rad + step_rad, range_m, alt_m, radar_alt_m)
    assert elevation_rad <= low_rad + 1e-12
    # At most the grazing ray of a radar at 3 km: 226 km down and 345 km up through bending air, 22.4 mrad.
    assert low_rad - elevation_rad < 0.0225
    assert high_rad > low_rad


@pytest.mark.parametrize("radar_alt_m", [30.0, 2000.0])
def test_the_ground_drops_out_of_sight_at_the_horizon_range(world: ModuleType, radar_alt_m: float) -> None:
    radar = world.radar(alt_m=radar_alt_m, min_elevation_rad=-math.pi / 2, min_range_m=0.0)
    expected_m = horizon_range(radar_alt_m, 4.0 / 3.0 * MEAN_RADIUS_M)
    central_rad = expected_m / MEAN_RADIUS_M * np.linspace(0.97, 1.03, 121)
    scene = world.scene(*[world.at(45.0 + math.degrees(angle), 10.0, 0.0) for angle in central_rad])
    hidden = radar_reasons(radar, scene) == Reason.BELOW_HORIZON
    assert np.array_equal(np.sort(hidden), hidden)
    seen_to_m = MEAN_RADIUS_M * central_rad[~hidden].max()
    # 0.2 %: the meridian at 45 degrees is curved like a sphere of 6,367 km, and the law is first order
    assert seen_to_m == pytest.approx(expected_m, rel=2e-3)
