"""What is journaled of truth, sensors, tracks and pictures.  Angles in rad, lengths in m, times in ms."""

from typing import Literal

import msgspec

LatLonAlt = tuple[float, float, float]  # rad, rad, m
ThirdStateRisk = Literal["overflight", "debris"]


class UndefendedImpact(msgspec.Struct, frozen=True):
    """Where and when a payload would come down with every defence off; fixed at lift-off."""

    body_id: str
    time_ms: int
    lat_rad: float
    lon_rad: float
    nation: str
    areas: tuple[str, ...]


class Launch(msgspec.Struct, frozen=True, kw_only=True):
    """Truth: something lifted off.  ``impacts`` is empty for what does not come down as a payload."""

    launch_id: str
    nation: str
    vehicle_class: str
    lift_off_ms: int
    place: LatLonAlt
    azimuth_rad: float
    body_ids: tuple[str, ...]
    impacts: tuple[UndefendedImpact, ...]
    notice_id: str


class NatureEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Truth: nature did something that a sensor may take for a launch."""

    event_id: str
    cause: Literal["fireball", "aircraft", "debris"]
    place: LatLonAlt
    body_ids: tuple[str, ...]


class BodyStates(msgspec.Struct, frozen=True):
    """Truth: where every body is.  One row a body: x, y, z, vx, vy, vz in ECEF (m, m/s)."""

    body_ids: tuple[str, ...]
    states_ecef: tuple[tuple[float, ...], ...]
    plume_w_sr: tuple[float, ...]
    rcs_m2: tuple[float, ...]


class BodyEnded(msgspec.Struct, frozen=True, kw_only=True):
    """Truth: a body came down, was destroyed, or flew out of the scenario."""

    body_id: str
    how: Literal["impact", "killed", "gone"]
    ended_ms: int
    place: LatLonAlt
    nation: str
    areas: tuple[str, ...]


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One scan of one sensor that saw something; one row a measurement, in the sensor's own order.

    Rows of a radar: range_m, azimuth_rad, elevation_rad, snr, range_rate_m_s.  Rows of a skywave radar: ground
    range_m, azimuth_rad, range_rate_m_s, snr.  Rows of an infrared satellite: the unit line of sight in ECEF, then
    irradiance in W/m^2.
    """

    sensor_id: str
    phenomenology: Literal["ir", "radar", "skywave"]
    scan: int
    rows: tuple[tuple[float, ...], ...]


class Pairing(msgspec.Struct, frozen=True):
    """Truth: which body caused each measurement of a scan, in the measurements' order.  Read by review alone.

    What no body caused: ``nature-clutter``, ``nature-moon``, ``nature-noise``, ``nature-glint``.
    """

    sensor_id: str
    scan: int
    body_ids: tuple[str, ...]


class Associated(msgspec.Struct, frozen=True):
    """Which own track (by its opaque source id) each measurement of a scan went to; '' for none.

    ``fell_back``: in how many clusters of tracks too crowded to weigh every pairing the nearest was taken.
    """

    sensor_id: str
    scan: int
    source_ids: tuple[str, ...]
    fell_back: int = 0


class LookRefused(msgspec.Struct, frozen=True):
    """A sensor's scan reached its node too late to be taken into the tracks (``tracking.late``)."""

    sensor_id: str
    scan: int
    time_ms: int


class TrackConfirmed(msgspec.Struct, frozen=True):
    """An own track is believed from now on."""

    source_id: str
    phenomenology: Literal["ir", "radar"]
    first_ms: int


class PictureTrack(msgspec.Struct, frozen=True):
    """One shared track as the node holds it: place, velocity in ECEF, 1-sigma position error, sources."""

    name: str
    place: LatLonAlt
    velocity_ecef: tuple[float, float, float]
    sigma_m: float
    coast_probability: float
    source_ids: tuple[str, ...]


class PictureState(msgspec.Struct, frozen=True):
    """What a node knows now; written at news, ten seconds apart or more."""

    tracks: tuple[PictureTrack, ...]


class MessageLost(msgspec.Struct, frozen=True):
    """Truth: a link lost a message.  The receiver sees a gap in the sequence numbers, no more.

    ``attempt``: 0 the first time it was sent.  ``was_out``: the link was in an outage.
    """

    msg_id: str
    attempt: int = 0
    was_out: bool = False


class NoticeFiled(msgspec.Struct, frozen=True):
    """A nation entered a notice of its own launch, or a change of it, in its register.

    ``is_late``: later than the agreement wants.  ``is_withheld``: kept from the partners; ``is_in_quota`` is false
    where the agreement does not let it withhold so many.
    """

    notice_id: str
    window_start_ms: int
    window_end_ms: int
    revision: int = 0
    is_cancelled: bool = False
    is_late: bool = False
    is_withheld: bool = False
    is_in_quota: bool = True


class NoticeForwarded(msgspec.Struct, frozen=True):
    """The notice desk sent a notice on to its own sensor desk."""

    notice_id: str
    revision: int


class NoticeAtDesk(msgspec.Struct, frozen=True):
    """A notice that was sent on reached the sensor desk."""

    notice_id: str
    revision: int


class NoticeLost(msgspec.Struct, frozen=True):
    """Truth: a notice was lost on its way to its nation's sensor desk, or by an inject on its way to the partners."""

    nation: str
    notice_id: str
    revision: int


class InterceptorLaunched(msgspec.Struct, frozen=True, kw_only=True):
    """Truth: a defensive shot left its battery; all its interceptors are one body.  No ``Launch``: it is no threat.

    ``notice_id``: under which it is announced.
    """

    shot_id: str
    nation: str
    launch_ms: int
    place: LatLonAlt
    azimuth_rad: float
    body_ids: tuple[str, ...]
    notice_id: str


class ShotOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """Truth: what the interceptors of a shot met.  ``body_id`` is '' when nothing was within reach.

    ``kills``: 1 if they killed it.  ``debris_id``: the body that is left of a payload that they killed.
    """

    shot_id: str
    body_id: str
    kills: int
    interceptors: int
    debris_id: str = ""


class Overflight(msgspec.Struct, frozen=True):
    """Truth: a shot's interceptors pass over a state that is no party to the agreement."""

    shot_id: str
    nation: str


class ThirdStateNotified(msgspec.Struct, frozen=True):
    """A nation told a state that is no party of a shot that passes over it, or whose debris may come down on it."""

    shot_id: str
    nation: str
    risk: ThirdStateRisk


class InWorldTest(msgspec.Struct, frozen=True):
    """Truth: what a node's displays show from now on is test data or a fault of its own; seen by control alone."""

    fault_id: str
    nation: str
    is_test_data: bool
    n_objects: int


class DisplayCount(msgspec.Struct, frozen=True):
    """One of a node's displays shows another number of objects; its line's check sum is right."""

    display: str
    n_objects: int
    crc_ok: bool


class DrillCalled(msgspec.Struct, frozen=True):
    """A drill of the public warning was called at a node."""

    drill_id: str


class Endex(msgspec.Struct, frozen=True):
    """The exercise was played to its end; a journal without it was cut short."""
