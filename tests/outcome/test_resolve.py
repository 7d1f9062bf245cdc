"""Shots against closed forms and published worked examples."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from tocsin.chance.luck import declared_id, luck_for
from tocsin.outcome.resolve import DIVERT_RADIUS_M, is_kill, nearest_body

CASES = json.loads((Path(__file__).parents[1] / "oracles" / "engagement.json").read_text())
SALVOS = [case for case in CASES if case["id"].startswith("salvo")]
RUNS = 4000


def number(entry) -> float:
    return float(entry["value"]) if isinstance(entry, dict) else float(entry)


@pytest.mark.parametrize("case", SALVOS, ids=lambda case: case["id"])
def test_a_salvo_kills_as_often_as_published(case):
    pk, shots = number(case["inputs"]["single_shot_pk"]), int(number(case["inputs"]["shots"]))
    expected = number(case["expected"]["kill_probability"])
    body = declared_id("body l1-payload")
    killed = sum(any(is_kill(pk, body, 1, n, luck_for(run, 0)) for n in range(shots)) for run in range(RUNS))
    # binomial, 4 standard deviations, plus the case's own tolerance
    band = 4 * math.sqrt(expected * (1 - expected) / RUNS) + number(case["tolerance"]["abs"])
    assert abs(killed / RUNS - expected) < band
    assert abs(killed / RUNS - 0.9 * expected) > band / 4  # a tenth fewer kills would be told apart


def test_shoot_look_shoot_spends_as_published():
    case = next(c for c in CASES if c["id"] == "sls-w1-pk0.8")
    pk, body = number(case["inputs"]["pk"]), declared_id("body x")
    spent = [1 if is_kill(pk, body, 1, 0, luck_for(run, 0)) else 2 for run in range(RUNS)]
    # standard deviation of the spend is sqrt(0.8 * 0.2) = 0.4; 4 standard errors
    assert np.mean(spent) == pytest.approx(number(case["expected"]["expected_interceptors"]), abs=4 * 0.4 / RUNS**0.5)


def test_draws_hang_on_body_layer_and_ordinal_alone():
    luck = luck_for(1, 0)
    draws = {(b, layer, n): is_kill(0.5, b, layer, n, luck) for b in range(20) for layer in (1, 2) for n in range(5)}
    again = {key: is_kill(0.5, *key, luck) for key in reversed(list(draws))}
    assert draws == again
    assert 60 < sum(draws.values()) < 140


def test_only_a_body_within_reach_is_met():
    aim = np.array([6.5e6, 0.0, 0.0])
    positions = aim + np.array([[DIVERT_RADIUS_M + 1.0, 0.0, 0.0], [0.0, 3e3, 0.0], [0.0, 0.0, 9e3]])
    assert nearest_body(aim, positions) == 1
    assert nearest_body(aim, positions[:1]) == -1
    assert nearest_body(aim, np.zeros((0, 3))) == -1
