"""Truth moves: launches lift off, bodies fly, and what has come down is taken out of the air."""

import numpy as np

from tocsin.earth.kernels import lla_from_ecef, lla_rows
from tocsin.exercise.ground import areas_at, nation_at
from tocsin.exercise.nature import recorded_path
from tocsin.exercise.world import NO_SCENE, Boosted, Record, Recorded, World
from tocsin.motion.kernels import advance, boost_state, locate_impact
from tocsin.motion.path import state_at
from tocsin.motion.solve import launch_position
from tocsin.motion.vehicle import plan_row
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import BodyEnded, BodyStates, Launch, NatureEvent, UndefendedImpact
from tocsin.scenario.declared import Ascent, DeclaredFlight, DeclaredLaunch, Scenario
from tocsin.sensing.scene import Scene

STATES_EVERY_MS = 5_000
RECORDED_RCS_M2 = 10.0  # m^2, notional: a launch vehicle on its way up; a fireball's trail is not followed by radar


def move(world: World) -> list[Record]:
    """Bring every body to ``world.time_ms`` and make the scene that sensors look at."""
    records: list[Record] = []
    if world.boosted.launch.size:
        fly_boosted(world, records)
    if world.recorded:
        end_recorded(world, records)
    lift_off(world, records)
    begin_flights(world, records)
    make_scene(world)
    if world.scene_bodies and world.time_ms % STATES_EVERY_MS == 0:
        records.append(Record(TRUTH, states_record(world)))
    return records


def lift_off(world: World, records: list[Record]) -> None:
    """Add the launches whose time has come, already flown from lift-off to now."""
    launches = world.scenario.launches
    while world.next_launch < len(launches) and launches[world.next_launch].lift_off_ms <= world.time_ms:
        launch = launches[world.next_launch]
        records.append(Record(TRUTH, launch_record(world.scenario, launch)))
        row = plan_row(launch.vehicle, launch.plan)[None]
        since_s = (world.time_ms - launch.lift_off_ms) / 1000.0
        position, velocity = launch_position(launch.start_lla)[None], np.zeros((1, 3))
        if since_s > 0.0:
            position, velocity = advance(position, velocity, np.zeros(1), row, since_s)
        b = world.boosted
        world.boosted = Boosted(
            np.append(b.launch, world.next_launch),
            np.concatenate((b.position_ecef, position)),
            np.concatenate((b.velocity_ecef, velocity)),
            np.append(b.elapsed_s, since_s),
            np.concatenate((b.plan_rows, row)),
        )
        world.next_launch += 1


def launch_record(scenario: Scenario, launch: DeclaredLaunch) -> Launch:
    """Return the truth record of a launch, with where it would come down."""
    lat_rad, lon_rad, _ = launch.flight.impact_lla
    impact = UndefendedImpact(
        body_id=launch.body_id,
        time_ms=launch.lift_off_ms + round(launch.flight.impact_s * 1000),
        lat_rad=lat_rad,
        lon_rad=lon_rad,
        nation=nation_at(scenario.geography, lat_rad, lon_rad),
        areas=areas_at(scenario.geography, lat_rad, lon_rad),
    )
    return Launch(
        launch_id=launch.launch_id,
        nation=launch.nation,
        vehicle_class=launch.vehicle_class,
        lift_off_ms=launch.lift_off_ms,
        place=launch.start_lla,
        azimuth_rad=launch.plan.azimuth_rad,
        body_ids=(launch.body_id,),
        impacts=(impact,),
        notice_id="",
    )


def fly_boosted(world: World, records: list[Record]) -> None:
    """Fly every boosted body one tick; those that come down within it are taken out, to the millisecond."""
    b, tick_s = world.boosted, world.scenario.tick_ms / 1000.0
    position, velocity = advance(b.position_ecef, b.velocity_ecef, b.elapsed_s, b.plan_rows, tick_s)
    down = np.flatnonzero(lla_rows(position)[:, 2] < 0.0)
    for i in down:
        launch = world.scenario.launches[b.launch[i]]
        row, since_s = b.plan_rows[i], float(b.elapsed_s[i])
        left_s = min(locate_impact(b.position_ecef[i], b.velocity_ecef[i], since_s, row, tick_s), tick_s)
        at, _ = advance(
            b.position_ecef[i : i + 1], b.velocity_ecef[i : i + 1], b.elapsed_s[i : i + 1], row[None], left_s
        )
        ended_ms = world.time_ms - world.scenario.tick_ms + round(left_s * 1000)
        records.append(Record(TRUTH, ended(world.scenario, launch.body_id, "impact", ended_ms, at[0])))
    elapsed_s = b.elapsed_s + tick_s
    world.boosted = Boosted(b.launch, position, velocity, elapsed_s, b.plan_rows)
    if down.size:
        world.boosted = without(world.boosted, down)


def without(b: Boosted, indices: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> Boosted:
    """Return the bodies less those at some indices."""
    return Boosted(
        np.delete(b.launch, indices),
        np.delete(b.position_ecef, indices, axis=0),
        np.delete(b.velocity_ecef, indices, axis=0),
        np.delete(b.elapsed_s, indices),
        np.delete(b.plan_rows, indices, axis=0),
    )


def ended(scenario: Scenario, body_id: str, how: str, ended_ms: int, position_ecef: object) -> BodyEnded:
    """Return the truth record of a body's end."""
    x, y, z = np.asarray(position_ecef, dtype=np.float64)
    lat_rad, lon_rad, alt_m = lla_from_ecef(float(x), float(y), float(z))
    on_ground = how == "impact"
    return BodyEnded(
        body_id=body_id,
        how="impact" if how == "impact" else "killed" if how == "killed" else "gone",
        ended_ms=ended_ms,
        place=(lat_rad, lon_rad, alt_m),
        nation=nation_at(scenario.geography, lat_rad, lon_rad) if on_ground else "",
        areas=areas_at(scenario.geography, lat_rad, lon_rad) if on_ground else (),
    )


def begin_flights(world: World, records: list[Record]) -> None:
    """Put recorded flights whose time has come into the air."""
    flights = world.scenario.flights
    while world.next_flight < len(flights) and flights[world.next_flight].start_ms <= world.time_ms:
        flight = flights[world.next_flight]
        path = recorded_path(flight, world.luck)
        records.append(Record(TRUTH, flight_record(flight, path.position_ecef[0])))
        world.recorded.append(Recorded(world.next_flight, path))
        world.next_flight += 1


def flight_record(flight: DeclaredFlight, position_ecef: object) -> Launch | NatureEvent:
    """Return the truth record of a recorded flight: a launch that threatens nobody, or a fireball."""
    x, y, z = np.asarray(position_ecef, dtype=np.float64)
    place = lla_from_ecef(float(x), float(y), float(z))
    if not isinstance(flight.record, Ascent):
        return NatureEvent(event_id=flight.flight_id, cause="fireball", place=place, body_ids=(flight.body_id,))
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


def end_recorded(world: World, records: list[Record]) -> None:
    """Take recorded flights whose record has ended out of the air."""
    staying = []
    for body in world.recorded:
        flight = world.scenario.flights[body.flight]
        if (world.time_ms - flight.start_ms) / 1000.0 <= body.path.time_s[-1]:
            staying.append(body)
        else:
            records.append(
                Record(
                    TRUTH,
                    ended(world.scenario, flight.body_id, "gone", world.time_ms, body.path.position_ecef[-1]),
                )
            )
    world.recorded = staying


def make_scene(world: World) -> None:
    """Make the arrays that sensors look at, and the body ids that only truth records carry."""
    if not world.boosted.launch.size and not world.recorded:
        world.scene, world.scene_bodies = NO_SCENE, ()
        return
    b, scenario = world.boosted, world.scenario
    _, plume_w_sr, rcs_m2 = boost_state(b.plan_rows, b.elapsed_s)
    flown = [
        (
            scenario.flights[r.flight],
            *state_at(r.path, (world.time_ms - scenario.flights[r.flight].start_ms) / 1000.0)[:3],
        )
        for r in world.recorded
    ]
    world.scene_bodies = (
        *(scenario.launches[i].body_id for i in b.launch),
        *(flight.body_id for flight, _, _, _ in flown),
    )
    luck_ids = [scenario.launches[i].luck_id for i in b.launch] + [flight.luck_id for flight, _, _, _ in flown]
    if not flown:
        world.scene = Scene(b.position_ecef, b.velocity_ecef, rcs_m2, plume_w_sr, np.array(luck_ids, dtype=np.int64))
        return
    world.scene = Scene(
        np.concatenate((b.position_ecef, [position for _, position, _, _ in flown])),
        np.concatenate((b.velocity_ecef, [velocity for _, _, velocity, _ in flown])),
        np.append(
            rcs_m2,
            [RECORDED_RCS_M2 if isinstance(flight.record, Ascent) else 0.0 for flight, _, _, _ in flown],
        ),
        np.append(plume_w_sr, [plume for _, _, _, plume in flown]),
        np.array(luck_ids, dtype=np.int64),
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
