"""What a host has released to one nation: all that its liaison officer is shown; and what everybody is told."""

from typing import Any

from tocsin.exchange.link import Told
from tocsin.exchange.message import Message
from tocsin.exchange.payload import TrackReport
from tocsin.exchange.public_names import with_public_names
from tocsin.exercise.staff.sections.plain import Item, Items, plain
from tocsin.exercise.staff.sections.posture import warning_item
from tocsin.exercise.staff.sections.tracks import told_track
from tocsin.exercise.world import NodeState, World


def released(world: World, host: str, guest: str) -> Items:
    """Return the newest message that left about each thing, by its id on the link, under the names partners know."""
    index = world.link_index.get((host, guest))
    if index is None:
        return {}
    node = world.nodes[host]
    return {told.msg_id: released_item(node, guest, told) for told in world.links[index].told.values()}


def released_item(node: NodeState, guest: str, told: Told) -> Item:
    """Return one message as it was released."""
    own_words = Message(
        originator=node.declared.name,
        releasable_to=guest,
        msg_type=told.msg_type,
        agreement_version="",
        released_ms=0,
        payload=told.payload,
        provenance=(),
    )
    payload = with_public_names(own_words, node.public_names)[0].payload
    if isinstance(payload, TrackReport):
        said: Any = {track.provenance[0].source_id: told_track(track, node.declared.name) for track in payload.tracks}
    else:
        said = plain(payload)
    return {"msg_type": told.msg_type, "kind": type(payload).__name__, "payload": said}


def public_statements(world: World) -> Items:
    """Return every nation's warnings to its public that have been sent."""
    return {
        warning.warning_id: {"nation": name, **warning_item(warning)}
        for name, node in world.nodes.items()
        for warning in node.public_warnings
    }


def news(world: World) -> Items:
    """Return the news that control has given out, once each, however many nations it was given to."""
    told = {
        (time_ms, inject.sender, inject.text): None
        for node in world.nodes.values()
        for time_ms, inject in node.injects.values()
        if inject.means == "news"
    }
    return {
        str(number): {"time_ms": time_ms, "sender": sender, "text": text}
        for number, (time_ms, sender, text) in enumerate(sorted(told), start=1)
    }
