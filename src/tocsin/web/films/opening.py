"""The World of a film at the start of a chunk: from what was kept, from the journal, or from its start."""

import functools
import re
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from tocsin.errors import JournalError, ScenarioError
from tocsin.exercise.keeping import unpacked
from tocsin.exercise.replay import ReplayCells
from tocsin.exercise.snapshot import frozen
from tocsin.exercise.world import Record, World
from tocsin.journal.read import newest_snapshot, read, read_meta
from tocsin.orders.kinds import KINDS, TRUTH
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.declared import Scenario
from tocsin.study.moment import nearest, orders_after, task_in
from tocsin.study.run import Task, task_of, world_of
from tocsin.web.board import Journaled
from tocsin.web.films.going import Branch, Going, cells_of
from tocsin.web.films.spec import Spec, audience_named

KEPT = re.compile(r"(\d+)\.world")
Lineage = Sequence[tuple[Path, Spec]]  # a film's folder and what it is of, then its parent's, and so on


def opened(lineage: Lineage, time_ms: int, names: Iterable[str] = ()) -> Going:
    """Return a film's World as it was at a time, nothing that happens at that very time having happened yet.

    Parameters
    ----------
    lineage : Lineage
    time_ms : int, ms
        Of a tick.
    names : iterable of str
        Audiences whose records are counted besides the nodes' and the truth.

    Raises
    ------
    ScenarioError, JournalError
        Where it cannot be made.
    """
    folder, spec = lineage[0]
    tick_ms = scenario_of(task_for(lineage)).tick_ms
    check_branches(lineage)
    branch_ms = spec.branch_ms // tick_ms * tick_ms if spec.branch_ms >= 0 else -1
    if branch_ms >= time_ms:
        return opened(lineage[1:], time_ms, names)
    if spec.is_as_played:
        return replayed(folder, spec, time_ms, names)
    going = kept_in(folder, lineage, branch_ms, time_ms)
    if going is None and branch_ms >= 0:
        going = Branch(spec, seed_of(lineage)).taken(opened(lineage[1:], branch_ms, names))
    if going is None:
        world = world_of(task_for(lineage))
        going = Going(world, cells_of(world, spec), dict.fromkeys((*world.nodes, TRUTH), 0))
    going.go_to(time_ms)
    return going


def check_branches(lineage: Lineage) -> None:
    """Raise ScenarioError where a film is to branch off with nothing left to play."""
    branch_ms, end_ms = lineage[0][1].branch_ms, scenario_of(task_for(lineage)).end_ms
    if branch_ms >= end_ms:
        raise ScenarioError(
            f"at_ms = {branch_ms}: must be less than {end_ms}, when it ends; choose an earlier moment"
        )


def replayed(folder: Path, spec: Spec, time_ms: int, names: Iterable[str]) -> Going:
    """Return the World of a journal at a time, from the nearest that was kept, by the orders on record."""
    path = Path(spec.journal)
    meta = read_meta(path)
    kept, own_ms = newest_snapshot(path, time_ms), newest_kept_ms(folder, -1, time_ms)
    if own_ms is not None and own_ms > (kept.time_ms if kept else 0):
        world, records = world_kept(folder, own_ms, scenario_of(task_in(meta)))[0], 0
    else:
        world, records = nearest(path, meta, time_ms)
    going = Going(world, ReplayCells(orders_after(path, records)), {})
    going.go_to(time_ms)
    told = (*world.nodes, TRUTH, *names)
    going.counts = {name: counted(path, name, time_ms) for name in told}
    return going


def forked_ms(lineage: Lineage) -> int:
    """Return when (ms) the journal that a film comes from was itself forked off another; -1 where it was not."""
    journal = lineage[-1][1].journal
    return int(read_meta(Path(journal)).get("forked_at_ms", -1)) if journal else -1


def forked_on(lineage: Lineage, going: Going) -> Going:
    """Return how a journal that was forked off another goes on from there: with its own World, and what was told."""
    path, time_ms = Path(lineage[-1][1].journal), going.world.time_ms
    world, records = nearest(path, read_meta(path), time_ms)
    if world.time_ms != time_ms:
        return going
    gone_on = Going(world, ReplayCells(orders_after(path, records)), going.counts)
    gone_on.news = [
        Record(entry.node, msgspec.json.decode(entry.body, type=KINDS[entry.kind]))
        for entry in read(path)
        if entry.time_ms == time_ms and entry.seq <= records and not entry.aside
    ]
    return gone_on


def keep(folder: Path, going: Going) -> int:
    """Keep a World in a film's folder, with the counts of its audiences; return how long the file is, bytes."""
    content = msgspec.json.encode(going.counts) + b"\n" + zlib.compress(frozen(going.world), 1)
    part = folder / "world.part"
    part.write_bytes(content)
    part.replace(folder / f"{going.world.time_ms}.world")
    return len(content)


def newest_kept_ms(folder: Path, after_ms: int, time_ms: int) -> int | None:
    """Return the time of the newest World that is kept after a time and at or before another."""
    found = [int(match[1]) for file in folder.glob("*.world") if (match := KEPT.fullmatch(file.name))]
    return max((kept_ms for kept_ms in found if after_ms < kept_ms <= time_ms), default=None)


def world_kept(folder: Path, time_ms: int, scenario: Scenario) -> tuple[World, dict[str, int]]:
    """Return a World from a film's folder, and how many records each audience had been told."""
    counts, _, content = (folder / f"{time_ms}.world").read_bytes().partition(b"\n")
    return unpacked(content, scenario), msgspec.json.decode(counts, type=dict[str, int])


def kept_in(folder: Path, lineage: Lineage, after_ms: int, time_ms: int) -> Going | None:
    """Return the newest World that was kept of a film itself, after its branching off; None without one."""
    with suppress(OSError, JournalError):  # thrown away meanwhile: then it is made again
        kept_ms = newest_kept_ms(folder, after_ms, time_ms)
        if kept_ms is not None:
            world, counts = world_kept(folder, kept_ms, scenario_of(task_for(lineage)))
            return Going(world, cells_of(world, lineage[0][1]), counts)
    return None


def task_for(lineage: Lineage) -> Task:
    """Return the task that a film's first World comes from."""
    spec = lineage[-1][1]
    if spec.journal:
        return task_in(read_meta(Path(spec.journal)))
    return shipped(spec.scenario, spec.agreement, spec.run)


def seed_of(lineage: Lineage) -> int:
    """Return the seed of a film's source."""
    return task_for(lineage).seed


@functools.lru_cache(maxsize=64)
def shipped(name: str, agreement: str, run: int | None) -> Task:
    """Return the task of a shipped scenario, its own agreement and luck where none is named."""
    text, file = scenario_text(name)
    task = task_of(build_scenario(text, file), file, agreement or None, None)
    return Task(task.scenario_text, task.scenario_file, task.agreement, task.seed, run or 0)


@functools.lru_cache(maxsize=16)
def scenario_of(task: Task) -> Scenario:
    """Return a task's scenario as its luck drew it."""
    return world_of(task).scenario


class Counts:
    """When each record of one audience came, as a journal has them so far."""

    def __init__(self, path: Path, name: str) -> None:
        self._lies, self._seq = Journaled(path, audience_named(name)), 0
        self._times_ms = array("q")

    def before(self, time_ms: int) -> int:
        """Return how many came before a time that the journal has reached."""
        for record in self._lies.after(self._seq + 1):
            self._seq = record.seq
            self._times_ms.append(record.time_ms)
        return bisect_left(self._times_ms, time_ms)


@functools.lru_cache(maxsize=256)
def counts_of(path: Path, name: str) -> Counts:
    """Return the counts of one audience, kept between two chunks."""
    return Counts(path, name)


def counted(path: Path, name: str, time_ms: int) -> int:
    """Return how many records of a journal an audience was told before a time (ms)."""
    return counts_of(path, name).before(time_ms)
