"""Clocks that disagree: every node states times by its own, and nobody corrects another's."""

from typing import TypeVar

import msgspec

from tocsin.exchange.message import Message
from tocsin.tracking.provenance import Source

Stated = TypeVar("Stated", bound=msgspec.Struct)


def by_clock(message: Message, skew_ms: int) -> Message:
    """Return a message with every time in it as a clock tells that is ahead by ``skew_ms`` (behind: below zero).

    Changed are moments: release, launches, impacts, tracks, windows, deadlines, spans of sources.  Doubts about a
    time (``sigma_ms``) are lengths and stay; so does a span of 0 to 0, which stands for one withheld.
    """
    return restated(message, skew_ms) if skew_ms else message


def restated(struct: Stated, skew_ms: int) -> Stated:
    """Return a struct, and all within it, with its moments moved."""
    if isinstance(struct, Source) and struct.first_ms == struct.last_ms == 0:
        return struct
    changes: dict[str, object] = {}
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        if isinstance(value, int) and is_moment(name):
            changes[name] = value + skew_ms
        elif isinstance(value, msgspec.Struct):
            changes[name] = restated(value, skew_ms)
        elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            changes[name] = tuple(restated(item, skew_ms) for item in value)
    return msgspec.structs.replace(struct, **changes)


def is_moment(name: str) -> bool:
    """Return whether a field by this name holds a moment of exercise time."""
    return name.endswith("_ms") and not name.endswith("_sigma_ms")
