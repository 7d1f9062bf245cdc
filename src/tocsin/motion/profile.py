"""A quantity against time in stretches of constant acceleration: distance along a route, altitude."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Stretch = tuple[float, float, float]  # duration (s), rate at its start (1/s of the quantity), acceleration (1/s^2)


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Times at which the acceleration changes, the quantity and its rate there, and the acceleration from there.

    All (k,) float64; the last time is the end.
    """

    change_s: Array
    start_value: Array
    rate: Array
    pull: Array


def profile(start_value: float, stretches: Sequence[Stretch]) -> Profile:
    """Return the profile that starts at a value and goes through stretches, those of no duration left out."""
    rows = []
    time_s, value, rate = 0.0, start_value, 0.0
    for duration_s, first_rate, pull in stretches:
        if duration_s <= 0.0:
            continue
        rows.append((time_s, value, first_rate, pull))
        time_s += duration_s
        value += duration_s * (first_rate + 0.5 * pull * duration_s)
        rate = first_rate + pull * duration_s
    rows.append((time_s, value, rate, 0.0))
    columns = np.array(rows)
    return Profile(columns[:, 0].copy(), columns[:, 1].copy(), columns[:, 2].copy(), columns[:, 3].copy())


def values_at(course: Profile, time_s: Array) -> tuple[Array, Array]:
    """Return the quantity and its rate (m,) at times (m,) inside a profile."""
    index = np.maximum(np.searchsorted(course.change_s, time_s, side="right") - 1, 0)
    since_s = time_s - course.change_s[index]
    rate, pull = course.rate[index], course.pull[index]
    value: Array = course.start_value[index] + since_s * (rate + 0.5 * pull * since_s)
    return value, rate + pull * since_s


def speed_change(before_m_s: float, after_m_s: float, length_m: float, acceleration_m_s2: float) -> list[Stretch]:
    """Return the stretches that take up a new speed and then hold it over a length, which must suffice."""
    change_s = abs(after_m_s - before_m_s) / acceleration_m_s2
    left_m = length_m - 0.5 * (before_m_s + after_m_s) * change_s
    pull = math.copysign(acceleration_m_s2, after_m_s - before_m_s)
    return [(change_s, before_m_s, pull), (left_m / after_m_s, after_m_s, 0.0)]


def height_change(rise_m: float, steepest_m_s: float, acceleration_m_s2: float, is_levelled: bool) -> list[Stretch]:
    """Return the stretches of a climb (or descent, rise below 0): ramp up to a vertical speed, hold it, ramp down.

    Without levelling off at its end, the last stretch is left out.
    """
    height_m, sign = abs(rise_m), math.copysign(1.0, rise_m)
    ramps = 2.0 if is_levelled else 1.0
    reached_m_s = min(steepest_m_s, math.sqrt(2.0 * acceleration_m_s2 * height_m / ramps))
    if reached_m_s == 0.0:
        return []
    ramp_s = reached_m_s / acceleration_m_s2
    held_s = (height_m - 0.5 * ramps * reached_m_s * ramp_s) / reached_m_s
    rate, pull = sign * reached_m_s, sign * acceleration_m_s2
    stretches = [(ramp_s, 0.0, pull), (held_s, rate, 0.0)]
    return [*stretches, (ramp_s, rate, -pull)] if is_levelled else stretches
