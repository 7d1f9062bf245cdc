"""Shots that do no good, debris, leakers by area, and third states."""

from types import ModuleType

import pytest

from tocsin.defence.battery import Shot
from tocsin.exchange.agreement import JOINT
from tocsin.exchange.message import Delivery, Message
from tocsin.exchange.payload import Engagement, EngagementIntention
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import Overflight, ShotOutcome, ThirdStateNotified
from tocsin.review.log import Logged


def shot(small: ModuleType, launch_s: float, shot_id: str, meet_s: float, node: str = "birch", **changes) -> Logged:
    """Return a shot ordered 10 s before its launch."""
    given = {
        "shot_id": shot_id,
        "node": node,
        "battery_id": f"{node}-b",
        "layer": "upper",
        "event_id": f"{node}-e1",
        "interceptors": 2,
        "launch_ms": small.LIFT_OFF_MS + round(launch_s * 1000),
        "intercept_ms": small.LIFT_OFF_MS + round(meet_s * 1000),
        "aim_ecef": (0.0, 0.0, 0.0),
        "kill_probability": 0.5,
    }
    return small.at(launch_s - 10, node, Shot(**{**given, **changes}))


def outcome(small: ModuleType, time_s: float, shot_id: str, body_id: str, debris_id: str = "") -> Logged:
    kills = int(bool(debris_id))
    body = ShotOutcome(shot_id=shot_id, body_id=body_id, kills=kills, interceptors=2, debris_id=debris_id)
    return small.at(time_s, TRUTH, body)


def killed(small: ModuleType, time_s: float, shot_id: str) -> list[Logged]:
    """Return how a shot kills the first launch's payload."""
    return [
        outcome(small, time_s, shot_id, "l1-payload", "l1-payload-debris"),
        small.ended(time_s, "l1-payload", "killed", ""),
    ]


def test_leakers_are_told_by_area(small: ModuleType) -> None:
    rows = small.rows(
        *(small.launch(name) for name in ("l1", "l2", "l3")),
        small.ended(1000, "l1-payload", areas=("south",)),
        small.ended(1000, "l2-payload", areas=("south",)),
        small.ended(1000, "l3-payload"),
    )
    assert rows("leakers", "birch").value == 3.0
    assert [rows("leakers", "birch", area).value for area in ("north", "south")] == [0.0, 2.0]


def test_debris_is_no_leaker_no_kill_and_no_false_source(small: ModuleType) -> None:
    """What is seen of the debris belongs to the launch that it is left of."""
    rows = small.rows(
        small.launch(),
        shot(small, 700, "s1", 760),
        *killed(small, 760, "s1"),
        *small.scan(800, "b-radar", 1, {"l1-payload-debris": "b.r1"}),
        *small.scan(810, "b-radar", 2, {"l1-payload-debris": "b.r1"}),
        small.impact_warning(820, "b.r1"),
        shot(small, 850, "s2", 900),
        outcome(small, 900, "s2", "l1-payload-debris"),
        small.ended(1000, "l1-payload-debris", areas=("south",)),
    )
    assert rows("leakers", "birch").value == 0.0
    assert rows("kills", "birch").value == 1.0
    assert rows("false_impact_warnings", "birch").value == 0.0


def seen(small: ModuleType, scan: int, body_id: str, event_id: str) -> list[Logged]:
    """Return how Birch comes to warn of an event that rests on a body."""
    source_id = f"b.{event_id}"
    return [
        *small.scan(600, "b-radar", scan, {body_id: source_id}),
        small.impact_warning(610, source_id, event_id=event_id),
    ]


def test_wasted_shots_by_cause(small: ModuleType) -> None:
    rows = small.rows(
        small.launch(body_ids=("l1-payload", "l1-stage-1")),
        small.launch("l2", impacts=(small.impact("l2-payload", nation="", areas=()),)),
        *seen(small, 1, "nature-clutter", "birch-e9"),
        *seen(small, 2, "l1-payload", "birch-e1"),
        shot(small, 700, "s1", 760),
        *killed(small, 760, "s1"),
        shot(small, 761, "s2", 800),  # met the debris
        outcome(small, 800, "s2", "l1-payload-debris"),
        shot(small, 761, "s3", 800),  # met nothing, and its event's payload was dead
        outcome(small, 800, "s3", ""),
        shot(small, 700, "s4", 750),  # met nothing while the payload still flew: a miss, not a waste
        outcome(small, 750, "s4", ""),
        shot(small, 700, "s5", 755),
        outcome(small, 755, "s5", "l1-stage-1"),
        shot(small, 700, "s6", 755),
        outcome(small, 755, "s6", "nature-falling"),
        shot(small, 700, "s7", 755, event_id="birch-e9"),
        outcome(small, 755, "s7", ""),
        shot(small, 700, "s8", 755),
        outcome(small, 755, "s8", "l2-payload"),
        shot(small, 2000, "s9", 2090),  # still under way
    )
    causes = ("false_source", "not_a_payload", "already_dead", "threatens_nobody")
    assert [rows("wasted_shots", "birch", cause).value for cause in causes] == [1.0, 2.0, 2.0, 1.0]
    assert rows("wasted_shots", "birch").value == rows("wasted_shots").value == 6.0
    assert rows.value("wasted_shots", "alder") == (None, "not_applicable")


@pytest.mark.parametrize(
    ("launch_s", "meet_s", "node", "expected"),
    [
        (720, 770, "alder", 1.0),
        (700, 760, "alder", 1.0),  # both at once, to meet at once: one of them is
        (761, 800, "alder", 0.0),  # the first is over
        (720, 755, "alder", 0.0),  # it meets the body before the first does
        (720, 770, "birch", 0.0),  # one nation's own
    ],
)
def test_duplicate_shots(small: ModuleType, launch_s: float, meet_s: float, node: str, expected: float) -> None:
    rows = small.rows(
        small.launch(),
        shot(small, 700, "s1", 760),
        outcome(small, 760, "s1", "l1-payload"),
        shot(small, launch_s, "s2", meet_s, node),
        outcome(small, meet_s, "s2", "l1-payload"),
    )
    if node == "birch":
        assert rows.value("duplicate_shots") == (None, "not_applicable")
    else:
        assert rows("duplicate_shots").value == expected


def proposed(small: ModuleType, time_s: float, node: str) -> Logged:
    """Return how the joint plan for both nations' batteries reaches a nation."""
    engagements = tuple(
        Engagement(
            event_id=f"{nation}-e1",
            nation=nation,
            battery_id=f"{nation}-b",
            layer="upper",
            state="proposed",
            interceptors=2,
            launch_ms=0,
            intercept_ms=0,
            last_launch_ms=0,
        )
        for nation in ("alder", "birch")
    )
    released_ms = small.LIFT_OFF_MS + round(time_s * 1000)
    message = Message(
        originator=JOINT,
        releasable_to=node,
        msg_type="report",
        agreement_version="x/1",
        released_ms=released_ms,
        payload=EngagementIntention(engagements=engagements),
        provenance=(),
    )
    body = Delivery(
        msg_id=f"{node}#1",
        link_id=f"joint-{node}",
        seq=1,
        sent_ms=released_ms,
        received_ms=released_ms,
        crc_ok=True,
        message=message,
    )
    return small.at(time_s, node, body)


def test_shots_that_a_joint_plan_had_together_are_no_duplicates(small: ModuleType) -> None:
    both = [
        small.launch(),
        shot(small, 700, "s1", 760),
        outcome(small, 760, "s1", "l1-payload"),
        shot(small, 720, "s2", 770, "alder"),
        outcome(small, 770, "s2", "l1-payload"),
    ]
    told = [proposed(small, 650, "birch"), proposed(small, 650, "alder")]
    assert small.rows(*both, *told)("duplicate_shots").value == 0.0
    assert small.rows(*both, told[0])("duplicate_shots").value == 1.0
    assert small.rows(*both, told[0], proposed(small, 715, "alder"))("duplicate_shots").value == 1.0  # too late


def test_third_states_overflown_and_hit_by_debris_told_and_untold(small: ModuleType) -> None:
    rows = small.rows(
        small.launch(),
        shot(small, 700, "s1", 760),
        *(small.at(700, TRUTH, Overflight("s1", state)) for state in ("fir", "elm")),
        small.at(690, "birch", ThirdStateNotified("s1", "fir", "overflight")),
        small.at(690, "birch", ThirdStateNotified("s1", "fir", "debris")),
        *killed(small, 760, "s1"),
        small.ended(1100, "l1-payload-debris", "impact", "elm"),
    )
    subjects = ("told", "untold")
    assert [rows("third_state_overflights", "birch", subject).value for subject in subjects] == [1.0, 1.0]
    assert [rows("debris_in_third_state", "birch", subject).value for subject in subjects] == [0.0, 1.0]
    assert rows.value("third_state_overflights", "alder") == (None, "not_applicable")


def test_debris_on_a_party_or_at_sea_is_in_no_third_state(small: ModuleType) -> None:
    for nation in ("birch", "alder", ""):
        rows = small.rows(
            small.launch(),
            shot(small, 700, "s1", 760),
            *killed(small, 760, "s1"),
            small.ended(1100, "l1-payload-debris", "impact", nation),
        )
        assert rows("debris_in_third_state", "birch").value == 0.0
