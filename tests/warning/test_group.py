"""Groups of launches: 5 and 60 minutes, from both sides, in any order."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.warning.group import NEAR_SIMULTANEOUS_MS, groups_of

MIN_MS = 60_000
TIMES = st.lists(st.integers(-400 * MIN_MS, 400 * MIN_MS), max_size=12)


@pytest.mark.parametrize(
    ("apart_ms", "expected"),
    [
        (0, ["simultaneous"]),
        (5 * MIN_MS - 1, ["simultaneous"]),
        (5 * MIN_MS, ["near_simultaneous"]),
        (60 * MIN_MS - 1, ["near_simultaneous"]),
        (60 * MIN_MS, ["single", "single"]),
    ],
)
def test_two_launches_by_the_time_between_them(apart_ms: int, expected: list[str]) -> None:
    assert [group.together for group in groups_of([7 * MIN_MS + apart_ms, 7 * MIN_MS])] == expected


def test_one_launch_is_single_and_none_is_no_group() -> None:
    (group,) = groups_of([3])
    assert (group.together, group.times_ms) == ("single", (3,))
    assert groups_of([]) == ()


def test_a_chain_of_launches_is_cut_an_hour_after_its_first() -> None:
    found = groups_of([minute * MIN_MS for minute in (0, 40, 59, 80, 84)])
    assert [(group.together, len(group.times_ms)) for group in found] == [
        ("near_simultaneous", 3),
        ("simultaneous", 2),
    ]


@given(TIMES, st.randoms(use_true_random=False))
def test_the_order_in_which_launches_are_known_does_not_matter(times_ms: list[int], order: object) -> None:
    shuffled = list(times_ms)
    order.shuffle(shuffled)
    assert groups_of(shuffled) == groups_of(times_ms)


@given(TIMES)
def test_every_launch_is_in_one_group_and_no_group_spans_an_hour(times_ms: list[int]) -> None:
    found = groups_of(times_ms)
    assert [time for group in found for time in group.times_ms] == sorted(times_ms)
    assert all(group.times_ms[-1] - group.times_ms[0] < NEAR_SIMULTANEOUS_MS for group in found)
    starts = [group.times_ms[0] for group in found]
    assert all(after - before >= NEAR_SIMULTANEOUS_MS for before, after in pairwise(starts))
