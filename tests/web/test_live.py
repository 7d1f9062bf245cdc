"""The live loop: a clock pulls the ticks of the one loop, orders are on disk before they are answered."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from tocsin.errors import JournalError
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.replay import ReplayCells
from tocsin.exercise.staff.cells import StaffCells
from tocsin.exercise.world import World
from tocsin.journal.memory import DigestJournal
from tocsin.journal.read import read
from tocsin.journal.sqlite import FileJournal
from tocsin.journal.verify import verify
from tocsin.orders.action import SetAlert
from tocsin.orders.kinds import KINDS
from tocsin.orders.order import Order
from tocsin.scenario.build import load_scenario
from tocsin.study.run import meta_of, task_of, world_of
from tocsin.web.clock import Clock
from tocsin.web.live import Live, Numbered

TASK = task_of(load_scenario("below-threshold"), "below-threshold", "full-picture", 7)
AS_FAST_AS_IT_CAN = Clock(is_paused=False, until_event=True)


class Ear:
    """A listener that keeps all it is told."""

    def __init__(self) -> None:
        self.heard: list[Numbered] = []

    def tell(self, records: Sequence[Numbered]) -> None:
        self.heard += records


def new_live(path: Path) -> tuple[Live, World]:
    world = world_of(TASK)
    return Live(world, StaffCells(), FileJournal(path, meta_of(TASK, world)), set()), world


def alert(node: str, number: int) -> Order:
    return Order(
        node=node,
        cell="commander",
        action=SetAlert("raised"),
        in_reply_to="",
        reason="",
        decided_by="human",
        order_id=f"s1/{number}",
    )


def played(live: Live) -> None:
    live.clock.is_paused, live.clock.until_event = False, True
    asyncio.run(live.run(lambda: None))


def test_a_live_exercise_without_people_is_the_batch_run(tmp_path: Path) -> None:
    live, _ = new_live(tmp_path / "a.sqlite")
    played(live)
    batch = DigestJournal()
    for _ in play(world_of(TASK), DoctrineCells(), batch):
        pass
    assert live.journal.digest == batch.digest


def test_listeners_hear_every_record_once_by_its_number_in_the_journal(tmp_path: Path) -> None:
    live, world = new_live(tmp_path / "a.sqlite")
    ear = Ear()
    live.listeners.append(ear)
    live.order("s1", alert(next(iter(world.nodes)), 1))
    played(live)
    live.journal.close()
    stored = [(entry.seq, entry.time_ms, entry.node, entry.kind) for entry in read(tmp_path / "a.sqlite")]
    heard = [(item.seq, item.time_ms, item.node, type(item.body).__name__) for item in ear.heard]
    assert heard == stored


def test_an_order_is_on_disk_when_it_is_answered_and_taken_once(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    live, world = new_live(path)
    order = alert(next(iter(world.nodes)), 1)
    assert live.order("s1", order) == "accepted"
    assert [entry.kind for entry in read(path)] == ["OrderReceived"]
    assert live.order("s1", order) == "known"
    played(live)
    live.journal.close()
    assert len(list(read(path, kinds=["OrderReceived"]))) == 1
    assert sum(b'"s1/1"' in entry.body for entry in read(path, kinds=["Order"])) == 1


def test_an_order_that_the_disk_refused_is_never_obeyed(tmp_path: Path) -> None:
    """Who is told that it could not be kept must be able to rely on that, also when there is room again."""
    path = tmp_path / "a.sqlite"
    live, world = new_live(path)
    connection = live.journal._connection
    assert connection is not None
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    refused = msgspec.structs.replace(alert(next(iter(world.nodes)), 1), reason="x" * 100_000)
    with pytest.raises(JournalError, match="cannot be written"):
        live.order("s1", refused)
    connection.execute(f"PRAGMA max_page_count = {1 << 30}")
    assert live.order("s1", alert(next(iter(world.nodes)), 2)) == "accepted"
    played(live)
    live.journal.close()
    assert [b'"s1/2"' in entry.body for entry in read(path, kinds=["OrderReceived"])] == [True]
    assert not any(b'"s1/1"' in entry.body for entry in read(path, kinds=["Order"]))
    assert verify(path).ok


def test_an_exercise_with_people_replays_to_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    live, world = new_live(path)
    live.cells.held |= {(name, "commander") for name in world.nodes}
    live.order("s1", alert(next(iter(world.nodes)), 1))
    played(live)
    live.journal.close()
    assert verify(path).ok
    orders = [
        (entry.time_ms, msgspec.json.decode(entry.body, type=KINDS["Order"])) for entry in read(path, kinds=["Order"])
    ]
    again = DigestJournal()
    for _ in play(world_of(TASK), ReplayCells(orders), again):
        pass
    assert again.digest == live.journal.digest


def test_a_paused_exercise_stands_still_and_a_step_moves_one_tick(tmp_path: Path) -> None:
    live, world = new_live(tmp_path / "a.sqlite")

    async def some_time() -> None:
        task = asyncio.create_task(live.run(lambda: None))
        await asyncio.sleep(0.05)
        assert world.time_ms == 0
        live.change_clock("control-1", lambda clock: setattr(clock, "steps", 2))
        await asyncio.sleep(0.3)
        task.cancel()

    asyncio.run(some_time())
    assert world.time_ms == 2 * world.scenario.tick_ms


def test_quiet_minutes_leave_a_sign_of_life_from_which_a_restart_begins(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    live, _ = new_live(path)
    played(live)
    live.journal.close()
    times_ms = [entry.time_ms for entry in read(path)]
    assert max(b - a for a, b in pairwise(times_ms)) <= 10_000


@pytest.mark.parametrize("late_s", [0.3, 6.0])
def test_a_late_tick_is_told_and_the_tick_is_not_stretched(tmp_path: Path, late_s: float) -> None:
    live, world = new_live(tmp_path / "a.sqlite")
    ear = Ear()
    live.listeners.append(ear)
    live.clock.start(0, 0.0)
    live._note_lateness(late_s)
    assert [type(item.body).__name__ for item in ear.heard] == ["Overrun"]
    assert world.scenario.tick_ms == 1000
