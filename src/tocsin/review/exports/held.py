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


def runs_of(track: HeldTrack) -> list[list[Holding]]:
    """Return a track in parts within which its picture held it without a gap; news at the very end holds no time."""
    runs: list[list[Holding]] = []
    for item in track.holdings:
        if item.until_ms <= item.from_ms:
            continue
        if runs and runs[-1][-1].until_ms == item.from_ms:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def way_of(run: list[Holding]) -> list[tuple[int, tuple[float, float, float]]]:
    """Return times (ms) and places (ECEF, m) of a part: each news, and where the last one led."""
    last = run[-1]
    return [*((item.from_ms, item.place_ecef) for item in run), (last.until_ms, carried_on(last))]


def carried_on(item: Holding) -> tuple[float, float, float]:
    """Return where (ECEF, m) a track has come to by the next news, straight on at its velocity."""
    dt_s = (item.until_ms - item.from_ms) / 1e3
    x, y, z = (place + dt_s * rate for place, rate in zip(item.place_ecef, item.velocity_ecef, strict=True))
    return x, y, z
