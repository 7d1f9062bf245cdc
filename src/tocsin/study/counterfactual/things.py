"""What people and doctrine can answer in a run, as it comes up: events, messages, texts, and what each truly is.

The names that a run gives its events and messages are its own.  Between two runs things are matched by what they
are: an event by the launch behind it, by truth, as the review matches them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tocsin.exchange.matter import id_to_open
from tocsin.exchange.message import Delivery
from tocsin.exchange.payload import FreeText, PreLaunchNotification, PublicWarning
from tocsin.exercise.view import NodeView
from tocsin.exercise.world import Record
from tocsin.orders.desk import HandoverListed, TextReceived, TextWritten
from tocsin.orders.inject import InjectDelivered
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import InterceptorLaunched, Launch, NatureEvent, NoticeFiled, ShotOutcome
from tocsin.review.belong import FALSE_SOURCE, Causes
from tocsin.review.log import Logged
from tocsin.tracking.provenance import Provenance, Source

Kind = Literal["event", "consultation", "warning", "message", "text", "inject", "notice", "handover"]
Base = tuple[str, ...]  # what a thing is, by no name that a run gave

SETTLED_MS = 30_000  # an event that no launch is known to be behind by then is taken for a false one
LOOK_AGAIN_MS = 10_000  # how often it is asked again which launch is behind an event


@dataclass(slots=True)
class Thing:
    """One thing that can be answered at one node.

    Attributes
    ----------
    since_ms : int, ms
        When it came up.
    about : tuple of str
        What it is, besides the launch behind it.
    event_id : str
        The node's own event that it is about; '' for none.
    cause : str
        The launch, event of nature or shot that is behind it; '' while none is known.
    causes : set of str
        Every cause that it was ever taken for.
    medium_ms : int, ms
        Of an event: when confidence first reached medium; -1: not yet.
    proposed_ms : dict of (battery, object) to ms
        Of an event: when an engagement was first proposed.
    sources : dict of object to tuple of source id
        Of an event: by what each of its objects was seen.
    """

    node: str
    kind: Kind
    thing_id: str
    since_ms: int
    about: tuple[str, ...] = ()
    event_id: str = ""
    provenance: Provenance = ()
    cause: str = FALSE_SOURCE
    causes: set[str] = field(default_factory=set)
    medium_ms: int = -1
    proposed_ms: dict[tuple[str, str], int] = field(default_factory=dict)
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Things:
    """All that has come up in a run so far; fed with the views before a tick and the records after it."""

    def __init__(self) -> None:
        self.now_ms = 0
        self._of: dict[str, dict[str, Thing]] = {}
        self._causes_of: dict[str, str] = {}
        self._bodies: dict[str, str] = {}
        self._causes = Causes(self._causes_of)
        self._by_body = Causes(self._bodies)

    def look(self, time_ms: int, views: Mapping[str, NodeView]) -> None:
        """Take what the nodes hold before a tick."""
        self.now_ms = time_ms
        for view in views.values():
            for event in view.events:
                thing = self._put(Thing(view.node, "event", event.event_id, event.opened_ms))
                thing.provenance, thing.medium_ms = event.provenance, event.medium_ms
                thing.sources = {item.name: item.source_ids for item in event.objects}
                if not thing.cause or (time_ms - thing.since_ms) % LOOK_AGAIN_MS == 0:
                    self._find_cause(thing)
            for plan in view.plans:
                event_thing = self.named(view.node, plan.event_id)
                if plan.proposed and event_thing is not None:
                    event_thing.proposed_ms.setdefault((plan.battery_id, plan.object_name), time_ms)
            for name, held in view.consultations.items():
                about = (held.partner, "asked" if held.is_asked_by_us else "was asked")
                thing = self._put(Thing(view.node, "consultation", name, held.opened_ms, about))
                thing.event_id = held.own_event_id

    def see(self, time_ms: int, records: Sequence[Record]) -> None:
        """Take the records of a tick."""
        for _, body in records:
            match body:
                case Launch(launch_id=cause, body_ids=body_ids) | NatureEvent(event_id=cause, body_ids=body_ids):
                    self._note_bodies(cause, body_ids)
                case InterceptorLaunched(nation=nation, body_ids=body_ids):
                    self._note_bodies(f"interceptors of {nation}", body_ids)
                case ShotOutcome(body_id=body_id, debris_id=debris_id) if debris_id and body_id in self._causes_of:
                    self._note_bodies(self._causes_of[body_id], (debris_id,))
                case _:
                    pass
        logged = [Logged(time_ms, record.node, record.body) for record in records]
        self._causes.take(logged)
        self._by_body.take(logged)
        for node, body in records:
            for thing in told_by(node, time_ms, body):
                self._put(thing)

    def named(self, node: str, thing_id: str) -> Thing | None:
        """Return what a node calls by a name; exercise control knows the things of all nodes."""
        if node == TRUTH:
            found = (things[thing_id] for things in self._of.values() if thing_id in things)
            return next(found, None)
        return self._of.get(node, {}).get(thing_id)

    def base(self, thing: Thing) -> Base:
        """Return what a thing is, by no name that a run gave it."""
        if thing.kind == "event":
            return (thing.kind, thing.cause)
        if thing.event_id:
            event = self.named(thing.node, thing.event_id)
            return (thing.kind, *thing.about, event.cause if event else FALSE_SOURCE)
        if thing.kind == "message" and not thing.cause:
            self._find_cause(thing)
        return (thing.kind, *thing.about, thing.cause)

    def same_kind(self, thing: Thing) -> Iterable[Thing]:
        """Return all things of a node and kind, in the order in which they came up."""
        return (other for other in self._of.get(thing.node, {}).values() if other.kind == thing.kind)

    def ordinal(self, thing: Thing) -> int:
        """Return how many things of the same node and base came up before one."""
        base = self.base(thing)
        alike = [other.thing_id for other in self.same_kind(thing) if self.base(other) == base]
        return alike.index(thing.thing_id)

    def body_of(self, event: Thing, object_name: str) -> str:
        """Return the body that most of what is known of an object rests on; '' if none is known."""
        sources = tuple(Source(name, 0, 0) for name in event.sources.get(object_name, ()))
        return self._by_body.launch_of(sources)

    def _put(self, thing: Thing) -> Thing:
        return self._of.setdefault(thing.node, {}).setdefault(thing.thing_id, thing)

    def _note_bodies(self, cause: str, body_ids: Iterable[str]) -> None:
        self._causes_of.update(dict.fromkeys(body_ids, cause))
        self._bodies.update((body_id, body_id) for body_id in body_ids)

    def _find_cause(self, thing: Thing) -> None:
        thing.cause = self._causes.launch_of(thing.provenance)
        thing.causes.add(thing.cause)


def told_by(node: str, time_ms: int, body: object) -> list[Thing]:
    """Return what a record brings up at its node."""
    match body:
        case PublicWarning(warning_id=name, event_id=event_id, step=step):
            return [Thing(node, "warning", name, time_ms, (step,), event_id)]
        case TextWritten(text_id=name, to=to, text=text):
            return [Thing(node, "text", name, time_ms, (node, to, text))]
        case TextReceived(text_id=name, sender=sender, text=text):
            return [Thing(node, "text", name, time_ms, (sender, node, text))]
        case InjectDelivered(inject_id=name):
            return [Thing(node, "inject", name, time_ms, (name,))]
        case HandoverListed(serial_id=name):
            return [Thing(node, "handover", name, time_ms, (name,))]
        case NoticeFiled(notice_id=name):
            return [Thing(node, "notice", name, time_ms, ("own", name))]
        case Delivery(crc_ok=True) as delivery:
            return delivered(node, time_ms, delivery)
        case _:
            return []


def delivered(node: str, time_ms: int, delivery: Delivery) -> list[Thing]:
    """Return what a message brings up: itself if people open such, and a notice that is in it."""
    message, name = delivery.message, id_to_open(delivery)
    found: list[Thing] = []
    match message.payload:
        case FreeText(text=text):
            found.append(Thing(node, "text", name, time_ms, (message.originator, node, text)))
        case PreLaunchNotification(notice_id=notice_id, launching_nation=nation):
            found.append(Thing(node, "notice", notice_id, time_ms, (nation,)))
        case _:
            pass
    if name and not isinstance(message.payload, FreeText):
        about = (message.originator, type(message.payload).__name__, message.msg_type)
        found.append(Thing(node, "message", name, time_ms, about, "", message.provenance))
    return found
