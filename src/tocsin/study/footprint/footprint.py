"""The footprint of a scenario: shares of the declared launches that are warned of in time, and that can be met."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ScenarioError
from tocsin.scenario.declared import Scenario
from tocsin.study.footprint.arcs import Arcs, arcs_to, origins
from tocsin.study.footprint.knowledge import Scopes, flown_to, on_rung
from tocsin.study.footprint.places import Places, places_of, widened
from tocsin.study.footprint.terms import Terms, ladder, may_tell, word_delay_s

Array = NDArray[np.float64]

CHUNK = 500  # places at a time: what a processor's cache likes
LEAST_GRID, MOST_GRID = 10, 400
KINDS = ("warned", "defended")  # what a footprint shows; worked out with them, in seconds, is how long before
LEAD = "lead"


@dataclass(frozen=True, slots=True, eq=False)
class Footprint:
    """Shares of the declared distribution of launches, by kind, rung, nation and place.

    Attributes
    ----------
    places : Places
    ladder : tuple of Terms
    nations : tuple of str
    warn_s : float, s
        How long before impact counts as warned.
    reached : (r, c) float64
        Weight of the launches that can come down at a place: of 1, what is declared of classes with that range.
    shares : dict of kind to (rungs, nations, r, c) float64
        Of those, the part that the nation is warned of in time, or that can be met before it comes down there.
        0 where none comes down, and away from the nation's own ground.
    lead_s : (rungs, nations, r, c) float64, s
        Their mean time from the warning to the impact; 0 counts for what is never warned of.
    area_shares : dict of kind to (rungs, nations) float64
        The mean share over the nation's declared areas; not a number where it declares none.
    classes : tuple of str
        What is launched.
    """

    places: Places
    ladder: tuple[Terms, ...]
    nations: tuple[str, ...]
    warn_s: float
    reached: Array
    shares: dict[str, Array]
    lead_s: Array
    area_shares: dict[str, Array]
    classes: tuple[str, ...]


def footprint(scenario: Scenario, grid: int = 100, warn_s: float = 300.0) -> Footprint:
    """Return where the parties are warned in time and defended, on every rung of the ladder.

    Parameters
    ----------
    scenario : Scenario
        Its launch areas are the distribution that is counted over: a nuisance, the same for every rung.
    grid : int
        Places a side, 10 to 400, over the box that holds the parties' land.
    warn_s : float, s
        Least time from the warning to the impact, 0 or more.

    Raises
    ------
    ScenarioError
        Nothing ballistic is declared, or a grid out of bounds.

    Notes
    -----
    Model, limits and checks: ``docs/models/footprint.md``.
    """
    if not LEAST_GRID <= grid <= MOST_GRID:
        raise ScenarioError(f"--grid {grid}: must be within {LEAST_GRID} and {MOST_GRID}; change it")
    if not scenario.launch_areas:
        raise ScenarioError(
            f"scenario {scenario.name!r}: launches nothing ballistic, so there is nothing to count over; declare "
            "[[footprint.launch_area]] in it"
        )
    places, rungs = places_of(scenario, grid), ladder(scenario)
    asked = np.argwhere(places.is_asked)
    on_grid = np.column_stack((places.lat_rad[asked[:, 0]], places.lon_rad[asked[:, 1]]))
    in_areas = [places.in_area[name] for name in scenario.parties]
    reached, shares = counted(scenario, rungs, np.vstack((on_grid, *in_areas)), warn_s)
    count, found = len(asked), {}
    map_reached = np.zeros((grid, grid))
    map_reached[tuple(asked.T)] = reached[:count]
    for kind in (*KINDS, LEAD):
        found[kind] = np.zeros((len(rungs), len(scenario.parties), grid, grid))
        found[kind][:, :, asked[:, 0], asked[:, 1]] = shares[kind][:, :, :count]
        found[kind] *= np.array([widened(places.is_land[name]) for name in scenario.parties])
    ends = count + np.cumsum([0, *(len(points) for points in in_areas)])
    return Footprint(
        places=places,
        ladder=rungs,
        nations=scenario.parties,
        warn_s=warn_s,
        reached=map_reached,
        shares={kind: found[kind] for kind in KINDS},
        lead_s=found[LEAD],
        area_shares={kind: area_means(shares[kind], reached, ends) for kind in KINDS},
        classes=tuple(dict.fromkeys(area.vehicle.name for area in scenario.launch_areas)),
    )


def area_means(shares: Array, reached: Array, ends: NDArray[np.int64]) -> Array:
    """Return the mean share (rungs, nations) over the points of each nation's areas that any launch comes down on."""
    found = np.full(shares.shape[:2], np.nan)
    for index in range(shares.shape[1]):
        part = slice(int(ends[index]), int(ends[index + 1]))
        counts = reached[part] > 0.0
        if counts.any():
            found[:, index] = shares[:, index, part][:, counts].mean(axis=1)
    return found


def counted(
    scenario: Scenario, rungs: tuple[Terms, ...], places_rad: Array, warn_s: float
) -> tuple[Array, dict[str, Array]]:
    """Return, for places (n, 2), the weight of launches that reach them and, by kind, shares (rungs, nations, n)."""
    reached = np.zeros(len(places_rad))
    sums = {kind: np.zeros((len(rungs), len(scenario.parties), len(places_rad))) for kind in (*KINDS, LEAD)}
    total = sum(area.weight for area in scenario.launch_areas)
    for area in scenario.launch_areas:
        starts = origins(area)
        weight = area.weight / total / len(starts)
        for start in starts:
            arcs = arcs_to(area.vehicle, start, places_rad)
            told = word_scopes(scenario, rungs, arcs)
            hit = np.flatnonzero(arcs.flights_s > 0.0)
            reached[hit] += weight
            for first in range(0, hit.size, CHUNK):
                part = hit[first : first + CHUNK]
                flown = flown_to(scenario, area.vehicle, arcs._replace(rows=arcs.rows[part]), places_rad[part])
                scopes = {key: scope[part] for key, scope in told.items()}
                for rung, terms in enumerate(rungs):
                    lead_s, defended = on_rung(scenario, terms, flown, scopes)
                    sums[LEAD][rung][:, part] += weight * np.maximum(lead_s, 0.0)
                    sums["warned"][rung][:, part] += weight * (lead_s >= warn_s)
                    sums["defended"][rung][:, part] += weight * defended
    return reached, {kind: found / np.where(reached > 0.0, reached, 1.0) for kind, found in sums.items()}


def word_scopes(scenario: Scenario, rungs: tuple[Terms, ...], arcs: Arcs) -> Scopes:
    """Return by rung, originator and addressee whether a report of each arc's impact may pass (n,)."""
    return {
        (terms.rung, source, target): may_tell(terms, scenario, arcs, {"from": source, "to": target})
        for terms in rungs
        for source in scenario.parties
        for target in scenario.parties
        if source != target and math.isfinite(word_delay_s(terms, scenario, source, target))
    }
