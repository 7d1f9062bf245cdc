"""A live exercise that is killed again and again, and one that lasts for days: nothing is lost, memory stays flat.

``python -m benchmarks.soak --kills 1000 --hours 72``.  Seats give random orders, sound and unsound, as fast as the
play goes; SIGKILL comes at random moments, while play is taken up again too.  When an exercise is over its journal is
checked: the chain is unbroken, every order that was answered "accepted" is in it once, and played again in batch it
gives the same digest.  Then comes one exercise of three days, its memory told every six exercise hours.
"""

import argparse
import asyncio
import json
import os
import random
import select
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from tocsin.errors import JournalError
from tocsin.exercise.play import play
from tocsin.exercise.replay import ReplayCells
from tocsin.exercise.staff.cells import StaffCells
from tocsin.exercise.world import World
from tocsin.journal.memory import DigestJournal
from tocsin.journal.read import read, read_meta
from tocsin.journal.sqlite import FileJournal
from tocsin.journal.verify import verify
from tocsin.orders.action import (
    AssessEvent,
    CancelPublicWarning,
    CellName,
    Fire,
    Query,
    ResumeSharing,
    SetAlert,
    SuspendSharing,
)
from tocsin.orders.aside import SeatChanged
from tocsin.orders.order import Action, Order
from tocsin.orders.record import Endex
from tocsin.orders.staff import HoldMessage, Say
from tocsin.scenario.build import load_scenario
from tocsin.study.resume import resumed
from tocsin.study.run import Task, meta_of, task_of, world_of
from tocsin.web.live import Live

KILLED = "debris-1979"
LASTING = "aerospace-cpx"
LONGEST_LIFE_S = 1.5  # of a server, until it is killed
HOUR_MS = 3_600_000
TELL_EVERY_MS = 6 * HOUR_MS
AS_FAST_AS_IT_CAN = 10**12  # steps


@dataclass
class Tally:
    """What happened."""

    kills: int = 0
    exercises: int = 0
    accepted: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)


def task(name: str, seed: int) -> Task:
    """Return what is played."""
    return task_of(load_scenario(name), name, "full-picture", seed)


def taken_up(path: Path, chosen: Task) -> Live:
    """Return an exercise, new or where it was broken off."""
    if is_begun(path):
        return Live(*resumed(path))
    world = world_of(chosen)
    journal = FileJournal(path, meta_of(chosen, world))
    return Live(world, StaffCells(world.scenario.staged.script), journal, set())


def is_begun(path: Path) -> bool:
    """Return whether there is a journal; what was killed while it was made is an empty file, and is taken away."""
    try:
        return bool(read_meta(path))
    except JournalError:
        for name in (path.name, f"{path.name}-journal", f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)
        return False


def is_finished(path: Path) -> bool:
    """Return whether there is a journal that holds the end of its exercise."""
    return is_begun(path) and any(True for _ in read(path, kinds=[Endex.__name__]))


def random_order(world: World, people: random.Random, order_id: str) -> Order:
    """Return an order that a person may give, or one that nobody could obey."""
    node = people.choice([*world.nodes, "nowhere"])
    held = world.nodes.get(node)
    events = ["no-such-event", *(event.event_id for event in held.events)] if held is not None else ["no-such-event"]
    actions: list[Action] = [
        SetAlert(people.choice(["normal", "raised", "full"])),
        AssessEvent(people.choice(events), people.choice(["valid", "anomalous", "false"])),
        Fire(people.choice(events), "no-such-battery"),
        Query(people.choice(events), people.choice([*world.nodes])),
        Say(people.choice([*world.nodes]), "größer <b>\u2028"),
        SuspendSharing(),
        ResumeSharing(),
        CancelPublicWarning("no-such-warning"),
        HoldMessage(people.choice(events)),
    ]
    action = people.choice(actions)
    cell: CellName = people.choice(["commander", "watch_officer", "data_exchange_desk", "joint_cell", "sensor_desk"])
    return Order(
        node=node, cell=cell, action=action, in_reply_to="", reason="", decided_by="human", order_id=order_id
    )


def serve(path: Path, chosen: Task, seed: int, orders_a_tick: float, tell: Callable[[str], None]) -> None:
    """Play an exercise to its end; tell each order that was accepted, after it was.

    Killed between the last record and its own last word, a server leaves a journal that is finished: there is nothing
    to take up, and the exercise is over.
    """
    if is_finished(path):
        tell("over")
        return
    people = random.Random(seed)
    live = taken_up(path, chosen)
    number = 1 + max((int(order_id.partition("/")[2]) for order_id in live._known_orders), default=0)
    told_ms = -1

    def after_tick() -> None:
        nonlocal number, told_ms
        if live.world.time_ms // TELL_EVERY_MS > told_ms // TELL_EVERY_MS:
            told_ms = live.world.time_ms
            tell(f"memory {told_ms} {rss_kib()}")
        if live.is_over or people.random() >= orders_a_tick:
            return
        if people.random() < 0.1:
            nation, held = next(iter(live.world.nodes)), people.random() < 0.5
            live.aside(SeatChanged(seat="s1", node=nation, role="commander", is_held=held))
            (live.cells.held.add if held else live.cells.held.discard)((nation, "commander"))
        order_id = f"s1/{number}" if people.random() < 0.9 else f"s1/{people.randint(1, number)}"
        if live.order("s1", random_order(live.world, people, order_id)) == "accepted":
            tell(f"accepted {order_id}")
        number += 1

    live.clock.steps = AS_FAST_AS_IT_CAN
    asyncio.run(live.run(after_tick))
    live.keep("endex")
    live.journal.close()
    tell("over")


def rss_kib() -> int:
    """Return how much memory this process holds now, KiB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))


def one_life(play_on: Callable[[Callable[[str], None]], None], life_s: float | None) -> tuple[list[str], bool]:
    """Play in a process of its own, killed after so long; return what it told, whole lines, and whether it failed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            play_on(lambda line: _write(writer, line))
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(writer)
    told, deadline_s = b"", None if life_s is None else time.monotonic() + life_s
    while True:
        wait_s = None if deadline_s is None else max(0.0, deadline_s - time.monotonic())
        if not select.select([reader], [], [], wait_s)[0]:
            os.kill(child, signal.SIGKILL)
            deadline_s = None
            continue
        found = os.read(reader, 65_536)
        if not found:
            break
        told += found
    os.close(reader)
    status = os.waitpid(child, 0)[1]
    return told.decode().split("\n")[:-1], os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0


def _write(writer: int, line: str) -> None:
    os.write(writer, f"{line}\n".encode())


def killed(folder: Path, kills: int, seed: int) -> Tally:
    """Play exercises until so many servers have been killed, and the last exercise to its end."""
    tally, chance = Tally(), random.Random(seed)
    while tally.kills < kills and not tally.faults:
        path, chosen = folder / f"{tally.exercises}.sqlite", task(KILLED, tally.exercises)
        accepted: list[str] = []
        is_over = False
        while not is_over:
            life_s = chance.uniform(0.0, LONGEST_LIFE_S) if tally.kills < kills else None
            life_seed = chance.randrange(2**31)
            told, has_failed = one_life(lambda tell: serve(path, chosen, life_seed, 0.5, tell), life_s)  # noqa: B023
            accepted += [line.split()[1] for line in told if line.startswith("accepted")]
            is_over = "over" in told
            tally.kills += not is_over and not has_failed
            if has_failed:
                tally.faults.append(f"{path}: it could not be taken up again")
                break
        tally.exercises += 1
        tally.accepted += len(accepted)
        check(path, chosen, accepted, tally)
    return tally


def check(path: Path, chosen: Task, accepted: list[str], tally: Tally) -> None:
    """Note what is wrong with the journal of an exercise that is over."""
    verdict = verify(path)
    if not verdict.ok:
        tally.faults.append(f"{path}: {verdict.reason}")
    orders = [
        (stored.time_ms, msgspec.json.decode(stored.body, type=Order)) for stored in read(path, kinds=["Order"])
    ]
    given = Counter(order.order_id for _, order in orders if order.order_id)
    tally.faults += [f"{path}: {name} was accepted and is lost" for name in accepted if name not in given]
    tally.faults += [f"{path}: {name} is there {count} times" for name, count in given.items() if count != 1]
    tally.faults += [f"{path}: {name} was accepted twice" for name, n in Counter(accepted).items() if n != 1]
    tally.refused += sum(1 for _ in read(path, kinds=["OrderRefused"]))
    again = DigestJournal()
    for _ in play(world_of(chosen), ReplayCells(orders), again):
        pass
    if again.digest != verdict.digest:
        tally.faults.append(f"{path}: played again in batch it gives another digest")


def lasting(path: Path, hours: float) -> dict[str, object]:
    """Play the three-day exercise so far, without a break; return how fast it went and what memory it held."""
    chosen = task(LASTING, 1)
    started_s = time.monotonic()

    def play_on(tell: Callable[[str], None]) -> None:
        def told(line: str) -> None:
            tell(line)
            if line.startswith("memory") and int(line.split()[1]) >= hours * HOUR_MS:
                os._exit(0)

        serve(path, chosen, 1, 0.002, told)

    lines, has_failed = one_life(play_on, None)
    memory = [(int(line.split()[1]), int(line.split()[2])) for line in lines if line.startswith("memory")]
    reached_ms = load_scenario(LASTING).end_ms if "over" in lines else memory[-1][0]
    spent_s = time.monotonic() - started_s
    return {
        "failed": has_failed,
        "hours": reached_ms / HOUR_MS,
        "speed": reached_ms / 1000.0 / spent_s,
        "rss_mib_by_hour": {str(time_ms // HOUR_MS): round(kib / 1024.0, 1) for time_ms, kib in memory},
        "orders": sum(line.startswith("accepted") for line in lines),
        "journal_mib": round(path.stat().st_size / 2**20, 1),
    }


def main() -> None:
    """Soak, and say what came of it as JSON; status 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--hours", type=float, default=72.0)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        answer: dict[str, object] = {}
        started_s = time.monotonic()
        tally = killed(Path(folder), wanted.kills, wanted.seed) if wanted.kills else Tally()
        answer["killed"] = {**vars(tally), "seconds": round(time.monotonic() - started_s)}
        if wanted.hours:
            answer["lasting"] = lasting(Path(folder) / "lasting.sqlite", wanted.hours)
        print(json.dumps(answer, indent=2))  # noqa: T201  a program's output
        raise SystemExit(1 if tally.faults else 0)


if __name__ == "__main__":
    main()
