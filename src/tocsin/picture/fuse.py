"""The picture: a pure function of own tracks, the newest accepted report of each source, and the registration."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import lla_from_ecef
from tocsin.picture.correlate import clusters
from tocsin.picture.kernels import fuse_split, shared_share
from tocsin.picture.ledger import newest_of_each
from tocsin.picture.registration.correct import registered
from tocsin.picture.registration.value import Registration
from tocsin.picture.shared import Picture, TrackSet, as_picture, empty_picture, rows_of, stacked
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
    tracks = stacked(sets)
    return as_picture(joined(tracks, dependent_share(tracks, time_ms), clusters(sets)), time_ms)


def joined(tracks: TrackSet, share: Array, found: Sequence[list[int]]) -> TrackSet:
    """Return one track a cluster of rows; what is not fused is the surest member's."""
    spread_m2 = np.trace(tracks.P[:, :3, :3], axis1=1, axis2=2)
    best = rows_of(tracks, [min(rows, key=lambda row: float(spread_m2[row])) for rows in found])
    x, P, provenances = best.x, best.P, list(best.provenances)
    for index, rows in enumerate(found):
        if len(rows) > 1:
            ordered = sorted(rows, key=lambda row: tuple(tracks.x[row].tolist()))  # by content: names do not matter
            x[index], P[index] = fuse_split(tracks.x[ordered], tracks.P[ordered], share[ordered])
            provenances[index] = join(tracks.provenances[row] for row in rows)
    return replace(best, provenances=tuple(provenances))


def dependent_share(tracks: TrackSet, time_ms: int) -> Array:
    """Return the share (n,) of each track's covariance that errors common to all trackers may have made.

    The body's process noise since the first measurement (``shared_share``) while the body coasts above the air; all
    of it, 1, in the air and under thrust, where all filters err alike about drag and thrust.
    """
    first_ms = np.array([min(source.first_ms for source in provenance) for provenance in tracks.provenances])
    coasting = shared_share(tracks.P, (time_ms - first_ms) / 1000.0, COAST_NOISE_M2_S3)
    above = np.array([lla_from_ecef(float(x[0]), float(x[1]), float(x[2]))[2] > AIR_TOP_M for x in tracks.x])
    return np.where(above, 1.0 - tracks.coast_probability * (1.0 - coasting), 1.0)
