"""A text that is read again gives the same tables, and nobody's change of them reaches anybody else."""

import datetime

import pytest

from tocsin.errors import ScenarioError
from tocsin.scenario.checked import read_toml

TEXT = """
at = 2026-05-04T03:02:01Z
[node]
ids = ["alder", "birch"]
"""


def test_tables_are_the_readers_own() -> None:
    first = read_toml(TEXT, "a.toml")
    assert first == {
        "at": datetime.datetime(2026, 5, 4, 3, 2, 1, tzinfo=datetime.UTC),
        "node": {"ids": ["alder", "birch"]},
    }
    first["node"]["ids"].append("cedar")
    assert read_toml(TEXT, "a.toml")["node"]["ids"] == ["alder", "birch"]


def test_a_bad_text_is_refused_each_time_by_the_name_that_it_then_has() -> None:
    for file in ("a.toml", "b.toml"):
        with pytest.raises(ScenarioError, match=rf"^{file}: not valid TOML: "):
            read_toml("[node", file)
