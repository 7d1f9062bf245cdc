"""Samples of the unit cube: which values factors with a range take together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from tocsin.errors import StudyError

Array = NDArray[np.float64]


def shares(kind: str, groups: Sequence[str], count: int, seed: int) -> Array:
    """Return where in its range each factor lies at each sample.

    Parameters
    ----------
    kind : str
        ``latin_hypercube``, ``sobol`` (scrambled) or ``saltelli``.
    groups : sequence of str
        Of each factor with a range, the group it belongs to.
    count : int
        Samples; a power of two but for the Latin hypercube.  Of Saltelli's plan: rows of each of its matrices.
    seed : int

    Returns
    -------
    (m, factors) float64, in 0 to 1
        ``m`` is ``count``; of Saltelli's plan ``count * (groups + 2)``: all of A, all of B, then for each group, in
        the order in which they first appear, A with that group's columns from B.

    Raises
    ------
    StudyError

    References
    ----------
    McKay, Beckman and Conover, Technometrics 21 (1979) 239.  Sobol', USSR Comput. Math. 7 (1967) 86; scrambling
    after Owen (1998).  Saltelli et al., Comput. Phys. Commun. 181 (2010) 259, the radial plan of table 2 (e);
    groups of factors: Saltelli et al., *Global Sensitivity Analysis: The Primer* (2008), section 1.2.15.
    """
    dimensions = len(groups)
    if not dimensions:
        raise StudyError(f"plan.kind = {kind!r}: no factor has a range; give one low and high, or choose full")
    rng = np.random.default_rng(seed)
    if kind == "latin_hypercube":
        return np.asarray(qmc.LatinHypercube(dimensions, rng=rng).random(count), dtype=np.float64)
    if count & (count - 1):
        raise StudyError(
            f"plan.points = {count}: must be a power of two for {kind}, or the sequence loses its balance; "
            f"take {1 << (count.bit_length() - 1)} or {1 << count.bit_length()}"
        )
    if kind == "sobol":
        return np.asarray(qmc.Sobol(dimensions, rng=rng).random(count), dtype=np.float64)
    both = np.asarray(qmc.Sobol(2 * dimensions, rng=rng).random(count), dtype=np.float64)
    a, b = both[:, :dimensions], both[:, dimensions:]
    of_group = np.array(groups)
    mixed = [np.where(of_group == group, b, a) for group in dict.fromkeys(groups)]
    return np.concatenate([a, b, *mixed])
