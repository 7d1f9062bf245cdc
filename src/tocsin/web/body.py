"""What is asked and what is answered: one strict reading of a body, one way to describe it."""

from typing import Any, TypeVar

import msgspec
from fastapi import Request
from fastapi.responses import JSONResponse

from tocsin.exchange.message import MARKING
from tocsin.web.faults import refused

Taken = TypeVar("Taken")
LARGEST_WHOLE = 2**53  # whole numbers beyond this are not the same in every reader of JSON
SCHEMAS = "#/components/schemas/{name}"
MEANINGS = {
    401: "no session, or one that has ended",
    403: "not this seat's to see or to do; journaled",
    404: "no such thing",
    409: "not now, or not with what is there",
    413: "longer than 64 kB",
    415: "not JSON",
    422: "a field is missing or out of bounds; the answer names it",
    429: "too often",
    503: "the exercise is not being played",
}


class Answer(JSONResponse):
    """A JSON answer made by msgspec."""

    def render(self, content: Any) -> bytes:
        """Return the bytes of an answer."""
        return msgspec.json.encode(content)


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Why something was refused."""

    error: str
    answer: str = "refused"
    marking: str = MARKING


async def body_of(request: Request, kind: type[Taken]) -> Taken:
    """Return a request's JSON body as a Struct; the refusal names the field and its bound."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise refused(415, "content-type: must be application/json")
    raw = await request.body()
    try:
        found = msgspec.json.decode(raw, type=kind)
        check_whole(msgspec.to_builtins(found), "$")
    except msgspec.DecodeError as error:
        raise refused(422, f"body: {error}; see the API's description at /openapi.json") from None
    except RecursionError:
        raise refused(422, "body: is nested too deeply; see the API's description at /openapi.json") from None
    return found


def check_whole(value: Any, where: str) -> None:
    """Raise where a whole number is beyond 2^53 either way."""
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        raise refused(422, f"body: {where} must be -2^53 to 2^53")
    if isinstance(value, dict):
        for key, item in value.items():
            check_whole(item, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            check_whole(item, f"{where}[{index}]")


def described(takes: type | None, gives: type, *faults: int, waits: type | None = None) -> dict[str, Any]:
    """Return how the description of the API tells a route: what it takes and gives, how it refuses or says wait."""
    told: dict[str, Any] = {
        "response_class": Answer,
        "responses": {
            200: content_of(gives, "the answer"),
            **{status: content_of(Fault, MEANINGS[status]) for status in faults},
        },
    }
    if waits is not None:
        told["responses"][202] = content_of(waits, "not there yet; ask again")
    if takes is not None:
        told["openapi_extra"] = {"requestBody": {"required": True, **content_of(takes, takes.__doc__ or "")}}
    return told


def content_of(kind: type, description: str) -> dict[str, Any]:
    """Return a JSON content of the API's description."""
    schema = {"$ref": SCHEMAS.format(name=kind.__name__)}
    return {"description": description, "content": {"application/json": {"schema": schema}}}
