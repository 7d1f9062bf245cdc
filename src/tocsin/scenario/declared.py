"""The scenario as the engine knows it: frozen, in SI."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tocsin.defence.battery import Battery, sites_of
from tocsin.defence.doctrine import FireDoctrine
from tocsin.defence.kernels import Sites
from tocsin.exchange.link import Link
from tocsin.exchange.payload import PreLaunchNotification
from tocsin.motion.path import Path
from tocsin.motion.vehicle import Vehicle
from tocsin.scenario.atlas import Atlas, load_atlas
from tocsin.scenario.drawn_place import Disc, Land, Site
from tocsin.scenario.flight_part import LaunchPart
from tocsin.scenario.pack import PackFile
from tocsin.scenario.serials import Serial, under_way
from tocsin.scenario.staged import Staged
from tocsin.sensing.infrared.sensor import InfraredSatellite
from tocsin.sensing.kind import Kind
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.scene import Cloud
from tocsin.sensing.skywave.sensor import SkywaveRadar
from tocsin.tracking.launch_fit import BoostProfile
from tocsin.warning.evidence import Geography

Lla = tuple[float, float, float]  # rad, rad, m
NatureCause = Literal["fireball", "aircraft", "debris"]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of exercise time with a calendar time of its own."""

    start_ms: int
    utc_ms: int


@dataclass(frozen=True, slots=True, eq=False)
class DeclaredSatellite:
    """An infrared satellite; with ``tle`` its epoch is moved to the midnight before each window.

    ``min_duration_ms``: a plume seen for less than this is a flash, not a launch.
    """

    sensor: InfraredSatellite
    min_duration_ms: int
    tle: tuple[str, str] | None


@dataclass(frozen=True, slots=True, eq=False)
class DeclaredBody:
    """One thing that flies: flown when the scenario is built, read ever after.

    ``path`` counts from ``start_ms``.  ``ends``: on the ground, or flown out of the scenario.  ``launch_id``: of what
    threw it, empty for what nobody threw.  ``kind``: what it truly is, to the radars that declare kinds.
    """

    body_id: str
    luck_id: int
    start_ms: int
    path: Path
    ends: Literal["impact", "gone"]
    launch_id: str = ""
    kind: Kind = Kind.PAYLOAD


@dataclass(frozen=True, slots=True, eq=False)
class LaunchDraw:
    """What a launch is flown from anew in each run, and over what its places are drawn (None: as declared)."""

    part: LaunchPart
    pack: PackFile
    start: Disc | Land | None
    end: Disc | Land | None


@dataclass(frozen=True, slots=True, eq=False)
class DeclaredLaunch:
    """A launch, flown: its own body first, then what it sheds.

    ``burn_out_s``: seconds from lift-off to the end of powered flight; 0 for what flies on engines all the way.
    ``end_lla`` and ``end_s`` (seconds from lift-off): where and when its own body ends if nothing stops it.
    ``probability`` that it flies in a run, and by how much later than ``lift_off_ms`` at most (``drawn``).
    ``draw``: of a launch whose places are drawn; what it is flown between until then is declared to stand for them.
    """

    launch_id: str
    nation: str
    vehicle_class: str
    lift_off_ms: int
    start_lla: Lla
    azimuth_rad: float
    burn_out_s: float
    bodies: tuple[DeclaredBody, ...]
    end_lla: Lla
    notice_id: str = ""
    probability: float = 1.0
    time_spread_ms: int = 0
    draw: LaunchDraw | None = None

    @property
    def body(self) -> DeclaredBody:
        """Return the launch's own body: the payload, the glider, the missile."""
        return self.bodies[0]

    @property
    def end_s(self) -> float:
        """Return the seconds from lift-off to the end of the launch's own body."""
        return float(self.body.path.time_s[-1])


@dataclass(frozen=True, slots=True)
class Ascent:
    """A recorded space launch: 1 Hz rows of time (s), altitude (m), distance along the ground (m)."""

    rows: tuple[tuple[float, float, float], ...]
    pad_lla: Lla
    azimuth_rad: float
    burns_s: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Fireball:
    """A recorded fireball; what the record leaves blank is None and is drawn from a stated distribution."""

    lat_rad: float
    lon_rad: float
    alt_m: float | None
    velocity_ecef: tuple[float, float, float] | None
    speed_m_s: float | None
    radiated_j: float
    duration_scale: float


@dataclass(frozen=True, slots=True)
class DeclaredFlight:
    """Something that flies and threatens nobody, placed in exercise time.

    A real ascent or a real fireball, whose path is made when it begins because its blanks are drawn; or an
    aircraft or re-entering debris, flown already.
    """

    flight_id: str
    body_id: str
    luck_id: int
    nation: str
    start_ms: int
    record: Ascent | Fireball | DeclaredBody
    cause: NatureCause = "fireball"


@dataclass(frozen=True, slots=True)
class Doctrine:
    """How fast and how a nation's doctrine cells decide.  Medians of log-normal times, ms.

    Safeguards: ``asks`` for its sensors' read-out and the sheets that others keep before it assesses (an answer takes
    ``answer_ms``); ``waits_for_second``: what one infrared satellite alone sees is no attack, and is found false when
    nothing has followed it for ``confirm_ms``; ``consults`` the partner; ``persons_to_send``: how many must order a
    public warning; ``cancel_ms``: how long a cancel takes, short where it was made beforehand.  ``interpret_ms``:
    how long a question or an answer to a partner waits for an interpreter.  ``forward_ms``: the
    notice desk forwards a notice after this.  ``cycle_ms``: how often the node's centre makes its picture afresh and
    judges what has only moved, counted from exercise time zero; what is new it judges at once.

    ``fire``: how the defence desk fights.
    """

    read_ms: int
    think_ms: int
    act_ms: int
    spread: float
    asks: bool = True
    answer_ms: int = 20_000
    waits_for_second: bool = True
    confirm_ms: int = 600_000
    forward_ms: int = 600_000
    consults: bool = True
    persons_to_send: int = 2
    cancel_ms: int = 60_000
    interpret_ms: int = 0
    cycle_ms: int = 5_000
    fire: FireDoctrine = field(default_factory=FireDoctrine)


@dataclass(frozen=True, slots=True)
class DeclaredNotice:
    """A notice or a revision of one, and when its nation enters it at home.

    ``given_ms``: exercise time; None is as long before its window as the agreement wants.  ``is_withheld``: never
    told to a partner.  ``confirmed_after_ms``: how long after lift-off the nation confirms the launch; None is as the
    agreement wants.  ``range_m``, ``apogee_m``: what the flight is to reach, of a group the most; None: not
    known.
    """

    notice: PreLaunchNotification
    given_ms: int | None = None
    is_withheld: bool = False
    confirmed_after_ms: int | None = None
    range_m: float | None = None
    apogee_m: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class DeclaredNode:
    """A nation's system: its sensors and batteries, in declared order.

    ``notices``: its notices by the start of their window, each followed by its revisions.
    ``patrols``: by sensor id, the closed way of a ship or aircraft that carries it, time counted from exercise time
    zero, round and round.  ``outages``: by sensor id, spans of exercise time (ms) when it is out of action.
    ``report_delays_ms``: by sensor id, how long its reports take to reach the node.
    ``clock_skew_ms``: how far its clock is ahead of exercise time; the node does not know.
    ``sites``: where radars and batteries are drawn to stand, by ``radar ID`` or ``battery ID``.
    ``doctrines``: the shipped ones by name, as the nation would fight by each.  ``utc_offset_ms``: how far its local
    time is ahead of UTC.  ``battery_sites``: the batteries as kernels take them (``battery.sites_of``).
    """

    name: str
    luck_id: int
    radars: tuple[Radar, ...]
    skywaves: tuple[SkywaveRadar, ...]
    satellites: tuple[DeclaredSatellite, ...]
    batteries: tuple[Battery, ...]
    notices: tuple[DeclaredNotice, ...]
    doctrine: Doctrine
    patrols: Mapping[str, Path]
    outages: Mapping[str, tuple[tuple[int, int], ...]]
    report_delays_ms: Mapping[str, int]
    clock_skew_ms: int = 0
    sites: Mapping[str, Site] = field(default_factory=dict)
    doctrines: Mapping[str, Doctrine] = field(default_factory=dict)
    utc_offset_ms: int = 0
    battery_sites: Sites = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay out once where the batteries stand: they do not move."""
        object.__setattr__(self, "battery_sites", sites_of(self.batteries))

    @property
    def sensor_ids(self) -> tuple[str, ...]:
        """Return the ids of all sensors: radars, skywave radars, satellites."""
        return (
            *(radar.sensor_id for radar in self.radars),
            *(radar.sensor_id for radar in self.skywaves),
            *(satellite.sensor.sensor_id for satellite in self.satellites),
        )


@dataclass(frozen=True, slots=True)
class LaunchArea:
    """Where launches of one ballistic class come from in the distribution that footprints are counted over.

    A circle on the ground; ``weight``: how likely a launch is one of these, beside the others' weights.
    """

    vehicle: Vehicle
    lat_rad: float
    lon_rad: float
    radius_m: float
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """Truth as declared.  ``text`` is the text it came from, so that a journal can carry it.

    ``variant``: which variant of the file, empty for the file as it stands.  ``atlas``: the world under the names
    that the cast gives its nations.  ``members``: the parties that the agreement binds; the others run their nodes
    alone.  ``launch_areas``: the distribution that footprints are counted over.
    """

    name: str
    title: str
    blind_name: str
    text: str
    seed: int
    agreement: str
    parties: tuple[str, ...]
    members: tuple[str, ...]
    end_ms: int
    tick_ms: int
    windows: tuple[Window, ...]
    nodes: tuple[DeclaredNode, ...]
    links: tuple[Link, ...]
    launches: tuple[DeclaredLaunch, ...]
    flights: tuple[DeclaredFlight, ...]
    clouds: tuple[Cloud, ...]
    glint_probability: float
    glint_top_m: float
    glint_cloud_ms: int
    geography: Geography
    profile: BoostProfile
    real_years: float
    staged: Staged = field(default_factory=Staged)
    variant: str = ""
    atlas: Atlas = field(default_factory=load_atlas)
    launch_areas: tuple[LaunchArea, ...] = ()


def stem_of(scenario: Scenario) -> str:
    """Return how the names of files about a scenario begin: its name, and its variant if it is one."""
    return f"{scenario.name}.{scenario.variant}" if scenario.variant else scenario.name


def serials_at(scenario: Scenario, time_ms: int) -> tuple[Serial, ...]:
    """Return the entries of the calendar that are under way at an exercise time (ms)."""
    return under_way(scenario.staged.serials, time_ms)


def utc_ms_at(scenario: Scenario, time_ms: int) -> int:
    """Return the calendar time (ms since 1970, UTC) of an exercise time: each window has its own."""
    window = scenario.windows[0]
    for later in scenario.windows[1:]:
        if later.start_ms > time_ms:
            break
        window = later
    return window.utc_ms + time_ms - window.start_ms
