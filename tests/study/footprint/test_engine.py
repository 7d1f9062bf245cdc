"""Footprints against the engine itself: whole runs of the flagship with one real launch at a place."""

from collections.abc import Callable

import numpy as np
import pytest

from tocsin.defence.battery import Shot
from tocsin.scenario.declared import Scenario
from tocsin.study.footprint.arcs import arcs_to
from tocsin.study.footprint.footprint import word_scopes
from tocsin.study.footprint.knowledge import flown_to, on_rung
from tocsin.study.footprint.terms import ladder
from tocsin.study.run import run, task_of
from tocsin.warning.event import ImpactWarning

Variation = Callable[[Callable[[str], str]], Scenario]
LATER_S = 25.0  # s: 16 at most in 20 runs; delays are taken at their longest
LAUNCH = """[[launch]]
id = "l1"
nation = "cedar"
pack = "mrbm"
time_s = 300
start = { lat_deg = 28.5, lon_deg = 53.5 }
end = { lat_deg = LAT, lon_deg = LON }
"""


def in_the_engine(scenario: Scenario, agreement: str) -> tuple[float, bool]:
    """Return how long before impact Birch first warned of it with medium confidence, s, and whether it fired."""
    launch = scenario.launches[0]
    impact_ms = launch.lift_off_ms + round(1000 * launch.end_s)
    entries = run(task_of(scenario, "one launch", agreement, None)).log.entries
    warned_ms = [
        time_ms
        for time_ms, node, body in entries
        if node == "birch" and isinstance(body, ImpactWarning) and body.confidence in ("medium", "high")
    ]
    return (impact_ms - warned_ms[0]) / 1000.0, any(isinstance(body, Shot) for _, _, body in entries)


def in_the_footprint(scenario: Scenario, agreement: str, place_rad: np.ndarray) -> tuple[float, bool]:
    area = scenario.launch_areas[0]
    terms = next(item for item in ladder(scenario) if item.agreement.name == agreement)
    arcs = arcs_to(area.vehicle, (area.lat_rad, area.lon_rad), place_rad)
    flown = flown_to(scenario, area.vehicle, arcs, place_rad)
    lead_s, defended = on_rung(scenario, terms, flown, word_scopes(scenario, (terms,), arcs))
    birch = scenario.parties.index("birch")
    return float(lead_s[birch, 0]), bool(defended[birch, 0])


@pytest.mark.slow
@pytest.mark.parametrize("place", [(32.3, 83.5), (42.6, 80.0), (43.0, 80.0), (38.6, 85.9)])
def test_a_footprint_says_what_a_run_shows(place: tuple[float, float], varied: Variation) -> None:
    launch = LAUNCH.replace("LAT", str(place[0])).replace("LON", str(place[1]))
    scenario = varied(lambda text: text[: text.index("# Cedar's accident")] + launch)
    gains_s = []
    for agreement in ("none", "full-picture"):
        true_s, is_fired = in_the_engine(scenario, agreement)
        lead_s, is_defended = in_the_footprint(scenario, agreement, np.radians([place]))
        assert lead_s == pytest.approx(true_s, abs=LATER_S)
        assert is_defended == is_fired
        gains_s.append((true_s, lead_s))
    true_gain_s, gain_s = (gains_s[1][k] - gains_s[0][k] for k in (0, 1))
    # what sharing adds; at one place the engine's hold begins anew as an area near by is named: no footprint knows
    assert gain_s == pytest.approx(true_gain_s, abs=35.0)
    assert gain_s > 60.0
