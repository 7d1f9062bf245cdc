"""The step of the filters and its partials against the same equations at 50 digits, differentiated by differences."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from mpmath import exp, mp, mpf, sqrt
from numpy.typing import NDArray

from tocsin.earth.air.kernels import air_density, air_density_slope
from tocsin.earth.air_table import LOG_DENSITY
from tocsin.earth.constants import (
    EARTH_RADIUS_M,
    GAS_CONSTANT_AIR_J_KG_K,
    GEOPOTENTIAL_RADIUS_M,
    GM_M3_S2,
    J2,
    LAYER_BASE_M,
    LAYER_LAPSE_K_M,
    LAYER_PRESSURE_PA,
    LAYER_TEMPERATURE_K,
    POLAR_RADIUS_M,
    ROTATION_RAD_S,
    STANDARD_GRAVITY_M_S2,
)
from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.tracking.dynamics.kernels import altitude_slope, gravity_partials, step_with_partials
from tocsin.tracking.filter.kernels import BOOST, COAST, MANOEUVRE, fade_rate, predict_mode
from tocsin.tracking.kernels import INVERSE_BALLISTIC_M2_KG, coast_step, quick_altitude

Array = NDArray[np.float64]
Exact = Any  # mpmath's numbers have no types
Exacts = Sequence[Exact]

mp.dps = 50
SMALL = mpf(10) ** -15  # step of the differences: squared 1e-30, above the 1e-50 of the digits by far
RELATIVE = 1e-9  # rounding of partials made of some fifty products; an error of form is 1e-3 and more
ROUNDING = 4.5e-16  # two roundings of the one that stands on the diagonal
LAYER_BORDERS_M = [height * GEOPOTENTIAL_RADIUS_M / (GEOPOTENTIAL_RADIUS_M - height) for height in LAYER_BASE_M[1:]]


def exact_density(altitude: Exact) -> Exact:
    """U.S. Standard Atmosphere 1976: layers of constant lapse rate below 86 km, the kept cubics above."""
    if altitude >= 86000:
        base, length, first = (86000, 2000, 0) if altitude < 126000 else (126000, 8000, 20)
        row = first + int((altitude - base) / length)
        part = (altitude - base) / length - (row - first)
        return exp(sum(mpf(float(LOG_DENSITY[row, power])) * part**power for power in range(4)))
    height = GEOPOTENTIAL_RADIUS_M * altitude / (GEOPOTENTIAL_RADIUS_M + altitude)
    layer = max(index for index in range(7) if index == 0 or height >= LAYER_BASE_M[index])
    base_k, lapse, above = mpf(LAYER_TEMPERATURE_K[layer]), mpf(LAYER_LAPSE_K_M[layer]), height - LAYER_BASE_M[layer]
    hydrostatic = mpf(STANDARD_GRAVITY_M_S2) / mpf(GAS_CONSTANT_AIR_J_KG_K)
    temperature = base_k + lapse * above
    if lapse == 0:
        pressure = LAYER_PRESSURE_PA[layer] * exp(-hydrostatic * above / base_k)
    else:
        pressure = LAYER_PRESSURE_PA[layer] * (temperature / base_k) ** (-hydrostatic / lapse)
    return pressure / (mpf(GAS_CONSTANT_AIR_J_KG_K) * temperature)


def exact_altitude(place: Exacts) -> Exact:
    """Height above the ellipsoid along the radius: where x^2/a^2 + y^2/a^2 + z^2/b^2 = 1 on the way down."""
    x, y, z = place
    stretch = sqrt((x * x + y * y) / mpf(EARTH_RADIUS_M) ** 2 + z * z / mpf(POLAR_RADIUS_M) ** 2)
    return sqrt(x * x + y * y + z * z) * (1 - 1 / stretch)


def exact_gravity(place: Exacts) -> list[Exact]:
    """Point mass, J2 and the centrifugal term."""
    x, y, z = place
    r = sqrt(x * x + y * y + z * z)
    bulge = mpf(3) / 2 * mpf(J2) * mpf(GM_M3_S2) * mpf(EARTH_RADIUS_M) ** 2 / r**5
    tilt = 5 * (z / r) ** 2
    spin = mpf(ROTATION_RAD_S) ** 2
    point = mpf(GM_M3_S2) / r**3
    return [
        -point * x - bulge * x * (1 - tilt) + spin * x,
        -point * y - bulge * y * (1 - tilt) + spin * y,
        -point * z - bulge * z * (3 - tilt),
    ]


def exact_rates(state: Exacts, ratio: Exact, push: Exacts) -> list[Exact]:
    place, velocity = state[:3], state[3:6]
    u, v, w = velocity
    turning = (2 * mpf(ROTATION_RAD_S) * v, -2 * mpf(ROTATION_RAD_S) * u, mpf(0))
    drag = mpf(0)
    altitude = exact_altitude(place)
    if ratio != 0 and altitude <= 120000:
        speed = sqrt(u * u + v * v + w * w)
        drag = exact_density(altitude) * speed * ratio * mpf(INVERSE_BALLISTIC_M2_KG) / 2
    pulled = exact_gravity(place)
    return [*velocity, *(pulled[k] + turning[k] - drag * velocity[k] + push[k] for k in range(3))]


def exact_step(state: Exacts, dt: float, is_free: bool, fade_rate_s: float) -> list[Exact]:
    """One classical Runge-Kutta step; a push that dies away is held at its mean over the step."""
    fade = exp(-mpf(fade_rate_s) * dt)
    mean = (1 - fade) / (mpf(fade_rate_s) * dt) if fade_rate_s else mpf(1)
    ratio = state[6] if is_free else mpf(0)
    push = [mpf(0)] * 3 if is_free else [mean * state[6 + k] for k in range(3)]
    moving = list(state[:6])

    def rates(reach: Exact, slope: Exacts) -> list[Exact]:
        return exact_rates([moving[k] + reach * slope[k] for k in range(6)], ratio, push)

    step = mpf(dt)
    one = rates(mpf(0), [mpf(0)] * 6)
    two = rates(step / 2, one)
    three = rates(step / 2, two)
    four = rates(step, three)
    after = [moving[k] + step / 6 * (one[k] + 2 * two[k] + 2 * three[k] + four[k]) for k in range(6)]
    return [*after, *(state[6 + k] * (1 if is_free else fade) for k in range(3))]


def exact_partials(function: Callable[[Exacts], Exacts], point: Sequence[float]) -> Array:
    columns = []
    for column in range(len(point)):
        ends = []
        for sign in (1, -1):
            shifted = [mpf(float(value)) for value in point]
            shifted[column] += sign * SMALL
            ends.append(function(shifted))
        columns.append([float((high - low) / (2 * SMALL)) for high, low in zip(*ends, strict=True)])
    return np.array(columns).T


def worst_block(got: Array, exact: Array) -> float:
    """Return the largest error of a 3 by 3 block over its own largest entry, the identity taken off both.

    Blocks tie numbers of one unit to numbers of one unit: position, velocity, the parameters.  So gravity's
    gradient, a millionth of the identity beside it, is held to nine digits of its own.
    """
    worst = 0.0
    less_one = exact - np.eye(9)
    for i in range(0, 9, 3):
        for j in range(0, 9, 3):
            block = np.s_[i : i + 3, j : j + 3]
            size = np.abs(less_one[block]).max()
            off = np.maximum(np.abs(got[block] - exact[block]) - ROUNDING, 0.0).max()
            worst = max(worst, off / size if size > 0.0 else off)
    return worst


def state_at(altitude_m: float, parameters: Sequence[float], lat_rad: float = 0.7) -> Array:
    axes = enu_axes(lat_rad, 0.4)
    place = np.array(ecef_from_lla(lat_rad, 0.4, altitude_m))
    return np.concatenate([place, np.array([1900.0, 2600.0, -1400.0]) @ axes, parameters])


FREE_CASES = [
    *((altitude, 0.25) for altitude in (2e3, 15e3, 26e3, 40e3, 60e3, 80e3, 88e3, 110e3)),
    *((border + side, 0.01) for border in LAYER_BORDERS_M for side in (-300.0, 300.0)),
    *((border + 30.0, 0.25) for border in LAYER_BORDERS_M),  # some stages on each side of the border
    (119.9e3, -0.5),  # backwards, out of the air
    (300e3, 10.0),
    (2000e3, 10.0),
]


@pytest.mark.parametrize(("altitude_m", "dt"), FREE_CASES)
def test_a_free_step_and_its_partials(altitude_m: float, dt: float) -> None:
    state = state_at(altitude_m, [1.3, 0.0, 0.0])
    after, F = step_with_partials(state, dt, True, 0.0)
    exact = exact_partials(lambda point: exact_step(point, dt, True, 0.0), state)
    exact[7, 7] = exact[8, 8] = 1.0
    assert worst_block(F, exact) < RELATIVE
    wanted = np.array([float(value) for value in exact_step([mpf(float(k)) for k in state], dt, True, 0.0)])
    assert np.abs(after - wanted)[:3].max() < 5e-9  # m: five roundings of a coordinate of the Earth's size
    assert np.abs(after - wanted)[3:].max() < 1e-11


@pytest.mark.parametrize("altitude_m", [15e3, 60e3, 300e3])
@pytest.mark.parametrize("mode", [BOOST, MANOEUVRE])
@pytest.mark.parametrize("dt", [0.25, 10.0, -3.0])
def test_a_pushed_step_and_its_partials(altitude_m: float, mode: int, dt: float) -> None:
    state = state_at(altitude_m, [20.0, -7.0, 31.0], -0.9)
    rate = fade_rate(mode)
    after, F = step_with_partials(state, dt, False, rate)
    assert worst_block(F, exact_partials(lambda point: exact_step(point, dt, False, rate), state)) < RELATIVE
    wanted = np.array([float(value) for value in exact_step([mpf(float(k)) for k in state], dt, False, rate)])
    assert np.abs(after - wanted)[:3].max() < 5e-9
    assert np.abs(after - wanted)[3:].max() < 1e-11


@pytest.mark.parametrize("lat_rad", [-1.5, -0.3, 0.0, 0.9])
def test_gravity_and_height_slope_as_their_differences_do(lat_rad: float) -> None:
    place = state_at(2e5, [0.0] * 3, lat_rad)[:3]
    pull = np.reshape(gravity_partials(*place), (3, 3))
    exact = exact_partials(exact_gravity, place)
    # 1e-14 of the largest: nothing is lost to a small difference
    assert np.abs(pull - exact).max() < 1e-14 * np.abs(exact).max()
    slope = exact_partials(lambda point: [exact_altitude(point)], place)[0]
    assert np.abs(np.array(altitude_slope(*place)) - slope).max() < 1e-14
    height = exact_altitude([mpf(float(value)) for value in place])
    assert abs(quick_altitude(*place) - float(height)) < 5e-9


@pytest.mark.parametrize(
    "altitude_m",
    [
        -4000.0,
        *(border + side for border in LAYER_BORDERS_M for side in (-1e-3, 1e-3)),
        *(86e3 - 1e-3, 86e3 + 1e-3, 87.3e3, 119e3, 126e3 - 1e-3, 126e3 + 1e-3, 250e3),
    ],
)
def test_the_density_of_air_slopes_as_its_differences_do(altitude_m: float) -> None:
    density, slope = air_density_slope(altitude_m)
    height = mpf(altitude_m)
    exact = exact_density(height)
    rise = (exact_density(height + SMALL) - exact_density(height - SMALL)) / (2 * SMALL) / exact
    assert density == air_density(altitude_m)
    assert density == pytest.approx(float(exact), rel=1e-12)
    assert slope == pytest.approx(float(rise), rel=1e-12)


def test_a_step_in_the_air_is_that_of_the_coasting_model() -> None:
    state = state_at(40e3, [1.3, 0.0, 0.0])
    after, _ = step_with_partials(state, 0.5, True, 0.0)
    assert np.abs(after[:6] - np.array(coast_step(*state[:6], 0.5, 1.3 * INVERSE_BALLISTIC_M2_KG))).max() < 1e-8


def test_a_dying_push_is_that_of_a_first_order_lag() -> None:
    """Singer's closed form: velocity gained is a tau (1 - exp(-t / tau)); far out gravity hardly bends it."""
    state = state_at(40000e3, [3.0, 0.0, 0.0])
    still = state.copy()
    still[6:] = 0.0
    pushed, _ = step_with_partials(state, 10.0, False, 1.0 / 30.0)
    left, _ = step_with_partials(still, 10.0, False, 1.0 / 30.0)
    gained = pushed[3] - left[3]
    assert gained == pytest.approx(3.0 * 30.0 * (1.0 - math.exp(-1.0 / 3.0)), rel=1e-6)  # gravity's gradient


@pytest.mark.parametrize("altitude_m", [-5_000.0, 0.0, 10_000.0])
@pytest.mark.parametrize("speed_m_s", [500.0, 4_600.0])
def test_what_flies_level_in_thick_air_slows_as_drag_alone_slows_it(altitude_m: float, speed_m_s: float) -> None:
    """dv/dt = -k v^2 has v0 / (1 + k v0 t); steps by the climb alone were nine seconds here, and left all bounds."""
    x = np.array([EARTH_RADIUS_M + altitude_m, 0.0, 0.0, 0.0, 0.0, speed_m_s, 1.0, 0.0, 0.0])
    k = 0.5 * air_density(altitude_m) * INVERSE_BALLISTIC_M2_KG
    predicted, P = predict_mode(x, np.zeros((9, 9)), 9.0, COAST)
    slowed_m_s = speed_m_s / (1.0 + k * speed_m_s * 9.0)
    assert predicted[5] == pytest.approx(slowed_m_s, rel=0.2)  # steps are the longest that are stable
    assert np.isfinite(P).all()
