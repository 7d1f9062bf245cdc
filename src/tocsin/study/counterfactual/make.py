"""The journals of a counterfactual: one an agreement, with what became of people's orders and what luck does."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from tocsin import __version__
from tocsin.chance.luck import luck_for
from tocsin.errors import StudyError
from tocsin.exercise.fork import fork
from tocsin.exercise.keeping import is_due, keep
from tocsin.exercise.play import encode, play
from tocsin.exercise.world import Record, World
from tocsin.journal.entry import Entry, Journal
from tocsin.journal.memory import DigestJournal
from tocsin.journal.sqlite import FileJournal
from tocsin.orders.aside import ClockChanged, Overrun, RealWorldResume, RealWorldStop
from tocsin.orders.hot_wash import LuckSpread, Retimed
from tocsin.orders.order import OrderRefused
from tocsin.review.answer import ALL
from tocsin.review.log import Collected, Logged, RunLog, header_of
from tocsin.review.measure import measure_rows
from tocsin.scenario.agreement_file import agreement_text, load_agreement, preset_names
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import stem_of
from tocsin.study.counterfactual.cells import RetimedCells
from tocsin.study.counterfactual.played import OF, Played, played_in
from tocsin.study.engines import Engine, executor
from tocsin.study.run import world_of

MOST_SEEDS = 1000
NOT_COPIED = ("solo", "open_house")  # of the meta: nobody can go on playing a counterfactual
OF_THE_CLOCK = (ClockChanged, Overrun, RealWorldStop, RealWorldResume)  # what makes people's times count, or not

Values = dict[tuple[str, str], float | None]  # (nation, measure) -> headline
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Unit:
    """One run to be played: of which journal, under which agreement, with the how-manieth other luck (0: its own)."""

    path: Path
    agreement: str
    luck: int = 0


class Made(NamedTuple):
    """One counterfactual journal: where it is, under which agreement, what became of people's orders.

    ``is_as_played``: its digest is that of the exercise.
    """

    path: Path
    agreement: str
    retimed: Retimed
    is_as_played: bool


class Outcome(NamedTuple):
    """A counterfactual that has been played."""

    log: RunLog
    retimed: Retimed
    digest: str


def counterfactuals(
    path: Path,
    out: Path,
    agreements: Sequence[str] = (),
    seeds: int = 20,
    engine: Engine | None = None,
    progress: Progress = lambda _done, _all: None,
) -> list[Made]:
    """Write, for each agreement and for the exercise's own, the journal of the same exercise under it.

    Parameters
    ----------
    path : Path
        Journal of a finished exercise, played by people, by doctrine, or both.
    out : Path
        Folder for the journals; made if need be.
    agreements : sequence of str
        Names of presets, or paths ending in .toml; every preset if empty.
    seeds : int
        How many other lucks, 0 to 1000; each is one more run an agreement, of which only measures are kept.
    engine : Engine, optional
        Where the runs are played; the cores of this machine if not given.
    progress : callable
        Told how many runs are played, of how many.

    Returns
    -------
    list of Made
        The exercise's own agreement first: played again by the same rules it must come to the same digest, and its
        journal says what luck alone does to it.

    Raises
    ------
    StudyError, ScenarioError, JournalError
        Before anything is written.
    """
    if not 0 <= seeds <= MOST_SEEDS:
        raise StudyError(f"--seeds {seeds}: must be 0 to {MOST_SEEDS}; choose another")
    played = played_in(path)
    texts = agreed(played, agreements)
    targets = {text: target_of(played, text, out) for text in texts}
    out.mkdir(parents=True, exist_ok=True)
    try:
        return made_in(path, targets, seeds, engine or Engine(), progress)
    except BaseException:
        for target in targets.values():  # none of them is whole, or none is of use without the others
            for left in out.glob(f"{target.name}*"):
                left.unlink()
        raise


def made_in(path: Path, targets: dict[str, Path], seeds: int, engine: Engine, progress: Progress) -> list[Made]:
    """Write the journal of each agreement's text where it goes: other seeds first, of which each one tells."""
    texts = list(targets)
    units = [Unit(path, text, luck) for text in texts for luck in range(1, seeds + 1)]
    found: dict[str, list[Values]] = {text: [] for text in texts}
    total, done = len(units) + len(texts), 0
    made: list[Made] = []
    with executor(engine) as workers:
        for unit, values in zip(units, workers.map(headlines, units), strict=True):
            found[unit.agreement].append(values)
            progress(done := done + 1, total)
        work = [(Unit(path, text), targets[text], tuple(spreads(found[text]))) for text in texts]
        for item in workers.map(write, *zip(*work, strict=True)):
            made.append(item)
            progress(done := done + 1, total)
    return made


def agreed(played: Played, agreements: Sequence[str]) -> list[str]:
    """Return the texts of the agreements to play, the exercise's own first, each once."""
    members = world_of(played.task).scenario.members
    named = {load_agreement(played.task.agreement, members).name: played.task.agreement}
    for name in agreements or preset_names():
        named.setdefault(load_agreement(name, members).name, agreement_text(name))
    return list(named.values())


def target_of(played: Played, agreement: str, out: Path) -> Path:
    """Return where the journal of one agreement goes; StudyError if there is one already."""
    world = world_of(replace(played.task, agreement=agreement))
    stem = f"{stem_of(world.scenario)}.{world.agreement.name}.{played.task.seed}"
    target = out / f"{stem}.counterfactual.sqlite"
    if target.exists():
        raise StudyError(f"--out {out}: '{target.name}' is there already and is never overwritten; choose another")
    return target


def headlines(unit: Unit) -> Values:
    """Return the headline measures of a run: what a worker does for one other luck."""
    played = known(unit.path)
    journal = DigestJournal()
    outcome = play_out(played, world_for(played, unit), journal)
    scenario = build_scenario(played.task.scenario_text, played.task.scenario_file)
    rows = measure_rows(outcome.log, scenario)
    return {(row.nation, row.measure): row.value for row in rows if row.subject == ALL}


def write(unit: Unit, target: Path, told: tuple[LuckSpread, ...]) -> Made:
    """Write the journal of one agreement: what a worker does."""
    played = known(unit.path)
    world = world_for(played, unit)
    journal = FileJournal(target, meta_of(played, world, unit.agreement))
    try:
        outcome = play_out(played, world, journal)
        asides = [
            Entry(played.end_ms, "", type(body).__name__, encode(body), True) for body in (outcome.retimed, *told)
        ]
        journal.commit(asides, durable=True)
    finally:
        journal.close()
    is_as_played = outcome.digest == played.log.header.digest
    return Made(target, world.agreement.name, outcome.retimed, is_as_played)


@functools.lru_cache(maxsize=1)
def known(path: Path) -> Played:
    """Return what people did in the exercise of a journal, read once a worker."""
    return played_in(path)


def world_for(played: Played, unit: Unit) -> World:
    """Return the world of a run at its start; what flies is the same under every luck."""
    world = world_of(replace(played.task, agreement=unit.agreement))
    if not unit.luck:
        return world
    return fork(world, luck=luck_for(played.task.seed, played.task.run + unit.luck))


def meta_of(played: Played, world: World, agreement: str) -> dict[str, str]:
    """Return what a counterfactual journal says of its run: as the exercise's, but for the agreement."""
    before = {key: value for key, value in played.log.header.meta.items() if key not in NOT_COPIED}
    return before | {
        "agreement": world.agreement.name,
        "agreement_text": agreement_text(agreement),
        "version": __version__,
        OF: played.log.header.digest,
    }


class Both:
    """Two watchers as one."""

    def __init__(self, collected: Collected, cells: RetimedCells) -> None:
        self._collected, self._cells = collected, cells

    def see(self, time_ms: int, records: Sequence[Record]) -> None:
        """Let both see the records of a tick."""
        self._collected.see(time_ms, records)
        self._cells.see(time_ms, records)


def play_out(played: Played, world: World, journal: Journal) -> Outcome:
    """Play a world to where the exercise ended, people's orders re-timed.

    The marks of its clock go along: measures of people's times count where they counted.
    """
    cells = RetimedCells(played, world.scenario.staged.script)
    collected = Collected()
    clock = [entry for entry in played.log.asides if isinstance(entry.body, OF_THE_CLOCK)]
    waiting = list(clock)
    for time_ms in play(world, cells, journal, Both(collected, cells)):
        if isinstance(journal, FileJournal):
            waiting = tell_clock(waiting, time_ms, journal)
            if is_due(world):
                keep(world, journal)
        if time_ms >= played.end_ms:
            break
    meta = meta_of(played, world, played.task.agreement) | {"agreement": world.agreement.name}
    log = collected.log(header_of(meta, journal.digest))
    return Outcome(replace(log, asides=clock, end_ms=played.end_ms), retimed_of(played, cells), journal.digest)


def tell_clock(waiting: list[Logged], time_ms: int, journal: FileJournal) -> list[Logged]:
    """Write the marks of the clock that are due by a time (ms); return those that are not."""
    due = [entry for entry in waiting if entry.time_ms <= time_ms]
    if due:
        marks = [Entry(item.time_ms, item.node, type(item.body).__name__, encode(item.body), True) for item in due]
        journal.commit(marks, durable=False)
    return waiting[len(due) :]


def retimed_of(played: Played, cells: RetimedCells) -> Retimed:
    """Return what became of people's orders; those that the exercise refused too are not told as refused."""
    before = {entry.body.order.order_id for entry in played.log.entries if isinstance(entry.body, OrderRefused)}
    moved = [
        (item.order.order_id, shift_ms) for item in cells.given if (shift_ms := item.time_ms - item.answer.time_ms)
    ]
    return Retimed(
        of_digest=played.log.header.digest,
        kept_count=len(cells.given) - len(moved),
        moved=tuple(moved),
        dropped=tuple((answer.order.order_id, why) for answer, why in cells.dropped),
        refused=tuple((name, why) for item, why in cells.refused if (name := item.order.order_id) not in before),
        by_doctrine=cells.by_doctrine,
    )


def spreads(found: Sequence[Values]) -> list[LuckSpread]:
    """Return what other lucks did to each headline that has a value in any of them."""
    keys = dict.fromkeys(key for values in found for key in values)
    table = {key: tuple(values.get(key) for values in found) for key in keys}
    return [
        LuckSpread(nation=nation, measure=measure, values=values)
        for (nation, measure), values in table.items()
        if any(value is not None for value in values)
    ]
