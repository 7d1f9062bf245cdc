"""What every sensor could see of a body, second by second, and why not: from truth, by the sensors' own rules."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ScenarioError
from tocsin.motion.path import state_at
from tocsin.orders.record import BodyEnded, BodyStates
from tocsin.review.log import RunLog
from tocsin.scenario.declared import (
    DeclaredBody,
    DeclaredNode,
    DeclaredSatellite,
    Scenario,
    Window,
    utc_ms_at,
)
from tocsin.scenario.mount import is_out, radar_then, sky_for
from tocsin.scenario.sensors import in_window
from tocsin.sensing.infrared.sensor import InfraredSatellite, infrared_reasons
from tocsin.sensing.radar.look import radar_reasons
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.reason import Reason
from tocsin.sensing.scene import Scene
from tocsin.sensing.skywave.sensor import skywave_reasons

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]


class Course(NamedTuple):
    """The true course of one body.

    Attributes
    ----------
    body_id : str
    start_ms : int, ms
        Lift-off, or when it came into sight; the first row.
    time_ms : (m,) int64, ms
        Exercise time, rising: every second for a declared launch, as journaled for a recorded flight.
    position_ecef : (m, 3) float64, m
    velocity_ecef : (m, 3) float64, m/s
    plume_w_sr, rcs_m2 : (m,) float64
    """

    body_id: str
    start_ms: int
    time_ms: IntArray
    position_ecef: Array
    velocity_ecef: Array
    plume_w_sr: Array
    rcs_m2: Array


class Sight(NamedTuple):
    """How one sensor stood to one body: ``reasons`` (m,) are values of ``Reason`` at the course's times."""

    sensor_id: str
    nation: str
    is_radar: bool
    course: Course
    reasons: IntArray

    @property
    def first_seen_s(self) -> float | None:
        """Return the seconds from the start to when the sensor could first see the body; None if it never could."""
        seen = np.flatnonzero(self.reasons == Reason.SEEN)
        return float(self.course.time_ms[seen[0]] - self.course.start_ms) / 1000.0 if seen.size else None

    @property
    def hidden_until_s(self) -> list[tuple[Reason, float]]:
        """Return what hid the body before it was first seen: each reason in turn, and until when, s."""
        seen = np.flatnonzero(self.reasons == Reason.SEEN)
        before = self.reasons[: seen[0]] if seen.size else self.reasons
        ends = [*(np.flatnonzero(np.diff(before)) + 1).tolist(), before.size] if before.size else []
        elapsed_s = (self.course.time_ms - self.course.start_ms) / 1000.0
        return [(Reason(int(before[end - 1])), float(elapsed_s[min(end, elapsed_s.size - 1)])) for end in ends]

    @property
    def why_not_before(self) -> Reason:
        """Return what hid the body for most of the time before it was seen; SEEN if nothing did.

        Where a satellite never sees a body the time after burn-out does not count: no motor burns then, for
        any satellite.
        """
        seen = np.flatnonzero(self.reasons == Reason.SEEN)
        before = self.reasons[: seen[0]] if seen.size else self.reasons
        if not self.is_radar and (before != Reason.NOT_BURNING).any():
            before = before[before != Reason.NOT_BURNING]
        if not before.size:
            return Reason.SEEN
        values, counts = np.unique(before, return_counts=True)
        return Reason(int(values[np.argmax(counts)]))


def known_bodies(scenario: Scenario) -> list[str]:
    """Return the ids of all declared bodies."""
    return [
        *(body.body_id for launch in scenario.launches for body in launch.bodies),
        *(flight.body_id for flight in scenario.flights),
    ]


def declared_course(body: DeclaredBody) -> Course:
    """Return the undefended course of a declared body, a row a second, from its start to its end."""
    end_s = float(body.path.time_s[-1])
    elapsed_s = np.append(np.arange(0.0, end_s), end_s)
    position, velocity, plume, rcs = zip(*(state_at(body.path, time_s) for time_s in elapsed_s), strict=True)
    time_ms = body.start_ms + np.rint(elapsed_s * 1000.0).astype(np.int64)
    columns = (np.array(column) for column in (position, velocity, plume, rcs))
    return Course(body.body_id, body.start_ms, time_ms, *columns)


def journaled_course(log: RunLog, body_id: str) -> Course:
    """Return the course of a body from the truth states in a log; without rows if it never flew."""
    times, states, plumes, sections = [], [], [], []
    for time_ms, _, body in log.entries:
        if isinstance(body, BodyStates) and body_id in body.body_ids:
            row = body.body_ids.index(body_id)
            times.append(time_ms)
            states.append(body.states_ecef[row])
            plumes.append(body.plume_w_sr[row])
            sections.append(body.rcs_m2[row])
    rows = np.array(states, dtype=np.float64).reshape(len(times), 6)
    return Course(
        body_id,
        times[0] if times else 0,
        np.array(times, dtype=np.int64),
        rows[:, :3].copy(),
        rows[:, 3:].copy(),
        np.array(plumes, dtype=np.float64),
        np.array(sections, dtype=np.float64),
    )


def course_of(log: RunLog, scenario: Scenario, body_id: str) -> Course:
    """Return the course of a body as far as it flew in a run: declared launches by the second, others as journaled.

    Raises
    ------
    ScenarioError
        If the scenario declares no such body; the known ones are named.
    """
    if body_id not in (known := known_bodies(scenario)):
        raise ScenarioError(f"body = {body_id!r}: must be one of {listed(known)}")
    for body in (body for launch in scenario.launches for body in launch.bodies):
        if body.body_id == body_id:
            return until(declared_course(body), end_ms(log, body_id))
    return journaled_course(log, body_id)


def end_ms(log: RunLog, body_id: str) -> int:
    """Return when a body ended in a run, or how far the run went."""
    for _, _, body in log.entries:
        if isinstance(body, BodyEnded) and body.body_id == body_id:
            return body.ended_ms
    return log.end_ms


def until(course: Course, last_ms: int) -> Course:
    """Return the rows of a course up to a time."""
    keep = course.time_ms <= last_ms
    return Course(
        course.body_id,
        course.start_ms,
        course.time_ms[keep],
        course.position_ecef[keep],
        course.velocity_ecef[keep],
        course.plume_w_sr[keep],
        course.rcs_m2[keep],
    )


def scene_of(course: Course) -> Scene:
    """Return a course as a scene in which every row is a body."""
    count = course.time_ms.shape[0]
    return Scene(
        course.position_ecef,
        course.velocity_ecef,
        course.rcs_m2,
        course.plume_w_sr,
        np.arange(count, dtype=np.int64),
    )


def at_row(scene: Scene, row: int) -> Scene:
    """Return a scene of one of its rows alone."""
    only = slice(row, row + 1)
    return Scene(
        scene.position_ecef[only],
        scene.velocity_ecef[only],
        scene.rcs_m2[only],
        scene.plume_w_sr[only],
        scene.luck_id[only],
    )


def sights(scenario: Scenario, node: DeclaredNode, course: Course) -> Iterator[Sight]:
    """Yield how every sensor of a node stood to a body along its course: radars, skywave radars, satellites."""
    seen: list[tuple[str, bool, IntArray]] = [
        *((radar.sensor_id, True, radar_sight(node, radar, course)) for radar in node.radars),
        *((radar.sensor_id, True, skywave_reasons(radar, scene_of(course))) for radar in node.skywaves),
        *((item.sensor.sensor_id, False, satellite_sight(scenario, item, course)) for item in node.satellites),
    ]
    for sensor_id, is_radar, reasons in seen:
        out = [is_out(node, sensor_id, int(time_ms)) for time_ms in course.time_ms] if node.outages else False
        yield Sight(sensor_id, node.name, is_radar, course, np.where(out, int(Reason.OUT_OF_ACTION), reasons))


def radar_sight(node: DeclaredNode, radar: Radar, course: Course) -> IntArray:
    """Return the reason (m,) at every row of a course; a radar on patrol is asked from where it was."""
    scene = scene_of(course)
    if radar.sensor_id not in node.patrols:
        return radar_reasons(radar, scene)
    rows = enumerate(course.time_ms.tolist())
    reasons = [radar_reasons(radar_then(node, radar, time_ms), at_row(scene, row))[0] for row, time_ms in rows]
    return np.array(reasons, dtype=np.int64)


def satellite_sight(scenario: Scenario, declared: DeclaredSatellite, course: Course) -> IntArray:
    """Return the reason (m,) at every row of a course; where no motor burns nothing else is asked."""
    reasons = np.full(course.time_ms.shape[0], int(Reason.NOT_BURNING), dtype=np.int64)
    scene = scene_of(course)
    placed: dict[int, InfraredSatellite] = {}  # start of a window -> the satellite on its orbit in that window
    for row in np.flatnonzero(course.plume_w_sr > 0.0):
        time_ms = int(course.time_ms[row])
        window = window_at(scenario, time_ms)
        if window.start_ms not in placed:
            placed[window.start_ms] = in_window(declared, window)
        sensor, one = placed[window.start_ms], at_row(scene, int(row))
        utc_ms = utc_ms_at(scenario, time_ms)
        reasons[row] = infrared_reasons(sensor, one, sky_for(scenario, sensor, utc_ms), utc_ms)[0]
    return reasons


def window_at(scenario: Scenario, time_ms: int) -> Window:
    """Return the window of play that holds an exercise time."""
    held = scenario.windows[0]
    for window in scenario.windows[1:]:
        if window.start_ms > time_ms:
            break
        held = window
    return held


def listed(names: list[str], limit: int = 60) -> str:
    """Return names as a list to read, cut where it grows long."""
    shown = ", ".join(names[:limit])
    return shown if len(names) <= limit else f"{shown} ... ({len(names)} in all)"
