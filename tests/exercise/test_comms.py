"""A check of a link goes there and back, and both ends record it."""

from types import ModuleType

import pytest

from tocsin.exchange.payload import CommCheck
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.stages.comms import hear_check
from tocsin.exercise.world import World
from tocsin.orders.desk import CommsChecked
from tocsin.orders.staff import CheckComms
from tocsin.scenario.declared import Scenario

TICKS = 16
CHECK = CheckComms("alder")


@pytest.fixture
def world(bench: ModuleType, flagship: Scenario) -> World:
    return bench.small_world(flagship)


def test_a_check_is_answered_by_the_partners_system(bench: ModuleType, world: World) -> None:
    records = bench.ticks(world, TICKS, {0: [bench.ordered(CHECK, cell="data_exchange_desk")]})
    told = [(r.node, r.body) for r in records if isinstance(r.body, CommsChecked)]
    assert [(node, body.partner, body.number, body.is_answer) for node, body in told] == [
        ("alder", "birch", 1, False),
        ("birch", "alder", 1, True),
    ]
    (check,) = world.nodes["birch"].staff.checks.values()
    assert told[1][1].round_trip_ms == check.answered_ms - 700_000 >= 2_000  # a tick each way at least


def test_a_dead_link_answers_nothing(bench: ModuleType, world: World) -> None:
    world.declared_links = tuple(link for link in world.declared_links if link.source != "alder")
    world.links = world.links[: len(world.declared_links)]
    world.link_index = {(link.source, link.target): i for i, link in enumerate(world.declared_links)}
    records = bench.ticks(world, TICKS, {0: [bench.ordered(CHECK, cell="data_exchange_desk")]})
    assert [body.is_answer for body in bench.bodies(records, CommsChecked)] == [False]
    assert world.nodes["birch"].staff.checks[1].answered_ms == -1


@pytest.mark.parametrize("number", [1, 7])
def test_an_answer_that_nobody_waits_for_is_not_believed(bench: ModuleType, world: World, number: int) -> None:
    birch = world.nodes["birch"]
    apply(world, [bench.ordered(CHECK)])
    answer = bench.delivery(CommCheck(number=number), 700_000, msg_type="reply", received_ms=705_000)
    assert len(hear_check(world, birch, answer)) == (number == 1)
    assert hear_check(world, birch, answer) == [], "once"


def test_what_the_agreement_does_not_grant_is_not_checked(bench: ModuleType, flagship: Scenario) -> None:
    world = bench.small_world(flagship, bench.agreement(messages=()))
    assert bench.refusal(apply(world, [bench.ordered(CHECK)])) == "talks grants no comm_check"
    assert "no link of birch leads there" in bench.refusal(apply(world, [bench.ordered(CheckComms("elm"))]))
