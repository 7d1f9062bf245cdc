"""Which points of a design stand in a column: those at one level of a factor, all else as in the other columns."""

from typing import NamedTuple

from tocsin.study.contrast import Held, is_held, primary_contrast
from tocsin.study.design.design import Design
from tocsin.study.design.points import Point


class Column(NamedTuple):
    """A level of a factor in one scenario, and the points at it."""

    name: str
    points: tuple[int, ...]


def primary_columns(design: Design, scenario: str) -> list[Column]:
    """Return a column for each level of the primary factor."""
    return columns_of(design, scenario, design.file.primary.factor)


def columns_of(design: Design, scenario: str, factor: str, held: Held | None = None) -> list[Column]:
    """Return a column for each level of a factor that a scenario was played at, in the order of the levels.

    ``held``: points at one level of another factor alone.

    Notes
    -----
    Of a plan one at a time: the other factors are at their first level.  Of any other: whatever the other factors
    were at, the same in every column.
    """
    place = [item.name for item in design.factors].index(factor)
    chosen = [
        point
        for point in design.points
        if point.scenario == scenario and is_comparable(design, point, place) and is_held(design, point, held)
    ]
    levels = list(dict.fromkeys(point.levels[place] for point in chosen))
    return [Column(level, tuple(point.index for point in chosen if point.levels[place] == level)) for level in levels]


def is_comparable(design: Design, point: Point, place: int) -> bool:
    """Return whether a point belongs into a table over the levels of the factor at a place."""
    if design.file.plan.kind != "one_at_a_time":
        return True
    return all(
        level == factor.levels[0].name
        for other, (level, factor) in enumerate(zip(point.levels, design.factors, strict=True))
        if other != place
    )


def baseline(design: Design) -> str:
    """Return the level that the others of the primary factor are compared with."""
    return primary_contrast(design).second


def others_words(design: Design, *factors: str) -> str:
    """Return what the other factors are at in tables over some factors' levels; '' where there is no other."""
    others = [item.name for item in design.factors if item.name not in factors]
    if not others:
        return ""
    named = f"{', '.join(others[:6])}{' and others' if len(others) > 6 else ''}"
    if design.file.plan.kind == "one_at_a_time":
        return f"Everything else ({named}) is at its first level."
    return f"Over all that was played of everything else ({named}), the same at every level."
