"""A node states every moment by its own clock, and no length of time."""

import msgspec
import pytest

from tocsin.exchange.clock import by_clock, is_moment
from tocsin.exchange.payload import PAYLOAD_KINDS
from tocsin.tracking.provenance import Source


def test_every_moment_of_a_message_is_moved_and_nothing_else(post_office):
    payload = post_office.report(impact_time_ms=9000, impact_time_sigma_ms=700)
    plain = post_office.message(5000, payload)
    moved = by_clock(plain, -2500)
    assert moved.released_ms == 2500
    assert (moved.payload.launch_time_ms, moved.payload.impact_time_ms) == (-1500, 6500)
    assert moved.provenance == (Source("a.s1", -1500, 1500),)
    assert (moved.payload.launch_time_sigma_ms, moved.payload.impact_time_sigma_ms) == (900, 700)
    assert by_clock(moved, 2500) == plain


def test_tracks_are_moved_with_the_spans_of_their_sources(post_office):
    (track,) = by_clock(post_office.message(5000, post_office.tracks()), 3000).payload.tracks
    assert track == post_office.track(time_ms=7000, provenance=(Source("a.s1", 4000, 7000),))


def test_a_span_that_was_withheld_stays_withheld(post_office):
    withheld = (Source("a.s1", 0, 0),)
    assert by_clock(post_office.message(5000, provenance=withheld), 3000).provenance == withheld


def test_a_right_clock_changes_nothing(post_office):
    message = post_office.message(5000)
    assert by_clock(message, 0) is message


@pytest.mark.parametrize("kind", PAYLOAD_KINDS, ids=lambda kind: kind.__name__)
def test_whatever_is_in_ms_in_a_payload_is_a_moment_or_a_doubt(kind: type[msgspec.Struct]):
    """A length of time added to a payload later must not be taken for a moment: name it here or end it in _s."""
    moments = {name for name in kind.__struct_fields__ if is_moment(name)}
    known = {
        "launch_time_ms",
        "impact_time_ms",
        "window_start_ms",
        "window_end_ms",
        "intercept_ms",
        "from_ms",
        "to_ms",
    }
    assert moments <= known | {"since_ms", "deadline_ms", "sent_ms", "expires_ms"}
