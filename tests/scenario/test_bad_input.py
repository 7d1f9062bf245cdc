"""A wrong file gets one clear message: file, key, value, bound, remedy."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from tocsin.errors import ModelRangeError, ScenarioError
from tocsin.scenario.agreement_file import load_agreement, preset_names
from tocsin.scenario.build import build_scenario, load_scenario, scenario_names, scenario_text
from tocsin.scenario.pack import load_pack, pack_names

PACKS = files("tocsin.scenario").joinpath("packs")
TEXT, _ = scenario_text("first-seen-by-partner")


def refused(text: str) -> str:
    with pytest.raises((ScenarioError, ModelRangeError)) as caught:
        build_scenario(text, "mine.toml")
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "boresight_deg = 140",
            "boresight_degs = 140",
            ["mine.toml", "radar[1].boresight_degs", "unknown key", "boresight_deg"],
        ),
        ("lat_deg = 38.2", "lat_deg = 138.2", ["mine.toml", "radar[1].lat_deg", "138.2", "90"]),
        ("duration_min = 40", "duration_min = -1", ["scenario.duration_min", "-1", "greater than 0"]),
        ("seed = 7", "", ["scenario.seed", "missing", "add it"]),
        ('pack = "mrbm"', 'pack = "mrbmm"', ["mine.toml", "launch[1]", "mrbmm", "no such class pack", "mrbm"]),
        (
            'parties = ["alder", "birch"]',
            'parties = ["alder", "alder", "birch"]',
            ["scenario.parties", "alder", "twice"],
        ),
        ('pack = "upper-tier"', 'pack = "mrbm"', ["mrbm", "of kind vehicle", "of kind battery is needed"]),
        ('nation = "alder"', 'nation = "cedar"', ["satellite[1].nation", "cedar", "alder, birch"]),
        ('id = "l2"', 'id = "l1"', ["launch id", "l1", "used twice"]),
        ("time_s = 300", "time_s = 9000", ["launch[1].time_s", "9000", "2400", "launch earlier"]),
        ('target = "birch"', 'target = "elm"', ["link[1]", "elm", "alder, birch"]),
        ("loss = 0.02", "loss = 2", ["link[1].loss", "2", "less than 1"]),
        (
            "end = { lat_deg = 32.3, lon_deg = 83.5 }",
            "end = { lat_deg = -30.0, lon_deg = 100.0 }",
            ["mine.toml", "launch[1]", "range", "km", "mrbm"],
        ),
        (
            'parties = ["alder", "birch"]',
            'parties = ["alder", "atlantis"]',
            ["scenario.parties", "atlantis", "birch"],
        ),
        ("orbit = { geostationary_deg = 60.0 }", "orbit = {}", ["satellite[1].orbit", "exactly one"]),
        ("[scenario]", "[scenario", ["mine.toml", "not valid TOML", "line"]),
    ],
)
def test_each_mistake_is_named_with_its_remedy(old, new, words):
    assert old in TEXT
    message = refused(TEXT.replace(old, new, 1))
    for word in words:
        assert word in message, message


def test_unknown_names_list_the_known_ones():
    with pytest.raises(ScenarioError, match="first-seen-by-partner"):
        load_scenario("frist-seen")
    with pytest.raises(ScenarioError, match="full-picture"):
        load_agreement("fullpicture", ("alder", "birch"))
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_scenario("nowhere/at-all.toml")


def test_an_agreement_outside_the_ladder_is_refused_with_the_reason(tmp_path):
    file = tmp_path / "odd.toml"
    file.write_text('name = "odd"\nversion = "1"\nrung = 1\nclasses = []\nfields_released = ["track"]\n')
    with pytest.raises(ScenarioError, match=r"needs rung 4 \(tracks shared"):
        load_agreement(str(file), ("alder", "birch"))
    file.write_text('name = "odd"\nversion = "1"\nrung = 4\nclasses = []\nfields_released = ["trak"]\n')
    with pytest.raises(ScenarioError, match="trak"):
        load_agreement(str(file), ("alder", "birch"))


def test_everything_shipped_is_good():
    for name in scenario_names():
        scenario = load_scenario(name)
        for preset in preset_names():
            load_agreement(preset, scenario.parties)
    for name in pack_names():
        kind = tomllib.loads(PACKS.joinpath(f"{name}.toml").read_text(encoding="utf-8"))["kind"]
        assert load_pack(name, kind).numbers


def test_every_scenario_opens_with_a_comment_that_says_what_it_shows():
    for name in scenario_names():
        text, _ = scenario_text(name)
        assert text.startswith("# What it shows: ")
        assert "seed = " in text


def test_the_order_in_which_launches_are_declared_does_not_matter():
    head, *launches = TEXT.split("[[launch]]")
    swapped = head + "".join("[[launch]]" + part.rstrip() + "\n\n" for part in reversed(launches))
    assert swapped != TEXT
    found = [
        [(launch.launch_id, launch.lift_off_ms) for launch in build_scenario(t, "x").launches]
        for t in (TEXT, swapped)
    ]
    assert found[0] == found[1] == [("l1", 300_000), ("l2", 360_000), ("l3", 420_000)]


EVERY_KIND = (Path(__file__).parent / "every_kind.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("to_s = 600", "to_s = inf", ["satellite[3].outage[1].to_s", "inf", "finite"]),
        ("to_s = 600", "to_s = 1e308", ["satellite[3].outage[1].to_s", "1e+308", "31536000"]),
        ("to_s = 600", "to_s = nan", ["satellite[3].outage[1].to_s", "nan", "finite"]),
        ("window_end_s = 900", "window_end_s = inf", ["notice[1].window_end_s", "inf", "finite"]),
        ("window_start_s = 0", "window_start_s = -inf", ["notice[1].window_start_s", "-inf", "finite"]),
        ("time_s = 10\n", "time_s = inf\n", ["aircraft[1].time_s", "inf", "finite"]),
        ("time_s = 10\n", "time_s = 1e300\n", ["aircraft[1].time_s", "1e+300", "1800", "begin earlier"]),
        ("time_s = 20\n", "time_s = 1800\n", ["debris[1].time_s", "1800", "begin earlier"]),
        ("from_deg = 240, to_deg = 260", "from_deg = 240, to_deg = 240", ["radar[3].mask[1]", "240", "hide nothing"]),
        ("from_deg = 240, to_deg = 260", "from_deg = 360, to_deg = 0", ["radar[3].mask[1]", "360", "hide nothing"]),
    ],
)
def test_a_number_without_end_or_a_thing_without_length_is_named(old, new, words):
    assert old in EVERY_KIND
    message = refused(EVERY_KIND.replace(old, new, 1))
    for word in ["mine.toml", *words]:
        assert word in message, message


def test_a_patrol_that_would_take_weeks_to_build_is_refused_at_once():
    slow = EVERY_KIND.replace("lat_deg = 35.0, lon_deg = 60.5", "lat_deg = -60.0, lon_deg = -60.0")
    slow = slow.replace("speed_m_s = 150", "speed_m_s = 1")
    message = refused(slow)
    for word in ("mine.toml", "radar[1]", "patrol", "h a round", "72 h", "speed_m_s"):
        assert word in message, message
