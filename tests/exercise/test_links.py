"""Two nodes told things by hand: what links do to it, tick by tick, in the engine itself."""

import math
from collections.abc import Callable

import msgspec
import pytest

from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.link import Carried, Waiting
from tocsin.exchange.message import (
    ClockSkewSeen,
    Delivery,
    DeliveryRefused,
    Draft,
    Envelope,
    LinkGap,
    LinkGapFilled,
    Message,
    NotAcknowledged,
)
from tocsin.exchange.payload import LaunchReport, Payload, ReportedTrack, TrackReport
from tocsin.exchange.release import release
from tocsin.exchange.transport import post
from tocsin.exchange.wire import seal
from tocsin.exercise.engine import step
from tocsin.exercise.stages.exchange import end_at
from tocsin.exercise.world import NodeState, Record, World, new_world
from tocsin.orders.record import MessageLost
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario
from tocsin.tracking.provenance import Source

HEAD = """
[scenario]
name = "links"
title = "Two nodes and two links"
blind_name = "exercise-00"
seed = 3
start_utc = "2031-09-23T18:00:00Z"
duration_min = 60
parties = ["alder", "birch"]
agreement = "full-picture"
{parties}
[[link]]
source = "alder"
target = "birch"
latency_s = 2
{there}
[[link]]
source = "birch"
target = "alder"
latency_s = 2
{back}
"""
POSITION_M, SPEED_M_S = 6.9e6, 5e3


def world_with(there: str = "", back: str = "", parties: str = "") -> World:
    scenario = build_scenario(HEAD.format(there=there, back=back, parties=parties), "links.toml")
    return new_world(scenario, load_agreement("full-picture", scenario.parties), 7)


def report(time_ms: int) -> LaunchReport:
    """Return what alder says at a time of one launch: who has the newest has all."""
    return LaunchReport(
        event_id="alder-e1",
        launch_time_ms=1000,
        launch_time_sigma_ms=1000 + time_ms,
        launch_point=Ellipse(0.5, 1.0, 1e8, 0.0, 1e8),
        generic_class="mrbm",
    )


def tracks(time_ms: int) -> TrackReport:
    """Return alder's track of one body at a time."""
    variances = tuple((1e6 if i < 21 else 1e2) if i % 7 == 0 else 0.0 for i in range(36))
    state = (POSITION_M, SPEED_M_S * time_ms / 1000.0, 0.0, 0.0, SPEED_M_S, 0.0)
    spans = (Source("alder.s1", 0, time_ms),)
    return TrackReport(tracks=(ReportedTrack(time_ms, state, variances, 1.0, spans),))


def tell(world: World, payload: Payload) -> None:
    world.drafts.append(
        Draft(originator="alder", to="birch", drafted_ms=world.time_ms, msg_type="report", payload=payload)
    )


def play(world: World, told: Callable[[int], list[Payload]], until_s: int) -> list[tuple[int, Record]]:
    """Tell birch what ``told`` says for each second; return every record with its exercise time (ms)."""
    seen = []
    for second in range(world.time_ms // 1000, until_s):
        for payload in told(second):
            tell(world, payload)
        time_ms = world.time_ms
        seen += [(time_ms, record) for record in step(world, [])]
    return seen


def every(period_s: int, kinds: tuple[Callable[[int], Payload], ...] = (report,), last_s: int = 10**6):
    """Return a teller of one payload a kind, every so often."""
    return lambda s: [kind(1000 * s) for kind in kinds] if s % period_s == 0 and s <= last_s else []


def of(seen, kind: type) -> list[tuple[int, msgspec.Struct]]:
    return [(time_ms, record.body) for time_ms, record in seen if isinstance(record.body, kind)]


def known(node: NodeState) -> tuple[object, ...]:
    """Return what a node has been told, times of receipt aside: order and repetition must not matter to it."""
    reports = {key: (item.report, item.provenance, item.released_ms) for key, item in node.reports.items()}
    return reports, node.received_tracks, node.notices


def test_keys_that_do_nothing_change_nothing():
    neutral = "duplication = 0.0\nreorder = 0.0\noutage = []\ncapacity_per_min = 0\nresend_s = 9\nresends = 3"
    lossy = "loss = 0.3\njitter_s = 3\n"
    told = every(4, (report, tracks))
    plain, written = (play(world_with(lossy, lossy + keys), told, 120) for keys in ("", neutral))
    both = [[msgspec.json.encode(record.body) for _, record in seen] for seen in (plain, written)]
    assert both[0] == both[1]
    assert of(plain, MessageLost)


def test_a_lost_message_shows_as_a_gap_until_it_is_sent_again():
    world = world_with("loss = 0.3")
    birch, open_gaps = world.nodes["birch"], []
    seen = []
    for second in range(400):
        seen += play(world, every(4), second + 1)
        open_gaps.append(birch.gaps)
    gaps, filled = of(seen, LinkGap), of(seen, LinkGapFilled)
    numbers = [seq for _, gap in gaps for seq in range(gap.first_seq, gap.last_seq + 1)]
    assert len(numbers) >= 10
    assert {body.seq for _, body in filled} <= set(numbers)
    at_s, first = gaps[0][0] // 1000, gaps[0][1]
    assert open_gaps[at_s - 1] == ()
    assert open_gaps[at_s] == (first,)
    delivered = {body.seq for _, body in of(seen, Delivery)}
    sent = {body.seq for _, body in of(seen, Envelope)}
    still_open = {seq for gap in birch.gaps for seq in range(gap.first_seq, gap.last_seq + 1)}
    assert sent - delivered - still_open <= set(range(max(delivered) + 1, max(sent) + 1))
    assert 0.9 * len(sent) < len(delivered)  # 0.3^4 = 0.8 % never come, and the last few are under way


def test_two_nodes_parted_hear_nothing_and_then_all_that_was_kept_for_them():
    cut = "outage = [{ from_s = 60, to_s = 180 }]\nresend_s = 20\nresends = 8"
    world = world_with(cut, cut)
    seen = play(world, every(10), 260)
    at_s = {body.seq: time_ms // 1000 for time_ms, body in of(seen, Delivery)}
    assert [s for s in at_s.values() if 62 <= s < 182] == []
    assert sorted(at_s) == list(range(1, 27))  # nothing is missing at the end
    assert world.nodes["birch"].gaps == ()
    assert of(seen, NotAcknowledged) == []
    assert {body.was_out for _, body in of(seen, MessageLost)} == {True}
    poor = world_with(cut.replace("resends = 8", "resends = 1"), cut)
    seen = play(poor, every(10), 260)
    given_up = {body.msg_id for _, body in of(seen, NotAcknowledged)}
    never = {
        f"alder-birch#{seq}" for gap in poor.nodes["birch"].gaps for seq in range(gap.first_seq, gap.last_seq + 1)
    }
    assert given_up == never != set()


def test_duplicates_change_nothing_but_a_count():
    worlds = [world_with(keys) for keys in ("jitter_s = 2", "jitter_s = 2\nduplication = 0.6")]
    seen = [play(world, every(5, (report, tracks)), 200) for world in worlds]
    once, twice = ([record.body for _, record in s if not isinstance(record.body, DeliveryRefused)] for s in seen)
    assert [body for body in once if isinstance(body, Envelope)] == [b for b in twice if isinstance(b, Envelope)]
    assert known(worlds[0].nodes["birch"]) == known(worlds[1].nodes["birch"])
    assert len([b for b in once if isinstance(b, Delivery)]) == len([b for b in twice if isinstance(b, Delivery)])
    count = worlds[1].nodes["birch"].refused_messages["repeated"]
    assert abs(count - 0.6 * 80) < 4 * math.sqrt(80 * 0.6 * 0.4)  # binomial: 4 deviations
    assert worlds[0].nodes["birch"].refused_messages == {}


def test_messages_out_of_order_leave_the_receiver_with_the_same():
    """While they come it differs; when all have come, what is held is the same as in order."""
    told = every(5, (report, tracks), last_s=140)
    worlds = [world_with(keys) for keys in ("", "reorder = 0.5\nreorder_s = 12\nresend_s = 60")]
    seen = [play(world, told, 158) for world in worlds]
    orders = [[body.seq for _, body in of(s, Delivery)] for s in seen]
    assert orders[0] == sorted(orders[0]) == sorted(orders[1]) != orders[1]
    assert known(worlds[0].nodes["birch"]) == known(worlds[1].nodes["birch"])
    assert worlds[1].nodes["birch"].received_tracks


def test_a_wrong_clock_is_seen_in_what_is_told_and_never_corrected():
    world = world_with(parties="[party.alder]\nclock_skew_s = -6")
    seen = play(world, every(5, (report, tracks)), 120)
    birch = world.nodes["birch"]
    assert [(node.node, node.body) for _, node in seen if isinstance(node.body, ClockSkewSeen)] == [
        ("birch", ClockSkewSeen(link_id="alder-birch", apparent_ms=6000))
    ]
    assert birch.reports["alder/alder-r1"].report.launch_time_ms == 1000 - 6000
    (_, track) = birch.received_tracks["alder.r1"]
    assert track.time_ms == 115_000 - 6000
    # at its own time of 116 s birch has the body six seconds of flight too far: 8 s + 6 s on, not 8 s
    position_m = birch.picture.x[0, 1]
    true_m = SPEED_M_S * birch.picture.time_ms / 1000.0
    assert position_m - true_m == pytest.approx(6 * SPEED_M_S, rel=0.02)  # gravity bends it by less than 2 %


@pytest.mark.parametrize(("skew_s", "taken"), [(9, True), (45, False)])
def test_a_clock_far_ahead_speaks_from_the_future_and_is_not_believed(skew_s, taken):
    world = world_with(parties=f"[party.alder]\nclock_skew_s = {skew_s}")
    seen = play(world, every(5), 60)
    assert bool(of(seen, Delivery)) == taken
    assert {body.reason for _, body in of(seen, DeliveryRefused)} == (set() if taken else {"in_future"})


def test_two_clocks_equally_wrong_agree():
    skew = "clock_skew_s = 25\n"
    world = world_with(parties=f"[party.alder]\n{skew}[party.birch]\n{skew}")
    seen = play(world, every(5), 80)
    assert of(seen, ClockSkewSeen) == of(seen, DeliveryRefused) == []
    told = world.nodes["birch"].reports["alder/alder-r1"].report
    assert told == msgspec.structs.replace(report(75_000), event_id="alder-r1")


def test_a_saturated_link_delays_and_keeps_the_order():
    world = world_with("capacity_per_min = 6\nresend_s = 600")
    seen = play(world, every(5, last_s=50), 200)
    held = [(body.seq, body.held_ms) for _, body in of(seen, Envelope)]
    assert held == [(seq, 5000 * (seq - 1)) for seq in range(1, 12)]
    carried = [(body.seq, time_ms - body.message.released_ms) for time_ms, body in of(seen, Delivery)]
    assert carried == [(seq, 2000) for seq in range(1, 12)]


def test_what_else_is_sent_moves_no_draw():
    """The same reports on the same link fare the same whether or not tracks are sent beside them."""
    bad = "loss = 0.3\njitter_s = 4\nduplication = 0.3\nreorder = 0.2\nreorder_s = 7\nresends = 0"
    fates = []
    for kinds in ((report,), (tracks, report)):
        seen = play(world_with(bad, bad), every(4, kinds), 300)
        fates.append(
            [
                (time_ms, body.message.released_ms)
                for time_ms, body in of(seen, Delivery)
                if isinstance(body.message.payload, LaunchReport)
            ]
        )
    assert fates[0] == fates[1]
    assert 20 < len(fates[0]) < 75


def test_a_forged_message_on_the_link_is_refused_counted_and_recorded():
    """Whoever can put bytes on the link but has no key is not believed."""
    world = world_with("resends = 0")
    envelope = seal(message_of(world), world.scenario.links[0], 1, end_at(world, "birch")).envelope
    forged = msgspec.structs.replace(envelope, signature="00" * 64)
    post(world.links[0], Waiting(0, 0, draft_of(), forged))
    world.links[0].under_way.append(Carried(5000, 1, b"garbage"))
    seen = play(world, lambda second: [], 10)
    assert [body.reason for _, body in of(seen, DeliveryRefused)] == ["forged", "undecodable"]
    assert world.nodes["birch"].refused_messages == {"forged": 1, "undecodable": 1}
    assert world.nodes["birch"].reports == {}


def draft_of() -> Draft:
    return Draft(originator="alder", to="birch", drafted_ms=0, msg_type="report", payload=report(0))


def message_of(world: World) -> Message:
    """Return what alder would say now."""
    return release(draft_of(), world.agreement, world.agreement_state, 0)
