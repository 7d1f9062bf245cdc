"""The fictional world that the exercise is played on, for maps to draw.  Everybody may see it; it never changes."""

import hashlib
from typing import Any, Literal

from fastapi import APIRouter, Request, Response

from tocsin.scenario.world_files import vector_bytes, world_bytes, world_name_of
from tocsin.web.access import TheVenue
from tocsin.web.body import MEANINGS, Fault, content_of
from tocsin.web.built import ASK_FIRST

router = APIRouter(prefix="/world", tags=["world"])
GEOJSON, WEBP = "application/geo+json", "image/webp"


def told(media_type: str) -> dict[str, Any]:
    """Return how the API's description tells a route that gives a file."""
    return {
        "response_class": Response,
        "responses": {
            200: {"description": "the file", "content": {media_type: {"schema": {}}}},
            304: {"description": "the file that the browser has"},
            **{status: content_of(Fault, MEANINGS[status]) for status in (422, 429)},
        },
    }


@router.get("/{file}.geojson", summary="Coasts, borders, cities, names of waters or nations", **told(GEOJSON))
async def vectors(
    request: Request, venue: TheVenue, file: Literal["land", "borders", "cities", "seas", "nations"]
) -> Response:
    """Return a GeoJSON feature collection of the exercise's world, in degrees."""
    return kept(request, vector_bytes(venue.live.world.scenario.atlas, file), GEOJSON)


@router.get("/{file}.webp", summary="A picture of the whole world", **told(WEBP))
async def picture(request: Request, venue: TheVenue, file: Literal["day", "day-small", "light", "night"]) -> Response:
    """Return a picture of the exercise's world: equirectangular, from 180 west and 90 north."""
    return kept(request, world_bytes(world_name_of(venue.live.world.scenario.atlas), f"{file}.webp"), WEBP)


def kept(request: Request, found: bytes, media_type: str) -> Response:
    """Return a file that a browser keeps and asks about by its tag, or 304 where it has it already."""
    tag = f'"{hashlib.sha256(found).hexdigest()[:32]}"'
    headers = {"Cache-Control": ASK_FIRST, "ETag": tag}  # the same address may serve another world's exercise next
    if tag in [item.strip() for item in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(found, media_type=media_type, headers=headers)
