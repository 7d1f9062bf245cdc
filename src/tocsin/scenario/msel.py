"""From the tables of a list of injects to the frozen list, and back; times in s there, in ms here."""

from collections.abc import Mapping
from typing import Any

import msgspec

from tocsin.errors import ScenarioError
from tocsin.orders.action import CellName
from tocsin.orders.inject import Criterion, Effect, ExpectedAction, Inject, Msel, Objective, Storyline
from tocsin.orders.msel_check import Known, check_msel
from tocsin.scenario.checked import checked
from tocsin.scenario.msel_schema import CriterionPart, ExpectedPart, InjectPart, MselFile

NO_TIME_MS = -1


def build_msel(parsed: MselFile, known: Known | None, file: str) -> Msel:
    """Return a list as control plays it.

    Parameters
    ----------
    parsed : MselFile
    known : Known or None
        The names of the scenario that it is played in; None where it stands alone.
    file : str
        Used in messages only.

    Raises
    ------
    ScenarioError
        The first thing that is wrong, with where, value and remedy.
    """
    msel = Msel(
        storylines=tuple(
            Storyline(storyline_id=item.id, title=item.title, text=item.text) for item in parsed.storyline
        ),
        injects=tuple(inject_of(part, f"{file}: inject {part.id!r}") for part in parsed.inject),
        objectives=tuple(
            Objective(
                objective_id=item.id,
                team=item.team,
                text=item.text,
                criteria=tuple(criterion_of(part) for part in item.criteria),
            )
            for item in parsed.objective
        ),
    )
    check_msel(msel, known, file)
    return msel


def msel_of(tables: dict[str, Any], known: Known | None, file: str) -> Msel:
    """Return the list in tables such as a TOML file has, or raise ScenarioError."""
    return build_msel(checked(MselFile, tables, file), known, file)


def inject_of(part: InjectPart, where: str) -> Inject:
    """Return an inject as declared."""
    return Inject(
        inject_id=part.id,
        number=part.number,
        title=part.title,
        storyline=part.storyline,
        event=part.event,
        incident=part.incident,
        time_ms=ms_of(part.time_s),
        trigger=part.trigger,
        sender=part.sender,
        to=part.to,
        means=part.means,
        text=part.text,
        effects=tuple(effect_of(given, where) for given in part.effects),
        objective=part.objective,
        expected=None if part.expected is None else expected_of(part.expected, where),
        controller=part.controller,
        evaluator_note=part.evaluator_note,
        depends_on=part.depends_on,
        contingency=part.contingency,
        status=part.status,
    )


def ms_of(time_s: float | None) -> int:
    """Return seconds as whole milliseconds, none as -1."""
    return NO_TIME_MS if time_s is None else round(time_s * 1000)


def effect_of(given: Mapping[str, Any], where: str) -> Effect:
    """Return an effect; keys that end in _s are seconds, below 0 none."""
    keys = dict(given)
    for name, value in given.items():
        if name.endswith("_s") and isinstance(value, int | float):
            del keys[name]
            keys[f"{name.removesuffix('_s')}_ms"] = round(value * 1000) if value >= 0 else NO_TIME_MS
    try:
        return msgspec.convert(keys, Effect)  # type: ignore[no-any-return]
    except msgspec.ValidationError as error:
        raise ScenarioError(f"{where}: effects: {error}; see the effects in docs/msel.md") from None


def expected_of(part: ExpectedPart, where: str) -> ExpectedAction:
    """Return what is expected of a team."""
    try:
        cell = msgspec.convert(part.cell, CellName)
    except msgspec.ValidationError as error:
        raise ScenarioError(f"{where}: expected.cell = {part.cell!r}: {error}; see docs/glossary.md") from None
    return ExpectedAction(node=part.node, cell=cell, action=part.action, within_ms=ms_of(part.within_s))


def criterion_of(part: CriterionPart) -> Criterion:
    """Return a test of an objective."""
    return Criterion(
        text=part.text, condition=part.condition, by_ms=ms_of(part.by_s), given=part.given, is_kept=part.is_kept
    )


def tables_of(msel: Msel) -> dict[str, list[dict[str, Any]]]:
    """Return a list as the tables of a file; what is as it is by itself is left out."""
    return {
        "storyline": [filled(id=item.storyline_id, title=item.title, text=item.text) for item in msel.storylines],
        "objective": [
            filled(
                id=item.objective_id, team=item.team, text=item.text, criteria=[*map(criterion_table, item.criteria)]
            )
            for item in msel.objectives
        ],
        "inject": [inject_table(inject) for inject in msel.injects],
    }


def filled(**keys: Any) -> dict[str, Any]:
    """Return the keys that have a value."""
    return {key: value for key, value in keys.items() if value not in (None, "", (), [], False)}


def s_of(time_ms: int) -> float | int | None:
    """Return milliseconds as seconds, whole where they are; None for -1."""
    return None if time_ms < 0 else time_ms // 1000 if time_ms % 1000 == 0 else time_ms / 1000.0


def criterion_table(item: Criterion) -> dict[str, Any]:
    """Return a test as a table; a time of zero is kept."""
    table = filled(text=item.text, condition=item.condition, given=item.given, is_kept=item.is_kept)
    return table if item.by_ms < 0 else table | {"by_s": s_of(item.by_ms)}


def inject_table(inject: Inject) -> dict[str, Any]:
    """Return an inject as a table; a time of zero is kept."""
    expected = inject.expected
    table = filled(
        id=inject.inject_id,
        number=inject.number,
        title=inject.title,
        storyline=inject.storyline,
        event=inject.event,
        incident=inject.incident,
        trigger=inject.trigger,
        sender=inject.sender,
        to=list(inject.to),
        means="" if inject.means == "message" else inject.means,
        text=inject.text,
        effects=[effect_table(effect) for effect in inject.effects],
        objective=inject.objective,
        controller=inject.controller,
        evaluator_note=inject.evaluator_note,
        depends_on=list(inject.depends_on),
        contingency=inject.contingency,
        status="" if inject.status == "planned" else inject.status,
    )
    if expected is not None:
        table["expected"] = {
            "node": expected.node,
            "cell": expected.cell,
            "action": expected.action,
            "within_s": s_of(expected.within_ms),
        }
    return table if inject.time_ms < 0 else table | {"time_s": s_of(inject.time_ms)}


def effect_table(effect: Effect) -> dict[str, Any]:
    """Return an effect as a table, its times in s, below 0 none; defaults are left out."""
    keys: dict[str, Any] = {"type": type(effect).__name__}
    defaults = {field.name: field.default for field in msgspec.structs.fields(effect)}
    for name, value in msgspec.structs.asdict(effect).items():
        if value == defaults[name]:
            continue
        if name.endswith("_ms"):
            keys[f"{name.removesuffix('_ms')}_s"] = -1 if value < 0 else s_of(value)
        else:
            keys[name] = msgspec.to_builtins(value)
    return keys
