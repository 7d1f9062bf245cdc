"""What one node knows now, and the tracks it is made from."""

from dataclasses import dataclass

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
    """

    time_ms: int
    x: Array
    P: Array
    coast_probability: Array
    provenances: tuple[Provenance, ...]


def empty_picture(time_ms: int) -> Picture:
    """Return a picture that holds nothing."""
    return Picture(time_ms, np.zeros((0, 6)), np.zeros((0, 6, 6)), np.zeros(0), ())


def track_names(picture: Picture) -> tuple[str, ...]:
    """Return a name for each shared track: its first source's id."""
    return tuple(provenance[0].source_id for provenance in picture.provenances)
