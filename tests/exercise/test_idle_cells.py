"""Cells that had nothing to order are not asked again until something changes or a moment comes."""

from types import ModuleType

import msgspec
import pytest

from tocsin.exercise.doctrine import cells as doctrine
from tocsin.exercise.doctrine.cells import DoctrineCells, command_post, doctrine_orders, held_in
from tocsin.exercise.doctrine.notice_desk import notice_desk
from tocsin.exercise.doctrine.pace import COMMAND, WATCH, response_ms
from tocsin.exercise.doctrine.sensor_desk import sensor_desk
from tocsin.exercise.engine import step
from tocsin.exercise.view import Clock, NodeView, view_of, views
from tocsin.orders.action import AssessEvent, SetAlert
from tocsin.orders.order import Order
from tocsin.scenario.build import load_scenario
from tocsin.scenario.declared import Scenario
from tocsin.study.run import task_of, world_of


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[NodeView]:
    """Return the views that the watch and the commander are asked about from here on."""
    seen: list[NodeView] = []

    def noted(view: NodeView) -> list[Order]:
        seen.append(view)
        return command_post(view)

    monkeypatch.setattr(doctrine, "DESKS", (notice_desk, sensor_desk, noted))
    return seen


@pytest.mark.parametrize(
    ("name", "agreement"),
    [("first-seen-by-partner", "integrated"), ("button-2018", None), ("interceptor-misread", None)],
)
def test_cells_order_what_they_would_if_they_were_asked_every_second(
    name: str, agreement: str | None, asked: list[NodeView]
) -> None:
    world = world_of(task_of(load_scenario(name), name, agreement, None))
    cells = DoctrineCells(world.scenario.staged.script)
    looks = 0
    while world.time_ms < world.scenario.end_ms:
        seen = views(world)
        given = cells.orders(world.time_ms, seen)
        count = len(asked)
        fully = [order for view in views(world).values() for order in doctrine_orders(view)]
        del asked[count:]
        assert [order for order in given if order.decided_by == "doctrine"] == fully, world.time_ms
        looks += len(seen)
        step(world, given)
    assert 0 < len(asked) < 0.6 * looks


def test_cells_are_asked_again_when_the_moment_comes_that_they_wait_for(
    bench: ModuleType, asked: list[NodeView]
) -> None:
    cells, view = DoctrineCells(), bench.view(bench.MEDIUM_MS)
    watch_ms = bench.MEDIUM_MS + response_ms(view, WATCH)

    def orders_at(time_ms: int, **changes: object) -> list[Order]:
        now = msgspec.structs.replace(view, clock=Clock(time_ms), **changes)
        return cells.orders(time_ms, {"birch": now})

    assert [orders_at(time_ms) for time_ms in range(bench.MEDIUM_MS, watch_ms, 1000)][-1] == []
    assert len(asked) == 1
    for time_ms in (watch_ms, watch_ms + 1):  # what has been ordered, and not obeyed, is ordered again
        assert [order.action for order in orders_at(time_ms)] == [AssessEvent("e1", "valid")]
    command_ms = watch_ms + response_ms(view, COMMAND)
    known = {"assessed": {"e1": "valid"}, "assessed_ms": {"e1": watch_ms}}
    assert orders_at(watch_ms + 2, **known) == []
    assert [order.action for order in orders_at(command_ms, **known)] == [SetAlert("full")]
    assert orders_at(bench.MEDIUM_MS) == []  # taken back to an earlier moment, they are asked afresh
    assert len(asked) == 6


def test_a_view_stays_what_it_was_when_its_node_changes(bench: ModuleType, flagship: Scenario) -> None:
    world = bench.small_world(flagship)
    node = world.nodes["birch"]
    node.events = (bench.event(),)
    before = view_of(world, node)
    held = held_in(before)
    node.assessed["e1"], node.uneasy["e1"], node.cancels_due["w1"] = "valid", 5, 6
    assert held_in(before) == held and not before.assessed
    assert held_in(view_of(world, node)) != held


def test_who_reads_the_time_itself_is_asked_every_second(bench: ModuleType) -> None:
    view = bench.view(5_000)
    assert view.clock.turns_ms > 5_000
    assert not view.has_come(9_000) and not view.has_come(8_000) and view.has_come(5_000)
    assert view.clock.turns_ms == 8_000
    assert view.time_ms == view.clock.turns_ms == 5_000
    other = bench.view(5_000)
    assert other.track("") is None and other.clock.turns_ms == 5_000
