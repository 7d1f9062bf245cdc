"""Shooting a chunk of a film: what the film's own process does, one chunk a job."""

import gzip
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterable
from multiprocessing import parent_process
from pathlib import Path
from typing import NamedTuple

from tocsin.exchange.message import MARKING
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import encode, play
from tocsin.exercise.replay import ReplayCells
from tocsin.exercise.world import Record, World
from tocsin.journal.memory import DigestJournal
from tocsin.journal.read import read_meta
from tocsin.orders.kinds import TRUTH
from tocsin.scenario.declared import utc_ms_at
from tocsin.study.moment import task_in
from tocsin.study.run import world_of
from tocsin.web.board import Board
from tocsin.web.films.going import Branch, Going
from tocsin.web.films.opening import Lineage, forked_ms, forked_on, keep, opened, seed_of
from tocsin.web.films.spec import CHUNK_MS, Spec, audience_named
from tocsin.web.frames import ClockNow, Hello, groups_at
from tocsin.web.numbered import Numbered

NICENESS = 10  # films never take processor time that a live exercise wants
WARM_MS, WARM_FOR_S = 900_000, 20.0  # so much of a copy is played to load the kernels, at most so long
PACKED = 3  # gzip: quick, and a tenth of the size
CLOCK = ClockNow(
    speed_ratio=1.0, is_paused=False, until_event=False, is_scored=False, is_over=False, is_stopped=False
)


class Job(NamedTuple):
    """One chunk to be shot.

    ``lineage``: the film's folder and what it is of, then its parents'.  ``until_ms``: no further than this tick.
    ``names``: audiences to be shot; none for each node's and the truth.
    """

    lineage: Lineage
    number: int
    until_ms: int
    names: tuple[str, ...] = ()


class Shot(NamedTuple):
    """A chunk that was shot: for whom, how far, how long the film is (ms), how much was written (bytes)."""

    names: tuple[str, ...]
    until_ms: int
    end_ms: int
    size_bytes: int


def settle(folder: Path | None = None) -> None:
    """Leave Ctrl-C to the server, give way to it, and end with it however it ends.

    ``folder``: of the films, removed then; a server that was killed could not.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    threading.Thread(target=end_with_server, args=(folder,), daemon=True).start()


def end_with_server(folder: Path | None) -> None:
    """End this process when the server's has ended, even if it was killed."""
    server = parent_process()
    if server is not None:
        server.join()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)


def shot(job: Job) -> Shot:
    """Shoot a chunk of a film for its audiences; its files lie in the film's folder when this returns.

    Raises
    ------
    ScenarioError, JournalError
        Where the film cannot be made.
    """
    folder, spec = job.lineage[0]
    going = opened(job.lineage, job.number * CHUNK_MS, job.names)
    names = job.names or (*going.world.nodes, TRUTH)
    takes = {name: Take(name, going) for name in names}
    end_ms = min((job.number + 1) * CHUNK_MS, going.world.scenario.end_ms, job.until_ms)
    branches = branches_of(job.lineage, going.world.scenario.tick_ms)
    own_ms = forked_ms(job.lineage)
    while going.world.time_ms < end_ms:
        if going.world.time_ms == own_ms and isinstance(going.cells, ReplayCells):
            going = forked_on(job.lineage, going)
            for take in takes.values():
                take.take_over(going.world)
        if going.world.time_ms in branches:
            going = Branch(branches[going.world.time_ms], seed_of(job.lineage)).taken(going)
            if not job.names:
                names = (*going.world.nodes, TRUTH)
            for name in names:
                takes.setdefault(name, Take(name, going)).take_over(going.world)
        time_ms = going.world.time_ms
        going_on(takes.values(), going.tick(), time_ms)
    folder.mkdir(parents=True, exist_ok=True)
    size_bytes = sum(written(folder, take, job, going.world.time_ms) for take in takes.values())
    is_whole = going.world.time_ms == (job.number + 1) * CHUNK_MS
    if is_whole and not job.names and going.world.time_ms > spec.branch_ms:
        size_bytes += keep(folder, going)
    return Shot(names, going.world.time_ms, going.world.scenario.end_ms, size_bytes)


def warm(journal: Path) -> None:
    """Load the kernels that a film of a journal's exercise takes, by playing the first of a copy, unseen."""
    started_s = time.monotonic()
    world = world_of(task_in(read_meta(journal)))
    for time_ms in play(world, DoctrineCells(world.scenario.staged.script), DigestJournal()):
        if time_ms >= WARM_MS or time.monotonic() - started_s > WARM_FOR_S:
            return


def branches_of(lineage: Lineage, tick_ms: int) -> dict[int, Spec]:
    """Return what a film and its parents have otherwise, each by its tick (ms); of several at one, the film's own."""
    return {spec.branch_ms // tick_ms * tick_ms: spec for _, spec in reversed(lineage) if spec.branch_ms >= 0}


def going_on(takes: Iterable["Take"], records: list[Record], time_ms: int) -> None:
    """Let every audience see what a tick made."""
    numbered = [Numbered(0, time_ms, record.node, record.body) for record in records]
    for take in takes:
        take.tick(numbered)


def written(folder: Path, take: "Take", job: Job, until_ms: int) -> int:
    """Write an audience's chunk; return how long the file is, bytes."""
    content = gzip.compress(take.content(job.number, until_ms), PACKED, mtime=0)
    file = folder / f"{take.name}.{job.number}.json.gz"
    part = file.with_suffix(".part")
    part.write_bytes(content)
    part.replace(file)
    return len(content)


class Take:
    """The frames of one audience in one chunk: a hello, then what follows."""

    def __init__(self, name: str, going: Going) -> None:
        self.name = name
        self._board = Board(audience_named(name), going.world, None, before_count=going.counts.get(name, 0))
        self._board.look()
        self._seq, self._time_ms = self._board.seq, self._board.time_ms
        self._from_ms = self._time_ms
        self._frames = [encode(self._hello())]

    def take_over(self, world: World) -> None:
        """Go on with another World of the same moment."""
        self._board.world = world

    def tick(self, records: list[Numbered]) -> None:
        """Add what a tick made, if anything."""
        for record in records:
            self._board.take(record)
        self._board.look()
        while self._board.seq > self._seq or self._board.changed_ms > self._time_ms:
            frame, self._seq = self._board.frame_after(self._seq, self._time_ms)
            self._time_ms = self._board.time_ms
            self._frames.append(frame)
        self._time_ms = self._board.time_ms

    def content(self, number: int, until_ms: int) -> bytes:
        """Return the chunk as JSON."""
        head = f'{{"number":{number},"from_ms":{self._from_ms},"until_ms":{until_ms},"frames":['
        return head.encode() + b",".join(self._frames) + f'],"marking":"{MARKING}"}}'.encode()

    def _hello(self) -> Hello:
        scenario = self._board.world.scenario
        return Hello(
            seq=self._seq,
            time_ms=self._time_ms,
            utc_ms=utc_ms_at(scenario, self._time_ms),
            dtg=groups_at(scenario, self._time_ms),
            sees=self._board.audience.sees,
            node=self._board.audience.node,
            clock=CLOCK,
            state=self._board.sections,
        )
