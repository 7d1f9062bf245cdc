"""After ENDEX: the review of whoever asks, as one page."""

from typing import Annotated, Any, cast

import msgspec
from fastapi import APIRouter, Depends, Request
from fastapi.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response

from tocsin.errors import TocsinError
from tocsin.exchange.message import MARKING
from tocsin.orders.hot_wash import CONTROL
from tocsin.web.access import Seated, TheVenue
from tocsin.web.body import MEANINGS, Answer, Fault, content_of
from tocsin.web.faults import refused
from tocsin.web.hot_wash import reader_of
from tocsin.web.hot_wash_told import packs_for, packs_there
from tocsin.web.packs import Packs, policy_of
from tocsin.web.seats import Seat
from tocsin.web.venue import Venue

router = APIRouter(tags=["hot wash"])
AGAIN_S = 2  # a browser asks again by itself
WAIT_POLICY = (  # not shut in as a pack is: from there the session's cookie would not be sent when it asks again
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
WAIT = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="{AGAIN_S}">
<meta name="viewport" content="width=device-width">
<title>EXERCISE: the review</title>
<style>
:root {{ color-scheme: dark light; }}
body {{ display: grid; align-content: space-between; justify-items: center; min-height: 100vh; margin: 0;
  background: light-dark(#eef2f5, #0b1016); color: light-dark(#16212b, #dfe8ef);
  font: 16px/1.5 "Inter", "Segoe UI", "Noto Sans", "Noto Sans CJK SC", system-ui, sans-serif; text-align: center; }}
main {{ max-width: 34em; padding: 1em; }}
.marking {{ width: 100%; margin: 0; background: #f5c518; color: #141000; font-weight: 700; letter-spacing: 0.2em; }}
.other {{ color: light-dark(#4a5c6a, #9db0be); }}
</style>
<p class="marking">{MARKING}</p>
<main>
<p role="status">The review is being made from the journal; it comes by itself, in under a minute.</p>
<p class="other" lang="zh">复盘材料正在根据日志生成。完成后自动显示。不超过一分钟。</p>
<p class="other" lang="ru">Разбор составляется по журналу и появится сам, не позже чем через минуту.</p>
</main>
<p class="marking">{MARKING}</p>
</html>
"""


class PackWait(msgspec.Struct, frozen=True, kw_only=True):
    """The review is being made."""

    answer: str = "being made; ask again in a moment"
    marking: str = MARKING


async def packs_of(connection: HTTPConnection) -> Packs:
    """Return the packs that the application was made with."""
    return cast(Packs, connection.app.state.packs)


ThePacks = Annotated[Packs, Depends(packs_of)]


def told() -> dict[str, Any]:
    """Return how the description of the API tells the route."""
    return {
        "response_class": HTMLResponse,
        "responses": {
            200: {"description": "the review", "content": {"text/html": {"schema": {"type": "string"}}}},
            202: content_of(PackWait, "being made; ask again"),
            **{status: content_of(Fault, MEANINGS[status]) for status in (401, 403, 404, 409, 422, 429, 503)},
        },
    }


@router.get("/packs/{party}", summary="A reader's review, after ENDEX", **told())
async def pack(party: str, request: Request, venue: TheVenue, packs: ThePacks, seat: Seated) -> Response:
    """Return the review as a nation, ``joint`` or ``control`` may read it; 202 while it is being made."""
    check_may_open(venue, seat, party)
    try:
        page = await packs.page(party)
    except TocsinError as error:
        raise refused(503, f"the review cannot be made now: {error}") from None
    if page is None:
        if "text/html" in request.headers.get("accept", ""):
            return HTMLResponse(WAIT, status_code=202, headers={"content-security-policy": WAIT_POLICY})
        return Answer(PackWait(), status_code=202)
    return HTMLResponse(page, headers={"content-security-policy": policy_of(page)})


def check_may_open(venue: Venue, seat: Seat, party: str) -> None:
    """Refuse a review that is not there, not this seat's, or before ENDEX; a try is journaled."""
    known = packs_there(venue)
    if party not in packs_for(venue, seat):
        asked = f"the review of {party}" if party in known else "a review of nobody"
        venue.note_refused(seat, asked, "is not this seat's to read")
        if party not in known and reader_of(seat) == CONTROL:
            raise refused(404, f"party: there is no such review; known: {', '.join(known)}")
        raise refused(403, "party: is not this seat's to read; that you asked is in the journal")
    if not venue.live.is_over:
        venue.note_refused(seat, f"the review of {party}", "before ENDEX")
        raise refused(409, "the review is for after ENDEX; that you asked is in the journal")
