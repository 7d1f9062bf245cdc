"""A view as DIS Entity State PDUs (IEEE 1278.1-2012, version 7): of truth in control's view, else of pictures.

Big-endian, written with ``struct``.  Every entity's marking begins with EXERCISE; its last three characters are the
entity's number in base 36, because the field holds eleven.  Nothing here opens a socket.
"""

import math
import struct
from collections.abc import Iterator
from heapq import merge
from itertools import pairwise
from typing import NamedTuple

from tocsin.errors import ScenarioError
from tocsin.orders.hot_wash import CONTROL
from tocsin.orders.kinds import TRUTH
from tocsin.review.exports.content import MARKING
from tocsin.review.exports.flights import Flight, Role, flights_of
from tocsin.review.exports.held import HeldTrack, held_tracks_of
from tocsin.review.party import View
from tocsin.scenario.declared import utc_ms_at

VERSION = 7
EXERCISE_ID = 1
ENTITY_STATE = 1  # PDU type
ENTITY_FAMILY = 1  # entity information and interaction
PDU_BYTES = 144  # without variable parameters
APPLICATION = 1
HOUR_MS = 3_600_000
HEADER = struct.Struct(">BBBBIHBB")
ENTITY = struct.Struct(">HHHBB8B8B3f3d3fI")
DEAD_RECKONING = struct.Struct(">B15x3f3f")
MARKING_FIELD = struct.Struct(">B11sI")
ASCII = 1  # character set of the marking
OTHER_FORCE = 0
STATIC, FIXED_ROTATION_WORLD = 1, 2  # dead reckoning: it stays; it goes straight on, its attitude held
DEACTIVATED = 1 << 23  # of the appearance: the entity is no longer there
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_ENTITIES = 36**3 - 1
# kind, domain, country, category, subcategory, specific, extra: generic codes of no country (0: other)
TYPES: dict[Role, tuple[int, ...]] = {
    "payload": (2, 0, 0, 0, 1, 0, 0),
    "shed": (2, 0, 0, 0, 2, 0, 0),
    "debris": (2, 0, 0, 0, 3, 0, 0),
    "interceptor": (2, 3, 0, 0, 0, 0, 0),  # a munition against guided weapons
    "nature": (0, 0, 0, 0, 0, 0, 0),
    "body": (0, 0, 0, 0, 0, 0, 0),
}
TRACK_TYPE = (0, 0, 0, 0, 0, 0, 0)  # what a picture's track is, its node does not know


class Entity(NamedTuple):
    """One body or track: its id (site, application, number), what it is called, and its seven codes."""

    site: int
    number: int
    owner: str
    name: str
    codes: tuple[int, ...]


class Sent(NamedTuple):
    """One PDU, and when (exercise time, ms) it is due."""

    time_ms: int
    pdu: bytes


class Told(NamedTuple):
    """One state of an entity: ECEF, m and m/s; ``is_last``: it is there no longer."""

    time_ms: int
    place_ecef: tuple[float, float, float]
    velocity_ecef: tuple[float, float, float]
    is_last: bool


def entities_of(view: View) -> list[tuple[Entity, list[Told]]]:
    """Return the entities of a view with their states: true bodies in control's view, else tracks of pictures.

    Raises
    ------
    ScenarioError
        If there are more than the marking can tell apart.
    """
    found: list[tuple[str, str, tuple[int, ...], list[Told]]] = []
    if view.party == CONTROL:
        found += [(f.owner, f.body_id, TYPES[f.role], told_of_flight(f)) for f in flights_of(view)]
    else:
        found += [(t.owner, t.name, TRACK_TYPE, told_of_track(t)) for t in held_tracks_of(view)]
    if len(found) > MOST_ENTITIES:
        raise ScenarioError(f"--as 'dis': {len(found)} entities; the bound is {MOST_ENTITIES}; choose a shorter run")
    sites = {owner: number for number, owner in enumerate((TRUTH, *(node.name for node in view.scenario.nodes)), 1)}
    return [
        (Entity(sites[owner], number, owner, name, codes), told)
        for number, (owner, name, codes, told) in enumerate(found, 1)
    ]


def told_of_flight(flight: Flight) -> list[Told]:
    """Return the recorded states of a body; where it ended it stays, no longer there."""
    last = len(flight.times_ms) - 1
    rows = zip(flight.times_ms.tolist(), flight.states_ecef.tolist(), strict=True)
    return [
        Told(time_ms, (x, y, z), (vx, vy, vz), bool(flight.how) and row == last)
        for row, (time_ms, (x, y, z, vx, vy, vz)) in enumerate(rows)
    ]


def told_of_track(track: HeldTrack) -> list[Told]:
    """Return what a picture told of a track at each news; where a picture holds it no more, it is there no longer."""
    told = [Told(track.holdings[0].from_ms, track.holdings[0].place_ecef, track.holdings[0].velocity_ecef, False)]
    for before, item in pairwise(track.holdings):
        if item.from_ms > before.until_ms:
            told.append(Told(before.until_ms, before.place_ecef, before.velocity_ecef, True))
        told.append(Told(item.from_ms, item.place_ecef, item.velocity_ecef, False))
    last = track.holdings[-1]
    return [*told, Told(last.until_ms, last.place_ecef, last.velocity_ecef, True)]


def pdus_of(view: View) -> Iterator[Sent]:
    """Yield every PDU of a view in order of time, those of one time by the entity's number."""
    told = [
        [(state.time_ms, entity.number, state, entity) for state in states] for entity, states in entities_of(view)
    ]
    for time_ms, _, state, entity in merge(*told, key=lambda item: item[:2]):
        yield Sent(time_ms, entity_state_pdu(entity, state, utc_ms_at(view.scenario, time_ms)))


def marking_of(entity: Entity) -> str:
    """Return an entity's marking, eleven characters."""
    tail, left = "", entity.number
    for _ in range(3):
        left, digit = divmod(left, 36)
        tail = DIGITS[digit] + tail
    return MARKING + tail


def timestamp_of(utc_ms: int) -> int:
    """Return a calendar time as DIS counts: 2^31 steps an hour, from the hour; the lowest bit 0: relative.

    Relative, because an exercise's calendar is tied to no real clock.
    """
    return round((utc_ms % HOUR_MS) * 2**31 / HOUR_MS) << 1


def attitude_rad(velocity_ecef: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return psi, theta, phi (rad) of a body whose nose points where it goes, without roll; zeros where it stands."""
    vx, vy, vz = velocity_ecef
    level_m_s = math.hypot(vx, vy)
    if level_m_s == 0.0 and vz == 0.0:
        return 0.0, 0.0, 0.0
    return math.atan2(vy, vx), math.atan2(-vz, level_m_s), 0.0


def entity_state_pdu(entity: Entity, state: Told, utc_ms: int) -> bytes:
    """Return one Entity State PDU.

    Notes
    -----
    Velocity and location are in ECEF (DIS world coordinates), m/s and m.  Attitudes are not simulated: the nose is
    put along the velocity.  An entity that is there no longer stands still, is deactivated, and is not dead-reckoned.

    References
    ----------
    IEEE Std 1278.1-2012, 7.2.2 (Entity State PDU) and 6.2.66 (header); codes of SISO-REF-010.
    """
    moving = (0.0, 0.0, 0.0) if state.is_last else state.velocity_ecef
    header = HEADER.pack(VERSION, EXERCISE_ID, ENTITY_STATE, ENTITY_FAMILY, timestamp_of(utc_ms), PDU_BYTES, 0, 0)
    kind, domain, country, *rest = entity.codes
    codes = (kind, domain, country >> 8, country & 0xFF, *rest)
    body = ENTITY.pack(
        entity.site,
        APPLICATION,
        entity.number,
        OTHER_FORCE,
        0,  # variable parameters
        *codes,
        *codes,
        *moving,
        *state.place_ecef,
        *attitude_rad(state.velocity_ecef),
        DEACTIVATED if state.is_last else 0,
    )
    reckoned = DEAD_RECKONING.pack(STATIC if state.is_last else FIXED_ROTATION_WORLD, *(0.0,) * 6)
    return header + body + reckoned + MARKING_FIELD.pack(ASCII, marking_of(entity).encode("ascii"), 0)
