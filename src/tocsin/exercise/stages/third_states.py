"""States that are no party: what of a shot passes over them or may come down on them, and the word to them."""

import math

import numpy as np
from numpy.typing import NDArray

from tocsin.defence.battery import Battery, Shot
from tocsin.earth.kernels import ecef_from_lla, lla_from_ecef
from tocsin.exercise.ground import nation_at
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import Overflight, ThirdStateNotified, ThirdStateRisk
from tocsin.outcome.debris import debris_of
from tocsin.picture.shared import track_names
from tocsin.tracking.flown import flown

Array = NDArray[np.float64]

NOTIFYING_RULES = ("notify_overflown", "protect_third_state")
LOOK_EVERY_M = 5e3  # m, along an interceptor's path: what it crosses for less is not called overflown


def is_third_state(world: World, nation: str) -> bool:
    """Return whether a nation is a state, and no party to the agreement."""
    return nation != "" and nation not in world.agreement.parties


def overflown(world: World, battery: Battery, shot: Shot) -> list[str]:
    """Return the third states that lie below a shot's straight way from its battery to its intercept, in order."""
    start_ecef = np.array(ecef_from_lla(battery.lat_rad, battery.lon_rad, battery.alt_m))
    way_ecef = np.array(shot.aim_ecef) - start_ecef
    count = 2 + int(math.sqrt(float((way_ecef**2).sum())) / LOOK_EVERY_M)
    below = (lla_from_ecef(*(start_ecef + part * way_ecef).tolist()) for part in np.linspace(0.0, 1.0, count))
    nations = [nation_at(world.scenario.geography, lat_rad, lon_rad) for lat_rad, lon_rad, _ in below]
    return [nation for nation in dict.fromkeys(nations) if is_third_state(world, nation)]


def overflights(world: World, battery: Battery, shot: Shot) -> list[Record]:
    """Return the truth records of a shot that has just left over third states."""
    return [Record(TRUTH, Overflight(shot.shot_id, nation)) for nation in overflown(world, battery, shot)]


def third_state_notices(world: World, node: NodeState, battery: Battery, shot: Shot) -> list[Record]:
    """Return the records of what a nation tells third states of a shot, if the agreement wants them told.

    Third states run no node here: that the notice left is all that happens.
    """
    if world.agreement.third_state_rule not in NOTIFYING_RULES:
        return []
    risks: list[tuple[str, ThirdStateRisk]] = [(nation, "overflight") for nation in overflown(world, battery, shot)]
    hit = debris_on(world, node, shot)
    if is_third_state(world, hit):
        risks.append((hit, "debris"))
    return [Record(shot.node, ThirdStateNotified(shot.shot_id, nation, risk)) for nation, risk in risks]


def debris_on(world: World, node: NodeState, shot: Shot) -> str:
    """Return the nation that debris of a kill would come down on, by the node's own picture; '' if none or unknown.

    The object's track is flown on to the intercept by its kind, and what is left of it falls from the planned point.
    """
    event = node.event(shot.event_id)
    names = track_names(node.picture)
    held = None if event is None else next((item for item in event.objects if item.name == shot.object_name), None)
    if held is None or held.track not in names:
        return ""
    index = names.index(held.track)
    ahead_s = max(0.0, (shot.intercept_ms - node.picture.time_ms) / 1000.0)
    then = flown(held.flies, node.picture.x[index], node.picture.P[index], np.array([ahead_s]))
    lat_rad, lon_rad, _ = debris_of(np.array(shot.aim_ecef), then.x[0, 3:]).end_lla
    return nation_at(world.scenario.geography, lat_rad, lon_rad)
