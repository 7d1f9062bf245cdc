"""A public warning as a CAP 1.2 message.  What marks it as an exercise is constant: no argument reaches it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import JournalError
from tocsin.exchange.cap.texts import LANGUAGES, Language, Wording
from tocsin.exchange.message import MARKING, STATUS
from tocsin.exchange.payload import PublicWarning, WarningStep

Array = NDArray[np.float64]

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
SENDER = "exercise.invalid"  # RFC 2606: a name under .invalid can never be anybody's
SCOPE = "Restricted"
RESTRICTION = "Exercise participants only. Not for the public. No real event, no real place."
CATEGORY = "Security"
EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
DECIMALS = 5  # of a degree: about 1 m
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


class Judged(NamedTuple):
    """How a step of a warning is told in CAP's own codes (CAP 1.2, section 3.2.2)."""

    msg_type: str
    response: str
    urgency: str
    severity: str
    certainty: str


JUDGED: dict[WarningStep, Judged] = {
    "alert": Judged("Alert", "Shelter", "Immediate", "Extreme", "Likely"),
    "update": Judged("Update", "Shelter", "Immediate", "Extreme", "Likely"),
    "cancel": Judged("Cancel", "AllClear", "Past", "Minor", "Unlikely"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Issuer:
    """Who warns, in which exercise.

    Attributes
    ----------
    nation : str
    exercise_id : str
        Distinguishes this run's messages from any other's.
    utc_ms_at : function
        From exercise time (ms) to ms since 1970, UTC.
    rings_rad : mapping from area id to (k, 2) float64, rad
        Latitude and longitude of the corners of each area's outline, three or more; not across the antimeridian.
    """

    nation: str
    exercise_id: str
    utc_ms_at: Callable[[int], int]
    rings_rad: Mapping[str, Array]


def cap_xml(warning: PublicWarning, earlier: Mapping[str, PublicWarning], issuer: Issuer) -> bytes:
    """Return a public warning as a CAP 1.2 file, UTF-8, with one ``info`` block a language.

    Parameters
    ----------
    warning : PublicWarning
    earlier : mapping from warning id to PublicWarning
        The nation's own warnings before it: those it refers to must be among them.
    issuer : Issuer

    Raises
    ------
    JournalError
        If it refers to a warning that is not there, should refer to one and does not, or names an unknown area.

    Notes
    -----
    Times are cut to the second.  Left out: event ids (a running number could betray what a nation knows), contact,
    web, resources, geocodes, signatures.  A character that XML cannot hold becomes U+FFFD.

    References
    ----------
    OASIS, *Common Alerting Protocol Version 1.2*, 1 July 2010, section 3.2.
    """
    judged = JUDGED[warning.step]
    root = ET.Element("alert", xmlns=NAMESPACE)
    put(root, "identifier", identifier(warning.warning_id, issuer))
    put(root, "sender", SENDER)
    put(root, "sent", cap_time(warning.sent_ms, issuer))
    put(root, "status", STATUS)
    put(root, "msgType", judged.msg_type)
    put(root, "scope", SCOPE)
    put(root, "restriction", RESTRICTION)
    put(root, "note", MARKING)
    about = references(warning, earlier, issuer)
    if about:
        put(root, "references", about)
    for language in LANGUAGES:
        put_info(root, language, warning, issuer)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def put(parent: ET.Element, tag: str, text: str) -> None:
    """Add an element with a text of which XML can hold every character."""
    ET.SubElement(parent, tag).text = NOT_XML.sub("\ufffd", text)


def identifier(warning_id: str, issuer: Issuer) -> str:
    """Return a message's identifier: no spaces, commas, ``<`` or ``&`` (CAP 1.2, 3.2.1), and no two ids one."""
    return ":".join(quote(part, safe="") for part in ("EXERCISE", issuer.exercise_id, issuer.nation, warning_id))


def cap_time(time_ms: int, issuer: Issuer) -> str:
    """Return an exercise time (ms) as CAP writes UTC: whole seconds, ``-00:00``, never ``Z`` (CAP 1.2, 3.3.2)."""
    return utc(time_ms, issuer).replace(microsecond=0, tzinfo=None).isoformat() + "-00:00"


def utc(time_ms: int, issuer: Issuer) -> datetime:
    """Return an exercise time (ms) as a date."""
    return EPOCH_UTC + timedelta(milliseconds=issuer.utc_ms_at(time_ms))


def references(warning: PublicWarning, earlier: Mapping[str, PublicWarning], issuer: Issuer) -> str:
    """Return what a message is about: ``sender,identifier,sent`` of each, a space between."""
    if warning.step != "alert" and not warning.references:
        raise JournalError(
            f"public warning {warning.warning_id!r}: references is empty, but a step = {warning.step!r} is about "
            "another warning; name it"
        )
    missing = [name for name in warning.references if name not in earlier]
    if missing:
        raise JournalError(
            f"public warning {warning.warning_id!r}: references names {missing[0]!r}, which {issuer.nation} did "
            "not send before it; give the whole journal"
        )
    return " ".join(
        f"{SENDER},{identifier(name, issuer)},{cap_time(earlier[name].sent_ms, issuer)}"
        for name in warning.references
    )


def put_info(root: ET.Element, language: Language, warning: PublicWarning, issuer: Issuer) -> None:
    """Add what the message says in one language, and where it holds."""
    judged, wording = JUDGED[warning.step], wording_of(language, warning.step)
    impact_ms = None if warning.step == "cancel" else warning.impact_time_ms
    when = "" if impact_ms is None else language.impact.format(clock=f"{utc(impact_ms, issuer):%H:%M}")
    info = ET.SubElement(root, "info")
    put(info, "language", language.tag)
    put(info, "category", CATEGORY)
    put(info, "event", language.marking + wording.event)
    put(info, "responseType", judged.response)
    put(info, "urgency", judged.urgency)
    put(info, "severity", judged.severity)
    put(info, "certainty", judged.certainty)
    put(info, "effective", cap_time(warning.sent_ms, issuer))
    if impact_ms is not None:
        put(info, "onset", cap_time(impact_ms, issuer))
    put(info, "expires", cap_time(warning.expires_ms, issuer))
    put(info, "senderName", language.marking + language.sender_name.format(nation=issuer.nation.capitalize()))
    put(info, "headline", language.marking + wording.headline)
    put(info, "description", language.marking + wording.description + when)
    put(info, "instruction", language.marking + wording.instruction)
    for area_id in warning.areas:
        put_area(info, area_id, warning, issuer)


def wording_of(language: Language, step: WarningStep) -> Wording:
    """Return a language's texts for a step."""
    return {"alert": language.alert, "update": language.update, "cancel": language.cancel}[step]


def put_area(info: ET.Element, area_id: str, warning: PublicWarning, issuer: Issuer) -> None:
    """Add one area: its name and its outline."""
    if area_id not in issuer.rings_rad:
        raise JournalError(
            f"public warning {warning.warning_id!r}: areas names {area_id!r}; known: {', '.join(issuer.rings_rad)}"
        )
    area = ET.SubElement(info, "area")
    put(area, "areaDesc", f"{area_id.capitalize()} (EXERCISE)")
    put(area, "polygon", polygon(issuer.rings_rad[area_id]))


def polygon(ring_rad: Array) -> str:
    """Return an outline as ``lat,lon`` pairs in degrees, the first again at the end (CAP 1.2, 3.2.4)."""
    ring_deg = np.round(np.degrees(ring_rad), DECIMALS) + 0.0  # no "-0.00000"
    pairs = [f"{lat_deg:.{DECIMALS}f},{lon_deg:.{DECIMALS}f}" for lat_deg, lon_deg in ring_deg]
    return " ".join((*pairs, pairs[0]))
