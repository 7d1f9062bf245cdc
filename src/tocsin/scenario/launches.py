"""Launches of a scenario, flown: what each throws into the air, and where it comes down."""

import dataclasses
import math

from tocsin.chance.luck import declared_id
from tocsin.earth.geodesic import geodesic_inverse
from tocsin.errors import ScenarioError
from tocsin.motion.ascent import solve_ascent_plan
from tocsin.motion.failure import fly_failure
from tocsin.motion.glide.boosted import fly_boosted_glide, solve_glide
from tocsin.motion.glide.glider import Turn
from tocsin.motion.launch import Flown, fly_launch
from tocsin.motion.path import Path
from tocsin.motion.route import fly_route
from tocsin.motion.solve import solve_boost_plan
from tocsin.motion.vehicle import BoostPlan, Vehicle
from tocsin.scenario.atlas import Atlas
from tocsin.scenario.checked import built
from tocsin.scenario.declared import DeclaredBody, DeclaredLaunch, LaunchDraw, Lla
from tocsin.scenario.drawn_place import drawn_over
from tocsin.scenario.flight_part import LaunchPart
from tocsin.scenario.own_pack import nation_pack
from tocsin.scenario.pack import PackFile, shipped_pack
from tocsin.scenario.part import LaunchPlace, Waypoint
from tocsin.scenario.schema import ScenarioFile
from tocsin.scenario.vehicles import build_craft, build_glider, build_vehicle, waypoints_of
from tocsin.sensing.kind import Kind

LAUNCHED_KINDS = ("vehicle", "glider", "craft")


def build_launches(parsed: ScenarioFile, file: str, atlas: Atlas) -> tuple[DeclaredLaunch, ...]:
    """Return the launches of a scenario in the order of their lift-off."""

    def build(part: LaunchPart) -> DeclaredLaunch:
        kind = shipped_pack(part.pack).kind
        if kind not in LAUNCHED_KINDS:
            raise ScenarioError(f"pack = {part.pack!r}: is a {kind} pack; name one of something that is launched")
        pack = nation_pack(parsed, part.nation, part.pack, kind)
        draw = draw_of(part, pack, atlas, parsed.scenario.parties)
        return dataclasses.replace(build_launch(part, pack), draw=draw)

    launches = built(f"{file}: launch", parsed.launch, build)
    return tuple(sorted(launches, key=lambda item: (item.lift_off_ms, item.launch_id)))


def draw_of(part: LaunchPart, pack: PackFile, atlas: Atlas, parties: tuple[str, ...]) -> LaunchDraw | None:
    """Return how the places of a launch are drawn, None where they are as declared."""
    for nation in part.end.within if part.end is not None else ():
        if nation not in parties:
            raise ScenarioError(
                f"end.within names {nation!r}: must name parties of the exercise ({', '.join(parties)}), which is "
                "aimed at no third state; change it"
            )
    start = drawn_over(part.start, atlas)
    end = None if part.end is None else drawn_over(part.end, atlas)
    return LaunchDraw(part, pack, start, end) if start or end else None


def build_launch(part: LaunchPart, pack: PackFile) -> DeclaredLaunch:
    """Return a launch flown as its class flies: thrown, thrown and gliding, or along a route."""
    check_keys(part, pack)
    if pack.kind == "craft":
        return routed(part, pack)
    vehicle = build_vehicle(pack)
    if math.isfinite(vehicle.coast_s):
        return ascended(part, vehicle)
    return glided(part, pack, vehicle) if pack.kind == "glider" else thrown(part, vehicle)


def check_keys(part: LaunchPart, pack: PackFile) -> None:
    """Raise ScenarioError where a key is given that the class does not fly by, or one that it needs is missing."""
    goes_up = "coast_s" in pack.numbers
    rules = (
        ("end", part.end is not None, not goes_up, not goes_up),
        ("azimuth_deg", part.azimuth_deg is not None, goes_up, goes_up),
        ("apogee_km", part.apogee_km is not None, pack.kind == "vehicle" and not goes_up, False),
        ("via", bool(part.via), pack.kind == "craft", False),
        ("turn", bool(part.turn), pack.kind == "glider", False),
        ("fails_s", part.fails_s is not None, pack.kind == "vehicle", False),
    )
    for key, is_given, is_allowed, is_needed in rules:
        if is_given and not is_allowed:
            raise ScenarioError(f"{key}: a launch of pack {pack.name!r} has none; remove it")
        if is_needed and not is_given:
            raise ScenarioError(f"{key}: missing; a launch of pack {pack.name!r} needs it")


def lla_of(place: LaunchPlace | None) -> Lla:
    """Return a place on the ground in rad and m."""
    assert place is not None
    return math.radians(place.lat_deg), math.radians(place.lon_deg), 0.0


def thrown(part: LaunchPart, vehicle: Vehicle) -> DeclaredLaunch:
    """Return a ballistic launch: the payload and the stages it drops."""
    apogee_m = None if part.apogee_km is None else part.apogee_km * 1e3
    plan = solve_boost_plan(vehicle, lla_of(part.start), lla_of(part.end), apogee_m)
    return boosted(part, vehicle, plan)


def ascended(part: LaunchPart, vehicle: Vehicle) -> DeclaredLaunch:
    """Return a space launch: it leaves the scenario, its lower stages come down."""
    assert part.azimuth_deg is not None
    plan = solve_ascent_plan(vehicle, lla_of(part.start), math.radians(part.azimuth_deg))
    return boosted(part, vehicle, plan)


def boosted(part: LaunchPart, vehicle: Vehicle, plan: BoostPlan) -> DeclaredLaunch:
    """Return a launch flown by its plan, or as far of it as its thrust lasts."""
    if part.fails_s is None:
        flown = fly_launch(vehicle, plan, lla_of(part.start))
        return declared(part, flown, plan.azimuth_rad, plan.cutoff_s)
    flown = fly_failure(vehicle, plan, lla_of(part.start), part.fails_s)
    return declared(part, flown, plan.azimuth_rad, part.fails_s)


def glided(part: LaunchPart, pack: PackFile, vehicle: Vehicle) -> DeclaredLaunch:
    """Return a boost-glide launch: the glider from lift-off to impact, and the stages it drops."""
    glider, start = build_glider(pack), lla_of(part.start)
    turns = tuple(Turn(turn.from_s, turn.to_s, math.radians(turn.bank_deg)) for turn in part.turn)
    plan = solve_glide(vehicle, glider, start, lla_of(part.end), turns)
    flight = fly_boosted_glide(vehicle, glider, plan, start, turns)
    flown = Flown("glider", 0.0, Path(*flight.rows), True, flight.impact_lla)
    spent = fly_launch(vehicle, plan, start)[1:]
    return declared(part, (flown, *spent), plan.azimuth_rad, plan.cutoff_s)


def routed(part: LaunchPart, pack: PackFile) -> DeclaredLaunch:
    """Return the launch of a cruise missile: from the ground, by its way-points, to the ground."""
    craft = build_craft(pack)
    assert part.end is not None
    points = waypoints_of((on_ground(part.start), *part.via, on_ground(part.end)), craft)
    flown = Flown("missile", 0.0, Path(*fly_route(points, craft)), True, lla_of(part.end))
    first, second = points[:2]
    azimuth_rad = geodesic_inverse(first.lat_rad, first.lon_rad, second.lat_rad, second.lon_rad).azimuth1_rad
    return declared(part, (flown,), azimuth_rad, 0.0)


def on_ground(place: LaunchPlace) -> Waypoint:
    """Return a place as the first or last point of a route."""
    return Waypoint(lat_deg=place.lat_deg, lon_deg=place.lon_deg, alt_km=0.0)


def declared(part: LaunchPart, flown: tuple[Flown, ...], azimuth_rad: float, burn_out_s: float) -> DeclaredLaunch:
    """Return the declared launch of what was flown, its own body first."""
    lift_off_ms = round(part.time_s * 1000)
    return DeclaredLaunch(
        launch_id=part.id,
        nation=part.nation,
        vehicle_class=part.pack,
        lift_off_ms=lift_off_ms,
        start_lla=lla_of(part.start),
        azimuth_rad=azimuth_rad,
        burn_out_s=burn_out_s,
        bodies=tuple(
            DeclaredBody(
                body_id=f"{part.id}-{body.part}",
                luck_id=declared_id(f"body {part.id}-{body.part}"),
                start_ms=lift_off_ms + round(body.start_s * 1000),
                path=body.path,
                ends="impact" if body.came_down else "gone",
                launch_id=part.id,
                kind=Kind.STAGE if index else Kind.PAYLOAD,  # its own body first, then what it sheds
            )
            for index, body in enumerate(flown)
        ),
        end_lla=flown[0].end_lla,
        notice_id=part.notice or "",
        probability=part.probability,
        time_spread_ms=round(part.time_spread_s * 1000),
    )
