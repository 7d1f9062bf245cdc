"""The declared distribution of launches that footprints are counted over."""

import math

from tocsin.chance.luck import Luck, declared_id
from tocsin.errors import ScenarioError
from tocsin.motion.vehicle import Vehicle
from tocsin.scenario.atlas import Atlas
from tocsin.scenario.checked import built
from tocsin.scenario.declared import LaunchArea
from tocsin.scenario.drawn_place import START, Land, drawn_over, drawn_place
from tocsin.scenario.flight_part import LaunchPart
from tocsin.scenario.footprint_part import LaunchAreaPart
from tocsin.scenario.own_pack import nation_pack
from tocsin.scenario.pack import PackFile, shipped_pack
from tocsin.scenario.schema import ScenarioFile
from tocsin.scenario.vehicles import build_vehicle

PLACES = 12  # that stand for a nation's ground
FIXED = Luck(0, 0)


def build_launch_areas(parsed: ScenarioFile, file: str, atlas: Atlas) -> tuple[LaunchArea, ...]:
    """Return the launch areas of a file: its [footprint] table's, or else the start of each ballistic launch.

    A launch that a notice announces is none that anybody need be warned of, and is left out.

    Raises
    ------
    ScenarioError
        A class in the table that does not fly a ballistic arc.
    """
    if parsed.footprint is not None:
        return tuple(built(f"{file}: footprint.launch_area", parsed.footprint.launch_area, declared_area))
    threats = [part for part in parsed.launch if part.notice is None and is_ballistic(shipped_pack(part.pack))]
    return tuple(area for part in threats for area in areas_of(part, parsed, atlas))


def is_ballistic(pack: PackFile) -> bool:
    """Return whether a class is thrown and falls: no glider, no craft, no space launcher."""
    return pack.kind == "vehicle" and not math.isfinite(pack.get("coast_s", math.inf))


def declared_area(part: LaunchAreaPart) -> LaunchArea:
    """Return one launch area of the table, with the class as shipped."""
    pack = shipped_pack(part.pack)
    if not is_ballistic(pack):
        raise ScenarioError(
            f"pack = {part.pack!r}: flies no ballistic arc; name a ballistic vehicle class, see `tocsin pack list`"
        )
    place = math.radians(part.lat_deg), math.radians(part.lon_deg)
    return LaunchArea(build_vehicle(pack), *place, part.radius_km * 1e3, part.weight)


def areas_of(part: LaunchPart, parsed: ScenarioFile, atlas: Atlas) -> list[LaunchArea]:
    """Return the start of a scenario's own launch as launch areas, with the class as its nation has it.

    One that is drawn over the ground of nations stands as the first few places of a fixed draw, of equal weight.
    """
    vehicle: Vehicle = build_vehicle(nation_pack(parsed, part.nation, part.pack, "vehicle"))
    over = drawn_over(part.start, atlas)
    if isinstance(over, Land):
        draws = [drawn_place(over, FIXED, declared_id(part.id), START, number) for number in range(PLACES)]
        return [LaunchArea(vehicle, lat_rad, lon_rad, 0.0, 1.0 / PLACES) for lat_rad, lon_rad in draws]
    lat_rad, lon_rad = math.radians(part.start.lat_deg), math.radians(part.start.lon_deg)
    return [LaunchArea(vehicle, lat_rad, lon_rad, part.start.spread_km * 1e3, 1.0)]
