"""Whether an event may yet be an attack on a nation."""

from collections.abc import Mapping

from tocsin.exchange.payload import CONFIDENCE_RANK, Assessment
from tocsin.warning.event import WarningEvent
from tocsin.warning.judge import threatens
from tocsin.warning.objects import is_note


def is_uneasy(event: WarningEvent, nation: str, assessed: Mapping[str, Assessment], waits_for_second: bool) -> bool:
    """Return whether an event may yet be an attack on a nation, as far as anyone there knows.

    Not if the watch found it false or anomalous, or if a notice announced it and it does not come down here.  An
    impact that has held one place long enough for medium confidence says whether it is here; until then all that is
    tracked may be.  What one phenomenology of satellites alone sees is uneasy only where doctrine does not wait for a
    second.
    """
    if assessed.get(event.event_id) in ("anomalous", "false") or is_note(event):
        return False
    is_here = threatens(event.impact, nation)
    if event.matched_notice and not is_here:
        return False
    is_sure = CONFIDENCE_RANK[event.confidence] >= CONFIDENCE_RANK["medium"]
    if is_sure and event.impact is not None:
        return is_here
    if event.track or is_sure:
        return True
    return not waits_for_second and event.own_kinds == ("ir",)
