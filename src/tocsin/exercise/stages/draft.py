"""What a node wants to tell its partners, before the agreement has had its say."""

from tocsin.exchange.message import Draft, MsgType
from tocsin.exchange.payload import Payload
from tocsin.exercise.world import NodeState, World
from tocsin.warning.report import Scope

UNKNOWN = Scope(None, None, None, None)


def draft_to_partners(
    world: World, node: NodeState, msg_type: MsgType, payload: Payload, scope: Scope = UNKNOWN
) -> None:
    """Draft a message for everyone that a link of the node leads to; ``scope`` as below."""
    for link in world.declared_links:
        if link.source == node.declared.name:
            draft_to(world, node, link.target, msg_type, payload, scope)


def draft_to(
    world: World, node: NodeState, target: str, msg_type: MsgType, payload: Payload, scope: Scope = UNKNOWN
) -> None:
    """Draft a message for one partner; ``scope``: what is known of the launch that it is about."""
    draft = Draft(
        originator=node.declared.name,
        to=target,
        drafted_ms=world.time_ms,
        msg_type=msg_type,
        payload=payload,
        **scope._asdict(),
    )
    world.drafts.append(draft)
