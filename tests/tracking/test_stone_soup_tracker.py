"""The whole tracker beside Stone Soup's on the same measurements: no worse in GOSPA, 20 seeds."""

import numpy as np
import pytest
from scipy.stats import t as student

from benchmarks.tracking import COASTING, everywhere, flock, later, mean_gospa_m, play, reported
from benchmarks.tracking_peer import stone_soup
from tocsin.tracking.feed import scans
from tocsin.tracking.tracker import estimate

BODIES, SCANS, PERIOD_MS, SEEDS = 10, 20, 2000, 20
LAT_RAD, LON_RAD = 0.65, 1.05


def gospa_ratio(seed: int, sigma_share: float = 1.0) -> float:
    """Return our mean GOSPA over Stone Soup's; we are told a share of the true standard deviations."""
    rng = np.random.default_rng(seed)
    bodies, parts, truth = flock(BODIES, 0, rng), [], []
    for look in range(SCANS):
        parts.append(reported(bodies, "r0", LAT_RAD, LON_RAD, look * PERIOD_MS, rng))
        truth.append(bodies.x)
        bodies = later(bodies, PERIOD_MS // 1000)
    measurements = np.concatenate(parts)
    told = measurements.copy()
    for name in ("sigma_azimuth_rad", "sigma_elevation_rad", "sigma_range_m"):
        told[name] *= sigma_share
    looks = [everywhere(look) for look in scans(told)]
    found = [estimate(table, look.time_ms).x for (table, _), look in zip(play(looks, COASTING), looks, strict=True)]
    _, theirs = stone_soup(measurements, with_tree=False)
    return mean_gospa_m(found, truth) / mean_gospa_m(theirs, truth)


def upper_bound(ratios: list[float]) -> float:
    """Return the upper 95 % bound of the mean."""
    spread = np.std(ratios, ddof=1) / np.sqrt(len(ratios))
    return float(np.mean(ratios) + student.ppf(0.95, len(ratios) - 1) * spread)


@pytest.mark.slow
def test_gospa_is_no_worse_than_stone_soups() -> None:
    assert upper_bound([gospa_ratio(seed) for seed in range(SEEDS)]) <= 1.02


@pytest.mark.slow
def test_a_tracker_told_wrong_errors_is_worse() -> None:
    # a tenth of the standard deviations: gates are missed and tracks break; far above the bound of 1.02
    assert upper_bound([gospa_ratio(seed, 0.1) for seed in range(4)]) > 1.1
