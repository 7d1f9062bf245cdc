"""Any moment of any journal: the World as it was, from the snapshot before it or from the start."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from tocsin.errors import JournalError, ScenarioError
from tocsin.exercise.keeping import unpacked
from tocsin.exercise.play import play
from tocsin.exercise.replay import ReplayCells
from tocsin.exercise.snapshot import OtherFormError
from tocsin.exercise.world import World
from tocsin.journal.memory import DigestJournal
from tocsin.journal.read import newest_snapshot, reached, read, read_meta
from tocsin.orders.order import Order
from tocsin.review.log import header_of
from tocsin.scenario.declared import Scenario
from tocsin.study.run import Task, world_of

ALL_TIME_MS = 2**62
START_AGREEMENT = "start_agreement_text"  # in a fork's meta: what was agreed before the fork


class Point(NamedTuple):
    """A World, and the number of the newest record that it has taken in."""

    world: World
    records: int


def task_in(meta: Mapping[str, str]) -> Task:
    """Return the task that a journal was begun with; JournalError if its meta lacks what that takes."""
    header = header_of(meta, "")
    try:
        agreed = meta.get(START_AGREEMENT, meta["agreement_text"])
        return Task(meta["scenario_text"], meta["scenario_file"], agreed, header.seed, header.run)
    except KeyError as error:
        raise JournalError(f"journal metadata lacks {error}: use a file that `tocsin run` wrote") from error


def moment(path: Path, time_ms: int) -> World:
    """Return the World of a journal as it was at an exercise time, all orders before it given again.

    Parameters
    ----------
    path : Path
        A journal: finished, killed or still being written.
    time_ms : int, ms
        0 to the time that the journal reaches; between two ticks the earlier one.

    Raises
    ------
    JournalError
        If the file is no journal, or is damaged where it is read.
    ScenarioError
        If the journal does not reach that time.

    Notes
    -----
    From the newest snapshot before, so that some minutes are played at most; from the start where there is none or
    another version wrote it.  What comes out is not compared with the records after the snapshot: on another
    processor it may differ in its last digits.
    """
    meta = read_meta(path)
    world, records = nearest(path, meta, time_ms)
    ends_ms = reached_ms(path, world.scenario)
    if not 0 <= time_ms <= ends_ms:
        raise ScenarioError(f"time = {time_ms / 1000:g} s: must be 0 to {ends_ms / 1000:g} s, which '{path}' reaches")
    tick_ms = world.scenario.tick_ms
    bring_to(world, path, records, time_ms // tick_ms * tick_ms)
    return world


def nearest(path: Path, meta: Mapping[str, str], time_ms: int) -> Point:
    """Return the newest World at or before a time that needs no playing: a kept one, or the start."""
    start = world_of(task_in(meta))
    kept = newest_snapshot(path, time_ms)
    if kept is not None:
        with suppress(OtherFormError):
            return Point(unpacked(kept.content, start.scenario), kept.records)
    return Point(start, 0)


def reached_ms(path: Path, scenario: Scenario) -> int:
    """Return the exercise time that a journal reaches, ms: newest snapshot, tick with a record, or aside.

    What comes before a snapshot is in it: that of a fork holds what its parties were told at the moment it begins.
    """
    kept = newest_snapshot(path, ALL_TIME_MS)
    begun_ms, records = (0, 0) if kept is None else (kept.time_ms, kept.records)
    simulated_ms, aside_ms = reached(path, records)
    after_tick_ms = begun_ms if simulated_ms is None else simulated_ms + scenario.tick_ms
    return min(max(after_tick_ms, aside_ms or 0), scenario.end_ms)


def orders_after(path: Path, records: int) -> list[tuple[int, Order]]:
    """Return the orders of a journal after its record of that number: (ms, order)."""
    decode = msgspec.json.Decoder(Order).decode
    try:
        return [
            (stored.time_ms, decode(stored.body))
            for stored in read(path, kinds={Order.__name__}, from_seq=records + 1)
        ]
    except msgspec.DecodeError as error:
        raise JournalError(f"journal '{path}': an order does not fit its kind: {error}; use a sound copy") from error


def bring_to(world: World, path: Path, records: int, time_ms: int) -> None:
    """Play a World to a time by the orders that its journal holds after a record."""
    if world.time_ms < time_ms:
        for now_ms in play(world, ReplayCells(orders_after(path, records)), DigestJournal()):
            if now_ms >= time_ms:
                return
