"""A list of injects as rows of text, and back: times as hh:mm:ss, many names in one cell, effects as JSON."""

import datetime
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tocsin.errors import ScenarioError
from tocsin.orders.inject import Msel
from tocsin.scenario.dtg import MONTHS
from tocsin.scenario.msel import tables_of
from tocsin.scenario.msel_columns import SHEETS

Row = dict[str, str]  # key of a column -> text of the cell
CLOCK = re.compile(r"(?:T?\+)?(\d{1,4}):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?")
LENGTH = re.compile(r"(?:T?\+)?(\d{1,9}(?:\.\d{1,3})?) ?(s|sec|min|h)")
GROUP = re.compile(r"(\d{2})(\d{2})(\d{2})Z ?([A-Z]{3}) ?(\d{2})", re.IGNORECASE)
UNIT_S = {"s": 1, "sec": 1, "min": 60, "h": 3600}
NUMBERED = 2  # the first row below a sheet's headings, as people count


def rows_of(msel: Msel) -> dict[str, list[Row]]:
    """Return a list as rows of text, by sheet."""
    tables = tables_of(msel)
    return {
        "Injects": [inject_row(table) for table in tables["inject"]],
        "Objectives": [texts(table) for table in tables["objective"]],
        "Criteria": [
            texts({**part, "objective": table["id"]})
            for table in tables["objective"]
            for part in table.get("criteria", ())
        ],
        "Storylines": [texts(table) for table in tables["storyline"]],
    }


def inject_row(table: Mapping[str, Any]) -> Row:
    """Return an inject as a row."""
    expected = table.get("expected", {})
    row = dict(table) | {key: "; ".join(table.get(key, ())) for key in ("to", "depends_on")}
    row["effects"] = json.dumps(table["effects"], ensure_ascii=False) if "effects" in table else ""
    if expected:
        row["expected_of"] = f"{expected['node']}/{expected['cell']}"
        row["expected_action"], row["within_s"] = expected["action"], expected["within_s"]
    return texts(row)


def texts(table: Mapping[str, Any]) -> Row:
    """Return the values of a table as texts; a time as a clock shows it."""
    return {
        key: clock_text(value) if key.endswith("_s") else "yes" if value is True else str(value)
        for key, value in table.items()
        if not isinstance(value, list | dict)
    }


def clock_text(time_s: float) -> str:
    """Return seconds as hh:mm:ss, with milliseconds where there are some."""
    seconds, ms = divmod(round(time_s * 1000), 1000)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{text}.{ms:03d}" if ms else text


def tables_from(rows: Mapping[str, Sequence[Row]], start_utc: datetime.datetime | None, file: str) -> dict[str, Any]:
    """Return the tables of a file that rows amount to; empty cells and empty rows are left out.

    Parameters
    ----------
    rows : mapping of sheet to rows
    start_utc : datetime or None
        UTC at exercise time zero, for date-time groups; None where nobody knows.
    file : str
        Used in messages only.

    Raises
    ------
    ScenarioError
        A cell that cannot be read, with its sheet, row and column.
    """
    objectives = [table_of(row, {}) for row in rows.get("Objectives", ()) if any(row.values())]
    by_id = {table.get("id", ""): table for table in objectives}
    for number, row in enumerate(rows.get("Criteria", ()), start=NUMBERED):
        if any(row.values()):
            place_criterion(row, by_id, start_utc, f"{file}: Criteria, row {number}")
    return {
        "storyline": [table_of(row, {}) for row in rows.get("Storylines", ()) if any(row.values())],
        "objective": objectives,
        "inject": [
            inject_from(row, number, start_utc, f"{file}: Injects, row {number}")
            for number, row in enumerate(rows.get("Injects", ()), start=NUMBERED)
            if any(row.values())
        ],
    }


def table_of(row: Row, readers: Mapping[str, Callable[[str], Any]]) -> dict[str, Any]:
    """Return a row as a table: each cell that holds anything, read as its key wants."""
    return {key: readers.get(key, str)(text) for key, text in row.items() if text != ""}


def place_criterion(
    row: Row, objectives: Mapping[str, dict[str, Any]], start_utc: datetime.datetime | None, where: str
) -> None:
    """Put a test into the table of its objective."""
    name = row.get("objective", "")
    if name not in objectives:
        raise ScenarioError(f"{where}: Objective = {name!r}: no such objective; add it to the sheet Objectives")
    readers = {
        "by_s": time_reader(start_utc, where),
        "is_kept": lambda text: text.lower() in ("yes", "true", "1", "x"),
    }
    table = table_of({key: text for key, text in row.items() if key != "objective"}, readers)
    objectives[name].setdefault("criteria", []).append(table)


def inject_from(row: Row, number: int, start_utc: datetime.datetime | None, where: str) -> dict[str, Any]:
    """Return a row as an inject's table; one without an id gets one from its number, else from its row."""
    readers: dict[str, Callable[[str], Any]] = {
        **dict.fromkeys(("time_s", "within_s"), time_reader(start_utc, where)),
        **dict.fromkeys(("to", "depends_on"), names_in),
        "effects": lambda text: json_in(text, where),
        "means": str.lower,
        "status": str.lower,
    }
    table = table_of(row, readers)
    if "id" not in table:
        named = "-".join(re.findall(r"[a-z0-9]+", row.get("number", "").lower()))[:32]
        table["id"] = f"inject-{named or number}"
    nation_cell, action = table.pop("expected_of", ""), table.pop("expected_action", "")
    within_s = table.pop("within_s", None)
    if nation_cell and action and within_s is not None:
        node, _, cell = nation_cell.partition("/")
        table["expected"] = {"node": node, "cell": cell, "action": action, "within_s": within_s}
    elif nation_cell or within_s is not None:
        raise ScenarioError(
            f"{where}: Expected of, Expected action and Expected within go together; fill in all three"
        )
    elif action:  # in words alone: nothing can be scored by it, so it is the observer's to look for
        note = table.get("evaluator_note", "")
        table["evaluator_note"] = f"{note}\nExpected: {action}".strip()
    return table


def names_in(text: str) -> list[str]:
    """Return the names in a cell: parted by semicolons, commas or new lines."""
    return [name.strip() for name in re.split(r"[;,\n]", text) if name.strip()]


def json_in(text: str, where: str) -> Any:
    """Return the effects in a cell."""
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ScenarioError(
            f"{where}: Effects = {text[:60]!r}: not JSON ({error}); write a list such as "
            '[{"type": "SensorOutage", "sensor_id": "north", "for_s": 600}]'
        ) from None


def time_reader(start_utc: datetime.datetime | None, where: str) -> Callable[[str], float]:
    """Return what reads the time in a cell as seconds."""

    def read(text: str) -> float:
        return time_s_in(text.strip(), start_utc, where)

    return read


def time_s_in(text: str, start_utc: datetime.datetime | None, where: str) -> float:
    """Return a time as seconds of exercise time: a clock, a length with its unit, or a date-time group in UTC."""
    if match := CLOCK.fullmatch(text):
        hours, minutes, seconds, part = match.groups(default="0")
        return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(part.ljust(3, "0")) / 1000.0
    if match := LENGTH.fullmatch(text):
        return float(match[1]) * UNIT_S[match[2]]
    if match := GROUP.fullmatch(text):
        if start_utc is None:
            raise ScenarioError(f"{where}: {text!r} is a date-time group; name the scenario with --scenario")
        return (moment_of(match, where) - start_utc).total_seconds()
    raise ScenarioError(
        f"{where}: {text!r} is no time; write hh:mm:ss, 90 s, or a date-time group such as 221430Z NOV 26"
    )


def moment_of(match: re.Match[str], where: str) -> datetime.datetime:
    """Return the moment of a date-time group."""
    day, hour, minute, month, year = match.groups()
    try:
        number = MONTHS.index(month.upper()) + 1
        return datetime.datetime(2000 + int(year), number, int(day), int(hour), int(minute), tzinfo=datetime.UTC)
    except ValueError:
        raise ScenarioError(f"{where}: {match[0]!r} is no date; write it as 221430Z NOV 26") from None


def headings_of(sheet: str) -> list[str]:
    """Return the headings of a sheet."""
    return [column.heading for column in SHEETS[sheet]]
