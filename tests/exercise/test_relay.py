"""What a third party tells is passed on unchanged, once, to whom it cannot tell it, and only where all agreed."""

from dataclasses import replace

import msgspec
import pytest

from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.inbound import Inbound, receive
from tocsin.exchange.message import Delivery, DeliveryRefused, Draft, Envelope, Message, Refusal
from tocsin.exchange.payload import LaunchReport, Payload, ReportedTrack, TrackReport
from tocsin.exchange.wire import seal
from tocsin.exercise.engine import step
from tocsin.exercise.stages.exchange import end_at
from tocsin.exercise.stages.relay import relayed_over
from tocsin.exercise.world import Record, World, new_world
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario
from tocsin.tracking.provenance import Source

HUB = (("alder", "birch"), ("alder", "cedar"))
RING = (("alder", "birch"), ("birch", "cedar"), ("cedar", "dogwood"), ("dogwood", "alder"))
CHAIN = RING[:3]


def world_of(pairs: tuple[tuple[str, str], ...], is_relaying: bool = True, more: str = "") -> World:
    names = sorted({name for pair in pairs for name in pair})
    links = "".join(
        f'[[link]]\nsource = "{source}"\ntarget = "{target}"\nlatency_s = 2\n'
        for one, other in pairs
        for source, target in ((one, other), (other, one))
    )
    head = f"""
[scenario]
name = "relay"
title = "Some nodes and some links"
blind_name = "exercise-00"
seed = 3
start_utc = "2031-09-23T18:00:00Z"
duration_min = 60
parties = {names}
agreement = "full-picture"
{more}
"""
    scenario = build_scenario(head.replace("'", '"') + links, "relay.toml")
    return new_world(scenario, replace(load_agreement("full-picture", scenario.parties), relay=is_relaying), 7)


def report(**changes: object) -> LaunchReport:
    place = Ellipse(0.5, 1.0, 1e8, 0.0, 1e8)
    return LaunchReport(
        **{"event_id": "e1", "launch_time_ms": 1000, "launch_point": place, "generic_class": "mrbm"} | changes
    )


def tracks(time_ms: int = 0) -> TrackReport:
    variances = tuple((1e6 if i < 21 else 1e2) if i % 7 == 0 else 0.0 for i in range(36))
    state = (6.9e6, 0.0, 0.0, 0.0, 5e3, 0.0)
    return TrackReport(tracks=(ReportedTrack(time_ms, state, variances, 1.0, (Source("birch.s1", 0, time_ms),)),))


def tell(world: World, payload: Payload, to: str = "alder", **changes: object) -> None:
    """Let birch tell something."""
    given = {"originator": "birch", "to": to, "drafted_ms": world.time_ms, "msg_type": "report", "payload": payload}
    world.drafts.append(Draft(**given | changes))


def played(world: World, ticks: int = 12) -> list[Record]:
    return [record for _ in range(ticks) for record in step(world, [])]


def heard(records: list[Record], node: str) -> list[Message]:
    return [record.body.message for record in records if record.node == node and isinstance(record.body, Delivery)]


def sent_to(records: list[Record], node: str) -> list[Envelope]:
    bodies = [record.body for record in records]
    return [body for body in bodies if isinstance(body, Envelope) and body.message.releasable_to == node]


def test_a_hub_passes_on_what_one_says_to_the_other_and_nothing_of_it_is_changed() -> None:
    world = world_of(HUB)
    provenance = (Source("birch.s1", 0, 1000),)
    tell(world, report(), provenance=provenance)
    tell(world, tracks())
    records = played(world)
    first, again = heard(records, "alder"), heard(records, "cedar")
    assert [message.releasable_to for message in again] == ["cedar", "cedar"]
    assert [msgspec.structs.replace(message, releasable_to="alder") for message in again] == first
    public = first[0].provenance
    assert len(public) == len(provenance)
    assert [told.provenance for told in world.nodes["cedar"].reports.values()] == [public]
    assert list(world.nodes["cedar"].received_tracks) == [public[0].source_id]  # one name for both: one source


def test_what_is_passed_on_takes_both_links_and_a_tick() -> None:
    world = world_of(HUB)
    tell(world, report())
    received_ms = [record.body.received_ms for record in played(world) if isinstance(record.body, Delivery)]
    assert received_ms == [2000, 5000]


@pytest.mark.parametrize("pairs", [HUB, (*HUB, ("birch", "cedar"))])
def test_nothing_is_passed_on_without_a_term_that_allows_it_or_to_whom_a_link_leads(
    pairs: tuple[tuple[str, str], ...],
) -> None:
    world = world_of(pairs, is_relaying=pairs != HUB)
    tell(world, report())
    records = played(world)
    assert heard(records, "alder")
    assert not sent_to(records, "cedar")


def test_nothing_is_passed_on_twice() -> None:
    world = world_of(CHAIN)
    tell(world, report(), to="alder")
    tell(world, report(), to="cedar")
    assert len(heard(played(world), "dogwood")) == 1  # by cedar
    world = world_of((("birch", "alder"), ("alder", "cedar"), ("cedar", "dogwood")))
    tell(world, report())
    records = played(world)
    assert len(heard(records, "cedar")) == 1
    assert not sent_to(records, "dogwood")


def test_what_comes_by_two_ways_is_one_phenomenon() -> None:
    world = world_of(RING)
    for partner in ("alder", "cedar"):
        tell(world, tracks(), to=partner)
    records = played(world)
    assert len(heard(records, "dogwood")) == 2
    assert len(world.nodes["dogwood"].picture.provenances) == 1
    assert len(world.nodes["dogwood"].picture.provenances[0]) == 1


def test_a_cancel_is_passed_on_and_refers_to_what_was_passed_on_before() -> None:
    world = world_of(HUB)
    tell(world, report())
    records = played(world)
    tell(world, report(assessment="false"), msg_type="cancel")
    records += played(world)
    sent = sent_to(records, "cedar")
    assert [envelope.message.msg_type for envelope in sent] == ["report", "cancel"]
    assert sent[1].message.references == (sent[0].msg_id,)
    assert {told.assessment for told in world.nodes["cedar"].reports.values()} == {"false"}


def test_a_cancel_of_what_was_never_passed_on_is_kept() -> None:
    world = world_of(HUB, is_relaying=False)
    tell(world, report())
    played(world)
    world.agreement = replace(world.agreement, relay=True)
    tell(world, report(assessment="false"), msg_type="cancel")
    records = played(world)
    assert not heard(records, "cedar")
    reasons = [record.body.reason for record in records if isinstance(record.body, Refusal)]
    assert reasons == ["nothing was told that could be taken back"]


def test_nothing_is_passed_on_while_the_agreement_is_suspended() -> None:
    world = world_of(HUB)
    tell(world, report())
    played(world, 3)  # it has come to alder, and waits there
    assert world.drafts
    world.agreement_state = replace(world.agreement_state, suspended_by=("cedar",))
    assert not heard(played(world), "cedar")


def test_the_clock_of_who_passes_on_moves_no_time_of_the_report() -> None:
    reported = []
    for skew in ("", "[party.alder]\nclock_skew_s = 5\n"):
        world = world_of(HUB, more=skew)
        tell(world, tracks())
        reported.append(heard(played(world), "cedar"))
    assert reported[0] == reported[1]
    assert reported[0]


@pytest.mark.parametrize(
    ("pairs", "is_relaying", "payload", "reason"),
    [
        (HUB, True, tracks(), ""),
        (HUB, False, tracks(), "forged"),
        ((*HUB, ("birch", "cedar")), True, tracks(), "forged"),
        (
            HUB,
            True,
            msgspec.structs.replace(
                tracks(),
                tracks=(msgspec.structs.replace(tracks().tracks[0], provenance=(Source("alder.s1", 0, 0),)),),
            ),
            "forged",
        ),
    ],
)
def test_nobody_speaks_for_another_but_by_the_terms(
    pairs: tuple[tuple[str, str], ...], is_relaying: bool, payload: Payload, reason: str
) -> None:
    world = world_of(pairs, is_relaying)
    link = world.declared_links[world.link_index["alder", "cedar"]]
    message = Message(
        originator="birch",
        releasable_to="cedar",
        msg_type="report",
        agreement_version="full-picture/2",
        released_ms=0,
        payload=payload,
        provenance=(),
    )
    raw = seal(message, link, 1, end_at(world, "alder"), 3000).raw
    outcome = receive(raw, link, Inbound(), end_at(world, "cedar", relayed_over(world, link)), 5000)
    assert (outcome.reason if isinstance(outcome, DeliveryRefused) else "") == reason
