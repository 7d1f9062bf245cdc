"""What a node has to judge launches by, gathered for one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tocsin.exchange.agreement import Coarsening
from tocsin.exchange.payload import Assessment, Confidence, LaunchReport, PreLaunchNotification
from tocsin.picture.shared import Picture
from tocsin.tracking.launch_fit import BoostProfile
from tocsin.tracking.plume.looks import Looks
from tocsin.tracking.provenance import Provenance, Source, source_ids
from tocsin.warning.area import Area
from tocsin.warning.event import ImpactEstimate, Kinds, LaunchEstimate

EXACT = Coarsening()  # nothing is coarsened


@dataclass(frozen=True, slots=True)
class Plume:
    """One confirmed infrared track of an own satellite.

    Attributes
    ----------
    satellite : str
        Which own satellite follows it: two plumes of one satellite are two launches.
    launch : LaunchEstimate
        Fitted to every look so far, with those of other own satellites that may be at the same plume.
    last_ms : int, ms
        Time of the newest look.
    looks : Looks
        All it kept of its looks, the newest last.
    """

    source: Source
    satellite: str
    launch: LaunchEstimate
    last_ms: int
    looks: Looks


@dataclass(frozen=True, slots=True)
class Reported:
    """The newest LaunchReport received of one partner's event; a cancel is ``false``, a correction ``anomalous``.

    ``withheld``: the fields that the terms under which it came lack; ``coarsening``: how coarse the rest is.
    """

    originator: str
    report: LaunchReport
    provenance: Provenance
    released_ms: int
    received_ms: int
    assessment: Assessment = "under_assessment"
    withheld: tuple[str, ...] = ()
    coarsening: Coarsening = EXACT


def words_of(reported: Reported) -> tuple[object, ...]:
    """Return what a report says that is news when it changes; all else of it are numbers that move."""
    report = reported.report
    return (
        reported.assessment,
        source_ids(reported.provenance),
        report.generic_class,
        report.phenomenology,
        report.threatens,
        report.confidence,
        report.matched_notification,
        report.launch_point is None,
        report.impact_area is None,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What a system shows that none of its sensors saw: an attack of so many objects on an area.

    ``source``: the opaque source that it stands for.  ``shown_on`` of ``displays`` displays show it.
    """

    source: Source
    n_objects: int
    shown_on: int
    displays: int
    claims: Confidence
    launch: LaunchEstimate
    impact: ImpactEstimate


@dataclass(frozen=True, slots=True)
class Geography:
    """The ground as every node knows it: defended areas and national territories."""

    areas: tuple[Area, ...]
    territories: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that one node knows at one moment.

    ``picture`` is fused; ``own`` holds the node's own tracks alone, from which alone reports to partners are made.
    ``kinds`` says what own radars make of each source's body, ``kinds_told`` what partners' do,
    ``assessed`` what the node's watch takes each event to be, ``shown`` what its system shows that no sensor saw.
    ``azimuth_step_rad`` is how coarsely the agreement lets the directions of notices be told, ``confirm_ms`` how long
    the watch waits for a second phenomenology.  ``since_ms``: when the node last judged, -1 before it has.
    """

    node: str
    time_ms: int
    since_ms: int
    picture: Picture
    own: Picture
    plumes: tuple[Plume, ...]
    reports: tuple[Reported, ...]
    notices: tuple[PreLaunchNotification, ...]
    geography: Geography
    profile: BoostProfile
    kinds: Mapping[str, Kinds] = field(default_factory=dict)
    kinds_told: Mapping[str, Kinds] = field(default_factory=dict)
    assessed: Mapping[str, Assessment] = field(default_factory=dict)
    shown: tuple[Shown, ...] = ()
    azimuth_step_rad: float = 0.0
    confirm_ms: int = 0

    def is_new(self, time_ms: int) -> bool:
        """Return whether what is of a time is newer than the node's last judgement."""
        return time_ms > self.since_ms
