"""The timeline's rows for any reader: by launches where the truth is known, else by each node's own events."""

from collections.abc import Iterator

from tocsin.defence.battery import Shot, ShotAssessed
from tocsin.exchange.message import Delivery, Envelope
from tocsin.exchange.payload import CONFIDENCE_RANK, LaunchReport, PublicWarning
from tocsin.orders.action import AssessEvent
from tocsin.orders.hot_wash import CONTROL
from tocsin.orders.inject import InjectDelivered
from tocsin.orders.order import AlertChanged
from tocsin.orders.record import Measured, TrackConfirmed
from tocsin.review.facts import Facts
from tocsin.review.page_story import WEIGHT_OF, Lane, Mark, Strand, story_of, strand
from tocsin.review.party import View
from tocsin.warning.event import ImpactWarning, LaunchReportIssued, LaunchWarning


def lanes_of(view: View, facts: Facts) -> list[Lane]:
    """Return the lanes that this reader may see, truth first; lanes without any mark are left out."""
    nodes = [node.name for node in facts.scenario.nodes]
    if view.party == CONTROL and facts.launches:
        lanes = story_of(facts)
        lanes = [Lane(lane.owner, (*lane.strands, *extra_strands(facts, lane.owner))) for lane in lanes]
    else:
        lanes = [told_truth(facts), *(event_lane(facts, node) for node in nodes)]
    return [lane for lane in lanes if any(row.marks for row in lane.strands)]


def told_truth(facts: Facts) -> Lane:
    """Return what of the truth this reader was told."""
    ids = {body_id: launch.launch_id for launch in facts.launches for body_id in launch.body_ids}
    ends = [(body, ids[body.body_id]) for body in facts.ended.values() if body.body_id in ids]
    rows = (
        strand("lift-off", [Mark(launch.lift_off_ms, launch.launch_id) for launch in facts.launches]),
        strand("killed", [Mark(body.ended_ms, of) for body, of in ends if body.how == "killed"]),
        strand("impact", [Mark(body.ended_ms, of) for body, of in ends if body.how == "impact"]),
    )
    return Lane("", tuple(row for row in rows if row.marks))


def event_lane(facts: Facts, node: str) -> Lane:
    """Return what one node knew and did, its marks numbered by its own events."""
    rows = (
        strand("sensor looks", looks(facts, node)),
        strand("own track confirmed", [Mark(t, "") for t, n, _ in facts.of(TrackConfirmed) if n == node]),
        strand(
            "report drafted",
            [Mark(t, b.event_id) for t, n, b in facts.of(LaunchReportIssued) if n == node and b.version == 0],
        ),
        strand("report sent", sent(facts, node)),
        strand("report received", received(facts, node)),
        strand("launch warning", rising((t, b) for t, n, b in facts.of(LaunchWarning) if n == node)),
        strand("impact warning", rising((t, b) for t, n, b in facts.of(ImpactWarning) if n == node)),
        strand("assessed", assessed(facts, node)),
        strand("alert", [Mark(t, "", note=b.level) for t, n, b in facts.of(AlertChanged) if n == node]),
        strand("interceptor away", [Mark(b.launch_ms, b.event_id) for _, n, b in facts.of(Shot) if n == node]),
        strand(
            "result known",
            [
                Mark(t, b.event_id, "full" if b.is_kill else "light")
                for t, n, b in facts.of(ShotAssessed)
                if n == node
            ],
        ),
        *extra_strands(facts, node),
    )
    return Lane(node, tuple(row for row in rows if row.marks))


def extra_strands(facts: Facts, node: str) -> Iterator[Strand]:
    """Yield a node's rows that only some runs have: warnings to its public, what control told it."""
    public = [
        Mark(t, "", note="cancelled" if b.step == "cancel" else "warned")
        for t, n, b in facts.of(PublicWarning)
        if n == node and b.step != "update"
    ]
    told = [Mark(t, "", note=b.means) for t, n, b in facts.of(InjectDelivered) if n == node]
    for name, marks in (("public", public), ("told by control", told)):
        if marks and node:
            yield strand(name, marks)


def looks(facts: Facts, node: str) -> Iterator[Mark]:
    """Yield every scan of a node's sensors that saw anything."""
    for time_ms, name, _ in facts.of(Measured):
        if name == node:
            yield Mark(time_ms, "", "tick")


def sent(facts: Facts, node: str) -> Iterator[Mark]:
    """Yield the launch reports that left a node, the first about each event large."""
    known: set[str] = set()
    for _, name, body in facts.of(Envelope):
        if name == node and isinstance(report := body.message.payload, LaunchReport):
            event_id = facts.causes.own_name(report.event_id)
            yield Mark(body.sent_ms, event_id, "tick" if event_id in known else "full")
            known.add(event_id)


def received(facts: Facts, node: str) -> Iterator[Mark]:
    """Yield the launch reports that reached a node whole, the first about each of the sender's events large."""
    known: set[str] = set()
    for _, name, body in facts.of(Delivery):
        if name == node and body.crc_ok and isinstance(report := body.message.payload, LaunchReport):
            yield Mark(body.received_ms, "", "tick" if report.event_id in known else "full")
            known.add(report.event_id)


def rising(said: Iterator[tuple[int, LaunchWarning]] | Iterator[tuple[int, ImpactWarning]]) -> list[Mark]:
    """Return a mark for each event's first warning, and one each time its confidence rises above any before."""
    best: dict[str, int] = {}
    marks = []
    for time_ms, body in said:
        rank = CONFIDENCE_RANK[body.confidence]
        if rank > best.get(body.event_id, -1):
            best[body.event_id] = rank
            marks.append(Mark(time_ms, body.event_id, WEIGHT_OF[body.confidence], body.confidence))
    return marks


def assessed(facts: Facts, node: str) -> Iterator[Mark]:
    """Yield what a node's watch said its events are."""
    for time_ms, name, order in facts.orders():
        if name == node and isinstance(order.action, AssessEvent):
            weight = "full" if order.action.assessment == "valid" else "light"
            yield Mark(time_ms, order.action.event_id, weight, order.action.assessment)  # type: ignore[arg-type]
