"""A scenario's text with some of its keys set to other values: what a study plays."""

import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from tocsin.errors import ScenarioError
from tocsin.scenario.checked import read_toml

Value = bool | int | float | str | Mapping[str, object]


def changed_text(text: str, file: str, changes: Mapping[str, Value]) -> str:
    """Return a scenario file's text with keys set; everything else stays as it is, comments are lost.

    Parameters
    ----------
    text, file : str
        The scenario file and what to call it.
    changes : mapping of dotted key to value
        Such as ``{"background.window_min": 5.0}``; tables on the way are made where they are missing.

    Raises
    ------
    ScenarioError
        If the text is no TOML, or a key leads through something that is no table.
    """
    tables: dict[str, Any] = read_toml(text, file)
    for dotted, value in changes.items():
        *way, last = dotted.split(".")
        table = tables
        for number, key in enumerate(way, start=1):
            table = table.setdefault(key, {})
            if not isinstance(table, dict):
                raise ScenarioError(f"{file}: {'.'.join(way[:number])} is no table; set a key of a table")
        table[last] = value
    return "".join(f"{json.dumps(key)} = {inline(value)}\n" for key, value in tables.items())


def inline(value: object) -> str:
    """Return a value as TOML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)} = {inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(item) for item in value) + "]"
    if isinstance(value, date | time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
