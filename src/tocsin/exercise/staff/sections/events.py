"""What a node takes to have been launched, what it was told of it, and what it asked."""

from tocsin.exercise.staff.sections.plain import Item, Items, angle, ellipse_item, plain, shown_number
from tocsin.exercise.staff.sections.tracks import sources_item
from tocsin.exercise.world import NodeState, World
from tocsin.picture.ledger import vouching_node
from tocsin.warning.event import EventObject, ImpactEstimate, LaunchEstimate, WarningEvent


def events(world: World, node: NodeState) -> Items:
    """Return every open event: what it is taken for, how surely, where from, where to, what has been told of it."""
    told = told_of_events(world, node)
    return {event.event_id: event_item(node, event, told.get(event.event_id, {})) for event in node.events}


def told_of_events(world: World, node: NodeState) -> dict[str, dict[str, str]]:
    """Return by own event what kind of message was last sent of it, by partner."""
    found: dict[str, dict[str, str]] = {}
    for state, link in zip(world.links, world.declared_links, strict=True):
        if link.source != node.declared.name:
            continue
        for about, told in state.told.items():
            kind, _, event_id = about.partition(" ")
            if kind == "LaunchReport":
                found.setdefault(event_id, {})[link.target] = told.msg_type
    return found


def event_item(node: NodeState, event: WarningEvent, told: dict[str, str]) -> Item:
    """Return one event; ``told``: the kind of the last message about it, by partner."""
    own, name = node.declared.name, event.event_id
    sources = [source.source_id for source in event.provenance]
    return {
        "opened_ms": event.opened_ms,
        "updated_ms": event.updated_ms,
        "public_name": node.public_names.get(name, ""),
        "told": told,
        "assessment": node.assessed.get(name, "under_assessment"),
        "assessed_ms": node.assessed_ms.get(name, -1),
        "partner_assessment": event.partner_assessment,
        "confidence": event.confidence,
        "reported_confidence": event.reported_confidence,
        "medium_ms": event.medium_ms,
        "generic_class": event.generic_class,
        "own_kinds": [*event.own_kinds],
        "partner_kinds": [*event.partner_kinds],
        "verdict": event.verdict,
        "compared_notice": event.compared_notice,
        "matched_notice": event.matched_notice,
        "notified_class": event.notified_class,
        "launch": None if event.launch is None else launch_item(event.launch),
        "impact": None if event.impact is None else impact_item(event.impact),
        "is_impact_stale": event.is_impact_stale,
        "own_impact": None if event.own_impact is None else impact_item(event.own_impact),
        "primary": event.primary,
        "objects": [object_item(held) for held in event.objects],
        "claims": event.claims,
        "n_shown": event.n_shown,
        "shown_on": event.shown_on,
        "displays": event.displays,
        "own_sources": [source for source in sources if vouching_node(source) == own],
        "received_sources": [source for source in sources if vouching_node(source) != own],
        "parted_from": event.parted_from,
        "warned_launch_ms": event.warned_launch_ms,
        "warned_impact_ms": event.warned_impact_ms,
        "reported_ms": event.reported_ms,
    }


def launch_item(launch: LaunchEstimate) -> Item:
    """Return where, when and whither a launch was."""
    return {
        "time_ms": launch.time_ms,
        "time_sigma_ms": launch.time_sigma_ms,
        "azimuth_rad": angle(launch.azimuth_rad),
        "azimuth_sigma_rad": angle(launch.azimuth_sigma_rad),
        "point": ellipse_item(launch.point),
    }


def impact_item(impact: ImpactEstimate) -> Item:
    """Return where and when something will come down, and whom that threatens."""
    return {
        "time_ms": impact.time_ms,
        "time_sigma_ms": impact.time_sigma_ms,
        "range_m": shown_number(impact.range_m, 0),
        "place": ellipse_item(impact.place),
        "threatens": [*impact.threatens],
        "areas": {area: round(probability, 3) for area, probability in impact.areas},
    }


def object_item(held: EventObject) -> Item:
    """Return one thing of a launch that is tracked."""
    return {
        "name": held.name,
        "track": held.track,
        "flies": held.flies,
        "seen_ms": held.seen_ms,
        "kind_probability": [round(part, 3) for part in held.kind_probability],
    }


def reports(world: World, node: NodeState) -> Items:
    """Return the newest launch report of every partner's event, as it came: what is withheld is not there.

    ``withheld``: the fields that the agreement had nobody tell when it came; ``coarsened``: how coarse the rest is.
    ``sources``: what its sender vouched for; an event with one of them among its own is what it tells of.
    """
    return {
        subject: {
            "originator": held.originator,
            "released_ms": held.released_ms,
            "received_ms": held.received_ms,
            "assessment": held.assessment,
            "report": plain(held.report),
            "sources": sources_item(held.provenance),
            "withheld": [*held.withheld],
            "coarsened": {name: size for name, size in plain(held.coarsening).items() if size},
        }
        for subject, held in node.reports.items()
    }


def answers(world: World, node: NodeState) -> Items:
    """Return what was asked of an event, of whom, and what came back."""
    found: Items = {}
    for (event_id, asked_of), asked_ms in node.asked.items():
        answered = node.answered.get((event_id, asked_of))
        found[f"{event_id}/{asked_of}"] = {
            "asked_ms": asked_ms,
            "is_answered": answered is not None,
            "says": None if answered is None else answered.says,
            "text": "" if answered is None else answered.text,
        }
    return found


def advisories(world: World, node: NodeState) -> Items:
    """Return what was told of things that may look like a launch and are none."""
    return {advisory.advisory_id: plain(advisory) for advisory in node.advisories}
