"""What every table of a file is made of: no unknown keys, places, bearings, names."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Lat = Annotated[float, Field(ge=-90, le=90, description="geodetic latitude, deg")]
Lon = Annotated[float, Field(ge=-180, le=180, description="longitude, deg")]
Bearing = Annotated[float, Field(ge=0, le=360, description="from north over east, deg")]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$", description="lower-case letters, digits, dashes")]


class Part(BaseModel):
    """A table of the file: no unknown keys, no inf and no nan, never changed after the check."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
