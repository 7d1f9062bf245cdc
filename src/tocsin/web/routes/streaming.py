"""``/stream``: a WebSocket that sends a seat what its roles may see, as it happens."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from tocsin.errors import OrderError
from tocsin.orders.kinds import TRUTH
from tocsin.web.access import Access, access_of
from tocsin.web.seats import Seat
from tocsin.web.stream import SeatStream
from tocsin.web.venue import Venue

router = APIRouter()
SEND_PATIENCE_S = 10.0  # a client that takes no frame for so long is dropped, and connects again
MOST_STREAMS = 8  # of one seat
LONGEST_NUMBER = 15  # digits
LONGEST_REASON = 120  # characters; a closing frame holds 123 bytes
NOT_YOURS, AGAIN, GOING, CHANGED = (
    1008,
    1013,
    1001,
    4001,
)  # why a stream is closed; the last: the seat's roles have changed


@router.websocket("/stream")
async def stream(socket: WebSocket) -> None:
    """Send frames until the client goes; ``?after=SEQ`` takes up where another stream broke off."""
    access = access_of(socket)
    seat = access.seat_of(socket)
    if seat is None:
        await socket.close(NOT_YOURS, "no session: join with your code first")
        return
    if sum(seat_id == seat.seat_id for seat_id, _ in access.venue.streams) >= MOST_STREAMS:
        await socket.close(AGAIN, f"this seat has {MOST_STREAMS} streams already; close one")
        return
    try:
        made = opened(access, seat, socket.query_params)
    except OrderError as error:
        await socket.close(NOT_YOURS, str(error)[:LONGEST_REASON])
        return
    access.venue.streams.append((seat.seat_id, made))
    try:
        await socket.accept()
        await served(socket, access.venue, seat, made)
    finally:
        access.venue.streams.remove((seat.seat_id, made))
        made.close()


def opened(access: Access, seat: Seat, query: Mapping[str, str]) -> SeatStream:
    """Return the stream that a seat asks for; OrderError, journaled, where it is not the seat's to see."""
    after, node = query.get("after", ""), query.get("node", "")
    if after and not (after.isascii() and after.isdecimal() and len(after) <= LONGEST_NUMBER):
        raise OrderError("after: must be the number of a record; leave it out for none of the past")
    try:
        return SeatStream(access.venue.live, seat, int(after) if after else None, node)
    except OrderError as error:
        note_not_seen(access.venue, seat, "the stream", node)
        raise OrderError(f"{error}; that you asked is in the journal") from None


def note_not_seen(venue: Venue, seat: Seat, what: str, node: str) -> None:
    """Journal that a seat asked to look at a node that is not its own to see."""
    known = node if node in (*venue.live.world.nodes, TRUTH) else "a node that is not there"
    venue.note_refused(seat, f"{what} of {known}", "is not this seat's to see")


async def served(socket: WebSocket, venue: Venue, seat: Seat, made: SeatStream) -> None:
    """Send frames until the client goes, is too slow, or holds other roles."""
    sending = asyncio.create_task(sent(socket, venue, seat, made))
    leaving = asyncio.create_task(left(socket))
    try:
        await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (sending, leaving):
            task.cancel()
        await asyncio.wait((sending, leaving))
    if not sending.cancelled():
        sending.result()


async def sent(socket: WebSocket, venue: Venue, seat: Seat, made: SeatStream) -> None:
    """Send frames; each only while the seat is what it was when the stream was made."""
    with suppress(WebSocketDisconnect, TimeoutError):
        async for frame in made:
            if venue.seating.seats.get(seat.seat_id) != seat:
                await socket.close(CHANGED, "your roles have changed; connect again")
                return
            await asyncio.wait_for(socket.send_text(frame.decode()), SEND_PATIENCE_S)
        await socket.close(GOING, "the server is stopping")


async def left(socket: WebSocket) -> None:
    """Wait until the client has gone; what it sends meanwhile is not listened to."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
