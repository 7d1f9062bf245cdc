"""Any moment of any journal, and an exercise that goes on from its journal."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tocsin.errors import JournalError, ScenarioError
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.staff.cells import StaffCells
from tocsin.exercise.world import World
from tocsin.journal.entry import Entry
from tocsin.journal.memory import DigestJournal
from tocsin.journal.read import newest_snapshot, read, read_meta
from tocsin.journal.sqlite import FileJournal
from tocsin.journal.verify import verify
from tocsin.orders.action import SetAlert
from tocsin.orders.aside import RealWorldResume, RealWorldStop, SeatChanged
from tocsin.orders.order import Order
from tocsin.scenario.build import load_scenario
from tocsin.study.moment import moment
from tocsin.study.resume import is_stopped_real_world, resumed
from tocsin.study.run import Task, meta_of, run, task_of, world_of
from tocsin.web.live import Live

SLOW = pytest.mark.slow
TASK = task_of(load_scenario("debris-1979"), "debris-1979", "full-picture", 7)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = run(TASK, tmp_path_factory.mktemp("run")).path
    assert path is not None
    return path


def played_to(time_ms: int) -> World:
    world = world_of(TASK)
    for now_ms in play(world, DoctrineCells(world.scenario.staged.script), DigestJournal()):
        if now_ms >= time_ms:
            break
    return world


def rest(world: World) -> str:
    """Return the digest of what is still to come of a world."""
    journal = DigestJournal()
    for _ in play(world, DoctrineCells(world.scenario.staged.script), journal):
        pass
    return journal.digest


def copied(path: Path, folder: Path, *changes: str) -> Path:
    copy = folder / "copy.sqlite"
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        for change in changes:
            connection.execute(change)
    return copy


@pytest.mark.parametrize("time_ms", [1_000, 300_000, 777_000, pytest.param(1_799_000, marks=SLOW)])
def test_a_moment_is_the_world_as_it_was(journal: Path, time_ms: int) -> None:
    world = moment(journal, time_ms)
    assert world.time_ms == time_ms
    assert rest(world) == rest(played_to(time_ms))


def test_a_moment_opens_without_snapshots_and_past_those_of_another_version(
    journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = rest(played_to(700_000))
    without = copied(journal, tmp_path, "DROP TABLE snapshot")
    assert newest_snapshot(journal, 700_000) is not None
    assert rest(moment(without, 700_000)) == expected
    monkeypatch.setattr("tocsin.exercise.snapshot.form", lambda: "another")
    assert rest(moment(journal, 700_000)) == expected


def test_a_moment_is_opened_from_the_snapshot_before_it(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = newest_snapshot(journal, 1_000_000)
    assert kept is not None
    assert kept.time_ms == 900_000
    ticks = []
    monkeypatch.setattr("tocsin.study.moment.play", lambda *given: (ticks.append(t) or t for t in play(*given)))
    moment(journal, 1_000_000)
    assert len(ticks) == 100


def test_between_two_ticks_it_is_the_earlier_and_beyond_the_end_it_is_refused(journal: Path) -> None:
    assert moment(journal, 61_999).time_ms == 61_000
    assert moment(journal, 0).time_ms == 0
    for time_ms in (-1, 1_800_001):
        with pytest.raises(ScenarioError, match="must be 0 to 1800 s, which"):
            moment(journal, time_ms)


def broken_off(path: Path, task: Task, transactions: int) -> None:
    """Write a journal as a batch run leaves it when it is killed after so many transactions."""
    world = world_of(task)
    journal = FileJournal(path, meta_of(task, world))
    for number, _ in enumerate(play(world, StaffCells(world.scenario.staged.script), journal, durable=True)):
        if number == transactions:
            break
    journal.close()


def finish(path: Path) -> str:
    """Play a broken-off journal to its end and return its digest."""
    world, cells, journal, known = resumed(path)
    live = Live(world, cells, journal, known)
    live.clock.is_paused, live.clock.until_event = False, True
    asyncio.run(live.run(lambda: None))
    journal.close()
    return journal.digest


@pytest.mark.parametrize(
    "ticks", [0, 300, pytest.param(1, marks=SLOW), pytest.param(299, marks=SLOW), pytest.param(1798, marks=SLOW)]
)
def test_a_run_gone_on_with_has_the_digest_of_the_run_never_interrupted(tmp_path: Path, ticks: int) -> None:
    path = tmp_path / "run.sqlite"
    broken_off(path, TASK, ticks)
    assert finish(path) == run(TASK).digest
    assert verify(path).ok
    with pytest.raises(JournalError, match="is finished"):
        resumed(path)
    over = resumed(path, is_finished_too=True)
    assert over.world.time_ms == over.world.scenario.end_ms
    over.journal.close()
    assert verify(path).ok


def test_a_run_is_gone_on_with_again_and_again(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    broken_off(path, TASK, 200)
    for _ in range(5):
        world, cells, journal, known = resumed(path)
        live = Live(world, cells, journal, known)
        before_ms = world.time_ms
        live.clock.steps = 60

        async def some_ticks(live: Live = live, enough_ms: int = before_ms + 60_000) -> None:
            task = asyncio.create_task(live.run(lambda: None))
            while live.world.time_ms < enough_ms:
                await asyncio.sleep(0.0)
            task.cancel()

        asyncio.run(some_ticks())
        journal.close()
    assert finish(path) == run(TASK).digest
    assert len(list(read(path, kinds=["SnapshotTaken"]))) == 6  # every five minutes, and at ENDEX


def test_a_tick_of_which_the_records_were_lost_is_made_whole(tmp_path: Path) -> None:
    """A batch run commits orders before their tick: killed between the two, the journal ends with orders alone."""
    whole, path = tmp_path / "whole.sqlite", tmp_path / "cut.sqlite"
    broken_off(whole, TASK, 900)
    last_order = max(stored.seq for stored in read(whole, kinds=["Order"]))
    cut = FileJournal(path, read_meta(whole))
    cut.commit(
        [Entry(*stored[1:4], stored.body, stored.aside) for stored in read(whole) if stored.seq <= last_order], True
    )
    cut.close()
    assert finish(path) == run(TASK).digest


def order(number: int) -> Order:
    return Order(
        node=TASK_NODES[0],
        cell="commander",
        action=SetAlert("raised" if number % 2 else "normal"),
        in_reply_to="",
        reason="",
        decided_by="human",
        order_id=f"s1/{number}",
    )


TASK_NODES = tuple(world_of(TASK).nodes)


def test_accepted_orders_and_held_cells_outlive_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    broken_off(path, TASK, 100)
    world, cells, journal, known = resumed(path)
    live = Live(world, cells, journal, known)
    node = TASK_NODES[0]
    for seat, role, is_held in (
        ("s1", "commander", True),
        ("s2", "watch_officer", True),
        ("s3", "watch_officer", True),
        ("s2", "watch_officer", False),
        ("s4", "sensor_desk", True),
        ("s4", "sensor_desk", False),
        ("s5", "legal_adviser", True),
    ):
        live.aside(SeatChanged(seat=seat, node=node, role=role, is_held=is_held))
    assert [live.order("s1", order(number)) for number in (1, 2)] == ["accepted", "accepted"]
    assert not is_stopped_real_world(path)
    live.aside(RealWorldStop(seat_class="nation"))
    assert is_stopped_real_world(path)
    journal.close()  # killed here: neither order has taken effect

    world, cells, journal, known = resumed(path)
    assert cells.held == {(node, "commander"), (node, "watch_officer")}
    assert [waiting.order_id for waiting in cells.waiting] == ["s1/1", "s1/2"]
    live = Live(world, cells, journal, known)
    assert live.order("s1", order(2)) == "known"
    live.aside(RealWorldResume(seat_class="control"))
    next(live._ticks)
    journal.close()
    assert not is_stopped_real_world(path)

    world, cells, journal, known = resumed(path)
    assert cells.waiting == []
    assert known == {"s1/1", "s1/2"}
    journal.close()
    given = [stored.body for stored in read(path, kinds=["Order"])]
    assert [sum(b'"s1/%d"' % number in body for body in given) for number in (1, 2)] == [1, 1]


def test_a_journal_that_plays_differently_is_not_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    world = world_of(TASK)
    other = world_of(task_of(load_scenario("debris-1979"), "debris-1979", "full-picture", 8))
    journal = FileJournal(path, meta_of(TASK, world))
    for time_ms in play(other, DoctrineCells(), journal):
        if time_ms == 600_000:
            break
    journal.close()
    before = path.read_bytes()
    with pytest.raises(JournalError, match=r"played again, record \d+ \(\w+\) is another: go on with the version"):
        resumed(path)
    assert verify(path).ok
    assert len(path.read_bytes()) == len(before)
