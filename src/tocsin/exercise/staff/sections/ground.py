"""The ground as every node knows it: the areas that nations have declared to be defended and warned."""

from functools import lru_cache

from tocsin.exercise.staff.sections.plain import Items, ring_item
from tocsin.exercise.world import NodeState, World
from tocsin.warning.evidence import Geography


def areas(world: World, node: NodeState) -> Items:
    """Return every declared area, own and others', by the name that impacts and public warnings use."""
    return areas_of(world.scenario.geography)


@lru_cache(maxsize=8)
def areas_of(geography: Geography) -> Items:
    """Return the areas of a world."""
    return {
        area.area_id: {
            "name": area.area_id,
            "nation": area.nation,
            "ring": ring_item(area.ring_rad[:, 0], area.ring_rad[:, 1]),
        }
        for area in geography.areas
    }
