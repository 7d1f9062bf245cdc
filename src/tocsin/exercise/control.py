"""What exercise control plans and has done: part of the World, changed by ``stages.msel`` and ``stages.effects``."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from tocsin.exchange.link import Link
from tocsin.orders.condition.tally import Tally
from tocsin.orders.inject import FiredBy, Inject, InjectStatus
from tocsin.orders.order import Order

NEVER_MS = 2**62


@dataclass(slots=True)
class InjectState:
    """One inject and how far it is: ``by`` and ``fired_ms`` (-1: not) say what made it due and when it was fired."""

    inject: Inject
    status: InjectStatus
    by: FiredBy | None = None
    fired_ms: int = -1


class FaultyLink(NamedTuple):
    """A link that an inject made worse: which of the World's, until when (ms), by how much."""

    link: int
    until_ms: int
    delay_ms: int
    loss: float


@dataclass(slots=True)
class Control:
    """Exercise control's own state.

    Attributes
    ----------
    injects : dict of inject id to InjectState
        In the order of the list.
    tally : Tally
        What has happened, for conditions.
    wake_ms : int, ms
        No inject comes due before this though nothing happens.
    to_play : list of Order
        What injects let cells order in the next tick.
    outages : dict of sensor id to spans (from, to) of exercise time, ms
        Beside those that the scenario declares.
    faults : list of FaultyLink
    whole : dict of link index to Link
        Links with faults, as they are without.
    moved : dict of launch id to its new lift-off (ms), -1 where none is to come
    lost : tuple of notice id
        Lost when they are filed.
    """

    injects: dict[str, InjectState] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    wake_ms: int = NEVER_MS
    to_play: list[Order] = field(default_factory=list)
    outages: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    faults: list[FaultyLink] = field(default_factory=list)
    whole: dict[int, Link] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)
    lost: tuple[str, ...] = ()


def control_of(injects: Iterable[Inject]) -> Control:
    """Return the state of a list of injects of which none has been fired."""
    states = {inject.inject_id: InjectState(inject, inject.status) for inject in injects}
    return Control(injects=states, wake_ms=0 if states else NEVER_MS)
