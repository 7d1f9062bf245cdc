"""Shots against closed forms and published worked examples."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from tocsin.chance.luck import declared_id, luck_for
from tocsin.earth.kernels import ecef_from_lla
from tocsin.outcome.debris import debris_of
from tocsin.outcome.resolve import DIVERT_RADIUS_M, Salvo, is_kill, is_taken_for_kill, nearest_body

CASES = {case["id"]: case for case in json.loads((Path(__file__).parents[1] / "oracles/engagement.json").read_text())}
SALVOS = [case for name, case in CASES.items() if name.startswith("salvo")]
NO_LEAKS = [case for name, case in CASES.items() if name.startswith("noleak")]
LOOKS = [case for name, case in CASES.items() if name.startswith("sls")]
RUNS = 4000
NAMED = {"ids": lambda case: case["id"]}


def closed_form(track_factor: float, kill_probability: float, interceptors: int) -> float:
    """Return what the documentation says a salvo kills with."""
    return track_factor * (1.0 - (1.0 - kill_probability) ** interceptors)


def band(share: float, runs: int = RUNS) -> float:
    """Return four standard errors of a share seen in independent runs."""
    return 4.0 * math.sqrt(share * (1.0 - share) / runs)


def kills(p: float, interceptors: int, run: int, track: float = 1.0, body: str = "x", before: int = 0) -> bool:
    """Return whether a salvo, after so many alike at that body, kills in a run."""
    salvo = Salvo(p, track, interceptors, before, before * interceptors)
    return is_kill(salvo, declared_id(f"body {body}"), 1, luck_for(run, 0))


@pytest.mark.parametrize("case", SALVOS, **NAMED)
def test_a_salvo_kills_as_often_as_published(case):
    p, shots = case["inputs"]["single_shot_pk"], case["inputs"]["shots"]
    expected = case["expected"]["kill_probability"]
    assert closed_form(1.0, p, shots) == pytest.approx(expected, abs=case["tolerance"]["abs"])
    share = sum(kills(p, shots, run) for run in range(RUNS)) / RUNS
    assert abs(share - expected) < band(expected)
    assert abs(share - 0.9 * expected) > band(expected)  # a tenth fewer kills would be told apart


@pytest.mark.parametrize("case", NO_LEAKS, **NAMED)
def test_a_raid_leaks_as_rarely_as_published(case):
    """Wilkening's barrage: W warheads, n shots each, on tracks that are all good."""
    warheads, p, shots = (case["inputs"][key] for key in ("warheads", "pk", "shots_each"))
    expected, leakers = case["expected"]["P_no_leaker"], case["expected"]["expected_leakers"]
    one = closed_form(case["inputs"]["p_track"], p, shots)
    assert (one**warheads, warheads * (1.0 - one)) == pytest.approx((expected, leakers), abs=case["tolerance"]["abs"])
    runs = 1000
    dead = [sum(kills(p, shots, run, body=str(body)) for body in range(warheads)) for run in range(runs)]
    share = sum(count == warheads for count in dead) / runs
    assert abs(share - expected) < band(expected, runs)
    spread = math.sqrt(warheads * one * (1.0 - one) / runs)
    assert warheads - np.mean(dead) == pytest.approx(leakers, abs=4.0 * spread)
    wrong = closed_form(1.0, 0.8 * p, shots) ** warheads  # a fifth off each interceptor would be told apart
    assert warheads == 1 or abs(share - wrong) > band(wrong, runs)


@pytest.mark.parametrize("case", LOOKS, **NAMED)
def test_shoot_look_shoot_spends_as_published(case):
    objects, p, runs = case["inputs"]["objects"], case["inputs"]["pk"], 1000
    spent = np.zeros((runs, objects))
    dead = np.zeros((runs, objects), dtype=bool)
    for run in range(runs):
        for body in range(objects):
            first = kills(p, 1, run, body=str(body))
            spent[run, body] = 1 if first else 2
            dead[run, body] = first or kills(p, 1, run, body=str(body), before=1)
    expected = case["expected"]
    assert (2.0 - p) * objects == pytest.approx(expected["expected_interceptors"], abs=1e-8)
    # the spend at one object has a standard deviation of sqrt(p (1 - p)); 4 standard errors
    error = 4.0 * math.sqrt(objects * p * (1.0 - p) / runs)
    assert spent.sum(axis=1).mean() == pytest.approx(expected["expected_interceptors"], abs=error)
    share = dead.all(axis=1).mean()
    assert abs(share - expected["P_no_leaker"]) < band(expected["P_no_leaker"], runs)


@pytest.mark.parametrize("interceptors", [1, 2, 4])
def test_one_bad_track_spoils_the_salvo(interceptors: int) -> None:
    track, p = 0.6, 0.7
    expected = closed_form(track, p, interceptors)
    share = sum(kills(p, interceptors, run, track) for run in range(RUNS)) / RUNS
    assert abs(share - expected) < band(expected)
    if interceptors > 1:  # a track drawn for each interceptor would be told apart
        each = 1.0 - (1.0 - track * p) ** interceptors
        assert abs(share - each) > band(each)
        assert max(expected, share) < track + band(track)  # no number of interceptors makes up for it


def test_the_next_salvo_has_a_track_of_its_own() -> None:
    both = [(kills(1.0, 1, run, 0.5), kills(1.0, 1, run, 0.5, before=1)) for run in range(RUNS)]
    assert np.mean([first and second for first, second in both]) == pytest.approx(0.25, abs=band(0.25))


@pytest.mark.parametrize(("was_kill", "expected"), [(True, 0.8), (False, 0.1)])
def test_an_assessment_errs_as_often_as_declared(was_kill: bool, expected: float) -> None:
    body = declared_id("body x")
    taken = [is_taken_for_kill(was_kill, (0.1, 0.2), body, 1, 0, luck_for(run, 0)) for run in range(RUNS)]
    assert abs(np.mean(taken) - expected) < band(expected)
    assert is_taken_for_kill(was_kill, (0.0, 0.0), body, 1, 0, luck_for(1, 0)) is was_kill


def test_draws_hang_on_body_layer_and_ordinal_alone():
    luck = luck_for(1, 0)
    keys = [(b, layer, n) for b in range(20) for layer in (1, 2) for n in range(5)]
    draws = {key: is_kill(Salvo(0.5, 0.9, 1, key[2], key[2]), key[0], key[1], luck) for key in keys}
    again = {key: is_kill(Salvo(0.5, 0.9, 1, key[2], key[2]), key[0], key[1], luck) for key in reversed(keys)}
    assert draws == again
    assert 60 < sum(draws.values()) < 120


def test_an_interceptor_more_moves_no_other_draw():
    """Whoever is killed by two is killed by three."""
    two, three = ([kills(0.3, count, run) for run in range(RUNS)] for count in (2, 3))
    assert all(after for before, after in zip(two, three, strict=True) if before)
    assert sum(three) > sum(two)


def test_only_a_body_within_reach_is_met():
    aim = np.array([6.5e6, 0.0, 0.0])
    positions = aim + np.array([[DIVERT_RADIUS_M + 1.0, 0.0, 0.0], [0.0, 3e3, 0.0], [0.0, 0.0, 9e3]])
    assert nearest_body(aim, positions) == 1
    assert nearest_body(aim, positions[:1]) == -1
    assert nearest_body(aim, np.zeros((0, 3))) == -1


def test_debris_goes_on_as_the_payload_went_and_comes_down() -> None:
    position = np.array(ecef_from_lla(0.6, 0.9, 100e3))
    velocity = -2000.0 * position / np.linalg.norm(position) + np.array([0.0, 0.0, 1500.0])
    flown = debris_of(position, velocity)
    assert flown.came_down and abs(flown.end_lla[2]) < 1.0
    assert flown.path.position_ecef[0] == pytest.approx(position)
    assert flown.path.velocity_ecef[0] == pytest.approx(velocity)
    assert flown.path.rcs_m2[0] == 0.05 and not flown.path.plume_w_sr.any()
    assert flown.path.time_s[-1] > 60.0  # slowed by the air: without it, 100 km at 2 km/s and more are done in 45 s
