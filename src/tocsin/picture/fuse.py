"""Correlate and fuse: a pure function of own tracks and the newest accepted report of each source."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from tocsin.picture.kernels import intersect, mahalanobis2
from tocsin.picture.shared import Picture, TrackSet, empty_picture
from tocsin.tracking.provenance import Provenance, join, source_ids

GATE = 22.46  # chi-square, 6 degrees of freedom, 0.999


def fuse(own: TrackSet, received: Sequence[TrackSet], time_ms: int) -> Picture:
    """Return the node's picture.

    Parameters
    ----------
    own : TrackSet
        Own tracks, predicted to ``time_ms``.
    received : sequence of TrackSet
        One set a partner, predicted to ``time_ms``, in any order: the result does not depend on it.
    time_ms : int, ms

    Returns
    -------
    Picture
        Tracks judged to be of one body are joined by covariance intersection, which stays consistent however
        much the two share; a source already inside a shared track is never joined to it again.
    """
    sets = [own, *sorted(received, key=lambda tracks: tracks.originator)]
    sets = [tracks for tracks in sets if len(tracks.provenances)]
    if not sets:
        return empty_picture(time_ms)
    picture = as_picture(sets[0], time_ms)
    for tracks in sets[1:]:
        picture = joined(picture, without_known(tracks, picture))
    return picture


def as_picture(tracks: TrackSet, time_ms: int) -> Picture:
    """Return a picture of one originator's tracks alone."""
    return Picture(time_ms, tracks.x, tracks.P, tracks.coast_probability, tracks.provenances)


def without_known(tracks: TrackSet, picture: Picture) -> TrackSet:
    """Return the tracks whose sources are not all in the picture already: repeated news is no news."""
    known = {source_id for provenance in picture.provenances for source_id in source_ids(provenance)}
    keep = [i for i, provenance in enumerate(tracks.provenances) if not source_ids(provenance) <= known]
    if len(keep) == len(tracks.provenances):
        return tracks
    return TrackSet(
        tracks.originator,
        tracks.x[keep],
        tracks.P[keep],
        tracks.coast_probability[keep],
        tuple(tracks.provenances[i] for i in keep),
    )


def joined(picture: Picture, tracks: TrackSet) -> Picture:
    """Return the picture with another originator's tracks fused in or added."""
    if not len(tracks.provenances):
        return picture
    pairs = correlate(picture, tracks)
    x, P = picture.x.copy(), picture.P.copy()
    coast_probability = picture.coast_probability.copy()
    provenances: list[Provenance] = list(picture.provenances)
    for i, j in pairs:
        better = j if np.trace(tracks.P[j, :3, :3]) < np.trace(P[i, :3, :3]) else -1
        x[i], P[i] = intersect(x[i], P[i], tracks.x[j], tracks.P[j])
        if better == j:
            coast_probability[i] = tracks.coast_probability[j]
        provenances[i] = join((provenances[i], tracks.provenances[j]))
    paired = {j for _, j in pairs}
    alone = [j for j in range(len(tracks.provenances)) if j not in paired]
    return Picture(
        picture.time_ms,
        np.concatenate((x, tracks.x[alone])),
        np.concatenate((P, tracks.P[alone])),
        np.concatenate((coast_probability, tracks.coast_probability[alone])),
        (*provenances, *(tracks.provenances[j] for j in alone)),
    )


def correlate(picture: Picture, tracks: TrackSet) -> list[tuple[int, int]]:
    """Return the pairs (picture index, track index) of one body: nearest neighbours overall, inside the gate."""
    distance2 = mahalanobis2(picture.x, picture.P, tracks.x, tracks.P)
    cost = np.where(distance2 < GATE, distance2, 1e6)
    rows, columns = linear_sum_assignment(cost)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if distance2[i, j] < GATE]
