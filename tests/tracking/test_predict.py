import math
from types import ModuleType

import numpy as np
from scipy.stats import chi2

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.tracking.kernels import BALLISTIC_LOG_SD, INVERSE_BALLISTIC_M2_KG, fall
from tocsin.tracking.predict import fly_forward, predict_impacts
from tocsin.tracking.radar_scan import radar_scan
from tocsin.tracking.tracker import Rules, estimate, no_tracks, scan

FLIGHTS = 300
RULES = Rules(models="coast")  # of all models together: tests/statistics/test_impact_ellipses.py


def test_true_impacts_lie_in_the_ellipse_as_often_as_it_says(bench: ModuleType) -> None:
    rng = np.random.default_rng(7)
    inside, in_time = 0, 0
    for _ in range(FLIGHTS):
        state = bench.ballistic_state(rng)[None]
        tracks = no_tracks(RULES)
        for time_ms in range(0, 62000, 2000):
            state = bench.coast(state, 2.0) if time_ms else state
            tracks, _ = scan(tracks, radar_scan(bench.radar(), bench.measured(time_ms, state, rng)), RULES)
        known = estimate(tracks, 60000)
        found = predict_impacts(known.x, known.P)
        assert found.valid.tolist() == [True]
        inverse_ballistic = INVERSE_BALLISTIC_M2_KG * math.exp(BALLISTIC_LOG_SD * rng.standard_normal())
        time_s, *truth_ecef = fall(tuple(state[0]), inverse_ballistic)
        place_ecef = ecef_from_lla(found.lat_rad[0], found.lon_rad[0], 0.0)
        axes = enu_axes(found.lat_rad[0], found.lon_rad[0])
        off_m = (axes @ (np.array(truth_ecef) - np.array(place_ecef)))[:2]
        inside += off_m @ np.linalg.solve(found.covariance_en_m2[0], off_m) < chi2.ppf(0.9, 2)
        in_time += abs(time_s - found.time_s[0]) < 1.645 * found.time_sd_s[0]
    # Binomial: 300 draws at 0.9 have a standard deviation of 0.017; the band is nearly 3 of them.
    assert 0.85 <= inside / FLIGHTS <= 0.95
    assert 0.85 <= in_time / FLIGHTS <= 0.95


def test_bodies_in_orbit_have_no_impact(bench: ModuleType) -> None:
    orbiting = bench.body(0.0, 0.0, 400e3, (7670.0, 0.0, 0.0))
    falling = bench.body(0.0, 2e5, 1e5, (0.0, 1000.0, -500.0))
    found = predict_impacts(np.array([orbiting, falling]), np.tile(np.eye(6), (2, 1, 1)))
    assert found.valid.tolist() == [False, True]
    assert np.isfinite(found.time_s).all()
    assert predict_impacts(np.zeros((0, 6)), np.zeros((0, 6, 6))).valid.size == 0


def test_flying_forward_is_coasting(bench: ModuleType) -> None:
    state = bench.body(0.0, 2e5, 2e5, (200.0, 2000.0, 1000.0))
    P = np.diag([1e4, 1e4, 1e4, 25.0, 25.0, 25.0])
    ahead = fly_forward(state, P, np.array([0.0, 10.0, 60.0]))
    assert np.array_equal(ahead.x[0], state)
    assert np.array_equal(ahead.P[0], P)
    # The reference takes 1 s steps where the model takes 10 s: both are good to millimetres in vacuum.
    assert np.abs(ahead.x[2] - bench.coast(state[None], 60.0)[0])[:3].max() < 0.05
    # 5 m/s for 60 s and 100 m: 316 m, and a little for the tide of gravity.
    assert abs(np.sqrt(np.trace(ahead.P[2, :3, :3]) / 3.0) / 316.2 - 1.0) < 0.01
