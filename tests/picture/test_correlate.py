"""Which tracks of two nodes are taken for one body."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from tocsin.picture.correlate import GATE, paired
from tocsin.picture.kernels import pair_costs


def test_a_pair_costs_its_likelihood_inside_the_gate_and_the_vaguest_one_at_the_gate_outside() -> None:
    distance2 = np.array([[1.0, GATE + 1.0, 9.0], [GATE, 4.0, 1e6]])
    log_determinant = np.array([[20.0, 99.0, 31.0], [99.0, 25.0, -7.0]])
    costs, is_any_inside = pair_costs(distance2, log_determinant, GATE)
    alone = GATE + 31.0
    assert is_any_inside
    assert costs.tolist() == [[21.0, alone, 40.0], [alone, 29.0, alone]]


def test_nothing_inside_the_gate_is_no_pair() -> None:
    far = np.full((2, 3), GATE)
    assert paired(far, np.zeros((2, 3))) == []


@pytest.mark.parametrize("shape", [(6, 6), (3, 7), (7, 3)])
def test_the_pairs_are_those_of_the_least_cost_that_lie_inside_the_gate(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(shape[0])
    for _ in range(50):
        distance2, log_determinant = rng.exponential(GATE, shape), rng.normal(40.0, 5.0, shape)
        inside = distance2 < GATE
        alone = GATE + log_determinant[inside].max()
        cost = np.where(inside, distance2 + log_determinant, alone)
        wanted = [
            (float(cost[i, j]), int(i), int(j))
            for i, j in zip(*linear_sum_assignment(cost), strict=True)
            if inside[i, j]
        ]
        assert paired(distance2, log_determinant) == wanted
