"""Which launches belong together by their times alone: groups as the agreement of 2009 has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

SIMULTANEOUS_MS = 5 * 60_000  # DESIGN, section 6: simultaneous are launches less than 5 min apart,
NEAR_SIMULTANEOUS_MS = 60 * 60_000  # near-simultaneous less than 60 min

Together = Literal["single", "simultaneous", "near_simultaneous"]


@dataclass(frozen=True, slots=True)
class LaunchGroup:
    """Launches that are told as one.

    Attributes
    ----------
    together : str
        ``single``; ``simultaneous``: the last less than 5 min after the first; ``near_simultaneous``: 60 min.
    times_ms : tuple of int, ms
        In order, at least one.
    """

    together: Together
    times_ms: tuple[int, ...]


def groups_of(launch_times_ms: Sequence[int]) -> tuple[LaunchGroup, ...]:
    """Return the groups that launches make, in order of time.

    Parameters
    ----------
    launch_times_ms : sequence of int, ms
        In any order; equal times are several launches.

    Returns
    -------
    tuple of LaunchGroup
        Every launch is in exactly one.

    Notes
    -----
    The first launch not yet in a group opens one, and takes in all that follow it by less than 60 min: a group never
    spans 60 min or more.  Our reading: the public text says neither from which launch of a group the time counts nor
    whether a group may be longer than its bound; counted from the first it cannot grow without end.
    """
    groups: list[list[int]] = []
    for time_ms in sorted(launch_times_ms):
        if groups and time_ms - groups[-1][0] < NEAR_SIMULTANEOUS_MS:
            groups[-1].append(time_ms)
        else:
            groups.append([time_ms])
    return tuple(LaunchGroup(together_of(times_ms), tuple(times_ms)) for times_ms in groups)


def together_of(times_ms: Sequence[int]) -> Together:
    """Return how close together the launches of one group are, its times in order."""
    if len(times_ms) == 1:
        return "single"
    return "simultaneous" if times_ms[-1] - times_ms[0] < SIMULTANEOUS_MS else "near_simultaneous"
