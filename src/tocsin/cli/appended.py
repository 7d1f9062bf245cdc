"""Where decisions about the review are written into a journal after its exercise, by a command."""

from collections.abc import Collection
from pathlib import Path

import msgspec

from tocsin.errors import ScenarioError
from tocsin.journal.entry import Entry
from tocsin.journal.sqlite import FileJournal
from tocsin.orders.hot_wash import CONTROL
from tocsin.review.log import RunLog, carried, read_log
from tocsin.scenario.declared import Scenario

SEAT = "command-line"  # the seat of what a command decided


def opened_for(path: Path, kinds: Collection[str]) -> tuple[RunLog, Scenario]:
    """Return some of a journal's records and the scenario it carries; ScenarioError for a damaged one."""
    log = read_log(path, kinds)
    if log.damage:
        raise ScenarioError(f"{path}: {log.damage}; nothing is added to it")
    return log, carried(log.header)


def append(path: Path, log: RunLog, *bodies: msgspec.Struct) -> None:
    """Write asides at the end of a journal: chained, on disk when this returns, and no part of its digest.

    Raises
    ------
    JournalError
        If somebody else is writing it, or it is not as it was written.
    """
    entries = [Entry(log.end_ms, "", type(body).__name__, msgspec.json.encode(body), True) for body in bodies]
    journal = FileJournal.reopen(path)
    try:
        journal.commit(entries, durable=True)
    finally:
        journal.close()


def party_of(scenario: Scenario, name: str, option: str = "--as") -> str:
    """Return a party of the exercise, or control; ScenarioError for anybody else."""
    known = (CONTROL, *scenario.parties)
    if name not in known:
        raise ScenarioError(f"{option} {name!r}: no such party; known: {', '.join(known)}")
    return name


def nation_of(scenario: Scenario, name: str, option: str = "--as") -> str:
    """Return a nation that is a party; ScenarioError for anybody else."""
    if name not in scenario.parties:
        raise ScenarioError(f"{option} {name!r}: must be a party; known: {', '.join(scenario.parties)}")
    return name
