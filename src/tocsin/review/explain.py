"""Why each sensor of a node saw a body, or did not: interval by interval."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from tocsin.errors import ScenarioError
from tocsin.orders.record import BodyEnded, BodyStates, Pairing
from tocsin.review.log import RunLog, as_flown, read_log
from tocsin.review.sight import Sight, course_of, listed, sights
from tocsin.scenario.declared import DeclaredNode, Scenario
from tocsin.sensing.reason import Reason

EXPLAINED_KINDS = frozenset(kind.__name__ for kind in (BodyEnded, BodyStates, Pairing))


class Interval(NamedTuple):
    """A stretch of time with one reason; both ends are exercise time in ms, the end not included."""

    start_ms: int
    end_ms: int
    reason: Reason


class SensorStory(NamedTuple):
    """How one sensor stood to one body from its start to its end, and how often it really measured it.

    ``start_ms`` is the body's lift-off, or when it came into sight.  A sensor that could see the body may still
    have missed it by luck, and one that could not (too faint) may have been lucky.
    """

    sensor_id: str
    is_radar: bool
    start_ms: int
    intervals: tuple[Interval, ...]
    measurements: int


def explain(source: Path | RunLog, scenario: Scenario, body: str, node: str) -> list[SensorStory]:
    """Return the story of every sensor of a node with one body: radars, then satellites.

    Parameters
    ----------
    source : Path or RunLog
        A journal, or a log of at least the ``EXPLAINED_KINDS``.
    scenario : Scenario
        The one the run was made from.
    body, node : str

    Raises
    ------
    ScenarioError
        For an unknown body or node; the known ones are named.

    Notes
    -----
    Seen means in view with a probability of detection of at least one half.  Declared launches are looked at
    every second, recorded flights as often as truth states are journaled (5 s).
    """
    log = source if isinstance(source, RunLog) else read_log(source, EXPLAINED_KINDS)
    scenario = as_flown(log, scenario)
    looking = node_of(scenario, node)
    course = course_of(log, scenario, body)
    counts = measurement_counts(log, body)
    return [
        SensorStory(
            sight.sensor_id,
            sight.is_radar,
            course.start_ms,
            intervals(sight),
            counts.get(sight.sensor_id, 0),
        )
        for sight in sights(scenario, looking, course)
    ]


def node_of(scenario: Scenario, name: str) -> DeclaredNode:
    """Return the node of a name, or say which there are."""
    for node in scenario.nodes:
        if node.name == name:
            return node
    raise ScenarioError(f"node = {name!r}: must be one of {listed([node.name for node in scenario.nodes])}")


def measurement_counts(log: RunLog, body_id: str) -> dict[str, int]:
    """Return how often each sensor measured a body."""
    counts: dict[str, int] = {}
    for _, _, pairing in log.entries:
        if isinstance(pairing, Pairing) and body_id in pairing.body_ids:
            counts[pairing.sensor_id] = counts.get(pairing.sensor_id, 0) + pairing.body_ids.count(body_id)
    return counts


def intervals(sight: Sight) -> tuple[Interval, ...]:
    """Return the runs of one reason along a course, each up to the start of the next, the last to the last row."""
    reasons, time_ms = sight.reasons, sight.course.time_ms
    if not reasons.size:
        return ()
    starts = np.concatenate(([0], np.flatnonzero(np.diff(reasons)) + 1))
    ends = [*time_ms[starts[1:]].tolist(), int(time_ms[-1])]
    return tuple(
        Interval(int(time_ms[start]), int(end), Reason(int(reasons[start])))
        for start, end in zip(starts, ends, strict=True)
    )
