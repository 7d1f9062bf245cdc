"""What a released payload loses in precision: one rule a field, the same in every kind of payload."""

import math
from collections.abc import Callable
from typing import Any

import msgspec

from tocsin.earth.constants import MEAN_RADIUS_M
from tocsin.exchange.agreement import EXACT, Coarsening
from tocsin.exchange.ellipse import CHI2_90_2DOF, Ellipse, axes_90_m
from tocsin.exchange.payload import Payload


def coarsened(payload: Payload, coarsening: Coarsening) -> Payload:
    """Return the payload at the agreed precision: places on a grid, times in steps, doubt grown to match.

    Tracks are left as they are: an agreement that grants them grants them in full.
    """
    if coarsening is EXACT or coarsening == EXACT:
        return payload
    known = {name: value for name, value in msgspec.structs.asdict(payload).items() if value is not None}
    changes = {name: RULES[name](value, coarsening) for name, value in known.items() if name in RULES}
    return payload if all(known[name] == value for name, value in changes.items()) else replaced(payload, changes)


def replaced(payload: Payload, changes: dict[str, Any]) -> Payload:
    """Return the payload with some fields changed."""
    return msgspec.structs.replace(payload, **changes)


def middle_ms(value_ms: int, coarsening: Coarsening) -> int:
    """Return the middle of the step that holds a time."""
    step_ms = coarsening.time_round_ms
    return value_ms // step_ms * step_ms + step_ms // 2 if step_ms else value_ms


def before_ms(value_ms: int, coarsening: Coarsening) -> int:
    """Return the beginning of the step that holds a time."""
    step_ms = coarsening.time_round_ms
    return value_ms // step_ms * step_ms if step_ms else value_ms


def after_ms(value_ms: int, coarsening: Coarsening) -> int:
    """Return the first whole step that is not before a time."""
    step_ms = coarsening.time_round_ms
    return -(-value_ms // step_ms) * step_ms if step_ms else value_ms


def time_doubt_ms(sigma_ms: int, coarsening: Coarsening) -> int:
    """Return a standard deviation rounded up to whole steps, with a uniform step's own (step / sqrt 12) added."""
    step_ms = coarsening.time_round_ms
    if step_ms == 0:
        return sigma_ms
    return round(math.hypot(math.ceil(sigma_ms / step_ms) * step_ms, step_ms / math.sqrt(12.0)))


def sector_middle_rad(azimuth_rad: float, coarsening: Coarsening) -> float:
    """Return the middle of the sector that holds a bearing."""
    step_rad = coarsening.azimuth_step_rad
    if step_rad == 0.0:
        return azimuth_rad
    return (math.floor(azimuth_rad % (2.0 * math.pi) / step_rad) + 0.5) * step_rad


def sector_doubt_rad(sigma_rad: float, coarsening: Coarsening) -> float:
    """Return a bearing's deviation grown by a uniform sector's; as ``on_grid``, in whole sectors' variances."""
    sector_rad2 = coarsening.azimuth_step_rad**2 / 12.0
    if sector_rad2 == 0.0:
        return sigma_rad
    return math.sqrt(sector_rad2 * (1 + math.ceil(sigma_rad**2 / sector_rad2)))


def cell_lat_rad(lat_rad: float, coarsening: Coarsening) -> float:
    """Return the latitude of the middle of the cell that holds a place."""
    grid_rad = coarsening.grid_rad
    if grid_rad == 0.0:
        return lat_rad
    middle_rad = (math.floor(lat_rad / grid_rad) + 0.5) * grid_rad
    return min(max(middle_rad, -0.5 * math.pi), 0.5 * math.pi)


def cell_lon_rad(lon_rad: float, coarsening: Coarsening) -> float:
    """Return the longitude of the middle of the cell that holds a place."""
    grid_rad = coarsening.grid_rad
    if grid_rad == 0.0:
        return lon_rad
    return math.remainder((math.floor(lon_rad / grid_rad) + 0.5) * grid_rad, 2.0 * math.pi)


def around_cell_m(radius_m: float, coarsening: Coarsening) -> float:
    """Return the radius of a circle about a cell's middle that holds the true circle, in whole cells."""
    cell_m = coarsening.grid_rad * MEAN_RADIUS_M
    return radius_m if cell_m == 0.0 else (math.ceil(radius_m / cell_m) + math.sqrt(0.5)) * cell_m


def on_grid(ellipse: Ellipse, coarsening: Coarsening) -> Ellipse:
    """Return the middle of the cell that holds the ellipse's centre, as a circle no smaller than what is known.

    Its variance is a uniform cell's (step^2 / 12) plus the ellipse's largest, rounded up to whole cells' variances
    so that nothing finer than the grid can be read out of it.
    """
    if coarsening.grid_rad == 0.0:
        return ellipse
    cell_m2 = (coarsening.grid_rad * MEAN_RADIUS_M) ** 2 / 12.0
    largest_m2 = axes_90_m(ellipse)[0] ** 2 / CHI2_90_2DOF
    variance_m2 = cell_m2 * (1 + math.ceil(largest_m2 / cell_m2))
    lat_rad, lon_rad = cell_lat_rad(ellipse.lat_rad, coarsening), cell_lon_rad(ellipse.lon_rad, coarsening)
    return Ellipse(lat_rad, lon_rad, variance_m2, 0.0, variance_m2)


def told_class(generic_class: str, coarsening: Coarsening) -> str:
    """Return the class as it may be told."""
    return "unknown" if coarsening.class_generic_only else generic_class


RULES: dict[str, Callable[[Any, Coarsening], Any]] = {
    **dict.fromkeys(("launch_time_ms", "impact_time_ms", "intercept_ms"), middle_ms),
    **dict.fromkeys(("window_start_ms", "from_ms", "since_ms"), before_ms),
    **dict.fromkeys(("window_end_ms", "to_ms", "expires_ms"), after_ms),
    **dict.fromkeys(("launch_time_sigma_ms", "impact_time_sigma_ms"), time_doubt_ms),
    **dict.fromkeys(("launch_point", "impact_area"), on_grid),
    "azimuth_rad": sector_middle_rad,
    "azimuth_sigma_rad": sector_doubt_rad,
    "lat_rad": cell_lat_rad,
    "lon_rad": cell_lon_rad,
    "radius_m": around_cell_m,
    "generic_class": told_class,
}
