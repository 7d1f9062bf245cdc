"""The exact sums by other roads, and the looks drawn against the sums."""

import math
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special
from scipy.stats import binom

from tocsin.chance.luck import luck_for
from tocsin.sensing.radar.detection.kernels import (
    coherent_probability,
    detection_probability,
    detection_threshold,
    fluctuation_order,
    gamma_draw,
    look_power,
    required_snr,
)
from tocsin.sensing.radar.look import sense_radar

LUCK = luck_for(11, 0)
LOOKS = 20000
# The cube of a normal number stands in for gamma numbers above order 12; its distribution is off by at most this.
CUBE = 5e-4


def by_quadrature(snr: float, threshold: float, pulses: int, order: float) -> float:
    """Return Pd as the integral of the steady body's over the echo's energy, a gamma law."""

    def integrand(share: float) -> float:
        energy = pulses * snr * special.gammaincinv(order, share) / order
        return float(1.0 - special.chndtr(2.0 * threshold, 2.0 * pulses, 2.0 * energy))

    return float(integrate.quad(integrand, 0.0, 1.0, limit=400, epsabs=1e-8)[0])


@pytest.mark.parametrize("swerling", [1, 2, 3, 4])
@pytest.mark.parametrize("pulses, snr", [(1, 20.0), (3, 5.0), (20, 1.0)])
def test_fluctuating_bodies_by_quadrature(swerling: int, pulses: int, snr: float) -> None:
    threshold = detection_threshold(1e-5, pulses)
    expected = by_quadrature(snr, threshold, pulses, fluctuation_order(swerling, pulses))
    # 1e-6: the quadrature's own error, its integrand being an inverse gamma function
    assert detection_probability(snr, threshold, pulses, swerling) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("pulses", [1, 7, 100, 512])
@pytest.mark.parametrize("pfa", [1e-2, 1e-6, 1e-12])
def test_threshold_and_steady_body_by_special_functions(pulses: int, pfa: float) -> None:
    threshold = detection_threshold(pfa, pulses)
    # 1e-9 relative: both are sums of positive terms in float64; a step of 1e-13 in the threshold makes 1e-11
    assert special.gammaincc(pulses, threshold) == pytest.approx(pfa, rel=1e-9)
    for snr in (0.1, 1.0, 10.0):
        expected = 1.0 - special.chndtr(2.0 * threshold, 2.0 * pulses, 2.0 * pulses * snr)
        # 1e-9: cancellation in 1 - chndtr is 1e-16, its own iteration stops at 1e-10
        assert detection_probability(snr, threshold, pulses, 0) == pytest.approx(expected, abs=1e-9)


def test_one_look_of_swerling_1_in_closed_form() -> None:
    threshold = detection_threshold(1e-6, 1)
    assert threshold == -math.log(1e-6)
    for snr in (0.0, 1.0, 18.93157, 1e4):
        assert detection_probability(snr, threshold, 1, 1) == pytest.approx(1e-6 ** (1.0 / (1.0 + snr)), rel=1e-9)


@settings(max_examples=200)
@given(st.integers(0, 4), st.integers(1, 300), st.floats(-12.0, 0.0), st.floats(-25.0, 40.0), st.floats(0.05, 5.0))
def test_more_echo_is_never_seen_less(
    swerling: int, pulses: int, pfa_power: float, snr_db: float, step_db: float
) -> None:
    pfa = 0.3 * 10.0**pfa_power
    threshold = detection_threshold(pfa, pulses)
    low, high = (
        detection_probability(10.0 ** (0.1 * db), threshold, pulses, swerling) for db in (snr_db, snr_db + step_db)
    )
    assert pfa * (1.0 - 1e-6) - 1e-13 <= low <= high + 1e-12 <= 1.0 + 1e-12
    if swerling == 0:  # nothing does better than knowing the phase
        assert low <= coherent_probability(pulses * 10.0 ** (0.1 * snr_db), pfa) + 1e-6


@pytest.mark.parametrize("swerling", [0, 1, 2, 3, 4])
def test_required_snr_turns_the_probability_round(swerling: int) -> None:
    threshold = detection_threshold(1e-6, 10)
    snr = required_snr(0.9, threshold, 10, swerling)
    assert detection_probability(snr, threshold, 10, swerling) == pytest.approx(0.9, abs=1e-9)


@pytest.mark.parametrize("swerling", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("pulses", [1, 2, 6, 13, 14, 256])
def test_looks_pass_as_often_as_the_sums_say(swerling: int, pulses: int) -> None:
    threshold = detection_threshold(1e-4, pulses)
    for probability in (0.1, 0.5, 0.9):
        snr = pulses * required_snr(probability, threshold, pulses, swerling)
        count = sum(
            look_power(snr, pulses, swerling, LUCK, 5, body, round(10 * probability)) > threshold
            for body in range(LOOKS)
        )
        slack = 0.0 if pulses <= 6 else 2.0 * CUBE * LOOKS  # two such numbers at most in a look
        low, high = binom.ppf([1e-4, 1.0 - 1e-4], LOOKS, probability)  # 90 checks: one red in 50 sets of seeds
        assert low - slack <= count <= high + slack


@pytest.mark.parametrize("order", [1, 2, 11, 12, 13, 40])
def test_gamma_draws_are_gamma(order: int) -> None:
    draws = np.sort([gamma_draw(order, 2, LUCK, 5, body, 0) for body in range(LOOKS)])
    share = special.gammainc(order, draws)
    distance = np.abs(share - (np.arange(LOOKS) + 0.5) / LOOKS).max()
    # 1.95 / sqrt(n): the Kolmogorov-Smirnov distance passed once in 1,000
    assert distance < 1.95 / math.sqrt(LOOKS) + (CUBE if order > 12 else 0.0)


@pytest.mark.parametrize("swerling, pulses", [(0, 8), (3, 1), (4, 5)])
def test_a_scan_detects_by_the_radars_own_case(world: ModuleType, swerling: int, pulses: int) -> None:
    radar = world.radar(swerling=swerling, pulses=pulses)
    range_m = 1150e3
    snr = radar.numbers.snr_m2 / range_m**4 / pulses
    probability = detection_probability(snr, radar.numbers.threshold, pulses, swerling)
    assert 0.05 < probability < 0.95
    scene = world.many(world.from_radar(radar, 10.0, 40.0, range_m), 4000)
    low, high = binom.ppf([0.001, 0.999], 4000, probability)
    assert low <= sense_radar(radar, scene, 5000, LUCK)[1].size <= high
