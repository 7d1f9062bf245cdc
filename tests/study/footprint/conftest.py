"""The flagship, cut down to what a test wants of it, and its footprint on a coarse grid."""

from collections.abc import Callable

import pytest

from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.declared import Scenario
from tocsin.study.footprint.footprint import Footprint, footprint

FLAGSHIP = "first-seen-by-partner"
GRID = 24
Variation = Callable[[str], str]


@pytest.fixture(scope="session")
def varied() -> Callable[[Variation], Scenario]:
    """Return the flagship after a change of its text."""

    def build(change: Variation) -> Scenario:
        return build_scenario(change(scenario_text(FLAGSHIP)[0]), "flagship varied")

    return build


@pytest.fixture(scope="session")
def flagship(varied: Callable[[Variation], Scenario]) -> Scenario:
    return varied(lambda text: text)


@pytest.fixture(scope="session")
def found(flagship: Scenario) -> Footprint:
    return footprint(flagship, GRID, 720.0)
