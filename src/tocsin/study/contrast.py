"""Two levels of one factor against each other: which points are pairs, and what each run of each gave."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import StudyError
from tocsin.study.design.design import Design
from tocsin.study.design.drawn import is_drawn, samples_of
from tocsin.study.design.points import Point
from tocsin.study.results import Cells, Results

Array = NDArray[np.float64]


class Held(NamedTuple):
    """A factor that is held at one of its levels."""

    factor: str
    level: str


class Contrast(NamedTuple):
    """First level minus second level of a factor, of one measure of one nation in one scenario.

    ``held``: at one level of another factor alone; None: over all levels of all others.
    """

    measure: str
    nation: str
    scenario: str
    factor: str
    first: str
    second: str
    held: Held | None = None


class Arms(NamedTuple):
    """Both arms of a contrast.

    Attributes
    ----------
    first, second : Cells
        (pairs, runs): row k of both has the same levels of all other factors, column r the same luck.
    others : tuple of str
        What the other factors are at in each pair; '' where there is no other.
    """

    first: Cells
    second: Cells
    others: tuple[str, ...]


def primary_contrast(design: Design) -> Contrast:
    """Return the contrast that a design is registered for."""
    primary = design.file.primary
    return Contrast(
        measure=primary.measure,
        nation=primary.nation,
        scenario=primary.scenario or design.file.study.scenarios[0],
        factor=primary.factor,
        first=primary.contrast[0],
        second=primary.contrast[1],
    )


def is_held(design: Design, point: Point, held: Held | None) -> bool:
    """Return whether a point is at the level at which a factor is held; every point where none is."""
    return held is None or point.levels[[item.name for item in design.factors].index(held.factor)] == held.level


def pairs_of(design: Design, contrast: Contrast) -> list[tuple[int, int, str]]:
    """Return (point of the first level, point of the second, what the other factors are at).

    Of a plan that draws, both are of one sample: two drawn numbers may print alike.

    Raises
    ------
    StudyError
        If no two points differ in the contrast's factor alone.
    """
    names = [factor.name for factor in design.factors]
    place = names.index(contrast.factor)
    arms: dict[str, dict[tuple[int, tuple[str, ...]], int]] = {contrast.first: {}, contrast.second: {}}
    samples = samples_of(design).tolist() if is_drawn(design) else [0] * len(design.points)
    for point in design.points:
        is_wanted = point.scenario == contrast.scenario and is_held(design, point, contrast.held)
        if is_wanted and point.levels[place] in arms:
            rest = point.levels[:place] + point.levels[place + 1 :]
            arms[point.levels[place]][samples[point.index], rest] = point.index
    others = names[:place] + names[place + 1 :]
    found = [
        (index, arms[contrast.second][key], ", ".join(map(" ".join, zip(others, key[1], strict=True))))
        for key, index in arms[contrast.first].items()
        if key in arms[contrast.second]
    ]
    if not found:
        raise StudyError(
            f"{contrast.factor}: {contrast.first} and {contrast.second} are nowhere played with all else alike; "
            "put the one or the other first of its levels, or choose plan.kind full"
        )
    return found


def arms_of(results: Results, contrast: Contrast) -> Arms:
    """Return what both arms of a contrast gave."""
    pairs = pairs_of(results.design, contrast)
    cells = results.cells(contrast.measure, contrast.nation)
    return Arms(
        cells.at([first for first, _, _ in pairs]),
        cells.at([second for _, second, _ in pairs]),
        tuple(others for _, _, others in pairs),
    )
