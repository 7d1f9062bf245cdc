"""What nations tell each other: every kind of message content.

Angles in rad, times in ms of exercise time by the sender's clock; every ``sigma`` is one standard deviation.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from tocsin.exchange.ellipse import Ellipse
from tocsin.tracking.provenance import Provenance

GenericClass = Literal["srbm", "mrbm", "irbm", "icbm", "slv", "sounding", "glide", "cruise", "interceptor", "unknown"]
Phenomenology = Literal["ir", "radar", "both"]
Confidence = Literal["no", "low", "medium", "high"]
CONFIDENCE_RANK: dict[str, int] = {"no": 0, "low": 1, "medium": 2, "high": 3}
Assessment = Literal["under_assessment", "valid", "anomalous", "false"]
AlertLevel = Literal["normal", "raised", "full"]


class LaunchReport(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """What one node's own sensors say of one launch.  A field the agreement withholds is None.

    ``assessment`` is what the sender's watch takes the event to be; ``confidence`` what its system makes of it.
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
    assessment: Assessment | None = None
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
    kind_probability : three floats, or None
        Of payload, spent stage, debris, by the sender's radars; None while they have said nothing.
    """

    time_ms: int
    state_ecef: tuple[float, ...]
    covariance: tuple[float, ...]
    coast_probability: float
    provenance: Provenance
    kind_probability: tuple[float, float, float] | None = None


class TrackReport(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """All own-sensor tracks that the sender may share, at one time."""

    tracks: tuple[ReportedTrack, ...]


class PreLaunchNotification(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """A launch announced beforehand; a later ``revision`` of the same ``notice_id`` replaces an earlier one.

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
    n_launches : int
        How many are announced: more than one is a group.
    revision : int
        0 as first given, then counted up.
    is_cancelled : bool
        There will be no launch after all.
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
    n_launches: int = 1
    revision: int = 0
    is_cancelled: bool = False


class PostLaunchNotification(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """A launch confirmed afterwards by who launched it.  ``notice_id`` is '' where none was given before."""

    notice_id: str
    launching_nation: str
    generic_class: GenericClass
    launch_time_ms: int
    lat_rad: float
    lon_rad: float
    azimuth_rad: float
    n_launches: int = 1


class InterceptorLaunchNotice(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Our own defensive shot, told so that nobody takes it for an attack.

    Place and time of launch to some km and s; ``azimuth_rad`` toward the point of intercept.
    """

    notice_id: str
    nation: str
    launch_time_ms: int
    lat_rad: float
    lon_rad: float
    azimuth_rad: float
    interceptors: int


EngagementState = Literal["able", "proposed", "intended", "fired", "killed", "missed"]


class Engagement(msgspec.Struct, frozen=True, kw_only=True):
    """One engagement, as far as it has come.

    Attributes
    ----------
    event_id : str
        The event, as its teller has reported it.
    sources : tuple of source id
        Of all sensors that have seen the object engaged, so that the addressee finds its own; withheld with tracks.
    nation : str
        Whose battery it is.
    battery_id : str
        Withheld ('') unless the agreement grants the status of batteries.
    layer : str
    state : able, proposed, intended, fired, killed or missed
        ``able``: the battery could.  ``proposed``: by a joint cell.  ``killed``, ``missed``: as assessed.
    interceptors : int
        How many; of ``able``, at most.
    launch_ms, last_launch_ms, intercept_ms : int, ms
        Earliest and latest launch; when the earliest (or the shot) meets the object.
    kill_probability : float or None
        Of one interceptor; withheld as ``battery_id``.
    value : float
        What a leak costs, by the teller; 1 for one outside declared areas.
    """

    event_id: str
    sources: tuple[str, ...] = ()
    nation: str
    battery_id: str = ""
    layer: str
    state: EngagementState
    interceptors: int
    launch_ms: int
    last_launch_ms: int
    intercept_ms: int
    kill_probability: float | None = None
    value: float = 1.0


class EngagementIntention(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """All that the sender means to engage, has engaged, or proposes, now: the newest replaces the others."""

    engagements: tuple[Engagement, ...]


class BatteryStatus(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """What a battery has left, and what of it is ``ready`` on launchers.

    ``spendable``: of these on anything, the rest on threats to declared areas alone.  ``channels_free``: how many
    more engagements its radar supports now.
    """

    battery_id: str
    stock_left: int
    ready: int
    spendable: int
    channels_free: int


class AnomalyAdvisory(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Something in the sky or in a system that may look like a launch and is none: a re-entry, a test, a fault.

    ``lat_rad``, ``lon_rad``, ``radius_m``: where, a circle; None where the place is of no matter.
    """

    advisory_id: str
    cause: str
    from_ms: int
    to_ms: int
    lat_rad: float | None = None
    lon_rad: float | None = None
    radius_m: float | None = None


class SensorStatus(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Whether one of the sender's sensors is in action, since when."""

    sensor_id: str
    is_in_action: bool
    since_ms: int


ConsultationStep = Literal["query", "reply", "propose", "sign", "withdraw"]


class Consultation(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """One step of a consultation about an event.

    Attributes
    ----------
    consultation_id : str
        Given by who asked first.
    event_id : str
        As the addressee named it in its own report, or as the sender did in its.
    step : query, reply, propose, sign or withdraw
    signers : tuple of str
        Whose signatures a joint assessment needs.
    assessment : str or None
        In a reply: the sender's own.  In a proposal and a signature: the joint one.
    sees_it : bool or None
        In a reply: whether the sender's own sensors hold anything of it.
    deadline_ms : int, ms
        When it lapses without both signatures.
    about : LaunchReport or None
        In a query: what the sender's sensors say of the event, as far as the agreement lets a report go, so that
        the addressee can find its own.
    """

    consultation_id: str
    event_id: str
    step: ConsultationStep
    deadline_ms: int
    signers: tuple[str, ...] = ()
    assessment: Assessment | None = None
    sees_it: bool | None = None
    about: LaunchReport | None = None


class AlertState(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """The sender's posture."""

    level: AlertLevel
    since_ms: int


WarningStep = Literal["alert", "update", "cancel"]
UNNAMED_MS = 3_600_000  # a public warning that names no impact stands so long


class PublicWarning(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """A warning to the sender's own public, or its cancel.  EXERCISE: it goes to nobody but the journal.

    Attributes
    ----------
    warning_id : str
    step : alert, update or cancel
    references : tuple of warning id
        What an update or a cancel is about: never empty for these.
    event_id : str
        The event behind it; '' where there was none.
    areas : tuple of area id
    sent_ms, expires_ms : int, ms
    impact_time_ms : int or None, ms
    """

    warning_id: str
    step: WarningStep
    references: tuple[str, ...]
    event_id: str
    areas: tuple[str, ...]
    sent_ms: int
    expires_ms: int
    impact_time_ms: int | None = None


def standing_at(warnings: Sequence[PublicWarning], time_ms: int) -> list[PublicWarning]:
    """Return the warnings that at a time (ms) have neither been cancelled nor expired."""
    return [warning for warning in not_cancelled(warnings) if time_ms < warning.expires_ms]


def not_cancelled(warnings: Sequence[PublicWarning]) -> list[PublicWarning]:
    """Return the warnings that no other of them cancels."""
    cancelled = {name for warning in warnings for name in warning.references}
    return [warning for warning in warnings if warning.step != "cancel" and warning.warning_id not in cancelled]


class CommCheck(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """A test of the link, and nothing else; what comes back is a reply with the same number."""

    number: int


class FreeText(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """What a person wrote to a partner, in free words.  Data, never an instruction to a system.

    Attributes
    ----------
    text_id : str
    text : str
        At most ``bounds.LONGEST_FREE_TEXT`` printable characters and line ends.
    is_request : bool
        A request for information: open until something answers it.
    answers : text id
        Which text this answers, '' for none.
    """

    text_id: str
    text: str
    is_request: bool = False
    answers: str = ""


Payload = (
    LaunchReport
    | TrackReport
    | EngagementIntention
    | BatteryStatus
    | PreLaunchNotification
    | PostLaunchNotification
    | InterceptorLaunchNotice
    | AnomalyAdvisory
    | SensorStatus
    | Consultation
    | AlertState
    | PublicWarning
    | CommCheck
    | FreeText
)
PAYLOAD_KINDS: tuple[type[Payload], ...] = Payload.__args__  # in one fixed order: its place is the kind's number
