"""A nation's own numbers: they reach its things and nobody else's, and stay within the shipped range."""

import pytest

from tocsin.errors import ScenarioError
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.checked import checked, read_toml
from tocsin.scenario.own_pack import nation_pack, packs_used
from tocsin.scenario.pack import shipped_pack
from tocsin.scenario.schema import ScenarioFile

TEXT, _ = scenario_text("quiet-sky")  # no launch to solve: builds at once
OWN = """
[party.birch.pack.early-warning]
power_kw = { value = 300, unit = "kW", notional = true }
scan_period_s = { value = 5, low = 2, high = 8, unit = "s", notional = true, note = "slower" }

[party.birch.pack.staring]
threshold_nw_m2 = { value = 0.5, unit = "nW/m^2", source = "a book" }

[party.birch.pack.doctrine-standard]
think_s = { value = 60, unit = "s", notional = true }
"""


def parsed(text: str) -> ScenarioFile:
    return checked(ScenarioFile, read_toml(text, "mine.toml"), "mine.toml")


def test_own_numbers_reach_their_nation_and_no_other() -> None:
    plain, own = build_scenario(TEXT, "a.toml"), build_scenario(TEXT + OWN, "b.toml")
    alder, birch = own.nodes
    shipped_alder, shipped_birch = plain.nodes
    assert alder.radars == shipped_alder.radars and alder.doctrine == shipped_alder.doctrine
    assert (birch.radars[0].power_w, shipped_birch.radars[0].power_w) == (300e3, 200e3)
    assert birch.radars[0].scan_period_ms == 5000
    assert birch.satellites[0].sensor.threshold_w_m2 == pytest.approx(0.5e-9)  # one rounding
    assert alder.satellites[0].sensor.threshold_w_m2 == shipped_alder.satellites[0].sensor.threshold_w_m2
    assert (birch.doctrine.think_ms, alder.doctrine.think_ms) == (60_000, 15_000)


def test_own_numbers_reach_batteries_and_the_flyout_is_that_of_the_numbers(flagship) -> None:
    text = flagship.text[: flagship.text.index("# Cedar's accident")]
    text += '\n[party.birch.pack.lower-tier]\nstock = { value = 8, unit = "1", notional = true }\n'
    text += 'max_ground_range_km = { value = 30, unit = "km", notional = true }\n'
    batteries = build_scenario(text, "c.toml").nodes[1].batteries
    by_layer = {battery.layer: battery for battery in batteries}
    assert (by_layer["lower"].stock, by_layer["upper"].stock) == (8, 24)
    assert by_layer["lower"].flyout.interceptor.max_ground_range_m == 30e3
    assert len({id(battery.flyout) for battery in batteries}) == 2  # made once for each set of numbers


def test_what_is_left_out_is_the_shipped_packs() -> None:
    pack, shipped = nation_pack(parsed(TEXT + OWN), "birch", "early-warning", "radar"), shipped_pack("early-warning")
    assert (pack.numbers["power_kw"].low, pack.numbers["power_kw"].high) == (50, 400)
    assert pack.numbers["power_kw"].note == "average"
    assert (pack.numbers["scan_period_s"].low, pack.numbers["scan_period_s"].high) == (2, 8)
    rest = set(shipped.numbers) - {"power_kw", "scan_period_s"}
    assert all(pack.numbers[key] == shipped.numbers[key] for key in rest)
    assert shipped_pack("early-warning").numbers["power_kw"].value == 200
    assert nation_pack(parsed(TEXT + OWN), "alder", "early-warning", "radar") is shipped


def test_packs_used_counts_a_nations_things(flagship) -> None:
    assert packs_used(parsed(flagship.text), "birch") == {
        ("radar", "early-warning"): 1,
        ("radar", "engagement"): 3,
        ("infrared", "staring"): 1,
        ("battery", "upper-tier"): 3,
        ("battery", "lower-tier"): 3,
        ("doctrine", "doctrine-standard"): 1,
    }
    assert packs_used(parsed(flagship.text), "cedar") == {("vehicle", "mrbm"): 3}


@pytest.mark.parametrize(
    ("nation", "pack", "number", "words"),
    [
        (
            "birch",
            "early-warning",
            'power_kw = { value = 900, unit = "kW", notional = true }',
            ["900", "50 to 400 kW"],
        ),
        (
            "birch",
            "early-warning",
            'power_kw = { value = 300, high = 500, unit = "kW", notional = true }',
            ["power_kw.high", "500", "50 to 400 kW"],
        ),
        (
            "birch",
            "early-warning",
            'power_kw = { value = 300, high = 250, unit = "kW", notional = true }',
            ["300", "between low 50 and high 250"],
        ),
        ("birch", "early-warning", 'power_kw = { value = 300, unit = "W", notional = true }', ["'W'", "'kW'"]),
        ("birch", "early-warning", 'power_kw = { value = 300, unit = "kW" }', ["source", "notional"]),
        ("birch", "early-warning", 'powr_kw = { value = 3, unit = "kW", notional = true }', ["powr_kw", "power_kw"]),
        ("birch", "early-warning", "power_kw = { vlaue = 3 }", ["vlaue", "value"]),
        ("birch", "erly", 'power_kw = { value = 3, unit = "kW", notional = true }', ["erly", "early-warning"]),
        ("elm", "early-warning", 'power_kw = { value = 60, unit = "kW", notional = true }', ["elm", "alder, birch"]),
    ],
)
def test_each_mistake_is_named_with_its_bound(nation: str, pack: str, number: str, words: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        build_scenario(f"{TEXT}\n[party.{nation}.pack.{pack}]\n{number}\n", "mine.toml")
    message = str(caught.value)
    assert message.startswith("mine.toml: party") and "\n" not in message
    assert [word for word in words if word not in message] == [], message
