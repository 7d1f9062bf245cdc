"""Gravity: the gradient of its potential, and published normal gravity."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.earth.constants import EARTH_RADIUS_M, GM_M3_S2, J2, POLAR_RADIUS_M, ROTATION_RAD_S
from tocsin.earth.kernels import ecef_from_lla, gravity_ecef


def potential(point: np.ndarray) -> float:
    radius = float(np.linalg.norm(point))
    sine = point[2] / radius
    return GM_M3_S2 / radius * (1.0 - J2 * (EARTH_RADIUS_M / radius) ** 2 * (1.5 * sine * sine - 0.5))


@given(st.floats(-1.57, 1.57), st.floats(-3.14, 3.14), st.floats(0.0, 4e7))
def test_gravity_is_the_gradient_of_the_potential(lat: float, lon: float, alt: float) -> None:
    point = np.array(ecef_from_lla(lat, lon, alt))
    step = 100.0
    slope = [(potential(point + step * axis) - potential(point - step * axis)) / (2 * step) for axis in np.eye(3)]
    # Rounding of a potential of 6e7 over 200 m leaves 1e-10 m/s^2; the third derivative adds less.
    assert gravity_ecef(*point) == pytest.approx(slope, abs=1e-8)


@pytest.mark.parametrize(
    ("where", "place"), [("equator", (EARTH_RADIUS_M, 0.0, 0.0)), ("pole", (0.0, 0.0, POLAR_RADIUS_M))]
)
def test_weight_on_the_ellipsoid(
    where: str,
    place: tuple[float, float, float],
    oracle: Callable[[str], dict[str, dict]],
    validate: Callable[..., None],
) -> None:
    pull = -np.array(gravity_ecef(*place))
    pull[:2] -= ROTATION_RAD_S**2 * np.array(place[:2])
    case = oracle("earth_atmosphere.json")[f"wgs84-normal-gravity-{where}"]
    validate("earth", case, "normal_gravity", math.sqrt(float(pull @ pull)))
