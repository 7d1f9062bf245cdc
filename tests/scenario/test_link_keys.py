"""The keys of a link and of a party's clock: what they become, and what is refused."""

import pytest

from tocsin.errors import ScenarioError
from tocsin.exchange.link import Link
from tocsin.scenario.build import build_scenario

HEAD = """
[scenario]
name = "links"
title = "One link"
blind_name = "exercise-00"
seed = 3
start_utc = "2031-09-23T18:00:00Z"
duration_min = 60
parties = ["alder", "birch"]
agreement = "none"

[[link]]
source = "alder"
target = "birch"
latency_s = 2.5
"""


def link(keys: str = "") -> Link:
    return build_scenario(HEAD + keys, "links.toml").links[0]


def test_a_plain_link_does_nothing_but_carry_and_waits_for_the_way_there_and_back() -> None:
    plain = link()
    assert (plain.duplication_probability, plain.reorder_probability, plain.capacity_per_min) == (0.0, 0.0, 0)
    assert plain.outages_ms == ()
    assert (plain.resend_ms, plain.resends) == (10_000, 3)


def test_keys_become_ms_and_probabilities() -> None:
    bad = link(
        "duplication = 0.1\nreorder = 0.2\nreorder_s = 4.5\noutage = [{ from_s = 60, to_s = 90.5 }]\n"
        "capacity_per_min = 12\nresend_s = 7.5\nresends = 0\n"
    )
    assert (bad.duplication_probability, bad.reorder_probability, bad.reorder_ms) == (0.1, 0.2, 4500)
    assert bad.outages_ms == ((60_000, 90_500),)
    assert (bad.capacity_per_min, bad.resend_ms, bad.resends) == (12, 7500, 0)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("reorder = 0.2", "reorder_s"),
        ("reorder_s = 2", "reorder"),
        ("duplication = 1.0", "duplication"),
        ("outage = [{ from_s = 9, to_s = 9 }]", "to_s"),
        ("capacity_per_min = -1", "capacity_per_min"),
        ("resend_s = 0", "resend_s"),
        ("[party.alder]\nclock_skew_s = 61", "clock_skew_s"),
        ("[party.cedar]\nclock_skew_s = 5", "cedar"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_key(keys: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        link(keys)


def test_the_clock_of_somebody_who_launches_but_runs_no_node_is_refused() -> None:
    launch = """
[[launch]]
id = "l"
nation = "cedar"
pack = "mrbm"
time_s = 60
start = { lat_deg = 30.0, lon_deg = 60.0 }
end = { lat_deg = 45.0, lon_deg = 60.0 }
"""
    with pytest.raises(ScenarioError, match="runs no node"):
        link(launch + "[party.cedar]\nclock_skew_s = 5")


def test_a_clock_is_a_partys_own() -> None:
    scenario = build_scenario(HEAD + "[party.birch]\nclock_skew_s = -1.5\n", "links.toml")
    assert {node.name: node.clock_skew_ms for node in scenario.nodes} == {"alder": 0, "birch": -1500}
