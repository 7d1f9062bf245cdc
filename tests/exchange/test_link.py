"""Links take time, sometimes lose, and never alter unseen."""

import math

import msgspec
import pytest

from tocsin.chance.luck import declared_id, luck_for
from tocsin.exchange.link import Link, deliver, is_lost, seal
from tocsin.exchange.message import Message
from tocsin.exchange.payload import LaunchReport


def link(**changes) -> Link:
    given = {"latency_ms": 2000, "jitter_ms": 1000, "loss": 0.0}
    return Link(link_id="a-b", luck_id=declared_id("link a b"), source="a", target="b", **{**given, **changes})


def message(released_ms: int) -> Message:
    return Message(
        originator="a",
        releasable_to="b",
        msg_type="report",
        agreement_version="t/1",
        released_ms=released_ms,
        payload=LaunchReport(event_id="a-e1"),
        provenance=(),
    )


def test_carrying_time_lies_between_latency_and_latency_plus_jitter_and_varies():
    luck = luck_for(1, 0)
    times = [seal(message(1000 * s), link(), s, "x", 0, luck).due_ms - 1000 * s for s in range(400)]
    assert min(times) >= 2000 and max(times) <= 3000
    assert max(times) - min(times) > 900
    # the mean of 400 uniform draws on [0, 1000] lies within 4 standard errors (4 * 289 / 20) of 500
    assert abs(sum(times) / 400 - 2500) < 58


def test_a_message_is_held_as_agreed_and_takes_at_least_one_second():
    envelope = seal(message(5000), link(latency_ms=0, jitter_ms=0), 1, "x", 30_000, luck_for(1, 0))
    assert (envelope.sent_ms, envelope.due_ms) == (35_000, 36_000)


@pytest.mark.parametrize("loss", [0.05, 0.3])
def test_losses_are_as_frequent_as_declared(loss):
    luck, lossy, n = luck_for(2, 0), link(loss=loss), 4000
    lost = sum(is_lost(seal(message(1000 * s), lossy, s, "x", 0, luck), lossy, luck) for s in range(n))
    # binomial: 4 standard deviations
    assert abs(lost - n * loss) < 4 * math.sqrt(n * loss * (1 - loss))


def test_loss_depends_on_the_second_not_on_what_was_sent_before():
    luck, lossy = luck_for(3, 0), link(loss=0.5)
    first = [is_lost(seal(message(1000 * s), lossy, s, "x", 0, luck), lossy, luck) for s in range(50)]
    shifted = [is_lost(seal(message(1000 * s), lossy, s + 700, "x", 0, luck), lossy, luck) for s in range(50)]
    assert first == shifted


def test_an_altered_message_fails_its_crc():
    envelope = seal(message(0), link(), 1, "x", 0, luck_for(1, 0))
    assert deliver(envelope, 2000).crc_ok
    altered = msgspec.structs.replace(
        envelope, message=msgspec.structs.replace(envelope.message, payload=LaunchReport(event_id="a-e2"))
    )
    assert not deliver(altered, 2000).crc_ok
