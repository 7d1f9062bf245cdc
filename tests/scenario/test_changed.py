"""A scenario's text with some keys set."""

import tomllib

import pytest

from tocsin.errors import ScenarioError
from tocsin.scenario.build import build_scenario, scenario_names, scenario_text
from tocsin.scenario.changed import changed_text


@pytest.mark.parametrize("name", scenario_names())
def test_without_changes_every_shipped_scenario_says_the_same(name):
    text, file = scenario_text(name)
    assert tomllib.loads(changed_text(text, file, {})) == tomllib.loads(text)


def test_a_key_is_set_and_missing_tables_are_made():
    own = {"value": 0.5, "unit": "nW/m^2", "notional": True}
    text, file = scenario_text("quiet-sky")
    changes = {"background.ascents": False, "party.alder.pack.staring.threshold_nw_m2": own}
    changed = tomllib.loads(changed_text(text, file, changes))
    assert changed["background"] == {**tomllib.loads(text)["background"], "ascents": False}
    assert changed["party"] == {"alder": {"pack": {"staring": {"threshold_nw_m2": own}}}}
    scenario = build_scenario(changed_text(text, file, changes), file)
    assert len(scenario.flights) == 453
    thresholds = {node.name: node.satellites[0].sensor.threshold_w_m2 for node in scenario.nodes}
    assert thresholds == pytest.approx({"alder": 0.5e-9, "birch": 0.05e-9})


def test_odd_letters_survive():
    text = 'a = "\\u00e4 \\"b\\" \\U0001F600 \\\\"\nb = [[1, 2.5], [true]]\nc = 2031-03-21T04:00:00Z\n'
    assert tomllib.loads(changed_text(text, "x.toml", {})) == tomllib.loads(text)


def test_a_key_through_no_table_is_refused():
    with pytest.raises(ScenarioError, match=r"x\.toml: a\.b is no table"):
        changed_text("[a]\nb = 3\n", "x.toml", {"a.b.c": 1})
