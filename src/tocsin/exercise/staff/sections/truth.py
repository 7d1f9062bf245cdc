"""Truth, for exercise control and observers alone."""

from tocsin.exchange.link import is_out
from tocsin.exchange.release import closed_reason, version_of
from tocsin.exercise.forecast import forecast
from tocsin.exercise.staff.sections.exchange import terms_of
from tocsin.exercise.staff.sections.plain import Item, Items, angle, plain
from tocsin.exercise.staff.sections.tracks import moving_item
from tocsin.exercise.stages.texts import is_of_control
from tocsin.exercise.world import World
from tocsin.orders.staff import CONTROL
from tocsin.scenario.declared import Lla


def bodies(world: World) -> Items:
    """Return everything in the air: where it is, how it moves, whether its motor burns."""
    scene = world.scene
    thrown_by = {body.body_id: body.launch_id for body in (*world.flying, *world.interceptors)}
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
            "launch_id": thrown_by.get(name, ""),
        }
        for name, position_ecef, velocity_ecef, plume_w_sr in rows
    }


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
