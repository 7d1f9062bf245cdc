"""The calendar of a scenario: read, checked, and what is under way when."""

import pytest

from tocsin.errors import ScenarioError
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import serials_at
from tocsin.scenario.serials import Serial, under_way

HEAD = """
[scenario]
name = "days"
title = "Two quiet days"
blind_name = "exercise-00"
seed = 1
start_utc = "2031-03-21T04:00:00Z"
duration_min = 60
parties = ["alder", "birch"]
agreement = "none"

[party.birch]
utc_offset_h = -3.5
"""
SERIAL = """
[[serial]]
id = "night"
kind = "freeze"
time_s = 1800.5
text = "Until tomorrow"

[[serial]]
id = "watch"
kind = "window"
nation = "birch"
time_s = 600
duration_s = 1200
"""
NIGHT = Serial("night", "freeze", "", 1_801_000, 0, "Until tomorrow")
WATCH = Serial("watch", "window", "birch", 600_000, 1_200_000)


def test_the_calendar_is_in_order_of_time_and_on_ticks() -> None:
    scenario = build_scenario(HEAD + SERIAL, "days")
    assert scenario.staged.serials == (WATCH, NIGHT)
    assert [node.utc_offset_ms for node in scenario.nodes] == [0, -12_600_000]
    assert serials_at(scenario, 600_000) == (WATCH,) and serials_at(scenario, 599_999) == ()


@pytest.mark.parametrize(
    ("time_ms", "said"), [(600_000, [WATCH]), (1_799_999, [WATCH]), (1_800_000, []), (1_801_000, [NIGHT])]
)
def test_what_is_under_way(time_ms: int, said: list[Serial]) -> None:
    assert list(under_way((WATCH, NIGHT), time_ms)) == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('nation = "birch"', 'nation = "cedar"', "serial[2].nation = 'cedar': must be one of alder, birch"),
        ('id = "watch"', 'id = "night"', "serial id = 'night' is used twice"),
        ("time_s = 600", "time_s = 3600", "serial[2].time_s = 3600.0: must be below the scenario's 3600 s"),
        ('kind = "freeze"', 'kind = "feast"', "serial"),
        ("utc_offset_h = -3.5", "utc_offset_h = 3.3", "utc_offset_h"),
        ("[party.birch]", "[party.cedar]", "party.cedar"),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said.replace("[", r"\[").replace("'", ".")):
        build_scenario((HEAD + SERIAL).replace(old, new), "days")
