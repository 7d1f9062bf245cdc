"""A record with its number: what listeners of an exercise are told."""

import msgspec


class Numbered(msgspec.Struct, frozen=True):
    """A record as the journal has numbered it."""

    seq: int
    time_ms: int
    node: str
    body: msgspec.Struct
