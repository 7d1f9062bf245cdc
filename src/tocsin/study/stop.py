"""The stopping rule: enough is played when the interval of the primary contrast is narrow enough."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tocsin.study.contrast import arms_of, primary_contrast
from tocsin.study.design.design import Design
from tocsin.study.plan import Plan, stretches
from tocsin.study.report.comparison import Difference, arms_with_something, compared
from tocsin.study.results import Results, results_of
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
    found = primary_difference(results, runs)
    return found is not None and is_narrow(contrasts(results, runs), found.difference, wanted)


def runs_at_end(results: Results) -> int | None:
    """Return after how many runs of each point the study is over; None while it is not.

    All that were asked for, or those up to a look at which the rule finds enough.
    """
    runs = results.n_complete
    if runs >= results.plan.replications:
        return results.plan.replications
    is_look = runs == results.n_runs and runs in stretches(results.design, results.plan)
    return runs if is_look and is_enough(results.design, results.plan, results.folder, runs) else None


def contrasts(results: Results, runs: int) -> Array:
    """Return the primary contrast of each of the first ``runs`` runs, summed over its pairs; nan if it has none."""
    arms = arms_of(results, primary_contrast(results.design))
    differences = arms.first.value[:, :runs] - arms.second.value[:, :runs]
    summed: Array = np.where(np.isnan(differences).all(axis=0), np.nan, np.nansum(differences, axis=0))
    return summed


def primary_difference(results: Results, runs: int) -> Difference | None:
    """Return the primary difference of the first ``runs`` runs as the report has it; None where there is none."""
    contrast = primary_contrast(results.design)
    first = results.first(runs)
    arms = arms_with_something(first, contrast)
    return None if arms is None else compared(first, arms, contrast.measure)
