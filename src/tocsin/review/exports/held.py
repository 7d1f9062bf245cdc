"""The tracks of nodes' pictures, as far as a view holds them: what each node held, and until when."""

from typing import NamedTuple

from tocsin.earth.kernels import ecef_from_lla
from tocsin.orders.record import PictureState, PictureTrack
from tocsin.review.party import View


class Holding(NamedTuple):
    """What a picture said of one track, from one news to the next.  ECEF, m and m/s; 1 sigma, m."""

    from_ms: int
    until_ms: int
    place_ecef: tuple[float, float, float]
    velocity_ecef: tuple[float, float, float]
    sigma_m: float
    coast_probability: float
    source_ids: tuple[str, ...]


class HeldTrack(NamedTuple):
    """One shared track of one node's picture, in order of time; a gap where the picture did not hold it."""

    owner: str
    name: str
    holdings: list[Holding]


def held_tracks_of(view: View) -> list[HeldTrack]:
    """Return the tracks of every picture in a view.  The last news holds to the end of the records."""
    pictures: dict[str, list[tuple[int, PictureState]]] = {}
    for entry in view.log.entries:
        if isinstance(state := entry.body, PictureState):
            pictures.setdefault(entry.node, []).append((entry.time_ms, state))
    tracks: dict[tuple[str, str], list[Holding]] = {}
    for owner, states in pictures.items():
        ends_ms = [time_ms for time_ms, _ in states[1:]] + [view.log.end_ms]
        for (time_ms, state), until_ms in zip(states, ends_ms, strict=True):
            for track in state.tracks:
                tracks.setdefault((owner, track.name), []).append(holding(track, time_ms, until_ms))
    return [HeldTrack(owner, name, holdings) for (owner, name), holdings in tracks.items()]


def holding(track: PictureTrack, from_ms: int, until_ms: int) -> Holding:
    """Return what a picture says of a track until the next."""
    return Holding(
        from_ms,
        until_ms,
        ecef_from_lla(*track.place),
        track.velocity_ecef,
        track.sigma_m,
        track.coast_probability,
        track.source_ids,
    )
