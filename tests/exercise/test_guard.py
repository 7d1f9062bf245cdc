"""An order that breaks a tick is refused, the tick is played without it, and a replay does the same."""

import pytest

from tocsin.exercise import engine, guard
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.staff.audience import Audience
from tocsin.exercise.staff.cells import StaffCells
from tocsin.exercise.staff.seen import seen, seen_by
from tocsin.exercise.world import World
from tocsin.journal.memory import DigestJournal
from tocsin.orders.order import Order, OrderRefused
from tocsin.orders.staff import Say
from tocsin.scenario.build import load_scenario
from tocsin.study.run import task_of, world_of

SCENARIO = "below-threshold"
UNTIL_MS = 400_000


def by_people(action: object, number: int) -> Order:
    return Order(
        node="alder",
        cell="commander",
        action=action,
        in_reply_to="",
        reason="",
        decided_by="human",
        order_id=f"alder-1/{number}",
    )


GOOD, BAD, LATER = (by_people(Say("alder", text), number) for number, text in ((1, "one"), (2, "breaks"), (3, "two")))


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one order raise, in a stage that comes after half of the tick has been played."""

    def stage(world: World) -> list:
        if any(text.text == "breaks" for text in world.nodes["alder"].staff.texts.values()):
            raise ZeroDivisionError
        return []

    monkeypatch.setattr(engine, "STAGES", (*engine.STAGES, stage))


def fresh() -> World:
    return world_of(task_of(load_scenario(SCENARIO), SCENARIO, "full-picture", 7))


def played(given: list[Order]) -> tuple[World, DigestJournal, list]:
    """Return a world after a minute in which people gave orders at 20 s, its journal, and the refusals."""
    world, journal, cells, seen = fresh(), DigestJournal(), StaffCells(), []

    class Watcher:
        def see(self, time_ms: int, records: list) -> None:
            seen.extend(record.body for record in records if isinstance(record.body, OrderRefused))

    for time_ms in play(world, cells, journal, Watcher()):
        if time_ms == 20_000:
            cells.give(given)
        if time_ms >= UNTIL_MS:
            break
    return world, journal, seen


def test_an_order_that_breaks_a_tick_is_refused_and_play_goes_on(fragile: None) -> None:
    world, _, refused = played([GOOD, BAD, LATER])
    assert [body.order for body in refused] == [BAD]
    assert "cannot carry it out" in refused[0].reason
    assert world.time_ms == UNTIL_MS
    assert [text.text for text in world.nodes["alder"].staff.texts.values()] == ["one", "two"]


def test_nothing_of_it_is_left(fragile: None) -> None:
    with_it, _, _ = played([GOOD, BAD, LATER])
    without, _, _ = played([GOOD, LATER])
    for name in with_it.nodes:
        assert seen(with_it, name) == seen(without, name)
    assert seen_by(with_it, Audience("truth")) == seen_by(without, Audience("truth"))


def test_the_same_orders_give_the_same_digest(fragile: None) -> None:
    assert played([GOOD, BAD])[1].digest == played([GOOD, BAD])[1].digest


def test_what_no_order_is_to_blame_for_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(world: World) -> list:
        raise ZeroDivisionError

    monkeypatch.setattr(engine, "STAGES", (*engine.STAGES, broken))
    with pytest.raises(ZeroDivisionError):
        guard.guarded_step(fresh(), [GOOD])


def test_doctrine_alone_is_played_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    def kept(world: World) -> bytes:
        raise AssertionError("the World was kept")

    monkeypatch.setattr(guard, "frozen", kept)
    for time_ms in play(fresh(), DoctrineCells(), DigestJournal()):
        if time_ms >= UNTIL_MS:
            break
