"""What each audience is shown: worked out once a tick, however many look on."""

from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from tocsin.exercise.play import encode
from tocsin.exercise.staff.audience import Audience, kinds_for, shown_to
from tocsin.exercise.staff.seen import Sections, seen_by
from tocsin.exercise.world import World
from tocsin.journal.read import read, read_at
from tocsin.orders.kinds import KINDS
from tocsin.scenario.declared import utc_ms_at
from tocsin.web.frames import Line, Tick, groups_at
from tocsin.web.numbered import Numbered

NEWEST_KEPT = 2_000  # records an audience that need not be read from the journal again
MOST_RECORDS = 500  # in one frame
MOST_LOOKED_AT = 5_000  # records of an audience, for one page of some kinds of them
READ_AT_ONCE = 500
MOST_GONE = 2_000  # things that are no more, of which it is remembered since when


class Journaled:
    """An audience's records as they lie in a journal, each as it is shown.

    Parameters
    ----------
    path : Path
    audience : Audience
    """

    def __init__(self, path: Path, audience: Audience) -> None:
        self._path, self._audience = path, audience

    def after(self, from_seq: int) -> Iterator[Numbered]:
        """Yield all records from a number in the journal on."""
        names = [kind.__name__ for kind in kinds_for(self._audience)]
        for entry in read(self._path, names, from_seq):
            if self._audience.sees == "node" and entry.node not in (self._audience.node, ""):
                continue
            body = msgspec.json.decode(entry.body, type=KINDS[entry.kind])
            shown = shown_to(self._audience, entry.node, body)
            if shown is not None:
                yield Numbered(entry.seq, entry.time_ms, entry.node, shown)

    def at(self, seqs: Sequence[int], kinds: Collection[str]) -> Iterator[Numbered]:
        """Yield the records of some kinds at these numbers of the journal, which are this audience's."""
        for entry in read_at(self._path, seqs, kinds):
            body = msgspec.json.decode(entry.body, type=KINDS[entry.kind])
            shown = shown_to(self._audience, entry.node, body)
            assert shown is not None  # its number would not be among this audience's
            yield Numbered(entry.seq, entry.time_ms, entry.node, shown)


class Board:
    """What one audience is shown: how things stand, since when each stands so, which records are theirs.

    Nothing is kept for any single one of those who look: each asks for what came after what it has, so that one who
    is slow gets more at a time and holds up nobody.

    Parameters
    ----------
    audience : Audience
    world : World
        Only read.
    older : Journaled or None
        Where the audience's records lie that were told before.  None where nobody will ask for them: then every
        record taken is kept, and ``before_count`` says how many there were.
    last_seq : int
        Number in the journal of the newest record.
    before_count : int

    Attributes
    ----------
    sections : dict of section to dict of key to item
    time_ms : int
        When things stood so; -1 before the first look.
    changed_ms : int
        When any of them last became other than before.
    world : World
        May be put in the place of the one before it at the same time (a fork).
    """

    def __init__(
        self, audience: Audience, world: World, older: Journaled | None, last_seq: int = 0, before_count: int = 0
    ) -> None:
        self.audience, self.sections, self.time_ms = audience, dict[str, dict[str, dict[str, object]]](), -1
        self.world, self.changed_ms = world, -1
        self._older, self._before_count = older, before_count
        self._since: dict[tuple[str, str], int] = {}
        self._gone: dict[tuple[str, str], int] = {}
        self._forgot_ms = -1  # what is gone is known back to here
        self._newest: deque[bytes] = deque(maxlen=NEWEST_KEPT if older else None)
        self._made: dict[tuple[int, int], tuple[bytes, int]] = {}
        self._journal_seqs = array("q")
        for record in older.after(1) if older else ():
            if record.seq <= last_seq:
                self._journal_seqs.append(record.seq)

    @property
    def seq(self) -> int:
        """Return the number, for this audience, of the newest record that is theirs."""
        return self._before_count + len(self._journal_seqs)

    def take(self, record: Numbered) -> None:
        """Give a record its number if it is theirs."""
        shown = shown_to(self.audience, record.node, record.body)
        if shown is None:
            return
        self._made.clear()
        self._journal_seqs.append(record.seq)
        self._newest.append(line(self.seq, record.time_ms, record.node, shown))

    def look(self) -> None:
        """Bring the sections up to date."""
        now_ms = self.world.time_ms
        if now_ms == self.time_ms:
            return
        self._made.clear()
        now = seen_by(self.world, self.audience)
        for section, items in now.items():
            before = self.sections.get(section, {})
            if items != before:
                self.changed_ms = now_ms
                self._note(section, before, items, now_ms)
        self.sections, self.time_ms = now, now_ms

    def _note(self, section: str, before: Mapping[str, object], items: Mapping[str, object], now_ms: int) -> None:
        for key, item in items.items():
            if key not in before or before[key] != item:
                self._since[section, key] = now_ms
                self._gone.pop((section, key), None)
        for key in before:
            if key not in items:
                del self._since[section, key]
                self._gone[section, key] = now_ms
        while len(self._gone) > MOST_GONE:
            self._forgot_ms = self._gone.pop(next(iter(self._gone)))

    def is_known_since(self, time_ms: int) -> bool:
        """Return whether all changes after a time can be told; else everything must be shown anew."""
        return time_ms >= max(self._forgot_ms, 0)

    def changed_since(self, time_ms: int) -> tuple[Sections, dict[str, list[str]]]:
        """Return what stands otherwise than at a time at which somebody looked, and the keys of what is no more."""
        changed: Sections = {}
        for (section, key), since_ms in self._since.items():
            if since_ms > time_ms:
                changed.setdefault(section, {})[key] = self.sections[section][key]
        gone: dict[str, list[str]] = {}
        for (section, key), since_ms in self._gone.items():
            if since_ms > time_ms:
                gone.setdefault(section, []).append(key)
        return changed, gone

    def frame_after(self, seq: int, time_ms: int) -> tuple[bytes, int]:
        """Return the frame for one who has records up to ``seq`` and what stood at ``time_ms``, and its own ``seq``.

        Call ``look`` first.  All who have the same get the same bytes.
        """
        made = self._made.get((seq, time_ms))
        if made is None:
            records = self.lines_after(seq)
            changed, gone = self.changed_since(time_ms)
            frame = Tick(
                seq=seq + len(records),
                time_ms=self.time_ms,
                utc_ms=utc_ms_at(self.world.scenario, self.time_ms),
                dtg=groups_at(self.world.scenario, self.time_ms),
                records=[msgspec.Raw(record) for record in records],
                changed=changed,
                gone=gone,
            )
            made = self._made[seq, time_ms] = encode(frame), frame.seq
        return made

    def lines_after(self, seq: int) -> list[bytes]:
        """Return the records after a number, each as JSON, 500 at most; older ones are read from the journal."""
        missing = self.seq - seq
        if missing <= len(self._newest):
            start = len(self._newest) - missing
            return [self._newest[i] for i in range(start, min(start + MOST_RECORDS, len(self._newest)))]
        found: list[bytes] = []
        for record in self._older.after(self._journal_seqs[seq]) if self._older else ():
            if len(found) == MOST_RECORDS or record.seq > self._journal_seqs[-1]:
                break
            number = bisect_right(self._journal_seqs, record.seq)
            found.append(line(number, record.time_ms, record.node, record.body))
        return found

    def page_before(self, before_seq: int, most: int, kinds: Collection[str]) -> tuple[list[bytes], int]:
        """Return the newest records of some kinds before a number, the newest first, and where the next page begins.

        Parameters
        ----------
        before_seq : int
            Number, for this audience, of a record; those before it are looked at.
        most : int
            Of records returned.
        kinds : collection of str

        Returns
        -------
        list of bytes
            Each as JSON.  Fewer than ``most`` also where 5,000 of this audience's records were looked at: how many
            there are of others', which all lie in the same journal, moves nothing.
        int
            Pass it as ``before_seq`` for the next page; 1 where there is none.
        """
        found: list[bytes] = []
        end = min(max(before_seq - 1, 0), self.seq)  # records 1 to end are still to be looked at
        last = max(end - MOST_LOOKED_AT, 0)
        while end > last and kinds and self._older:
            start = max(end - READ_AT_ONCE, last)
            for record in self._older.at(self._journal_seqs[start:end], kinds):
                seq = bisect_right(self._journal_seqs, record.seq)
                found.append(line(seq, record.time_ms, record.node, record.body))
                if len(found) == most:
                    return found, seq
            end = start
        return found, end + 1 if kinds else 1


def line(seq: int, time_ms: int, node: str, body: msgspec.Struct) -> bytes:
    """Return a record as it stands in a frame."""
    return encode(Line(seq=seq, time_ms=time_ms, node=node, kind=type(body).__name__, body=body))


class Boards:
    """The boards of one exercise, each from the first time that somebody looks; a listener of ``Live``.

    Parameters
    ----------
    world : World
    path : Path
        The journal.
    """

    def __init__(self, world: World, path: Path) -> None:
        self._world, self._path = world, path
        self._boards: dict[Audience, Board] = {}

    def of(self, audience: Audience, last_seq: int) -> Board:
        """Return the board of an audience; ``last_seq``: number in the journal of the newest record."""
        board = self._boards.get(audience)
        if board is None:
            older = Journaled(self._path, audience)
            board = self._boards[audience] = Board(audience, self._world, older, last_seq)
        return board

    def tell(self, records: Sequence[Numbered]) -> None:
        """Take records that are on disk."""
        for board in self._boards.values():
            for record in records:
                board.take(record)
