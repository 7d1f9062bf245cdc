"""Samples of the unit cube: which values factors with a range take together."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from tocsin.errors import StudyError

Array = NDArray[np.float64]


def shares(kind: str, dimensions: int, count: int, seed: int) -> Array:
    """Return where in its range each factor lies at each sample.

    Parameters
    ----------
    kind : str
        ``latin_hypercube``, ``sobol`` (scrambled) or ``saltelli``.
    dimensions : int
        Factors with a range, 1 or more.
    count : int
        Samples; a power of two but for the Latin hypercube.  Of Saltelli's plan: rows of each of its matrices.
    seed : int

    Returns
    -------
    (m, dimensions) float64, in 0 to 1
        ``m`` is ``count``; of Saltelli's plan ``count * (dimensions + 2)``: all of A, all of B, then for each factor
        A with that factor's column from B.

    Raises
    ------
    StudyError

    References
    ----------
    McKay, Beckman and Conover, Technometrics 21 (1979) 239.  Sobol', USSR Comput. Math. 7 (1967) 86; scrambling
    after Owen (1998).  Saltelli et al., Comput. Phys. Commun. 181 (2010) 259, the radial plan of table 2 (e).
    """
    if not dimensions:
        raise StudyError(f"plan.kind = {kind!r}: no factor has a range; give one low and high, or choose full")
    rng = np.random.Generator(np.random.Philox(key=seed))
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
    mixed = [np.where(np.arange(dimensions) == column, b, a) for column in range(dimensions)]
    return np.concatenate([a, b, *mixed])
