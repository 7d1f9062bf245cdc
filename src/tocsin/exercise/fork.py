"""What if: a copy of a World that runs on, under another agreement or with another luck if wanted."""

from dataclasses import replace

from tocsin.chance.luck import Luck
from tocsin.exchange.agreement import JOINT, Agreement
from tocsin.exchange.link import LinkState
from tocsin.exercise.snapshot import frozen, thawed
from tocsin.exercise.world import World, new_node
from tocsin.scenario.joint import joint_links, joint_node


def fork(world: World, agreement: Agreement | None = None, luck: Luck | None = None) -> World:
    """Return a copy of a World at the same moment; the two share nothing that changes.

    Parameters
    ----------
    world : World
        Between two ticks.
    agreement : Agreement, optional
        In force from now on, suspended by nobody.  What has been told and learned stays so.
    luck : Luck, optional
        Of every draw from now on.  What flies was drawn before the run, and stays.
    """
    copy = thawed(frozen(world), world.scenario)
    if luck is not None:
        copy.luck, copy.lasting = luck, {}  # how quick a cell is was drawn too
    if agreement is not None and agreement != world.agreement:
        copy.agreement, copy.amendments = agreement, {}
        copy.agreement_state = replace(copy.agreement_state, suspended_by=())
        if agreement.joint_cells != "none" and JOINT not in copy.nodes:
            join(copy)
    return copy


def join(world: World) -> None:
    """Add the joint cell's node and its links, which the agreement until now had not."""
    world.nodes[JOINT] = new_node(joint_node(world.scenario), has_glint=False)
    added = joint_links(world.scenario)
    for link in added:
        world.link_index[link.source, link.target] = len(world.links)
        world.links.append(LinkState(next_seq=1, last_report_ms=world.time_ms, under_way=[]))
    world.declared_links = (*world.declared_links, *added)
