"""Own interceptors in truth, for satellites to see, and the word to whoever might take one for an attack."""

import math
from dataclasses import replace

import numpy as np

from tocsin.chance.luck import declared_id
from tocsin.defence.battery import Battery, Shot
from tocsin.earth.kernels import lla_from_ecef, vincenty_inverse
from tocsin.exchange.payload import InterceptorLaunchNotice
from tocsin.exercise.stages.draft import draft_to_partners
from tocsin.exercise.stages.register import enter_shot
from tocsin.exercise.stages.third_states import overflights, third_state_notices
from tocsin.exercise.world import NodeState, Record, World
from tocsin.motion.interceptor import flyout_path
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import InterceptorLaunched
from tocsin.scenario.declared import DeclaredBody

TOLD_GRID_RAD = math.radians(0.05)  # about 5 km: a battery's place is told no better,
TOLD_TIME_MS = 1_000  # its time to the second,
TOLD_AZIMUTH_RAD = math.radians(5.0)  # and its direction roughly


def launch_interceptors(world: World, records: list[Record]) -> None:
    """Put the interceptors of the shots whose time has come into the air, one body a shot."""
    before_ms = world.time_ms - world.scenario.tick_ms
    for shot in world.shots:
        if not before_ms < shot.launch_ms <= world.time_ms:
            continue
        node = world.nodes[shot.node]
        battery = battery_of(node, shot)
        body = body_of(node, battery, shot)
        world.interceptors.append(body)
        records.append(
            Record(
                TRUTH,
                InterceptorLaunched(
                    shot_id=shot.shot_id,
                    nation=shot.node,
                    launch_ms=shot.launch_ms,
                    place=(battery.lat_rad, battery.lon_rad, battery.alt_m),
                    azimuth_rad=azimuth_rad(battery, shot),
                    body_ids=(body.body_id,),
                    notice_id=told_name(node, shot),
                ),
            )
        )
        records += overflights(world, battery, shot)


def battery_of(node: NodeState, shot: Shot) -> Battery:
    """Return the battery that fires a shot."""
    return next(battery for battery in node.declared.batteries if battery.battery_id == shot.battery_id)


def body_of(node: NodeState, battery: Battery, shot: Shot) -> DeclaredBody:
    """Return the one plume that a shot's interceptors are to a satellite, on their way to the point of intercept.

    Its luck hangs on the battery and on how many of its interceptors went before, never on the shot's name.
    """
    place_lla = (battery.lat_rad, battery.lon_rad, battery.alt_m)
    flight_s = (shot.intercept_ms - shot.launch_ms) / 1000.0
    path = flyout_path(battery.flyout, place_lla, np.array(shot.aim_ecef), flight_s)
    mine = [other for other in node.shots if other.battery_id == shot.battery_id]
    names = [other.shot_id for other in mine]
    ordinal = sum(other.interceptors for other in mine[: names.index(shot.shot_id)])
    return DeclaredBody(
        body_id=f"{shot.shot_id}-interceptor",
        luck_id=declared_id(f"interceptor {battery.battery_id} {ordinal}"),
        start_ms=shot.launch_ms,
        path=replace(path, plume_w_sr=path.plume_w_sr * shot.interceptors),
        ends="gone",
        launch_id=shot.shot_id,
    )


def azimuth_rad(battery: Battery, shot: Shot) -> float:
    """Return the direction from a battery to the point of intercept, from north over east."""
    lat_rad, lon_rad, _ = lla_from_ecef(*shot.aim_ecef)
    return float(vincenty_inverse(battery.lat_rad, battery.lon_rad, lat_rad, lon_rad)[1])


def announce_shots(world: World) -> list[Record]:
    """Enter every shot ordered since the last tick at its own desks, and draft the words for partners that are due.

    Own desks know a shot as it is ordered; when partners are told is the doctrine's matter.  Third states are told
    with them, if the agreement wants it.
    """
    records: list[Record] = []
    for node in world.nodes.values():
        if len(node.shots) == node.shots_announced and not node.words_due:
            continue
        for shot in node.shots[node.shots_announced :]:
            enter_shot(node, word_of(node, shot), world.time_ms)
            node.words_due.append((word_due_ms(node, shot, world.time_ms), shot.shot_id))
        node.shots_announced = len(node.shots)
        due = {shot_id for due_ms, shot_id in node.words_due if due_ms <= world.time_ms}
        for shot in node.shots if due else ():
            if shot.shot_id in due:
                draft_to_partners(world, node, "report", word_of(node, shot))
                records += third_state_notices(world, node, battery_of(node, shot), shot)
        node.words_due = [item for item in node.words_due if item[0] > world.time_ms]
    return records


def word_due_ms(node: NodeState, shot: Shot, time_ms: int) -> int:
    """Return when partners are to be told of a shot just ordered: at once, or drafted after it has left."""
    fire = node.doctrine.fire
    return time_ms if fire.announces == "before" else shot.launch_ms + fire.announce_ms


def word_of(node: NodeState, shot: Shot) -> InterceptorLaunchNotice:
    """Return what is told of a shot: where, when and whither, no better than anyone needs to know it again."""
    battery = battery_of(node, shot)
    return InterceptorLaunchNotice(
        notice_id=told_name(node, shot),
        nation=shot.node,
        launch_time_ms=round(shot.launch_ms / TOLD_TIME_MS) * TOLD_TIME_MS,
        lat_rad=round(battery.lat_rad / TOLD_GRID_RAD) * TOLD_GRID_RAD,
        lon_rad=round(battery.lon_rad / TOLD_GRID_RAD) * TOLD_GRID_RAD,
        azimuth_rad=round(azimuth_rad(battery, shot) / TOLD_AZIMUTH_RAD) * TOLD_AZIMUTH_RAD,
        interceptors=shot.interceptors,
    )


def told_name(node: NodeState, shot: Shot) -> str:
    """Return the name that a shot is told under: by the second of its launch, so that no count of shots is in it."""
    second = shot.launch_ms // 1000
    alike = [other.shot_id for other in node.shots if other.launch_ms // 1000 == second]
    return f"{shot.node}-interceptor-{second}-{alike.index(shot.shot_id) + 1}"
