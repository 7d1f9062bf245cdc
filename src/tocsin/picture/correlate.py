"""Which tracks of several nodes are of one body: the same answer whatever the nodes are called."""

from collections.abc import Sequence
from itertools import accumulate, combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.stats import chi2

from tocsin.picture.kernels import distances, pair_costs, scatter2
from tocsin.picture.ledger import nodes_of
from tocsin.picture.shared import TrackSet

Array = NDArray[np.float64]

INSIDE = 0.999  # probability that the gate lets tracks of one body through
GATE = float(chi2.ppf(INSIDE, 6))


def clusters(sets: Sequence[TrackSet], tracks: TrackSet) -> list[list[int]]:
    """Return which rows of the sets, counted through, are of one body; a body alone is a cluster of one.

    Parameters
    ----------
    sets : sequence of TrackSet
        All tracks at one time; a set's tracks rest on the same nodes and are of different bodies.
    tracks : TrackSet
        The sets one after another (``stacked``).

    Notes
    -----
    Each two sets of different nodes are paired as a whole (``paired``); then pairs are made clusters, the surest
    first, where no node comes in twice and the whole cluster lies inside a gate (``kernels.scatter2``).  With two
    sets that is the best assignment; with more, the exact one is beyond reach (a many-dimensional assignment), and
    this one does not depend on an order of the sets.  No memory: a pair at the edge of the gate may come and go (one
    true pair in a thousand is outside at any time).
    """
    starts = list(accumulate((len(part.provenances) for part in sets), initial=0))
    nodes = [nodes_of(tracks.provenances[0]) for tracks in sets]
    edges: list[tuple[float, int, int]] = []
    for a, b in combinations(range(len(sets)), 2):
        if nodes[a] & nodes[b]:
            continue
        distance2, log_determinant = distances(sets[a].x, sets[a].P, sets[b].x, sets[b].P)
        edges += [(cost, starts[a] + i, starts[b] + j) for cost, i, j in paired(distance2, log_determinant)]
    return merged(edges, tracks, [of for of, part in zip(nodes, sets, strict=True) for _ in part.provenances])


def merged(edges: list[tuple[float, int, int]], tracks: TrackSet, nodes: list[frozenset[str]]) -> list[list[int]]:
    """Return clusters of rows, grown along the edges by rising cost."""
    cluster_of = {row: [row] for row in range(len(nodes))}
    for _, i, j in sorted(edges):
        first, second = cluster_of[i], cluster_of[j]
        if len(first) == len(second) == 1:  # of an edge, so of different nodes
            cluster_of[i] = cluster_of[j] = [i, j]
            continue
        if first is second or {n for r in first for n in nodes[r]} & {n for r in second for n in nodes[r]}:
            continue
        whole = sorted(first + second)
        if scatter2(tracks.x[whole], tracks.P[whole]) < float(chi2.ppf(INSIDE, 6 * (len(whole) - 1))):
            cluster_of.update(dict.fromkeys(whole, whole))
    return [members for row, members in cluster_of.items() if members[0] == row]


def paired(distance2: Array, log_determinant: Array) -> list[tuple[float, int, int]]:
    """Return the pairs (cost, row, column) of one body: likeliest overall, inside the gate.

    Parameters
    ----------
    distance2, log_determinant : (n, m) float64
        Of ``kernels.distances``.

    Notes
    -----
    The cost of a pair is minus twice the logarithm of its likelihood, so that a vague track, near to everything, does
    not take a sure one's partner.  Standing alone costs as much as the vaguest pair at the gate: no pair is broken
    up only to make two worse ones.
    """
    costs, is_any_inside = pair_costs(distance2, log_determinant, GATE)
    if not is_any_inside:
        return []
    rows, columns = linear_sum_assignment(costs)
    found = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(costs.item(i, j), i, j) for i, j in found if distance2.item(i, j) < GATE]
