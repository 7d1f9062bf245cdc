"""Write the air above 86 km as a table: the equations of the U.S. Standard Atmosphere 1976, integrated once.

``python scripts/make_air.py`` writes ``src/tocsin/earth/air_table.py``; a test makes the table again and compares.

The report (NASA-TM-X-74335, 1976, public domain) gives above 86 km a kinetic temperature in closed form (equations
25 to 31) and a number density for each of six gases: nitrogen in balance (its equation 36 with molecular mass 28.9644
to 100 km and that of nitrogen above), atomic and molecular oxygen, argon and helium by diffusion with eddies
(equations 36 to 38, coefficients of tables 6 and 7) and hydrogen with an upward flow (equation 39).
Density and pressure are sums over the gases.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.constants import GEOPOTENTIAL_RADIUS_M, STANDARD_GRAVITY_M_S2

Array = NDArray[np.float64]

GAS_CONSTANT_J_KMOL_K = 8314.32  # the report's table 2, with the next two
AVOGADRO_PER_KMOL = 6.022169e26
BOLTZMANN_J_K = 1.380622e-23
MIXED_MASS_KG_KMOL = 28.9644  # of air at sea level
MIXED_TOP_KM, EDDY_FALL_KM, EDDY_TOP_KM = 100.0, 95.0, 115.0
EDDY_M2_S = 120.0
MASS_KG_KMOL = {"N2": 28.0134, "O": 15.9994, "O2": 31.9988, "Ar": 39.948, "He": 4.0026, "H": 1.00797}
AT_86_KM_PER_M3 = {"N2": 1.129794e20, "O": 8.6e16, "O2": 3.030898e19, "Ar": 1.351400e18, "He": 7.5817e14}
DIFFUSION = {"O": (6.986e20, 0.75), "O2": (4.863e20, 0.75), "Ar": (4.487e20, 0.87), "He": (1.7e21, 0.691)}  # a, b
THERMAL = {"O": 0.0, "O2": 0.0, "Ar": 0.0, "He": -0.4}
# Table 7, per km^3, km, per km^3: the flow Q (Z - U)^2 exp(-W (Z - U)^3); the second one, below 97 km, is of O alone.
FLOW = {
    "O": (-5.809644e-4, 56.90311, 2.706240e-5),
    "O2": (1.366212e-4, 86.0, 8.333333e-5),
    "Ar": (9.434079e-5, 86.0, 8.333333e-5),
    "He": (-2.457369e-4, 86.0, 6.666667e-4),
}
LOW_OXYGEN_FLOW, LOW_OXYGEN_TOP_KM, LOW_OXYGEN_FALL = -3.416248e-3, 97.0, 5.008765e-4
HYDROGEN_AT_500_KM_PER_M3, HYDROGEN_FLOW_M2_S, HYDROGEN_THERMAL = 8.0e10, 7.2e11, -0.25
HYDROGEN_DIFFUSION = (3.305e21, 0.5)
HYDROGEN_START_KM = 150.0

STEP_KM = 0.01
ROWS = 20  # in each section; steps are equal within it, so that a kernel finds its row without a search
SECTIONS_KM = (86, 126, 286, 1006)
FORWARD = np.array([-26.0, 57.0, -42.0, 11.0]) / 6.0  # slope at a point, in steps, from the next four
FILE = Path(__file__).parents[1] / "src/tocsin/earth/air_table.py"


def temperature_k(height_km: Array) -> tuple[Array, Array]:
    """Return the kinetic temperature (K) and its slope (K/km) of heights (n,), km."""
    away = (np.clip(height_km, 91.0, 110.0) - 91.0) / 19.9429
    arc = np.sqrt(1.0 - away * away)
    r0 = GEOPOTENTIAL_RADIUS_M / 1000.0
    depth = (height_km - 120.0) * (r0 + 120.0) / (r0 + height_km)
    fade = 640.0 * np.exp(-0.01875 * depth)
    where = [height_km <= 91.0, height_km < 110.0, height_km < 120.0]
    value = np.select(where, [186.8673, 263.1905 - 76.3232 * arc, 240.0 + 12.0 * (height_km - 110.0)], 1000.0 - fade)
    slope = np.select(
        where, [0.0, 76.3232 * away / (19.9429 * arc), 12.0], 0.01875 * fade * ((r0 + 120.0) / (r0 + height_km)) ** 2
    )
    return np.asarray(value), np.asarray(slope)


def summed(height_km: Array, slope: Array) -> Array:
    """Return the integral (n,) of a slope over height, from the first height, by the trapezium rule."""
    return np.concatenate([[0.0], np.cumsum(0.5 * (slope[1:] + slope[:-1]) * np.diff(height_km))])


def number_densities(height_km: Array) -> dict[str, Array]:
    """Return the number density (n,) per m^3 of each gas at equally spaced heights from 86 km."""
    kelvin, slope = temperature_k(height_km)
    gravity = STANDARD_GRAVITY_M_S2 * (GEOPOTENTIAL_RADIUS_M / (GEOPOTENTIAL_RADIUS_M + 1000.0 * height_km)) ** 2
    weight = 1000.0 * gravity / (GAS_CONSTANT_J_KMOL_K * kelvin)  # kmol/(kg km)
    mixed = np.where(height_km <= MIXED_TOP_KM, MIXED_MASS_KG_KMOL, MASS_KG_KMOL["N2"])
    gases = {"N2": AT_86_KM_PER_M3["N2"] * kelvin[0] / kelvin * np.exp(-summed(height_km, weight * mixed))}
    squared = np.minimum((height_km - EDDY_FALL_KM) ** 2, 400.0 - 1e-9)
    eddy = EDDY_M2_S * np.where(height_km <= EDDY_FALL_KM, 1.0, np.exp(1.0 - 400.0 / (400.0 - squared)))
    eddy = np.where(height_km >= EDDY_TOP_KM, 0.0, eddy)
    for name in DIFFUSION:
        through = gases["N2"] if name in ("O", "O2") else gases["N2"] + gases["O"] + gases["O2"]
        a, b = DIFFUSION[name]
        diffusion = a / through * (kelvin / 273.15) ** b
        share = diffusion / (diffusion + eddy)
        fall = share * (weight * (MASS_KG_KMOL[name] + mixed * eddy / diffusion) + THERMAL[name] * slope / kelvin)
        total = summed(height_km, fall + flow(name, height_km))
        gases[name] = AT_86_KM_PER_M3[name] * kelvin[0] / kelvin * np.exp(-total)
    gases["H"] = hydrogen(height_km, kelvin, weight, sum(gases.values(), np.zeros_like(height_km)))
    return gases


def flow(name: str, height_km: Array) -> Array:
    """Return the flow term (n,), per km, of a gas."""
    strength, start_km, fall = FLOW[name]
    out = strength * (height_km - start_km) ** 2 * np.exp(-fall * (height_km - start_km) ** 3)
    if name == "O":
        below = np.maximum(LOW_OXYGEN_TOP_KM - height_km, 0.0)
        out = out + LOW_OXYGEN_FLOW * below**2 * np.exp(-LOW_OXYGEN_FALL * below**3)
    return np.asarray(out)


def hydrogen(height_km: Array, kelvin: Array, weight: Array, others_per_m3: Array) -> Array:
    """Return the number density (n,) of hydrogen per m^3: none below 150 km, 8e10 at 500 km."""
    at_500 = int(np.argmin(np.abs(height_km - 500.0)))
    a, b = HYDROGEN_DIFFUSION
    diffusion = a / others_per_m3 * (kelvin / 273.15) ** b
    depth = summed(height_km, weight * MASS_KG_KMOL["H"])
    depth = depth - depth[at_500]
    swell = (kelvin / kelvin[at_500]) ** (1.0 + HYDROGEN_THERMAL) * np.exp(depth)
    risen = summed(height_km, 1000.0 * HYDROGEN_FLOW_M2_S / diffusion * swell)
    out = (HYDROGEN_AT_500_KM_PER_M3 - (risen - risen[at_500])) / swell
    return np.where(height_km < HYDROGEN_START_KM, 0.0, out)


def rows(height_km: Array, value: Array) -> list[list[float]]:
    """Return the cubics of a logarithm, one per row: constant term first, in the fraction of the row gone up.

    Each takes value and slope at its own two ends; the slopes are one-sided, for the report's mass jumps at 100 km.
    """
    out = []
    for low, high in pairwise(SECTIONS_KM):
        count = round((high - low) / ROWS / STEP_KM)
        for row in range(ROWS):
            start = round((low - height_km[0]) / STEP_KM) + row * count
            # The end points themselves are left out of the slopes: there the other side's mass takes part.
            low_end, high_end = value[start + 1 : start + 5], value[start + count - 4 : start + count][::-1]
            rise = count * float(FORWARD @ low_end)
            end_rise = -count * float(FORWARD @ high_end)
            step = float(value[start + count] - value[start])
            out.append([float(value[start]), rise, 3.0 * step - 2.0 * rise - end_rise, rise + end_rise - 2.0 * step])
    return out


def air_rows() -> tuple[list[list[float]], list[list[float]]]:
    """Return the rows of ln density (kg/m^3) and of ln pressure (Pa)."""
    height_km = SECTIONS_KM[0] + STEP_KM * np.arange(round((SECTIONS_KM[-1] - SECTIONS_KM[0]) / STEP_KM) + 1)
    gases = number_densities(height_km)
    zero = np.zeros_like(height_km)
    density = sum((MASS_KG_KMOL[name] * some for name, some in gases.items()), zero) / AVOGADRO_PER_KMOL
    pressure_pa = sum(gases.values(), zero) * BOLTZMANN_J_K * temperature_k(height_km)[0]
    return rows(height_km, np.log(density)), rows(height_km, np.log(pressure_pa))


def table(name: str, cubics: list[list[float]]) -> str:
    """Return a table as Python."""
    lines = [f"    [{', '.join(f'{number:.9g}' for number in cubic)}]," for cubic in cubics]
    return "\n".join([f"{name} = np.array([", *lines, "])"])


def text() -> str:
    """Return the module that holds the tables."""
    density, pressure = air_rows()
    head = '''"""Air from 86 to 1,000 km: made by ``scripts/make_air.py``, which gives the equations; not typed.

Cubics (constant term first) in the fraction of a row gone up; 20 rows of 2 km from 86 km, 20 of 8 km from 126 km,
20 of 36 km from 286 km.
"""

import numpy as np
'''
    # Row by row as printed: a formatter would spread every number over a line of its own.
    body = [table("LOG_DENSITY", density), table("LOG_PRESSURE", pressure)]
    return head + "\n# fmt: off\n" + "\n".join(body) + "\n# fmt: on\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
