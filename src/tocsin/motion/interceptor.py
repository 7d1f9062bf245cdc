"""How soon an interceptor can be at a place: kinematic reach only.

No guidance, no seeker, no end game: a fly-out is a table of times against distance along the ground and
altitude, made once from a point mass that flies a straight climb under thrust and then coasts.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla
from tocsin.errors import ScenarioError
from tocsin.motion.climb.kernels import climb_coast
from tocsin.motion.flyout.kernels import Limits, flyout_times
from tocsin.motion.path import Path, path_through

Array = NDArray[np.float64]
Lla = tuple[float, float, float]

CLIMB_COUNT = 121  # climb angles from level to vertical
ELEVATION_COUNT = 91
DISTANCE_COUNT = 120
STEP_S = 0.1


@dataclass(frozen=True, slots=True)
class Interceptor:
    """The declared numbers of one kind of interceptor.

    It gains ``burnout_speed_m_s`` evenly over ``burn_time_s``, then coasts under gravity and drag with
    ``ballistic_coefficient_kg_m2``.  It may meet a body only between the two altitudes, no farther along the
    ground than ``max_ground_range_m`` and no nearer than ``min_range_m`` in a straight line, no later than
    ``max_flight_s`` after launch.  ``plume_w_sr`` is the radiant intensity while it burns.
    """

    name: str
    burn_time_s: float
    burnout_speed_m_s: float
    ballistic_coefficient_kg_m2: float
    min_range_m: float
    max_ground_range_m: float
    min_altitude_m: float
    max_altitude_m: float
    max_flight_s: float
    plume_w_sr: float


@dataclass(frozen=True, slots=True, eq=False)
class Flyout:
    """The times (s) of an interceptor by straight distance (m) and elevation (rad); infinity where never.

    ``distance_m`` (d,), ``elevation_rad`` (e,), ``time_s`` (d, e), seen from the launcher on a round Earth.
    ``limits``: ``flyout.kernels.Limits`` as a plain tuple, which a kernel takes in a sixth of the time.
    """

    interceptor: Interceptor
    distance_m: Array
    elevation_rad: Array
    time_s: Array
    limits: tuple[float, float, float, float, float, float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Work out once what every reading of the table needs."""
        bounds = self.interceptor
        limits = Limits(
            min_altitude_m=float(bounds.min_altitude_m),
            max_altitude_m=float(bounds.max_altitude_m),
            max_ground_range_m=float(bounds.max_ground_range_m),
            min_range_m=float(bounds.min_range_m),
            step_m=float(self.distance_m[1]),
            step_rad=float(self.elevation_rad[1]),
        )
        object.__setattr__(self, "limits", (*limits,))


def check_interceptor(interceptor: Interceptor) -> None:
    """Raise ``ScenarioError`` where the numbers of an interceptor make no sense."""
    for name, value in (
        ("burn_time_s", interceptor.burn_time_s),
        ("burnout_speed_m_s", interceptor.burnout_speed_m_s),
        ("ballistic_coefficient_kg_m2", interceptor.ballistic_coefficient_kg_m2),
        ("max_ground_range_m", interceptor.max_ground_range_m),
        ("max_flight_s", interceptor.max_flight_s),
    ):
        if not value > 0.0:
            raise ScenarioError(
                f"interceptor '{interceptor.name}': {name} = {value} must be above 0; see docs/models/motion.md"
            )
    if not 0.0 <= interceptor.min_altitude_m < interceptor.max_altitude_m:
        raise ScenarioError(
            f"interceptor '{interceptor.name}': min_altitude_m = {interceptor.min_altitude_m} must be 0 or"
            f" more and below max_altitude_m = {interceptor.max_altitude_m}; see docs/models/motion.md"
        )


def flyout_for(interceptor: Interceptor) -> Flyout:
    """Return the fly-out table of an interceptor; made once, about 150 ms.

    Notes
    -----
    Each climb angle gives one flight; at every distance from the launcher the flights are read off by the
    elevation at which they cross it first, and the time is taken between neighbours.  The climb is straight
    (a vehicle that steers against gravity); the coast bends.  Rough: no flight of the table ends exactly where it
    comes down; from the lowest that passes a distance down to level its time is taken.  Left out: turning after
    burn-out, the turning of the Earth, wind, launcher altitude.  Checked: closed form without air and for a straight
    climb; scipy, down to 10 m above the ground.
    """
    check_interceptor(interceptor)
    far_m = math.hypot(interceptor.max_ground_range_m, interceptor.max_altitude_m) * 1.02
    distance_m = np.linspace(0.0, far_m, DISTANCE_COUNT)
    elevation_rad = np.linspace(0.0, 0.5 * math.pi, ELEVATION_COUNT)
    climb_rad = np.linspace(0.0, 0.5 * math.pi, CLIMB_COUNT)
    flights = climb_coast(
        climb_rad,
        interceptor.burn_time_s,
        interceptor.burnout_speed_m_s,
        interceptor.ballistic_coefficient_kg_m2,
        interceptor.max_flight_s,
        STEP_S,
    )
    time_s = np.full((DISTANCE_COUNT, ELEVATION_COUNT), np.inf)
    time_s[0] = 0.0
    farness_m = np.maximum.accumulate(np.hypot(flights[:, :, 1], flights[:, :, 2]), axis=1)
    for row, far in enumerate(distance_m[1:], start=1):
        seen_rad, at_s = _crossings(flights, farness_m, far)
        if seen_rad.shape[0] >= 2:
            inside = (elevation_rad >= seen_rad[0] - 1e-9) & (elevation_rad <= seen_rad[-1] + 1e-9)
            time_s[row, inside] = np.interp(elevation_rad[inside], seen_rad, at_s)
    return Flyout(interceptor, distance_m, elevation_rad, time_s)


def flyout_time_s(flyout: Flyout, ground_range_m: float, altitude_m: float) -> float:
    """Return the time (s) from launch until an interceptor can be at one place, or infinity when it cannot.

    See ``flyout_times_s``, which takes many places at once.
    """
    return float(flyout_times_s(flyout, np.array([ground_range_m]), np.array([altitude_m]))[0])


def flyout_times_s(flyout: Flyout, ground_range_m: Array, altitude_m: Array) -> Array:
    """Return the times (s) from launch until an interceptor can be at places, infinity where it cannot.

    Parameters
    ----------
    flyout : Flyout
    ground_range_m : (n,) float64, m
        Distance along the ground from the launcher, 0 or more.
    altitude_m : (n,) float64, m
        Above the launcher's level at its place: above the ground, not above its horizontal, which the ground falls
        away from by 31 m at 20 km and by 280 m at 60 km.

    Returns
    -------
    (n,) float64, s
    """
    return flyout_times(flyout.time_s, flyout.limits, ground_range_m, altitude_m)


def flyout_path(flyout: Flyout, launch_lla: Lla, meet_ecef: Array, flight_s: float) -> Path:
    """Return the straight path of an interceptor from its launcher to a meeting point, as sensors see it.

    Speed rises evenly over the burn and is then constant, so that it arrives at ``flight_s`` (from
    ``flyout_time_s``).  A picture of the flight, not a second model of it.
    """
    burn_s = min(flyout.interceptor.burn_time_s, 0.9 * flight_s)
    time_s = np.unique(np.concatenate([np.linspace(0.0, burn_s, 11), np.linspace(burn_s, flight_s, 21)]))
    done = np.where(time_s <= burn_s, 0.5 * time_s**2 / burn_s, time_s - 0.5 * burn_s)
    fraction = done / (flight_s - 0.5 * burn_s)
    start = np.array(ecef_from_lla(*launch_lla))
    position = start + fraction[:, None] * (meet_ecef - start)
    plume_w_sr = np.where(time_s < burn_s, flyout.interceptor.plume_w_sr, 0.0)
    return path_through(time_s, position, plume_w_sr, np.zeros(time_s.shape[0]))


def _crossings(flights: Array, farness_m: Array, far_m: float) -> tuple[Array, Array]:
    """Return rising elevations (rad) and times (s) at which flights (c, t, 3) first pass a distance (m).

    ``farness_m`` (c, t) is the greatest distance of each flight so far.  Where flatter ones came down short of the
    distance, the lowest that passes it stands for all between it and level.
    """
    seen: list[float] = []
    times: list[float] = []
    came_down = False
    for flight, far in zip(flights, farness_m, strict=True):
        past = int(np.searchsorted(far, far_m))
        if past == far.shape[0]:
            came_down = came_down or (not seen and flight[-1, 2] < 0.0)
            continue
        part = (far_m - far[past - 1]) / (far[past] - far[past - 1])
        at_s, across_m, up_m = flight[past - 1] + part * (flight[past] - flight[past - 1])
        angle = math.atan2(up_m, across_m)
        if not seen or angle > seen[-1]:
            seen.append(angle)
            times.append(at_s)
    if came_down and seen and seen[0] > 0.0:
        seen, times = [0.0, *seen], [times[0], *times]
    return np.array(seen), np.array(times)
