"""The scenario file as people write it: keys in km, deg, s, min; checked by pydantic, nothing else.

Every model forbids unknown keys.  ``tocsin schema`` prints the JSON Schema made from here.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, model_validator

from tocsin.scenario.pack import OwnQuantity
from tocsin.scenario.part import Bearing, Id, Lat, Lon, Part
from tocsin.scenario.staged_schema import DeskLinePart, DrillPart, FaultPart, ScriptPart, SheetPart

LONGEST_S = 365 * 86_400.0  # s: no time in a file lies farther from exercise time zero
POLEMOST_DEG = 89.9


class Place(Part):
    """A point on the ground."""

    lat_deg: Lat
    lon_deg: Lon


class Waypoint(Part):
    """A point of a route, and how it is passed."""

    lat_deg: Lat
    lon_deg: Lon
    alt_km: Annotated[float | None, Field(ge=0, le=30, description="km; absent: the middle of the class's")] = None
    speed_m_s: Annotated[float | None, Field(gt=0, le=3000, description="from here on; absent: as above")] = None


class PatrolPoint(Part):
    """A point of the way of a ship or an aircraft that carries a radar."""

    lat_deg: Lat
    lon_deg: Lon
    alt_km: Annotated[float, Field(ge=0, le=20, description="of the radar above the ellipsoid, km")] = 0.02
    speed_m_s: Annotated[float, Field(gt=0, le=300, description="from here on, m/s")]


class Span(Part):
    """A stretch of exercise time."""

    from_s: Annotated[float, Field(ge=0, description="exercise time, s")]
    to_s: Annotated[float, Field(le=LONGEST_S, description="exercise time, s; may lie after the end")]

    @model_validator(mode="after")
    def _has_a_length(self) -> "Span":
        if self.to_s <= self.from_s:
            raise ValueError(f"to_s = {self.to_s} must be after from_s = {self.from_s}; swap or widen them")
        return self


class Turn(Part):
    """A declared turn of a glider: how it banks, and for how long."""

    from_s: Annotated[float, Field(ge=0, description="after lift-off, s")]
    to_s: Annotated[float, Field(ge=0, description="after lift-off, s")]
    bank_deg: Annotated[float, Field(ge=-75, le=75, description="to the right where positive, deg")]


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


class CloudPart(Part):
    """A round bank of cloud that hides plumes below its top."""

    lat_deg: Lat
    lon_deg: Lon
    radius_km: Annotated[float, Field(gt=0, le=3000, description="along the ground, km")]
    top_km: Annotated[float, Field(gt=0, le=20, description="a plume below this altitude is hidden, km")]


class AreaPart(Part):
    """A defended area: a circle on the ground."""

    id: Id
    nation: Id
    lat_deg: Lat
    lon_deg: Lon
    radius_km: Annotated[float, Field(gt=0, le=1000, description="along the ground, km")]


class RadarPart(Part):
    """A radar of a class, at a place or on a patrol, looking one way."""

    id: Id
    nation: Id
    pack: Annotated[Id, Field(description="a radar class pack")] = "early-warning"
    lat_deg: Lat
    lon_deg: Lon
    alt_km: Annotated[float, Field(ge=-0.5, le=9, description="above the ellipsoid, km")] = 0.0
    boresight_deg: Bearing
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
    boresight_deg: Bearing
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


class LinkPart(Part):
    """A one-way link between two nodes."""

    source: Id
    target: Id
    latency_s: Annotated[float, Field(ge=0, le=3600, description="the least time a message takes, s")]
    jitter_s: Annotated[float, Field(ge=0, le=600, description="a uniform extra of at most this, s")] = 0.0
    loss: Annotated[float, Field(ge=0, lt=1, description="probability that a message never arrives")] = 0.0


class LaunchPart(Part):
    """A declared launch: what, when, from where, coming down where if nothing stops it."""

    id: Id
    nation: Id
    pack: Annotated[Id, Field(description="of kind vehicle, glider or craft")]
    time_s: Annotated[float, Field(ge=0, description="lift-off, exercise time, s")]
    start: Place
    end: Annotated[Place | None, Field(description="absent for a space launch, which does not come down")] = None
    azimuth_deg: Annotated[Bearing | None, Field(description="of a space launch alone")] = None
    apogee_km: Annotated[
        float | None, Field(gt=0, le=6000, description="of a lofted flight; absent: least energy, km")
    ] = None
    via: Annotated[tuple[Waypoint, ...], Field(description="of a cruise missile: way-points between")] = ()
    turn: Annotated[tuple[Turn, ...], Field(description="of a glider: declared turns")] = ()
    notice: Annotated[Id | None, Field(description="the notice that was given of it")] = None

    @model_validator(mode="after")
    def _has_a_heading(self) -> "LaunchPart":
        if abs(self.start.lat_deg) > POLEMOST_DEG:
            raise ValueError(
                f"start.lat_deg = {self.start.lat_deg:g} must be within {POLEMOST_DEG:g} either way: "
                "at a pole no direction has a name; move it"
            )
        return self


class NoticePart(Part):
    """A pre-launch notification entered in the launching nation's register."""

    id: Id
    nation: Id
    generic_class: Literal["srbm", "mrbm", "irbm", "icbm", "slv", "sounding"]
    window_start_s: Annotated[float, Field(ge=-LONGEST_S, description="exercise time, s; may lie before the start")]
    window_end_s: Annotated[float, Field(le=LONGEST_S, description="exercise time, s; may lie after the end")]
    lat_deg: Lat
    lon_deg: Lon
    radius_km: Annotated[float, Field(gt=0, le=2000, description="of the launch area, km")]
    azimuth_deg: Bearing

    @model_validator(mode="after")
    def _window_has_a_length(self) -> "NoticePart":
        if self.window_end_s <= self.window_start_s:
            raise ValueError(f"window_end_s = {self.window_end_s} must be after window_start_s; swap or widen them")
        return self


class AircraftPart(Part):
    """An aircraft in the background: it threatens nobody."""

    id: Id
    pack: Annotated[Id, Field(description="an aircraft class pack")] = "aircraft"
    time_s: Annotated[float, Field(ge=0, description="exercise time at the first way-point, s")]
    route: Annotated[tuple[Waypoint, ...], Field(min_length=2, description="way-points, flown along geodesics")]


class DebrisPart(Part):
    """Something that falls back from space: a natural cause of alarm."""

    id: Id
    time_s: Annotated[float, Field(ge=0, description="exercise time at which it is where it is declared, s")]
    lat_deg: Lat
    lon_deg: Lon
    alt_km: Annotated[float, Field(ge=20, le=1000, description="above the ellipsoid, km")]
    speed_km_s: Annotated[float, Field(gt=0, le=11, description="relative to the turning Earth, km/s")]
    azimuth_deg: Bearing
    descent_deg: Annotated[float, Field(ge=-10, le=90, description="below level, deg")]
    ballistic_coefficient_kg_m2: Annotated[float, Field(ge=10, le=20000, description="mass over drag area")] = 100.0
    rcs_m2: Annotated[float, Field(ge=0, le=1000, description="mean radar cross-section, m^2")] = 1.0
    radius_m: Annotated[float, Field(gt=0, le=10, description="of its blunt front: how brightly it glows, m")] = 0.5


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
    lead_s: Annotated[float, Field(ge=0, le=600, description="from window start to the event, s")] = 60.0
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
    """What one nation has of its own: its variants of class packs."""

    pack: Annotated[
        dict[Id, dict[str, OwnQuantity]],
        Field(description="own values by shipped pack and number; all others stay as shipped, for everyone alike"),
    ]


class ScenarioFile(Part):
    """A whole scenario file."""

    scenario: Head
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
    background: BackgroundPart | None = None

    @model_validator(mode="after")
    def _has_a_length(self) -> "ScenarioFile":
        if (self.scenario.duration_min is None) == (self.background is None):
            raise ValueError("needs exactly one of scenario.duration_min and a [background] table; add or remove one")
        return self
