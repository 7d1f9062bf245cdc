"""One run as a story: what truly happened, and what each node knew and did about it, when."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from tocsin.defence.battery import Shot, ShotAssessed
from tocsin.exchange.message import Delivery, Envelope
from tocsin.exchange.payload import CONFIDENCE_RANK, LaunchReport
from tocsin.orders.order import AlertChanged
from tocsin.orders.record import Measured, Pairing, ShotOutcome, TrackConfirmed
from tocsin.review.belong import launch_of_body
from tocsin.review.facts import Facts, Held
from tocsin.scenario.declared import DeclaredNode
from tocsin.tracking.provenance import Source

Weight = Literal["tick", "light", "half", "full"]  # how a mark is drawn: one of many, or how sure it is
WEIGHT_OF: dict[str, Weight] = {"no": "light", "low": "light", "medium": "half", "high": "full"}


class Mark(NamedTuple):
    """Something at a moment of the story; ``launch_id`` is '' where it is about no single launch."""

    time_ms: int
    launch_id: str
    weight: Weight = "full"
    note: str = ""


class Strand(NamedTuple):
    """One row of the story: marks of one kind, in order of time."""

    name: str
    marks: tuple[Mark, ...]


class Lane(NamedTuple):
    """All rows of truth, or of one node."""

    owner: str
    strands: tuple[Strand, ...]


def story_of(facts: Facts) -> list[Lane]:
    """Return the lanes of a run: truth first, then each party in declared order."""
    return [truth_lane(facts), *(node_lane(facts, node) for node in facts.scenario.nodes)]


def strand(name: str, marks: Iterator[Mark] | list[Mark]) -> Strand:
    """Return a row with its marks in order of time."""
    return Strand(name, tuple(sorted(marks, key=lambda mark: mark.time_ms)))


def truth_lane(facts: Facts) -> Lane:
    """Return what truly happened."""
    burn_s = {launch.launch_id: launch.burn_out_s for launch in facts.scenario.launches}
    lift_off = [Mark(launch.lift_off_ms, launch.launch_id) for launch in facts.launches]
    burn_out = [
        Mark(launch.lift_off_ms + round(burn_s[launch.launch_id] * 1000), launch.launch_id)
        for launch in facts.launches
        if launch.launch_id in burn_s
    ]
    cause = launch_of_body(facts.launches)
    ends = [body for body in facts.ended.values() if body.body_id in cause]
    return Lane(
        "",
        (
            strand("lift-off", lift_off),
            strand("burn-out", [mark for mark in burn_out if mark.time_ms <= facts.end_ms]),
            strand("killed", [Mark(b.ended_ms, cause[b.body_id]) for b in ends if b.how == "killed"]),
            strand("impact", [Mark(b.ended_ms, cause[b.body_id]) for b in ends if b.how == "impact"]),
        ),
    )


def node_lane(facts: Facts, node: DeclaredNode) -> Lane:
    """Return what one node knew and did; rows that could not apply to it are left out."""
    strands: list[Strand] = []
    if node.satellites:
        strands.append(strand("infrared looks", looks(facts, node.name, "ir")))
    if node.radars:
        strands.append(strand("radar looks", looks(facts, node.name, "radar")))
    strands.append(strand("own track confirmed", own_tracks(facts, node.name)))
    if len(facts.parties) > 1:
        strands.append(strand("report sent", sent(facts, node.name)))
        strands.append(strand("report received", received(facts, node.name)))
    strands.append(strand("launch warning", rising(warnings(facts, node.name, with_impact=False))))
    deciding = decisions(facts, node)
    is_threatened = any(impact.nation == node.name for launch in facts.launches for impact in launch.impacts)
    if is_threatened or any(item.marks for item in deciding):
        strands += deciding
    return Lane(node.name, tuple(strands))


def decisions(facts: Facts, node: DeclaredNode) -> list[Strand]:
    """Return the rows of a node that something threatens: warned, assessed, alerted, fired, told."""
    about = launch_of_event(facts, node.name)
    assessed = [
        Mark(time_ms, about.get(event_id, ""))
        for (name, event_id), given in facts.assessed.items()
        for time_ms, assessment in given
        if name == node.name and assessment == "valid"
    ]
    alert = [Mark(t, "", note=body.level) for t, name, body in facts.of(AlertChanged) if name == node.name]
    rows = [
        strand("impact warning", rising(warnings(facts, node.name, with_impact=True))),
        strand("assessed valid", assessed),
        strand("alert", alert),
    ]
    if node.batteries:
        shots = [body for _, name, body in facts.of(Shot) if name == node.name]
        hit = {body.shot_id: body.kills > 0 for _, _, body in facts.of(ShotOutcome)}
        fired = [Mark(s.launch_ms, about.get(s.event_id, "")) for s in shots]
        met = [
            Mark(s.intercept_ms, about.get(s.event_id, ""), "full" if hit[s.shot_id] else "light")
            for s in shots
            if s.shot_id in hit
        ]
        told = [
            Mark(t, about.get(body.event_id, ""), "full" if body.is_kill else "light")
            for t, name, body in facts.of(ShotAssessed)
            if name == node.name
        ]
        rows += [strand("interceptor away", fired), strand("intercept", met), strand("result known", told)]
    return rows


def looks(facts: Facts, nation: str, phenomenology: str) -> Iterator[Mark]:
    """Yield every look of a nation's sensors of one kind that saw a body of a launch."""
    mine = {
        (body.sensor_id, body.scan)
        for _, name, body in facts.of(Measured)
        if name == nation and body.phenomenology == phenomenology
    }
    cause = launch_of_body(facts.launches)
    for time_ms, _, pairing in facts.of(Pairing):
        if (pairing.sensor_id, pairing.scan) in mine:
            for launch_id in dict.fromkeys(cause.get(body_id, "") for body_id in pairing.body_ids):
                if launch_id:
                    yield Mark(time_ms, launch_id, "tick")


def own_tracks(facts: Facts, nation: str) -> Iterator[Mark]:
    """Yield when a nation's own tracks were first believed; infrared ones drawn light."""
    for time_ms, name, body in facts.of(TrackConfirmed):
        if name == nation:
            source = Source(body.source_id, body.first_ms, facts.end_ms)
            weight: Weight = "light" if body.phenomenology == "ir" else "full"
            yield Mark(time_ms, facts.causes.launch_of((source,)), weight)


def sent(facts: Facts, nation: str) -> list[Mark]:
    """Return the launch reports that left a nation: the first of each launch, then a tick each."""
    return first_then_ticks(
        Mark(body.sent_ms, facts.causes.launch_of(body.message.provenance))
        for _, name, body in facts.of(Envelope)
        if name == nation and isinstance(body.message.payload, LaunchReport)
    )


def received(facts: Facts, nation: str) -> list[Mark]:
    """Return the launch reports that reached a nation whole: the first of each launch, then a tick each."""
    return first_then_ticks(
        Mark(body.received_ms, facts.causes.launch_of(body.message.provenance))
        for _, name, body in facts.of(Delivery)
        if name == nation and body.crc_ok and isinstance(body.message.payload, LaunchReport)
    )


def first_then_ticks(marks: Iterator[Mark]) -> list[Mark]:
    """Return marks with only the first of each launch drawn large."""
    known: set[str] = set()
    out = []
    for mark in marks:
        out.append(mark._replace(weight="tick") if mark.launch_id in known else mark)
        known.add(mark.launch_id)
    return out


def warnings(facts: Facts, nation: str, with_impact: bool) -> Iterator[Held]:
    """Yield a nation's launch warnings, or its impact warnings, that belong to a launch, in order of time."""
    for launch in facts.launches:
        for item in facts.warnings.get((nation, launch.launch_id), []):
            if (item.impact_place is not None) == with_impact:
                yield item


def rising(held: Iterator[Held]) -> list[Mark]:
    """Return a mark for each launch's first warning, and one each time its confidence rises above any before."""
    best: dict[str, int] = {}
    marks = []
    for item in held:
        rank = CONFIDENCE_RANK[item.confidence]
        if rank > best.get(item.launch_id, -1):
            best[item.launch_id] = rank
            marks.append(Mark(item.time_ms, item.launch_id, WEIGHT_OF[item.confidence], item.confidence))
    return marks


def launch_of_event(facts: Facts, nation: str) -> dict[str, str]:
    """Return the launch that each of a nation's events belongs to by its last warning."""
    return {
        item.event_id: item.launch_id for (name, _), held in facts.warnings.items() if name == nation for item in held
    }
