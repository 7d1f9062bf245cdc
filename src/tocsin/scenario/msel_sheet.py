"""Rows of text to and from an Excel workbook or a CSV file.  A cell is text: never a formula, coming or going."""

import csv
import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]

from tocsin.errors import ScenarioError
from tocsin.scenario.msel_columns import SHEETS, mapped
from tocsin.scenario.msel_rows import Row, headings_of

MARKING = "EXERCISE EXERCISE EXERCISE"
LARGEST_BYTES = 10_000_000  # of a file, as it lies
LARGEST_UNPACKED_BYTES = 100_000_000  # of a workbook, a zip archive
MOST_ROWS = 10_000
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")  # what a spreadsheet may take for a formula, or swallow
SHEET = "Sheet"  # the first column of a CSV file that holds more than injects


def write_workbook(rows: Mapping[str, Sequence[Row]], path: Path) -> None:
    """Write rows as a workbook: one sheet a kind, every cell a text, EXERCISE in each page's header."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.title = MARKING
    for name, columns in SHEETS.items():
        sheet = book.create_sheet(name)
        sheet.oddHeader.center.text = sheet.oddFooter.center.text = MARKING
        sheet.freeze_panes = "B2"
        lines = [headings_of(name), *([row.get(column.key, "") for column in columns] for row in rows.get(name, ()))]
        for number, line in enumerate(lines, start=1):
            for place, text in enumerate(line, start=1):
                if text:
                    cell = sheet.cell(number, place, text)
                    cell.data_type = "s"  # whatever it begins with
    book.save(path)


def write_csv(rows: Mapping[str, Sequence[Row]], path: Path) -> None:
    """Write rows as one CSV file; its first column says which sheet a row is of."""
    headings = list(dict.fromkeys(heading for name in SHEETS for heading in headings_of(name)))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([SHEET, *headings])
    for name, columns in SHEETS.items():
        key_of = {column.heading: column.key for column in columns}
        for row in rows.get(name, ()):
            writer.writerow([name, *(guarded(row.get(key_of.get(heading, ""), "")) for heading in headings)])
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before what might be one."""
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


def unguarded(text: str) -> str:
    """Return a text without the apostrophe that guards it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_BEGINS) else text


def read_sheets(path: Path, given: Mapping[str, str]) -> dict[str, list[Row]]:
    """Return the rows of a workbook or a CSV file by our own keys.

    Parameters
    ----------
    path : Path
        Ends in .xlsx or .csv; at most 10 MB.
    given : mapping of heading to key
        What a person says of columns; others are guessed (``msel_columns.mapped``).

    Raises
    ------
    ScenarioError
        A file that cannot be read, is too large, or has no column that holds anything of an inject.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read: {error.strerror}; check the path") from None
    if size > LARGEST_BYTES:
        raise ScenarioError(f"{path}: {size} bytes: must be at most {LARGEST_BYTES}; take out what is no list")
    grids = csv_grids(path) if path.suffix.lower() == ".csv" else workbook_grids(path)
    headings = {heading.strip() for grid in grids.values() for heading in grid[0]}
    for theirs in given:
        if theirs.strip() not in headings:
            raise ScenarioError(
                f"{path}: --map {theirs!r}: no such column; there are: {', '.join(sorted(headings - {''}))}"
            )
    return {name: keyed(grid, name, given, f"{path}: {name}") for name, grid in grids.items()}


def keyed(grid: Sequence[Sequence[str]], name: str, given: Mapping[str, str], where: str) -> list[Row]:
    """Return the rows of a grid of text by our own keys; its first row holds the headings."""
    headings = [heading.strip() for heading in grid[0]]
    key_of = mapped([heading for heading in headings if heading], name, given, where)
    if not key_of:
        raise ScenarioError(
            f"{where}: no heading of {', '.join(filter(None, headings)) or 'none'} is known; use --map"
        )
    return [
        {key_of[heading]: text for heading, text in zip(headings, line, strict=False) if heading in key_of}
        for line in grid[1:]
    ]


def csv_grids(path: Path) -> dict[str, list[list[str]]]:
    """Return the rows of a CSV file by sheet; without a column that says so, all are injects."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        lines = [
            [unguarded(cell) for cell in line] for line in csv.reader(io.StringIO(text, newline=""), strict=True)
        ]
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path}: byte {error.start} is not UTF-8; save the file as CSV UTF-8") from None
    except csv.Error as error:
        raise ScenarioError(f"{path}: not CSV: {error}; save it again from the spreadsheet") from None
    lines = [line for line in lines if line]
    if not lines or len(lines) > MOST_ROWS:
        raise ScenarioError(f"{path}: {len(lines)} rows: must be 1 to {MOST_ROWS}")
    if lines[0][0] != SHEET:
        return {"Injects": lines}
    return sheets_in(lines, path)


def sheets_in(lines: Sequence[Sequence[str]], path: Path) -> dict[str, list[list[str]]]:
    """Return the rows of a CSV file of many sheets, each with the headings of its own."""
    grids: dict[str, list[list[str]]] = {}
    for number, line in enumerate(lines[1:], start=2):
        if line[0] not in SHEETS:
            raise ScenarioError(f"{path}: row {number}: Sheet = {line[0]!r}: must be one of {', '.join(SHEETS)}")
        grid = grids.setdefault(line[0], [own_headings(lines[0][1:], line[0])])
        grid.append(list(line[1:]))
    return grids


def own_headings(headings: Sequence[str], name: str) -> list[str]:
    """Return headings of which those of other sheets are blank."""
    others = {heading for sheet in SHEETS if sheet != name for heading in headings_of(sheet)} - {*headings_of(name)}
    return ["" if heading in others else heading for heading in headings]


def workbook_grids(path: Path) -> dict[str, list[list[str]]]:
    """Return the cells of a workbook as text, by sheet; its first sheet holds the injects if none is called so."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > LARGEST_UNPACKED_BYTES:
            raise ScenarioError(f"{path}: {unpacked} bytes unpacked: must be at most {LARGEST_UNPACKED_BYTES}")
        book = openpyxl.load_workbook(path, read_only=True)
        names = book.sheetnames
        own = [name for name in names if name in SHEETS] or names[:1]
        grids = {name: [[cell_text(value) for value in line] for line in lines_of(book[name], path)] for name in own}
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ScenarioError(f"{path}: not an Excel workbook (.xlsx): {error}; save it again as .xlsx") from None
    found = {name if name in SHEETS else "Injects": grid for name, grid in grids.items() if grid}
    if not found:
        raise ScenarioError(f"{path}: every sheet is empty; write headings in the first row")
    return found


def lines_of(sheet: Any, path: Path) -> list[tuple[Any, ...]]:
    """Return the rows of a sheet that hold anything."""
    sheet.reset_dimensions()
    lines: list[tuple[Any, ...]] = []
    for line in sheet.iter_rows(values_only=True):
        if any(value is not None for value in line):
            lines.append(line)
        if len(lines) > MOST_ROWS:
            raise ScenarioError(f"{path}: more than {MOST_ROWS} rows; take out what is no list")
    return lines


def cell_text(value: Any) -> str:
    """Return what a cell holds as text: clocks and lengths of time as hh:mm:ss."""
    if value is None:
        return ""
    if isinstance(value, datetime.timedelta):
        total_s = round(value.total_seconds())
        return f"{total_s // 3600:02d}:{total_s // 60 % 60:02d}:{total_s % 60:02d}"
    if isinstance(value, datetime.datetime):
        return value.strftime("%d%H%MZ ") + value.strftime("%b %y").upper()
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
