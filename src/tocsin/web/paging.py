"""What an audience was told so far, a page at a time, read from the journal."""

from bisect import bisect_right
from collections.abc import Collection
from pathlib import Path

import msgspec

from tocsin.exercise.staff.audience import shown_to
from tocsin.journal.read import read_at
from tocsin.orders.kinds import KINDS
from tocsin.web.board import Board, line

MOST_LOOKED_AT = 5_000  # records of an audience, for one page of some kinds of them
READ_AT_ONCE = 500


def page_before(
    board: Board, path: Path, before_seq: int, most: int, kinds: Collection[str]
) -> tuple[list[bytes], int]:
    """Return the newest records of some kinds before a number, the newest first, and where the next page begins.

    Parameters
    ----------
    board : Board
        Of the audience.
    path : Path
        The journal.
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
    end = min(max(before_seq - 1, 0), board.seq)  # records 1 to end are still to be looked at
    last = max(end - MOST_LOOKED_AT, 0)
    while end > last and kinds:
        start = max(end - READ_AT_ONCE, last)
        for entry in read_at(path, board.journal_seqs[start:end], kinds):
            body = msgspec.json.decode(entry.body, type=KINDS[entry.kind])
            shown = shown_to(board.audience, entry.node, body)
            assert shown is not None  # its number would not be among this audience's
            seq = bisect_right(board.journal_seqs, entry.seq)
            found.append(line(seq, entry.time_ms, entry.node, shown))
            if len(found) == most:
                return found, seq
        end = start
    return found, end + 1 if kinds else 1
