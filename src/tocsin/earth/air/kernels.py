"""The U.S. Standard Atmosphere 1976, as kernels."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.earth.air_table import LOG_DENSITY, LOG_PRESSURE
from tocsin.earth.constants import (
    AIR_TOP_M,
    GAS_CONSTANT_AIR_J_KG_K,
    GEOPOTENTIAL_RADIUS_M,
    HEAT_CAPACITY_RATIO,
    KINETIC_BASE_M,
    KINETIC_SHARE,
    KINETIC_STEP_M,
    LAYER_BASE_M,
    LAYER_LAPSE_K_M,
    LAYER_PRESSURE_PA,
    LAYER_TEMPERATURE_K,
    LAYER_TOP_M,
    STANDARD_GRAVITY_M_S2,
)

Array = NDArray[np.float64]


@njit(cache=True)
def geopotential_altitude(alt_m: float) -> float:
    """Return the geopotential altitude (m') of a geometric altitude (m), as the standard defines it."""
    return GEOPOTENTIAL_RADIUS_M * alt_m / (GEOPOTENTIAL_RADIUS_M + alt_m)


@njit(cache=True)
def layer_at(geopotential_m: float) -> int:
    """Return the number of the layer that holds a geopotential altitude (m'), 0 to 6."""
    layer = 0
    while layer < 6 and geopotential_m >= LAYER_BASE_M[layer + 1]:
        layer += 1
    return layer


@njit(cache=True)
def state_in(layer: int, geopotential_m: float) -> tuple[float, float]:
    """Return molecular-scale temperature (K) and pressure (Pa) at a geopotential altitude (m') of a layer."""
    base_k = LAYER_TEMPERATURE_K[layer]
    lapse = LAYER_LAPSE_K_M[layer]
    above_m = geopotential_m - LAYER_BASE_M[layer]
    constant = STANDARD_GRAVITY_M_S2 / GAS_CONSTANT_AIR_J_KG_K
    if lapse == 0.0:
        return base_k, LAYER_PRESSURE_PA[layer] * math.exp(-constant * above_m / base_k)
    temperature_k = base_k + lapse * above_m
    return temperature_k, LAYER_PRESSURE_PA[layer] * (base_k / temperature_k) ** (constant / lapse)


@njit(cache=True)
def layer_state(alt_m: float) -> tuple[float, float]:
    """Return molecular-scale temperature (K) and pressure (Pa) for -5 to 86 km, by the layer formulas."""
    height = geopotential_altitude(max(alt_m, -5000.0))
    return state_in(layer_at(height), height)


@njit(cache=True)
def tail_row(alt_m: float) -> tuple[int, float]:
    """Return the row of ``air_table`` that holds an altitude from 86 to 1,000 km, and the fraction of it gone up."""
    if alt_m < 126000.0:
        place = (alt_m - 86000.0) / 2000.0
    elif alt_m < 286000.0:
        place = 20.0 + (alt_m - 126000.0) / 8000.0
    else:
        place = 40.0 + (alt_m - 286000.0) / 36000.0
    row = int(place)
    return row, place - row


@njit(cache=True)
def cubic_exponential(rows: Array, row: int, x: float) -> float:
    """Return exp of a row of cubics (n, 4), constant term first, at x."""
    return math.exp(rows[row, 0] + x * (rows[row, 1] + x * (rows[row, 2] + x * rows[row, 3])))


@njit(cache=True)
def kinetic_temperature(alt_m: float) -> float:
    """Return the kinetic temperature (K) from 86 to 1,000 km: the report's equations 25, 27, 29 and 31."""
    if alt_m < 91000.0:
        return 186.8673
    if alt_m < 110000.0:
        away = (alt_m - 91000.0) / 19942.9
        return 263.1905 - 76.3232 * math.sqrt(1.0 - away * away)
    if alt_m < 120000.0:
        return 240.0 + 0.012 * (alt_m - 110000.0)
    depth_m = (alt_m - 120000.0) * (GEOPOTENTIAL_RADIUS_M + 120000.0) / (GEOPOTENTIAL_RADIUS_M + alt_m)
    return 1000.0 - 640.0 * math.exp(-1.875e-5 * depth_m)


@njit(cache=True)
def kinetic_share(alt_m: float) -> float:
    """Return kinetic over molecular-scale temperature up to 86 km: straight lines between the report's table 8."""
    if alt_m <= KINETIC_BASE_M:
        return 1.0
    place = (alt_m - KINETIC_BASE_M) / KINETIC_STEP_M
    row = min(int(place), 11)
    return KINETIC_SHARE[row] + (place - row) * (KINETIC_SHARE[row + 1] - KINETIC_SHARE[row])


@njit(cache=True)
def air_density(alt_m: float) -> float:
    """Return the air density (kg/m^3) at an altitude (m): U.S. Standard Atmosphere 1976.

    Notes
    -----
    Exact layer formulas from -5 km (held below it) to 86 km.  Above, the report's equations for six gases,
    integrated once (``scripts/make_air.py``) and kept as cubics in log density; zero above 1,000 km.
    Left out: weather, season, Sun: from some 200 km up the real density is several times more or less.  Checked:
    every stored row of the report (``tests/oracles/earth_atmosphere.json``), 1e-4 to 86 km, 5e-4 to 600 km, 1.1e-3
    above; between rows up to 5e-4 more.
    """
    if alt_m >= LAYER_TOP_M:
        if alt_m > AIR_TOP_M:
            return 0.0
        row, x = tail_row(alt_m)
        return cubic_exponential(LOG_DENSITY, row, x)
    temperature_k, pressure_pa = layer_state(alt_m)
    return pressure_pa / (GAS_CONSTANT_AIR_J_KG_K * temperature_k)


@njit(cache=True)
def air_density_slope(alt_m: float) -> tuple[float, float]:
    """Return the air density (kg/m^3) at an altitude (m), and the slope of its logarithm (1/m).

    Notes
    -----
    The derivative of ``air_density``, term by term: zero where that is held, one-sided at the layers' borders.
    Checked: against differences at 50 digits (``tests/tracking/test_dynamics.py``).
    """
    if alt_m >= LAYER_TOP_M:
        if alt_m > AIR_TOP_M:
            return 0.0, 0.0
        row, x = tail_row(alt_m)
        row_m = 2000.0 if row < 20 else 8000.0 if row < 40 else 36000.0
        slope = LOG_DENSITY[row, 1] + x * (2.0 * LOG_DENSITY[row, 2] + 3.0 * x * LOG_DENSITY[row, 3])
        return cubic_exponential(LOG_DENSITY, row, x), slope / row_m
    height = geopotential_altitude(max(alt_m, -5000.0))
    layer = layer_at(height)
    temperature_k, pressure_pa = state_in(layer, height)
    density = pressure_pa / (GAS_CONSTANT_AIR_J_KG_K * temperature_k)
    if alt_m < -5000.0:
        return density, 0.0
    shrink = GEOPOTENTIAL_RADIUS_M / (GEOPOTENTIAL_RADIUS_M + alt_m)
    per_m = STANDARD_GRAVITY_M_S2 / GAS_CONSTANT_AIR_J_KG_K + LAYER_LAPSE_K_M[layer]
    return density, -per_m / temperature_k * shrink * shrink


@njit(cache=True)
def air(alt_m: float) -> tuple[float, float, float, float]:
    """Return kinetic temperature (K), pressure (Pa), density (kg/m^3) and speed of sound (m/s) at an altitude (m).

    Notes
    -----
    Validity and checks are those of ``air_density``.  The speed of sound is sqrt(1.4 P / rho): the report's below
    86 km; above it the report gives none, and a sound wave hardly means anything there.
    Above 1,000 km pressure and density are zero and the other two are held.
    """
    if alt_m >= LAYER_TOP_M:
        held_m = min(alt_m, AIR_TOP_M)
        row, x = tail_row(held_m)
        temperature_k = kinetic_temperature(held_m)
        density = cubic_exponential(LOG_DENSITY, row, x)
        pressure_pa = cubic_exponential(LOG_PRESSURE, row, x)
    else:
        molecular_k, pressure_pa = layer_state(alt_m)
        temperature_k = molecular_k * kinetic_share(alt_m)
        density = pressure_pa / (GAS_CONSTANT_AIR_J_KG_K * molecular_k)
    sound_m_s = math.sqrt(HEAT_CAPACITY_RATIO * pressure_pa / density)
    if alt_m > AIR_TOP_M:
        return temperature_k, 0.0, 0.0, sound_m_s
    return temperature_k, pressure_pa, density, sound_m_s
