"""Histories and scores of tracks: small cases worked by hand."""

import math

import numpy as np
import pytest

from tocsin.tracking.association.score.kernels import (
    LOOKS_KEPT,
    confirmed,
    ended,
    missed_in_a_row,
    score_change,
    seen_of,
    wald_bounds,
    with_look,
)

INF = math.inf


def history(looks: str) -> int:
    """Return the history of looks written oldest first, x for seen."""
    recent = np.zeros(1, dtype=np.int64)
    for look in looks:
        recent = with_look(recent, np.array([look == "x"]))
    return int(recent[0])


def test_the_newest_look_is_the_lowest_bit() -> None:
    assert history("xx.x") == 0b1101
    assert history("x" * 200) == 2**LOOKS_KEPT - 1
    assert history("x" + "." * LOOKS_KEPT) == 0


@pytest.mark.parametrize(
    ("looks", "last", "seen", "in_a_row"),
    [("xx.x", 4, 3, 0), ("xx.x", 2, 1, 0), ("x...", 4, 1, 3), ("x.x.", 3, 1, 1), ("x" * 70, LOOKS_KEPT, 62, 0)],
)
def test_looks_are_counted(looks: str, last: int, seen: int, in_a_row: int) -> None:
    recent = np.array([history(looks)])
    assert seen_of(recent, last).tolist() == [seen]
    assert missed_in_a_row(recent).tolist() == [in_a_row]


def test_a_track_never_seen_has_missed_all_that_is_kept() -> None:
    assert missed_in_a_row(np.zeros(1, dtype=np.int64)).tolist() == [LOOKS_KEPT]


def test_a_hit_adds_its_likelihood_ratio_and_a_miss_what_a_miss_is_worth() -> None:
    track, row = np.array([0, 0, 1]), np.array([0, 1, 1])
    tracks = np.array([-2.0, -3.0, -4.0]), np.array([-0.1, -0.2, -0.3])
    scan = (np.array([1.0, -INF, 2.0]), *tracks, np.array([-5.0, -6.0]))
    hit = score_change(track, row, np.array([1.0, 0.0, 0.0]), *scan)
    assert hit.tolist() == pytest.approx([-0.1 + 1.0 + 5.0, -3.0, -4.0])
    soft = score_change(track, row, np.array([0.5, 0.0, 0.25]), *scan)
    assert soft.tolist() == pytest.approx([0.5 * 5.9 + 0.5 * -2.0, 0.25 * 7.8 + 0.75 * -3.0, -4.0])


def test_confirmed_wants_looks_and_score() -> None:
    recent = np.array([history("xx.x"), history("x..x"), history("xx.x")])
    score = np.array([5.0, 9.0, 4.0])
    assert confirmed(recent, score, 3, 4, 4.6).tolist() == [True, False, False]
    assert confirmed(recent, score, 3, 4, -INF).tolist() == [True, False, True]  # no clutter declared


def test_a_track_ends_by_misses_or_by_its_fall() -> None:
    recent = np.array([history("x..."), history("x.."), history("x..")])
    score, best = np.array([1.0, 1.0, 1.0]), np.array([2.0, 7.9, 8.1])
    assert ended(recent, score, best, 3, 7.0).tolist() == [True, False, True]
    assert ended(recent, score, best, 3, INF).tolist() == [True, False, False]


def test_wald_bounds_are_the_odds_they_stand_for() -> None:
    lower, upper = wald_bounds(0.01, 0.1)
    assert (math.exp(lower), math.exp(upper)) == pytest.approx((0.1 / 0.99, 90.0))
