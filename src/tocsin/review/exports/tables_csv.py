"""The records of a view as CSV (RFC 4180): one file a record kind, a record a row, what is nested as JSON text."""

import csv
import io
from collections.abc import Iterator
from functools import partial

import msgspec

from tocsin.review.exports.columns import KEYS, SCHEMA_VERSION, Row, fields_of, rows_by_kind, values_of
from tocsin.review.exports.content import MARKING, stem_of_export
from tocsin.review.exports.file import File, of_bytes, of_pieces
from tocsin.review.party import View
from tocsin.scenario.msel_sheet import guarded


def csv_files(view: View) -> Iterator[File]:
    """Yield a file for each record kind that a view holds, and one that says what columns they have."""
    stem = stem_of_export(view)
    kinds = rows_by_kind(view.log)
    for kind, rows in kinds.items():
        yield of_pieces(f"{stem}.{kind}.{MARKING}.csv", partial(lines_of, kind, rows))
    if kinds:
        about = {
            "marking": MARKING,
            "schema_version": SCHEMA_VERSION,
            "columns": {kind: [*KEYS, *fields_of(kind)] for kind in kinds},
        }
        yield of_bytes(f"{stem}.columns.{MARKING}.json", msgspec.json.format(msgspec.json.encode(about)) + b"\n")


def lines_of(kind: str, rows: list[Row]) -> Iterator[str]:
    """Yield the heading and the rows of a kind."""
    yield line([*KEYS, *fields_of(kind)])
    for row in rows:
        yield line([cell(value) for value in (*row.keys, *values_of(row).values())])


def line(cells: list[str]) -> str:
    """Return one line of CSV, its end included."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def cell(value: object) -> str:
    """Return a value as a cell: '' for none; texts cannot become formulas; numbers to the last digit."""
    match value:
        case None:
            return ""
        case str():
            return guarded(value)
        case _:
            return msgspec.json.encode(value).decode()
