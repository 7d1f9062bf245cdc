"""Speed of footprints: seconds of one process on one core, once warmed.

``python -m benchmarks.footprint``.  The flagship on 100 x 100 places, every rung.  Beside it, in the same run, what
the engine takes to solve and fly a whole launch to one place: a footprint flies one arc to each place from each
launch area.
"""

import json
import sys
import time

import numpy as np

from tocsin.motion.solve import fly_to_ground, solve_boost_plan
from tocsin.scenario.build import load_scenario
from tocsin.scenario.declared import Scenario
from tocsin.study.footprint.footprint import footprint
from tocsin.study.footprint.places import places_of

FLAGSHIP = "first-seen-by-partner"
GRID = 100
FLIGHTS = 20  # whole flights, to places spread over what is in reach


def whole_flight_s(scenario: Scenario, places_rad: np.ndarray) -> float:
    """Return the processor time of solving and flying one launch, s."""
    area = scenario.launch_areas[0]
    start = (area.lat_rad, area.lon_rad, 0.0)
    began_s = time.process_time()
    for lat_rad, lon_rad in places_rad.tolist():
        fly_to_ground(area.vehicle, solve_boost_plan(area.vehicle, start, (lat_rad, lon_rad, 0.0)), start)
    return (time.process_time() - began_s) / len(places_rad)


def measured() -> dict[str, float]:
    """Return the time of a footprint, of each of its arcs, and how many times as long a whole flight takes."""
    scenario = load_scenario(FLAGSHIP)
    footprint(scenario, 10)  # compiles
    began_s = time.process_time()
    found = footprint(scenario, GRID)
    footprint_s = time.process_time() - began_s
    reached = np.argwhere(found.reached > 0.99)
    some = reached[np.linspace(0, len(reached) - 1, FLIGHTS).astype(int)]
    places = places_of(scenario, GRID)
    flight_s = whole_flight_s(scenario, np.column_stack((places.lat_rad[some[:, 0]], places.lon_rad[some[:, 1]])))
    arcs = float(np.sum(found.reached) * len(scenario.launch_areas))
    return {
        "flagship_100x100_s": round(footprint_s, 2),
        "arc_all_rungs_ms": round(1e3 * footprint_s / arcs, 3),
        "whole_flight_to_arc_ratio": round(flight_s / (footprint_s / arcs), 2),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(), indent=2) + "\n")
