"""The points of a design: which level of each factor is played together, and the texts that are played there."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.errors import ScenarioError, StudyError
from tocsin.scenario.agreement_set import agreement_with
from tocsin.scenario.effective import effective
from tocsin.scenario.fought import fought_by
from tocsin.scenario.parsed import parsed_scenario
from tocsin.study.design.factor import Factor, Level
from tocsin.study.design.samples import shares
from tocsin.study.design.schema import PlanPart, StudyPart

TERM = "agreement."


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


def points_of(
    study: StudyPart, texts: Mapping[str, str], factors: Sequence[Factor], plan: PlanPart, where: str
) -> list[Point]:
    """Return the points of a design, each scenario's after the other; ``texts`` of the scenarios, by name.

    Raises
    ------
    StudyError
        A path or a value that the scenario or the agreement does not take, a launch as a factor.
    """
    found: list[Point] = []
    for name, text in texts.items():
        check_one_at_a_time(study, factors, name, text, where)
        for levels in combinations(factors, plan, study.seed):
            check_paths(factors, levels, where)
            played, agreement = texts_of(study, levels, name, text, where)
            found.append(
                Point(
                    index=len(found),
                    scenario=name,
                    levels=tuple(level.name for level in levels),
                    numbers=tuple(level.number_value for level in levels),
                    scenario_text=played,
                    agreement_text=agreement,
                )
            )
    return found


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


def check_one_at_a_time(study: StudyPart, factors: Sequence[Factor], name: str, text: str, where: str) -> None:
    """Raise StudyError for the first level that cannot be played, named by its factor.

    Numbers of packs are sound as they come: only what a person wrote is looked at.
    """
    first = tuple(factor.levels[0] for factor in factors)
    for place, factor in enumerate(factors):
        if factor.group:
            continue
        for level in factor.levels:
            levels = (*first[:place], level, *first[place + 1 :])
            played, _ = texts_of(study, levels, name, text, f"{where}: factor {factor.name!r}, level {level.name}")
            try:
                parsed_scenario(played, name)
            except ScenarioError as error:
                raise StudyError(f"{where}: factor {factor.name!r}, level {level.name}: {error}") from None


def texts_of(study: StudyPart, levels: Sequence[Level], name: str, text: str, where: str) -> tuple[str, str]:
    """Return the text of the scenario and of the agreement with the study's and the levels' settings in them."""
    settings: dict[str, Any] = dict(study.set)
    for level in levels:
        settings |= level.settings
    try:
        return with_settings(settings, study.agreement, name, text)
    except ScenarioError as error:
        raise StudyError(f"{where}: {error}") from None


def with_settings(settings: Mapping[str, Any], agreement: str, name: str, text: str) -> tuple[str, str]:
    """Return both texts with settings in them: each path goes to where it belongs."""
    rest = dict(settings)
    variant = str(rest.pop("variant", ""))
    chosen = str(rest.pop("agreement", "")) or agreement or own_agreement(text, name)
    terms = {path.removeprefix(TERM): rest.pop(path) for path in settings if path.startswith(TERM)}
    doctrines = {path: str(rest.pop(path)) for path in settings if path.partition("[")[0] == "doctrine"}
    text = effective(text, variant, settings=rest, file=name)
    for path, doctrine in doctrines.items():
        nation = path.partition("[")[2].removesuffix("]")
        text = fought_by(text, doctrine, nation, name)
    return text, agreement_with(chosen, terms)


def own_agreement(text: str, name: str) -> str:
    """Return the agreement that a scenario names itself."""
    return parsed_scenario(text, name).scenario.agreement
