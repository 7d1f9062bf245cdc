"""Nodes know nothing of the truth but what their sensors report: bodies permuted and renumbered change nothing."""

import dataclasses

import msgspec
import pytest

from tocsin.exchange.agreement import JOINT, JointCell
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.world import new_world
from tocsin.journal.memory import DigestJournal
from tocsin.orders.kinds import TRUTH, TRUTH_KINDS
from tocsin.review.log import Collected, Header, RunLog
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.declared import DeclaredLaunch, Scenario

ORDERS = ((0, 1, 2), (2, 0, 1), (1, 2, 0))


def renumbered(scenario: Scenario, order: tuple[int, ...]) -> Scenario:
    """Return the scenario with its launches at one moment, in another order and under other names.

    The luck ids stay: what a body draws hangs on what was declared, not on its row.
    """
    launches = tuple(renamed(scenario.launches[i], f"x{row}") for row, i in enumerate(order))
    return dataclasses.replace(scenario, launches=launches)


def renamed(launch: DeclaredLaunch, name: str) -> DeclaredLaunch:
    """Return a launch under another name, at exercise second 300."""
    bodies = tuple(
        dataclasses.replace(body, body_id=f"{name}-{number}", start_ms=body.start_ms - launch.lift_off_ms + 300_000)
        for number, body in enumerate(launch.bodies)
    )
    return dataclasses.replace(launch, lift_off_ms=300_000, launch_id=name, bodies=bodies)


def played_log(scenario: Scenario, joint_cells: JointCell = "none") -> RunLog:
    """Return the records of one run under full-picture, with a joint cell if one is named."""
    collected = Collected()
    terms = dataclasses.replace(load_agreement("full-picture", scenario.parties), joint_cells=joint_cells)
    world = new_world(scenario, terms, 5)
    for _ in play(world, DoctrineCells(), DigestJournal(), collected):
        pass
    return collected.log(Header(scenario.name, "full-picture", 5, 0, "", {}))


def node_records(log: RunLog) -> list[tuple[int, str, str, bytes]]:
    """Return everything that nodes hold or did, as bytes."""
    return [
        (entry.time_ms, entry.node, type(entry.body).__name__, msgspec.json.encode(entry.body))
        for entry in log.entries
        if entry.node != TRUTH
    ]


@pytest.fixture(scope="module")
def logs(flagship) -> list[RunLog]:
    return [played_log(renumbered(flagship, order)) for order in ORDERS]


def test_node_records_are_byte_identical_when_bodies_are_permuted(logs):
    first = node_records(logs[0])
    assert len(first) > 1000
    for other in logs[1:]:
        assert node_records(other) == first


@pytest.mark.slow
def test_a_joint_cell_knows_nothing_of_the_truth_either(flagship):
    short = dataclasses.replace(flagship, end_ms=900_000)
    first, other = (node_records(played_log(renumbered(short, order), "fusion")) for order in ORDERS[:2])
    of_joint = [(kind, body) for _, node, kind, body in first if node == JOINT]
    assert {"Delivery", "PictureState", "LaunchWarning"} <= {kind for kind, _ in of_joint}
    assert first == other
    assert not any(b"-payload" in body for _, body in of_joint)


def test_truth_records_do_differ_so_the_permutation_was_real(logs):
    def rows(log: RunLog) -> list[bytes]:
        return [msgspec.json.encode(e.body) for e in log.entries if type(e.body).__name__ == "BodyStates"]

    assert rows(logs[0]) != rows(logs[1])


def test_truth_kinds_are_journaled_under_truth_alone(logs):
    for entry in logs[0].entries:
        assert (type(entry.body).__name__ in TRUTH_KINDS) == (entry.node == TRUTH)


def test_no_body_or_launch_name_is_in_any_node_record(logs):
    for _, _, kind, body in node_records(logs[0]):
        assert b"-payload" not in body, kind
        assert not any(f'"x{row}"'.encode() in body for row in range(3)), kind
