"""Which launches of a scenario fly in a run, when and between what places, and where sites are: drawn once."""

import functools
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from tocsin.chance.kernels import uniform
from tocsin.chance.luck import LAUNCH, Luck, declared_id
from tocsin.defence.battery import Battery
from tocsin.errors import ModelRangeError, ScenarioError
from tocsin.scenario.declared import DeclaredLaunch, DeclaredNode, LaunchDraw, Scenario
from tocsin.scenario.drawn_place import END, SITE, START, Site, drawn_place
from tocsin.scenario.flight_part import LaunchPart
from tocsin.scenario.launches import build_launch
from tocsin.scenario.part import LaunchPlace
from tocsin.scenario.sensors import bearing_rad
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.skywave.sensor import SkywaveRadar

Looking = TypeVar("Looking", Radar, SkywaveRadar)

MOST_DRAWS = 200


@functools.lru_cache(maxsize=4)  # a run and its review draw the same; a launch takes tens of ms to fly
def drawn(scenario: Scenario, luck: Luck) -> Scenario:
    """Return the scenario as one run plays it: only the launches that fly, each at its own time and place.

    Raises
    ------
    ScenarioError
        A launch for which no pair of places within its class's reach was found.

    Notes
    -----
    A launch flies with its ``probability``, up to ``time_spread_ms`` later than declared (uniform, whole
    milliseconds), between places drawn over what it declares.  A pair of places out of its class's reach is drawn
    again, so that the distribution is that of the pairs in reach.  Every draw is keyed on the declared id of the
    launch, radar or battery alone, so that none moves another's.  A scenario in which nothing is left to luck is
    returned as it is.
    """
    is_sure = all(launch.probability == 1.0 and launch.time_spread_ms == 0 for launch in scenario.launches)
    if is_sure and not has_drawn_places(scenario):
        return scenario
    flying = [at_its_time(placed(launch, luck), luck) for launch in scenario.launches if does_fly(launch, luck)]
    return replace(
        scenario,
        launches=tuple(sorted(flying, key=lambda item: (item.lift_off_ms, item.launch_id))),
        nodes=tuple(sited(node, luck) for node in scenario.nodes),
    )


def has_drawn_places(scenario: Scenario) -> bool:
    """Return whether the place of any launch, radar or battery is yet to be drawn: in a run none is."""
    return any(launch.draw for launch in scenario.launches) or any(node.sites for node in scenario.nodes)


def does_fly(launch: DeclaredLaunch, luck: Luck) -> bool:
    """Return whether a launch flies in a run."""
    return share(launch, luck, 0) < launch.probability


def at_its_time(launch: DeclaredLaunch, luck: Luck) -> DeclaredLaunch:
    """Return a launch at the time drawn for it; its path over the ground stays."""
    return at_time(launch, launch.lift_off_ms + int(share(launch, luck, 1) * (launch.time_spread_ms + 1)))


def at_time(launch: DeclaredLaunch, lift_off_ms: int) -> DeclaredLaunch:
    """Return a launch that lifts off at another time (ms); its path over the ground stays."""
    later_ms = lift_off_ms - launch.lift_off_ms
    bodies = tuple(replace(body, start_ms=body.start_ms + later_ms) for body in launch.bodies)
    return replace(launch, lift_off_ms=lift_off_ms, bodies=bodies)


def share(launch: DeclaredLaunch, luck: Luck, index: int) -> float:
    """Return a uniform draw in [0, 1) about a launch."""
    return float(uniform(luck.key0, luck.key1, LAUNCH, index, declared_id(f"launch {launch.launch_id}"), 0, 0))


def placed(launch: DeclaredLaunch, luck: Luck) -> DeclaredLaunch:
    """Return a launch flown anew between the first places drawn for it that are within its class's reach."""
    if launch.draw is None:
        return launch
    why = ""
    for attempt in range(MOST_DRAWS):
        try:
            return build_launch(between_drawn(launch.draw, luck, attempt), launch.draw.pack)
        except ModelRangeError as error:
            why = str(error)
    raise ScenarioError(
        f"launch {launch.launch_id!r}: {MOST_DRAWS} pairs of places drawn and none within reach, the last: {why}; "
        "draw its start and end nearer to each other's reach, or name another class"
    )


def between_drawn(draw: LaunchDraw, luck: Luck, attempt: int) -> LaunchPart:
    """Return what is declared of a launch, its places those of one attempt."""
    thing_id = declared_id(f"launch {draw.part.id}")
    places = {
        key: place_at(*drawn_place(over, luck, thing_id, index, attempt))
        for key, index, over in (("start", START, draw.start), ("end", END, draw.end))
        if over is not None
    }
    return draw.part.model_copy(update=places)


def place_at(lat_rad: float, lon_rad: float) -> LaunchPlace:
    """Return a place as a file says it."""
    return LaunchPlace(lat_deg=math.degrees(lat_rad), lon_deg=math.degrees(lon_rad))


def sited(node: DeclaredNode, luck: Luck) -> DeclaredNode:
    """Return a node with its radars and batteries where they are drawn to stand."""
    if not node.sites:
        return node
    return replace(
        node,
        radars=tuple(radar_at_site(radar, node.sites, luck) for radar in node.radars),
        skywaves=tuple(radar_at_site(radar, node.sites, luck) for radar in node.skywaves),
        batteries=tuple(battery_at_site(battery, node.sites, luck) for battery in node.batteries),
        sites={},
    )


def radar_at_site(radar: Looking, sites: Mapping[str, Site], luck: Luck) -> Looking:
    """Return a radar at its site, looking toward what it is to look toward from there."""
    site = sites.get(f"radar {radar.sensor_id}")
    if site is None:
        return radar
    lat_rad, lon_rad = drawn_place(site.over, luck, declared_id(f"site of radar {radar.sensor_id}"), SITE)
    moved = replace(radar, lat_rad=lat_rad, lon_rad=lon_rad)
    if site.toward_rad is None:
        return moved
    return replace(moved, boresight_rad=bearing_rad(lat_rad, lon_rad, site.toward_rad))


def battery_at_site(battery: Battery, sites: Mapping[str, Site], luck: Luck) -> Battery:
    """Return a battery at its site."""
    site = sites.get(f"battery {battery.battery_id}")
    if site is None:
        return battery
    lat_rad, lon_rad = drawn_place(site.over, luck, declared_id(f"site of battery {battery.battery_id}"), SITE)
    return replace(battery, lat_rad=lat_rad, lon_rad=lon_rad)
