"""Philox and what is drawn from it."""

import math
from pathlib import Path

import numpy as np
import pytest
from numba import njit

from tocsin.chance.kernels import normal_pair, philox, uniform
from tocsin.chance.luck import DETECT_RADAR, NOISE_RADAR, declared_id, luck_for

ORACLE = Path(__file__).parents[1] / "oracles" / "random123_philox4x32.txt"
VECTORS = [
    [int(word, 16) for word in line.split()[2:]]
    for line in ORACLE.read_text().splitlines()
    if not line.startswith("#")
]
KEY0, KEY1 = luck_for(7, 0)


@pytest.mark.parametrize("words", VECTORS)
def test_known_answers_compiled_and_plain(words: list[int]) -> None:
    assert philox(*words[:6]) == tuple(words[6:])
    assert philox.py_func(*words[:6]) == tuple(words[6:])


def test_only_the_low_32_bits_count() -> None:
    assert philox(1 << 32, -1, 2, 3, 4, 5) == philox(0, 0xFFFFFFFF, 2, 3, 4, 5)


@njit
def uniform_from_a_kernel(k0: int, k1: int, ordinals: np.ndarray) -> np.ndarray:
    drawn = np.empty(ordinals.size)
    for i in range(ordinals.size):
        drawn[i] = uniform(k0, k1, 1, 0, 3, 4, ordinals[i])
    return drawn


@njit
def normal_from_a_kernel(k0: int, k1: int, ordinals: np.ndarray) -> np.ndarray:
    drawn = np.empty((ordinals.size, 2))
    for i in range(ordinals.size):
        drawn[i, 0], drawn[i, 1] = normal_pair(k0, k1, 2, 1, 3, 4, ordinals[i])
    return drawn


def test_same_numbers_from_python_and_inside_a_kernel() -> None:
    ordinals = np.arange(50)
    assert uniform_from_a_kernel(KEY0, KEY1, ordinals).tolist() == [
        uniform(KEY0, KEY1, 1, 0, 3, 4, i) for i in range(50)
    ]
    assert normal_from_a_kernel(KEY0, KEY1, ordinals).tolist() == [
        list(normal_pair(KEY0, KEY1, 2, 1, 3, 4, i)) for i in range(50)
    ]


def test_uniform_is_uniform() -> None:
    drawn = uniform_from_a_kernel(KEY0, KEY1, np.arange(64_000))
    assert drawn.min() >= 0.0
    assert drawn.max() < 1.0
    counts = np.bincount((drawn * 64).astype(int), minlength=64)
    chi_square = float(((counts - 1000.0) ** 2 / 1000.0).sum())
    # 63 degrees of freedom: 99.8 % of true uniforms lie between 33.9 and 107.
    assert 33.9 < chi_square < 107.0


def test_uniform_fills_all_53_bits() -> None:
    drawn = uniform_from_a_kernel(KEY0, KEY1, np.arange(200))
    lowest_bits = (drawn * 2.0**53).astype(np.int64) & 1
    # Exactly representable, and the lowest bit is set in about half of 200: 5 sigma is 35.
    assert np.array_equal((drawn * 2.0**53) % 1.0, np.zeros(200))
    assert abs(int(lowest_bits.sum()) - 100) < 36


def test_normal_pair_is_normal() -> None:
    drawn = normal_from_a_kernel(KEY0, KEY1, np.arange(20_000))
    bound = 4.0 / math.sqrt(20_000)  # 4 sigma of a mean of 20,000
    assert np.all(np.abs(drawn.mean(axis=0)) < bound)
    assert np.all(np.abs(drawn.var(axis=0) - 1.0) < bound * math.sqrt(2.0))
    assert abs(float((drawn[:, 0] * drawn[:, 1]).mean())) < bound
    both = np.sort(drawn.ravel())
    cdf = np.array([0.5 * (1.0 + math.erf(z / math.sqrt(2.0))) for z in both])
    # Kolmogorov-Smirnov: 1.95 / sqrt(n) is exceeded by chance once in 1,000.
    assert np.abs(cdf - (np.arange(both.size) + 0.5) / both.size).max() < 1.95 / math.sqrt(both.size)


@pytest.mark.parametrize("changed", range(7))
def test_every_argument_matters(changed: int) -> None:
    arguments = [KEY0, KEY1, DETECT_RADAR, 0, declared_id("a"), declared_id("b"), 12]
    other = list(arguments)
    other[changed] += 1
    assert uniform(*arguments) != uniform(*other)
    assert normal_pair(*arguments) != normal_pair(*other)


def test_streams_and_indices_do_not_overlap() -> None:
    seen = {uniform(KEY0, KEY1, stream, index, 1, 2, 3) for stream in range(1, 11) for index in range(16)}
    assert len(seen) == 160
    assert NOISE_RADAR != DETECT_RADAR
