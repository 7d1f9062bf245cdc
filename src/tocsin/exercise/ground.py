"""Whose ground a place is, and which defended areas hold it."""

from tocsin.earth.kernels import point_in_polygon
from tocsin.warning.area import nation_holding
from tocsin.warning.evidence import Geography


def nation_at(geography: Geography, lat_rad: float, lon_rad: float) -> str:
    """Return the nation whose territory holds the place, or ''."""
    return nation_holding(geography.territories, lat_rad, lon_rad)


def nation_hit(geography: Geography, lat_rad: float, lon_rad: float) -> str:
    """Return the nation that something comes down on: whose territory it is, at sea whose declared area, or ''."""
    at_sea = (area.nation for area in geography.areas if area.area_id in areas_at(geography, lat_rad, lon_rad))
    return nation_at(geography, lat_rad, lon_rad) or next(at_sea, "")


def areas_at(geography: Geography, lat_rad: float, lon_rad: float) -> tuple[str, ...]:
    """Return the defended areas that hold the place, in declared order."""
    return tuple(
        area.area_id
        for area in geography.areas
        if point_in_polygon(lat_rad, lon_rad, area.ring_rad[:, 0], area.ring_rad[:, 1])
    )


def own_area_ids(geography: Geography, nation: str) -> set[str]:
    """Return the ids of a nation's declared areas."""
    return {area.area_id for area in geography.areas if area.nation == nation}
