"""Truth, for exercise control and observers alone."""

from collections.abc import Callable
from functools import lru_cache

from tocsin.exchange.link import is_out
from tocsin.exchange.release import closed_reason, version_of
from tocsin.exercise.forecast import forecast
from tocsin.exercise.staff.sections import defence, posture
from tocsin.exercise.staff.sections.exchange import terms_of
from tocsin.exercise.staff.sections.ground import areas_of
from tocsin.exercise.staff.sections.plain import Item, Items, angle, plain, shown_number
from tocsin.exercise.staff.sections.sensors import sensors as sensors_of
from tocsin.exercise.staff.sections.tracks import moving_item
from tocsin.exercise.stages.texts import is_of_control
from tocsin.exercise.world import NodeState, World
from tocsin.orders.staff import CONTROL
from tocsin.scenario.declared import Ascent, DeclaredBody, DeclaredFlight, DeclaredLaunch, Lla


def bodies(world: World) -> Items:
    """Return everything in the air: where it is, how it moves, whether its motor burns."""
    scene = world.scene
    kinds = {body.body_id: kind_item(world, body) for body in world.flying}
    kinds |= {body.body_id: {"kind": "interceptor", "launch_id": body.launch_id} for body in world.interceptors}
    rows = zip(
        world.scene_bodies,
        scene.position_ecef.tolist(),
        scene.velocity_ecef.tolist(),
        scene.plume_w_sr.tolist(),
        strict=True,
    )
    return {
        name: {
            **moving_item([*position_ecef, *velocity_ecef]),
            "is_burning": plume_w_sr > 0.0,
            **kinds[name],
        }
        for name, position_ecef, velocity_ecef, plume_w_sr in rows
        if name in kinds  # else it was destroyed within the tick
    }


def kind_item(world: World, body: DeclaredBody) -> Item:
    """Return what a body truly is: of a launch its part and the vehicle's class, of anything else its cause."""
    launch = launches_by_id(world.scenario.launches).get(body.launch_id)
    if launch is not None:
        return {
            "kind": body.kind.name.lower(),
            "launch_id": launch.launch_id,
            "nation": launch.nation,
            "vehicle_class": launch.vehicle_class,
        }
    flight = flights_by_body(world.scenario.flights).get(body.body_id)
    return {
        "kind": body.kind.name.lower() if flight is None else flight_kind(flight),
        "launch_id": body.launch_id,
        "nation": "" if flight is None else flight.nation,
    }


def flight_kind(flight: DeclaredFlight) -> str:
    """Return what a flight that threatens nobody is."""
    return "ascent" if isinstance(flight.record, Ascent) else flight.cause


@lru_cache(maxsize=4)
def launches_by_id(launches: tuple[DeclaredLaunch, ...]) -> dict[str, DeclaredLaunch]:
    """Return launches by their ids."""
    return {launch.launch_id: launch for launch in launches}


@lru_cache(maxsize=4)
def flights_by_body(flights: tuple[DeclaredFlight, ...]) -> dict[str, DeclaredFlight]:
    """Return flights by the body that flies."""
    return {flight.body_id: flight for flight in flights}


def impacts(world: World) -> Items:
    """Return everything that has come down or was destroyed so far: when, where, on whom."""
    return {
        ended.body_id: {
            "how": ended.how,
            "time_ms": ended.ended_ms,
            **place_item(ended.place),
            "alt_m": shown_number(ended.place[2], 0),
            "nation": ended.nation,
            "areas": [*ended.areas],
        }
        for ended in world.came_down
    }


def shots(world: World) -> Items:
    """Return every nation's shots, each with what it truly did ('' while it is under way), and to which body."""
    found = of_nations(world, defence.shots)
    for key, item in found.items():
        outcome = world.outcomes.get(key.partition("/")[2])
        item["true_result"] = "" if outcome is None else "killed" if outcome.kills else "missed"
        item["body_id"] = "" if outcome is None else outcome.body_id
    return found


def sensors(world: World) -> Items:
    """Return every nation's sensors, by nation and sensor."""
    return of_nations(world, sensors_of)


def batteries(world: World) -> Items:
    """Return every nation's batteries, by nation and battery."""
    return of_nations(world, defence.batteries)


def areas(world: World) -> Items:
    """Return every declared area, by nation and area."""
    return {f"{item['nation']}/{name}": item for name, item in areas_of(world.scenario.geography).items()}


def of_nations(world: World, section: Callable[[World, NodeState], Items]) -> Items:
    """Return one section of all nodes, by node and key."""
    return {f"{name}/{key}": item for name, node in world.nodes.items() for key, item in section(world, node).items()}


def launches(world: World) -> Items:
    """Return every launch and flight that takes place in this run, flown or yet to come."""
    found: Items = {
        launch.launch_id: {
            "nation": launch.nation,
            "vehicle_class": launch.vehicle_class,
            "lift_off_ms": launch.lift_off_ms,
            "start": place_item(launch.start_lla),
            "end": place_item(launch.end_lla),
            "notice_id": launch.notice_id,
            "has_begun": number < world.next_launch,
        }
        for number, launch in enumerate(world.scenario.launches)
    }
    for number, flight in enumerate(world.scenario.flights):
        found[flight.flight_id] = {
            "nation": flight.nation,
            "cause": flight.cause,
            "lift_off_ms": flight.start_ms,
            "has_begun": number < world.next_flight,
        }
    return found


def place_item(place_lla: Lla) -> Item:
    """Return a place on the ground."""
    return {"lat_rad": angle(place_lla[0]), "lon_rad": angle(place_lla[1])}


def postures(world: World) -> Items:
    """Return how every node stands: its alert, what it holds open, what it has fired."""
    return {
        name: {
            "level": node.alert,
            "since_ms": node.alert_ms,
            "events": len(node.events),
            "tracks": len(node.picture.provenances),
            "shots": len(node.shots),
        }
        for name, node in world.nodes.items()
    }


def all_links(world: World) -> Items:
    """Return every link: whether it is out of action, and how much is under way on it."""
    return {
        link.link_id: {
            "from": link.source,
            "to": link.target,
            "is_out": is_out(link, world.time_ms),
            "sent": state.next_seq - 1,
            "under_way": len(state.under_way),
        }
        for state, link in zip(world.links, world.declared_links, strict=True)
    }


def notices(world: World) -> Items:
    """Return every nation's register, by nation and notice: who holds which revision of what."""
    return of_nations(world, posture.notices)


def notices_to_give(world: World) -> Items:
    """Return the notices that are still to be filed, by nation and notice."""
    return of_nations(world, posture.notices_to_give)


def terms(world: World) -> Items:
    """Return the terms in force, whether they are open, and who has signed which new ones."""
    return {
        "terms": terms_of(world.agreement),
        "state": {
            "version": version_of(world.agreement),
            "suspended_by": [*world.agreement_state.suspended_by],
            "closed": closed_reason(world.agreement, world.agreement_state, world.time_ms) or "",
            "signed": {name: version_of(signed) for name, signed in world.amendments.items()},
        },
    }


def injects(world: World) -> Items:
    """Return every inject: as it is written, how far it is, when it may fire by itself, what it waits for."""
    states = world.control.injects
    return {
        found.inject_id: {
            **plain(states[found.inject_id].inject),
            "status": found.status,
            "next_ms": found.next_ms,
            "waits_for": [*found.waits_for],
            "fired_by": found.by,
        }
        for found in (forecast(world) if states else ())
    }


def texts(world: World) -> Items:
    """Return what nations wrote to control, and control to them; what they write to each other is theirs."""
    return {
        f"{name}/{text_id}": plain(text)
        for name, node in world.nodes.items()
        for text_id, text in node.staff.texts.items()
        if text.to == CONTROL or is_of_control(text_id)
    }
