"""Values set by path in the tables of a scenario file: ``link[alder-birch].loss``, ``notice[n1].window_end_s``."""

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tocsin.errors import ScenarioError
from tocsin.scenario.pack import pack_names, shipped_pack

ABSENT = "absent"  # as a value: remove what the path names
SEGMENT = re.compile(r"([A-Za-z0-9_-]+)(?:\[([^\[\]]+)\])?")
OWN_NUMBER = re.compile(r"party\.([a-z0-9-]+)\.pack\.([a-z0-9-]+)\.([a-z0-9_]+)\.value")


class Segment(NamedTuple):
    """One part of a path: a key, and which entry of it where it is a list (its name, or its number from 1)."""

    key: str
    entry: str

    @property
    def text(self) -> str:
        """Return the part as a person writes it."""
        return f"{self.key}[{self.entry}]" if self.entry else self.key


def path_of(text: str, where: str) -> list[Segment]:
    """Return the parts of a path, or raise ScenarioError."""
    found = [SEGMENT.fullmatch(word) for word in re.split(r"\.(?![^\[]*\])", text)]
    if not all(found):
        raise ScenarioError(f"{where}: {text!r} is no path; write one such as link[alder-birch].loss")
    return [Segment(match[1], match[2] or "") for match in found if match]


def set_all(tables: dict[str, Any], settings: Mapping[str, Any], where: str) -> None:
    """Set values by path, a table before what is inside it, whoever said it first; ``tables`` are changed.

    A key that is not there is made, so that what a file leaves out can be set; whether there is such a key is checked
    with the rest of the file.  A nation's own number of a class pack gets the shipped unit where it has none.

    Raises
    ------
    ScenarioError
        A path that leads nowhere: the name, and the nearest known one.
    """
    paths = [(path_of(text, where), text, value) for text, value in settings.items()]
    for (*way, last), text, value in sorted(paths, key=lambda item: len(item[0])):
        at = f"{where}: {text}"
        here: Any = tables
        for segment in way:
            here = inside(here, segment, at)
        put(here, last, value, at)
        complete(tables, text)


def inside(here: Any, segment: Segment, at: str) -> Any:
    """Return what a part of a path leads to; a table that is not there is made."""
    if not isinstance(here, dict):
        raise ScenarioError(f"{at}: {segment.text!r} has no place in a single value; shorten the path")
    if segment.entry:
        entries = list_of(here, segment, at)
        return entries[place_of(entries, segment, at)]
    found = here.setdefault(segment.key, {})
    if isinstance(found, list):
        raise ScenarioError(f"{at}: {segment.key} is a list; say which: {known_entries(segment.key, found)}")
    return found


def put(here: Any, last: Segment, value: Any, at: str) -> None:
    """Set or remove what the last part of a path names."""
    if not isinstance(here, dict):
        raise ScenarioError(f"{at}: {last.key!r} has no place in a single value; shorten the path")
    if last.entry:
        entries = list_of(here, last, at)
        place = place_of(entries, last, at)
        if value == ABSENT:
            del entries[place]
        else:
            entries[place] = value
    elif value != ABSENT:
        here[last.key] = value
    elif here.pop(last.key, None) is None:
        raise ScenarioError(f"{at}: is absent already; {nearest(last.key, list(here))}")


def list_of(here: dict[str, Any], segment: Segment, at: str) -> list[Any]:
    """Return the list that a part of a path names, or raise ScenarioError."""
    if segment.key not in here:
        raise ScenarioError(f"{at}: there is no {segment.key!r}; {nearest(segment.key, list(here))}")
    found = here[segment.key]
    if not isinstance(found, list):
        raise ScenarioError(f"{at}: {segment.key} is no list; leave out [{segment.entry}]")
    return found


def place_of(entries: Sequence[Any], segment: Segment, at: str) -> int:
    """Return the place of an entry in its list, by its name or its number from 1, or raise ScenarioError."""
    names = [name_of(entry) for entry in entries]
    if segment.entry in names:
        return names.index(segment.entry)
    if segment.entry.isdecimal() and 1 <= int(segment.entry) <= len(entries):
        return int(segment.entry) - 1
    near = difflib.get_close_matches(segment.entry, names, n=1, cutoff=0.5)
    remedy = f"did you mean {segment.key}[{near[0]}]?" if near else f"known: {known_entries(segment.key, entries)}"
    raise ScenarioError(f"{at}: there is no {segment.text}; {remedy}")


def name_of(entry: Any) -> str:
    """Return what an entry of a list is called: its id, its two ends, its nation, or nothing."""
    if not isinstance(entry, dict):
        return ""
    if "source" in entry and "target" in entry:
        return f"{entry['source']}-{entry['target']}"
    return str(entry.get("id", entry.get("nation", "")))


def known_entries(key: str, entries: Sequence[Any]) -> str:
    """Return the entries of a list as a path names them."""
    return ", ".join(f"{key}[{name_of(entry) or place}]" for place, entry in enumerate(entries, start=1)) or "none"


def nearest(key: str, known: Sequence[str]) -> str:
    """Return the remedy for an unknown key."""
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(known) or 'none'}"


def complete(tables: dict[str, Any], text: str) -> None:
    """Give a nation's own number of a class pack the shipped unit, where only its value was set."""
    match = OWN_NUMBER.fullmatch(text)
    if match is None or match[2] not in pack_names() or match[3] not in shipped_pack(match[2]).numbers:
        return
    own = tables["party"][match[1]]["pack"][match[2]][match[3]]
    if "unit" not in own:
        own |= {"unit": shipped_pack(match[2]).numbers[match[3]].unit, "notional": True}
