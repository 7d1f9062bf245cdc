"""A change of watch in the middle of something: what is open is listed, signed for by two people, and not lost."""

from dataclasses import dataclass
from functools import cache

import pytest

from tocsin.exercise.staff.cells import StaffCells
from tocsin.journal.memory import DigestJournal
from tocsin.orders.action import CellName, Reply, SignAssessment
from tocsin.orders.desk import HandoverListed, HandoverSigned, TextWritten
from tocsin.orders.order import Action, Order, OrderRefused
from tocsin.orders.staff import MarkRead, Say, SignHandover
from tocsin.review.log import RunLog
from tocsin.review.measure import measure_rows
from tocsin.scenario.build import load_scenario
from tocsin.study.run import meta_of, played, replay, task_of, world_of

pytestmark = pytest.mark.slow
NAME = "handover-0600"
CHANGE_MS = 1_800_000


def by(seat: str, cell: CellName, action: Action, number: int) -> Order:
    return Order(
        node="birch",
        cell=cell,
        action=action,
        in_reply_to="",
        reason="",
        decided_by="human",
        order_id=f"{seat}/{number}",
    )


@dataclass
class Relief:
    """Birch's watch and data-exchange desk: people who hand over, and who then read, answer and sign, or do not."""

    cells: StaffCells
    is_careful: bool

    def orders(self, time_ms: int, views: dict) -> list[Order]:
        if time_ms == CHANGE_MS - 60_000:
            self.cells.held |= {("birch", "watch_officer"), ("birch", "data_exchange_desk")}
        if time_ms == CHANGE_MS + 5_000:
            talks = views["birch"].consultations.items()
            asked = next(name for name, held in talks if not (held.is_asked_by_us or held.closed))
            self.cells.give([by("birch-1", "watch_officer", SignHandover("relief", False), 1)])
            self.cells.give([by("birch-2", "watch_officer", SignHandover("relief", True), 1)])
            if self.is_careful:
                self.cells.give(careful(asked))
        return self.cells.orders(time_ms, views)


def careful(asked: str) -> list[Order]:
    return [
        by("birch-2", "watch_officer", MarkRead("alder-r2"), 2),
        by("birch-2", "watch_officer", Say("alder", "Two objects, by radar since 0528.", answers="alder-r2"), 3),
        by("birch-3", "data_exchange_desk", Reply(asked), 1),
        by("birch-2", "watch_officer", SignAssessment(asked, "valid"), 4),
        by("birch-2", "watch_officer", MarkRead("birch-e1"), 5),
    ]


@cache
def relieved(is_careful: bool) -> RunLog:
    scenario = load_scenario(NAME)
    task = task_of(scenario, NAME, "full-picture", None)
    world = world_of(task)
    cells = Relief(StaffCells(world.scenario.staged.script), is_careful)
    return played(world, cells, DigestJournal(), meta_of(task, world))


def of(log: RunLog, kind: type, node: str = "birch") -> list:
    return [
        (entry.time_ms, entry.body) for entry in log.entries if isinstance(entry.body, kind) and entry.node == node
    ]


def test_what_is_open_at_the_change_is_on_the_lists() -> None:
    log = relieved(True)
    for node, wanted in (
        ("alder", {"event", "consultation", "request"}),
        ("birch", {"event", "message", "text", "consultation", "engagement"}),
    ):
        ((time_ms, listed),) = of(log, HandoverListed, node)
        assert time_ms == CHANGE_MS and listed.serial_id == "relief"
        assert wanted <= {item.kind for item in listed.items}, node


def test_two_people_sign_and_what_the_careful_watch_does_is_obeyed() -> None:
    log = relieved(True)
    ((signed_ms, _),) = of(log, HandoverSigned)
    assert signed_ms == CHANGE_MS + 5_000
    assert [body.reason for _, body in of(log, OrderRefused) if body.order.decided_by == "human"] == []
    assert [body.answers for _, body in of(log, TextWritten)] == ["alder-r2"]


def test_the_careful_watch_loses_less_than_the_one_that_only_signs() -> None:
    def lost(is_careful: bool) -> dict[str, float | None]:
        rows = measure_rows(relieved(is_careful), load_scenario(NAME))
        found = (r for r in rows if (r.measure, r.nation) == ("handover_items_lost", "birch"))
        return {row.subject.removeprefix("relief/"): row.value for row in found}

    careless, attentive = lost(False), lost(True)
    assert careless["alder-r2"] == 1.0 and attentive["alder-r2"] == 0.0
    assert careless["all"] > attentive["all"] > 0.0  # some mail stays unopened even so
    assert careless["birch-e1/birch-e1.1/taroviel-upper"] == 0.0, "doctrine fires: nobody relieved the defence desk"


def test_the_journal_of_the_relief_replays_to_its_digest() -> None:
    scenario = load_scenario(NAME)
    log = relieved(True)
    assert replay(task_of(scenario, NAME, "full-picture", None), log) == log.header.digest
