"""A list of injects in a file: TOML, Excel or CSV, in and out; and a scenario's text with another list in it."""

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tocsin.errors import ScenarioError
from tocsin.orders.inject import Msel
from tocsin.scenario.checked import read_text, read_toml
from tocsin.scenario.effective import toml_value
from tocsin.scenario.msel import msel_of, tables_of
from tocsin.scenario.msel_rows import rows_of, tables_from
from tocsin.scenario.msel_sheet import MARKING, read_sheets, write_csv, write_workbook

KEYS = ("storyline", "objective", "inject")
SUFFIXES = (".toml", ".xlsx", ".csv")


def read_msel(path: Path, given: Mapping[str, str] | None = None, start_utc: datetime.datetime | None = None) -> Msel:
    """Return the list in a file of its own, checked by itself; whether its names exist a scenario says.

    Parameters
    ----------
    path : Path
        Ends in .toml, .xlsx or .csv.
    given : mapping of heading to key, optional
        What columns hold that are not guessed rightly.
    start_utc : datetime, optional
        UTC at exercise time zero, where the file has date-time groups.

    Raises
    ------
    ScenarioError
        What is wrong with it, and where.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ScenarioError(f"{path}: a list of injects ends in {', '.join(SUFFIXES)}; save it as one of them")
    if suffix == ".toml":
        tables = read_toml(read_text(path), str(path))
        return msel_of({key: tables[key] for key in KEYS if key in tables}, None, str(path))
    return msel_of(tables_from(read_sheets(path, given or {}), start_utc, str(path)), None, str(path))


def write_msel(msel: Msel, path: Path) -> None:
    """Write a list to a file that is not there yet, in the form that its name ends in."""
    if path.exists():
        raise ScenarioError(f"{path}: is there already; choose another name or remove it")
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        write_workbook(rows_of(msel), path)
    elif suffix == ".csv":
        write_csv(rows_of(msel), path)
    elif suffix == ".toml":
        path.write_text(f"# {MARKING}\n\n{toml_text(msel)}", encoding="utf-8")
    else:
        raise ScenarioError(f"{path}: a list of injects ends in {', '.join(SUFFIXES)}; choose one of them")


def toml_text(msel: Msel) -> str:
    """Return a list as TOML: the same tables as in a scenario file."""
    return "\n".join(
        f"[[{key}]]\n" + "".join(f"{name} = {toml_value(value)}\n" for name, value in table.items())
        for key, tables in tables_of(msel).items()
        for table in tables
    )


def with_msel(text: str, msel: Msel, file: str) -> str:
    """Return a scenario's text with a list in place of its own, so that the text alone plays a run again.

    Raises
    ------
    ScenarioError
        A text whose own list stands in a way that cannot be taken out line by line.
    """
    wanted = {key: value for key, value in read_toml(text, file).items() if key not in KEYS}
    kept = without_tables(text)
    written = f"{kept.rstrip()}\n\n{toml_text(msel)}"
    again: dict[str, Any] = read_toml(written, file)
    if {key: value for key, value in again.items() if key not in KEYS} != wanted:
        raise ScenarioError(
            f"{file}: its own list of injects cannot be taken out; remove its [[inject]] tables by hand"
        )
    return written


def without_tables(text: str) -> str:
    """Return a scenario's text without the tables of a list of injects."""
    lines: list[str] = []
    is_kept = True
    for line in text.splitlines(keepends=True):
        header = re.match(r"[ \t]*\[\[?[ \t]*([A-Za-z_]+)[^\]]*\]", line)
        if header is not None:
            is_kept = header[1] not in KEYS
        if is_kept:
            lines.append(line)
    return "".join(lines)
