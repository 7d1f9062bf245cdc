"""Values set by path."""

from typing import Any

from tocsin.scenario.setting import set_all


def test_a_table_is_set_before_what_is_inside_it() -> None:
    tables: dict[str, Any] = {"party": {"birch": {"watch": 1}}}
    set_all(tables, {"party.birch.command": 3, "party.birch": {"watch": 2}}, "test")
    assert tables == {"party": {"birch": {"watch": 2, "command": 3}}}
