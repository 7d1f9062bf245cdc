"""What a node has to judge launches by, gathered for one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tocsin.exchange.payload import LaunchReport, PreLaunchNotification
from tocsin.picture.shared import Picture
from tocsin.tracking.launch_fit import BoostProfile
from tocsin.tracking.plume.looks import Looks
from tocsin.tracking.provenance import Provenance, Source
from tocsin.warning.area import Area
from tocsin.warning.event import Kinds, LaunchEstimate


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
    """The newest LaunchReport received of one partner's event."""

    originator: str
    report: LaunchReport
    provenance: Provenance
    released_ms: int
    received_ms: int


@dataclass(frozen=True, slots=True)
class Geography:
    """The ground as every node knows it: defended areas and national territories."""

    areas: tuple[Area, ...]
    territories: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that one node knows at one moment.

    ``picture`` is fused; ``own`` holds the node's own tracks alone, from which alone reports to partners are made.
    ``kinds`` says what is known of the kind of each source's body.
    """

    node: str
    time_ms: int
    picture: Picture
    own: Picture
    plumes: tuple[Plume, ...]
    reports: tuple[Reported, ...]
    notices: tuple[PreLaunchNotification, ...]
    geography: Geography
    profile: BoostProfile
    kinds: Mapping[str, Kinds] = field(default_factory=dict)
