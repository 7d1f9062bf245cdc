"""Every key of a doctrine file reaches the defence desk, and every wrong one gets its own clear error."""

from dataclasses import fields, replace
from typing import Any

import pytest

from tocsin.defence.doctrine import FireDoctrine
from tocsin.errors import ScenarioError
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.declared import Doctrine
from tocsin.scenario.doctrine_file import (
    DOCTRINE_PACK,
    doctrine_file,
    doctrine_names,
    doctrine_pack,
    doctrine_text,
    fire_doctrine,
)
from tocsin.scenario.doctrine_terms import pairs_of, terms_of
from tocsin.scenario.effective import toml_value
from tocsin.scenario.pack import shipped_pack

TEXT, _ = scenario_text("quiet-sky")  # no launch to solve: builds at once
PLAIN: dict[str, Any] = {
    "name": "mine",
    "title": "Mine",
    "method": "Does what it says, and says why.",
    "weapons_control": "tight",
    "engagement": "shoot_look_shoot",
}
SIGMA = {"value": 1.5, "unit": "km", "notional": True}

# field of FireDoctrine -> (keys of a file, what the field is then)
REACHED: dict[str, tuple[dict[str, Any], Any]] = {
    "name": ({"name": "other"}, "other"),
    "weapons_control": ({"weapons_control": "free"}, "free"),
    "engagement": ({"engagement": "salvo_look_salvo"}, "salvo_look_salvo"),
    "defends": ({"defends": "parties"}, "parties"),
    "announces": ({"announces": "after"}, "after"),
    "announce_ms": ({"numbers": {"announce_s": {"value": 45, "unit": "s", "notional": True}}}, 45_000),
    "salvo": ({"salvo": {"upper": 2, "air": 3}}, {"upper": 2, "air": 3}),
    "reserve": ({"reserve": {"lower": 8, "upper": 0}}, {"lower": 8}),
    "sigma_m": ({"numbers": {"engage_sigma_km": SIGMA}}, 1500.0),
    "above_probability": ({"numbers": {"engage_above": {"value": 0.5, "unit": "1", "source": "a book"}}}, 0.5),
}


def table_of(keys: dict[str, Any]) -> str:
    """Return the keys as lines of TOML."""
    return "".join(f"{key} = {toml_value(value)}\n" for key, value in keys.items())


def loaded(tmp_path, keys: dict[str, Any]) -> FireDoctrine:
    path = tmp_path / "mine.toml"
    path.write_text(table_of(keys))
    file = doctrine_file(str(path))
    return fire_doctrine(file, doctrine_pack(file, "mine"))


def party(**changes: Any) -> Doctrine:
    """Return Birch's doctrine in a scenario that holds one as a table."""
    text = f"{TEXT}\n[party.birch.doctrine]\n{table_of({**PLAIN, **changes})}"
    return build_scenario(text, "mine.toml").nodes[1].doctrine


def test_standard_is_what_a_nation_does_that_names_none():
    file = doctrine_file("standard")
    assert fire_doctrine(file, doctrine_pack(file, "standard")) == FireDoctrine()
    plain = build_scenario(TEXT, "a.toml")
    named = build_scenario(f'{TEXT}\n[party.birch]\ndoctrine = "standard"\n', "b.toml")
    assert [node.doctrine for node in named.nodes] == [node.doctrine for node in plain.nodes]


def test_every_shipped_doctrine_is_whole_and_says_what_it_does():
    names = doctrine_names()
    assert names[0] == "standard" and len(names) >= 8
    for name in names:
        file = doctrine_file(name)
        assert file.name == name and len(file.method.split()) > 20
        assert all(number.notional or number.source for number in file.numbers.values())
    said = [tuple(term.value for term in terms_of(doctrine_file(name))) for name in names]
    assert len(set(said)) == len(said), "two doctrines do the same"


@pytest.mark.parametrize("field", [field.name for field in fields(FireDoctrine)])
def test_every_key_reaches_the_desk(tmp_path, field: str):
    keys, meant = REACHED[field]
    plain, changed = loaded(tmp_path, PLAIN), loaded(tmp_path, {**PLAIN, **keys})
    assert getattr(plain, field) != meant
    assert changed == replace(plain, **{field: meant})


def test_a_scenario_takes_a_name_or_the_same_keys_as_a_table():
    text = "\n".join(line for line in doctrine_text("thrifty").splitlines() if line != "[numbers]")
    text = text.replace("engage_sigma_km = ", "numbers.engage_sigma_km = ")
    table = build_scenario(f"{TEXT}\n[party.birch.doctrine]\n{text}\n", "a.toml").nodes[1].doctrine
    name = build_scenario(f'{TEXT}\n[party.birch]\ndoctrine = "thrifty"\n', "b.toml").nodes[1].doctrine
    assert table == name and name.fire.name == "thrifty" and name.fire.sigma_m == 2000.0


def test_its_numbers_reach_the_other_cells_and_a_nations_own_go_before_them():
    think = {"value": 60, "unit": "s", "notional": True}
    assert party(numbers={"think_s": think}).think_ms == 60_000
    text = f"{TEXT}\n[party.birch.doctrine]\n{table_of({**PLAIN, 'numbers': {'think_s': think}})}"
    text += '\n[party.birch.pack.doctrine-standard]\nthink_s = { value = 5, unit = "s", notional = true }\n'
    assert build_scenario(text, "mine.toml").nodes[1].doctrine.think_ms == 5_000


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weapons_control": "loose"}, ["weapons_control = 'loose'", "'hold'", "'free'"]),
        ({"engagement": "burst"}, ["engagement = 'burst'", "'salvo'"]),
        ({"salvo": {"uper": 2}}, ["salvo.uper", "unknown key", "upper"]),
        ({"salvo": {"upper": 0}}, ["salvo.upper = 0", "greater than or equal to 1"]),
        ({"reserve": {"lower": -1}}, ["reserve.lower = -1", "greater than or equal to 0"]),
        ({"methd": "x"}, ["methd", "unknown key", "method"]),
        ({"numbers": {"engage_sigma_km": {**SIGMA, "value": 50}}}, ["engage_sigma_km", "50", "0.5 to 10 km"]),
        ({"numbers": {"engage_sigma_km": {**SIGMA, "unit": "m"}}}, ["engage_sigma_km.unit", "'m'", "'km'"]),
        ({"numbers": {"sigma": SIGMA}}, ["numbers.sigma", "no such number", "engage_sigma_km"]),
        ({"numbers": {"think_s": {"value": 5, "unit": "s"}}}, ["numbers.think_s", "source", "notional"]),
    ],
)
def test_each_mistake_is_named_in_a_file_and_in_a_scenario(tmp_path, changes: dict[str, Any], words: list[str]):
    with pytest.raises(ScenarioError) as in_file:
        loaded(tmp_path, {**PLAIN, **changes})
    with pytest.raises(ScenarioError) as in_scenario:
        party(**changes)
    assert str(in_scenario.value).startswith("mine.toml: party.birch.doctrine")
    for caught in (in_file, in_scenario):
        message = str(caught.value)
        assert "\n" not in message
        assert [word for word in words if word not in message] == [], message


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(ScenarioError, match=r"doctrine = 'hodl': no such doctrine; known: standard, .*hold"):
        doctrine_file("hodl")
    with pytest.raises(ScenarioError, match=r"party.birch.doctrine = 'hodl': no such doctrine; known: standard, "):
        build_scenario(f'{TEXT}\n[party.birch]\ndoctrine = "hodl"\n', "mine.toml")


def test_a_nation_without_a_node_fights_by_none(flagship):
    with pytest.raises(ScenarioError, match=r"party.cedar.doctrine = 'salvo': cedar runs no node"):
        build_scenario(f'{flagship.text}\n[party.cedar]\ndoctrine = "salvo"\n', "mine.toml")


def test_terms_are_the_same_for_all_and_name_every_key():
    keys = [term.key for term in terms_of(doctrine_file("standard"))]
    assert all([term.key for term in terms_of(doctrine_file(name))] == keys for name in doctrine_names())
    assert {key.partition(".")[0] for key in keys} == set(type(doctrine_file("standard")).model_fields) - {
        *("name", "title", "method")
    }
    assert [key for key in shipped_pack(DOCTRINE_PACK).numbers if f"numbers.{key}" not in keys] == []
    unlike = [
        x.key for x, y in pairs_of(doctrine_file("standard"), doctrine_file("in-concert")) if x.value != y.value
    ]
    assert unlike == ["defends"]
