"""Plans that draw numbers over ranges: which points were drawn together."""

import numpy as np
from numpy.typing import NDArray

from tocsin.study.design.design import Design

IntArray = NDArray[np.int64]
DRAWN = ("latin_hypercube", "sobol", "saltelli")


def is_drawn(design: Design) -> bool:
    """Return whether a design draws numbers over ranges."""
    return design.file.plan.kind in DRAWN


def samples_of(design: Design) -> IntArray:
    """Return of each point, (points,), the number of its sample: the points of a sample differ in levels alone."""
    per_scenario = len(design.points) // len(design.file.study.scenarios)
    combinations = int(np.prod([len(factor.levels) for factor in design.factors if not factor.has_range]))
    return np.arange(len(design.points)) % per_scenario // combinations
