"""A sender queues, waits for an answer, and sends again; a receiver is told of gaps, and nothing is papered over."""

import math

import pytest

from tocsin.exchange.link import Carried, LinkState
from tocsin.exchange.message import LinkGap, LinkGapFilled, NotAcknowledged, Resent
from tocsin.exchange.transport import taken_off

APART_MS = 100_000  # farther than all repetitions of a message take: no two share a second


def way(post_office, back: dict[str, object] | None = None, **there: object):
    back_link = None if back is None else post_office.link(source="b", target="a", **back)
    return post_office.Way(post_office.link(jitter_ms=0, resend_ms=9000, **there), back_link)


def seqs(way) -> list[int]:
    return [delivery.seq for delivery in way.taken]


@pytest.mark.parametrize("resends", [0, 1, 3])
def test_repetition_delivers_all_but_the_share_that_is_lost_every_time(post_office, resends):
    """Independent attempts: a share loss^(1 + resends) never comes."""
    loss, n = 0.4, 800
    lossy = way(post_office, {"jitter_ms": 0, "loss": 0.4}, loss=loss, resends=resends)
    lossy.play({APART_MS * i: 1 for i in range(n)}, APART_MS * n)
    share = loss ** (1 + resends)
    missing = n - len(lossy.taken)
    assert abs(missing - n * share) < 4 * math.sqrt(n * share * (1 - share))  # binomial: 4 deviations
    assert len(set(seqs(lossy))) == len(lossy.taken)  # a message repeated for a lost answer is believed once
    assert {fault.reason for fault in lossy.refused} == ({"repeated"} if resends else set())


def test_without_loss_nothing_is_sent_again_and_the_sender_keeps_nothing(post_office):
    good = way(post_office, {"jitter_ms": 0}).play({1000 * s: 1 for s in range(50)}, 90_000)
    assert seqs(good) == list(range(1, 51))
    assert (good.done, good.refused, good.gaps, good.state.unanswered) == ([], [], [], [])


def test_without_a_link_back_nothing_is_kept_or_sent_again(post_office):
    alone = way(post_office, loss=0.5).play({10_000 * s: 1 for s in range(50)}, 900_000)
    assert alone.lost
    assert alone.done == []


def test_a_sender_gives_up_after_the_last_repetition(post_office):
    cut = way(post_office, {"jitter_ms": 0}, resends=2, outages_ms=((0, 10**9),)).play({5000: 1}, 200_000)
    first, second, given_up = cut.done
    assert first == (14_000, Resent(msg_id="a-b#1", attempt=1))
    assert second == (23_000, Resent(msg_id="a-b#1", attempt=2))
    assert given_up == (32_000, NotAcknowledged(msg_id="a-b#1", attempts=3))
    assert [(lost.attempt, lost.was_out) for lost in cut.lost] == [(0, True), (1, True), (2, True)]


def test_answers_lost_cost_repetitions_and_nothing_else(post_office):
    deaf = way(post_office, {"outages_ms": ((0, 10**9),)}, resends=2).play({0: 1}, 60_000)
    assert seqs(deaf) == [1]
    assert [fault.reason for fault in deaf.refused] == ["repeated", "repeated"]
    assert isinstance(deaf.done[-1][1], NotAcknowledged)


def test_a_gap_is_shown_when_a_later_message_comes_and_filled_when_the_missing_one_does(post_office):
    cut = way(post_office, {"jitter_ms": 0}, outages_ms=((10_000, 12_000),))
    cut.play({5000: 1, 10_000: 1, 11_000: 1, 13_000: 1}, 60_000)
    gap = LinkGap(link_id="a-b", first_seq=2, last_seq=3, opened_ms=15_000)
    assert cut.gaps == [gap, *(LinkGapFilled(link_id="a-b", seq=seq, opened_ms=15_000) for seq in (2, 3))]
    assert seqs(cut) == [1, 4, 2, 3]
    assert cut.inbound.gaps == ()


def test_a_gap_that_is_never_filled_stays_open_and_splits_around_what_comes(post_office):
    cut = way(post_office, outages_ms=((1000, 3000), (4000, 6000)))
    cut.play({0: 1, 1000: 1, 2000: 1, 4000: 1, 6000: 1}, 60_000)
    spans = [(gap.first_seq, gap.last_seq) for gap in cut.inbound.gaps]
    assert spans == [(2, 4)]
    half = way(post_office, outages_ms=((1000, 3000), (4000, 6000)))
    half.play({0: 1, 1000: 1, 3000: 1, 4000: 1, 6000: 1}, 60_000)
    assert [(gap.first_seq, gap.last_seq) for gap in half.inbound.gaps] == [(2, 2), (4, 4)]


def test_a_saturated_link_sends_in_order_at_its_capacity(post_office):
    full = way(post_office, capacity_per_min=6).play({0: 4, 5000: 1}, 90_000)
    assert [(d.seq, d.received_ms) for d in full.taken] == [(s, 2000 + 10_000 * (s - 1)) for s in (1, 2, 3, 4, 5)]


def test_a_link_within_its_capacity_delays_nothing(post_office):
    free = way(post_office, capacity_per_min=6).play({10_000 * s: 1 for s in range(8)}, 90_000)
    assert [d.received_ms for d in free.taken] == [2000 + 10_000 * s for s in range(8)]


def test_what_comes_within_one_tick_has_no_order(post_office):
    """The second overtook the first by 50 ms, and nobody could see it: no gap is told of."""
    state = LinkState(3, 0, [Carried(2400, 2, b""), Carried(2450, 1, b""), Carried(3001, 3, b"")])
    assert [item.seq for item in taken_off(state, 3000)] == [1, 2]
    assert [item.seq for item in state.under_way] == [3]
