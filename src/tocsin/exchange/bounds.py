"""The bound of every number, text and list that a message may hold: one table, and the check by it.

Wide on purpose: what is outside cannot be meant.  What is inside may still be wrong; that is for warning to judge.
"""

import math
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import msgspec
from msgspec.structs import astuple

from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.kernels import ROUNDING, is_covariance
from tocsin.exchange.payload import ReportedTrack
from tocsin.tracking.provenance import Provenance, Source

TWO_YEARS_MS = 2 * 366 * 86_400_000
MOMENT = (-TWO_YEARS_MS, TWO_YEARS_MS)  # ms: notices may lie a year before or after the exercise
VARIANCE_M2 = (1e-6, 1e15)  # m^2: a millimetre to all of the Earth
COUNT = (0, 100_000)
ANGLE_RAD = (-2.0 * math.pi, 2.0 * math.pi)

BOUNDS: dict[str, tuple[float, float]] = {
    # moments, ms
    **dict.fromkeys(("launch_time_ms", "impact_time_ms", "time_ms", "window_start_ms", "window_end_ms"), MOMENT),
    **dict.fromkeys(
        ("intercept_ms", "launch_ms", "last_launch_ms", "from_ms", "to_ms", "since_ms", "deadline_ms", "expires_ms"),
        MOMENT,
    ),
    **dict.fromkeys(("sent_ms", "due_ms", "released_ms", "first_ms", "last_ms"), MOMENT),
    # doubts
    **dict.fromkeys(("launch_time_sigma_ms", "impact_time_sigma_ms"), (0, TWO_YEARS_MS)),
    "azimuth_sigma_rad": (0.0, 1e3),
    **dict.fromkeys(("var_east_m2", "var_north_m2"), VARIANCE_M2),
    "cov_east_north_m2": (-VARIANCE_M2[1], VARIANCE_M2[1]),
    # places and directions; the middle of a coarse cell may lie a little beyond a pole or the date line
    "lat_rad": (-0.55 * math.pi, 0.55 * math.pi),
    "lon_rad": ANGLE_RAD,
    "azimuth_rad": ANGLE_RAD,
    "radius_m": (0.0, 2.1e7),
    # states of tracks: position m, velocity m/s, covariance in their products
    "position_m": (-1e8, 1e8),
    "velocity_m_s": (-1e5, 1e5),
    "covariance": (-1e16, 1e16),
    **dict.fromkeys(("coast_probability", "kill_probability", "kind_probability"), (0.0, 1.0)),
    "value": (0.0, 1e9),
    # counts
    **dict.fromkeys(
        ("n_objects", "n_launches", "interceptors", "stock_left", "ready", "spendable", "channels_free", "revision"),
        COUNT,
    ),
    "number": (0, 2**31 - 1),
    "seq": (1, 2**31 - 1),
}
LENGTHS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("tracks", "engagements"), (0, 2_000)),
    "sources": (0, 200),
    "kind_probability": (3, 3),
    "provenance": (0, 200),
    "threatens": (0, 100),
    "areas": (0, 500),
    "references": (0, 100),
    "signers": (0, 100),
}
LONGEST_TEXT = 200  # characters
LONGEST_FREE_TEXT = 2_000  # characters, of what people write
FREE_TEXT = "text"  # the field that holds it
STATE_LENGTH, COVARIANCE_LENGTH = 6, 36
TRACK_FIELDS = ("time_ms", "coast_probability", "kind_probability", "provenance")
OF_TRACK = attrgetter(*TRACK_FIELDS)


def fault_of(value: object, name: str) -> str:
    """Return what is out of its bound in a value and all within it, '' if nothing is.

    Parameters
    ----------
    value : number, str, bool, None, tuple or Struct
    name : str
        The field that holds it.
    """
    if isinstance(value, float) or type(value) is int:
        low, high = BOUNDS[name]
        return "" if low <= value <= high else f"{name} = {value:.6g}: must be {low:.6g} to {high:.6g}"
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        if name == FREE_TEXT:
            return fault_of_free_text(value)
        is_right = len(value) <= LONGEST_TEXT and value.isprintable()
        return "" if is_right else f"{name}: must be at most {LONGEST_TEXT} printable characters"
    if isinstance(value, tuple):
        return fault_of_items(value, name)
    return fault_of_track(value) if isinstance(value, ReportedTrack) else fault_of_struct(value)


def fault_of_items(items: tuple[Any, ...], name: str) -> str:
    """Return what is wrong with the length of a list, or the first fault in it, '' if nothing is."""
    least, most = LENGTHS[name]
    if not least <= len(items) <= most:
        return f"{name} holds {len(items)}: must be {least} to {most}"
    if items and type(items[0]) is Source:
        return fault_of_sources(items)
    for item in items:
        fault = fault_of_track(item) if type(item) is ReportedTrack else fault_of(item, name)
        if fault:
            return fault
    return ""


def fault_of_sources(sources: Provenance) -> str:
    """Return the first fault in sources, '' if there is none: most are right, and are passed without a call each."""
    least_ms, most_ms = BOUNDS["last_ms"]
    for source in sources:
        if not (
            least_ms <= source.first_ms <= most_ms
            and least_ms <= source.last_ms <= most_ms
            and len(source.source_id) <= LONGEST_TEXT
            and source.source_id.isprintable()
        ):
            return fault_of_struct(source)
    return ""


def fault_of_free_text(text: str) -> str:
    """Return what is wrong with what someone wrote, '' if nothing is: printable characters and line ends alone."""
    if not text.strip():
        return "text is empty: write something"
    if len(text) > LONGEST_FREE_TEXT:
        return f"text has {len(text)} characters: must be at most {LONGEST_FREE_TEXT}; shorten or divide it"
    wrong = next((mark for mark in text if not mark.isprintable() and mark != "\n"), None)
    if wrong is not None:
        return f"text has the control character U+{ord(wrong):04X}: must be printable characters and line ends"
    return ""


def fault_of_fields(fields: Iterable[tuple[str, Any]]) -> str:
    """Return the first fault in some fields of a struct, each its name and what it holds; '' if there is none.

    Most hold a number or a text that is right: those are passed here, as ``fault_of`` would pass them; it judges all
    others.
    """
    for name, held in fields:
        kind = type(held)
        if kind is str:
            if len(held) <= LONGEST_TEXT and held.isprintable():
                continue
        elif kind is int or kind is float:
            low, high = BOUNDS[name]
            if low <= held <= high:
                continue
        elif held is None:
            continue
        fault = fault_of_items(held, name) if kind is tuple else fault_of(held, name)
        if fault:
            return fault
    return ""


def fault_of_struct(value: object) -> str:
    """Return what is out of bound in the fields of a struct, '' if nothing is."""
    if not isinstance(value, msgspec.Struct):
        raise TypeError(f"{type(value).__name__}: must be a msgspec Struct; messages hold nothing else")
    fault = fault_of_fields(zip(value.__struct_fields__, astuple(value), strict=True))
    if not fault and isinstance(value, Ellipse):
        variances = value.var_east_m2 * value.var_north_m2
        return "" if value.cov_east_north_m2**2 < variances else "cov_east_north_m2: no such ellipse can be"
    return fault


def fault_of_track(track: ReportedTrack) -> str:
    """Return what is out of bound in a reported track, '' if nothing is."""
    if len(track.state_ecef) != STATE_LENGTH or len(track.covariance) != COVARIANCE_LENGTH:
        return f"a track holds {STATE_LENGTH} numbers of state and {COVARIANCE_LENGTH} of covariance"
    if not track.provenance:
        return "a track names no source"
    for key, numbers in (
        ("position_m", track.state_ecef[:3]),
        ("velocity_m_s", track.state_ecef[3:]),
        ("covariance", track.covariance),
    ):
        low, high = BOUNDS[key]
        if not (low <= min(numbers) and max(numbers) <= high):
            return f"{key}: must be {low:.6g} to {high:.6g}"
    if track.kind_probability is not None and abs(sum(track.kind_probability) - 1.0) > ROUNDING:
        return "kind_probability: must add up to 1"
    if not is_covariance(track.covariance):
        return "covariance: must be symmetric, positive on its diagonal and of no negative variance"
    return fault_of_fields(zip(TRACK_FIELDS, OF_TRACK(track), strict=True))
