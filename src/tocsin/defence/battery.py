"""Batteries as declared, what each can reach and support, and what each has left."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.defence.kernels import Sites, all_seen, meeting_times
from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.motion.interceptor import Flyout
from tocsin.tracking.threat_kind import ThreatKind as ThreatKind

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

Layer = Literal["midcourse", "upper", "lower", "air"]
LAYER_NUMBER: dict[Layer, int] = {"midcourse": 3, "upper": 1, "lower": 2, "air": 4}  # highest first; numbers for luck


@dataclass(frozen=True, slots=True)
class Battery:
    """One battery: kinematic reach, engagement radar, kill probability, stock.  Class-level and notional.

    Attributes
    ----------
    layer : midcourse, upper, lower or air
    engages : tuple of ballistic, glide, cruise
        How a threat may fly that it can meet.
    lat_rad, lon_rad, alt_m : float, rad and m
    flyout : Flyout
        Time of flight against ground range and altitude.
    kill_probability : float in [0, 1]
        Of one interceptor on a perfect track; falls with track error (``quality_factor``).
    salvo : int
        Interceptors fired together.
    stock : int
        Interceptors at the start, on launchers and in the magazine.
    ready : int
        Of these on launchers.
    most_at_once : int
        Engagements that its radar supports at a time: each from launch until its result is known.
    reload_ms, reaction_ms, assessment_ms : int, ms
        Between salvos; from order to lift-off; from intercept to knowing its result.
    refill_ms : int, ms
        From empty launchers to full ones, while the magazine lasts.
    radar_range_m, radar_min_elevation_rad, radar_height_m : float, m and rad
        Of its engagement radar: straight range, least elevation, height of the antenna above the battery.
    false_kill_probability, false_miss_probability : float in [0, 1]
        That a miss is taken for a kill, and a kill for a miss.
    """

    battery_id: str
    node: str
    layer: Layer
    engages: tuple[ThreatKind, ...]
    lat_rad: float
    lon_rad: float
    alt_m: float
    flyout: Flyout
    kill_probability: float
    salvo: int
    stock: int
    ready: int
    most_at_once: int
    reload_ms: int
    refill_ms: int
    reaction_ms: int
    assessment_ms: int
    radar_range_m: float
    radar_min_elevation_rad: float
    radar_height_m: float
    false_kill_probability: float
    false_miss_probability: float
    site_ecef: Array = field(init=False, repr=False, compare=False)
    enu_from_ecef: Array = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once where it stands (3,), m, and its axes east, north and up (3, 3): it does not move."""
        object.__setattr__(self, "site_ecef", np.array(ecef_from_lla(self.lat_rad, self.lon_rad, self.alt_m)))
        object.__setattr__(self, "enu_from_ecef", enu_axes(self.lat_rad, self.lon_rad))


class BatteryState(msgspec.Struct, frozen=True):
    """What a battery has left, on launchers and in its magazine, and when it can fire next."""

    stock_left: int
    ready_ms: int


def earliest_launch_ms(battery: Battery, state: BatteryState, time_ms: int) -> int:
    """Return when a battery can launch next, if it is ordered to at ``time_ms``."""
    return max(time_ms + battery.reaction_ms, state.ready_ms)


def on_launchers(battery: Battery, state: BatteryState) -> int:
    """Return how many interceptors stand on launchers, or will at ``state.ready_ms`` if they are being filled."""
    fired = battery.stock - state.stock_left
    return min(state.stock_left, battery.ready - fired % battery.ready)


def after_firing(battery: Battery, state: BatteryState, count: int, launch_ms: int) -> BatteryState:
    """Return what is left after ``count`` interceptors, no more than ``on_launchers``, have left at ``launch_ms``."""
    is_empty = count == on_launchers(battery, state)
    return BatteryState(state.stock_left - count, launch_ms + (battery.refill_ms if is_empty else battery.reload_ms))


def reach_times_s(battery: Battery, ground_range_m: Array, altitude_m: Array) -> Array:
    """Return the times (s) from launch until a battery can meet a threat at places, infinity where it cannot.

    Parameters
    ----------
    battery : Battery
    ground_range_m : (n,) float64, m
        Distance along the ground from the battery, 0 or more.
    altitude_m : (n,) float64, m

    Returns
    -------
    (n,) float64, s
        Of the fly-out where its engagement radar sees the place.
    """
    flyout = battery.flyout
    return meeting_times(flyout.time_s, flyout.limits, radar_of(battery), ground_range_m, altitude_m)


def sites_of(batteries: Sequence[Battery]) -> Sites:
    """Return n batteries as ``windows`` takes them, laid out once: they do not move.

    Returns
    -------
    (n, 3) float64, m; (n, 3, 3) float64; (n, 6), (n, 3) float64; (t,) float64, s; (n, 3) int64
        Sites; axes east, north, up; limits of the fly-out tables, radars (``radar_of``); the tables, one after the
        other, each class once; of each battery where its table begins there, its rows and its columns.
    """
    begins: dict[int, int] = {}
    tables: list[Array] = []
    for flyout in (battery.flyout for battery in batteries):
        if id(flyout) not in begins:
            begins[id(flyout)] = sum(table.size for table in tables)
            tables.append(flyout.time_s.ravel())
    return (
        np.array([battery.site_ecef for battery in batteries]).reshape(-1, 3),
        np.array([battery.enu_from_ecef for battery in batteries]).reshape(-1, 3, 3),
        np.array([battery.flyout.limits for battery in batteries]).reshape(-1, 6),
        np.array([radar_of(battery) for battery in batteries], dtype=np.float64).reshape(-1, 3),
        np.concatenate([np.zeros(0), *tables]),
        np.array([(begins[id(b.flyout)], *b.flyout.time_s.shape) for b in batteries], dtype=np.int64).reshape(-1, 3),
    )


def radar_of(battery: Battery) -> tuple[float, float, float]:
    """Return a battery's engagement radar as the kernels take it."""
    return battery.radar_height_m, battery.radar_range_m, battery.radar_min_elevation_rad


def in_sight(battery: Battery, ground_range_m: Array, altitude_m: Array) -> Flags:
    """Return, (n,) bool, whether a battery's engagement radar sees places; arguments as for ``reach_times_s``.

    Notes
    -----
    Straight rays over a 4/3 Earth, above the least elevation and above the edge of the ground.  Rough: rays bend no
    more above 7 km, so that the far and high look up to 0.5 degrees higher than they are.  Left out: skyline, sector,
    cross-section.  Checked: the published 4/3-Earth horizon rule.

    References
    ----------
    Skolnik, *Introduction to Radar Systems*, 2nd ed., chapter 12.
    """
    return all_seen(radar_of(battery), ground_range_m, altitude_m)


class Shot(msgspec.Struct, frozen=True, kw_only=True):
    """Interceptors under way at one object of an event: from one battery, to meet one predicted point.

    ``kill_probability`` is each interceptor's own, on a perfect track; ``track_factor`` is the probability that the
    track, which they share, brings them there at all.  ``sources``: of what had seen the object.
    """

    shot_id: str
    node: str
    battery_id: str
    layer: Layer
    event_id: str
    object_name: str = ""
    interceptors: int
    launch_ms: int
    intercept_ms: int
    aim_ecef: tuple[float, float, float]
    kill_probability: float
    track_factor: float = 1.0
    sources: tuple[str, ...] = ()


def channels_held(battery: Battery, shots: Sequence[Shot], from_ms: int, until_ms: int) -> int:
    """Return how many of a battery's engagements its radar supports at a time at most within a span.

    Parameters
    ----------
    battery : Battery
    shots : sequence of Shot
        Those of other batteries do not count.
    from_ms, until_ms : int, ms

    Returns
    -------
    int
        A shot holds a channel from its launch until its result is known.
    """
    held = [
        (s.launch_ms, s.intercept_ms + battery.assessment_ms) for s in shots if s.battery_id == battery.battery_id
    ]
    moments = [from_ms, *(launch_ms for launch_ms, _ in held if from_ms < launch_ms < until_ms)]
    return max(sum(start_ms <= moment < end_ms for start_ms, end_ms in held) for moment in moments)


class ShotAssessed(msgspec.Struct, frozen=True, kw_only=True):
    """What the node believes a shot did, some time after its intercept; it may be wrong."""

    shot_id: str
    event_id: str
    is_kill: bool


def quality_factor(sigma_m: float) -> float:
    """Return the probability that a track with an error of ``sigma_m`` (1 sigma, m, at intercept) is good enough.

    Notes
    -----
    The one declared curve: 1 / (1 + (sigma / 3 km)^2).  Notional: an interceptor corrects small errors and cannot
    correct large ones; no open source gives a curve, so this one is simple and swept in studies.  It belongs to
    the track, which all interceptors of a shot share: n of them kill with ``factor * (1 - (1 - p)**n)``.

    References
    ----------
    Wilkening, *A simple model for calculating ballistic missile defense effectiveness*, Science & Global Security 8
    (1999): the probability of tracking stands before that of the shots.
    """
    return 1.0 / (1.0 + (sigma_m / 3000.0) ** 2)
