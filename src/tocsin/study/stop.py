"""The stopping rule: enough is played when the interval of the primary contrast is narrow enough."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tocsin.study.contrast import arms_of, primary_contrast
from tocsin.study.design.design import Design
from tocsin.study.plan import Plan
from tocsin.study.results import Results, results_of
from tocsin.study.statistics.paired import PairedMean, paired_mean
from tocsin.study.statistics.sequential import is_narrow

Array = NDArray[np.float64]


def is_enough(design: Design, plan: Plan, folder: Path, runs: int) -> bool:
    """Return whether the primary contrast's 95 % interval over the first ``runs`` runs is narrow enough.

    The rule looks at whole blocks in run order only, whoever played them and when; the design fixes the looks.  What
    it does to the level: ``statistics.sequential``.
    """
    wanted = design.file.primary.half_width
    if wanted is None:
        return False
    results = results_of(folder, design, plan)
    return is_narrow(contrasts(results, runs), primary_difference(results, runs).difference, wanted)


def contrasts(results: Results, runs: int) -> Array:
    """Return the primary contrast of each of the first ``runs`` runs, summed over its pairs; nan if it has none."""
    arms = arms_of(results, primary_contrast(results.design))
    differences = arms.first.value[:, :runs] - arms.second.value[:, :runs]
    summed: Array = np.where(np.isnan(differences).all(axis=0), np.nan, np.nansum(differences, axis=0))
    return summed


def primary_difference(results: Results, runs: int) -> PairedMean:
    """Return the primary contrast over the first ``runs`` runs: each run's mean over the pairs of points."""
    arms = arms_of(results, primary_contrast(results.design))
    first, second = arms.first.value[:, :runs], arms.second.value[:, :runs]
    is_pair = ~(np.isnan(first) | np.isnan(second))
    run_indices = np.broadcast_to(np.arange(first.shape[1]), first.shape)[is_pair]
    seed = results.design.file.study.seed
    return paired_mean(first[is_pair], second[is_pair], seed, run_indices.astype(np.int64))
