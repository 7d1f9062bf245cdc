"""What the tables of a scenario file are made of: bounded numbers, ids, places, spans of time."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Lat = Annotated[float, Field(ge=-90, le=90, description="geodetic latitude, deg")]
Lon = Annotated[float, Field(ge=-180, le=180, description="longitude, deg")]
Bearing = Annotated[float, Field(ge=0, le=360, description="from north over east, deg")]
LONGEST_S = 365 * 86_400.0  # s: no time in a file lies farther from exercise time zero
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$", description="lower-case letters, digits, dashes")]


class Part(BaseModel):
    """A table of the file: no unknown keys, no inf and no nan, never changed after the check."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


Spread = Annotated[
    float, Field(ge=0, le=1000, description="it is drawn once a run within this distance of its declared place, km")
]
Within = Annotated[
    tuple[Id, ...],
    Field(description="nations: it is drawn once a run over their ground; the declared place, on it, stands for it"),
]


class Place(Part):
    """A point on the ground."""

    lat_deg: Lat
    lon_deg: Lon


class LaunchPlace(Part):
    """Where a launch begins or comes down, as declared; or over what that is drawn once a run."""

    lat_deg: Lat
    lon_deg: Lon
    spread_km: Spread = 0.0
    within: Within = ()


class Waypoint(Part):
    """A point of a route, and how it is passed."""

    lat_deg: Lat
    lon_deg: Lon
    alt_km: Annotated[float | None, Field(ge=0, le=30, description="km; absent: the middle of the class's")] = None
    speed_m_s: Annotated[float | None, Field(gt=0, le=3000, description="from here on; absent: as above")] = None


class Span(Part):
    """A stretch of exercise time."""

    from_s: Annotated[float, Field(ge=0, description="exercise time, s")]
    to_s: Annotated[float, Field(le=LONGEST_S, description="exercise time, s; may lie after the end")]

    @model_validator(mode="after")
    def _has_a_length(self) -> "Span":
        if self.to_s <= self.from_s:
            raise ValueError(f"to_s = {self.to_s} must be after from_s = {self.from_s}; swap or widen them")
        return self
