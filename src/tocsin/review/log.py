"""The records of one run, read from a journal or collected while it plays."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

import msgspec

from tocsin import __version__
from tocsin.chance.luck import luck_for
from tocsin.errors import JournalError, ScenarioError
from tocsin.journal.read import read, read_meta
from tocsin.journal.verify import Verdict, verify
from tocsin.orders.aside import SnapshotTaken
from tocsin.orders.kinds import KINDS
from tocsin.orders.record import Endex, Launch
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario
from tocsin.scenario.drawn import at_time, drawn


class Header(NamedTuple):
    """What a run was made from; ``digest`` is '' where nobody has computed it."""

    scenario: str
    agreement: str
    seed: int
    run: int
    digest: str
    meta: Mapping[str, str]


class Logged(NamedTuple):
    """One record: when, whose, what."""

    time_ms: int
    node: str
    body: msgspec.Struct


@dataclass(frozen=True, slots=True)
class RunLog:
    """One run as review sees it.

    Attributes
    ----------
    header : Header
    entries : list of Logged
        In the order in which they happened.
    end_ms : int, ms
        Exercise time of the last good record, whatever its kind; ``reached_ms`` says what that means.
    damage : str
        What is wrong with the journal after the last good record; '' if nothing.
    asides : list of Logged
        What happened around the exercise, in order: clock, notes, stops.  Of a run that was collected there are none.
    """

    header: Header
    entries: list[Logged]
    end_ms: int
    damage: str = ""
    asides: list[Logged] = field(default_factory=list)


class Written(Protocol):
    """A record as the engine hands it to a watcher."""

    @property
    def node(self) -> str:
        """Return whose record it is."""

    @property
    def body(self) -> msgspec.Struct:
        """Return what happened."""


class Collected:
    """Collects the records of a run while it plays; fits the engine's ``Watcher``.

    Parameters
    ----------
    kinds : collection of str, optional
        Only these kinds are kept; all by default.
    """

    def __init__(self, kinds: Collection[str] | None = None) -> None:
        self._kept = None if kinds is None else frozenset(KINDS[kind] for kind in kinds)
        self._entries: list[Logged] = []
        self._end_ms = 0

    def see(self, time_ms: int, records: Sequence[Written]) -> None:
        """Take the records of one tick."""
        kept = self._kept
        self._entries += [
            Logged(time_ms, record.node, record.body)
            for record in records
            if kept is None or type(record.body) in kept
        ]
        self._end_ms = time_ms

    def log(self, header: Header) -> RunLog:
        """Return what was collected; the same log that ``read_log`` makes of the run's journal."""
        return RunLog(header, self._entries, self._end_ms)


def header_of(meta: Mapping[str, str], digest: str) -> Header:
    """Return the header in a journal's metadata.

    Raises
    ------
    JournalError
        If a key is missing or is no number where one is due.
    """
    try:
        return Header(meta["scenario"], meta["agreement"], int(meta["seed"]), int(meta.get("run", "0")), digest, meta)
    except KeyError as error:
        raise JournalError(f"journal metadata lacks {error}: use a file that `tocsin run` wrote") from error
    except ValueError as error:
        raise JournalError(f"journal metadata is not of a run: {error}") from error


def read_log(path: Path, kinds: Collection[str] | None = None) -> RunLog:
    """Return the run in a journal file, up to the last record that is as it was written.

    Parameters
    ----------
    path : Path
    kinds : collection of str, optional
        Only these kinds are kept; all by default.

    Returns
    -------
    RunLog
        With ``damage`` set, naming the first bad record, where the file is not good throughout.

    Raises
    ------
    JournalError
        If there is no such file, or nothing in it can be trusted.
    """
    verdict = verify(path)
    if not verdict.ok and not verdict.records:
        raise JournalError(f"journal '{path}': nothing in it can be trusted: {verdict.reason}")
    header = header_of(read_meta(path), verdict.digest)
    entries: list[Logged] = []
    asides: list[Logged] = []
    for is_aside, entry in good_entries(path, verdict, kinds):
        (asides if is_aside else entries).append(entry)
    return RunLog(header, entries, verdict.last_time_ms, damage_of(verdict), asides)


def damage_of(verdict: Verdict) -> str:
    """Return a verdict in one sentence; '' if all is well."""
    if verdict.ok:
        return ""
    return (
        f"damaged at record {verdict.first_bad_seq}: {verdict.reason}; "
        f"the {verdict.records} records before it are good, up to {verdict.last_time_ms / 1000:.0f} s"
    )


def good_entries(path: Path, verdict: Verdict, kinds: Collection[str] | None) -> Iterator[tuple[bool, Logged]]:
    """Yield the good records of a journal, decoded, and whether each is an aside; damage after them is not touched.

    Asides of an unknown kind are left out: they are no part of what was simulated.
    """
    if verdict.records == 0:
        return
    decoders = {name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()}
    for stored in read(path, kinds if verdict.ok else None):
        if (kinds is None or stored.kind in kinds) and not (stored.aside and stored.kind not in decoders):
            decoder = decoders.get(stored.kind)
            if decoder is None:
                raise JournalError(
                    f"journal '{path}': record {stored.seq} is of unknown kind '{stored.kind}'; {written_by(path)}"
                )
            body = decoded(path, stored.seq, decoder, stored.body)
            yield stored.aside, Logged(stored.time_ms, stored.node, body)
        if stored.seq >= verdict.records:
            return


def decoded(path: Path, seq: int, decoder: msgspec.json.Decoder[msgspec.Struct], body: bytes) -> msgspec.Struct:
    """Return a record's body, or say which record does not fit its kind."""
    try:
        return decoder.decode(body)
    except msgspec.DecodeError as error:
        raise JournalError(
            f"journal '{path}': record {seq} does not fit its kind: {error}; {written_by(path)}"
        ) from error


def written_by(path: Path) -> str:
    """Return which version a journal is to be reviewed with, where this one cannot."""
    version = read_meta(path).get("version", "")
    which = f"Tocsin {version}, which wrote it" if version else "the version of Tocsin that wrote it"
    return f"this is Tocsin {__version__}; review it with {which}"


def carried(header: Header) -> Scenario:
    """Return the scenario that a journal carries.

    Raises
    ------
    JournalError
        If it carries none, or one that this version cannot read.
    """
    try:
        return build_scenario(header.meta["scenario_text"], header.meta["scenario_file"])
    except KeyError as error:
        raise JournalError(f"journal metadata lacks {error}: use a file that `tocsin run` wrote") from error
    except ScenarioError as error:
        version = header.meta.get("version", "")
        if version == __version__:
            raise
        wrote = f"Tocsin {version}" if version else "a version not named"
        raise JournalError(f"{error}; {wrote} wrote the journal, this is {__version__}: use that one") from error


def as_flown(log: RunLog, scenario: Scenario) -> Scenario:
    """Return a scenario with the launches that flew in a run, each at its own time: drawn, or moved by an inject."""
    flown = drawn(scenario, luck_for(log.header.seed, log.header.run))
    lifted_ms = {body.launch_id: body.lift_off_ms for _, _, body in log.entries if type(body) is Launch}
    moved = [item for item in flown.launches if lifted_ms.get(item.launch_id, item.lift_off_ms) != item.lift_off_ms]
    if not moved:
        return flown
    launches = [at_time(item, lifted_ms.get(item.launch_id, item.lift_off_ms)) for item in flown.launches]
    return replace(flown, launches=tuple(sorted(launches, key=lambda item: (item.lift_off_ms, item.launch_id))))


def reached_ms(log: RunLog, scenario: Scenario) -> int:
    """Return the exercise time that a run reached, ms: the scenario's end if it was played to it."""
    is_over = any(isinstance(entry.body, Endex) for entry in reversed(log.entries))
    return scenario.end_ms if is_over else log.end_ms


def is_over(log: RunLog) -> bool:
    """Return whether play is over: at its end, or when the director said so, which only a snapshot tells."""
    return is_kept(log, "endex") or any(isinstance(entry.body, Endex) for entry in reversed(log.entries))


def is_kept(log: RunLog, occasion: Literal["startex", "endex"]) -> bool:
    """Return whether the World was kept on an occasion."""
    return any(isinstance(e.body, SnapshotTaken) and e.body.occasion == occasion for e in log.asides)
