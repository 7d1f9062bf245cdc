"""A thousand cheap studies of cases with a closed form, on the real luck, through the real draws.

Each study plays runs 0 to n - 1 of its own seed, as a study does, and asks whether the 99 % interval of its mean
holds the truth.  It should in 990 of 1,000; 980 to 998 is 3.2 standard errors below and 2.5 above.
"""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.chance.luck import Luck, declared_id, luck_for
from tocsin.outcome.resolve import Salvo, is_kill
from tocsin.sensing.radar.detection.kernels import detection_probability, detection_threshold, look_power
from tocsin.study.statistics.interval import mean_estimate, ratio_of_sums, share_estimate, share_over_runs
from tocsin.study.statistics.paired import paired_mean, paired_share

Array = NDArray[np.float64]

STUDIES = 1000
LEVEL = 0.99
LEAST, MOST = 980, 998
BODIES = [declared_id(f"body {index}") for index in range(6)]
SENSOR = declared_id("radar north")
SALVO = Salvo(kill_probability=0.6, track_factor=0.9, interceptors=2, ordinal=0, first=0)
KILLED = 0.9 * (1.0 - 0.4**2)  # Wilkening 1999: the track factor times what two independent shots leave of nothing
RUNS = 60
SNR, PFA = 3.0, 1e-3
MOST_SCANS = 1000  # not reached: a chance below 1e-70


def kills_in(seed: int, run: int, salvo: Salvo = SALVO) -> list[bool]:
    """Return whether each body is killed in a run."""
    luck = luck_for(seed, run)
    return [is_kill(salvo, body, 1, luck) for body in BODIES]


def scans_to_detection(luck: Luck, body: int, threshold: float) -> int:
    """Return the number of the scan, from 1, in which a body of Swerling 1 is first detected."""
    key = (luck.key0, luck.key1)
    for scan in range(MOST_SCANS):
        if look_power(SNR, 1, 1, key, SENSOR, body, scan) > threshold:
            return scan + 1
    raise AssertionError("a body was never detected")


@pytest.fixture(scope="module")
def kills() -> Array:
    """Return kills by study, run and body."""
    return np.array([[kills_in(seed, run) for run in range(RUNS)] for seed in range(STUDIES)], dtype=np.float64)


@pytest.mark.slow
def test_the_mean_of_independent_shots(kills: Array) -> None:
    """Kills a run of six bodies, each shot at by a salvo of two: a t interval over runs."""
    found = [mean_estimate(study.sum(axis=1), LEVEL) for study in kills]
    hits = sum(
        item.low <= 6 * KILLED <= item.high for item in found if item.low is not None and item.high is not None
    )
    assert LEAST <= hits <= MOST


@pytest.mark.slow
def test_the_share_of_independent_shots(kills: Array) -> None:
    """Exact, so rather too wide than too narrow; the six bodies of a run are independent here."""
    for make in (
        lambda study: share_estimate(int(study.sum()), study.size, LEVEL),
        lambda study: share_over_runs(study.sum(axis=1), np.full(RUNS, 6.0), LEVEL),
    ):
        found = [make(study) for study in kills]
        hits = sum(
            item.low <= KILLED <= item.high for item in found if item.low is not None and item.high is not None
        )
        assert LEAST <= hits <= MOST


@pytest.mark.slow
def test_the_mean_of_geometric_detection() -> None:
    """Scans until a fluctuating body is first detected: geometric, mean 1 / probability; six bodies a run."""
    threshold = detection_threshold(PFA, 1)
    probability = PFA ** (1.0 / (1.0 + SNR))  # one pulse of Swerling 1: Swerling 1954
    assert detection_probability(SNR, threshold, 1, 1) == pytest.approx(probability, rel=1e-9)
    assert 1.0 / probability == pytest.approx(5.62, abs=0.01)
    hits = 0
    for seed in range(STUDIES):
        lucks = [luck_for(seed, run) for run in range(RUNS)]
        means = [np.mean([scans_to_detection(luck, body, threshold) for body in BODIES]) for luck in lucks]
        found = mean_estimate(np.array(means), LEVEL)
        hits += found.low is not None and found.high is not None and found.low <= 1.0 / probability <= found.high
    assert LEAST <= hits <= MOST


@pytest.mark.slow
def test_a_better_interceptor_on_the_same_luck() -> None:
    """Two doctrines differ in the interceptors of a salvo: the paired differences, and the ratio of sums.

    On one luck the second salvo kills whatever the first kills, so the arms differ in one direction only.  A hundred
    studies: the bootstrap is dear.
    """
    one = Salvo(kill_probability=0.6, track_factor=0.9, interceptors=1, ordinal=0, first=0)
    studies, mean_hits, share_hits, ratio_hits, true = 100, 0, 0, 0, KILLED - 0.9 * 0.6
    runs = np.repeat(np.arange(RUNS), len(BODIES))
    for seed in range(studies):
        many = np.array([kills_in(seed, run) for run in range(RUNS)], dtype=np.float64)
        few = np.array([kills_in(seed, run, one) for run in range(RUNS)], dtype=np.float64)
        assert (many >= few).all()
        mean = paired_mean(many.ravel(), few.ravel(), seed, runs, LEVEL).difference
        share = paired_share(many.ravel(), few.ravel(), runs, LEVEL).difference
        ratio = ratio_of_sums(np.full(RUNS, 12.0), many.sum(axis=1), seed, LEVEL).estimate
        mean_hits += held(mean.low, mean.high, true)
        share_hits += held(share.low, share.high, true)
        ratio_hits += held(ratio.low, ratio.high, 2.0 / KILLED)
    assert min(mean_hits, share_hits, ratio_hits) >= 96  # 99 expected; fewer than 96 have a probability of 0.004


def held(low: float | None, high: float | None, true: float) -> bool:
    """Return whether an interval holds a value; an end that is None holds everything on its side."""
    return (-math.inf if low is None else low) <= true <= (math.inf if high is None else high)
