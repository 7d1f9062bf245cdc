"""Speed of association: microseconds of processor time a track, by how many tracks there are.

``python -m benchmarks.association`` prints the least of ``REPEATS`` runs in one process on one core.  Tracks are
spread over a shell round the Earth, each with one measurement, and a tenth as many measurements are false; one track
in a hundred reaches 100 km, the others 1 km.  A raid, bodies 1,500 m apart with gates of 1,000 m, costs most.
"""

import json
import math
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tocsin.tracking.association.associate import Problem, Rule, associate
from tocsin.tracking.association.kernels import candidate_pairs

Array = NDArray[np.float64]

REPEATS = 30
COUNTS = (100, 1000, 10000)
RULES: tuple[Rule, ...] = ("global_nearest", "joint_probabilistic", "mixed")
SIGMA_M = 200.0
GATE = 25.0  # squared distance in standard deviations
LOG_CLUTTER = -30.0  # of the density of false measurements, 1/m^3


def shell(count: int, rng: np.random.Generator) -> Array:
    """Return places (n, 3) all round the Earth, 100 to 1,100 km up."""
    line = rng.normal(size=(count, 3))
    place: Array = line / np.linalg.norm(line, axis=1)[:, None] * rng.uniform(6.5e6, 7.5e6, count)[:, None]
    return place


def raid(count: int, rng: np.random.Generator) -> Array:
    """Return places (n, 3) in a cube so filled that bodies lie some 1,500 m apart."""
    return np.array([4e6, 4e6, 4e6]) + rng.uniform(0.0, 1500.0 * count ** (1 / 3), (count, 3))


def scan(place: Array, false: Array, rng: np.random.Generator) -> tuple[Array, ...]:
    """Return places and reaches of tracks and of measurements, as ``candidate_pairs`` takes them."""
    rows = np.concatenate([place + SIGMA_M * rng.standard_normal(place.shape), false])
    reach = np.full(place.shape[0], 1e3)
    reach[::100] = 1e5
    return place, reach, rng.permutation(rows), np.full(rows.shape[0], 1e3)


def problem_of(tracks: Array, rows: Array, pairs: tuple[NDArray[np.int64], NDArray[np.int64]]) -> Problem:
    """Return the problem of the pairs inside a gate round each track."""
    track, row = pairs
    distance2 = ((tracks[track] - rows[row]) ** 2).sum(axis=1) / SIGMA_M**2
    inside = distance2 <= GATE
    density = -0.5 * distance2[inside] - 1.5 * math.log(2.0 * math.pi) - 3.0 * math.log(SIGMA_M)
    each = np.ones(tracks.shape[0])
    clutter = np.full(rows.shape[0], LOG_CLUTTER)
    return Problem(track[inside], row[inside], density, math.log(0.1) * each, math.log(0.9) * each, clutter)


def least_us(work: Callable[..., object], *given: object) -> float:
    """Return the least processor time of work(*given), µs."""
    times = []
    for _ in range(REPEATS):
        started_s = time.process_time()
        work(*given)
        times.append(time.process_time() - started_s)
    return min(times) * 1e6


def measured() -> dict[str, float]:
    """Return the speeds."""
    rng = np.random.default_rng(1)
    figures: dict[str, float] = {}
    scenes = {f"shell_{count}": (shell(count, rng), shell(count // 10, rng)) for count in COUNTS}
    scenes |= {f"raid_{count}": (raid(count, rng), raid(count // 10, rng)) for count in COUNTS[:2]}
    for name, (place, false) in scenes.items():
        given = scan(place, false, rng)
        problem = problem_of(given[0], given[2], candidate_pairs(*given))  # also compiles
        tracks = place.shape[0]
        figures[f"{name}_candidate_pairs_us_a_track"] = least_us(candidate_pairs, *given) / tracks
        for rule in RULES:
            figures[f"{name}_{rule}_fell_back"] = associate(problem, rule).fell_back
            figures[f"{name}_{rule}_us_a_track"] = least_us(associate, problem, rule) / tracks
    return {key: round(value, 3) for key, value in figures.items()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(), indent=2) + "\n")
