"""Rows for people who work in a spreadsheet: CSV or Excel, every cell a text and never a formula."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from tocsin.errors import ScenarioError
from tocsin.scenario.msel_sheet import MARKING, guarded

MARK = "EXERCISE"
SUFFIXES = (".csv", ".xlsx")


def write_sheet(path: Path, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table as CSV or as a workbook; its first column marks every row.

    Raises
    ------
    ScenarioError
        For another ending, or a file that is there.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ScenarioError(f"--out {str(path)!r}: must end in {' or '.join(SUFFIXES)}")
    if path.exists():
        raise ScenarioError(f"--out {str(path)!r}: is there already; choose another name or remove it")
    lines = [("marking", *headings), *((MARK, *row) for row in rows)]
    write = write_csv if path.suffix.lower() == ".csv" else write_workbook
    write(path, title, lines)


def write_csv(path: Path, title: str, lines: Sequence[Sequence[str]]) -> None:
    """Write lines as CSV in UTF-8 that a spreadsheet knows as such; ``title`` is not in it."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([guarded(cell) for cell in line] for line in lines)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def write_workbook(path: Path, title: str, lines: Sequence[Sequence[str]]) -> None:
    """Write lines as a workbook of one sheet; EXERCISE stands in the head and foot of every page."""
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.Workbook()
    book.properties.title = MARKING
    sheet = book.active
    sheet.title = title
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = MARKING
    sheet.freeze_panes = "B2"
    for number, line in enumerate(lines, start=1):
        for place, text in enumerate(line, start=1):
            if text:
                cell = sheet.cell(number, place, printable(text))
                cell.data_type = "s"  # whatever it begins with
    book.save(path)


def printable(text: str) -> str:
    """Return a text without control characters, which no workbook can hold."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in text)
