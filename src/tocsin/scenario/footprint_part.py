"""The table [footprint] of a scenario file: from where launches of which class are declared to come."""

from typing import Annotated

from pydantic import Field

from tocsin.scenario.part import Id, Lat, Lon, Part


class LaunchAreaPart(Part):
    """A circle on the ground from which launches of a ballistic class come, evenly spread, at least energy."""

    pack: Annotated[Id, Field(description="a ballistic vehicle class pack")]
    lat_deg: Lat
    lon_deg: Lon
    radius_km: Annotated[float, Field(ge=0, le=1000, description="along the ground, km; 0: one place")] = 0.0
    weight: Annotated[
        float, Field(gt=0, le=1000, description="how likely a launch is one of these, beside the others' weights")
    ] = 1.0


class FootprintPart(Part):
    """The declared distribution of launches that `tocsin footprint` counts over: given, never swept or searched."""

    launch_area: Annotated[tuple[LaunchAreaPart, ...], Field(min_length=1, max_length=50)]
