"""The joint cell: a node of its own without sensors or batteries, fed by released messages alone."""

from dataclasses import replace

from tocsin.chance.luck import declared_id
from tocsin.exchange.agreement import JOINT
from tocsin.exchange.link import Link
from tocsin.scenario.declared import DeclaredNode, Scenario


def joint_node(scenario: Scenario) -> DeclaredNode:
    """Return the joint cell's node: it has nothing of its own, and decides as quickly as the first party."""
    return replace(
        scenario.nodes[0],
        name=JOINT,
        luck_id=declared_id(f"node {JOINT}"),
        radars=(),
        skywaves=(),
        satellites=(),
        batteries=(),
        notices=(),
        patrols={},
        outages={},
        report_delays_ms={},
    )


def joint_links(scenario: Scenario) -> tuple[Link, ...]:
    """Return the links between every member and the joint cell: each as the party's first link to a partner."""
    links: list[Link] = []
    for party in scenario.members:
        way_out = next((link for link in scenario.links if link.source == party), None)
        way_in = next((link for link in scenario.links if link.target == party), None)
        for link, source, target in ((way_out, party, JOINT), (way_in, JOINT, party)):
            if link is not None:
                name = declared_id(f"link {source} {target}")
                links.append(replace(link, link_id=f"{source}-{target}", luck_id=name, source=source, target=target))
    return tuple(links)
