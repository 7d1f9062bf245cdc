"""The rules of CAP 1.2 as a checker: the table says what, the functions here say how each form is told."""

import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from tocsin.exchange.cap.writer import Issuer
from tocsin.exchange.payload import PublicWarning

TABLE = tomllib.loads((Path(__file__).parent / "cap_1_2_elements.toml").read_text(encoding="utf-8"))
ROWS = {part["parent"]: part["rows"] for part in TABLE["element"]}
NAMESPACE = "{urn:oasis:names:tc:emergency:cap:1.2}"
COUNTS = {"1": (1, 1), "?": (0, 1), "+": (1, 10_000), "*": (0, 10_000)}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")  # 3.3.2: no fractions, no letters
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
START_MS = 1_900_000_000_000  # 2030-03-17T17:46:40 UTC


def is_time(text: str) -> bool:
    try:
        return bool(TIME.fullmatch(text) and datetime.fromisoformat(text)) and not text.endswith("+00:00")
    except ValueError:
        return False


def is_id(text: str) -> bool:
    return bool(text) and not re.search(r"[\s,<&]", text)


def is_reference(text: str) -> bool:
    parts = text.split(",")
    return len(parts) == 3 and is_id(parts[0]) and is_id(parts[1]) and is_time(parts[2])


def is_place(text: str) -> bool:
    parts = text.split(",")
    if len(parts) != 2 or not all(NUMBER.fullmatch(part) for part in parts):
        return False
    return abs(float(parts[0])) <= 90.0 and abs(float(parts[1])) <= 180.0


def is_polygon(text: str) -> bool:
    places = text.split()
    return len(places) >= 4 and places[0] == places[-1] and all(is_place(place) for place in places)


def is_circle(text: str) -> bool:
    parts = text.split()
    return len(parts) == 2 and is_place(parts[0]) and bool(NUMBER.fullmatch(parts[1])) and float(parts[1]) >= 0.0


FORMS: dict[str, Callable[[str], bool]] = {
    "id": is_id,
    "time": is_time,
    "references": lambda text: bool(text.split()) and all(is_reference(item) for item in text.split()),
    "language": lambda text: bool(re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", text)),  # RFC 3066
    "headline": lambda text: len(text) <= 160,  # a useful target, 3.2.2; we keep to it
    "uri": lambda text: bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", text)),
    "integer": lambda text: bool(re.fullmatch(r"\d+", text)),
    "number": lambda text: bool(NUMBER.fullmatch(text)),
    "polygon": is_polygon,
    "circle": is_circle,
}


def faults_in(element: ET.Element, name: str) -> list[str]:
    """Return what is wrong with an element that has parts, and with its parts."""
    rows = {NAMESPACE + row["tag"]: row for row in ROWS[name]}
    found = [f"{name}: attribute {key}" for key in element.attrib]
    found += [f"{name}: text between its elements" for text in texts_between(element) if text.strip()]
    tags = [child.tag for child in element]
    found += [f"{name}: unknown element {tag}" for tag in tags if tag not in rows]
    places = [list(rows).index(tag) for tag in tags if tag in rows]
    if places != sorted(places):
        found.append(f"{name}: out of order")
    for tag, row in rows.items():
        low, high = COUNTS[row["occurs"]]
        if not low <= tags.count(tag) <= high:
            found.append(f"{name}: {row['tag']} {tags.count(tag)} times, not {row['occurs']}")
    for child in element:
        if child.tag in rows:
            found += faults_of_child(child, rows[child.tag])
    return found + faults_together(element, name)


def texts_between(element: ET.Element) -> list[str]:
    return [element.text or "", *(child.tail or "" for child in element)]


def faults_of_child(child: ET.Element, row: dict[str, object]) -> list[str]:
    """Return what is wrong with one part, by its row of the table."""
    if row.get("form") == "parts":
        return faults_in(child, str(row["tag"]))
    text = child.text or ""
    found = [f"{row['tag']}: has parts"] if len(child) else []
    found += [f"{row['tag']}: attribute {key}" for key in child.attrib]
    if not text.strip():
        found.append(f"{row['tag']}: empty")
    if "values" in row and text not in row["values"]:
        found.append(f"{row['tag']}: {text!r} is not allowed")
    if "form" in row and not FORMS[str(row["form"])](text):
        found.append(f"{row['tag']}: {text!r} is no {row['form']}")
    return found


def faults_together(element: ET.Element, name: str) -> list[str]:
    """Return which elements are there without what they need, or are missing where another needs them."""

    def said(tag: str) -> str | None:
        return element.findtext(NAMESPACE + tag)

    holds = {
        "restriction": name != "alert" or (said("restriction") is not None) == (said("scope") == "Restricted"),
        "addresses": name != "alert" or said("scope") != "Private" or said("addresses") is not None,
        "references": name != "alert" or said("msgType") == "Alert" or said("references") is not None,
        "ceiling": name != "area" or said("ceiling") is None or said("altitude") is not None,
    }
    return [rule["rule"] for rule in TABLE["together"] if not holds[rule["name"]]]


def faults_of_file(content: bytes) -> list[str]:
    """Return what is wrong with a file by the rules of CAP 1.2; an empty list if nothing is."""
    try:
        root = ET.fromstring(content)
    except ET.ParseError as error:
        return [f"no XML: {error}"]
    if root.tag != f"{NAMESPACE}alert":
        return [f"the root is {root.tag}"]
    return faults_in(root, "alert")


@pytest.fixture(scope="session")
def faults() -> Callable[[bytes], list[str]]:
    return faults_of_file


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    ring_deg = np.array([[10.0, 20.0], [10.0, 21.0], [11.0, 21.0], [11.0, 20.0]])
    return Issuer(
        nation="alder",
        exercise_id="exercise-17-0123456789ab",
        utc_ms_at=lambda time_ms: START_MS + time_ms,
        rings_rad={"oakport": np.radians(ring_deg), "northfield": np.radians(-ring_deg)},
    )


@pytest.fixture(scope="session")
def alert() -> PublicWarning:
    return PublicWarning(
        warning_id="w-7f3a",
        step="alert",
        references=(),
        event_id="alder-e1",
        areas=("oakport", "northfield"),
        sent_ms=200_999,
        expires_ms=3_800_999,
        impact_time_ms=620_250,
    )
