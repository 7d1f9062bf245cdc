"""Swerling 0 to 4 with N pulses added behind a square-law detector: exact probabilities, and single looks.

The sum of N pulses' powers, in units of one pulse's mean noise, is compared with a threshold.  Given the
signal's energy E it is a gamma variable of whole order N + K, with K a Poisson number of mean E.  Swerling's
bodies only differ in how E varies from look to look: E = N snr G / order, G a gamma variable of that order.
"""

import math

from numba import njit

from tocsin.chance.kernels import normal_pair, philox, uniform, unit_interval
from tocsin.chance.luck import DETECT_RADAR

MOST_PULSES = 512  # beyond it the sums below could start at a number too small for float64
EXACT_ORDER = 12  # gamma draws up to here are sums of exponentials; above, Wilson and Hilferty's cube
SIGNAL_INDEX = 2  # of DETECT_RADAR: 0 the exponential, 1 the pulse with the echo, 2 to 7 the echo's energy,
NOISE_INDEX = 8  # 8 to 13 the noise of the other pulses


@njit(cache=True)
def fluctuation_order(swerling: int, pulses: int) -> float:
    """Return the order of the gamma law that the echo's energy in one look follows; 0 for a steady echo."""
    if swerling == 1 or swerling == 3:
        return 1.0 if swerling == 1 else 2.0
    if swerling == 2 or swerling == 4:
        return 1.0 * pulses if swerling == 2 else 2.0 * pulses
    return 0.0


@njit(cache=True)
def noise_tail(threshold: float, pulses: int) -> float:
    """Return the probability that noise alone, N pulses added, passes the threshold."""
    term = math.exp(-threshold)
    total = term
    for j in range(1, pulses):
        term *= threshold / j
        total += term
    return total


@njit(cache=True)
def detection_threshold(pfa: float, pulses: int) -> float:
    """Return the threshold, in mean noise powers of one pulse, that noise alone passes with probability pfa.

    Parameters
    ----------
    pfa : float64, above 0, up to 0.5
    pulses : int64, 1 to ``MOST_PULSES``
        Added after a square-law detector.

    Notes
    -----
    One pulse: -ln(pfa).  More: halving an interval 60 times.  Checked: ``tests/sensing/test_detection.py``.

    References
    ----------
    Marcum, *A statistical theory of target detection by pulsed radar*, RAND RM-754 (1947).
    """
    if pulses == 1:
        return -math.log(pfa)
    low, high = 0.0, pulses + 60.0 * math.sqrt(pulses) + 60.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if noise_tail(middle, pulses) > pfa:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@njit(cache=True)
def detection_probability(snr: float, threshold: float, pulses: int, swerling: int) -> float:
    """Return the probability that one look at a body passes the threshold.

    Parameters
    ----------
    snr : float64, 0 or more
        Of one pulse, mean over the body's fluctuation, as a ratio.
    threshold : float64
        From ``detection_threshold``.
    pulses : int64, 1 to ``MOST_PULSES``
    swerling : int64, 0 to 4
        0 steady; 1 and 3 steady within a look; 2 and 4 new for each pulse; 3 and 4 one strong echo among many.

    Notes
    -----
    Exact: ``1 - sum over j >= N of Poisson(j; threshold) * P(K <= j - N)``, K the Poisson number of the
    echo's energy averaged over its fluctuation (a negative binomial number).  Summed until the Poisson terms
    are below 1e-17.  Left out: correlation between steady and independent pulses, CFAR loss, a linear detector
    (some 0.1 dB away).
    Checked: every ``swerling*`` case of ``tests/oracles/radar.json`` to 1.5e-4.

    References
    ----------
    Swerling, *Probability of detection for fluctuating targets*, RAND RM-1217 (1954).
    Meyer and Mayer, *Radar Target Detection* (1973).
    """
    energy, order = pulses * snr, fluctuation_order(swerling, pulses)
    weight = math.exp(-energy) if order == 0.0 else math.exp(-order * math.log1p(energy / order))
    missed, below, j = 0.0, weight, pulses
    poisson = math.exp(pulses * math.log(threshold) - threshold - math.lgamma(pulses + 1.0))
    while j < threshold or poisson > 1e-17:
        missed += poisson * below
        k = j - pulses
        weight *= energy / (k + 1.0) if order == 0.0 else (order + k) / (k + 1.0) * (energy / (order + energy))
        below += weight
        j += 1
        poisson *= threshold / j
    return min(1.0, max(0.0, 1.0 - missed))


@njit(cache=True)
def required_snr(probability: float, threshold: float, pulses: int, swerling: int) -> float:
    """Return the mean SNR of one pulse (ratio) at which a look is detected with a probability; -60 to 80 dB.

    Checked: exact values for Pd 0.9 and pfa 1e-6 to 0.002 dB, and Albersheim's and Shnidman's approximations
    within their own stated errors (``tests/sensing/test_detection.py``).
    """
    low_db, high_db = -60.0, 80.0
    for _ in range(60):
        middle_db = 0.5 * (low_db + high_db)
        if detection_probability(10.0 ** (0.1 * middle_db), threshold, pulses, swerling) < probability:
            low_db = middle_db
        else:
            high_db = middle_db
    return float(10.0 ** (0.05 * (low_db + high_db)))


@njit(cache=True)
def coherent_threshold(pfa: float) -> float:
    """Return the power, in mean noise powers, that real noise of known phase exceeds on one side with pfa < 0.5."""
    low, high = 0.0, 12.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if 0.5 * math.erfc(middle / math.sqrt(2.0)) > pfa:
            low = middle
        else:
            high = middle
    return low * low


@njit(cache=True)
def coherent_probability(snr: float, pfa: float) -> float:
    """Return the probability of detecting a steady echo of known phase: the most that any detector can do.

    The yardstick for the others: the SNR is that of the whole look, however many pulses.  Checked: the
    ``coherent*`` cases of ``tests/oracles/radar.json`` to 1e-4.
    """
    return 0.5 * math.erfc(math.sqrt(0.5 * coherent_threshold(pfa)) - math.sqrt(snr))


@njit(cache=True)
def gamma_draw(order: int, index: int, key: tuple[int, int], a: int, b: int, ordinal: int) -> float:
    """Return a gamma number of a whole order (its mean and its variance); 0 for order 0.

    Notes
    -----
    Up to ``EXACT_ORDER`` a sum of exponentials; above it the cube of a normal number (Wilson and Hilferty
    1931), whose distribution is within 5e-4 of the gamma's, less at higher orders.
    Takes up to six counters of ``DETECT_RADAR`` from ``index``.
    """
    if order > EXACT_ORDER:
        z, _ = normal_pair(key[0], key[1], DETECT_RADAR, index, a, b, ordinal)
        cube_root = max(0.0, 1.0 - 1.0 / (9.0 * order) + z / (3.0 * math.sqrt(order)))
        return order * cube_root**3
    product = 1.0
    for pair in range((order + 1) // 2):
        w0, w1, w2, w3 = philox(DETECT_RADAR * 16 + index + pair, a, b, ordinal, key[0], key[1])
        product *= 1.0 - unit_interval(w0, w1)
        if 2 * pair + 1 < order:
            product *= 1.0 - unit_interval(w2, w3)
    return -math.log(product)


@njit(cache=True)
def look_power(
    snr: float, pulses: int, swerling: int, key: tuple[int, int], sensor: int, body: int, scan: int
) -> float:
    """Return the power of one look, N pulses added, in mean noise powers of one pulse.

    Parameters
    ----------
    snr : float64
        Mean, of the whole look: N times that of one pulse.
    key, sensor, body, scan : int64
        What the luck of this look is keyed by.

    Notes
    -----
    All of the echo may be put into one pulse (a rotation of the N complex amplitudes changes no power), so
    the look is the power of that pulse and the noise of N - 1 others.  Swerling 1: that pulse is exponential
    with mean 1 + snr; else the amplitude of the drawn echo plus complex noise, squared.
    Checked: detection rates against ``detection_probability`` (``tests/sensing/test_detection.py``).
    """
    noise = gamma_draw(pulses - 1, NOISE_INDEX, key, sensor, body, scan) if pulses > 1 else 0.0
    if swerling == 1:
        return -(1.0 + snr) * math.log(1.0 - uniform(key[0], key[1], DETECT_RADAR, 0, sensor, body, scan)) + noise
    energy, order = snr, int(fluctuation_order(swerling, pulses))
    if order > 0:
        energy *= gamma_draw(order, SIGNAL_INDEX, key, sensor, body, scan) / order
    z0, z1 = normal_pair(key[0], key[1], DETECT_RADAR, 1, sensor, body, scan)
    amplitude = math.sqrt(energy) + z0 * math.sqrt(0.5)
    return amplitude * amplitude + 0.5 * z1 * z1 + noise
