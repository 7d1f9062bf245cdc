"""Scans in any order make the table that scans in order make."""

from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.tracking.late import LATEST_MS, Rewindable, is_too_late, rewindable, take


class Look(NamedTuple):
    time_ms: int
    sensor: int


History = tuple[Look, ...]


def noted(table: History, look: Look) -> tuple[History, Look]:
    """Return a table that remembers every scan before it, in order."""
    return (*table, look), look


def arrivals(looks: list[Look], delays_ms: list[int]) -> list[Look]:
    order = sorted(range(len(looks)), key=lambda i: (looks[i].time_ms + delays_ms[i], i))
    return [looks[i] for i in order]


SENT = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 3), st.integers(0, 29)), min_size=1, max_size=60)


@given(SENT)
@settings(max_examples=300)
def test_the_order_of_arrival_makes_no_difference(sent: list[tuple[int, int, int]]) -> None:
    unique = {(second, sensor): delay for second, sensor, delay in sent}
    looks = [Look(1000 * second, sensor) for second, sensor in sorted(unique)]
    delays = [1000 * unique[key] for key in sorted(unique)]
    past: Rewindable[History, Look] = rewindable(())
    for look in arrivals(looks, delays):
        assert not is_too_late(past, look)
        past, told = take(past, look, noted)
        assert told == look
    assert past.table == tuple(looks)


def test_what_is_older_than_half_a_minute_is_too_late() -> None:
    past: Rewindable[History, Look] = rewindable(())
    past, _ = take(past, Look(100_000, 0), noted)
    assert is_too_late(past, Look(100_000 - LATEST_MS - 1, 1))
    assert not is_too_late(past, Look(100_000 - LATEST_MS, 1))


def test_memory_stays_bounded() -> None:
    past: Rewindable[History, Look] = rewindable(())
    for second in range(1000):
        past, _ = take(past, Look(1000 * second, 0), noted)
        assert len(past.looks) <= 37 and len(past.kept) <= 9
    assert np.array_equal([look.time_ms for look in past.table], 1000 * np.arange(1000))
