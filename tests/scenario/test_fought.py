"""The text of a scenario fought by another doctrine: it alone plays the run again."""

import tomllib

import pytest

from tocsin.errors import ScenarioError
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.declared import Scenario
from tocsin.scenario.doctrine_file import doctrine_text
from tocsin.scenario.effective import effective
from tocsin.scenario.fought import fighting, fought_by

FLAGSHIP, _ = scenario_text("first-seen-by-partner")
TEXT = FLAGSHIP[: FLAGSHIP.index("# Cedar's accident")]  # no launch to solve: builds at once
ALDERS = """
[[battery]]
id = "ummerstrand-upper"
nation = "alder"
pack = "upper-tier"
lat_deg = 38.3
lon_deg = 54.9
"""


def names(scenario: Scenario) -> dict[str, str]:
    return {node.name: node.doctrine.fire.name for node in scenario.nodes}


def built(text: str) -> dict[str, str]:
    return names(build_scenario(text, "a.toml"))


def test_who_has_batteries_fights_by_it_and_nobody_else():
    assert fighting(TEXT, "a.toml") == ["birch"]
    assert built(fought_by(TEXT, "salvo")) == {"alder": "standard", "birch": "salvo"}
    assert built(fought_by(TEXT + ALDERS, "salvo")) == {"alder": "salvo", "birch": "salvo"}
    assert built(fought_by(TEXT + ALDERS, "salvo", "alder")) == {"alder": "salvo", "birch": "standard"}


def test_it_takes_the_place_of_the_scenarios_own():
    own = f'{TEXT}\n[party.birch]\ndoctrine = "hold"\n'
    assert built(own)["birch"] == "hold"
    assert built(fought_by(own, "standard"))["birch"] == "standard"


def test_one_from_a_file_stands_in_the_text_whole(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(doctrine_text("thrifty").replace('name = "thrifty"', 'name = "mine"'))
    text = fought_by(TEXT, str(path))
    held = tomllib.loads(text)["scenario"]["set"]["party.birch.doctrine"]
    assert held == tomllib.loads(path.read_text())
    path.unlink()
    fire = build_scenario(text, "a.toml").nodes[1].doctrine.fire
    assert (fire.name, fire.sigma_m, fire.reserve["upper"]) == ("mine", 2000.0, 12)


def test_a_cast_renames_who_fights_and_the_doctrine_goes_with_the_part():
    cast = effective(TEXT, cast={"birch": "elm"})
    assert built(fought_by(cast, "salvo")) == {"alder": "standard", "elm": "salvo"}
    assert built(fought_by(cast, "salvo", "birch")) == {"alder": "standard", "elm": "salvo"}


@pytest.mark.parametrize(
    ("text", "nation", "words"),
    [
        (TEXT, "alder", "--for 'alder': must be a party with batteries: birch"),
        (scenario_text("quiet-sky")[0], "", "no party has batteries"),
    ],
)
def test_who_has_none_cannot_try_one(text: str, nation: str, words: str):
    with pytest.raises(ScenarioError, match=words):
        fought_by(text, "salvo", nation)
