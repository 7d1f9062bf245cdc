"""The columns of a list of injects kept in a sheet, and what other people call them."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tocsin.errors import ScenarioError


class Column(NamedTuple):
    """A column: the key that it holds, its own heading, and other headings that mean it (lower case, no signs)."""

    key: str
    heading: str
    also: tuple[str, ...] = ()


SHEETS: dict[str, tuple[Column, ...]] = {
    "Injects": (
        Column("id", "Inject", ("inject id", "id", "ident", "identifier", "inject identifier")),
        Column(
            "number", "Number", ("serial", "serial no", "serial number", "no", "inject number", "inject no", "ser")
        ),
        Column("title", "Title", ("subject", "short title", "name", "headline")),
        Column("storyline", "Storyline", ("story line", "thread", "theme")),
        Column("event", "Event", ("main event", "mel")),
        Column("incident", "Incident", ("mil",)),
        Column(
            "time_s",
            "Time",
            ("dtg", "time s", "date time group", "when", "exercise time", "time due", "planned time"),
        ),
        Column("trigger", "Trigger", ("condition", "when condition")),
        Column("sender", "From", ("originator", "source", "sender")),
        Column(
            "to",
            "To",
            ("recipient", "recipients", "addressee", "addressees", "target audience", "audience", "player"),
        ),
        Column("means", "Means", ("method", "medium", "mode", "how", "delivery", "delivery method")),
        Column("text", "Text", ("description", "message", "inject text", "content", "details", "inject description")),
        Column("effects", "Effects", ("effect",)),
        Column("objective", "Objective", ("training objective", "exercise objective", "to ref")),
        Column("expected_of", "Expected of", ("expected by", "responsible cell", "action by")),
        Column(
            "expected_action", "Expected action", ("expected response", "expected player action", "expected outcome")
        ),
        Column("within_s", "Expected within", ("time to respond", "respond within")),
        Column("controller", "Controller", ("responsible controller", "poc", "responsible", "owner", "excon")),
        Column(
            "evaluator_note",
            "Evaluator note",
            ("evaluator notes", "observer note", "notes", "remarks", "comment", "comments"),
        ),
        Column("depends_on", "Depends on", ("dependency", "dependencies", "after", "predecessor")),
        Column("contingency", "Contingency", ("contingency plan", "if no action")),
        Column("status", "Status", ("state",)),
    ),
    "Objectives": (
        Column("id", "Objective", ("objective id", "id")),
        Column("team", "Team", ("nation",)),
        Column("text", "Text", ("description",)),
    ),
    "Criteria": (
        Column("objective", "Objective", ("objective id",)),
        Column("text", "Text", ("criterion", "description")),
        Column("condition", "Condition", ("measure",)),
        Column("by_s", "By", ("until",)),
        Column("given", "Given"),
        Column("is_kept", "Kept"),
    ),
    "Storylines": (
        Column("id", "Storyline", ("storyline id", "id")),
        Column("title", "Title", ("name",)),
        Column("text", "Text", ("description",)),
    ),
}


def plain(heading: str) -> str:
    """Return a heading as it is compared: lower case, words alone."""
    return " ".join(re.findall(r"[a-z0-9]+", heading.lower()))


def mapped(headings: Sequence[str], sheet: str, given: Mapping[str, str], where: str) -> dict[str, str]:
    """Return the key that each heading of a sheet holds; those that nothing is known of are left out.

    Parameters
    ----------
    headings : sequence of str
        As they stand in the sheet.
    sheet : str
        One of ``SHEETS``.
    given : mapping of heading to key or to our own heading
        What a person says; it comes before every guess.  An empty value leaves a column out.
    where : str
        Used in messages only.

    Raises
    ------
    ScenarioError
        Two columns that would hold one key; a mapping of or to what is not there.
    """
    columns = SHEETS[sheet]
    said = {plain(theirs): ours for theirs, ours in given.items()}
    found: dict[str, str] = {}
    for heading in headings:
        words = plain(heading)
        key = key_named(said[words], columns, where) if words in said else guessed(words, columns)
        if not key:
            continue
        if key in found.values():
            other = next(name for name, held in found.items() if held == key)
            if words not in said and plain(other) not in said and (ranked(words, key, columns) > 1):
                continue  # a second guess at what a column of its own name holds already
            raise ScenarioError(
                f"{where}: columns {other!r} and {heading!r} both hold {key}; say which with --map '{heading}='"
            )
        found[heading] = key
    return found


def guessed(words: str, columns: Sequence[Column]) -> str:
    """Return the key that a heading most likely holds, '' for none."""
    return next((item.key for item in columns if words in (plain(item.heading), plain(item.key), *item.also)), "")


def ranked(words: str, key: str, columns: Sequence[Column]) -> int:
    """Return how sure a guess is: 1 where the heading is our own."""
    column = next(item for item in columns if item.key == key)
    return 1 if words in (plain(column.heading), plain(column.key)) else 2


def key_named(name: str, columns: Sequence[Column], where: str) -> str:
    """Return the key that a person means, by key or heading; '' leaves the column out."""
    if not name.strip():
        return ""
    words = plain(name.removeprefix("inject_")) if name != "inject_id" else "id"
    key = guessed(words, columns)
    if not key:
        raise ScenarioError(
            f"{where}: --map to {name!r}: no such column; there are: {', '.join(item.key for item in columns)}"
        )
    return key
