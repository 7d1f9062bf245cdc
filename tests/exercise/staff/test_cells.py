"""People hold cells, doctrine plays the others; nothing is played twice and nothing is lost."""

from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.staff.cells import StaffCells
from tocsin.exercise.view import NodeView
from tocsin.exercise.world import World
from tocsin.journal.memory import DigestJournal
from tocsin.orders.action import AssessEvent, SetAlert
from tocsin.orders.order import Order
from tocsin.scenario.build import load_scenario
from tocsin.study.run import task_of, world_of

SCENARIO = "below-threshold"


class Noted(StaffCells):
    """Staff cells that remember what was ordered."""

    def __init__(self, script: tuple[tuple[int, Order], ...] = ()) -> None:
        super().__init__(script)
        self.noted: list[Order] = []

    def orders(self, time_ms: int, views: dict[str, NodeView]) -> list[Order]:  # type: ignore[override]
        orders = super().orders(time_ms, views)
        self.noted += orders
        return orders


def fresh_world() -> World:
    scenario = load_scenario(SCENARIO)
    return world_of(task_of(scenario, SCENARIO, "full-picture", 7))


def digest_of(cells: StaffCells | DoctrineCells) -> str:
    journal = DigestJournal()
    for _ in play(fresh_world(), cells, journal):
        pass
    return journal.digest


def by_people(node: str, action: SetAlert, number: int) -> Order:
    return Order(
        node=node,
        cell="commander",
        action=action,
        in_reply_to="",
        reason="",
        decided_by="human",
        order_id=f"s1/{number}",
    )


def test_where_nobody_holds_anything_doctrine_plays_all() -> None:
    assert digest_of(StaffCells()) == digest_of(DoctrineCells())


def test_a_held_cell_is_silent_until_its_people_order() -> None:
    cells = Noted()
    node = next(iter(fresh_world().nodes))
    cells.held.add((node, "watch_officer"))
    digest_of(cells)
    assert not [o for o in cells.noted if o.node == node and isinstance(o.action, AssessEvent)]
    assert [o for o in cells.noted if o.node != node and isinstance(o.action, AssessEvent)]


def test_what_people_order_is_given_once_and_after_doctrines() -> None:
    cells = StaffCells()
    node = next(iter(fresh_world().nodes))
    given = [by_people(node, SetAlert("high"), 1), by_people(node, SetAlert("normal"), 2)]
    cells.give(given)
    assert cells.orders(0, {}) == given
    assert cells.orders(1000, {}) == []
