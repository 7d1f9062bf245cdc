"""What exercise control plans: injects, what each does, and the objectives that they serve."""

from typing import Literal

import msgspec

from tocsin.orders.action import CellName, NationAction

Means = Literal["event", "message", "news", "call"]
InjectStatus = Literal["planned", "held", "due", "fired", "skipped"]
FiredBy = Literal["time", "trigger", "dependency", "contingency", "control"]
PLAYED = "inject:"  # how the id of an order begins that an inject gave: made again in a replay, not read from it


class SensorOutage(msgspec.Struct, frozen=True, tag=True):
    """A sensor is out of action from now until a time, or where that is -1 for so long."""

    sensor_id: str
    until_ms: int = -1
    for_ms: int = 0


class LinkFault(msgspec.Struct, frozen=True, tag=True):
    """A link is slower or loses more, from now until a time, or where that is -1 for so long."""

    source: str
    target: str
    until_ms: int = -1
    delay_ms: int = 0
    loss: float = 0.0
    for_ms: int = 0


class MoveLaunch(msgspec.Struct, frozen=True, tag=True):
    """A declared launch that has not lifted off does so at another time; -1: it does not take place."""

    launch_id: str
    lift_off_ms: int


class LoseNotice(msgspec.Struct, frozen=True, tag=True):
    """A declared notice that was not filed yet is lost on its way to the partners, whatever is revised in it."""

    notice_id: str


class EndOutage(msgspec.Struct, frozen=True, tag=True):
    """Every outage of a sensor that control set is over now."""

    sensor_id: str


class EndLinkFault(msgspec.Struct, frozen=True, tag=True):
    """Every fault of a link that control set is over now."""

    source: str
    target: str


class PlayCell(msgspec.Struct, frozen=True, tag=True):
    """Control plays a nation's cell: one order, at the next tick."""

    node: str
    cell: CellName
    action: NationAction


Effect = SensorOutage | LinkFault | EndOutage | EndLinkFault | MoveLaunch | LoseNotice | PlayCell


class ExpectedAction(msgspec.Struct, frozen=True, kw_only=True):
    """What a team should do about an inject: an action by name, of a cell, within a time of its delivery (ms)."""

    node: str
    cell: CellName
    action: str
    within_ms: int


class Inject(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the master scenario events list.

    Attributes
    ----------
    inject_id, number : str
        Its name, and its number as people say it (``2.1.3``).
    storyline, event, incident : str
        Where it belongs; '' where it stands alone.
    time_ms : int
        When it is due; -1: by its trigger alone, or by hand.
    trigger : str
        A condition on simulated state (``tocsin.orders.condition``), '' for none.  Due when either comes first.
        With neither time nor trigger it is due when all that it depends on have been fired; if it depends on none,
        by hand.
    sender, to : str, tuple of str
        Whom it seems to come from; whom it reaches: ``NATION`` or ``NATION/cell``.
    means, text
        How it arrives, and what it says.
    effects : tuple of Effect
        What it makes, blocks or changes in the simulated world.
    objective : str
        Id of the objective it serves.
    expected : ExpectedAction or None
    controller, evaluator_note : str
        Who is responsible; what the observer should look for.
    depends_on : tuple of str
        Injects that must have been fired before.
    contingency : str
        What control does if the team does not act; the id of another inject, which is then due, or words.
    status : str
        As planned: ``planned`` or ``held``.
    """

    inject_id: str
    number: str = ""
    title: str = ""
    storyline: str = ""
    event: str = ""
    incident: str = ""
    time_ms: int = -1
    trigger: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    means: Means = "message"
    text: str = ""
    effects: tuple[Effect, ...] = ()
    objective: str = ""
    expected: ExpectedAction | None = None
    controller: str = ""
    evaluator_note: str = ""
    depends_on: tuple[str, ...] = ()
    contingency: str = ""
    status: InjectStatus = "planned"


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """One measurable test of an objective: a condition that must hold by a time (ms; -1: by the end).

    ``given``: a condition without which the test does not apply, '' for none.  ``is_kept``: the condition must hold
    all the time until then, where it is otherwise enough that it holds once.
    """

    text: str
    condition: str
    by_ms: int = -1
    given: str = ""
    is_kept: bool = False


class Objective(msgspec.Struct, frozen=True, kw_only=True):
    """What a team is to learn, and how it is seen that it has."""

    objective_id: str
    team: str
    text: str
    criteria: tuple[Criterion, ...] = ()


class Storyline(msgspec.Struct, frozen=True, kw_only=True):
    """A thread of the story that control tells: events and incidents are named within it by its injects."""

    storyline_id: str
    title: str
    text: str = ""


class Msel(msgspec.Struct, frozen=True, kw_only=True):
    """The master scenario events list: all that control plans."""

    storylines: tuple[Storyline, ...] = ()
    injects: tuple[Inject, ...] = ()
    objectives: tuple[Objective, ...] = ()


class WriteInject(msgspec.Struct, frozen=True, tag=True):
    """Control writes a new inject, or a planned one anew."""

    inject: Inject


class FireInject(msgspec.Struct, frozen=True, tag=True):
    """Control fires an inject now, whatever its time, trigger and dependencies."""

    inject_id: str


class HoldInject(msgspec.Struct, frozen=True, tag=True):
    """Control keeps an inject from firing by itself until it is freed, fired or skipped."""

    inject_id: str


class FreeInject(msgspec.Struct, frozen=True, tag=True):
    """Control lets a held or skipped inject fire by itself again."""

    inject_id: str


class SlipInject(msgspec.Struct, frozen=True, tag=True):
    """Control moves an inject to another time (ms); a time that has passed fires it at once."""

    inject_id: str
    time_ms: int


class SkipInject(msgspec.Struct, frozen=True, tag=True):
    """Control leaves an inject out."""

    inject_id: str


class CloneInject(msgspec.Struct, frozen=True, tag=True):
    """Control makes a second one like an inject, under another id and at another time (ms; -1: by hand)."""

    inject_id: str
    clone_id: str
    time_ms: int = -1


ControlAction = WriteInject | FireInject | HoldInject | FreeInject | SlipInject | SkipInject | CloneInject


class InjectFired(msgspec.Struct, frozen=True, kw_only=True):
    """Truth: an inject took effect.  ``by``: what made it due."""

    inject_id: str
    by: FiredBy


class InjectRefused(msgspec.Struct, frozen=True, kw_only=True):
    """Truth: an effect of an inject could not take place, and why."""

    inject_id: str
    reason: str


class InjectDelivered(msgspec.Struct, frozen=True, kw_only=True):
    """What a nation was told by an inject; ``cells`` is empty where it is for everybody there."""

    inject_id: str
    cells: tuple[str, ...]
    sender: str
    means: Means
    text: str
