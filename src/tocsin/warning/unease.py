"""Whether an event may yet be an attack on a nation."""

from collections.abc import Mapping

from tocsin.exchange.payload import CONFIDENCE_RANK, Assessment
from tocsin.warning.event import WarningEvent
from tocsin.warning.judge import threatens
from tocsin.warning.objects import is_note


def is_uneasy(
    event: WarningEvent, nation: str, assessed: Mapping[str, Assessment], waits_for_second: bool, was_uneasy: bool
) -> bool:
    """Return whether an event may yet be an attack on a nation, as far as anyone there knows.

    Not if the watch found it false or anomalous, or if a notice announced it and it does not come down here.  Else if
    its impact threatens the nation, with medium confidence or while it is tracked; or if it is tracked and nobody
    knows where to.  What ``was_uneasy`` stays so until its impact has held another place long enough for medium
    confidence: a spent stage that coasts says nothing of what is still under thrust.  What one phenomenology of
    satellites alone sees is uneasy only where doctrine does not wait for a second.
    """
    if assessed.get(event.event_id) in ("anomalous", "false") or is_note(event):
        return False
    is_here = threatens(event.impact, nation)
    if event.matched_notice and not is_here:
        return False
    is_sure = CONFIDENCE_RANK[event.confidence] >= CONFIDENCE_RANK["medium"]
    if event.impact is not None and (is_sure or not was_uneasy):
        return is_here and (is_sure or bool(event.track))
    if event.track or is_sure:
        return True
    return not waits_for_second and event.own_kinds == ("ir",)
