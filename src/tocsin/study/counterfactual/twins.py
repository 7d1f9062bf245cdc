"""Which thing of one run is which of another, and when what an order answers came up there."""

from typing import NamedTuple

from tocsin.orders.action import AssessEvent, Fire, SendPublicWarning, SetAlert
from tocsin.orders.order import Action
from tocsin.orders.staff import AllowEngagement, DenyEngagement
from tocsin.review.belong import FALSE_SOURCE
from tocsin.study.counterfactual.things import SETTLED_MS, Thing, Things

NEVER = -1
ALWAYS = 2**62


class Twin(NamedTuple):
    """A thing of another run; ``is_same``: it bears the same name there since the same time."""

    thing: Thing
    is_same: bool


class Moment(NamedTuple):
    """What about an event an order answers: that it is there, that it is believed, that a shot is proposed.

    ``object_name``, ``body_id``: of a proposed shot, at what, as the node calls it and as it truly is.
    """

    is_medium: bool = False
    battery_id: str = ""
    object_name: str = ""
    body_id: str = ""


OPENED = Moment()


def twin_of(thing: Thing, own: Things, other: Things) -> Twin | None:
    """Return what in another run is the same as a thing of one; None where nothing is, so far.

    Parameters
    ----------
    thing : Thing
        Of ``own``.
    own, other : Things
        Of two runs of one scenario.

    Notes
    -----
    First: the same name since the same time, unless truth says that it is something else.  Then: of those of the same
    node, kind and description with the same cause, the one of the same number.  An event without a known cause is
    the same as another such one only once both are ``SETTLED_MS`` old.
    """
    same = other.named(thing.node, thing.thing_id)
    if same is not None and is_alike(thing, same):
        return Twin(same, is_same=True)
    base, number = own.base(thing), own.ordinal(thing)
    if thing.kind == "event" and not is_settled(thing, own):
        return None
    alike = [item for item in other.same_kind(thing) if other.base(item) == base and is_settled(item, other)]
    return Twin(alike[number], is_same=False) if number < len(alike) else None


def is_alike(thing: Thing, same: Thing) -> bool:
    """Return whether two things of one name are one thing: of the same time, and never known to be different."""
    if (thing.kind, thing.since_ms, thing.about) != (same.kind, same.since_ms, same.about):
        return False
    known, others = thing.causes - {FALSE_SOURCE}, same.causes - {FALSE_SOURCE}
    return thing.kind != "event" or not known or not others or not known.isdisjoint(others)


def is_settled(thing: Thing, things: Things) -> bool:
    """Return whether it is known what is behind a thing, or long enough that nothing is."""
    return thing.kind != "event" or bool(thing.cause) or things.now_ms - thing.since_ms >= SETTLED_MS


def moment_of(action: Action, event: Thing, things: Things) -> Moment:
    """Return what about an event an order answers."""
    match action:
        case (
            Fire(battery_id=battery_id, object_name=name)
            | DenyEngagement(battery_id=battery_id, object_name=name)
            | AllowEngagement(battery_id=battery_id, object_name=name)
        ) if (battery_id, name) in event.proposed_ms:
            return Moment(False, battery_id, name, things.body_of(event, name))
        case AssessEvent(assessment="valid") | SetAlert(level="full") | SendPublicWarning() if event.medium_ms >= 0:
            return Moment(is_medium=True)
        case _:
            return OPENED


def moment_ms(moment: Moment, thing: Thing, things: Things, named_until_ms: int = ALWAYS) -> int:
    """Return when a moment of a thing came, ms; ``NEVER`` if it has not.

    ``named_until_ms``: as ``object_like``.
    """
    if moment.is_medium:
        return thing.medium_ms
    if not moment.battery_id:
        return thing.since_ms
    name = object_like(moment, thing, things, named_until_ms)
    return thing.proposed_ms.get((moment.battery_id, name), NEVER)


def object_like(moment: Moment, event: Thing, things: Things, named_until_ms: int = ALWAYS) -> str:
    """Return what an event calls the object of a moment; '' where nothing proposed is it.

    ``named_until_ms``: up to when only one of the same name will do; from then on one of the same body as well.
    """
    named = [name for battery_id, name in event.proposed_ms if battery_id == moment.battery_id]
    if named_until_ms != NEVER and moment.object_name in named:
        return moment.object_name
    if things.now_ms <= named_until_ms or not moment.body_id:
        return ""
    return next((name for name in named if things.body_of(event, name) == moment.body_id), "")
