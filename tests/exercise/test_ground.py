"""Whom something comes down on: whose land, at sea whose declared area."""

import math

from tocsin.exercise.ground import nation_at, nation_hit
from tocsin.scenario.build import load_scenario


def test_at_sea_a_declared_area_is_its_nations_and_the_rest_is_nobodys() -> None:
    geography = load_scenario("mixed-raid").geography
    middle = {area.area_id: area.ring_rad.mean(axis=0).tolist() for area in geography.areas}
    ship, town = middle["alder-ship"], middle["taroviel"]
    assert (nation_at(geography, *ship), nation_hit(geography, *ship)) == ("", "alder")
    assert nation_at(geography, *town) == nation_hit(geography, *town) == "birch"
    assert nation_hit(geography, math.radians(0.0), math.radians(-150.0)) == ""
