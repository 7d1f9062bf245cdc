"""What a system shows that no sensor of it saw: test data, or a count gone wrong on its way to the displays."""

import msgspec

from tocsin.tracking.provenance import join
from tocsin.warning.correlate import Names
from tocsin.warning.evidence import Evidence
from tocsin.warning.holders import Holders

SHOWN_RANK = 1  # of its launch estimate: any sensor's is better


def place_shown(holders: Holders, evidence: Evidence, names: Names) -> None:
    """Attach everything shown to the event it opened, or to a new one.

    What is shown no longer leaves its event as it was: it closes when its time has passed, or is found false.
    """
    events = holders.events
    for shown in evidence.shown:
        index = holders.find(frozenset((shown.source.source_id,)))
        if index < 0:
            index = holders.opened(names.opened(evidence.time_ms, (shown.source,)))
        event = events[index]
        takes = event.launch_rank <= SHOWN_RANK
        events[index] = msgspec.structs.replace(
            event,
            provenance=join((event.provenance, (shown.source,))),
            own_sources=tuple(sorted({*event.own_sources, shown.source.source_id})),
            launch=shown.launch if takes else event.launch,
            launch_rank=max(event.launch_rank, SHOWN_RANK),
            impact=event.impact if event.track else shown.impact,
            own_impact=event.own_impact if event.track else shown.impact,
            claims=shown.claims,
            n_shown=shown.n_objects,
            shown_on=shown.shown_on,
            displays=shown.displays,
            updated_ms=evidence.time_ms,
            own_updated_ms=evidence.time_ms,
        )
