"""What a cell sees, built by hand: the fixture ``bench`` is this module.  One run, looked at while it plays."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import get_args

import msgspec
import pytest

from tocsin.chance.luck import declared_id, luck_for
from tocsin.defence.battery import Shot
from tocsin.defence.plan import EngagementPlan
from tocsin.exchange.agreement import Agreement, MessageKind
from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.message import Delivery, Message
from tocsin.exchange.payload import GenericClass, LaunchReport, Payload
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.engine import step
from tocsin.exercise.play import play
from tocsin.exercise.stages.arrive import arrive
from tocsin.exercise.view import Clock, NodeView, quantiles_of
from tocsin.exercise.world import NodeState, Record, World, new_world
from tocsin.journal.memory import DigestJournal
from tocsin.orders.action import CellName
from tocsin.orders.order import Action, Order, OrderRefused
from tocsin.picture.shared import empty_picture
from tocsin.scenario.declared import Doctrine, Scenario
from tocsin.scenario.staged import Staged
from tocsin.study.run import task_of, world_of
from tocsin.tracking.provenance import Source
from tocsin.warning.event import ImpactEstimate, WarningEvent

MEDIUM_MS = 400_000
DOCTRINE = Doctrine(read_ms=8_000, think_ms=15_000, act_ms=7_000, spread=0.4)
STEADY = Doctrine(read_ms=8_000, think_ms=15_000, act_ms=7_000, spread=0.0)  # 30 s
ONE_LAUNCH = """
[scenario]
name = "one-launch"
title = "One launch toward the radars of one nation"
blind_name = "exercise-00"
seed = 3
start_utc = "2031-09-23T18:00:00Z"
duration_min = 6
parties = ["alder"]
agreement = "none"

[[launch]]
id = "l"
nation = "cedar"
pack = "mrbm"
time_s = 60
start = { lat_deg = 30.0, lon_deg = 60.0 }
end = { lat_deg = 45.0, lon_deg = 60.0 }
"""
AT_ONCE = Doctrine(read_ms=0, think_ms=0, act_ms=0, spread=0.4)


def radar(radar_id: str, lon_deg: float = 60.0, more: str = "") -> str:
    """Return a radar that looks at the one launch, as a scenario file has it."""
    return f"""
[[radar]]
id = "{radar_id}"
nation = "alder"
lat_deg = 45.0
lon_deg = {lon_deg}
boresight_deg = 180
{more}
"""


def event(event_id: str = "e1", threatens: tuple[str, ...] = ("birch",), medium_ms: int = MEDIUM_MS) -> WarningEvent:
    """Return an event whose impact threatens Birch, of medium confidence since 400 s."""
    place = Ellipse(0.6, 1.4, 1e8, 0.0, 1e8)
    impact = ImpactEstimate(MEDIUM_MS, 1_000_000, 2_000, place, 2_500e3, threatens, ())
    return WarningEvent(
        event_id=event_id, opened_ms=0, provenance=(), impact=impact, confidence="medium", medium_ms=medium_ms
    )


def plan(battery_id: str = "b1", **changes: object) -> EngagementPlan:
    """Return a plan to launch at 800 s, on a track that is good enough."""
    proposed = EngagementPlan(
        event_id="e1",
        battery_id=battery_id,
        layer="upper",
        interceptors=1,
        salvo=1,
        launch_ms=800_000,
        intercept_ms=880_000,
        last_launch_ms=850_000,
        last_intercept_ms=930_000,
        reaction_ms=10_000,
        aim_ecef=(0.0, 0.0, 0.0),
        sigma_m=1_000.0,
        kill_probability=0.6,
        able=1,
        proposed=1,
    )
    return msgspec.structs.replace(proposed, **changes)


def shot(shot_id: str = "birch-shot1", event_id: str = "e1") -> Shot:
    return Shot(
        shot_id=shot_id,
        node="birch",
        battery_id="b1",
        layer="upper",
        event_id=event_id,
        interceptors=1,
        launch_ms=800_000,
        intercept_ms=880_000,
        aim_ecef=(0.0, 0.0, 0.0),
        kill_probability=0.6,
    )


def view(time_ms: int, **changes: object) -> NodeView:
    """Return Birch's view of one event, nothing decided, nothing planned."""
    given = {
        "events": (event(),),
        "plans": (),
        "shots": (),
        "shots_assessed": {},
        "assessed": {},
        "alert": "normal",
        "doctrine": DOCTRINE,
        "quantiles": quantiles_of(luck_for(1, 0), declared_id("node birch")),
        "radars": (),
        "cues": {},
        "picture": empty_picture(0),
        "parties": ("alder", "birch"),
    }
    return NodeView(node="birch", clock=Clock(time_ms), **{**given, **changes})


@dataclass
class Seen:
    """Every record of a run, orders first in their tick, with its exercise time (ms)."""

    records: list[tuple[int, Record]] = field(default_factory=list)

    def see(self, time_ms: int, records: Sequence[Record]) -> None:
        self.records += [(time_ms, record) for record in records]

    def of(self, kind: type) -> list[tuple[int, msgspec.Struct]]:
        return [(time_ms, record.body) for time_ms, record in self.records if isinstance(record.body, kind)]


@pytest.fixture(scope="session")
def fought(flagship: Scenario) -> tuple[World, Seen]:
    """Return the flagship's world at its end, tracks shared, and all that was recorded."""
    world, seen = world_of(task_of(flagship, "first-seen-by-partner", "full-picture", None)), Seen()
    for _ in play(world, DoctrineCells(), DigestJournal(), seen):
        pass
    return world, seen


def agreement(**changes: object) -> Agreement:
    """Return terms between Alder and Birch that grant reports and consultation."""
    given = {
        "name": "talks",
        "version": "1",
        "rung": 2,
        "parties": ("alder", "birch"),
        "classes": get_args(GenericClass),
        "fields_released": tuple(name for name in LaunchReport.__struct_fields__ if name != "event_id"),
        "messages": get_args(MessageKind),
    }
    return Agreement(**{**given, **changes})


def small_world(scenario: Scenario, terms: Agreement | None = None, **staged: object) -> World:
    """Return a world at 700 s in which nothing flies and both nations are steady, with what is staged."""
    nodes = tuple(replace(node, doctrine=STEADY, notices=()) for node in scenario.nodes)
    quiet = replace(scenario, nodes=nodes, launches=(), flights=(), staged=Staged(**staged))
    world = new_world(quiet, terms or agreement(), seed=1)
    world.time_ms = 700_000
    return world


def ordered(action: Action, node: str = "birch", cell: CellName = "commander") -> Order:
    return Order(node=node, cell=cell, action=action, in_reply_to="", reason="")


def refusal(records: list[Record]) -> str:
    """Return why the one order given was refused, or ''."""
    return next((record.body.reason for record in records if isinstance(record.body, OrderRefused)), "")


def delivery(payload: Payload, released_ms: int, seq: int = 1, **changes: object) -> Delivery:
    """Return a message of Alder's as it comes to Birch; ``changes``: of the message, and ``received_ms``."""
    received_ms = changes.pop("received_ms", 0)
    given = {"originator": "alder", "releasable_to": "birch", "msg_type": "report", "agreement_version": "talks/1"}
    sources = (Source("alder.r1", 0, released_ms),)
    message = Message(released_ms=released_ms, payload=payload, **{"provenance": sources, **given, **changes})
    return Delivery(
        msg_id=f"l#{seq}",
        link_id="l",
        seq=seq,
        sent_ms=released_ms,
        received_ms=received_ms,
        crc_ok=True,
        message=message,
    )


def hear(node: NodeState, payload: Payload, released_ms: int, seq: int, **changes: object) -> None:
    """Let a word of Alder's arrive."""
    arrive(node, delivery(payload, released_ms, seq, **changes), [])


def bodies(records: list[Record], kind: type) -> list:
    return [record.body for record in records if isinstance(record.body, kind)]


def ticks(world: World, count: int, orders: dict[int, list[Order]] | None = None) -> list[Record]:
    """Return the records of some ticks, with the orders of each."""
    records: list[Record] = []
    for number in range(count):
        records += step(world, (orders or {}).get(number, []))
    return records


@pytest.fixture(scope="session")
def bench() -> ModuleType:
    return sys.modules[__name__]
