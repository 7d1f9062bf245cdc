"""The public warnings of a view as CAP 1.2, one file each, in the order in which they were sent."""

import hashlib
from collections.abc import Iterator
from functools import partial

import msgspec

from tocsin.errors import JournalError
from tocsin.exchange.cap.writer import Issuer, cap_xml
from tocsin.exchange.payload import PublicWarning
from tocsin.review.exports.content import MARKING
from tocsin.review.exports.file import File, of_bytes
from tocsin.review.party import View
from tocsin.scenario.declared import utc_ms_at

ID_DIGITS = 12


def cap_files(view: View) -> Iterator[File]:
    """Yield a CAP 1.2 file for each public warning that a view holds.

    Raises
    ------
    JournalError
        If a nation sent two of one id, or one refers to what was not sent before it.
    """
    sent = [(entry.node, entry.body) for entry in view.log.entries if isinstance(entry.body, PublicWarning)]
    issuers = {node: issuer_of(view, node, [w for by, w in sent if by == node]) for node, _ in sent}
    earlier: dict[str, dict[str, PublicWarning]] = {}
    for number, (node, warning) in enumerate(sent, start=1):
        own = earlier.setdefault(node, {})
        if warning.warning_id in own:
            raise JournalError(
                f"public warning {warning.warning_id!r}: {node} sent two of that id; an id is one message's; "
                "use a journal that `tocsin run` wrote"
            )
        name = f"{view.scenario.name}.{number:03d}.{node}.{warning.step}.{MARKING}.xml"
        yield of_bytes(name, cap_xml(warning, own, issuers[node]))
        own[warning.warning_id] = warning


def issuer_of(view: View, nation: str, warnings: list[PublicWarning]) -> Issuer:
    """Return who warns.  Its messages are told from another run's by themselves: the run's digest covers truth."""
    own = hashlib.sha256(msgspec.json.encode([nation, warnings])).hexdigest()
    return Issuer(
        nation=nation,
        exercise_id=f"{view.scenario.blind_name}-{own[:ID_DIGITS]}",
        utc_ms_at=partial(utc_ms_at, view.scenario),
        rings_rad={area.area_id: area.ring_rad for area in view.scenario.geography.areas},
    )
