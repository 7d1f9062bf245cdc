"""The picture: a pure function of own tracks, the newest accepted report of each source, and the registration."""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from tocsin.picture.correlate import clusters
from tocsin.picture.joining.kernels import dependent_shares, one_each
from tocsin.picture.ledger import newest_of_each
from tocsin.picture.registration.correct import registered
from tocsin.picture.registration.value import Registration
from tocsin.picture.shared import Picture, TrackSet, as_picture, empty_picture, stacked
from tocsin.tracking.filter.kernels import COAST_NOISE_M2_S3
from tocsin.tracking.provenance import join

Array = NDArray[np.float64]

AIR_TOP_M = 100e3  # m: below it two filters err alike about the drag


def fuse(
    own: TrackSet, received: Sequence[TrackSet], time_ms: int, registrations: Sequence[Registration] = ()
) -> Picture:
    """Return the node's picture.

    Parameters
    ----------
    own : TrackSet
        Own tracks, predicted to ``time_ms``.
    received : sequence of TrackSet
        Partners' tracks, predicted to ``time_ms``; neither their order nor repetition matters.
    time_ms : int, ms
    registrations : sequence of Registration
        What is known of partners' biases; it is taken off their tracks.

    Returns
    -------
    Picture
        Own tracks first, in their order, then the others by source.  Tracks judged to be of one body are joined by
        split covariance intersection; a source already counted is never counted again.
    """
    sets = newest_of_each(own, received)
    if not sets:
        return empty_picture(time_ms)
    sets = [registered(tracks, registrations) for tracks in sets]
    if len(sets) == 1:
        return as_picture(sets[0], time_ms)
    tracks = stacked(sets)
    return as_picture(joined(tracks, dependent_share(tracks, time_ms), clusters(sets, tracks)), time_ms)


def joined(tracks: TrackSet, share: Array, found: Sequence[list[int]]) -> TrackSet:
    """Return one track a cluster of rows; what is not fused is the surest member's."""
    starts = np.array([*accumulate([len(rows) for rows in found], initial=0)])
    members = np.array([row for rows in found for row in rows], dtype=np.int64)
    x, P, best = one_each(tracks.x, tracks.P, share, starts, members)
    behind = tracks.provenances
    provenances = [join([behind[row] for row in rows]) if len(rows) > 1 else behind[rows[0]] for rows in found]
    return TrackSet(tracks.originator, x, P, tracks.coast_probability[best], tuple(provenances))


def dependent_share(tracks: TrackSet, time_ms: int) -> Array:
    """Return the share (n,) of each track's covariance that errors common to all trackers may have made.

    The body's process noise since the first measurement (``shared_share``) while the body coasts above the air; all
    of it, 1, in the air and under thrust, where all filters err alike about drag and thrust.
    """
    first_ms = np.array([min([source.first_ms for source in provenance]) for provenance in tracks.provenances])
    age_s = (time_ms - first_ms) / 1000.0
    return dependent_shares(tracks.x, tracks.P, tracks.coast_probability, age_s, COAST_NOISE_M2_S3, AIR_TOP_M)
