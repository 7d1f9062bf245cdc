"""What a footprint shows: outlines of what is warned or defended, what a rung adds, and how much that is."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.review.coverage import Seen
from tocsin.review.coverage_outline import Polygon, outlines
from tocsin.scenario.declared import Scenario
from tocsin.study.footprint.footprint import KINDS, Footprint
from tocsin.study.footprint.places import inside
from tocsin.warning.area import Area

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

LEVELS = (0.5, 0.9)  # of the declared distribution: most of it, nearly all of it
SLACK = 1e-9  # sums of weights are good to this
ALIKE = 0.005  # of a nation's ground: what changes less is not worth a map of its own
OUTLINE_POINTS = 200  # a side of the mesh on which outlines are found


class Row(NamedTuple):
    """One line of a footprint's numbers: a nation on a rung.

    Attributes
    ----------
    rung : int
    nation : str
    land_km2 : float, km2
        Own ground that any declared launch can come down on.
    km2 : dict of (kind, level) to float
        Own ground of which at least that share is warned of or defended.
    gained_km2 : dict of (kind, level) to float
        What of it the rung before did not have.
    area_share : dict of kind to float
        Mean share over the nation's declared areas; not a number without any.
    lead_min : float, min
        Mean time from warning to impact over that ground, 0 counted for what is never warned of.
    """

    rung: int
    nation: str
    land_km2: float
    km2: dict[tuple[str, float], float]
    gained_km2: dict[tuple[str, float], float]
    area_share: dict[str, float]
    lead_min: float


def rows_of(found: Footprint) -> Iterator[Row]:
    """Yield the numbers of every rung and nation, the lowest rung first."""
    cell_km2 = np.broadcast_to(found.places.cell_km2, found.reached.shape)
    for rung, terms in enumerate(found.ladder):
        for index, nation in enumerate(found.nations):
            ground = np.where(found.places.is_land[nation] & (found.reached > 0.0), cell_km2, 0.0)
            land_km2 = float(ground.sum())
            has = {
                (kind, level): found.shares[kind][rung, index] >= level - SLACK for kind in KINDS for level in LEVELS
            }
            before = {
                (kind, level): found.shares[kind][max(rung - 1, 0), index] >= level - SLACK for kind, level in has
            }
            yield Row(
                rung=terms.rung,
                nation=nation,
                land_km2=land_km2,
                km2={key: float(ground[mask].sum()) for key, mask in has.items()},
                gained_km2={key: float(ground[has[key] & ~before[key]].sum()) for key in has},
                area_share={kind: float(found.area_shares[kind][rung, index]) for kind in KINDS},
                lead_min=float((ground * found.lead_s[rung, index]).sum()) / max(land_km2, SLACK) / 60.0,
            )


def runs_of(numbers: Sequence[Row], kind: str) -> list[tuple[int, int]]:
    """Return the first and last of each run of rungs on which a kind stays as it is, for every nation.

    As it is: at either level it does not change by more than ``ALIKE`` of the nation's ground.
    """
    rungs = [
        [row.km2[kind, level] / max(row.land_km2, SLACK) for row in numbers if row.rung == rung for level in LEVELS]
        for rung in dict.fromkeys(row.rung for row in numbers)
    ]
    runs = [(0, 0)]
    for rung, shares in enumerate(rungs[1:], start=1):
        first = runs[-1][0]
        if all(abs(now - then) <= ALIKE for now, then in zip(shares, rungs[first], strict=True)):
            runs[-1] = (first, rung)
        else:
            runs.append((rung, rung))
    return runs


class Outliner:
    """Outlines of a footprint, each worked out once."""

    def __init__(self, found: Footprint, scenario: Scenario) -> None:
        self._found = found
        self._land = {name: land_of(scenario, name) for name in found.nations}
        self._known: dict[bytes, list[Polygon]] = {}
        lat, lon = (np.linspace(x[0], x[-1], OUTLINE_POINTS) for x in (found.places.lat_rad, found.places.lon_rad))
        mesh_lon, mesh_lat = np.meshgrid(lon, lat)
        self._mesh = mesh_lat, mesh_lon

    def at_least(self, kind: str, rung: int, index: int, share: float) -> list[Polygon]:
        """Return a nation's own ground on which at least a share is warned of or defended."""
        return self._outline(self._found.shares[kind][rung, index] >= share - SLACK, index)

    def gained(self, kind: str, rungs: tuple[int, int], index: int, share: float) -> list[Polygon]:
        """Return what of it the second of two rungs has and the first has not."""
        before, after = (self._found.shares[kind][rung, index] >= share - SLACK for rung in rungs)
        return self._outline(after & ~before, index)

    def _outline(self, holds: BoolArray, index: int) -> list[Polygon]:
        """Return the outline of what holds at places (r, c), on a nation's own ground."""
        key = holds.tobytes() + bytes([index])
        if key not in self._known:
            nation = self._found.nations[index]
            seen = on_land(self._found, np.where(holds, 0.5, -0.5), self._land[nation])
            self._known[key] = outlines(seen, *self._mesh)
        return self._known[key]


def land_of(scenario: Scenario, nation: str) -> Area:
    """Return a nation's territory."""
    return next(land for land in scenario.geography.territories if land.nation == nation)


def on_land(found: Footprint, margin: Array, land: Area) -> Seen:
    """Return the verdict whether it is land, and a margin (r, c), even between the four places round, is above 0.

    Where what holds meets what does not, the edge so lies half-way: outlines hold as much ground as places counted.
    """
    lat, lon = found.places.lat_rad, found.places.lon_rad

    def seen(lat_rad: Array, lon_rad: Array) -> BoolArray:
        row = np.clip((lat_rad - lat[0]) / (lat[1] - lat[0]), 0.0, lat.size - 1.0)
        column = np.clip((lon_rad - lon[0]) / (lon[1] - lon[0]), 0.0, lon.size - 1.0)
        i, j = np.minimum(row.astype(np.int64), lat.size - 2), np.minimum(column.astype(np.int64), lon.size - 2)
        down, right = row - i, column - j
        upper = margin[i, j] * (1.0 - right) + margin[i, j + 1] * right
        lower = margin[i + 1, j] * (1.0 - right) + margin[i + 1, j + 1] * right
        holds: BoolArray = upper * (1.0 - down) + lower * down > 0.0
        holds &= inside(land, np.ascontiguousarray(lat_rad), np.ascontiguousarray(lon_rad))
        return holds

    return seen
