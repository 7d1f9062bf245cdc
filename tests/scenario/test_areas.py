"""A defended area: a circle, or the whole ground of its nation."""

import numpy as np
import pytest

from tocsin.errors import ScenarioError
from tocsin.scenario.build import build_scenario, scenario_text

TEXT, _ = scenario_text("geometry")
GROUND = 'id = "alder-ground"\nnation = "alder"\n'


def test_an_area_without_a_circle_is_all_of_its_nations_ground() -> None:
    scenario = build_scenario(TEXT, "geometry.toml")
    grounds = {territory.nation: territory.ring_rad for territory in scenario.atlas.territories}
    assert [area.nation for area in scenario.geography.areas] == ["alder", "birch"]
    for area in scenario.geography.areas:
        assert np.array_equal(area.ring_rad, grounds[area.nation])


def test_under_a_cast_it_is_the_ground_that_then_bears_the_name() -> None:
    cast = TEXT.replace('name = "geometry"', 'name = "geometry"\ncast = { alder = "fir" }', 1)
    plain, swapped = (build_scenario(text, "geometry.toml").geography.areas for text in (TEXT, cast))
    assert swapped[0].nation == "fir" and np.array_equal(plain[0].ring_rad, swapped[0].ring_rad)


@pytest.mark.parametrize("keys", ["lat_deg = 47", "lat_deg = 47\nlon_deg = 52", "radius_km = 9"])
def test_half_a_circle_is_refused(keys: str) -> None:
    assert GROUND in TEXT
    with pytest.raises(ScenarioError, match=r"area\[1\]: a circle needs lat_deg, lon_deg and radius_km"):
        build_scenario(TEXT.replace(GROUND, f"{GROUND}{keys}\n"), "geometry.toml")
