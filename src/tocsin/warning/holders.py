"""Which events hold which source: found by looking it up, not by searching every event."""

from collections.abc import Iterable

from tocsin.warning.event import WarningEvent
from tocsin.warning.objects import find_by_sources


class Holders:
    """A list of events while evidence is placed in it, and who holds which source.

    Valid as long as whoever puts an event into the list ``note``s the sources that it has gained.  A source once
    noted counts as a hint: where more than one event is meant, ``find_by_sources`` judges between them.  So an event
    may lose a source as long as another one has it and it is noted there.  ``is_shared``: whether any source was
    ever noted for two events.
    """

    def __init__(self, events: list[WarningEvent]) -> None:
        self.events = events
        self.by_source: dict[str, list[int]] = {}
        self.is_shared = False
        for index, event in enumerate(events):
            self.note_all(index, event)

    def opened(self, event: WarningEvent) -> int:
        """Put a new event last; return its index."""
        self.events.append(event)
        self.note_all(len(self.events) - 1, event)
        return len(self.events) - 1

    def note_all(self, index: int, event: WarningEvent) -> None:
        """Note every source that an event and its objects hold."""
        self.note(index, [source.source_id for source in event.provenance])
        for held in event.objects:
            self.note(index, held.source_ids)

    def note(self, index: int, ids: Iterable[str]) -> None:
        """Note that an event holds some sources; events and sources noted before may be noted again."""
        for name in ids:
            known = self.by_source.get(name)
            if known is None:
                self.by_source[name] = [index]
            elif index not in known:
                known.append(index)
                self.is_shared = True

    def find(self, ids: frozenset[str]) -> int:
        """Return what ``find_by_sources`` does: the index of the event that shares most sources with these, or -1."""
        meant = -1
        for name in ids:
            for index in self.by_source.get(name, ()):
                if meant >= 0 and index != meant:
                    return self.judged(ids)
                meant = index
        return meant

    def judged(self, ids: frozenset[str]) -> int:
        """Return which of several events is meant by these sources."""
        each = sorted({index for name in ids for index in self.by_source.get(name, ())})
        return each[find_by_sources([self.events[index] for index in each], ids)]
