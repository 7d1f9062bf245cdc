"""Batteries as declared, and what each has left."""

from dataclasses import dataclass
from typing import Literal

import msgspec

from tocsin.motion.interceptor import Flyout
from tocsin.tracking.threat_kind import ThreatKind as ThreatKind

Layer = Literal["midcourse", "upper", "lower", "air"]
LAYER_NUMBER: dict[Layer, int] = {"midcourse": 3, "upper": 1, "lower": 2, "air": 4}  # highest first; numbers for luck


@dataclass(frozen=True, slots=True)
class Battery:
    """One battery: kinematic reach, kill probability, stock.  Class-level and notional.

    Attributes
    ----------
    layer : midcourse, upper, lower or air
    engages : tuple of ballistic, glide, cruise
        How a threat may fly that it can meet.
    lat_rad, lon_rad, alt_m : float, rad and m
    flyout : Flyout
        Time of flight against ground range and altitude.
    kill_probability : float in [0, 1]
        Of one shot on a perfect track; falls with track error (``quality_factor``).
    salvo : int
        Interceptors fired together.
    stock : int
        Interceptors at the start.
    most_at_once : int
        Engagements that its radar supports at a time.
    reload_ms, reaction_ms, assessment_ms : int, ms
        Between salvos; from order to lift-off; from intercept to knowing its result.
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
    most_at_once: int
    reload_ms: int
    reaction_ms: int
    assessment_ms: int


class BatteryState(msgspec.Struct, frozen=True):
    """What a battery has left, and when it can fire next."""

    stock_left: int
    ready_ms: int


def earliest_launch_ms(battery: Battery, state: BatteryState, time_ms: int) -> int:
    """Return when a battery can launch next, if it is ordered to at ``time_ms``."""
    return max(time_ms + battery.reaction_ms, state.ready_ms)


class Shot(msgspec.Struct, frozen=True, kw_only=True):
    """Interceptors under way at one object of an event: from one battery, to meet one predicted point."""

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


class ShotAssessed(msgspec.Struct, frozen=True, kw_only=True):
    """What the node believes a shot did, some time after its intercept."""

    shot_id: str
    event_id: str
    is_kill: bool


def quality_factor(sigma_m: float) -> float:
    """Return the share of the kill probability left at a track error of ``sigma_m`` (1 sigma, m, at intercept).

    Notes
    -----
    The one declared curve: 1 / (1 + (sigma / 3 km)^2).  Notional: an interceptor corrects small errors and cannot
    correct large ones; no open source gives a curve, so this one is simple and swept in studies.
    """
    return 1.0 / (1.0 + (sigma_m / 3000.0) ** 2)
