"""The points of a design: which level of each factor is played together, and the texts that are played there."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.errors import StudyError
from tocsin.study.design.factor import Factor, Level
from tocsin.study.design.played import Base
from tocsin.study.design.samples import shares
from tocsin.study.design.schema import DRAWN, PlanPart

WITHIN = 0.382  # of a range: a share at which no usual range has a round number


@dataclass(frozen=True, slots=True)
class Point:
    """What is played again and again with other luck: plain text, so that it can be sent to another machine.

    ``levels``: the name of each factor's level, in the design's order; ``numbers``: its number, None where it is no
    number.
    """

    index: int
    scenario: str
    levels: tuple[str, ...]
    numbers: tuple[float | None, ...]
    scenario_text: str
    agreement_text: str


def combinations(factors: Sequence[Factor], plan: PlanPart, seed: int) -> Iterator[tuple[Level, ...]]:
    """Yield which levels are played together, in the order of the points.

    Notes
    -----
    Full: every combination, the last factor quickest.  One at a time: the first level of all, then each other level
    of each factor alone.  Latin hypercube, Sobol, Saltelli: factors with a range get sampled values, and each sample
    is played at every combination of the levels of the others, so that what those levels do can be told at each.
    """
    if plan.kind == "full":
        yield from itertools.product(*(factor.levels for factor in factors))
    elif plan.kind == "one_at_a_time":
        first = tuple(factor.levels[0] for factor in factors)
        yield first
        for place, factor in enumerate(factors):
            for level in factor.levels[1:]:
                yield (*first[:place], level, *first[place + 1 :])
    else:
        ranged = [factor for factor in factors if factor.has_range]
        for row in shares(plan.kind, [factor.group or factor.name for factor in ranged], plan.points, seed):
            sampled = {factor.name: (factor.at(share),) for factor, share in zip(ranged, row, strict=True)}
            yield from itertools.product(*(sampled.get(factor.name, factor.levels) for factor in factors))


def points_of(bases: Sequence[Base], factors: Sequence[Factor], plan: PlanPart, seed: int) -> list[Point]:
    """Return the points of a design, each scenario's after the other.

    Raises
    ------
    StudyError
        A path or a value that the scenario or the agreement does not take, a launch as a factor, two levels that come
        to the same.
    """
    check_levels(bases, factors, plan)
    found: list[Point] = []
    for base in bases:
        for levels in combinations(factors, plan, seed):
            check_paths(factors, levels, base.where)
            if plan.kind == "full":
                base.comes_to(factors, levels)
            played, agreement = base.texts(factors, levels)
            found.append(
                Point(
                    index=len(found),
                    scenario=base.name,
                    levels=tuple(level.name for level in levels),
                    numbers=tuple(level.number_value for level in levels),
                    scenario_text=played,
                    agreement_text=agreement,
                )
            )
    return found


def check_levels(bases: Sequence[Base], factors: Sequence[Factor], plan: PlanPart) -> None:
    """Raise StudyError for the first level that cannot be played, or comes to the same as another in every scenario.

    Each alone, the others at their first.  Of a range that is drawn from a value within is tried too: its ends may be
    what no other value of it is, such as whole.  Numbers of packs are sound as they come: only what a person wrote is
    looked at.
    """
    first = tuple(factor.levels[0] for factor in factors)
    seen: dict[tuple[str, ...], tuple[str, str]] = {all_come_to(bases, factors, first): ("", "")}
    for place, factor in enumerate(factors):
        if factor.group:
            continue
        for level in factor.levels[1:]:
            comes_to = all_come_to(bases, factors, (*first[:place], level, *first[place + 1 :]))
            if comes_to in seen:
                whose, other = seen[comes_to]
                if whose in ("", factor.name):
                    both = f"factor {factor.name!r}: levels {other or first[place].name} and {level.name}"
                else:
                    both = f"factor {whose!r}, level {other}, and factor {factor.name!r}, level {level.name},"
                raise StudyError(
                    f"{bases[0].where}: {both} come to the same scenario under the same agreement; change one of "
                    "them or leave it out"
                )
            seen[comes_to] = factor.name, level.name
        if factor.has_range and plan.kind in DRAWN:
            all_come_to(bases, factors, (*first[:place], factor.at(WITHIN), *first[place + 1 :]))


def all_come_to(bases: Sequence[Base], factors: Sequence[Factor], levels: Sequence[Level]) -> tuple[str, ...]:
    """Return what is played of each scenario with some levels; raise StudyError where none can be."""
    check_paths(factors, levels, bases[0].where)
    return tuple(base.comes_to(factors, levels) for base in bases)


def check_paths(factors: Sequence[Factor], levels: Sequence[Level], where: str) -> None:
    """Raise StudyError where two levels of a point set one path differently: one would override the other."""
    by: dict[str, tuple[str, Any]] = {}
    for factor, level in zip(factors, levels, strict=True):
        for path, value in level.settings.items():
            other, set_value = by.setdefault(path, (factor.name, value))
            if set_value != value:
                raise StudyError(
                    f"{where}: factors {other!r} and {factor.name!r} both set {path}, to {set_value!r} and "
                    f"{value!r}; let one of them set it"
                )
