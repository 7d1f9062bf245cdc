"""The text a run really plays: variant, settings and cast are keys of it, and it alone plays the run again."""

import re
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import ScenarioError
from tocsin.scenario.atlas import load_atlas
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.cast import cast_tables, permutation
from tocsin.scenario.effective import effective, played_tables, toml_value

FLAGSHIP, _ = scenario_text("first-seen-by-partner")
TEXT = """
[scenario]
name = "small"
title = "Alder tells Birch; alderman stays"
blind_name = "exercise-00"
seed = 1
start_utc = "2030-01-01T00:00:00Z"
duration_min = 60
parties = ["alder", "birch"]
agreement = "notify-only"

[variant.late]
about = "the window opens late, and the link is poor"
set = { "notice[n1].window_end_s" = 3000, "link[alder-birch].loss" = 0.5, "nature.glint_probability" = 0.25 }

[variant.unnotified]
about = "no notice"
set = { "notice[1]" = "absent" }

[variant.hasty]
about = "Birch thinks quickly"
set = { "party.birch.pack.doctrine-standard.think_s.value" = 5 }

[[link]]
source = "alder"
target = "birch"
latency_s = 1

[[radar]]
id = "alder-high"
nation = "alder"
lat_deg = 38.2
lon_deg = 54.8
boresight_deg = 140

[[notice]]
id = "n1"
nation = "alder"
generic_class = "sounding"
window_start_s = 600
window_end_s = 1200
lat_deg = 34
lon_deg = 55
radius_km = 50
azimuth_deg = 80
"""


def tables(text: str) -> dict[str, Any]:
    return played_tables(tomllib.loads(text), "small.toml")


def refused(*changes: Any) -> str:
    with pytest.raises(ScenarioError) as caught:
        build_scenario(effective(TEXT, *changes, file="small.toml"), "small.toml")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_nothing_wanted_is_the_text_itself() -> None:
    assert effective(TEXT) is TEXT
    assert tables(TEXT) == tomllib.loads(TEXT)


def test_a_variant_sets_its_values_and_no_others() -> None:
    played, plain = tables(effective(TEXT, "late")), tomllib.loads(TEXT)
    assert played["notice"][0]["window_end_s"] == 3000
    assert played["link"][0]["loss"] == 0.5
    assert played["nature"] == {"glint_probability": 0.25}
    assert played["scenario"]["variant"] == "late"
    plain["notice"][0]["window_end_s"], plain["link"][0]["loss"] = 3000, 0.5
    plain["nature"], plain["scenario"]["variant"] = {"glint_probability": 0.25}, "late"
    assert played == plain


def test_absent_removes_an_entry() -> None:
    assert tables(effective(TEXT, "unnotified"))["notice"] == []


def test_a_nations_own_number_needs_its_value_alone() -> None:
    birch = build_scenario(effective(TEXT, "hasty"), "small.toml").nodes[1]
    assert birch.doctrine.think_ms == 5000


def test_settings_come_after_the_variant_and_can_be_given_in_two_goes() -> None:
    once = effective(TEXT, "late", None, {"link[alder-birch].loss": 0.75})
    twice = effective(once, settings={"link[alder-birch].jitter_s": 2.5})
    assert tables(once)["link"][0]["loss"] == 0.75
    assert tables(twice)["link"][0] == tables(once)["link"][0] | {"jitter_s": 2.5}
    assert tomllib.loads(twice)["scenario"]["variant"] == "late"


def test_a_file_may_say_itself_what_is_played_and_an_option_replaces_it() -> None:
    own = TEXT.replace("seed = 1", 'seed = 1\nvariant = "late" # the author\'s')
    assert tables(own)["notice"][0]["window_end_s"] == 3000
    assert tables(effective(own, "unnotified"))["notice"] == []


def test_the_text_alone_builds_the_same_scenario_again() -> None:
    text = effective(TEXT, "late", {"alder": "elm"}, {"link[alder-birch].latency_s": 7.0})
    scenario = build_scenario(text, "small.toml")
    assert scenario.text == text and scenario.variant == "late"
    assert scenario.parties == ("elm", "birch")
    assert scenario.links[0].link_id == "elm-birch" and scenario.links[0].latency_ms == 7000
    assert scenario.nodes[0].sensor_ids == ("elm-high",)


def test_a_cast_swaps_names_as_whole_words_with_their_capitals() -> None:
    played = tables(effective(TEXT, "", {"alder": "birch"}))
    assert played["scenario"]["title"] == "Birch tells Alder; alderman stays"
    assert played["radar"][0]["id"] == "birch-high"
    assert (played["link"][0]["source"], played["link"][0]["target"]) == ("birch", "alder")


def test_a_cast_moves_names_and_no_land() -> None:
    plain, cast = (build_scenario(effective(TEXT, "", names), "x") for names in ({}, {"alder": "elm"}))
    assert plain.atlas == load_atlas()
    names = {item.nation: item for item in cast.atlas.territories}
    for item in plain.atlas.territories:
        other = names[{"alder": "elm", "elm": "alder"}.get(item.nation, item.nation)]
        assert other.ring_rad is item.ring_rad
    assert names["elm"].name == "Elm"
    assert [area.nation for area in cast.geography.territories] == [t.nation for t in cast.atlas.territories]


NATIONS = [territory.nation for territory in load_atlas().territories]


@given(st.lists(st.sampled_from(NATIONS), unique=True, min_size=2, max_size=8))
def test_swapping_twice_gives_back_the_tables(drawn: list[str]) -> None:
    pairs = dict(zip(drawn[::2], drawn[1::2], strict=False))
    names = permutation(pairs, NATIONS, "cast")
    parsed = tomllib.loads(FLAGSHIP)
    assert cast_tables(cast_tables(parsed, names), names) == parsed
    assert sorted(names) == sorted(names.values())


@given(st.permutations(NATIONS), st.integers(1, 8))
def test_any_cast_is_closed_to_one_name_each(order: list[str], count: int) -> None:
    names = permutation(dict(zip(NATIONS[:count], order[:count], strict=True)), NATIONS, "cast")
    assert sorted(names) == sorted(names.values())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (("lat",), ["small.toml", "scenario.variant", "'lat'", "late, unnotified, hasty"]),
        (("", {"alder": "oaks"}), ["scenario.cast", "'oaks'", "nations of this world", "oak"]),
        (("", {"alder": "elm", "birch": "elm"}), ["scenario.cast", "'elm' twice"]),
        (("", None, {"link[alder-brich].loss": 0}), ["link[alder-brich]", "did you mean link[alder-birch]"]),
        (("", None, {"link[2].loss": 0}), ["link[2]", "known: link[alder-birch]"]),
        (("", None, {"link.loss": 0}), ["link is a list", "link[alder-birch]"]),
        (("", None, {"nodice[n1].radius_km": 0}), ["nodice", "did you mean 'notice'"]),
        (("", None, {"notice[n1].radius": 5}), ["notice[1].radius", "unknown key", "radius_km"]),
        (("", None, {"notice[n1].radius_km": 9000}), ["notice[1].radius_km", "9000", "2000"]),
        (("", None, {"scenario.seed.more": 5}), ["scenario.seed.more", "single value"]),
        (("", None, {"scenario.sed": "absent"}), ["scenario.sed", "absent already", "'seed'"]),
        (("", None, {"link[alder-birch]..loss": 1}), ["is no path"]),
        (("", None, {"launch[l1].time_s": 1}), ["launch[l1].time_s", "out of scope"]),
        (("", None, {"launch": []}), ["out of scope"]),
        (("", None, {"variant.late.set": {}}), ["--variant"]),
        (("", None, {"scenario.cast": {}}), ["--cast"]),
    ],
)
def test_each_mistake_is_named_with_its_remedy(changes: tuple[Any, ...], words: list[str]) -> None:
    message = refused(*changes)
    for word in words:
        assert word in message, message


def test_a_variant_in_the_file_may_change_a_launch() -> None:
    extra = '\n[variant.early]\nabout = "l1 is early"\nset = { "launch[l1].time_s" = 200, "launch[l2]" = "absent" }\n'
    launches = build_scenario(effective(FLAGSHIP + extra, "early"), "x").launches
    assert [(launch.launch_id, launch.lift_off_ms) for launch in launches] == [("l1", 200_000), ("l3", 420_000)]


def test_a_text_with_nowhere_to_write_is_refused() -> None:
    dotted = re.sub(r"\[scenario\]\n", "", TEXT).replace("\nname =", "\nscenario.name =")
    with pytest.raises(ScenarioError, match="scenario"):
        effective(dotted, "late", file="small.toml")
    own = TEXT.replace("[variant.late]", "[scenario.set]\nx = 1\n\n[variant.late]", 1)
    with pytest.raises(ScenarioError, match="not valid TOML"):
        effective(own, "late", file="small.toml")


plain = st.one_of(
    st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.text(st.characters(codec="utf-8"))
)


@given(st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(st.text("ab.[]-"), inner), max_leaves=8))
def test_values_are_written_as_they_are_read(value: object) -> None:
    again = tomllib.loads(f"value = {toml_value(value)}")["value"]
    assert again == value and type(again) is type(value)
