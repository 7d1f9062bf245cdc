"""The agreement itself changes in mid-run: suspended, resumed, amended."""

from dataclasses import replace

from tocsin.exchange.agreement import JOINT
from tocsin.exchange.link import LinkState
from tocsin.exchange.release import version_of
from tocsin.exercise.world import NodeState, Record, World, new_node
from tocsin.orders.action import SignAmendment
from tocsin.orders.order import AgreementAmended, SharingChanged
from tocsin.scenario.agreement_filed import fault_in_terms
from tocsin.scenario.joint import joint_links, joint_node


def suspend(world: World, node: NodeState) -> tuple[str, list[Record]]:
    """Suspend the agreement; return why not, or '', and the records: every party is told."""
    state, party = world.agreement_state, node.declared.name
    if world.agreement.rung == 0 or party not in world.agreement.parties:
        return "there is no agreement to suspend", []
    if not world.agreement.may_suspend:
        return f"{world.agreement.name} may not be suspended", []
    if party in state.suspended_by:
        return f"{party} has suspended it already", []
    world.agreement_state = replace(state, suspended_by=(*state.suspended_by, party))
    return "", told(world, SharingChanged(party=party, is_suspended=True))


def resume(world: World, node: NodeState) -> tuple[str, list[Record]]:
    """Lift a nation's own suspension; return why not, or '', and the records."""
    state, party = world.agreement_state, node.declared.name
    if party not in state.suspended_by:
        return f"{party} has not suspended it", []
    world.agreement_state = replace(state, suspended_by=tuple(p for p in state.suspended_by if p != party))
    return "", told(world, SharingChanged(party=party, is_suspended=False))


def sign_amendment(world: World, node: NodeState, action: SignAmendment) -> tuple[str, list[Record]]:
    """Sign new terms; they are in force from now once every party has signed the same.

    Terms that no agreement file could hold are refused with the reason that the file would get.
    """
    parties = world.agreement.parties
    if sorted(action.terms.parties) != sorted(parties):
        return f"terms are between {', '.join(action.terms.parties)}; they must be between {', '.join(parties)}", []
    fault = fault_in_terms(action.terms)
    if fault:
        return fault, []
    if action.terms != world.agreement and version_of(action.terms) == version_of(world.agreement):
        return f"{version_of(action.terms)} is in force with other words; give a version of their own", []
    world.amendments[node.declared.name] = action.terms
    if any(world.amendments.get(party) != action.terms for party in parties):
        return "", []
    world.amendments = {}
    world.agreement = action.terms
    set_up_joint_cell(world)
    return "", told(world, AgreementAmended(name=action.terms.name, version=action.terms.version))


def told(world: World, body: SharingChanged | AgreementAmended) -> list[Record]:
    """Return the record of a change, for every party: it is told openly, not over the links."""
    return [Record(party, body) for party in world.agreement.parties]


def set_up_joint_cell(world: World) -> None:
    """Add the joint cell's node and its links where the agreement provides for one that is not there yet.

    A joint cell that the agreement no longer provides for stays, and is told nothing more.
    """
    if world.agreement.joint_cells == "none" or JOINT in world.nodes:
        return
    world.nodes[JOINT] = new_node(joint_node(world.scenario), has_glint=False)
    added = joint_links(world.scenario)
    for link in added:
        world.link_index[link.source, link.target] = len(world.links)
        world.links.append(LinkState(next_seq=1, last_report_ms=world.time_ms, under_way=[]))
    world.declared_links = (*world.declared_links, *added)
