"""Tables of a scenario file about what flies: launches, aircraft, debris."""

from typing import Annotated

from pydantic import Field, model_validator

from tocsin.scenario.part import Bearing, Id, Lat, LaunchPlace, Lon, Part, Waypoint

POLEMOST_DEG = 89.9


class Turn(Part):
    """A declared turn of a glider: how it banks, and for how long."""

    from_s: Annotated[float, Field(ge=0, description="after lift-off, s")]
    to_s: Annotated[float, Field(ge=0, description="after lift-off, s")]
    bank_deg: Annotated[float, Field(ge=-75, le=75, description="to the right where positive, deg")]


class LaunchPart(Part):
    """A declared launch: what, when, from where, coming down where if nothing stops it."""

    id: Id
    nation: Id
    pack: Annotated[Id, Field(description="of kind vehicle, glider or craft")]
    time_s: Annotated[float, Field(ge=0, description="lift-off, exercise time, s")]
    start: LaunchPlace
    end: Annotated[LaunchPlace | None, Field(description="absent for a space launch, which does not come down")] = (
        None
    )
    azimuth_deg: Annotated[Bearing | None, Field(description="of a space launch alone")] = None
    apogee_km: Annotated[
        float | None, Field(gt=0, le=6000, description="of a lofted flight; absent: least energy, km")
    ] = None
    via: Annotated[tuple[Waypoint, ...], Field(description="of a cruise missile: way-points between")] = ()
    turn: Annotated[tuple[Turn, ...], Field(description="of a glider: declared turns")] = ()
    probability: Annotated[float, Field(ge=0, le=1, description="that it flies at all; drawn once a run")] = 1.0
    time_spread_s: Annotated[
        float, Field(ge=0, le=86_400, description="it lifts off up to this much later; drawn once a run, s")
    ] = 0.0
    fails_s: Annotated[
        float | None,
        Field(gt=0, description="of a vehicle: when its thrust ends for good, after lift-off, s; then it falls"),
    ] = None
    notice: Annotated[Id | None, Field(description="the notice that was given of it")] = None

    @model_validator(mode="after")
    def _has_a_heading(self) -> "LaunchPart":
        if abs(self.start.lat_deg) > POLEMOST_DEG:
            raise ValueError(
                f"start.lat_deg = {self.start.lat_deg:g} must be within {POLEMOST_DEG:g} either way: "
                "at a pole no direction has a name; move it"
            )
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
