"""The agreement changes in mid-run: suspended, resumed, amended; and what is released follows it."""

import math
from types import ModuleType

import pytest

from tocsin.exchange.message import Delivery, Refusal
from tocsin.exchange.payload import AlertState
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.world import World
from tocsin.orders.action import ResumeSharing, SetAlert, SignAmendment, SuspendSharing
from tocsin.orders.order import AgreementAmended, SharingChanged
from tocsin.scenario.declared import Scenario

TICKS = 8  # longer than any delay on the flagship's links


@pytest.fixture
def world(bench: ModuleType, flagship: Scenario) -> World:
    return bench.small_world(flagship)


def posture(bench: ModuleType, world: World, level: str, node: str = "birch") -> list:
    """Return what the next ticks bring when a nation changes its posture, which partners are told of."""
    return bench.ticks(world, TICKS, {0: [bench.ordered(SetAlert(level), node)]})


def heard(bench: ModuleType, records: list) -> list[str]:
    found = [item.message.payload for item in bench.bodies(records, Delivery)]
    return [payload.level for payload in found if isinstance(payload, AlertState)]


def test_nothing_is_released_while_either_has_suspended_it(bench: ModuleType, world: World) -> None:
    assert heard(bench, posture(bench, world, "raised")) == ["raised"]
    records = apply(world, [bench.ordered(SuspendSharing(), "alder")])
    assert [(r.node, r.body) for r in records] == [
        (party, SharingChanged(party="alder", is_suspended=True)) for party in ("alder", "birch")
    ]
    records = posture(bench, world, "full")
    assert heard(bench, records) == []
    assert {item.reason for item in bench.bodies(records, Refusal)} == {"agreement is suspended"}
    apply(world, [bench.ordered(ResumeSharing(), "alder")])
    assert heard(bench, posture(bench, world, "normal")) == ["normal"]


def test_each_lifts_only_its_own_suspension(bench: ModuleType, world: World) -> None:
    both = [bench.ordered(SuspendSharing(), node) for node in ("alder", "birch")]
    assert bench.refusal(apply(world, both)) == ""
    assert world.agreement_state.suspended_by == ("alder", "birch")
    apply(world, [bench.ordered(ResumeSharing(), "birch")])
    assert world.agreement_state.suspended_by == ("alder",)
    assert heard(bench, posture(bench, world, "raised")) == []


def test_what_cannot_be_suspended_or_resumed_says_why(bench: ModuleType, flagship: Scenario, world: World) -> None:
    suspend, resume = (bench.ordered(action()) for action in (SuspendSharing, ResumeSharing))
    assert bench.refusal(apply(world, [resume])) == "birch has not suspended it"
    apply(world, [suspend])
    assert bench.refusal(apply(world, [suspend])) == "birch has suspended it already"
    firm = bench.small_world(flagship, bench.agreement(may_suspend=False))
    assert bench.refusal(apply(firm, [suspend])) == "talks may not be suspended"
    none = bench.small_world(flagship, bench.agreement(rung=0))
    assert bench.refusal(apply(none, [suspend])) == "there is no agreement to suspend"
    assert firm.agreement_state.suspended_by == none.agreement_state.suspended_by == ()


def test_new_terms_need_every_signature_under_the_same_words(bench: ModuleType, world: World) -> None:
    before = world.agreement
    silent = bench.agreement(name="silence", messages=())
    other = bench.agreement(name="silence", messages=("anomaly",))
    assert apply(world, [bench.ordered(SignAmendment(silent), "alder")]) == []
    assert apply(world, [bench.ordered(SignAmendment(silent), "alder")]) == [], "one hand twice"
    assert world.agreement == before
    assert apply(world, [bench.ordered(SignAmendment(other), "birch")]) == [], "other words"
    assert world.agreement == before
    records = apply(world, [bench.ordered(SignAmendment(silent), "birch")])
    assert [(r.node, r.body) for r in records] == [
        (party, AgreementAmended(name="silence", version="1")) for party in ("alder", "birch")
    ]
    assert world.agreement == silent and world.amendments == {}


def test_what_is_released_next_follows_the_terms_in_force(bench: ModuleType, world: World) -> None:
    assert heard(bench, posture(bench, world, "raised")) == ["raised"]
    silent = bench.agreement(name="silence", messages=("consultation",))
    apply(world, [bench.ordered(SignAmendment(silent), node) for node in ("alder", "birch")])
    records = posture(bench, world, "full")
    assert heard(bench, records) == []
    assert {item.reason for item in bench.bodies(records, Refusal)} == {"alert_state not granted"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"min_range_m": math.nan}, "min_range_km = nan"),
        ({"min_range_m": -1e6}, "min_range_km = -1000"),
        ({"rung": 6}, "rung = 6 (joint plan, separate launch orders) but fields_released is rung 2"),
        ({"fields_released": ("truth",)}, "fields_released has 'truth'"),
    ],
)
def test_terms_that_no_file_could_hold_are_refused_with_the_reason(
    bench: ModuleType, world: World, changes: dict[str, object], words: str
) -> None:
    before = world.agreement
    orders = [bench.ordered(SignAmendment(bench.agreement(**changes)), node) for node in ("alder", "birch")]
    assert words in bench.refusal(apply(world, orders))
    assert world.agreement == before and world.amendments == {}


def test_terms_between_others_are_refused(bench: ModuleType, world: World) -> None:
    terms = bench.agreement(parties=("alder", "cedar"))
    reason = bench.refusal(apply(world, [bench.ordered(SignAmendment(terms))]))
    assert reason == "terms are between alder, cedar; they must be between alder, birch"
    assert world.amendments == {}
