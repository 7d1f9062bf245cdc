"""The text of a scenario of many nations."""

import itertools
from collections.abc import Iterator
from typing import Any

from tocsin.scenario.effective import toml_value
from tocsin.study.many_nations.layout import (
    BATTERY_KINDS,
    SENSOR_KINDS,
    bearing_deg,
    cities_of,
    flights,
    neighbours,
    site,
    site_of,
    territory_of,
)
from tocsin.study.many_nations.wanted import ManyNations, pairs_of, share_of

AREA_KM = 40  # km, radius of a city's defended area; notional
FIELD_DEG = 4.0  # deg, half: a staring satellite looks at one nation and what is around it
LATENCY_S = 2.0  # s, of every link; notional
FIRST_LAUNCH_S, NEXT_LAUNCH_S = 30, 7  # s
LAUNCHES_WITHIN_S = 240  # s: launches are declared within so long of the first
SPREAD_S = 60  # s
FLIES_WITH = 0.5

Table = tuple[str, dict[str, Any]]


def scenario_text(wanted: ManyNations) -> str:
    """Return the TOML of a scenario; the same for the same arguments, wherever it is made."""
    tables = [head_of(wanted)]
    for number, nation in enumerate(wanted.names):
        tables += areas_of(nation)
        tables += sensors_of(nation, share_of(wanted.sensors, wanted, number))
        tables += batteries_of(nation, share_of(wanted.batteries, wanted, number))
    tables += links_of(wanted)
    tables += launches_of(wanted)
    return "# Made by `tocsin world`; EXERCISE.\n" + "".join(itertools.chain.from_iterable(map(lines_of, tables)))


def lines_of(table: Table) -> Iterator[str]:
    """Yield a table as TOML writes it."""
    header, values = table
    yield f"\n{header}\n"
    for key, value in values.items():
        yield f"{key} = {toml_value(value)}\n"


def head_of(wanted: ManyNations) -> Table:
    """Return what is played, and by whom."""
    return "[scenario]", {
        "name": f"many-{wanted.nations}-{wanted.graph}",
        "title": f"{wanted.nations} nations, {wanted.sensors} sensors, {wanted.batteries} batteries, {wanted.graph}",
        "blind_name": "exercise-26",
        "seed": 26,
        "start_utc": "2031-06-11T03:00:00Z",
        "duration_min": wanted.minutes,
        "parties": list(wanted.names),
        "agreement": "full-picture",
        "world": "many",
    }


def areas_of(nation: str) -> Iterator[Table]:
    """Yield a nation's defended areas: its cities."""
    for number, city in enumerate(cities_of(nation), start=1):
        place = site_of(city.lat_rad, city.lon_rad)
        yield "[[area]]", {"id": f"{nation}-{number}", "nation": nation, **place._asdict(), "radius_km": AREA_KM}


def sensors_of(nation: str, count: int) -> Iterator[Table]:
    """Yield a nation's sensors: early-warning radars look at the neighbours, each satellite at one land.

    The first satellite looks at the nation itself, the others at its neighbours, nearest first.
    """
    looked_at = {kind: itertools.count() for kind in SENSOR_KINDS}
    around = neighbours(nation)
    for number in range(count):
        kind = SENSOR_KINDS[number % len(SENSOR_KINDS)]
        turn = next(looked_at[kind])
        named: dict[str, Any] = {"id": f"{nation}-s{number + 1}", "nation": nation, "pack": kind}
        if kind == "staring":
            land = territory_of((nation, *around)[turn % len(around)])
            middle = site_of(land.label_lat_rad, land.label_lon_rad)
            named |= {"orbit": {"geostationary_deg": middle.lon_deg}, "boresight": middle._asdict()}
            yield "[[satellite]]", named | {"half_field_deg": FIELD_DEG, "scan_offset_s": number % 10}
        else:
            named |= site(nation, number)._asdict()
            ahead_deg = bearing_deg(nation, around[turn % len(around)])
            yield "[[radar]]", named | {"boresight_deg": ahead_deg, "scan_offset_s": number % 10}


def batteries_of(nation: str, count: int) -> Iterator[Table]:
    """Yield a nation's batteries: at its cities in turn."""
    cities = cities_of(nation)
    for number in range(count):
        city = cities[number % len(cities)]
        kind = BATTERY_KINDS[number % len(BATTERY_KINDS)]
        place = site_of(city.lat_rad, city.lon_rad)
        yield "[[battery]]", {"id": f"{nation}-b{number + 1}", "nation": nation, "pack": kind, **place._asdict()}


def links_of(wanted: ManyNations) -> Iterator[Table]:
    """Yield the links of the graph, both ways."""
    for one, other in pairs_of(wanted):
        for source, target in ((one, other), (other, one)):
            yield "[[link]]", {"source": source, "target": target, "latency_s": LATENCY_S}


def launches_of(wanted: ManyNations) -> Iterator[Table]:
    """Yield the declared launches; each run draws which of them fly, and when."""
    for number, flight in enumerate(flights(wanted.names, wanted.launches)):
        yield (
            "[[launch]]",
            {
                "id": f"l{number + 1}",
                "nation": flight.nation,
                "pack": flight.pack,
                "time_s": FIRST_LAUNCH_S + number * NEXT_LAUNCH_S % LAUNCHES_WITHIN_S,
                "start": flight.start._asdict(),
                "end": flight.end._asdict(),
                "probability": FLIES_WITH,
                "time_spread_s": SPREAD_S,
            },
        )
