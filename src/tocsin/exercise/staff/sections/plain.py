"""Numbers as people at a desk are shown them: true, and no longer than anyone can use."""

import math
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.exchange.ellipse import Ellipse, axes_90_m

Item = dict[str, Any]  # one thing, by the names of what is known of it
Items = dict[str, Item]  # one section: things by key

DIGITS = {  # after the point, by the unit at the end of a name
    "rad": 6,  # 6 m on the ground
    "m": 0,
    "m2": 0,
    "ecef": 1,
    "enu": 1,
    "probability": 3,
}
OTHER_DIGITS = 4
RING_DIGITS = 4  # of rad: 600 m, the width of a line on a map of a nation

Array = NDArray[np.float64]


def plain(value: object) -> Any:
    """Return a Struct or dataclass as JSON would give it back, every number rounded by the unit in its name."""
    return rounded(msgspec.to_builtins(value, str_keys=True), OTHER_DIGITS)


def rounded(value: Any, digits: int) -> Any:
    """Return plain values with every number rounded; numbers in a list take their unit from the list's name."""
    if isinstance(value, float):
        return shown_number(value, digits)
    if isinstance(value, dict):
        return {name: rounded(item, digits_of(name)) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item, digits) for item in value]
    return value


def digits_of(name: str) -> int:
    """Return to how many digits a number of this name is shown."""
    return DIGITS.get(name.rpartition("_")[2], OTHER_DIGITS)


def shown_number(value: float, digits: int) -> float | int | None:
    """Return a number as it is shown; None for one that has no size."""
    if not math.isfinite(value):
        return None
    return round(value, digits) if digits else round(value)


def ring_item(lat_rad: Array, lon_rad: Array) -> list[list[float]]:
    """Return an outline (k,), (k,) rad as places, as finely as one is drawn."""
    return [
        [round(lat, RING_DIGITS), round(lon, RING_DIGITS)]
        for lat, lon in zip(lat_rad.tolist(), lon_rad.tolist(), strict=True)
    ]


def angle(value_rad: float) -> float:
    """Return an angle (rad) as it is shown."""
    return round(value_rad, DIGITS["rad"])


def ellipse_item(ellipse: Ellipse) -> Item:
    """Return a place on the ground with the half axes of the ellipse that holds it with 90 % probability."""
    major_m, minor_m, from_east_rad = axes_90_m(ellipse)
    return {
        "lat_rad": angle(ellipse.lat_rad),
        "lon_rad": angle(ellipse.lon_rad),
        "major_90_m": shown_number(major_m, 0),
        "minor_90_m": shown_number(minor_m, 0),
        "major_from_east_rad": angle(from_east_rad),
    }
