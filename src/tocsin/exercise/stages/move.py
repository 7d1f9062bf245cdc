"""Truth moves: bodies begin, fly their paths, and end; nothing is computed here that a path does not hold."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import lla_from_ecef
from tocsin.exercise.ground import areas_at, nation_hit
from tocsin.exercise.nature import recorded_path
from tocsin.exercise.stages.interceptors import launch_interceptors
from tocsin.exercise.stages.notices import owe_confirmation
from tocsin.exercise.world import NO_SCENE, Record, World
from tocsin.motion.path import state_at
from tocsin.motion.together.paths import Paths, laid_together, states_at
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import BodyEnded, BodyStates, Launch, NatureEvent, UndefendedImpact
from tocsin.scenario.declared import Ascent, DeclaredBody, DeclaredFlight, DeclaredLaunch, Scenario
from tocsin.scenario.drawn import at_time
from tocsin.sensing.kind import Kind
from tocsin.sensing.scene import Scene

STATES_EVERY_MS = 5_000
STRETCH_MS = 60_000  # of paths laid together at a time: longer ones are copied in vain where what flies changes often

Bodies = tuple[DeclaredBody, ...]
IntArray = NDArray[np.int64]


class Aloft(NamedTuple):
    """What of a scene stays while the same bodies fly: paths for a stretch, names, declared ids and kinds (n,)."""

    paths: Paths
    body_ids: tuple[str, ...]
    luck_id: IntArray
    kind: IntArray


def move(world: World) -> list[Record]:
    """Bring every body to ``world.time_ms`` and make the scene that sensors look at."""
    records: list[Record] = []
    end_bodies(world, records)
    begin_launches(world, records)
    begin_flights(world, records)
    launch_interceptors(world, records)
    make_scene(world)
    if world.scene_bodies and world.time_ms % STATES_EVERY_MS == 0:
        records.append(Record(TRUTH, states_record(world)))
    return records


def end_bodies(world: World, records: list[Record]) -> None:
    """Take bodies out of the air whose path has ended, each at its own millisecond."""
    if not world.flying and not world.interceptors:
        return
    bodies = (*world.flying, *world.interceptors)
    if first_end_ms(bodies) < world.time_ms:
        records += [ended(world, body, body.ends, end_ms(body)) for body in bodies if end_ms(body) < world.time_ms]
        world.flying = [body for body in world.flying if end_ms(body) >= world.time_ms]
        world.interceptors = [body for body in world.interceptors if end_ms(body) >= world.time_ms]


@lru_cache(maxsize=8)
def first_end_ms(bodies: Bodies) -> int:
    """Return when the first of the paths of some bodies ends, ms; the same bodies are asked for tick after tick."""
    return min(end_ms(body) for body in bodies)


def end_ms(body: DeclaredBody) -> int:
    """Return when a body's path ends, ms."""
    return body.start_ms + round(float(body.path.time_s[-1]) * 1000)


def begin_launches(world: World, records: list[Record]) -> None:
    """Put the launches whose time has come into the air, with what they will shed."""
    launches = world.scenario.launches
    while world.next_launch < len(launches) and launches[world.next_launch].lift_off_ms <= world.time_ms:
        launch = launches[world.next_launch]
        world.next_launch += 1
        if launch.launch_id not in world.control.moved:
            lift_off(world, launch, records)
    if world.control.moved:
        begin_moved(world, records)


def begin_moved(world: World, records: list[Record]) -> None:
    """Put the launches into the air that exercise control moved, and whose new time has come."""
    moved = world.control.moved
    for launch in world.scenario.launches:
        if 0 <= moved.get(launch.launch_id, -1) <= world.time_ms:
            lift_off(world, at_time(launch, moved[launch.launch_id]), records)
            moved[launch.launch_id] = -1


def lift_off(world: World, launch: DeclaredLaunch, records: list[Record]) -> None:
    """Put a launch into the air, with what it will shed."""
    told = launch_record(world.scenario, launch)
    records.append(Record(TRUTH, told))
    owe_confirmation(world, told)
    world.flying += launch.bodies


def launch_record(scenario: Scenario, launch: DeclaredLaunch) -> Launch:
    """Return the truth record of a launch, with where its own body would come down."""
    lat_rad, lon_rad, _ = launch.end_lla
    impact = UndefendedImpact(
        body_id=launch.body.body_id,
        time_ms=launch.lift_off_ms + round(launch.end_s * 1000),
        lat_rad=lat_rad,
        lon_rad=lon_rad,
        nation=nation_hit(scenario.geography, lat_rad, lon_rad),
        areas=areas_at(scenario.geography, lat_rad, lon_rad),
    )
    return Launch(
        launch_id=launch.launch_id,
        nation=launch.nation,
        vehicle_class=launch.vehicle_class,
        lift_off_ms=launch.lift_off_ms,
        place=launch.start_lla,
        azimuth_rad=launch.azimuth_rad,
        body_ids=tuple(body.body_id for body in launch.bodies),
        impacts=(impact,) if launch.body.ends == "impact" else (),
        notice_id=launch.notice_id,
    )


def begin_flights(world: World, records: list[Record]) -> None:
    """Put nature, aircraft and recorded flights whose time has come into the air."""
    flights = world.scenario.flights
    while world.next_flight < len(flights) and flights[world.next_flight].start_ms <= world.time_ms:
        flight = flights[world.next_flight]
        body = body_of(world, flight)
        told = flight_record(flight, body)
        records.append(Record(TRUTH, told))
        if isinstance(told, Launch):
            owe_confirmation(world, told)
        world.flying.append(body)
        world.next_flight += 1


def body_of(world: World, flight: DeclaredFlight) -> DeclaredBody:
    """Return the body of a flight; a recorded one gets its path now, its blanks drawn."""
    if isinstance(flight.record, DeclaredBody):
        return flight.record
    path = recorded_path(flight.record, flight.luck_id, world.luck)
    kind = Kind.PAYLOAD if isinstance(flight.record, Ascent) else Kind.DEBRIS
    return DeclaredBody(flight.body_id, flight.luck_id, flight.start_ms, path, "gone", kind=kind)


def flight_record(flight: DeclaredFlight, body: DeclaredBody) -> Launch | NatureEvent:
    """Return the truth record of a flight: a launch that threatens nobody, or an event of nature."""
    x, y, z = body.path.position_ecef[0]
    place = lla_from_ecef(float(x), float(y), float(z))
    if not isinstance(flight.record, Ascent):
        return NatureEvent(event_id=flight.flight_id, cause=flight.cause, place=place, body_ids=(flight.body_id,))
    return Launch(
        launch_id=flight.flight_id,
        nation=flight.nation,
        vehicle_class="slv",
        lift_off_ms=flight.start_ms,
        place=place,
        azimuth_rad=flight.record.azimuth_rad,
        body_ids=(flight.body_id,),
        impacts=(),
        notice_id=f"notice-{flight.flight_id}",
    )


def ended(world: World, body: DeclaredBody, how: str, ended_ms: int) -> Record:
    """Return the truth record of a body's end, where its path has it at that time; the World keeps it."""
    geography = world.scenario.geography
    position_ecef = state_at(body.path, (ended_ms - body.start_ms) / 1000.0)[0]
    lat_rad, lon_rad, alt_m = lla_from_ecef(*position_ecef.tolist())
    on_ground = how == "impact"
    found = BodyEnded(
        body_id=body.body_id,
        how="impact" if how == "impact" else "killed" if how == "killed" else "gone",
        ended_ms=ended_ms,
        place=(lat_rad, lon_rad, alt_m),
        nation=nation_hit(geography, lat_rad, lon_rad) if on_ground else "",
        areas=areas_at(geography, lat_rad, lon_rad) if on_ground else (),
    )
    if found.how != "gone":
        world.came_down.append(found)
    return Record(TRUTH, found)


def make_scene(world: World) -> None:
    """Make the arrays that sensors look at, and the body ids that only truth records carry."""
    time_ms = world.time_ms
    flying = [body for body in world.flying if body.start_ms <= time_ms]
    flying += [body for body in world.interceptors if body.start_ms <= time_ms]
    if not flying:
        world.scene, world.scene_bodies = NO_SCENE, ()
        return
    same = aloft((*flying,), time_ms // STRETCH_MS)
    position_ecef, velocity_ecef, plume_w_sr, rcs_m2 = states_at(same.paths, time_ms)
    world.scene_bodies = same.body_ids
    world.scene = Scene(position_ecef, velocity_ecef, rcs_m2, plume_w_sr, same.luck_id, same.kind)


@lru_cache(maxsize=4)
def aloft(bodies: Bodies, stretch: int) -> Aloft:
    """Return what stays of a scene in a stretch of time while these bodies fly; asked for tick after tick."""
    paths, start_ms = [body.path for body in bodies], [body.start_ms for body in bodies]
    return Aloft(
        laid_together(paths, start_ms, stretch * STRETCH_MS, (stretch + 1) * STRETCH_MS),
        tuple(body.body_id for body in bodies),
        np.array([body.luck_id for body in bodies], dtype=np.int64),
        np.array([body.kind for body in bodies], dtype=np.int64),
    )


def states_record(world: World) -> BodyStates:
    """Return the truth record of where every body is."""
    scene = world.scene
    rows = np.concatenate((scene.position_ecef, scene.velocity_ecef), axis=1)
    return BodyStates(
        body_ids=world.scene_bodies,
        states_ecef=tuple(tuple(row) for row in rows.tolist()),
        plume_w_sr=tuple(scene.plume_w_sr.tolist()),
        rcs_m2=tuple(scene.rcs_m2.tolist()),
    )
