"""The scenario file as people write it: keys in km, deg, h, s, min; checked by pydantic, nothing else.

Every model forbids unknown keys.  ``tocsin schema`` prints the JSON Schema made from here.
"""

from typing import Annotated

from pydantic import AwareDatetime, Field, model_validator

from tocsin.scenario.atlas import WorldName
from tocsin.scenario.brief_part import BriefPart, Cast, Settings, Variant, VariantPart
from tocsin.scenario.doctrine_file import Fought
from tocsin.scenario.flight_part import AircraftPart, DebrisPart, LaunchPart
from tocsin.scenario.footprint_part import FootprintPart
from tocsin.scenario.msel_schema import InjectPart, ObjectivePart, StorylinePart
from tocsin.scenario.notice_part import NoticePart
from tocsin.scenario.pack import OwnQuantity
from tocsin.scenario.part import Bearing, Id, Lat, Lon, Part, Place, Span, Spread, Within
from tocsin.scenario.staged_schema import DeskLinePart, DrillPart, FaultPart, ScriptPart, SerialPart, SheetPart

Toward = Annotated[
    Id | None, Field(description="a nation: it looks toward the middle of its ground from wherever it stands")
]


class PatrolPoint(Part):
    """A point of the way of a ship or an aircraft that carries a radar."""

    lat_deg: Lat
    lon_deg: Lon
    alt_km: Annotated[float, Field(ge=0, le=20, description="of the radar above the ellipsoid, km")] = 0.02
    speed_m_s: Annotated[float, Field(gt=0, le=300, description="from here on, m/s")]


class Head(Part):
    """What is played, by whom, for how long."""

    name: Id
    title: Annotated[str, Field(min_length=1, max_length=120, description="what people read")]
    blind_name: Annotated[Id, Field(description="what players see; must not give the scenario away")]
    seed: Annotated[int, Field(ge=0, le=2**31 - 1, description="used when none is given")]
    start_utc: Annotated[AwareDatetime, Field(description="UTC at exercise time zero")]
    duration_min: Annotated[
        float | None, Field(gt=0, le=7 * 24 * 60, description="minutes; background sets its own")
    ] = None
    parties: Annotated[tuple[Id, ...], Field(min_length=1, description="nations that run a node")]
    agreement: Annotated[str, Field(description="a preset's name, used when none is given")]
    world: Annotated[
        WorldName, Field(description="where it is played: 26 nations, or as many on a planet of islands")
    ] = "home"
    members: Annotated[
        int | None,
        Field(ge=1, le=100, description="so many of the parties, from the first, are bound; absent: all"),
    ] = None
    variant: Variant = ""
    cast: Cast = Field(default={})
    set: Settings = Field(default={})

    @property
    def bound(self) -> tuple[str, ...]:
        """Return the parties that the agreement binds."""
        return self.parties[: self.members]


class CloudPart(Part):
    """A round bank of cloud that hides plumes below its top."""

    lat_deg: Lat
    lon_deg: Lon
    radius_km: Annotated[float, Field(gt=0, le=3000, description="along the ground, km")]
    top_km: Annotated[float, Field(gt=0, le=20, description="a plume below this altitude is hidden, km")]


class AreaPart(Part):
    """A defended area: a circle on the ground, or without one the whole ground of its nation."""

    id: Id
    nation: Id
    lat_deg: Lat | None = None
    lon_deg: Lon | None = None
    radius_km: Annotated[float | None, Field(gt=0, le=1000, description="along the ground, km")] = None

    @model_validator(mode="after")
    def _is_a_circle_or_all(self) -> "AreaPart":
        given = [value is not None for value in (self.lat_deg, self.lon_deg, self.radius_km)]
        if any(given) and not all(given):
            raise ValueError(
                "a circle needs lat_deg, lon_deg and radius_km; add what is missing, or give none: all ground"
            )
        return self


class RadarPart(Part):
    """A radar of a class, at a place or on a patrol, looking one way."""

    id: Id
    nation: Id
    pack: Annotated[Id, Field(description="a radar class pack")] = "early-warning"
    lat_deg: Lat
    lon_deg: Lon
    spread_km: Spread = 0.0
    within: Within = ()
    alt_km: Annotated[float, Field(ge=-0.5, le=9, description="above the ellipsoid, km")] = 0.0
    boresight_deg: Annotated[Bearing | None, Field(description="which way it looks; or `toward`")] = None
    toward: Toward = None
    scan_offset_s: Annotated[int, Field(ge=0, le=60, description="when in its period the sensor looks, s")] = 0
    report_delay_s: Annotated[
        float, Field(ge=0, le=120, description="how long a report takes to reach its node, s")
    ] = 0.0
    patrol: Annotated[
        tuple[PatrolPoint, ...],
        Field(description="of a ship or an aircraft: three points or more, round and round from the radar's place"),
    ] = ()
    outage: Annotated[tuple[Span, ...], Field(description="when it is out of action")] = ()
    mask: Annotated[tuple["MaskPart", ...], Field(description="what the skyline hides")] = ()
    range_bias_km: Annotated[
        float, Field(ge=-5, le=5, description="its ranges are off by this, and nobody knows, km")
    ] = 0.0
    azimuth_bias_deg: Annotated[
        float, Field(ge=-5, le=5, description="its azimuths are off by this, and nobody knows, deg")
    ] = 0.0
    elevation_bias_deg: Annotated[
        float, Field(ge=-5, le=5, description="its elevations are off by this, and nobody knows, deg")
    ] = 0.0


class MaskPart(Part):
    """What the skyline hides from a radar, clockwise from one bearing to another, through north if need be."""

    from_deg: Bearing
    to_deg: Bearing
    min_elevation_deg: Annotated[float, Field(ge=0, le=45, description="nothing is seen below, deg")]

    @model_validator(mode="after")
    def _has_a_width(self) -> "MaskPart":
        if self.to_deg in (self.from_deg, self.from_deg - 360):
            raise ValueError(
                f"from_deg = {self.from_deg} and to_deg = {self.to_deg} are one bearing and hide nothing; "
                "widen them, or write 0 and 360 for all round"
            )
        return self


class SkywavePart(Part):
    """An over-the-horizon radar, looking one way.  Its plots are journaled; no track is made of them yet."""

    id: Id
    nation: Id
    pack: Annotated[Id, Field(description="a skywave class pack")] = "over-the-horizon"
    lat_deg: Lat
    lon_deg: Lon
    spread_km: Spread = 0.0
    within: Within = ()
    boresight_deg: Annotated[Bearing | None, Field(description="which way it looks; or `toward`")] = None
    toward: Toward = None
    scan_offset_s: Annotated[int, Field(ge=0, le=60, description="when in its period the sensor looks, s")] = 0
    outage: Annotated[tuple[Span, ...], Field(description="when it is out of action")] = ()


class OrbitPart(Part):
    """A real orbit by catalogue number, or a place on a standard orbit."""

    tle: Annotated[int | None, Field(description="catalogue number in the shipped set of real orbits")] = None
    geostationary_deg: Annotated[Lon | None, Field(description="longitude of the satellite")] = None
    molniya_deg: Annotated[Lon | None, Field(description="longitude of its apogee at exercise time zero")] = None
    tundra_deg: Annotated[Lon | None, Field(description="longitude of its apogee at exercise time zero")] = None

    @model_validator(mode="after")
    def _one_of_all(self) -> "OrbitPart":
        given = (self.tle, self.geostationary_deg, self.molniya_deg, self.tundra_deg)
        if sum(value is not None for value in given) != 1:
            raise ValueError(
                "must have exactly one of tle, geostationary_deg, molniya_deg, tundra_deg; remove or add one"
            )
        return self


class SatellitePart(Part):
    """A staring infrared satellite of a class, on an orbit, looking at a place."""

    id: Id
    nation: Id
    pack: Annotated[Id, Field(description="an infrared satellite class pack")] = "staring"
    orbit: OrbitPart
    boresight: Annotated[Place | None, Field(description="absent: straight down")] = None
    half_field_deg: Annotated[float | None, Field(gt=0, le=10, description="overrides the pack, deg")] = None
    scan_offset_s: Annotated[int, Field(ge=0, le=60, description="when in its period the sensor looks, s")] = 0
    report_delay_s: Annotated[
        float, Field(ge=0, le=120, description="how long a report takes to reach its node, s")
    ] = 0.0
    outage: Annotated[tuple[Span, ...], Field(description="when it is out of action")] = ()


class BatteryPart(Part):
    """A battery of a class at a place."""

    id: Id
    nation: Id
    pack: Annotated[Id, Field(description="a battery class pack")]
    lat_deg: Lat
    lon_deg: Lon
    spread_km: Spread = 0.0
    within: Within = ()


class LinkPart(Part):
    """A one-way link between two nodes."""

    source: Id
    target: Id
    latency_s: Annotated[float, Field(ge=0, le=3600, description="the least time a message takes, s")]
    jitter_s: Annotated[float, Field(ge=0, le=600, description="a uniform extra of at most this, s")] = 0.0
    loss: Annotated[float, Field(ge=0, lt=1, description="probability that a message never arrives")] = 0.0
    duplication: Annotated[float, Field(ge=0, lt=1, description="probability that a message arrives twice")] = 0.0
    reorder: Annotated[float, Field(ge=0, lt=1, description="probability that a message is held longer")] = 0.0
    reorder_s: Annotated[float, Field(ge=0, le=600, description="how much longer such a message is held, s")] = 0.0
    outage: Annotated[
        tuple[Span, ...], Field(description="when it loses all; on both links of a pair: they are parted")
    ] = ()
    capacity_per_min: Annotated[
        int, Field(ge=0, le=60_000, description="messages a minute, more wait in order; 0: without limit")
    ] = 0
    resend_s: Annotated[
        float | None,
        Field(
            ge=1,
            le=3600,
            description="not acknowledged for so long, a message is sent again, s; "
            "absent: 5 s (notional) and twice the latency",
        ),
    ] = None
    resends: Annotated[int, Field(ge=0, le=100, description="how often a message is sent again at most")] = 3

    @model_validator(mode="after")
    def _reorder_has_a_length(self) -> "LinkPart":
        if (self.reorder > 0) != (self.reorder_s > 0):
            raise ValueError(
                f"reorder = {self.reorder} and reorder_s = {self.reorder_s}: both must be above 0, or neither"
            )
        return self


class NaturePart(Part):
    """What nature does on its own; what sensors make of noise, birds and the Moon is in their class packs."""

    glint_probability: Annotated[
        float,
        Field(ge=0, le=1, description="that cloud or sea lies where the Sun would glint, drawn each glint_cloud_s"),
    ] = 0.0
    glint_top_km: Annotated[float, Field(ge=0, le=20, description="altitude of what reflects, km; 0: the sea")] = 12.0
    glint_cloud_s: Annotated[
        float,
        Field(ge=10, le=3600, description="how long one reflecting cloud lies there; then it is drawn afresh, s"),
    ] = 600.0


class BackgroundPart(Part):
    """Real events, each in a window of its own: bright fireballs and declared space launches."""

    fireballs: Annotated[bool, Field(description="play the shipped fireballs")] = True
    ascents: Annotated[bool, Field(description="play the shipped ascents, each with a notice")] = True
    window_min: Annotated[float, Field(ge=2, le=60, description="length of an event's own window, min")] = 10.0
    lead_s: Annotated[
        float,
        Field(
            ge=0, le=600, description="from window start to the event, s; up to 10 s more, for its phase to the scans"
        ),
    ] = 60.0
    fireball_duration_scale: Annotated[
        float,
        Field(gt=0, le=100, description="1 is as drawn; above, fireballs last longer: a check that can fail"),
    ] = 1.0
    pads: Annotated[tuple["PadPart", ...], Field(min_length=1, description="where ascents lift off, taken in turn")]


class PadPart(Part):
    """A launch pad: ascents are declared from it, with a notice."""

    nation: Id
    lat_deg: Lat
    lon_deg: Lon
    azimuth_deg: Bearing


class PartyPart(Part):
    """What one nation has of its own: its variants of class packs, its doctrine, its clock and its hours."""

    pack: dict[Id, dict[str, OwnQuantity]] = Field(
        default={},
        description="own values by shipped pack and number; all others stay as shipped, for everyone alike",
    )
    doctrine: Annotated[
        Fought, Field(description="how it fights: a shipped doctrine's name, or a table; absent: standard")
    ] = None
    clock_skew_s: Annotated[
        float, Field(ge=-60, le=60, description="how far its clock is ahead, unknown to it; of a party alone, s")
    ] = 0.0
    utc_offset_h: Annotated[
        float,
        Field(
            ge=-12, le=14, multiple_of=0.25, description="its local time is so far ahead of UTC; of a party alone, h"
        ),
    ] = 0.0


class ScenarioFile(Part):
    """A whole scenario file."""

    scenario: Head
    brief: BriefPart | None = None
    variant: dict[Id, VariantPart] = Field(default={}, description="by name: see `tocsin run --variant`")
    party: dict[Id, PartyPart] = Field(default={}, description="by nation: a party, or one that launches")
    cloud: tuple[CloudPart, ...] = ()
    area: tuple[AreaPart, ...] = ()
    radar: tuple[RadarPart, ...] = ()
    skywave: tuple[SkywavePart, ...] = ()
    satellite: tuple[SatellitePart, ...] = ()
    battery: tuple[BatteryPart, ...] = ()
    link: tuple[LinkPart, ...] = ()
    launch: tuple[LaunchPart, ...] = ()
    notice: tuple[NoticePart, ...] = ()
    aircraft: tuple[AircraftPart, ...] = ()
    debris: tuple[DebrisPart, ...] = ()
    nature: NaturePart = NaturePart()
    fault: tuple[FaultPart, ...] = ()
    sheet: tuple[SheetPart, ...] = ()
    drill: tuple[DrillPart, ...] = ()
    desk_line: tuple[DeskLinePart, ...] = ()
    script: tuple[ScriptPart, ...] = ()
    storyline: tuple[StorylinePart, ...] = ()
    objective: tuple[ObjectivePart, ...] = ()
    inject: Annotated[tuple[InjectPart, ...], Field(max_length=5_000)] = ()
    serial: tuple[SerialPart, ...] = ()
    background: BackgroundPart | None = None
    footprint: FootprintPart | None = None

    @model_validator(mode="after")
    def _has_a_length(self) -> "ScenarioFile":
        if (self.scenario.duration_min is None) == (self.background is None):
            raise ValueError("needs exactly one of scenario.duration_min and a [background] table; add or remove one")
        return self
