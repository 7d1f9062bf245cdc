"""``/records``: what a seat was told so far, a page at a time, from the journal."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query

from tocsin.errors import OrderError
from tocsin.exchange.message import MARKING
from tocsin.exercise.staff.audience import kinds_for
from tocsin.orders.kinds import KINDS
from tocsin.web.access import Seated, TheVenue
from tocsin.web.body import LARGEST_WHOLE, Answer, described
from tocsin.web.faults import refused
from tocsin.web.routes.streaming import note_not_seen
from tocsin.web.stream import audience_of

router = APIRouter(tags=["watching"])
MOST_RECORDS = 500  # of a page
USUAL_RECORDS = 100


class RecordsTold(msgspec.Struct, frozen=True, kw_only=True):
    """A page of records, the newest first, each as it stands in a frame of the stream.

    ``newest_seq``: the number of the newest record there is.  ``next_before``: what ``before`` is for the next page,
    null where the journal holds nothing older.
    """

    records: list[msgspec.Raw]
    newest_seq: int
    next_before: int | None
    marking: str = MARKING


@router.get(
    "/records",
    summary="What this seat was told, a page at a time",
    **described(None, RecordsTold, 401, 403, 422, 429),
)
async def records(
    venue: TheVenue,
    seat: Seated,
    before: Annotated[int, Query(ge=1, le=LARGEST_WHOLE)] = LARGEST_WHOLE,
    limit: Annotated[int, Query(ge=1, le=MOST_RECORDS)] = USUAL_RECORDS,
    kind: Annotated[str, Query(max_length=2000)] = "",
    node: Annotated[str, Query(max_length=200)] = "",
) -> Answer:
    """Return the newest records before a number, the newest first: the same as the stream, numbered alike.

    ``kind``: kinds of records, comma-separated, all if not given.  ``node``: as for the stream.  A page may be short,
    or empty, and yet not be the last: ``next_before`` says.
    """
    kinds = {name.strip() for name in kind.split(",") if name.strip()}
    unknown = sorted(kinds - KINDS.keys())
    if unknown:
        raise refused(422, f"kind: {unknown[0]!r} is no kind of record; they are listed in docs/records.md")
    try:
        audience = audience_of(seat, node, venue.live.world)
    except OrderError as error:
        note_not_seen(venue, seat, "the records", node)
        raise refused(403, f"{error}; that you asked is in the journal") from None
    own = {found.__name__ for found in kinds_for(audience)}
    board = venue.live.boards.of(audience, venue.live.journal.records)
    lines, following = board.page_before(before, limit, kinds & own if kinds else own)
    return Answer(
        RecordsTold(
            records=[msgspec.Raw(line) for line in lines],
            newest_seq=board.seq,
            next_before=following if following > 1 else None,
        )
    )
