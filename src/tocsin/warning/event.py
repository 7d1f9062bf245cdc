"""One launch as one node understands it, and what is journaled of it."""

from typing import Literal

import msgspec

from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.payload import Assessment, Confidence, GenericClass, Phenomenology
from tocsin.tracking.classify import PRIOR
from tocsin.tracking.provenance import Provenance
from tocsin.tracking.threat_kind import FlightMark, ThreatKind

Verdict = Literal["matched", "mistimed", "wrong_place", "wrong_azimuth", "unnotified"]
Kinds = tuple[float, float, float]  # probabilities of payload, spent stage, debris


class LaunchEstimate(msgspec.Struct, frozen=True):
    """Where, when and whither a launch was, with standard deviations (ms, rad)."""

    point: Ellipse
    time_ms: int
    time_sigma_ms: int
    azimuth_rad: float
    azimuth_sigma_rad: float


class ImpactEstimate(msgspec.Struct, frozen=True):
    """Where and when a body will come down if nothing stops it; of what does not fall, where its course leads.

    Attributes
    ----------
    computed_ms, time_ms, time_sigma_ms : int, ms
    place : Ellipse
    range_m : float, m
        Along the ground from the estimated launch point; negative when that is unknown.
    threatens : tuple of str
        Nations whose territory or area holds the place or a defended area with at least 10 % probability.
    areas : tuple of (area id, probability)
        Defended areas with at least 10 % probability.
    """

    computed_ms: int
    time_ms: int
    time_sigma_ms: int
    place: Ellipse
    range_m: float
    threatens: tuple[str, ...]
    areas: tuple[tuple[str, float], ...]


class Hold(msgspec.Struct, frozen=True):
    """Since when a settled impact has named one place: the most probable area, or else the nations.

    ``since_ms`` is -1 while the impact is not settled.
    """

    name: str = ""
    since_ms: int = -1


class EventObject(msgspec.Struct, frozen=True, kw_only=True):
    """One thing of a launch that a node tracks: its payload, a spent stage, debris.

    Attributes
    ----------
    name : str
        Holds as long as the object is known, whatever its track is called.
    track : str
        The shared track that carries it now; empty while it is lost.
    source_ids : tuple of str
        Every source that it was ever seen by, sorted.
    kind_probability : three floats
        Of payload, stage, debris.
    kind_before : three floats
        What tracks of it that are lost had told.
    flies : ThreatKind
        How it flies on: it falls, it glides, or it keeps its course.
    mark : FlightMark or None
        Its climb and speed some time ago, to judge that by.
    seen_ms : int, ms
        When a shared track last carried it.
    """

    name: str
    track: str
    source_ids: tuple[str, ...]
    kind_probability: Kinds
    seen_ms: int
    kind_before: Kinds = PRIOR
    flies: ThreatKind = "ballistic"
    mark: FlightMark | None = None


class WarningEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One launch as one node understands it now.

    ``provenance`` lists every source behind it, ``own_sources`` those of the node itself; ``own_kinds`` and
    ``partner_kinds`` say by which phenomenology each side saw it ("ir", "radar").  ``track`` is the name
    of the shared track that carries its ``primary`` object, or empty.  ``objects`` are what is tracked of the
    launch, and ``objects_named`` counts those ever named.  ``is_impact_stale``: the impact known is of an object
    that was the primary before.  ``parted_from`` is the event that this one was wrongly part of, or empty.

    ``launch_rank`` says what the launch estimate rests on:
    3 own infrared, 2 a partner's report or track, 1 an own track flown back, 0 nothing.  ``notified_class`` is
    what the matched notice announced.  ``reported_confidence`` is the
    newest a partner gave, None where the agreement withholds it.  ``medium_ms`` is when confidence first reached
    medium (-1: not yet); ``updated_ms`` and ``own_updated_ms`` are the newest evidence of any kind and of own
    sensors.

    ``hold`` and ``own_hold`` say how long the impact, and the own one, have named one place.  ``verdict`` is how the
    launch fits the register, ``compared_notice`` the notice that it fits, or fits in all but one thing.  ``claims``
    is the confidence that a system gives to what no sensor saw (``no``: nothing of the kind), ``n_shown`` how many
    objects it shows, ``shown_on`` on how many of ``displays``.  ``partner_assessment`` is what a partner that
    reported it takes it to be.  ``warned_assessment`` and ``reported_assessment``: the own watch's, as last told at
    home and to partners.
    """

    event_id: str
    opened_ms: int
    provenance: Provenance
    own_sources: tuple[str, ...] = ()
    own_kinds: tuple[Phenomenology, ...] = ()
    partner_kinds: tuple[Phenomenology, ...] = ()
    track: str = ""
    objects: tuple[EventObject, ...] = ()
    objects_named: int = 0
    primary: str = ""
    is_impact_stale: bool = False
    parted_from: str = ""
    launch: LaunchEstimate | None = None
    launch_rank: int = 0
    impact: ImpactEstimate | None = None
    own_impact: ImpactEstimate | None = None
    generic_class: GenericClass = "unknown"
    confidence: Confidence = "low"
    matched_notice: str = ""
    notified_class: GenericClass = "unknown"
    reported_confidence: Confidence | None = "low"
    medium_ms: int = -1
    updated_ms: int = 0
    own_updated_ms: int = -1
    warned_launch_ms: int = -1
    warned_impact_ms: int = -1
    warned_confidence: Confidence = "no"
    reported_ms: int = -1
    report_ready: bool = False
    hold: Hold = Hold()
    own_hold: Hold = Hold()
    verdict: Verdict = "unnotified"
    compared_notice: str = ""
    claims: Confidence = "no"
    n_shown: int = 0
    shown_on: int = 0
    displays: int = 0
    partner_assessment: Assessment = "under_assessment"
    warned_assessment: Assessment = "under_assessment"
    reported_assessment: Assessment = "under_assessment"


class LaunchWarning(msgspec.Struct, frozen=True, kw_only=True):
    """A node tells its own people that something was launched; ``version`` 0 is the first issue."""

    event_id: str
    version: int
    launch: LaunchEstimate | None
    generic_class: GenericClass
    phenomenology: Phenomenology
    confidence: Confidence
    matched_notice: str
    provenance: Provenance


class ImpactWarning(msgspec.Struct, frozen=True, kw_only=True):
    """A node tells its own people where and when something will come down; ``version`` 0 is the first issue."""

    event_id: str
    version: int
    impact: ImpactEstimate
    confidence: Confidence
    phenomenology: Phenomenology
    provenance: Provenance


class LaunchReportIssued(msgspec.Struct, frozen=True, kw_only=True):
    """A node drafts a LaunchReport for its partners (before any agreement is asked); ``version`` 0 is the first."""

    event_id: str
    version: int
    launch: LaunchEstimate | None
    impact: ImpactEstimate | None
    confidence: Confidence
    provenance: Provenance


class WarningWithdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """A node corrects or cancels, at home, what it warned of.

    ``launch_warned_ms``, ``impact_warned_ms``: the newest warnings it refers back to; -1 where there was none.
    """

    event_id: str
    step: Literal["correct", "cancel"]
    assessment: Assessment
    launch_warned_ms: int
    impact_warned_ms: int


class NoticeMatched(msgspec.Struct, frozen=True, kw_only=True):
    """A launch was compared with the notices in the register: with which, and how it fits; score 0 to 1."""

    event_id: str
    notice_id: str
    provenance: Provenance
    verdict: Verdict = "matched"
    score: float = 1.0


class EventClosed(msgspec.Struct, frozen=True, kw_only=True):
    """A node closed an event, and why: its time has passed, or it is part of an older one."""

    event_id: str
    reason: str


Issued = LaunchWarning | ImpactWarning | WarningWithdrawn | LaunchReportIssued | NoticeMatched | EventClosed
