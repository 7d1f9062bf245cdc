"""Are the filters as sure as they should be?  Truth drawn from their own models, 100 runs each."""

import json
import math
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.tracking.filter.kernels import BOOST, COAST, MANOEUVRE, live
from tocsin.tracking.imm.kernels import move
from tocsin.tracking.sight.kernels import rows_of
from tocsin.tracking.table.kernels import updated

Array = NDArray[np.float64]

ORACLES = Path(__file__).parents[1] / "oracles" / "tracking.json"
RUNS, SCANS = 100, 30
# Groups of so many runs.  The errors of a run last from scan to scan, a coasting body's from first to last: what
# share of its scans lies in the band is then luck, one draw a group.
GROUPS, COAST_GROUPS = 5, 30
STATION = np.array(ecef_from_lla(0.5, 0.3, 0.0))
AXES = enu_axes(0.5, 0.3)


class Case(NamedTuple):
    """What flies, and how it is looked at: sigmas of both angles (rad), range (m) and range rate (m/s, 0: none)."""

    mode: int
    place_enu: tuple[float, float, float]
    velocity_enu: tuple[float, float, float]
    parameters: tuple[float, float, float]
    sd: tuple[float, float, float]
    scan_s: float


# As shipped radars see them.
CASES = {
    "coast": Case(COAST, (5e4, 4e5, 3e5), (800.0, 2000.0, 1000.0), (1.0, 0.0, 0.0), (1e-3, 20.0, 0.0), 2.0),
    "coast-rate": Case(COAST, (5e4, 4e5, 3e5), (800.0, 2000.0, 1000.0), (1.0, 0.0, 0.0), (1e-3, 20.0, 2.0), 2.0),
    "re-entry": Case(COAST, (2e4, 2e5, 9e4), (-100.0, -2500.0, -1500.0), (1.0, 0.0, 0.0), (1e-3, 20.0, 2.0), 1.0),
    "boost": Case(BOOST, (2e4, 3e5, 5e4), (100.0, 1200.0, 900.0), (5.0, 25.0, 20.0), (1e-3, 20.0, 0.0), 1.0),
    "boost-rate": Case(BOOST, (2e4, 3e5, 5e4), (100.0, 1200.0, 900.0), (5.0, 25.0, 20.0), (1e-3, 20.0, 2.0), 1.0),
    "manoeuvre": Case(MANOEUVRE, (5e4, 3e5, 4e4), (900.0, -2500.0, 0.0), (3.0, 5.0, 8.0), (1e-3, 20.0, 0.0), 2.0),
}
FAR = CASES["coast"]._replace(place_enu=(5e4, 1.5e6, 3e5), sd=(3e-3, 20.0, 0.0))
# Where the process noise counts.  A coasting body's is so small that no shipped radar feels it halved: a notional
# tracking instrument of 1 m, 2 urad and 2 cm/s that looks every 10 s does.
SHARP = {
    COAST: Case(COAST, (5e4, 4e5, 3e5), (800.0, 2000.0, 1000.0), (1.0, 0.0, 0.0), (2e-6, 1.0, 0.02), 10.0),
    BOOST: CASES["boost-rate"]._replace(sd=(1e-5, 5.0, 0.5), scan_s=2.0),
    MANOEUVRE: CASES["manoeuvre"]._replace(sd=(1e-5, 5.0, 0.5), scan_s=4.0),
}
BY_MODE = {COAST: CASES["coast-rate"], BOOST: CASES["boost-rate"], MANOEUVRE: CASES["manoeuvre"]}


class Errors(NamedTuple):
    """Means over the runs of a group, (groups, SCANS): normalised error squared of the state, of the innovation."""

    nees: Array
    nis: Array


def first(case: Case) -> tuple[Array, Array]:
    """Return the first state and how well the filter knows it: what two looks or so would give."""
    x = np.concatenate(
        [STATION + np.array(case.place_enu) @ AXES, np.array(case.velocity_enu) @ AXES, case.parameters]
    )
    place_sd = max(math.dist(case.place_enu, (0.0, 0.0, 0.0)) * case.sd[0], case.sd[1])
    known = [0.3, 0.0, 0.0] if case.mode == COAST else [10.0] * 3
    return x, np.diag(np.square([place_sd] * 3 + [0.1 * place_sd] * 3 + known))


def drawn(x: Array, P: Array, rng: np.random.Generator) -> Array:
    """Return draws about x (n, 9) with covariances P (n, 9, 9) or (9, 9), parts without doubt left alone."""
    values, vectors = np.linalg.eigh(P)
    luck = np.sqrt(np.maximum(values, 0.0)) * rng.standard_normal(x.shape)
    return np.array(x + (vectors @ luck[..., None])[..., 0])


def looked_at(x: Array, case: Case, rng: np.random.Generator, spread: float) -> Array:
    """Return rows of one look at bodies x (n, 9), errors ``spread`` times what they tell the filter."""
    enu = (x[:, :3] - STATION) @ AXES.T
    span = np.linalg.norm(enu, axis=1)
    rate = (enu * (x[:, 3:6] @ AXES.T)).sum(axis=1) / span
    elevation_rad = np.arcsin(enu[:, 2] / span)
    sd = np.tile([case.sd[0], *case.sd], (x.shape[0], 1))
    sd[:, 0] /= np.cos(elevation_rad)  # even across the line of sight
    z = np.column_stack([np.arctan2(enu[:, 0], enu[:, 1]), elevation_rad, span, rate])
    z += spread * sd * rng.standard_normal(z.shape)
    return rows_of(*z.T.copy(), sd, AXES)


def gone_on(x: Array, P: Array, case: Case, is_unscented: bool) -> tuple[Array, Array]:
    """Return states (n, 9) and covariances (n, 9, 9) a scan later."""
    x, P = x.copy(), P.copy()
    for one, doubt in zip(x, P, strict=True):
        move(one, doubt, case.scan_s, case.mode, is_unscented, np.empty((15, 9)))
    return x, P


@cache
def errors(case: Case, is_unscented: bool, noise: float = 1.0, spread: float = 1.0, groups: int = GROUPS) -> Errors:
    """Return the errors of a filter whose bodies are moved by ``noise`` times the process noise it believes in."""
    rng = np.random.default_rng(7)
    count, size = groups * RUNS, live(case.mode)
    first_x, first_P = first(case)
    truth = np.tile(first_x, (count, 1))
    x, P = drawn(truth, first_P, rng), np.tile(first_P, (count, 1, 1))
    nees, nis = np.empty((SCANS, count)), np.empty((SCANS, count))
    for scan in range(SCANS):
        truth, Q = gone_on(truth, np.zeros_like(P), case, False)
        truth = drawn(truth, noise * Q, rng)
        x, P = gone_on(x, P, case, is_unscented)
        for run, row in enumerate(looked_at(truth, case, rng, spread)):
            x[run], P[run], nis[scan, run], _ = updated(
                x[run], P[run], STATION, AXES[2], row, case.mode, is_unscented
            )
        off = (x - truth)[:, :size, None]
        nees[scan] = (off * np.linalg.solve(P[:, :size, :size], off)).sum(axis=(1, 2))
    return Errors(*(one.reshape(SCANS, groups, RUNS).mean(axis=2).T for one in (nees, nis)))


def share_inside(mean: Array, freedom: int) -> float:
    """Return the share of scans inside the two-sided 95 % band of a mean of ``RUNS`` chi-squares."""
    low, high = band(freedom)
    return float(((mean >= low) & (mean <= high)).mean())


def band(freedom: int, runs: int = RUNS) -> tuple[float, float]:
    return float(chi2.ppf(0.025, freedom * runs) / runs), float(chi2.ppf(0.975, freedom * runs) / runs)


def measured_count(case: Case) -> int:
    return 4 if case.sd[2] > 0.0 else 3


@pytest.mark.parametrize("is_unscented", [False, True], ids=["ekf", "ukf"])
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.mode != COAST])
def test_a_filter_of_one_mode_is_consistent(name: str, is_unscented: bool) -> None:
    nees, nis = errors(CASES[name], is_unscented)
    assert share_inside(nees, live(CASES[name].mode)) >= 0.9
    assert share_inside(nis, measured_count(CASES[name])) >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize("is_unscented", [False, True], ids=["ekf", "ukf"])
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.mode == COAST])
def test_a_coasting_filter_is_consistent(name: str, is_unscented: bool) -> None:
    nees, nis = errors(CASES[name], is_unscented, groups=COAST_GROUPS)
    assert share_inside(nees, live(COAST)) >= 0.9
    assert nees.mean() == pytest.approx(live(COAST), rel=0.02)  # 3,000 runs: two deviations of 1 %
    assert share_inside(nis, measured_count(CASES[name])) >= 0.9


def test_a_beam_of_5_km_leaves_a_filter_a_little_too_sure() -> None:
    """The bend of so wide a beam is taken off by its mean only: some 6 % too sure, held here to 12."""
    nees, nis = errors(FAR, False)
    assert nees.mean() == pytest.approx(7.0, rel=0.12)
    assert share_inside(nis, 3) >= 0.9


@pytest.mark.parametrize("is_unscented", [False, True], ids=["ekf", "ukf"])
@pytest.mark.parametrize("mode", [COAST, BOOST, MANOEUVRE])
def test_where_process_noise_counts_it_is_right(mode: int, is_unscented: bool) -> None:
    nees, nis = errors(SHARP[mode], is_unscented)
    assert share_inside(nees, live(mode)) >= 0.9
    assert share_inside(nis, 4) >= 0.9


@pytest.mark.parametrize("mode", [COAST, BOOST, MANOEUVRE])
def test_a_filter_with_half_the_process_noise_leaves_the_band(mode: int) -> None:
    nees, nis = errors(SHARP[mode], False, noise=2.0)
    assert share_inside(nees, live(mode)) <= 0.2
    assert share_inside(nis, 4) <= 0.2
    assert nees[:, SCANS // 2 :].mean() > band(live(mode))[1]


@pytest.mark.parametrize("mode", [COAST, BOOST, MANOEUVRE])
def test_a_filter_that_believes_its_measurements_too_much_leaves_the_band(mode: int) -> None:
    case = BY_MODE[mode]
    nees, nis = errors(case, False, spread=2.0)  # it is told a quarter of R
    assert share_inside(nees, live(mode)) <= 0.1
    assert share_inside(nis, measured_count(case)) <= 0.1
    assert nees[:, -1].min() > band(live(mode))[1]


def test_the_band_is_the_published_one() -> None:
    cases = [case for case in json.loads(ORACLES.read_text()) if case["id"].startswith("nees-")]
    assert len(cases) == 9
    for case in cases:
        states, runs = case["inputs"]["state_dim"], case["inputs"]["monte_carlo_runs"]
        assert np.allclose(band(states, runs), list(case["expected"].values()), atol=case["tolerance"]["abs"])
