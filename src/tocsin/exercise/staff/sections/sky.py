"""Where the Sun stands over the ground, so that a map can show which half lies in the night."""

from functools import lru_cache

from tocsin.earth.sky import subsolar_rad
from tocsin.exercise.staff.sections.plain import Item, Items
from tocsin.exercise.staff.sections.sensors import minute_of
from tocsin.exercise.world import NodeState, World
from tocsin.scenario.declared import utc_ms_at

SUN_DIGITS = 4  # of rad: 600 m; the Sun goes on by 0.0044 rad in a minute


def sky(world: World, node: NodeState) -> Items:
    """Return the place that has the Sun overhead at the whole minute; everybody knows it."""
    return sky_of(world)


def sky_of(world: World) -> Items:
    """Return the same of a world."""
    minute_ms = minute_of(world)
    return {"sun": sun_item(utc_ms_at(world.scenario, minute_ms)) | {"time_ms": minute_ms}}


@lru_cache(maxsize=8)
def sun_item(utc_ms: int) -> Item:
    """Return where the Sun is overhead at a calendar time."""
    lat_rad, lon_rad = subsolar_rad(utc_ms)
    return {"lat_rad": round(lat_rad, SUN_DIGITS), "lon_rad": round(lon_rad, SUN_DIGITS)}
