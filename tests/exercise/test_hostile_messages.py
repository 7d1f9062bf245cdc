"""Hostile bytes on a link, by the thousand: none is fatal, none changes what a node holds but a count."""

import copy
import json
import pickle
import random
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.link import Carried
from tocsin.exchange.message import DeliveryRefused, Message
from tocsin.exchange.payload import (
    AlertState,
    AnomalyAdvisory,
    Consultation,
    LaunchReport,
    Payload,
    PreLaunchNotification,
    PublicWarning,
    ReportedTrack,
    TrackReport,
)
from tocsin.exchange.sign import key_id, sign
from tocsin.exchange.wire import Frame, encode, seal
from tocsin.exercise.stages.exchange import end_at, take_in
from tocsin.exercise.world import NodeState, Record, World, new_world
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario
from tocsin.tracking.provenance import Source

HEAD = """
[scenario]
name = "hostile"
title = "Two nodes and two links"
blind_name = "exercise-00"
seed = 3
start_utc = "2031-09-23T18:00:00Z"
duration_min = 60
parties = ["alder", "birch"]
agreement = "full-picture"

[[link]]
source = "alder"
target = "birch"
latency_s = 2

[[link]]
source = "birch"
target = "alder"
latency_s = 2
"""
NOW_MS = 600_000
COVARIANCE = tuple((1e6 if i < 21 else 1e2) if i % 7 == 0 else 0.0 for i in range(36))
SOURCES = (Source("alder.s1", 1000, 4000),)
PAYLOADS: tuple[Payload, ...] = (
    LaunchReport(
        event_id="alder-e1",
        launch_time_ms=1000,
        launch_time_sigma_ms=900,
        launch_point=Ellipse(0.5, 1.0, 1e8, 1e7, 1e8),
        generic_class="mrbm",
        n_objects=2,
        threatens=("birch",),
    ),
    TrackReport(tracks=(ReportedTrack(4000, (6.9e6, 0.0, 0.0, 0.0, 5e3, 0.0), COVARIANCE, 1.0, SOURCES),)),
    PreLaunchNotification(
        notice_id="n1",
        launching_nation="alder",
        generic_class="slv",
        window_start_ms=0,
        window_end_ms=9_000_000,
        lat_rad=0.5,
        lon_rad=1.0,
        radius_m=5e4,
        azimuth_rad=1.0,
    ),
    AnomalyAdvisory(
        advisory_id="a1", cause="re-entry", from_ms=0, to_ms=1000, lat_rad=0.1, lon_rad=0.2, radius_m=1e3
    ),
    Consultation(consultation_id="c1", event_id="birch-e1", step="query", deadline_ms=900_000),
    AlertState(level="raised", since_ms=5000),
    PublicWarning(
        warning_id="w1", step="alert", references=(), event_id="e1", areas=("x",), sent_ms=1000, expires_ms=9000
    ),
)
# In place of any value of a message, none of these can be meant.
WORTHLESS = (1e300, -1e300, 10**30, -(10**30), "x" * 300, "\x00", "\u202e", [[[]]], {"type": "LaunchReport"}, [1e300])
# Sources of which alder cannot speak.
ANOTHERS = ("birch.s1", "cedar.r2", "alder-south", "alder", "Alder.r1", "")


def told_world() -> tuple[World, list[bytes]]:
    """Return a world whose birch has taken one message of each kind, and their bytes; all that follows is hostile."""
    scenario = build_scenario(HEAD, "hostile.toml")
    world = new_world(scenario, load_agreement("full-picture", scenario.parties), 7)
    world.time_ms = NOW_MS
    link, records = scenario.links[0], []
    raws = [wire_of(world, payload, seq) for seq, payload in enumerate(PAYLOADS, start=1)]
    assert all(take_in(world, link, Carried(NOW_MS, 1, raw), records) for raw in raws)
    assert not [record for record in records if isinstance(record.body, DeliveryRefused)]
    return world, raws


def wire_of(world: World, payload: Payload, seq: int) -> bytes:
    """Return alder's message of a payload to birch, as it travels."""
    message = Message(
        originator="alder",
        releasable_to="birch",
        msg_type="report",
        agreement_version="full-picture/1",
        released_ms=NOW_MS - 2000,
        payload=payload,
        provenance=SOURCES,
    )
    return seal(message, world.scenario.links[0], seq, end_at(world, "alder")).raw


def held(node: NodeState) -> bytes:
    """Return all that a node holds but the count of what it refused."""
    left_out = ("refused_messages", "declared")
    return pickle.dumps({name: getattr(node, name) for name in NodeState.__slots__ if name not in left_out})


def noise(rng: random.Random) -> bytes:
    """Return random bytes, or random JSON, or brackets without end."""
    if rng.random() < 0.6:
        return rng.randbytes(rng.randrange(400))
    if rng.random() < 0.1:
        return rng.choice((b"[", b'{"a":', b"[[],")) * rng.randrange(5000)
    return json.dumps([random_json(rng, 3) for _ in range(rng.randrange(6))]).encode()


def random_json(rng: random.Random, depth: int) -> Any:
    """Return a random value."""
    choice = rng.randrange(7 if depth else 5)
    if choice < 5:
        return (rng.randrange(-9, 9), rng.random(), "LaunchReport", None, True)[choice]
    inner = [random_json(rng, depth - 1) for _ in range(rng.randrange(5))]
    return inner if choice == 5 else {str(i): value for i, value in enumerate(inner)}


def flipped(rng: random.Random, raw: bytes) -> bytes:
    """Return the bytes with one to eight bits flipped."""
    altered = bytearray(raw)
    for bit in rng.sample(range(8 * len(raw)), rng.randint(1, 8)):
        altered[bit // 8] ^= 1 << bit % 8
    return bytes(altered)


def spliced(rng: random.Random, raw: bytes) -> bytes:
    """Return the bytes with a part cut out, doubled, or replaced by noise."""
    low, high = sorted(rng.sample(range(len(raw) + 1), 2))
    part = rng.choice((b"", 2 * raw[low:high], rng.randbytes(rng.randrange(1, 20))))
    return raw[:low] + part + raw[high:]


def traitorous(rng: random.Random, raw: bytes, world: World) -> bytes:
    """Return a message with a worthless value somewhere in it, under alder's own valid seal."""
    contents = msgspec.json.decode(msgspec.json.decode(raw, type=Frame).signed)
    holder, key = rng.choice(list(places_in(contents)))
    holder[key] = copy.deepcopy(rng.choice(WORTHLESS))
    return under_seal(contents, world)


def poached(rng: random.Random, raw: bytes, world: World) -> bytes:
    """Return a message that rests on somebody else's source, under alder's own valid seal."""
    contents = msgspec.json.decode(msgspec.json.decode(raw, type=Frame).signed)
    holder, key = rng.choice([place for place in places_in(contents) if place[1] == "source_id"])
    holder[key] = rng.choice(ANOTHERS)
    return under_seal(contents, world)


def under_seal(contents: Any, world: World) -> bytes:
    """Return contents as alder seals them."""
    signed = msgspec.json.encode(contents)
    seals = key_id(world.luck, "alder"), sign(signed, world.luck, "alder")
    return encode(Frame(zlib.crc32(signed), *seals, msgspec.Raw(signed)))


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of a decoded message: what holds it, and where in that."""
    for key in range(len(value)) if isinstance(value, list) else list(value):
        yield value, key
        if isinstance(value[key], list | dict):
            yield from places_in(value[key])


def hostile(rng: random.Random, fresh: list[bytes], used: list[bytes], world: World) -> bytes:
    """Return one hostile message: ``fresh`` ones would be believed as they are, ``used`` ones have been."""
    choice = rng.random()
    if choice < 0.2:
        return noise(rng)
    if choice < 0.25:
        return rng.choice(used)
    raw = rng.choice(fresh)
    if choice < 0.5:
        return flipped(rng, raw)
    if choice < 0.65:
        return spliced(rng, raw)
    return poached(rng, raw, world) if choice < 0.7 else traitorous(rng, raw, world)


@pytest.mark.parametrize("count", [2_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_hostile_messages_are_counted_and_change_nothing(count):
    world, used = told_world()
    birch, link, rng = world.nodes["birch"], world.scenario.links[0], random.Random(count)
    fresh = [wire_of(world, payload, seq) for seq, payload in enumerate(PAYLOADS, start=100)]
    before, records, sent = held(birch), [], 0
    while sent < count:
        raw = hostile(rng, fresh, used, world)
        if raw in fresh:
            continue  # a part replaced by itself
        sent += 1
        take_in(world, link, Carried(NOW_MS, 1, raw), records)
        if sent % (count // 20) == 0:
            assert held(birch) == before
    assert held(birch) == before
    assert all(isinstance(record.body, DeliveryRefused) and record.node == "birch" for record in records)
    assert Counter(record.body.reason for record in records) == birch.refused_messages
    assert len(records) == count
    expected = {"undecodable", "bad_crc", "forged", "unknown_kind", "out_of_bounds", "repeated", "wrong_marking"}
    assert expected | {"wrong_exercise", "wrong_addressee"} <= set(birch.refused_messages)
    assert all(len(msgspec.json.encode(record.body)) < 400 for record in records)  # no flood in the journal


def test_the_messages_that_were_mutilated_would_have_been_believed():
    world, _ = told_world()
    before, records = held(world.nodes["birch"]), list[Record]()
    for seq, payload in enumerate(PAYLOADS, start=100):
        assert take_in(world, world.scenario.links[0], Carried(NOW_MS, 1, wire_of(world, payload, seq)), records)
    assert held(world.nodes["birch"]) != before
    assert world.nodes["birch"].refused_messages == {}
