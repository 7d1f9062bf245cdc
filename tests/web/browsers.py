"""Browsers that look on at a live exercise, and people who order at random: what the tests of streams are made of."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from tocsin.exchange.agreement import Agreement
from tocsin.exercise.staff.cells import StaffCells
from tocsin.exercise.world import NodeState, new_world
from tocsin.journal.sqlite import FileJournal
from tocsin.orders.action import (
    AssessEvent,
    CancelPublicWarning,
    CellName,
    Fire,
    Query,
    Reply,
    ResumeSharing,
    SendPublicWarning,
    SetAlert,
    SuspendSharing,
)
from tocsin.orders.order import Action, Order
from tocsin.scenario.declared import Scenario
from tocsin.web.live import Live
from tocsin.web.stream import SeatStream


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A seat as a stream needs it."""

    seat_id: str
    nation: str = ""
    roles: tuple[str, ...] = ()
    host: str = ""


def commander(nation: str, number: int = 1) -> Seat:
    return Seat(seat_id=f"{nation}-{number}", nation=nation, roles=("commander",))


def liaison(nation: str, host: str) -> Seat:
    return Seat(seat_id=f"{nation}-liaison", nation=nation, roles=("liaison_officer",), host=host)


DIRECTOR = Seat(seat_id="control-1", roles=("director",))
VISITOR = Seat(seat_id="observer-1", roles=("visitor",))


@dataclass
class Browser:
    """What a page knows: the state it was told, the records, and every frame as it came."""

    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: list[dict[str, Any]] = field(default_factory=list)
    frames: list[bytes] = field(default_factory=list)
    keeps_frames: bool = True
    seq: int = 0
    time_ms: int = -1
    clock: dict[str, Any] = field(default_factory=dict)
    is_stopped: bool = False

    def take(self, raw: bytes) -> None:
        """Do with a frame what a page does."""
        if self.keeps_frames:
            self.frames.append(raw)
        frame = msgspec.json.decode(raw)
        assert frame["marking"] == "EXERCISE EXERCISE EXERCISE"
        match frame["type"]:
            case "hello":
                self.state, self.time_ms, self.clock = frame["state"], frame["time_ms"], frame["clock"]
                self.seq = frame["seq"]
            case "tick":
                assert frame["time_ms"] >= self.time_ms
                self.time_ms, self.seq = frame["time_ms"], frame["seq"]
                self.records += frame["records"]
                for section, items in frame["changed"].items():
                    self.state.setdefault(section, {}).update(items)
                for section, keys in frame["gone"].items():
                    for key in keys:
                        self.state[section].pop(key, None)  # what came and went between two frames
            case "clock":
                self.clock = frame["clock"]
            case "stop":
                self.is_stopped = frame["is_stopped"]

    def drain(self, stream: SeatStream) -> None:
        """Take all that is new."""
        while (frame := stream.next_frame()) is not None:
            self.take(frame)


def new_live(folder: Path, scenario: Scenario, terms: Agreement, seed: int = 5) -> Live:
    world = new_world(scenario, terms, seed)
    return Live(world, StaffCells(), FileJournal(folder / "live.sqlite", {"scenario": scenario.text}), set())


def played(live: Live, after_tick: Callable[[], None]) -> None:
    """Play as fast as it goes, to the end."""
    live.clock.is_paused, live.clock.until_event = False, True
    asyncio.run(live.run(after_tick))
    live.journal.close()


class Crowd:
    """People who give orders at random, some of them wrong."""

    def __init__(self, live: Live, seed: int, every: float, names: Sequence[str] = ()) -> None:
        self.live, self.every, self.number = live, every, 0
        self.chance = random.Random(seed)
        self.names = [*(names or live.world.nodes)]

    def act(self) -> None:
        """Give an order now and then."""
        for name in self.names:
            if self.chance.random() < self.every:
                self.number += 1
                cell, action = self.drawn(self.live.world.nodes[name])
                order = Order(
                    node=name,
                    cell=cell,
                    action=action,
                    in_reply_to="",
                    reason="",
                    decided_by="human",
                    order_id=f"{name}-1/{self.number}",
                )
                self.live.order(f"{name}-1", order)

    def drawn(self, node: NodeState) -> tuple[CellName, Action]:
        """Return an order about something that the node holds, or about nothing."""
        pick = self.chance.choice
        event_id = pick([event.event_id for event in node.events] or ["nothing"])
        areas = [
            area.area_id for area in self.live.world.scenario.geography.areas if area.nation == node.declared.name
        ]
        choices: list[tuple[CellName, Action]] = [
            ("watch_officer", AssessEvent(event_id, pick(["valid", "anomalous", "false", "under_assessment"]))),
            ("commander", SetAlert(pick(["normal", "raised", "full"]))),
            ("commander", pick([SuspendSharing(), ResumeSharing()])),
            ("data_exchange_desk", Query(event_id, pick([*self.live.world.nodes]))),
            ("data_exchange_desk", Reply(pick([*node.consultations] or ["nothing"]))),
            ("commander", SendPublicWarning(event_id, tuple(areas[:1]))),
            ("civil_protection_desk", SendPublicWarning(event_id, tuple(areas[:1]))),
            ("commander", CancelPublicWarning(pick([w.warning_id for w in node.public_warnings] or ["nothing"]))),
        ]
        choices += [
            ("defence_desk", Fire(plan.event_id, plan.battery_id, plan.object_name)) for plan in node.plans[:1]
        ]
        return pick(choices)
