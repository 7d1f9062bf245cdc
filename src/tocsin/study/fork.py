"""From a moment of a journal the run goes on otherwise: its own journal begins with what had happened by then."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tocsin.chance.luck import luck_for
from tocsin.errors import ScenarioError
from tocsin.exchange.agreement import Agreement
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.fork import fork
from tocsin.exercise.keeping import keep
from tocsin.exercise.play import entries
from tocsin.exercise.world import Record, World
from tocsin.journal.entry import Entry, Journal
from tocsin.journal.memory import DigestJournal
from tocsin.journal.read import newest_snapshot, read, read_meta
from tocsin.journal.sqlite import FileJournal
from tocsin.orders.aside import SnapshotTaken
from tocsin.orders.order import AgreementAmended, SharingChanged
from tocsin.review.log import Logged, RunLog, header_of, read_log
from tocsin.scenario.agreement_file import agreement_text, load_agreement
from tocsin.scenario.declared import stem_of
from tocsin.study.moment import START_AGREEMENT, moment
from tocsin.study.run import Finished, Progress, played


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What is to be otherwise from a moment (ms) on.

    ``agreement``: a preset's name, a path ending in .toml or a text; '' for the same.  ``run``: the luck of another
    run of the same seed; None for the same.
    """

    time_ms: int
    agreement: str = ""
    run: int | None = None


def forked(path: Path, otherwise: Otherwise, out: Path | None = None, progress: Progress | None = None) -> Finished:
    """Return the run that goes on from a moment of a journal, doctrine playing every cell.

    Parameters
    ----------
    path : Path
    otherwise : Otherwise
    out : Path or None
        Folder for its journal; None keeps no file.
    progress : callable or None
        Told how far the run is, once an exercise minute.

    Returns
    -------
    Finished
        Its records from the exercise's start, so that measures cover the whole.

    Raises
    ------
    ScenarioError, JournalError
        As ``moment``; if nothing is left to play; if the fork's journal is there already.
    """
    world, told = branched(path, otherwise)
    history = [*history_of(path, world.time_ms), *logged(world.time_ms, told)]
    meta = meta_of_fork(path, world, otherwise)
    target = None if out is None else path_of_fork(world, meta, out)
    journal: Journal = DigestJournal() if target is None else FileJournal(target, meta)
    try:
        copy_history(path, world.time_ms, journal)
        begin(world, journal, told)
        rest = played(world, DoctrineCells(world.scenario.staged.script), journal, meta, progress)
    finally:
        journal.close()
    log = RunLog(header_of(meta, journal.digest), [*history, *rest.entries], rest.end_ms)
    return Finished(log, journal.digest, target)


def opened(path: Path, otherwise: Otherwise, out: Path) -> Path:
    """Write the journal of a run that is to go on from a moment of another, played by people; return where it is.

    Nothing is played: ``study.resume.resumed`` goes on with it.  It holds what was simulated until then and no seats.

    Raises
    ------
    ScenarioError, JournalError
        As ``forked``.
    """
    world, told = branched(path, otherwise)
    meta = meta_of_fork(path, world, otherwise)
    target = path_of_fork(world, meta, out)
    journal = FileJournal(target, {"solo": "false", **meta})
    try:
        copy_history(path, world.time_ms, journal, is_played=False)
        begin(world, journal, told)
    finally:
        journal.close()
    return target


def path_of_fork(world: World, meta: Mapping[str, str], out: Path) -> Path:
    """Return where the journal of a fork goes in a folder, which is made if need be."""
    out.mkdir(parents=True, exist_ok=True)
    return out / f"{stem_of(world.scenario)}.{world.agreement.name}.{meta['seed']}.{meta['fork']}.sqlite"


def branched(path: Path, otherwise: Otherwise) -> tuple[World, list[Record]]:
    """Return the World of a moment as it is to go on, and the records of other terms than until then.

    ScenarioError if nothing is left to play.
    """
    meta, world = read_meta(path), moment(path, otherwise.time_ms)
    if world.time_ms >= world.scenario.end_ms:
        raise ScenarioError(
            f"time = {otherwise.time_ms / 1000:g} s: is the end of the exercise; choose one before "
            f"{world.scenario.end_ms / 1000:g} s"
        )
    agreement = load_agreement(otherwise.agreement, world.scenario.members) if otherwise.agreement else None
    luck = None if otherwise.run is None else luck_for(int(meta["seed"]), otherwise.run)
    return fork(world, agreement, luck), told_of(world, agreement)


def told_of(world: World, agreement: Agreement | None) -> list[Record]:
    """Return the records by which every party learns of other terms; what was suspended is so no longer."""
    if agreement is None or agreement == world.agreement:
        return []
    lifted = [SharingChanged(party=party, is_suspended=False) for party in world.agreement_state.suspended_by]
    amended = AgreementAmended(name=agreement.name, version=agreement.version)
    return [Record(party, body) for body in (*lifted, amended) for party in agreement.parties]


def logged(time_ms: int, records: list[Record]) -> list[Logged]:
    """Return records of a time as a log has them."""
    return [Logged(time_ms, record.node, record.body) for record in records]


def history_of(path: Path, time_ms: int) -> list[Logged]:
    """Return what a journal says of all before an exercise time (ms)."""
    return [entry for entry in read_log(path).entries if entry.time_ms < time_ms]


def meta_of_fork(path: Path, world: World, otherwise: Otherwise) -> dict[str, str]:
    """Return what a fork's journal says of its run: that of the journal, and what is otherwise since when.

    ``run`` stays: it drew what flies.  ``fork_run`` is the luck since the fork; ``start_agreement_text`` what was
    agreed until then, where that is otherwise too.
    """
    before = read_meta(path)
    said = [f"fork-{world.time_ms // 1000}s", *([] if otherwise.run is None else [f"run-{otherwise.run}"])]
    after = {
        "forked_at_ms": str(world.time_ms),
        "fork": ".".join(said),
        "fork_run": before.get("fork_run", before["run"]) if otherwise.run is None else str(otherwise.run),
    }
    if otherwise.agreement:
        after |= {
            "agreement": world.agreement.name,
            "agreement_text": agreement_text(otherwise.agreement),
            START_AGREEMENT: before.get(START_AGREEMENT, before["agreement_text"]),
        }
    return before | after


def begin(world: World, journal: Journal, told: list[Record]) -> None:
    """Write what is new at the fork, and the World as it goes on."""
    journal.commit(entries(world.time_ms, told), durable=False)
    if isinstance(journal, FileJournal):
        keep(world, journal)


def copy_history(path: Path, time_ms: int, journal: Journal, is_played: bool = True) -> None:
    """Write into a journal all that another holds of before an exercise time (ms), snapshots too.

    Without who sat where and all else that is aside where it is not yet ``is_played`` to its end: others will sit.
    """
    waiting: list[Entry] = []
    for stored in read(path):
        if stored.time_ms > time_ms or (stored.time_ms == time_ms and not stored.aside):
            break
        entry = Entry(stored.time_ms, stored.node, stored.kind, stored.body, stored.aside)
        kept = newest_snapshot(path, stored.time_ms) if stored.kind == SnapshotTaken.__name__ else None
        if kept is not None and stored.time_ms == time_ms and not is_played:
            continue  # the fork keeps its own of this moment; one of an early ENDEX would say that it is over
        if isinstance(journal, FileJournal) and kept is not None and kept.records == stored.seq:
            journal.commit(waiting, durable=False)
            journal.keep(entry, kept.content)
            waiting = []
        elif is_played or not stored.aside:
            waiting.append(entry)
    journal.commit(waiting, durable=False)
