"""What each nation's radars see of arcs, by their own verdicts, and how well that fixes the fall."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.motion.vehicle import Vehicle
from tocsin.scenario.declared import DeclaredNode
from tocsin.scenario.mount import is_out, radar_then
from tocsin.sensing.radar.kernels import ANGLE_FLOOR_BEAMWIDTHS, radar_verdicts
from tocsin.sensing.radar.look import cue_numbers
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.reason import Reason
from tocsin.study.footprint.arcs import STEP_S
from tocsin.study.footprint.kernels import known
from tocsin.tracking.tracker import Rules

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

PATROL_STEPS = 12  # a radar on patrol is asked from where it is once a minute


class Course(NamedTuple):
    """Bodies on arcs, looked at every ``STEP_S`` from lift-off.

    Attributes
    ----------
    start_ms : int, ms
        Exercise time of every lift-off.
    position_ecef : (n, m, 3) float64, m
    flights_s, burn_out_s : (n,) float64, s
    """

    start_ms: int
    position_ecef: Array
    flights_s: Array
    burn_out_s: Array

    @property
    def times_s(self) -> Array:
        """Return the times (m,) since lift-off, s."""
        return np.arange(self.position_ecef.shape[1], dtype=np.float64) * STEP_S

    @property
    def is_up(self) -> BoolArray:
        """Return whether each body is up (n, m)."""
        return self.times_s < self.flights_s[:, None]

    @property
    def is_burning(self) -> BoolArray:
        """Return whether each body's motor burns (n, m)."""
        return self.times_s < self.burn_out_s[:, None]


def tracked(node: DeclaredNode, vehicle: Vehicle, course: Course) -> Array:
    """Return what a nation's own tracks hold of each body (n, m, 4): see ``kernels.known``.

    Notes
    -----
    A step counts as many looks of a radar as it makes in it, if its verdict at the step is SEEN (found in at least
    half of its looks).  A look weighs 1 / sigma^2, sigma the error of its angles at that distance, by the formula
    that ``sense_radar`` draws by and the mean SNR; range and range rate, which are better known, are left out, and so
    are biases, cues, clutter, and what else a radar might be looking at.
    """
    shape = course.position_ecef.shape[:2]
    weights, looks = np.zeros(shape), np.zeros(shape)
    for radar in node.radars:
        blocks = range(0, shape[1], PATROL_STEPS) if radar.sensor_id in node.patrols else (0,)
        for first in blocks:
            part = slice(first, first + PATROL_STEPS if len(blocks) > 1 else None)
            middle_ms = course.start_ms + round(1000 * STEP_S * (first + 0.5 * PATROL_STEPS))
            there = radar_then(node, radar, middle_ms) if len(blocks) > 1 else radar
            seen, sigma_m = seen_by(there, vehicle, course, part)
            for step in np.flatnonzero([is_out_at(node, radar, course, k) for k in range(shape[1])[part]]):
                seen[:, step] = False
            per_step = 1000.0 * STEP_S / radar.scan_period_ms
            weights[:, part] += np.where(seen, per_step / sigma_m**2, 0.0)
            looks[:, part] += np.where(seen, per_step, 0.0)
    rules = Rules()
    coasting = np.ceil(course.burn_out_s / STEP_S).astype(np.int64)
    return known(weights, looks, coasting, STEP_S, np.array([rules.confirm_hits, rules.keep_ms / 1000.0]))


def is_out_at(node: DeclaredNode, radar: Radar, course: Course, step: int) -> bool:
    """Return whether a radar is out of action at a step."""
    return is_out(node, radar.sensor_id, course.start_ms + round(1000 * STEP_S * step))


def seen_by(radar: Radar, vehicle: Vehicle, course: Course, part: slice) -> tuple[BoolArray, Array]:
    """Return whether a radar sees each body at some steps, and the error of a look across the line of sight (m)."""
    position = course.position_ecef[:, part]
    rcs_m2 = np.where(course.is_burning[:, part], vehicle.boost_rcs_m2, vehicle.payload_rcs_m2)
    rows = np.ascontiguousarray(position.reshape(-1, 3))
    reasons, snr = radar_verdicts(
        radar.numbers, radar.mask_rows, cue_numbers(radar, None), rows, np.ascontiguousarray(rcs_m2.ravel())
    )
    numbers = radar.numbers
    away_m = np.sqrt(np.sum((rows - np.array([numbers.x, numbers.y, numbers.z])) ** 2, axis=1))
    fine = 1.0 / (1.6 * np.sqrt(2.0 * np.maximum(snr * numbers.dwell_gain, 1e-12)))
    sigma_m = away_m * numbers.beamwidth_rad * np.maximum(ANGLE_FLOOR_BEAMWIDTHS, fine)
    shape = position.shape[:2]
    seen = (reasons == Reason.SEEN).reshape(shape) & course.is_up[:, part]
    return seen, np.maximum(sigma_m, math.sqrt(np.finfo(np.float64).tiny)).reshape(shape)
