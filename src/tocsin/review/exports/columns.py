"""What the tables of an export hold: one table a record kind, and the version of them all.

Every row begins with ``KEYS``; then come the fields of the kind as docs/records.md has them.  ``SCHEMA_VERSION`` goes
up whenever a column of ``KEYS`` is added, removed, or changes its meaning, or a field is written otherwise.
"""

from typing import Any, NamedTuple

import msgspec

from tocsin.orders.kinds import KINDS
from tocsin.review.exports.content import MARKING
from tocsin.review.log import RunLog

SCHEMA_VERSION = "1"
KEYS = ("marking", "record_number", "record_time_ms", "record_node", "record_is_aside")  # no kind has such fields


class Row(NamedTuple):
    """One record: its number in the view (from 1, whatever its kind), when, whose, whether beside the run, what."""

    number: int
    time_ms: int
    node: str
    is_aside: bool
    body: msgspec.Struct

    @property
    def keys(self) -> tuple[str, int, int, str, bool]:
        """Return the values of ``KEYS``."""
        return MARKING, self.number, self.time_ms, self.node, self.is_aside


def rows_by_kind(log: RunLog) -> dict[str, list[Row]]:
    """Return the records of a view by kind: those of the run in order, then those beside it.

    A number tells the place among the records of the view, not of the journal: gaps would tell how much was left out.
    """
    rows: dict[str, list[Row]] = {}
    told = [(entry, False) for entry in log.entries] + [(entry, True) for entry in log.asides]
    for number, (entry, is_aside) in enumerate(told, start=1):
        row = Row(number, entry.time_ms, entry.node, is_aside, entry.body)
        rows.setdefault(type(entry.body).__name__, []).append(row)
    return {kind: rows[kind] for kind in sorted(rows)}


def fields_of(kind: str) -> tuple[str, ...]:
    """Return the fields of a record kind, in declared order."""
    return KINDS[kind].__struct_fields__


def values_of(row: Row) -> dict[str, Any]:
    """Return the fields of a record as plain values: numbers, texts, lists, maps; those at their defaults too."""
    return {name: plain(value) for name, value in msgspec.structs.asdict(row.body).items()}


def plain(value: object) -> Any:
    """Return a value as JSON and Arrow take it; a struct of a union says by its tag which one it is."""
    match value:
        case msgspec.Struct():
            config = value.__struct_config__
            tag = {config.tag_field: config.tag} if config.tag_field else {}
            return {**tag, **{name: plain(inner) for name, inner in msgspec.structs.asdict(value).items()}}
        case tuple() | list() | frozenset() | set():
            return [plain(inner) for inner in value]
        case dict():
            return {plain(key): plain(inner) for key, inner in value.items()}
    return value
