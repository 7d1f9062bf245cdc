"""A cast rotates roles: what carries no luck is the same story under other names."""

import math
from typing import Any

import msgspec
import pytest

from tocsin.exercise.stages.move import launch_record
from tocsin.review.reason import visibility
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.cast import cast_tables
from tocsin.scenario.declared import Scenario, stem_of
from tocsin.scenario.effective import effective

NAMES = {"alder": "elm", "elm": "alder", "birch": "cedar", "cedar": "birch"}
TEXT, _ = scenario_text("first-seen-by-partner")


@pytest.fixture(scope="module")
def recast() -> Scenario:
    return build_scenario(effective(TEXT, cast={"alder": "elm", "birch": "cedar"}), "first-seen-by-partner")


def told(scenario: Scenario) -> list[Any]:
    """Return the truth of every launch as plain tables: who, where, when, on whose land and areas."""
    found = [launch_record(scenario, launch) for launch in scenario.launches]
    told_of: list[Any] = msgspec.json.decode(msgspec.json.encode(found))
    return told_of


def test_launches_and_areas_at_risk_are_the_same_under_other_names(flagship: Scenario, recast: Scenario) -> None:
    assert told(flagship)[0]["nation"] == "cedar" and told(recast)[0]["nation"] == "birch"
    assert {impact["nation"] for record in told(recast) for impact in record["impacts"]} == {"cedar"}
    assert cast_tables(told(flagship), NAMES) == told(recast)
    assert recast.parties == ("elm", "cedar")
    areas = [(area.area_id, NAMES[area.nation]) for area in flagship.geography.areas]
    assert areas == [(area.area_id, area.nation) for area in recast.geography.areas]


@pytest.mark.slow
def test_who_sees_what_when_is_the_same_under_other_names(flagship: Scenario, recast: Scenario) -> None:
    def first_sights(scenario: Scenario) -> dict[str, list[tuple[str, float | None]]]:
        return {
            launch_id: [(sight.sensor_id, sight.first_seen_s) for sight in found]
            for launch_id, found in visibility(scenario).items()
        }

    plain, cast = first_sights(flagship), first_sights(recast)
    assert any(seen_s is not None and math.isfinite(seen_s) for _, seen_s in plain["l1"])
    assert cast == {key: [(cast_tables(name, NAMES), s) for name, s in found] for key, found in plain.items()}


def test_files_are_named_with_the_variant(recast: Scenario) -> None:
    assert stem_of(recast) == "first-seen-by-partner"
    extra = '\n[variant.early]\nabout = "l1 alone"\nset = { "launch[l2]" = "absent", "launch[l3]" = "absent" }\n'
    assert stem_of(build_scenario(effective(TEXT + extra, "early"), "x")) == "first-seen-by-partner.early"
