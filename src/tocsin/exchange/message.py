"""What nations tell each other: the kinds of message and the envelope that carries them."""

import zlib
from typing import Literal

import msgspec

from tocsin.exchange.ellipse import Ellipse
from tocsin.tracking.provenance import Provenance

MARKING = "EXERCISE EXERCISE EXERCISE"  # constant: no code path sets it to anything else
STATUS = "Exercise"

MsgType = Literal["report", "update", "correct", "cancel", "ack", "query", "reply", "error"]
GenericClass = Literal["srbm", "mrbm", "irbm", "icbm", "slv", "sounding", "glide", "cruise", "interceptor", "unknown"]
Phenomenology = Literal["ir", "radar", "both"]
Confidence = Literal["no", "low", "medium", "high"]
CONFIDENCE_RANK: dict[str, int] = {"no": 0, "low": 1, "medium": 2, "high": 3}


class LaunchReport(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """What one node's own sensors say of one launch.  A field the agreement withholds is None.

    Angles in rad, times in ms of exercise time; every ``sigma`` is one standard deviation.
    """

    event_id: str
    launch_time_ms: int | None = None
    launch_time_sigma_ms: int | None = None
    launch_point: Ellipse | None = None
    azimuth_rad: float | None = None
    azimuth_sigma_rad: float | None = None
    generic_class: GenericClass | None = None
    n_objects: int | None = None
    phenomenology: Phenomenology | None = None
    impact_area: Ellipse | None = None
    impact_time_ms: int | None = None
    impact_time_sigma_ms: int | None = None
    threatens: tuple[str, ...] | None = None
    confidence: Confidence | None = None
    matched_notification: str | None = None


class ReportedTrack(msgspec.Struct, frozen=True):
    """One own-sensor track of the sender.

    Attributes
    ----------
    time_ms : int
        Exercise time of the state.
    state_ecef : 6 floats, m and m/s
        Position, then velocity.
    covariance : 36 floats, row by row, m^2, m^2/s, m^2/s^2
    coast_probability : float in [0, 1]
        That the body is no longer under thrust.
    provenance : tuple of Source
    """

    time_ms: int
    state_ecef: tuple[float, ...]
    covariance: tuple[float, ...]
    coast_probability: float
    provenance: Provenance


class TrackReport(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """All own-sensor tracks that the sender may share, at one time."""

    tracks: tuple[ReportedTrack, ...]


class PreLaunchNotification(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """A launch announced beforehand.

    Attributes
    ----------
    notice_id : str
    launching_nation : str
    generic_class : str
    window_start_ms, window_end_ms : int, ms
    lat_rad, lon_rad, radius_m : float
        The launch area: a circle.
    azimuth_rad : float, rad
        Direction of launch, from north over east.
    """

    notice_id: str
    launching_nation: str
    generic_class: GenericClass
    window_start_ms: int
    window_end_ms: int
    lat_rad: float
    lon_rad: float
    radius_m: float
    azimuth_rad: float


Payload = LaunchReport | TrackReport | PreLaunchNotification


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What a desk wants to tell a partner, before the agreement has had its say.

    ``range_m`` is the launch-to-impact distance where known: thresholds judge it.
    """

    originator: str
    to: str
    drafted_ms: int
    msg_type: MsgType
    payload: Payload
    provenance: Provenance = ()
    range_m: float | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What the agreement let through.  Nothing in it tells what was held back."""

    marking: str = MARKING
    status: str = STATUS
    originator: str
    releasable_to: str
    msg_type: MsgType
    agreement_version: str
    released_ms: int
    payload: Payload
    provenance: Provenance


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """What the agreement held back, and why.  Stays with the originator."""

    originator: str
    to: str
    payload_kind: str
    event_id: str
    reason: str


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """A message on a link.  ``msg_id`` and ``seq`` are given after release, so a gap betrays nothing withheld."""

    exercise_id: str
    msg_id: str
    link_id: str
    seq: int
    sent_ms: int
    due_ms: int
    crc: int
    message: Message


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """An envelope's arrival."""

    msg_id: str
    link_id: str
    seq: int
    received_ms: int
    crc_ok: bool
    message: Message


def crc_of(message: Message) -> int:
    """Return the CRC-32 of the message's JSON bytes."""
    return zlib.crc32(msgspec.json.encode(message))
