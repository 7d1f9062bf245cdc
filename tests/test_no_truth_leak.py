"""Nodes know nothing of the truth but what their sensors report: bodies permuted and renumbered change nothing."""

import itertools

import msgspec
import pytest

from tocsin.orders.kinds import TRUTH, TRUTH_KINDS
from tocsin.review.log import RunLog
from tocsin.study.run import Task, run

ORDERS = list(itertools.permutations(range(3)))


def with_launches(text: str, order: tuple[int, ...]) -> str:
    """Return the flagship with its launches at one moment, declared in another order: bodies get other rows."""
    head, *launches = text.split("[[launch]]")
    together = [
        part.replace("time_s = 360", "time_s = 300").replace("time_s = 420", "time_s = 300").rstrip() + "\n\n"
        for part in launches
    ]
    return head + "".join("[[launch]]" + together[i] for i in order)


def node_records(log: RunLog) -> list[tuple[int, str, str, bytes]]:
    """Return everything that nodes hold or did, as bytes."""
    return [
        (entry.time_ms, entry.node, type(entry.body).__name__, msgspec.json.encode(entry.body))
        for entry in log.entries
        if entry.node != TRUTH
    ]


@pytest.fixture(scope="module")
def logs(flagship) -> list[RunLog]:
    tasks = [
        Task(with_launches(flagship.text, order), "permuted", "full-picture", 5) for order in ORDERS[:1] + ORDERS[3:5]
    ]
    return [run(task).log for task in tasks]


def test_node_records_are_byte_identical_when_bodies_are_permuted(logs):
    first = node_records(logs[0])
    assert len(first) > 1000
    for other in logs[1:]:
        assert node_records(other) == first


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
        assert b'"l1"' not in body and b'"l2"' not in body and b'"l3"' not in body, kind
