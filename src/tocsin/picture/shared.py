"""What one node knows now, and the tracks it is made from.

A column of a track is named in four places, all here: ``TrackSet``, ``Picture``, ``rows_of`` and ``stacked``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.tracking.provenance import Provenance

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TrackSet:
    """Tracks of one originator, all at one time.

    Attributes
    ----------
    x : (n, 6) float64, m and m/s, ECEF
    P : (n, 6, 6) float64
    coast_probability : (n,) float64
        That the body is no longer under thrust.
    provenances : n provenances
    """

    originator: str
    x: Array
    P: Array
    coast_probability: Array
    provenances: tuple[Provenance, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """All tracks one node holds now: own and received, correlated and fused.

    Attributes
    ----------
    time_ms : int, ms
    x, P, coast_probability : (n, 6), (n, 6, 6), (n,) float64
    provenances : n provenances
        Each lists every own-sensor track, of whichever node, behind the shared track.
    names : n names
        A shared track is called by its first source's id: worked out once, for many ask.
    """

    time_ms: int
    x: Array
    P: Array
    coast_probability: Array
    provenances: tuple[Provenance, ...]
    names: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Name the shared tracks."""
        object.__setattr__(self, "names", tuple([provenance[0].source_id for provenance in self.provenances]))


def rows_of(tracks: TrackSet, rows: Sequence[int]) -> TrackSet:
    """Return some tracks of a set, in the order asked for; the set itself where that is all of it."""
    if rows == [*range(len(tracks.provenances))]:
        return tracks
    return TrackSet(
        tracks.originator,
        tracks.x[rows],
        tracks.P[rows],
        tracks.coast_probability[rows],
        tuple([tracks.provenances[row] for row in rows]),
    )


def stacked(sets: Sequence[TrackSet]) -> TrackSet:
    """Return the tracks of one set or more, one after another, under the first one's originator."""
    if len(sets) == 1:
        return sets[0]
    return TrackSet(
        sets[0].originator,
        np.concatenate([tracks.x for tracks in sets]),
        np.concatenate([tracks.P for tracks in sets]),
        np.concatenate([tracks.coast_probability for tracks in sets]),
        tuple([provenance for tracks in sets for provenance in tracks.provenances]),
    )


def as_picture(tracks: TrackSet, time_ms: int) -> Picture:
    """Return a set of tracks as a picture."""
    return Picture(time_ms, tracks.x, tracks.P, tracks.coast_probability, tracks.provenances)


def empty_picture(time_ms: int) -> Picture:
    """Return a picture that holds nothing."""
    return Picture(time_ms, np.zeros((0, 6)), np.zeros((0, 6, 6)), np.zeros(0), ())


def track_names(picture: Picture) -> tuple[str, ...]:
    """Return a name for each shared track: its first source's id."""
    return picture.names
