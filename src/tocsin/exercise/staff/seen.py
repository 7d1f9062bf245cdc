"""What people at a node see: its own state, what was declared of its nation, the agreement, and nothing else."""

from collections.abc import Callable

from tocsin.exercise.staff.audience import Audience
from tocsin.exercise.staff.sections import (
    concert,
    control,
    defence,
    desk,
    events,
    exchange,
    ground,
    posture,
    released,
    sensors,
    sky,
    tracks,
    truth,
)
from tocsin.exercise.staff.sections.plain import Items
from tocsin.exercise.world import NodeState, World

Sections = dict[str, Items]  # things by key, by section
Section = Callable[[World, NodeState], Items]

SECTIONS: dict[str, Section] = {
    "alert": posture.alert,
    "events": events.events,
    "tracks": tracks.tracks,
    "reports": events.reports,
    "answers": events.answers,
    "advisories": events.advisories,
    "plans": defence.plans,
    "shots": defence.shots,
    "batteries": defence.batteries,
    "supplies": defence.supplies,
    "joint_plan": concert.joint_plan,
    "partner_engagements": concert.partner_engagements,
    "partner_batteries": defence.partner_batteries,
    "sensors": sensors.sensors,
    "areas": ground.areas,
    "sky": sky.sky,
    "notices": posture.notices,
    "notices_to_give": posture.notices_to_give,
    "links": exchange.links,
    "refused_messages": exchange.refused_messages,
    "partners": exchange.partners,
    "consultations": exchange.consultations,
    "agreement": exchange.agreement,
    "public_warnings": posture.public_warnings,
    "unsent_warnings": posture.unsent_warnings,
    "drills": posture.drills,
    "doctrine": posture.doctrine,
    "doctrines": posture.doctrines,
    "texts": desk.texts,
    "injects": desk.injects,
    "unread": desk.unread,
    "held_messages": desk.held_messages,
    "denials": desk.denials,
    "comms_checks": desk.comms_checks,
    "serials": desk.serials,
}


def seen(world: World, name: str) -> Sections:
    """Return what the people at a node see now.

    Parameters
    ----------
    world : World
        Between two ticks; not changed.
    name : str
        Of the node: a nation's, or ``joint``.

    Returns
    -------
    dict of section to dict of key to item
        Plain values, just as JSON gives them back.  Angles in rad to 1e-6, lengths in m, times in ms, velocities in
        m/s to 0.1; the unit is in each name.

    Notes
    -----
    Every section reads the node's own state, the node's end of its own links, what was declared of its nation, and
    the agreement.  Checked: with all else in the world wiped nothing shown changes (``tests/exercise/staff``).
    """
    node = world.nodes[name]
    return {section: shown(world, node) for section, shown in SECTIONS.items()}


def seen_by(world: World, audience: Audience) -> Sections:
    """Return what an audience sees now; see ``seen`` for what is in it.

    Whom a host releases to sees that, what the public is told, and the agreement if it is a party.
    """
    match audience.sees:
        case "node":
            return seen(world, audience.node)
        case "truth":
            return seen_by_control(world)
        case "released":
            is_party = audience.guest in world.agreement.parties
            return {
                "released": released.released(world, audience.node, audience.guest),
                "public_warnings": released.public_statements(world),
                "news": released.news(world),
                "agreement": exchange.agreement(world, world.nodes[audience.guest]) if is_party else {},
            }
        case "none":
            return {"public_warnings": released.public_statements(world), "news": released.news(world)}


def seen_by_control(world: World) -> Sections:
    """Return the truth as exercise control and observers see it."""
    return {
        "bodies": truth.bodies(world),
        "launches": truth.launches(world),
        "impacts": truth.impacts(world),
        "shots": truth.shots(world),
        "sensors": truth.sensors(world),
        "batteries": truth.batteries(world),
        "areas": truth.areas(world),
        "sky": sky.sky_of(world),
        "postures": truth.postures(world),
        "links": truth.all_links(world),
        "faults": control.faults(world),
        "agreement": truth.terms(world),
        "notices": truth.notices(world),
        "notices_to_give": truth.notices_to_give(world),
        "serials": control.serials(world),
        "injects": truth.injects(world),
        "texts": truth.texts(world),
        "public_warnings": released.public_statements(world),
        "news": released.news(world),
    }
