"""The kernel that weighs a whole problem: its clusters, the nearest, and the joint events where wanted."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.tracking.association.joint.kernels import joint_weights
from tocsin.tracking.association.kernels import clusters, sorted_by, starts_of
from tocsin.tracking.association.nearest.kernels import best_pairs

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@njit(cache=True)
def weights_of(
    track: Ints,
    row: Ints,
    log_likelihood: Array,
    log_miss: Array,
    log_detect: Array,
    log_clutter: Array,
    least_tracks: int,
    sure: float,
    most_events: int,
) -> tuple[Array, Flags, Ints, Ints]:
    """Return how much each measurement belongs to each track.

    Parameters
    ----------
    track, row, log_likelihood, log_miss, log_detect, log_clutter
        Of a ``Problem``.
    least_tracks : int
        Clusters of so many tracks or more are weighed over their joint events; 0: none is.
    sure, most_events
        As in ``joint_weights``.

    Returns
    -------
    weight : (p,) float64
    fell_back : (c,) bool
        Which clusters were too large to be weighed; empty where none is wanted.
    cluster_start : (c + 1,) int64
    row_cluster : (m,) int64
        As in ``joint_weights`` and ``clusters``.
    """
    track_count, row_count, pair_count = log_miss.shape[0], log_clutter.shape[0], track.shape[0]
    gain = np.empty(pair_count)
    for pair in range(pair_count):
        one, other = track[pair], row[pair]
        gain[pair] = (log_detect[one] - log_miss[one]) + log_likelihood[pair] - log_clutter[other]
    track_cluster, row_cluster, count = clusters(track_count, row_count, track, row)
    cluster_start, start = starts_of(track_cluster, count), starts_of(track, track_count)
    weight = np.zeros(pair_count)
    for pair in best_pairs(start, row, gain, row_count):
        if pair >= 0:
            weight[pair] = 1.0
    fell_back = np.zeros(0, np.bool_)
    if least_tracks > 0:
        members = sorted_by(track_cluster, np.arange(track_count), count)
        weight, fell_back = joint_weights(
            start,
            row,
            gain,
            track_cluster,
            row_cluster,
            cluster_start,
            members,
            weight,
            least_tracks,
            sure,
            most_events,
        )
    return weight, fell_back, cluster_start, row_cluster
