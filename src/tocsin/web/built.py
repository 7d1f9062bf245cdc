"""The built page: its files as they lie in the package, each with its media type and how long it may be kept."""

import hashlib
import re
from importlib.abc import Traversable
from importlib.resources import files
from pathlib import PurePosixPath

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tocsin.exchange.message import MARKING
from tocsin.web.faults import refused

INDEX = "index.html"
PART = re.compile(r"[A-Za-z0-9_@+-][A-Za-z0-9_@+.-]*")  # of a path: nothing that leads elsewhere on any system
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".geojson": "application/geo+json",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
FOR_GOOD = "public, max-age=31536000, immutable"  # what has its digest in its name
ASK_FIRST = "no-cache"  # kept, but only used when the server says that it is still the same
NOT_BUILT = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>EXERCISE</title>
<p>{MARKING}</p>
<h1>The page is not built</h1>
<p>In a checkout run <code>make page</code> (it needs Node 20 or newer), then load this page again.
Elsewhere install Tocsin from its wheel, which brings the page along.</p>
<p>The exercise itself is served: programs use the API that <a href="/openapi.json">/openapi.json</a> describes.</p>
<p>{MARKING}</p>
</html>
"""


def folder() -> Traversable:
    """Return where the built page lies."""
    return files("tocsin.web").joinpath("page")


def file_at(root: Traversable, path: str) -> Traversable | None:
    """Return the file at a path below a folder, None where there is none; no path leads out of the folder."""
    parts = path.split("/")
    if not all(PART.fullmatch(part) for part in parts):
        return None
    try:
        found = root.joinpath(*parts)
        return found if found.is_file() else None
    except (OSError, ValueError):  # a name longer than the file system allows
        return None


def index_answer() -> Response:
    """Return the one HTML page, or one that says how to build it."""
    found = file_at(folder(), INDEX)
    return HTMLResponse(NOT_BUILT, status_code=503) if found is None else HTMLResponse(found.read_bytes())


def file_answer(request: Request, root: Traversable, path: str) -> Response:
    """Return a file below a folder, packed where it is and the browser takes that.

    304 where the browser has it, 404 where there is none.
    """
    found = file_at(root, path)
    if found is None:
        raise refused(404, "there is no such file; load the page again, or build it anew with `make page`")
    headers = {"cache-control": FOR_GOOD if path.startswith("assets/") else ASK_FIRST, "vary": "accept-encoding"}
    packed = file_at(root, f"{path}.gz") if takes_gzip(request) else None
    if packed is not None:
        headers["content-encoding"] = "gzip"
    content = (packed or found).read_bytes()
    headers["etag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    media_type = MEDIA_TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")
    return Response(content, media_type=media_type, headers=headers)


def takes_gzip(request: Request) -> bool:
    """Return whether a browser takes what is packed."""
    taken = [part.strip().lower() for part in request.headers.get("accept-encoding", "").split(",")]
    return any(part == "gzip" or (part.startswith("gzip;") and not part.endswith("q=0")) for part in taken)
