"""What a node could shoot at, what it has fired, and what partners say that they have left."""

from tocsin.defence.battery import Battery
from tocsin.earth.kernels import lla_from_ecef
from tocsin.exercise.staff.sections.plain import Item, Items, angle, plain, shown_number
from tocsin.exercise.stages.intend import intended_plans
from tocsin.exercise.stages.supply import supplies_of
from tocsin.exercise.world import NodeState, World


def plans(world: World, node: NodeState) -> Items:
    """Return every engagement that a battery could carry out, and how many interceptors are proposed for it.

    ``state`` as partners would be told it: able, proposed, or intended, which is what doctrine lets be fired now.
    """
    meant = intended_plans(world, node)
    return {
        f"{plan.event_id}/{plan.object_name}/{plan.battery_id}": {
            "event_id": plan.event_id,
            "object_name": plan.object_name,
            "battery_id": plan.battery_id,
            "layer": plan.layer,
            "state": "intended" if plan in meant else "proposed" if plan.proposed else "able",
            "able": plan.able,
            "proposed": plan.proposed,
            "launch_ms": plan.launch_ms,
            "intercept_ms": plan.intercept_ms,
            "last_launch_ms": plan.last_launch_ms,
            "last_intercept_ms": plan.last_intercept_ms,
            "aim": place_item(plan.aim_ecef),
            "sigma_m": shown_number(plan.sigma_m, 0),
            "kill_probability": round(plan.kill_probability, 3),
            "is_own": plan.is_own,
            "areas": [*plan.areas],
        }
        for plan in node.plans
    }


def batteries(world: World, node: NodeState) -> Items:
    """Return what each battery is, how far it reaches as declared, and what it has left."""
    return {
        battery.battery_id: {
            **battery_item(battery),
            "stock_left": state.stock_left,
            "ready_ms": state.ready_ms,
        }
        for battery, state in zip(node.declared.batteries, node.batteries, strict=True)
    }


def battery_item(battery: Battery) -> Item:
    """Return a battery as declared: ``reach_m`` along the ground, heights at which it meets threats, its radar."""
    reach = battery.flyout.interceptor
    return {
        "layer": battery.layer,
        **site_item(battery),
        "salvo": battery.salvo,
        "reach_m": shown_number(reach.max_ground_range_m, 0),
        "least_alt_m": shown_number(reach.min_altitude_m, 0),
        "greatest_alt_m": shown_number(reach.max_altitude_m, 0),
        "radar_range_m": shown_number(battery.radar_range_m, 0),
        "engages": [*battery.engages],
    }


def site_item(battery: Battery) -> Item:
    """Return where a battery stands."""
    return {
        "lat_rad": angle(battery.lat_rad),
        "lon_rad": angle(battery.lon_rad),
        "alt_m": shown_number(battery.alt_m, 0),
    }


def place_item(position_ecef: tuple[float, float, float]) -> Item:
    """Return a place in the air."""
    lat_rad, lon_rad, alt_m = lla_from_ecef(*position_ecef)
    return {"lat_rad": angle(lat_rad), "lon_rad": angle(lon_rad), "alt_m": shown_number(alt_m, 0)}


def shots(world: World, node: NodeState) -> Items:
    """Return every shot, and what it is taken to have done: '' while nobody knows."""
    sites = {battery.battery_id: battery for battery in node.declared.batteries}
    unannounced = {shot_id for _, shot_id in node.words_due}
    found: Items = {}
    for shot in node.shots:
        assessed = node.shots_assessed.get(shot.shot_id)
        found[shot.shot_id] = {
            "battery_id": shot.battery_id,
            "layer": shot.layer,
            "event_id": shot.event_id,
            "object_name": shot.object_name,
            "interceptors": shot.interceptors,
            "launch_ms": shot.launch_ms,
            "intercept_ms": shot.intercept_ms,
            "from": site_item(sites[shot.battery_id]),
            "aim": place_item(shot.aim_ecef),
            "result": "" if assessed is None else "killed" if assessed else "missed",
            "is_announced": shot.shot_id not in unannounced,
        }
    return found


def supplies(world: World, node: NodeState) -> Items:
    """Return what each battery can give now: interceptors on launchers, how many of them kept back, channels free."""
    return {
        supply.battery_id: {"ready": supply.stock, "kept": supply.reserve, "channels_free": supply.channels}
        for supply in supplies_of(node, world.time_ms)
    }


def partner_batteries(world: World, node: NodeState) -> Items:
    """Return what partners said their batteries have left."""
    return {name: plain(status) for name, status in node.battery_status.items()}
