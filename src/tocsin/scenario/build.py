"""From a checked file to the frozen Scenario: references resolved, units turned to SI, boosts solved."""

import functools
import math
from importlib.resources import files
from pathlib import Path

import numpy as np

from tocsin.chance.luck import declared_id
from tocsin.earth.kernels import lla_rows, vincenty_direct, vincenty_inverse
from tocsin.errors import ScenarioError
from tocsin.exchange.link import RESEND_MS, Link
from tocsin.motion.solve import fly_to_ground, solve_boost_plan
from tocsin.motion.vehicle import burn_time_s
from tocsin.scenario.atlas import Atlas, load_atlas
from tocsin.scenario.background_data import lay_out, utc_ms_of
from tocsin.scenario.cast import cast_atlas
from tocsin.scenario.checked import read_text
from tocsin.scenario.declared import DeclaredFlight, DeclaredNotice, Scenario, Window
from tocsin.scenario.effective import cast_names
from tocsin.scenario.flights import build_flights
from tocsin.scenario.launch_areas import build_launch_areas
from tocsin.scenario.launches import build_launches
from tocsin.scenario.nodes import build_nodes, spans_ms
from tocsin.scenario.notices import build_notices
from tocsin.scenario.pack import load_pack
from tocsin.scenario.parsed import parsed_scenario
from tocsin.scenario.schema import Head, ScenarioFile
from tocsin.scenario.staged import build_staged
from tocsin.scenario.vehicles import build_vehicle
from tocsin.sensing.scene import Cloud
from tocsin.tracking.launch_fit import BoostProfile
from tocsin.warning.area import Area
from tocsin.warning.evidence import Geography

TICK_MS = 1000
RING_CORNERS = 36
PROFILE_PACK = "mrbm"
PROFILE_RANGE_M = 2_000e3


def scenario_names() -> list[str]:
    """Return the names of the shipped scenarios."""
    folder = files("tocsin.scenario").joinpath("library")
    return sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml"))


def scenario_text(name: str) -> tuple[str, str]:
    """Return the text of a scenario and what to call it: a shipped name, or a path ending in .toml."""
    if name.endswith(".toml"):
        return read_text(Path(name)), name
    if name not in scenario_names():
        raise ScenarioError(
            f"scenario = {name!r}: no such scenario; known: {', '.join(scenario_names())}, or a path ending in .toml"
        )
    return files("tocsin.scenario").joinpath("library", f"{name}.toml").read_text(encoding="utf-8"), name


def load_scenario(name: str) -> Scenario:
    """Return a shipped scenario by name, or one read from a path ending in .toml."""
    text, file = scenario_text(name)
    return build_scenario(text, file)


@functools.lru_cache(maxsize=8)
def build_scenario(text: str, file: str) -> Scenario:
    """Return the frozen scenario of a file's text.

    Raises
    ------
    ScenarioError
        The first thing that is wrong, with file, key, value, bound and remedy.
    ModelRangeError
        A launch outside its class's reach.
    """
    parsed = parsed_scenario(text, file)
    head = parsed.scenario
    windows: tuple[Window, ...] = (Window(0, utc_ms_of(head.start_utc)),)
    flights: tuple[DeclaredFlight, ...] = ()
    notices, years = [item for part in parsed.notice for item in build_notices(part, parsed.launch)], 0.0
    end_ms = round((head.duration_min or 0.0) * 60_000)
    if parsed.background is not None:
        windows, flights, given, end_ms, years = lay_out(parsed.background)
        notices += [DeclaredNotice(notice) for notice in given]
    flights = (*flights, *build_flights(parsed, file))
    atlas = world_of(head, file)
    return Scenario(
        name=head.name,
        title=head.title,
        blind_name=head.blind_name,
        text=text,
        seed=head.seed,
        agreement=head.agreement,
        parties=head.parties,
        members=head.bound,
        end_ms=end_ms,
        tick_ms=TICK_MS,
        windows=windows,
        nodes=build_nodes(parsed, file, atlas, windows[0], notices),
        links=build_links(parsed),
        launches=build_launches(parsed, file, atlas),
        flights=tuple(sorted(flights, key=lambda item: (item.start_ms, item.flight_id))),
        clouds=build_clouds(parsed),
        glint_probability=parsed.nature.glint_probability,
        glint_top_m=parsed.nature.glint_top_km * 1e3,
        glint_cloud_ms=round(parsed.nature.glint_cloud_s * 1000),
        geography=build_geography(parsed, atlas),
        profile=generic_profile(),
        real_years=years,
        staged=build_staged(parsed, file),
        variant=head.variant,
        atlas=atlas,
        launch_areas=build_launch_areas(parsed, file, atlas),
    )


def world_of(head: Head, file: str) -> Atlas:
    """Return the world that is played on, its nations under the names that the cast gives them."""
    return cast_atlas(load_atlas(head.world), cast_names(head.cast, head.world, f"{file}: scenario.cast"))


def build_clouds(parsed: ScenarioFile) -> tuple[Cloud, ...]:
    """Return the banks of cloud."""
    return tuple(
        Cloud(math.radians(part.lat_deg), math.radians(part.lon_deg), part.radius_km * 1e3, part.top_km * 1e3)
        for part in parsed.cloud
    )


def build_links(parsed: ScenarioFile) -> tuple[Link, ...]:
    """Return the one-way links."""
    return tuple(
        Link(
            link_id=f"{part.source}-{part.target}",
            luck_id=declared_id(f"link {part.source} {part.target}"),
            source=part.source,
            target=part.target,
            latency_ms=latency_ms,
            jitter_ms=round(part.jitter_s * 1000),
            loss=part.loss,
            duplication_probability=part.duplication,
            reorder_probability=part.reorder,
            reorder_ms=round(part.reorder_s * 1000),
            outages_ms=spans_ms(part.outage),
            capacity_per_min=part.capacity_per_min,
            resend_ms=RESEND_MS + 2 * latency_ms if part.resend_s is None else round(part.resend_s * 1000),
            resends=part.resends,
        )
        for part, latency_ms in ((part, round(part.latency_s * 1000)) for part in parsed.link)
    )


def build_geography(parsed: ScenarioFile, atlas: Atlas) -> Geography:
    """Return the defended areas of the scenario and the territories of the world."""
    areas = tuple(
        Area(
            part.id,
            part.nation,
            circle(math.radians(part.lat_deg), math.radians(part.lon_deg), part.radius_km * 1e3),
        )
        for part in parsed.area
    )
    territories = tuple(Area(item.nation, item.nation, item.ring_rad) for item in atlas.territories)
    return Geography(areas, territories)


def circle(lat_rad: float, lon_rad: float, radius_m: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return (RING_CORNERS, 2) latitude-longitude corners of a circle on the ground, counter-clockwise."""
    bearings = -np.arange(RING_CORNERS) * (2.0 * math.pi / RING_CORNERS)
    return np.array([vincenty_direct(lat_rad, lon_rad, float(b), radius_m)[:2] for b in bearings])


@functools.cache
def generic_profile() -> BoostProfile:
    """Return the class-generic boost every node assumes: a medium-range class flown 2,000 km.

    Rough by intent: nodes fit launches of every class with it, stretched in time (``tracking.launch_fit``).
    """
    vehicle = build_vehicle(load_pack(PROFILE_PACK, "vehicle"))
    start = (0.0, 0.0, 0.0)
    lat_rad, lon_rad = vincenty_direct(0.0, 0.0, math.radians(45.0), PROFILE_RANGE_M)[:2]
    plan = solve_boost_plan(vehicle, start, (lat_rad, lon_rad, 0.0))
    flight = fly_to_ground(vehicle, plan, start)
    count = int(np.searchsorted(flight.time_s, min(plan.cutoff_s, burn_time_s(vehicle)), side="right"))
    return profile_of(flight.time_s[:count], flight.position_ecef[:count])


def profile_of(
    time_s: np.ndarray[tuple[int], np.dtype[np.float64]],
    position_ecef: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> BoostProfile:
    """Return height and distance along the ground against time, from positions."""
    lla = lla_rows(position_ecef)
    downrange_m = np.array(
        [vincenty_inverse(lla[0, 0], lla[0, 1], row[0], row[1])[0] if i else 0.0 for i, row in enumerate(lla)]
    )
    return BoostProfile(time_s.copy(), lla[:, 2].copy(), downrange_m)
