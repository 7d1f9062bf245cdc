"""What an infrared satellite may take for a burning motor: false sources, glint, bodies hot from the air.

All of it is notional: the constants say which numbers stand for a range, and what range.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.chance.kernels import normal_pair, uniform
from tocsin.chance.luck import FALSE_INFRARED, FALSE_LASTING, GLINT
from tocsin.earth.air.kernels import air_density
from tocsin.earth.constants import EARTH_RADIUS_M, ECCENTRICITY_SQUARED, MEAN_RADIUS_M
from tocsin.sensing.infrared.kernels import (
    AWAY_M,
    earth_hides,
    field_axes,
    noisy_direction,
    passed_air,
    seen_sun,
    swept_ago_ms,
    tangent_height,
)
from tocsin.sensing.infrared.numbers import InfraredNumbers

Array = NDArray[np.float64]

TWO_PI = 2.0 * math.pi

# False sources
MOST_FALSE = 50  # of one kind in one scan
MEAN_EXCESS = 0.5  # of a false source over the threshold, exponential; notional, 0.2 to 2
FASTEST_DRIFT_M_S = 40.0  # m/s, notional: high cloud drifts by 0 to 40 m/s

# Glint
SUN_BAND_W_M2 = 7.4  # W/m^2 from 2.6 to 2.8 um: Planck's law at 5,772 K over the Sun's 6.8e-5 sr
REFRACTIVE_INDEX = 1.3  # notional: ice and water lie from 1.1 to 1.4 in and beside the band
PLATE_SHARE = 3e-3  # of a cloud top: level ice plates, 1e-3 to 1e-2 (Breon and Dubrulle 2004)
PLATE_TILT_RAD = 0.01  # rad: root mean square tilt of such plates, under 1 degree (same source)
PATCH_M2 = 1e6  # m^2, notional: what one picture element holds, 0.25 to 4 km^2
FLATTEST_GLINT = 0.02  # cosine of the angle of incidence: flatter glint is not solved for

# Bodies hot from the air
HEATING = 1.7415e-4  # kg^0.5/m: air's constant in the stagnation-point law (Sutton and Graves 1971)
EMISSIVITY = 0.8  # notional, 0.6 to 0.9
HOTTEST_K = 3500.0  # K, notional: then the surface wastes away instead of growing hotter, 2,500 to 4,000
STEFAN_W_M2_K4 = 5.670374e-8  # W/m^2/K^4
BAND_M, BAND_WIDTH_M = 2.7e-6, 0.2e-6  # m: middle and width of the band
PLANCK_W_M2 = 1.191042972e-16  # W m^2/sr: 2 h c^2
PLANCK_M_K = 1.438776877e-2  # m K: h c / k


@njit(cache=True)
def poisson(share: float, mean: float) -> int:
    """Return the Poisson number with this mean (0 to 20) that a uniform draw stands for, at most ``MOST_FALSE``."""
    count, term = 0, math.exp(-mean)
    total = term
    while share >= total and count < MOST_FALSE:
        count += 1
        term *= mean / count
        total += term
    return count


@njit(cache=True)
def in_field(axes: Array, cos_half_field: float, u: float, v: float) -> tuple[float, float, float]:
    """Return a direction (unit) drawn evenly over the cone about ``axes[0]`` from two uniform draws."""
    cosine = 1.0 - u * (1.0 - cos_half_field)
    sine = math.sqrt(max(0.0, 1.0 - cosine * cosine))
    a, b = sine * math.cos(TWO_PI * v), sine * math.sin(TWO_PI * v)
    return (
        cosine * axes[0, 0] + a * axes[1, 0] + b * axes[2, 0],
        cosine * axes[0, 1] + a * axes[1, 1] + b * axes[2, 1],
        cosine * axes[0, 2] + a * axes[1, 2] + b * axes[2, 2],
    )


@njit(cache=True)
def false_rows(sensor: InfraredNumbers, satellite_ecef: Array, key0: int, key1: int, scan: int) -> Array:
    """Return the columns (5, m), unsorted, that a satellite reports of nothing in one scan.

    Rows are those of ``kernels.infrared_scan``.

    Notes
    -----
    Single scans: a Poisson number, evenly over the field, off the Earth as well (noise of the detector, hits of
    cosmic rays).  Lasting: born at a Poisson rate anywhere in the field, dropped where that is not the Earth
    (edge of a bright cloud), shown in 2 to ``longest_scans`` scans running, all lengths alike, drifting by 0
    to 40 m/s.  The excess over the threshold is exponential; a lasting source keeps it, plus the detector's
    noise, and drops out of scans in which that is below the threshold.
    Rough: the field of a lasting source moves with the satellite, a few tens of m/s near apogee.
    """
    found = np.empty((5, MOST_FALSE * (1 + sensor.longest_scans)))
    axes = field_axes(sensor, satellite_ecef)
    count = single_rows(sensor, axes, (key0, key1), scan, found)
    for born in range(scan - sensor.longest_scans + 1, scan + 1):
        if sensor.lasting_per_scan <= 0.0:
            break
        births = poisson(uniform(key0, key1, FALSE_LASTING, 0, sensor.luck_id, 0, born), sensor.lasting_per_scan)
        for k in range(births):
            span = sensor.longest_scans - 1
            lasts = 2 + int(span * uniform(key0, key1, FALSE_LASTING, 1, sensor.luck_id, k, born))
            if scan - born < lasts:
                row = lasting_row(sensor, satellite_ecef, axes, (key0, key1), (k, born, scan))
                if row[3] >= sensor.threshold_w_m2:
                    found[0, count], found[1, count], found[2, count], found[3, count], found[4, count] = row
                    count += 1
    return found[:, :count].copy()


@njit(cache=True)
def single_rows(sensor: InfraredNumbers, axes: Array, key: tuple[int, int], scan: int, found: Array) -> int:
    """Fill the first columns of a new array (5, m) with one scan's single false sources; return how many."""
    key0, key1 = key
    count = poisson(uniform(key0, key1, FALSE_INFRARED, 0, sensor.luck_id, 0, scan), sensor.false_per_scan)
    for k in range(count):
        u = uniform(key0, key1, FALSE_INFRARED, 1, sensor.luck_id, k, scan)
        v = uniform(key0, key1, FALSE_INFRARED, 2, sensor.luck_id, k, scan)
        excess = -MEAN_EXCESS * math.log(1.0 - uniform(key0, key1, FALSE_INFRARED, 3, sensor.luck_id, k, scan))
        x, y, z = in_field(axes, sensor.cos_half_field, u, v)
        found[0, k], found[1, k], found[2, k] = x, y, z
        found[3, k] = sensor.threshold_w_m2 * (1.0 + excess)
        found[4, k] = math.floor(swept_ago_ms(sensor, axes, x, y, z))
    return count


@njit(cache=True)
def lasting_row(
    sensor: InfraredNumbers, satellite_ecef: Array, axes: Array, key: tuple[int, int], name: tuple[int, int, int]
) -> tuple[float, float, float, float, float]:
    """Return a column for a lasting source named by (ordinal, scan of birth, scan); irradiance 0 off the Earth."""
    k, born, scan = name
    key0, key1 = key
    u = uniform(key0, key1, FALSE_LASTING, 2, sensor.luck_id, k, born)
    v = uniform(key0, key1, FALSE_LASTING, 3, sensor.luck_id, k, born)
    dx, dy, dz = in_field(axes, sensor.cos_half_field, u, v)
    sx, sy, sz = satellite_ecef[0], satellite_ecef[1], satellite_ecef[2]
    if tangent_height(sx, sy, sz, dx, dy, dz) >= 0.0:
        return dx, dy, dz, 0.0, 0.0
    toward = TWO_PI * uniform(key0, key1, FALSE_LASTING, 4, sensor.luck_id, k, born)
    speed_m_s = FASTEST_DRIFT_M_S * uniform(key0, key1, FALSE_LASTING, 5, sensor.luck_id, k, born)
    excess = -MEAN_EXCESS * math.log(1.0 - uniform(key0, key1, FALSE_LASTING, 6, sensor.luck_id, k, born))
    range_m = math.sqrt(sx * sx + sy * sy + sz * sz) - EARTH_RADIUS_M  # of the nearest ground: drift at its most
    drift_rad = speed_m_s * 1e-3 * sensor.scan_period_ms * (scan - born) / range_m
    one = (MOST_FALSE * born + k) & 0xFFFFFFFF  # names the source among those shown in this scan
    z0, _ = normal_pair(key0, key1, FALSE_LASTING, 7, sensor.luck_id, one, scan)
    z1, z2 = normal_pair(key0, key1, FALSE_LASTING, 8, sensor.luck_id, one, scan)
    across_rad = drift_rad * math.cos(toward) + sensor.sigma_angle_rad * z1
    along_rad = drift_rad * math.sin(toward) + sensor.sigma_angle_rad * z2
    x, y, z = noisy_direction(dx, dy, dz, across_rad, along_rad)
    seen = sensor.threshold_w_m2 * (1.0 + excess) + sensor.noise_w_m2 * z0
    return x, y, z, seen, math.floor(swept_ago_ms(sensor, axes, x, y, z))


@njit(cache=True)
def mirror_start(satellite_ecef: Array, sun_ecef: Array, radius_m: float) -> tuple[float, float, float]:
    """Return the vertical (unit) where a sphere reflects the Sun to a satellite: angles halved by bisection."""
    sx, sy, sz = satellite_ecef[0], satellite_ecef[1], satellite_ecef[2]
    far_m = math.sqrt(sx * sx + sy * sy + sz * sz)
    ux, uy, uz = sx / far_m, sy / far_m, sz / far_m
    cosine = ux * sun_ecef[0] + uy * sun_ecef[1] + uz * sun_ecef[2]
    ex, ey, ez = sun_ecef[0] - cosine * ux, sun_ecef[1] - cosine * uy, sun_ecef[2] - cosine * uz
    sine = math.sqrt(ex * ex + ey * ey + ez * ez)
    if sine < 1e-9:
        return ux, uy, uz
    apart = math.atan2(sine, cosine)
    low, high = 0.0, apart  # angle at the centre from the satellite to the mirror
    for _ in range(50):
        middle = 0.5 * (low + high)
        to_satellite = math.atan2(far_m * math.sin(middle), far_m * math.cos(middle) - radius_m)
        if to_satellite < apart - middle:
            low = middle
        else:
            high = middle
    a, b = math.cos(low), math.sin(low) / sine
    return a * ux + b * ex, a * uy + b * ey, a * uz + b * ez


@njit(cache=True)
def mirror_point(satellite_ecef: Array, sun_ecef: Array, top_m: float) -> tuple[float, float, float, float]:
    """Return the ECEF point (m) that mirrors the Sun to a satellite, and the cosine of the angle of incidence.

    Parameters
    ----------
    satellite_ecef : (3,) float64, m
        Outside the air.
    sun_ecef : (3,) float64, unit
        From the Earth to the Sun.
    top_m : float64, m
        Height of the mirror above the WGS 84 ellipsoid; 0 to 20,000.

    Returns
    -------
    four float64
        Cosine 0 where there is none: the Earth stands before the Sun, or incidence is flatter than 88.85 deg.

    Notes
    -----
    The vertical n at the point halves the angle between satellite and Sun.  Solved on a sphere first, then
    on the ellipsoid by n <- (1 - w) n + w (half-way vector), w chosen so that the steps cannot overshoot.
    Left out: bending of light by the air, the Sun's width.
    Checked: shortest path from satellite to Sun by another program (Fermat), and the law of reflection.
    """
    sx, sy, sz = satellite_ecef[0], satellite_ecef[1], satellite_ecef[2]
    u, v, w = AWAY_M * sun_ecef[0], AWAY_M * sun_ecef[1], AWAY_M * sun_ecef[2]
    if earth_hides(sx, sy, sz, sx + u, sy + v, sz + w):
        return 0.0, 0.0, 0.0, 0.0
    nx, ny, nz = mirror_start(satellite_ecef, sun_ecef, MEAN_RADIUS_M + top_m)
    x, y, z, cosine = 0.0, 0.0, 0.0, 0.0
    for _ in range(300):
        normal_m = EARTH_RADIUS_M / math.sqrt(1.0 - ECCENTRICITY_SQUARED * nz * nz)
        x, y = (normal_m + top_m) * nx, (normal_m + top_m) * ny
        z = (normal_m * (1.0 - ECCENTRICITY_SQUARED) + top_m) * nz
        dx, dy, dz = sx - x, sy - y, sz - z
        range_m = math.sqrt(dx * dx + dy * dy + dz * dz)
        hx, hy, hz = dx / range_m + sun_ecef[0], dy / range_m + sun_ecef[1], dz / range_m + sun_ecef[2]
        size = math.sqrt(hx * hx + hy * hy + hz * hz)
        cosine = 0.5 * size  # the half-way vector of two unit vectors is twice the cosine of half their angle
        if cosine < FLATTEST_GLINT:
            return 0.0, 0.0, 0.0, 0.0
        hx, hy, hz = hx / size, hy / size, hz / size
        change = abs(hx - nx) + abs(hy - ny) + abs(hz - nz)
        part = 1.0 / (1.0 + MEAN_RADIUS_M / (2.0 * range_m * cosine))
        nx, ny, nz = nx + part * (hx - nx), ny + part * (hy - ny), nz + part * (hz - nz)
        size = math.sqrt(nx * nx + ny * ny + nz * nz)
        nx, ny, nz = nx / size, ny / size, nz / size
        if change < 1e-12:
            break
    return x, y, z, cosine


@njit(cache=True)
def reflectance(cosine: float) -> float:
    """Return Fresnel's share of unpolarised light reflected by ice or water at a cosine of incidence."""
    bent = math.sqrt(1.0 - (1.0 - cosine * cosine) / (REFRACTIVE_INDEX * REFRACTIVE_INDEX))
    across = (cosine - REFRACTIVE_INDEX * bent) / (cosine + REFRACTIVE_INDEX * bent)
    along = (REFRACTIVE_INDEX * cosine - bent) / (REFRACTIVE_INDEX * cosine + bent)
    return 0.5 * (across * across + along * along)


@njit(cache=True)
def glint_w_m2(cosine: float, range_m: float, top_m: float, opaque_below_m: float) -> float:
    """Return the irradiance (W/m^2) at a satellite of one picture element of glint; see ``sun_glint.glint``."""
    facets = PLATE_SHARE * PATCH_M2 / (4.0 * math.pi * PLATE_TILT_RAD * PLATE_TILT_RAD)
    twice = passed_air(opaque_below_m, top_m, cosine) ** 2  # down from the Sun and up again, at equal angles
    return SUN_BAND_W_M2 * reflectance(cosine) * facets * twice / (range_m * range_m)


@njit(cache=True)
def glint_line(
    sensor: InfraredNumbers, satellite_ecef: Array, sun_ecef: Array, top_m: float, tilt: tuple[float, float]
) -> tuple[float, float, float, float]:
    """Return the direction (unit) of the glint a satellite may see, and its typical irradiance (W/m^2), 0: none.

    tilt: two normal draws; the plates that happen to be there are tilted so far, which moves the glint.
    """
    sun = seen_sun(satellite_ecef, sun_ecef)
    x, y, z, cosine = mirror_point(satellite_ecef, sun, top_m) if sun.any() else (0.0, 0.0, 0.0, 0.0)
    sx, sy, sz = satellite_ecef[0], satellite_ecef[1], satellite_ecef[2]
    dx, dy, dz = x - sx, y - sy, z - sz
    range_m = math.sqrt(dx * dx + dy * dy + dz * dz)
    wide_rad = cosine * PLATE_TILT_RAD * MEAN_RADIUS_M * math.sqrt(0.5) / range_m
    dx, dy, dz = noisy_direction(dx, dy, dz, wide_rad * tilt[0], wide_rad * tilt[1])
    axes = field_axes(sensor, satellite_ecef)
    height_m = tangent_height(sx, sy, sz, dx, dy, dz)
    is_outside = dx * axes[0, 0] + dy * axes[0, 1] + dz * axes[0, 2] < sensor.cos_half_field
    is_blind = dx * sun[0] + dy * sun[1] + dz * sun[2] > sensor.cos_sun_exclusion
    if cosine <= 0.0 or is_outside or is_blind or height_m > top_m or abs(height_m) < sensor.limb_guard_m:
        return dx, dy, dz, 0.0
    return dx, dy, dz, glint_w_m2(cosine, range_m, top_m, sensor.opaque_below_m)


@njit(cache=True)
def glint_row(
    sensor: InfraredNumbers,
    satellite_ecef: Array,
    sun_ecef: Array,
    glint_probability: float,
    top_m: float,
    key0: int,
    key1: int,
    block: int,
    scan: int,
) -> Array:
    """Return the columns (5, 0 or 1) of the glint that a satellite reports in one scan.

    Rows are those of ``kernels.infrared_scan``.  The reflecting cloud is there with the probability given,
    drawn once a block; with it how bright it is (a factor e either way) and where about the mirror point
    (the plates' tilt moves it by some tens of km).
    """
    none = np.empty((5, 0))
    if uniform(key0, key1, GLINT, 0, sensor.luck_id, 0, block) >= glint_probability:
        return none
    tilt = normal_pair(key0, key1, GLINT, 1, sensor.luck_id, 0, block)
    dx, dy, dz, typical_w_m2 = glint_line(sensor, satellite_ecef, sun_ecef, top_m, tilt)
    bright, _ = normal_pair(key0, key1, GLINT, 2, sensor.luck_id, 0, block)
    z0, _ = normal_pair(key0, key1, GLINT, 3, sensor.luck_id, 1, scan)
    seen = math.exp(bright) * typical_w_m2 + sensor.noise_w_m2 * z0
    if typical_w_m2 <= 0.0 or seen < sensor.threshold_w_m2:
        return none
    z1, z2 = normal_pair(key0, key1, GLINT, 4, sensor.luck_id, 1, scan)
    sigma = sensor.sigma_angle_rad
    out = np.empty((5, 1))
    out[0, 0], out[1, 0], out[2, 0] = noisy_direction(dx, dy, dz, sigma * z1, sigma * z2)
    out[3, 0] = seen
    out[4, 0] = math.floor(swept_ago_ms(sensor, field_axes(sensor, satellite_ecef), dx, dy, dz))
    return out


@njit(cache=True)
def hot_body_w_sr(speed_m_s: Array, alt_m: Array, radius_m: float) -> Array:
    """Return how bright (W/sr, 2.6 to 2.8 um) the air makes a body that moves fast through it.

    Parameters
    ----------
    speed_m_s : (n,) float64, m/s
        Relative to the air; 2,000 to 12,000.  Slower bodies come out too bright: the law is one of fast flow.
    alt_m : (n,) float64, m
    radius_m : float64, m
        Of the blunt front, which is also the disc that glows; 0.05 to 5.

    Returns
    -------
    (n,) float64, W/sr
        To every side alike.  For glide vehicles, re-entering debris and spent stages.

    Notes
    -----
    The front is as hot as sends out what it takes in: heating = k sqrt(density / radius) speed^3, temperature
    from the fourth power law, at most 3,500 K; then Planck's law over the band and the disc pi radius^2.
    Rough: a factor of 10 either way.  Left out: the glowing air and wake, heat soaked in before, the sides
    (cooler, larger), break-up, aspect.  Too hot, so too bright, for large bodies that heat slowly.
    Checked: by hand, and Planck's law against its sum over the band; against no measured body.

    References
    ----------
    Sutton and Graves, *A general stagnation-point convective-heating equation*, NASA TR R-376 (1971).
    """
    out = np.empty(speed_m_s.shape[0])
    disc = EMISSIVITY * math.pi * radius_m * radius_m * BAND_WIDTH_M
    for i in range(speed_m_s.shape[0]):
        heating = HEATING * math.sqrt(air_density(alt_m[i]) / radius_m) * speed_m_s[i] ** 3
        hot_k = min(HOTTEST_K, (heating / (EMISSIVITY * STEFAN_W_M2_K4)) ** 0.25)
        out[i] = 0.0
        if hot_k > 200.0:  # a colder body shines with less than a thousandth of a watt
            out[i] = disc * PLANCK_W_M2 / BAND_M**5 / (math.exp(PLANCK_M_K / (BAND_M * hot_k)) - 1.0)
    return out
