"""People's orders in another run, worked out by hand: kept, re-timed, dropped, left to doctrine."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tocsin.exercise.view import NodeView
from tocsin.exercise.world import Record
from tocsin.orders.action import AssessEvent, SetAlert
from tocsin.orders.kinds import TRUTH
from tocsin.orders.order import Action, Order, OrderRefused
from tocsin.orders.record import Associated, Launch, Pairing
from tocsin.orders.staff import MarkRead, SetDoctrine
from tocsin.study.counterfactual.cells import RetimedCells
from tocsin.study.counterfactual.played import Answer, Held, Played, answer_of
from tocsin.study.counterfactual.things import Things
from tocsin.tracking.provenance import Source
from tocsin.warning.event import WarningEvent

WATCH = ("birch", "watch_officer")
END_MS = 600_000


def ordered(action: Action, number: int = 0, reply: str = "", cell: str = "watch_officer") -> Order:
    by = "human" if number else "doctrine"
    name = f"birch-1/{number}" if number else ""
    return Order(node="birch", cell=cell, action=action, in_reply_to=reply, reason="", decided_by=by, order_id=name)  # type: ignore[arg-type]


def event(name: str, source: str, opened_s: int, medium_s: int = -1) -> WarningEvent:
    medium_ms = medium_s * 1000 if medium_s >= 0 else -1
    return WarningEvent(
        event_id=name, opened_ms=opened_s * 1000, medium_ms=medium_ms, provenance=(Source(source, 0, END_MS),)
    )


def seen(*events: WarningEvent, alert: str = "normal") -> dict[str, NodeView]:
    view = SimpleNamespace(node="birch", events=events, plans=(), consultations={}, alert=alert)
    return {"birch": cast("NodeView", view)}


def launched(launch_id: str, source: str, scan: int) -> list[Record]:
    """Return the records by which truth says that a launch is behind an own track."""
    body = f"{launch_id}-payload"
    launch = Launch(
        launch_id=launch_id,
        nation="cedar",
        vehicle_class="mrbm",
        lift_off_ms=0,
        place=(0.0, 0.0, 0.0),
        azimuth_rad=0.0,
        body_ids=(body,),
        impacts=(),
        notice_id="",
    )
    return [
        Record(TRUTH, launch),
        Record(TRUTH, Pairing("b-radar", scan, (body,))),
        Record("birch", Associated("b-radar", scan, (source,))),
    ]


class Doctrine:
    """Stands for doctrine: gives what it is told to at every tick."""

    def __init__(self, *orders: Order) -> None:
        self._orders = orders

    def orders(self, _time_ms: int, _views: Mapping[str, NodeView]) -> list[Order]:
        return [*self._orders]


def was(answers: Sequence[tuple[int, Order]], held: Held = frozenset({WATCH})) -> Played:
    """Return an exercise: birch-e1 of l1 opened at 60 s, medium at 80 s; birch-e2 of l2 at 70 s, never medium."""
    things = Things()
    things.see(10_000, [*launched("l1", "s1", 1), *launched("l2", "s2", 2)])
    found: list[Answer] = []
    for number, (time_s, order) in enumerate(answers, 1):
        views = seen(event("birch-e1", "s1", 60, 80 if time_s >= 80 else -1), event("birch-e2", "s2", 70))
        things.look(time_s * 1000, views)
        found.append(answer_of(number, time_s * 1000, order, things, views["birch"]))
    things.look(END_MS, seen(event("birch-e1", "s1", 60, 80), event("birch-e2", "s2", 70)))
    return Played(cast("Any", None), cast("Any", None), things, tuple(found), ((0, held),), END_MS)


def here(played: Played, *doctrine: Order) -> RetimedCells:
    """Return the cells of a counterfactual in which the tracks of the two launches have other names."""
    cells = RetimedCells(played)
    cells._doctrine = cast("Any", Doctrine(*doctrine))
    cells.see(10_000, [*launched("l1", "t7", 1), *launched("l2", "t9", 2), *launched("l3", "t3", 3)])
    return cells


def ticks(cells: RetimedCells, views: Mapping[str, NodeView], *times_s: int) -> dict[int, list[Order]]:
    """Return the orders of some ticks, those without any left out."""
    return {time_s: orders for time_s in times_s if (orders := cells.orders(time_s * 1000, views))}


def test_an_order_comes_as_long_after_its_cause_as_it_did_under_the_name_that_the_cause_has_here() -> None:
    played = was([(100, ordered(AssessEvent("birch-e1", "false"), 1, reply="birch-e1"))])  # 40 s after the opening
    cells = here(played)
    views = seen(event("birch-e1", "t9", 20), event("birch-e2", "t7", 30))  # l2 first here, l1 at 30 s
    given = ticks(cells, views, 40, 60, 69, 70, 71, 100)
    assert list(given) == [70]
    assert (given[70][0].action, given[70][0].in_reply_to) == (AssessEvent("birch-e2", "false"), "birch-e2")
    assert given[70][0].decided_by == "human" and given[70][0].order_id == "birch-1/1"
    assert not cells.dropped


def test_an_event_found_valid_answers_its_reaching_medium() -> None:
    cells = here(was([(100, ordered(AssessEvent("birch-e1", "valid"), 1))]))  # 20 s after medium, named by its action
    before, after = seen(event("birch-e1", "t7", 200)), seen(event("birch-e1", "t7", 200, 230))
    assert ticks(cells, before, 200, 220, 240) == {}
    assert list(ticks(cells, after, 241, 249, 250, 260)) == [250]


def test_an_order_whose_cause_does_not_occur_is_dropped_and_told() -> None:
    cells = here(was([(100, ordered(AssessEvent("birch-e2", "false"), 1))]))
    assert ticks(cells, seen(event("birch-e1", "t7", 20)), *range(20, 600, 10)) == {}
    assert [(a.order.order_id, why) for a, why in cells.dropped] == [
        ("birch-1/1", "the event birch-e2 did not occur")
    ]


def test_an_order_that_comes_due_after_the_end_is_dropped() -> None:
    cells = here(was([(100, ordered(AssessEvent("birch-e1", "false"), 1))]))
    ticks(cells, seen(event("birch-e1", "t7", 590)), 590, 599)
    assert [why for _, why in cells.dropped] == ["the event birch-e1 came too late: the exercise was over"]


def test_an_order_that_answers_nothing_keeps_its_time() -> None:
    cells = here(was([(100, ordered(SetDoctrine("salvo"), 1, cell="commander"))]))
    assert list(ticks(cells, seen(), 99, 100, 101)) == [100]


def test_a_raise_of_the_alert_that_names_nothing_answers_the_newest_event() -> None:
    cells = here(was([(100, ordered(SetAlert("raised"), 1, cell="commander"))]))  # 30 s after birch-e2 of l2
    assert list(ticks(cells, seen(event("birch-e1", "t9", 20)), 49, 50, 100)) == [50]


def test_a_lowering_of_the_alert_that_names_nothing_keeps_its_time() -> None:
    cells = here(was([(100, ordered(SetAlert("normal"), 1, cell="commander"))]))
    assert list(ticks(cells, seen(event("birch-e1", "t9", 20)), 49, 50, 100)) == [100]


def test_an_order_waits_until_all_that_it_names_is_there() -> None:
    both = ordered(MarkRead("birch-e2"), 1, reply="birch-e1")
    cells = here(was([(100, both)]))
    one = seen(event("birch-e4", "t7", 20))
    assert ticks(cells, one, 60, 70) == {}
    given = ticks(cells, seen(event("birch-e4", "t7", 20), event("birch-e5", "t9", 75)), 80)
    assert given[80][0].action == MarkRead("birch-e5") and given[80][0].in_reply_to == "birch-e4"


@pytest.mark.parametrize(("source", "is_given"), [("t7", False), ("t3", True)])
def test_doctrine_acts_on_what_people_never_met_and_not_on_what_they_let_be(source: str, is_given: bool) -> None:
    """People saw l1 and left it alone; l3 never came up in the exercise."""
    cells = here(was([]), ordered(AssessEvent("birch-e1", "valid"), reply="birch-e1"))
    given = ticks(cells, seen(event("birch-e1", source, 61)), 200)
    assert bool(given) == is_given
    assert cells.by_doctrine == int(is_given)


def test_doctrine_plays_a_cell_that_nobody_held() -> None:
    cells = here(was([], held=frozenset()), ordered(AssessEvent("birch-e1", "valid"), reply="birch-e1"))
    assert ticks(cells, seen(event("birch-e1", "t7", 61)), 200)
    assert cells.by_doctrine == 0


def test_who_held_a_cell_counts_as_long_after_the_cause_as_then() -> None:
    """People sat down at 160 s, 100 s after l1 came up: here l1 comes up at 20 s, so they sit from 120 s."""
    played = was([])._replace(held=((160_000, frozenset({WATCH})),))
    cells = here(played, ordered(AssessEvent("birch-e1", "valid"), reply="birch-e1"))
    assert list(ticks(cells, seen(event("birch-e1", "t7", 20)), 60, 119, 120, 170)) == [60, 119]


def test_doctrine_that_took_part_may_also_stand_down() -> None:
    """An order that answers nothing is people's where they sit, unless doctrine has had to act there."""
    stand_down = ordered(SetAlert("normal"))
    assert ticks(here(was([]), stand_down), seen(), 200) == {}
    cells = here(was([]), ordered(AssessEvent("birch-e1", "valid"), reply="birch-e1"), stand_down)
    assert [len(orders) for orders in ticks(cells, seen(event("birch-e1", "t3", 61)), 200).values()] == [2]


def test_an_event_is_known_by_its_name_and_time_before_truth_can_be_told() -> None:
    cells = here(was([(62, ordered(AssessEvent("birch-e1", "false"), 1))]))
    assert list(ticks(cells, seen(event("birch-e1", "unknown", 60)), 61, 62)) == [62]


def test_an_event_of_the_same_name_and_time_with_another_launch_behind_it_is_another() -> None:
    cells = here(was([(62, ordered(AssessEvent("birch-e1", "false"), 1))]))
    assert ticks(cells, seen(event("birch-e1", "t9", 60)), 61, 62, 90) == {}


def test_what_cannot_be_obeyed_here_is_told() -> None:
    cells = here(was([(100, ordered(SetDoctrine("salvo"), 1, cell="commander"))]))
    (order,) = cells.orders(100_000, seen())
    cells.see(100_000, [Record("birch", OrderRefused(order=order, reason="too late"))])
    assert [(item.order.order_id, why) for item, why in cells.refused] == [("birch-1/1", "too late")]
