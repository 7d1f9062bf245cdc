"""The nodes of a scenario: each party's sensors, batteries, notices and doctrine."""

import itertools
import math
from collections.abc import Sequence

from tocsin.chance.luck import declared_id
from tocsin.earth.geodesic import geodesic_inverse
from tocsin.errors import ModelRangeError, ScenarioError
from tocsin.motion.path import Path
from tocsin.motion.route import Craft, Waypoint, fly_route
from tocsin.scenario.atlas import Atlas
from tocsin.scenario.checked import built
from tocsin.scenario.declared import DeclaredNode, DeclaredNotice, Doctrine, Window
from tocsin.scenario.doctrine_file import doctrine_names, shipped_doctrine
from tocsin.scenario.drawn_place import Site, drawn_over
from tocsin.scenario.notices import in_order
from tocsin.scenario.own_pack import doctrine_of, doctrine_pack_of, nation_pack
from tocsin.scenario.pack import PackFile
from tocsin.scenario.part import Span
from tocsin.scenario.schema import BatteryPart, RadarPart, SatellitePart, ScenarioFile, SkywavePart
from tocsin.scenario.sensors import (
    build_battery,
    build_doctrine,
    build_radar,
    build_satellite,
    build_skywave,
    middle_of,
)

CORNERS_AT_LEAST = 3
LONGEST_ROUND_S = 3 * 86_400.0  # s: a round is flown row by row when the scenario is built, some 20 us each second
CARRIER = Craft(  # whatever carries a radar, ship or aircraft; notional, and nothing sees it
    name="patrol",
    min_speed_m_s=1.0,
    max_speed_m_s=300.0,
    min_altitude_m=0.0,
    max_altitude_m=20e3,
    max_length_m=math.inf,
    climb_m_s=10.0,
    descent_m_s=10.0,
    acceleration_m_s2=1.0,
    bank_rad=math.radians(20.0),
    plume_w_sr=0.0,
    rcs_m2=0.0,
)


def build_nodes(
    parsed: ScenarioFile, file: str, atlas: Atlas, window: Window, notices: Sequence[DeclaredNotice]
) -> tuple[DeclaredNode, ...]:
    """Return one node a party, with its sensors and batteries in declared order."""

    def pack(part: RadarPart | SkywavePart | SatellitePart | BatteryPart, kind: str) -> PackFile:
        return nation_pack(parsed, part.nation, part.pack, kind)

    radars = built(f"{file}: radar", parsed.radar, lambda part: build_radar(part, pack(part, "radar"), atlas))
    skywaves = built(
        f"{file}: skywave", parsed.skywave, lambda part: build_skywave(part, pack(part, "skywave"), atlas)
    )
    satellites = built(
        f"{file}: satellite", parsed.satellite, lambda part: build_satellite(part, pack(part, "infrared"), window)
    )
    batteries = built(f"{file}: battery", parsed.battery, lambda part: build_battery(part, pack(part, "battery")))
    sites = sites_of(parsed, file, atlas)
    patrols = dict(built(f"{file}: radar", parsed.radar, patrolling))
    return tuple(
        DeclaredNode(
            name=name,
            luck_id=declared_id(f"node {name}"),
            radars=tuple(radar for radar in radars if radar.node == name),
            skywaves=tuple(radar for radar in skywaves if radar.node == name),
            satellites=tuple(satellite for satellite in satellites if satellite.sensor.node == name),
            batteries=tuple(battery for battery in batteries if battery.node == name),
            notices=in_order([item for item in notices if item.notice.launching_nation == name]),
            doctrine=build_doctrine(
                doctrine_pack_of(parsed, name, doctrine_of(parsed, name)), doctrine_of(parsed, name)
            ),
            patrols={part.id: path for part in parsed.radar if part.nation == name and (path := patrols[part.id])},
            outages=outages_of(parsed, name),
            report_delays_ms=report_delays_of(parsed),
            clock_skew_ms=round(1000 * parsed.party[name].clock_skew_s) if name in parsed.party else 0,
            sites={key: site for owner, key, site in sites if owner == name},
            doctrines=doctrines_of(parsed, name),
            utc_offset_ms=round(3_600_000 * parsed.party[name].utc_offset_h) if name in parsed.party else 0,
        )
        for name in parsed.scenario.parties
    )


def doctrines_of(parsed: ScenarioFile, nation: str) -> dict[str, Doctrine]:
    """Return the shipped doctrines by name, as a nation would fight by each: with its own numbers."""
    return {
        file.name: build_doctrine(doctrine_pack_of(parsed, nation, file), file)
        for file in map(shipped_doctrine, doctrine_names())
    }


def sites_of(parsed: ScenarioFile, file: str, atlas: Atlas) -> list[tuple[str, str, Site]]:
    """Return owner, key (``radar ID``, ``battery ID``) and site of every radar and battery whose place is drawn."""

    def site(part: RadarPart | SkywavePart | BatteryPart) -> tuple[str, str, Site | None]:
        over = drawn_over(part, atlas)
        if isinstance(part, BatteryPart):
            return part.nation, f"battery {part.id}", None if over is None else Site(over)
        if over is not None and isinstance(part, RadarPart) and part.patrol:
            raise ScenarioError("patrol: what is on its way has no drawn place; remove it, or spread_km and within")
        toward_rad = None if part.toward is None else middle_of(part.toward, atlas)
        return part.nation, f"radar {part.id}", None if over is None else Site(over, toward_rad)

    found = [
        *built(f"{file}: radar", parsed.radar, site),
        *built(f"{file}: skywave", parsed.skywave, site),
        *built(f"{file}: battery", parsed.battery, site),
    ]
    return [(owner, key, drawn) for owner, key, drawn in found if drawn is not None]


def outages_of(parsed: ScenarioFile, nation: str) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return when each of a nation's sensors is out of action, by its id; those that never are left out."""
    outages = (
        *((part.id, part.nation, part.outage) for part in parsed.radar),
        *((part.id, part.nation, part.outage) for part in parsed.skywave),
        *((part.id, part.nation, part.outage) for part in parsed.satellite),
    )
    return {sensor_id: spans_ms(spans) for sensor_id, owner, spans in outages if owner == nation and spans}


def report_delays_of(parsed: ScenarioFile) -> dict[str, int]:
    """Return how long the reports of each sensor take to reach its node, ms; those that take no time are left out."""
    delays_s = (
        *((part.id, part.report_delay_s) for part in parsed.radar),
        *((part.id, part.report_delay_s) for part in parsed.satellite),
    )
    return {sensor_id: round(1000 * delay_s) for sensor_id, delay_s in delays_s if delay_s}


def spans_ms(spans: tuple[Span, ...]) -> tuple[tuple[int, int], ...]:
    """Return spans of exercise time in ms."""
    return tuple((round(span.from_s * 1000), round(span.to_s * 1000)) for span in spans)


def patrolling(part: RadarPart) -> tuple[str, Path | None]:
    """Return a radar's id and the closed way of what carries it, None where it stands still."""
    if not part.patrol:
        return part.id, None
    if (part.patrol[0].lat_deg, part.patrol[0].lon_deg) != (part.lat_deg, part.lon_deg):
        raise ScenarioError(
            f"patrol[1] = {part.patrol[0].lat_deg:g}, {part.patrol[0].lon_deg:g}: must be the radar's own place, "
            f"{part.lat_deg:g}, {part.lon_deg:g}; it is there at time zero"
        )
    if len(part.patrol) < CORNERS_AT_LEAST:
        raise ScenarioError(f"patrol has {len(part.patrol)} points: must be at least {CORNERS_AT_LEAST}; add some")
    points = [
        Waypoint(math.radians(point.lat_deg), math.radians(point.lon_deg), point.alt_km * 1e3, point.speed_m_s)
        for point in (*part.patrol, part.patrol[0])
    ]
    round_s = sum(
        geodesic_inverse(here.lat_rad, here.lon_rad, there.lat_rad, there.lon_rad).distance_m / here.speed_m_s
        for here, there in itertools.pairwise(points)
    )
    if round_s > LONGEST_ROUND_S:
        raise ModelRangeError(
            f"patrol takes {round_s / 3600:.0f} h a round: must be at most {LONGEST_ROUND_S / 3600:.0f} h; "
            "bring its points nearer together or raise speed_m_s"
        )
    return part.id, Path(*fly_route(points, CARRIER))
