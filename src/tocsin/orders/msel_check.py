"""What is wrong with an inject or an objective: names that nothing bears, conditions that cannot be read."""

import unicodedata
from collections.abc import Collection
from typing import NamedTuple, get_args

import msgspec

from tocsin.errors import ScenarioError
from tocsin.exchange.agreement import JOINT
from tocsin.orders.action import CellName
from tocsin.orders.condition.parse import ACTIONS, condition
from tocsin.orders.condition.tree import Fact, facts_in
from tocsin.orders.inject import (
    Effect,
    EndLinkFault,
    EndOutage,
    Inject,
    LinkFault,
    LoseNotice,
    MoveLaunch,
    Msel,
    Objective,
    PlayCell,
    SensorOutage,
)
from tocsin.orders.kinds import TRUTH
from tocsin.orders.staff import MAX_TEXT

BLANKS = "\n\t"
NO_CHARACTERS = ("Cc", "Cs", "Cn")  # control characters, halves of pairs, what no table gives a meaning
CELLS: tuple[str, ...] = tuple(cell for cell in get_args(CellName) if cell != "control")
RECEIVERS = (*CELLS, "legal_adviser", "liaison_officer", "disclosure_officer", "public_affairs")


class Known(NamedTuple):
    """The names that a scenario has; links as (source, target)."""

    nations: Collection[str]
    sensors: Collection[str]
    links: Collection[tuple[str, str]]
    launches: Collection[str]
    notices: Collection[str]


def check_msel(msel: Msel, known: Known | None, where: str) -> None:
    """Raise ScenarioError for the first thing that is wrong in a list; ``known`` None: by itself, of no scenario."""
    ids = [inject.inject_id for inject in msel.injects]
    objectives = [item.objective_id for item in msel.objectives]
    storylines = [item.storyline_id for item in msel.storylines]
    for key, names in (("inject", ids), ("objective", objectives), ("storyline", storylines)):
        for name in names:
            if names.count(name) > 1:
                raise ScenarioError(f"{where}: {key} {name!r} is there twice; give each an id of its own")
    for inject in msel.injects:
        wrong = wrong_with_inject(inject, ids, known) or wrong_place(inject, objectives, storylines)
        if wrong:
            raise ScenarioError(f"{where}: inject {inject.inject_id!r}: {wrong}")
    check_order(msel, where)
    for objective in msel.objectives:
        wrong = wrong_with_objective(objective, ids, known)
        if wrong:
            raise ScenarioError(f"{where}: objective {objective.objective_id!r}: {wrong}")


def wrong_place(inject: Inject, objectives: Collection[str], storylines: Collection[str]) -> str:
    """Return what is wrong with what an inject serves and belongs to, or ''."""
    if inject.objective:
        return unknown("objective", inject.objective, objectives)
    return unknown("storyline", inject.storyline, storylines) if inject.storyline and storylines else ""


def check_order(msel: Msel, where: str) -> None:
    """Raise ScenarioError where injects wait for each other in a ring."""
    waiting = {inject.inject_id: set(inject.depends_on) for inject in msel.injects}
    while waiting:
        free = [name for name, needs in waiting.items() if not needs & waiting.keys()]
        if not free:
            raise ScenarioError(f"{where}: {', '.join(waiting)} wait for each other; take one depends_on away")
        for name in free:
            del waiting[name]


def wrong_with_inject(inject: Inject, ids: Collection[str], known: Known | None) -> str:
    """Return what is wrong with one inject among others, or ''."""
    if inject.status not in ("planned", "held"):
        return f"status = {inject.status!r}: must be planned or held; what was played is in the journal"
    for name in inject.depends_on:
        if name == inject.inject_id or name not in ids:
            return f"depends_on: {name!r} is no other inject; there are: {', '.join(ids)}"
    if inject.trigger and (wrong := wrong_with_condition(inject.trigger, ids, known)):
        return f"trigger: {wrong}"
    nations = None if known is None else known.nations
    for to in inject.to:
        nation, slash, cell = to.partition("/")
        if slash and cell not in RECEIVERS:
            return unknown("to", cell, RECEIVERS)
        if wrong := unknown("to", nation, nations):
            return wrong
    return (
        wrong_with_texts(inject)
        or wrong_with_expected(inject, nations)
        or next((wrong for effect in inject.effects if (wrong := wrong_with_effect(effect, known))), "")
    )


def wrong_with_expected(inject: Inject, nations: Collection[str] | None) -> str:
    """Return what is wrong with what an inject's team should do, or ''."""
    expected = inject.expected
    if expected is None:
        return ""
    if expected.within_ms <= 0:
        return f"expected.within_ms = {expected.within_ms}: must be above 0"
    return unknown("expected.action", expected.action, ACTIONS) or unknown("expected.node", expected.node, nations)


def wrong_with_effect(effect: Effect, known: Known | None) -> str:
    """Return what is wrong with an effect, or ''; whether it comes in time is seen when it is to take place."""
    if isinstance(effect, SensorOutage | LinkFault) and effect.until_ms < 0 and effect.for_ms <= 0:
        return f"{type(effect).__name__}: until_ms = {effect.until_ms} and for_ms = {effect.for_ms}: give one of them"
    if isinstance(effect, LinkFault) and not (effect.delay_ms >= 0 and 0.0 <= effect.loss <= 1.0):
        return f"LinkFault: delay_ms = {effect.delay_ms}, loss = {effect.loss}: must be at least 0, and 0 to 1"
    if known is None:
        return ""
    match effect:
        case SensorOutage(sensor_id=name) | EndOutage(sensor_id=name):
            return unknown(f"{type(effect).__name__}.sensor_id", name, known.sensors)
        case LinkFault(source=source, target=target) | EndLinkFault(source=source, target=target):
            links = [f"{a}-{b}" for a, b in known.links]
            return unknown(type(effect).__name__, f"{source}-{target}", links)
        case MoveLaunch(launch_id=name):
            return unknown("MoveLaunch.launch_id", name, known.launches)
        case LoseNotice(notice_id=name):
            return unknown("LoseNotice.notice_id", name, known.notices)
        case PlayCell(node=name, cell=cell):
            return unknown("PlayCell.cell", cell, CELLS) or unknown("PlayCell.node", name, known.nations)


def wrong_with_objective(objective: Objective, ids: Collection[str], known: Known | None) -> str:
    """Return what is wrong with an objective, or ''."""
    for criterion in objective.criteria:
        for text in (criterion.condition, criterion.given):
            if text and (wrong := wrong_with_condition(text, ids, known)):
                return f"criterion {criterion.text!r}: {wrong}"
    return unknown("team", objective.team, None if known is None else known.nations)


def wrong_with_condition(text: str, ids: Collection[str], known: Known | None) -> str:
    """Return what is wrong with a condition, or ''."""
    try:
        facts = facts_in(condition(text))
    except ScenarioError as error:
        return str(error)
    nodes = None if known is None else (*known.nations, TRUTH, JOINT)
    return next((wrong for fact in facts if (wrong := wrong_with_fact(fact, ids, nodes))), "")


def wrong_with_fact(fact: Fact, ids: Collection[str], nodes: Collection[str] | None) -> str:
    """Return what is wrong with what a condition asks for, or ''."""
    if fact.of == "fired":
        return unknown("fired", fact.name, ids)
    node, slash, cell = fact.node.partition("/")
    if slash and (wrong := unknown(fact.of, cell, CELLS)):
        return wrong
    return unknown(fact.of, node, nodes) if node else ""


def wrong_with_texts(inject: Inject) -> str:
    """Return what is wrong with what an inject says, or ''."""
    for name, value in msgspec.structs.asdict(inject).items():
        if isinstance(value, str):
            if len(value) > MAX_TEXT:
                return f"{name} has {len(value)} characters: must be at most {MAX_TEXT}"
            if wrong := unprintable(value):
                return f"{name} {wrong}"
    return ""


def unprintable(text: str) -> str:
    """Return what in a text no sheet can keep and no page should show: a control character; or ''."""
    for character in text:
        if unicodedata.category(character) in NO_CHARACTERS and character not in BLANKS:
            return f"holds the character U+{ord(character):04X}, which is no text; take it out"
    return ""


def unknown(key: str, name: str, names: Collection[str] | None) -> str:
    """Return what is wrong with a name, or ''; any will do where ``names`` is None."""
    if names is None or name in names:
        return ""
    return f"{key}: there is no {name!r}; there are: {', '.join(sorted(names)) or 'none'}"
