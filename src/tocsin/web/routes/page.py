"""The page for browsers: one HTML file at every address that it knows, and the files that it loads."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from tocsin.web import built

router = APIRouter(include_in_schema=False)


@router.get("/")
@router.get("/room")
@router.get("/watch")
@router.get("/officer")
@router.get("/replay")
@router.get("/wall")
@router.get("/wall/{_screen:path}")
async def index() -> Response:
    """Return the page; which of its screens is shown follows from the address, in the browser."""
    return built.index_answer()


@router.get("/page/{path:path}")
async def file(request: Request, path: str) -> Response:
    """Return a file of the page."""
    return built.file_answer(request, built.folder(), path)
