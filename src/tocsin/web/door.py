"""What every request passes first: whose page sent it, how long it is, how often; and the headers of every answer."""

import ipaddress
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tocsin.exchange.message import MARKING
from tocsin.web.body import Answer, Fault
from tocsin.web.faults import refused
from tocsin.web.limits import Limit

LONGEST_BODY = 64 * 1024  # bytes
ADDRESS_RATE_HZ, ADDRESS_BURST = 400.0, 800  # a whole staff may come from one address
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
NEVER_LIMITED = ("/real-world/stop",)  # the one gesture that must always work
POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",  # ours, and what the globe decodes with; never a text as a script
    "worker-src": "'self' blob:",  # the globe's
    "connect-src": "'self'",  # the stream too; nothing leaves for elsewhere
    "img-src": "'self' data: blob:",  # textures that the globe unpacks, symbols that are drawn
    "style-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
NOT_KEPT = "no-store"  # unless an answer says itself that it may be kept
CSP = "content-security-policy"
HEADERS = {
    "x-exercise": MARKING,
    CSP: "; ".join(f"{what} {whence}" for what, whence in POLICY.items()),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
TOO_LONG = f"body: is longer than {LONGEST_BODY} bytes; send less at once"


class Door:
    """Middleware before everything else.

    Parameters
    ----------
    app : ASGI application
    host_names : sequence of str
        Names under which the server is reached; addresses written in digits are always taken.  A page under any
        other name that leads here is a foreign one.
    """

    def __init__(self, app: ASGIApp, host_names: Sequence[str]) -> None:
        self._app = app
        self._host_names = frozenset(name.lower() for name in host_names)
        self._limit = Limit(ADDRESS_RATE_HZ, ADDRESS_BURST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        status, why = self._fault(scope)
        if not why:
            await self._app(scope, bounded(receive), marked(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": why})
        else:
            await Answer(Fault(error=why), status_code=status)(scope, receive, marked(send))

    def _fault(self, scope: Scope) -> tuple[int, str]:
        """Return the status and the reason with which a request is turned away, or ''."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_own(host):
            return 400, "host: this server is not reached under that name; use the join address it printed"
        if (scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS) and not is_same_origin(
            headers, host
        ):
            return 403, "origin: only this server's own pages may do this"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LONGEST_BODY:
            return 413, TOO_LONG
        client = scope.get("client") or ("", 0)
        if scope["path"] not in NEVER_LIMITED and not self._limit.take(client[0], time.monotonic()):
            return 429, "too many requests from this address; wait a second"
        return 200, ""

    def _is_own(self, host: str) -> bool:
        """Return whether a Host header names this server, whatever its port."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self._host_names or is_address(name)


def is_address(name: str) -> bool:
    """Return whether a host is written as an address in digits."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_same_origin(headers: Headers, host: str) -> bool:
    """Return whether a request that changes something comes from our own page, or from no page at all.

    A browser tells the origin of every such request.  One without an origin comes from a program: it is let in with a
    token that it sends itself, not with a cookie that a browser would add.
    """
    origin = headers.get("origin")
    if origin is None:
        return "cookie" not in headers
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


def bounded(receive: Receive) -> Receive:
    """Return a receiver that refuses a body which is longer than it may be, whatever its header said."""
    length = 0

    async def counted() -> Message:
        nonlocal length
        message = await receive()
        if message["type"] == "http.request":
            length += len(message.get("body", b""))
            if length > LONGEST_BODY:
                raise refused(413, TOO_LONG)
        return message

    return counted


def marked(send: Send) -> Send:
    """Return a sender that puts the headers of every answer on it."""

    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            own_policy = headers.get(CSP)
            for name, value in HEADERS.items():
                headers[name] = value
            if own_policy is not None:  # of a page that is made, not part of ours: shut in by itself
                headers[CSP] = own_policy
            headers.setdefault("cache-control", NOT_KEPT)
        await send(message)

    return with_headers
