"""What a tick costs against bodies, sensors, nodes and messages, each alone, through the real stages; as JSON.

``python -m benchmarks.scale [--bodies 10000]``; a minute or so on one core.  Times are processor time of this
process, so that a busy machine spoils them less.  ``docs/scale.md`` is made of it by ``scripts/make_scale.py``.
"""

import argparse
import json
import math
import multiprocessing
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import numpy as np

from tocsin.chance.luck import declared_id
from tocsin.exchange.message import Draft
from tocsin.exchange.payload import CommCheck
from tocsin.exercise.engine import STAGES
from tocsin.exercise.world import World, new_world
from tocsin.review.measure import Row
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario, load_scenario
from tocsin.scenario.declared import DeclaredBody, DeclaredFlight, Scenario
from tocsin.study.many_nations.text import scenario_text
from tocsin.study.many_nations.wanted import ManyNations
from tocsin.study.run import rows_of, task_of

DIFFERENT_PATHS = 500  # of debris; what is more flies behind another on its path
BEHIND_MS = 7_000  # ms: some 50 km
SETTLING_TICKS = 12  # until every scan period has passed once, and tracks stand
TICKS = 10  # of the longest scan period: each sensor looks at least once
SMALL = ManyNations(nations=13, sensors=52, batteries=0, launches=0, minutes=10)
FEW = 100  # bodies, where something else is swept
PARCELS = 200
FLAGSHIP = "first-seen-by-partner"

Point = tuple[int, dict[str, float]]  # how many, and what a tick costs: of each stage, and of all


def main() -> None:
    """Print every sweep, its exponent, and what a run costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bodies", type=int, default=10_000, help="the largest number of bodies")
    most = parser.parse_args().bodies
    flights = debris_flights()
    of_nodes(4, flights)  # kernels and tables are made the first time
    sweeps = {
        "bodies": [of_bodies(count, flights) for count in (300, 1000, 2000, 5000, 10_000) if count <= most],
        "sensors": [of_sensors(count, flights) for count in (26, 52, 104, 208, 416)],
        "nodes": [of_nodes(count, flights) for count in (2, 4, 8, 16, 26)],
        "messages": [of_messages(count) for count in (10, 30, 100, 300, 1000)],
    }
    result = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}, one core",
        "sweeps": {
            name: {"points": [{"count": count, **cost} for count, cost in points], "exponent": exponents(points)}
            for name, points in sweeps.items()
        },
        "run": cost_of_runs(),
    }
    sys.stdout.write(json.dumps(result, indent=1) + "\n")


def debris_flights() -> list[DeclaredFlight]:
    """Return pieces of debris over all the planet, flown by the scenario's own means."""
    chance = np.random.Generator(np.random.PCG64(7))
    low, high = (-60.0, -180.0, 160.0, 6.6, 0.0), (60.0, 180.0, 300.0, 7.4, 360.0)
    keys = ("lat_deg", "lon_deg", "alt_km", "speed_km_s", "azimuth_deg")
    tables = "".join(
        f'\n[[debris]]\nid = "d{number}"\ntime_s = 0\ndescent_deg = 0\n'
        + "".join(f"{key} = {value:.3f}\n" for key, value in zip(keys, chance.uniform(low, high), strict=True))
        for number in range(DIFFERENT_PATHS)
    )
    return list(build_scenario(scenario_text(ManyNations(2, 0, 0, launches=0)) + tables, "debris").flights)


def with_bodies(scenario: Scenario, count: int, flights: Sequence[DeclaredFlight]) -> Scenario:
    """Return a scenario in which so many pieces of debris fly from the first second on."""
    flying = (flight_of(number, flights) for number in range(count))
    return replace(scenario, flights=tuple(sorted(flying, key=lambda item: (item.start_ms, item.flight_id))))


def flight_of(number: int, flights: Sequence[DeclaredFlight]) -> DeclaredFlight:
    """Return one of any number of flights: on one of the paths, so far behind the first on it."""
    flight, body_id = flights[number % len(flights)], f"debris-{number}"
    assert isinstance(flight.record, DeclaredBody)
    luck_id, start_ms = declared_id(f"body {body_id}"), -(number // len(flights)) * BEHIND_MS
    body = replace(flight.record, body_id=body_id, luck_id=luck_id, start_ms=start_ms)
    return replace(flight, flight_id=body_id, body_id=body_id, luck_id=luck_id, start_ms=start_ms, record=body)


def world_of(scenario: Scenario, agreement: str = "none") -> World:
    """Return a world at its beginning."""
    return new_world(scenario, load_agreement(agreement, scenario.members), seed=1)


def ticks_ms(world: World, before: Callable[[World], None] = lambda world: None) -> dict[str, float]:
    """Return the mean processor time of a tick once the world has settled, ms: of each stage, and of all."""
    spent_s = dict.fromkeys((stage.__name__ for stage in STAGES), 0.0)
    for tick in range(SETTLING_TICKS + TICKS):
        before(world)
        for stage in STAGES:
            started_s = time.process_time()
            stage(world)
            if tick >= SETTLING_TICKS:
                spent_s[stage.__name__] += time.process_time() - started_s
        world.time_ms += world.scenario.tick_ms
    each_ms = {name: round(1000.0 * spent / TICKS, 4) for name, spent in spent_s.items()}
    return {"tick_ms": round(sum(each_ms.values()), 4)} | each_ms


def built(wanted: ManyNations) -> Scenario:
    """Return the scenario of a world of many nations."""
    return build_scenario(scenario_text(wanted), "scale")


def of_bodies(count: int, flights: Sequence[DeclaredFlight]) -> Point:
    """Return what a tick costs in which so many bodies fly."""
    return count, ticks_ms(world_of(with_bodies(built(SMALL), count, flights)))


def of_sensors(count: int, flights: Sequence[DeclaredFlight]) -> Point:
    """Return what a tick costs in which so many sensors look."""
    return count, ticks_ms(world_of(with_bodies(built(replace(SMALL, sensors=count)), FEW, flights)))


def of_nodes(count: int, flights: Sequence[DeclaredFlight]) -> Point:
    """Return what a tick costs with so many nations, four sensors each, all telling each other all."""
    wanted = replace(SMALL, nations=count, sensors=4 * count)
    return count, ticks_ms(world_of(with_bodies(built(wanted), FEW, flights), "full-picture"))


def of_messages(count: int) -> Point:
    """Return what a tick costs in which so many messages are released, sealed, carried, checked and taken in."""
    world = world_of(built(replace(SMALL, sensors=0)), "full-picture")

    def tell(world: World) -> None:
        world.drafts += [draft_over(world, number) for number in range(count)]

    return count, ticks_ms(world, tell)


def draft_over(world: World, number: int) -> Draft:
    """Return a draft for one link or another."""
    link = world.declared_links[number % len(world.declared_links)]
    return Draft(
        originator=link.source,
        to=link.target,
        drafted_ms=world.time_ms,
        msg_type="report",
        payload=CommCheck(number=number),
    )


def exponents(points: Sequence[Point]) -> dict[str, float]:
    """Return the slope of log cost on log count by least squares: over all counts, and over the upper half."""
    return {"all": slope(points), "upper": slope(points[len(points) // 2 :])}


def slope(points: Sequence[Point]) -> float:
    """Return the slope of a line through the logarithms, by least squares."""
    if len(points) < 2:
        return math.nan
    log_count = [math.log(count) for count, _ in points]
    log_cost = [math.log(cost["tick_ms"]) for _, cost in points]
    return round(statistics.linear_regression(log_count, log_cost).slope, 3)


def cost_of_runs() -> dict[str, float]:
    """Return what one run of the flagship costs a worker that has played it before (s), and what a pool adds (ms).

    The pool's part is the way of a run's whole table there and back, which is more than any engine carries.
    """
    task = task_of(load_scenario(FLAGSHIP), FLAGSHIP, "full-picture", 1)
    _, rows = rows_of(task)
    spent_s = []
    for run in range(1, 6):
        started_s = time.process_time()
        rows_of(replace(task, run=run))
        spent_s.append(time.process_time() - started_s)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        pool.submit(returned, rows).result()
        started_s = time.perf_counter()
        for _ in range(PARCELS):
            pool.submit(returned, rows).result()
        parcel_s = (time.perf_counter() - started_s) / PARCELS
    return {"flagship_s": round(statistics.median(spent_s), 3), "pool_ms": round(1000.0 * parcel_s, 3)}


def returned(rows: list[Row]) -> list[Row]:
    """Return what was sent: the least work that a worker can do."""
    return rows


if __name__ == "__main__":
    main()
