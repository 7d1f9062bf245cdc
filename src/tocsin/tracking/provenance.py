"""Where an estimate comes from: which own-sensor tracks, and from when to when."""

from collections.abc import Iterable
from operator import attrgetter

import msgspec


class Source(msgspec.Struct, frozen=True, order=True):
    """One own-sensor track of one node, named so that nobody learns which sensor made it.

    Attributes
    ----------
    source_id : str
        Opaque: ``NODE.s7`` says which node vouches for it and nothing else.
    first_ms, last_ms : int, ms
        Exercise time of the first and of the newest measurement in it.
    """

    source_id: str
    first_ms: int
    last_ms: int


Provenance = tuple[Source, ...]  # sorted by source id, one entry a source
ID_OF = attrgetter("source_id")


def join(provenances: Iterable[Provenance]) -> Provenance:
    """Return the union: one entry a source, with the longest span known of it."""
    spans: dict[str, Source] = {}
    for provenance in provenances:
        for source in provenance:
            name = source.source_id
            known = spans.get(name)
            if known is None or (source.first_ms <= known.first_ms and source.last_ms >= known.last_ms):
                spans[name] = source
            elif source.first_ms < known.first_ms or source.last_ms > known.last_ms:
                spans[name] = Source(name, min(known.first_ms, source.first_ms), max(known.last_ms, source.last_ms))
    return tuple(map(spans.__getitem__, sorted(spans)))


def covers(provenance: Provenance, other: Provenance) -> bool:
    """Return whether a provenance has all that another one would bring to it: every source, over its whole span."""
    spans = {source.source_id: source for source in provenance}
    for source in other:
        known = spans.get(source.source_id)
        if known is None or known.first_ms > source.first_ms or known.last_ms < source.last_ms:
            return False
    return True


def source_ids(provenance: Provenance) -> frozenset[str]:
    """Return the ids of the sources."""
    return frozenset(map(ID_OF, provenance))
