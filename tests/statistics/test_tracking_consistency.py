"""Is the coasting filter as sure as it should be?  Truth drawn from its own model, 100 runs."""

import json
import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.tracking.imm.kernels import COAST_NOISE_M2_S3, combine, predict_modes
from tocsin.tracking.kernels import predict_state
from tocsin.tracking.radar.kernels import directions, update_mode

Array = NDArray[np.float64]

ORACLES = Path(__file__).parents[1] / "oracles" / "tracking.json"
RUNS, SCANS, SCAN_S = 100, 30, 2.0
SIGMA_M = 20.0
LAT_RAD, LON_RAD = 0.5, 0.3
STATION_ECEF = np.array(ecef_from_lla(LAT_RAD, LON_RAD, 0.0))
AXES = enu_axes(LAT_RAD, LON_RAD)


class Case(NamedTuple):
    """A body so far north of the radar, and the radar's angle error."""

    north_m: float
    sigma_rad: float


NEAR = Case(4e5, 1e-3)
FAR = Case(1.5e6, 3e-3)  # 4.5 km across: a straight beam would bend the range by 13 m a look


def first(case: Case) -> tuple[Array, Array]:
    """Return the first state of the body and how well the filter knows it."""
    place_enu, velocity_enu = np.array([5e4, case.north_m, 3e5]), np.array([800.0, 2e3, 1e3])
    x = np.concatenate([STATION_ECEF + place_enu @ AXES, velocity_enu @ AXES])
    return x, np.diag([(case.north_m * case.sigma_rad) ** 2] * 3 + [100.0**2] * 3)


def measured(x: Array, sigma_rad: float, rng: np.random.Generator, share: float) -> tuple[Array, Array]:
    """Return a measured direction and the row the filter is told: its sigmas are a share of the true ones."""
    enu = AXES @ (x[:3] - STATION_ECEF)
    range_m = float(np.linalg.norm(enu))
    azimuth_rad = math.atan2(enu[0], enu[1]) + sigma_rad * rng.standard_normal()
    elevation_rad = math.asin(enu[2] / range_m) + sigma_rad * rng.standard_normal()
    sight = directions(np.array([azimuth_rad]), np.array([elevation_rad]), AXES)[0]
    return sight, np.array([range_m + SIGMA_M * rng.standard_normal(), share * SIGMA_M, share * sigma_rad])


def mean_nees(case: Case, share: float, mixed: bool = False) -> Array:
    """Return the mean normalised estimation error squared (SCANS,) over the runs."""
    rng = np.random.default_rng(42)
    first_x, first_P = first(case)
    _, Q = predict_state(first_x, np.zeros((6, 6)), SCAN_S, COAST_NOISE_M2_S3, 0.0)
    out = np.zeros(SCANS)
    for _ in range(RUNS):
        truth = first_x.copy()
        x, P = rng.multivariate_normal(truth, first_P), first_P
        modes, mode_P, coast = np.array([x, x]), np.array([P, P]), 0.9
        for scan in range(SCANS):
            truth = rng.multivariate_normal(predict_state(truth, Q, SCAN_S, 0.0, 0.0)[0], Q)
            sight, polar = measured(truth, case.sigma_rad, rng, share)
            if mixed:
                modes, mode_P, coast = predict_modes(modes, mode_P, coast, SCAN_S)
                likelihood = np.empty(2)
                for mode in range(2):
                    modes[mode], mode_P[mode], likelihood[mode] = update_mode(
                        modes[mode], mode_P[mode], STATION_ECEF, AXES[2], sight, polar
                    )
                coast = 1.0 / (1.0 + (1.0 - coast) / coast * math.exp(likelihood[1] - likelihood[0]))
                x, P = combine(modes, mode_P, coast)
            else:
                x, P = predict_state(x, P, SCAN_S, COAST_NOISE_M2_S3, 0.0)
                x, P, _ = update_mode(x, P, STATION_ECEF, AXES[2], sight, polar)
            out[scan] += (x - truth) @ np.linalg.solve(P, x - truth) / RUNS
    return out


def band() -> tuple[float, float]:
    return float(chi2.ppf(0.025, 6 * RUNS) / RUNS), float(chi2.ppf(0.975, 6 * RUNS) / RUNS)


def share_inside(nees: Array) -> float:
    low, high = band()
    return float(((nees >= low) & (nees <= high)).mean())


def test_the_band_is_the_published_one() -> None:
    cases = [case for case in json.loads(ORACLES.read_text()) if case["id"].startswith("nees-")]
    assert len(cases) == 9
    for case in cases:
        states, runs = case["inputs"]["state_dim"], case["inputs"]["monte_carlo_runs"]
        bounds = [float(chi2.ppf(p, states * runs)) / runs for p in (0.025, 0.975)]
        assert np.allclose(bounds, list(case["expected"].values()), atol=case["tolerance"]["abs"])
        if (states, runs) == (6, RUNS):
            assert np.allclose(bounds, band())


@pytest.mark.parametrize("case", [NEAR, FAR])
def test_the_coasting_filter_is_consistent(case: Case) -> None:
    assert share_inside(mean_nees(case, 1.0)) >= 0.9


def test_a_filter_that_believes_its_measurements_too_much_leaves_the_band() -> None:
    nees = mean_nees(NEAR, 0.5)  # half the sigmas: a quarter of R
    assert share_inside(nees) <= 0.1
    assert nees[-1] > band()[1]


def test_the_pair_of_filters_is_not_surer_than_it_should_be() -> None:
    nees = mean_nees(NEAR, 1.0, mixed=True)
    # The other mode keeps it a little wide: above the band would be too sure, far below it useless.
    assert nees[5:].max() < band()[1] * 1.1
    assert nees[-10:].mean() > 3.0
