"""Consultations: a query, a reply, and a joint assessment that needs both heads' signatures by a deadline."""

from dataclasses import replace

import msgspec

from tocsin.exchange.agreement import JOINT
from tocsin.exchange.payload import Assessment, Consultation, LaunchReport
from tocsin.exercise.stages.draft import draft_to
from tocsin.exercise.world import ConsultationState, NodeState, Record, World
from tocsin.orders.action import Propose, Query, Reply, SignAssessment
from tocsin.orders.order import ConsultationExpired, JointAssessment
from tocsin.tracking.provenance import source_ids
from tocsin.warning.estimate import ground_range_m
from tocsin.warning.event import LaunchEstimate, WarningEvent
from tocsin.warning.objects import find_by_sources
from tocsin.warning.report import scope_of

DEADLINE_MS = 600_000  # from the query, notional: ten minutes is what histories of such calls speak of
EARLY_KEPT = 100  # steps that came before their query
NEAR_MS, NEAR_M = 180_000, 1000e3  # an event within three minutes and 1,000 km may be the one meant, notional


def query(world: World, node: NodeState, action: Query) -> str:
    """Ask a partner about an event; return why not, or ''."""
    event = node.event(action.event_id)
    if event is None:
        return f"{action.event_id} is not an open event of {node.declared.name}"
    if action.to not in world.agreement.parties or action.to == node.declared.name:
        return f"{action.to} is no partner"
    if "consultation" not in world.agreement.messages:
        return f"{world.agreement.name} provides for no consultation"
    name = consultation_name(world, node)
    deadline_ms = world.time_ms + DEADLINE_MS
    signers = (node.declared.name, action.to)
    node.consultations[name] = ConsultationState(event.event_id, action.to, signers, True, deadline_ms, world.time_ms)
    launch = event.launch if event.launch_rank != 2 else None  # a partner's estimate never leaves again
    about = LaunchReport(event_id=event.event_id) if launch is None else about_of(event, launch)
    step = Consultation(
        consultation_id=name,
        event_id=event.event_id,
        step="query",
        deadline_ms=deadline_ms,
        signers=signers,
        about=about,
    )
    scope = scope_of(event, node.own, world.scenario.geography)
    draft_to(world, node, action.to, "query", step, scope)
    return ""


def consultation_name(world: World, node: NodeState) -> str:
    """Return a node's own name for a consultation, by its second; partners get a public one when it is released."""
    stem = f"{node.declared.name}-c{world.time_ms // 1000}"
    name, number = stem, 1
    while name in node.consultations:
        number += 1
        name = f"{stem}/{number}"
    return name


def reply(world: World, node: NodeState, action: Reply) -> str:
    """Answer a partner's query: what own sensors hold, and what the watch takes it to be; return why not, or ''."""
    held = node.consultations.get(action.consultation_id)
    if held is None or held.is_asked_by_us or held.is_replied or held.closed:
        return f"{action.consultation_id} is no open query to {node.declared.name}"
    node.consultations[action.consultation_id] = replace(held, is_replied=True)
    event = node.event(held.own_event_id)
    step = Consultation(
        consultation_id=action.consultation_id,
        event_id="",
        step="reply",
        deadline_ms=held.deadline_ms,
        assessment=own_finding(node, event),
        sees_it=event is not None and bool(event.own_kinds),
    )
    draft_to(world, node, held.partner, "reply", step)
    return ""


def own_finding(node: NodeState, event: WarningEvent | None) -> Assessment:
    """Return what a node's watch itself found an event to be: a partner's own word does not go back to it as news."""
    if event is None:
        return "under_assessment"
    found = node.assessed.get(event.event_id, "under_assessment")
    is_echo = not event.own_sources and found == event.partner_assessment
    return "under_assessment" if is_echo else found


def sign(world: World, node: NodeState, action: SignAssessment) -> tuple[str, list[Record]]:
    """Sign a joint assessment; return why not, or '', and the records."""
    held = node.consultations.get(action.consultation_id)
    if held is None or held.closed:
        return f"{action.consultation_id} is no open consultation of {node.declared.name}", []
    if node.declared.name not in held.signers:
        return f"{action.consultation_id} is signed by {', '.join(held.signers)} alone", []
    if action.assessment == "under_assessment":
        return "a joint assessment says what an event is; under_assessment does not", []
    signed = {**held.signed, node.declared.name: action.assessment}
    node.consultations[action.consultation_id] = replace(held, signed=signed)
    step = Consultation(
        consultation_id=action.consultation_id,
        event_id="",
        step="sign",
        deadline_ms=held.deadline_ms,
        assessment=action.assessment,
    )
    for name in dict.fromkeys((*held.signers, held.partner)):
        if name != node.declared.name:
            draft_to(world, node, name, "reply", step)
    return "", agreed(node, action.consultation_id)


def propose(world: World, node: NodeState, action: Propose) -> str:
    """Propose an assessment to every party, as a joint cell; return why not, or ''."""
    event = node.event(action.event_id)
    if node.declared.name != JOINT or event is None:
        return f"{action.event_id} is not an open event of a joint cell"
    name = consultation_name(world, node)
    deadline_ms = world.time_ms + DEADLINE_MS
    parties = world.agreement.parties
    node.consultations[name] = ConsultationState(
        event.event_id, JOINT, parties, True, deadline_ms, world.time_ms, proposed=action.assessment
    )
    step = Consultation(
        consultation_id=name,
        event_id=event.event_id,
        step="propose",
        deadline_ms=deadline_ms,
        signers=parties,
        assessment=action.assessment,
        about=LaunchReport(event_id=event.event_id) if event.launch is None else about_of(event, event.launch),
    )
    for party in parties:
        draft_to(world, node, party, "query", step)
    return ""


def about_of(event: WarningEvent, launch: LaunchEstimate) -> LaunchReport:
    """Return what names an event to someone else: its launch, as far as it is known."""
    return LaunchReport(
        event_id=event.event_id,
        launch_time_ms=launch.time_ms,
        launch_time_sigma_ms=launch.time_sigma_ms,
        launch_point=launch.point,
    )


def hear(node: NodeState, sender: str, step: Consultation, time_ms: int) -> list[Record]:
    """Take a partner's step into what the node holds of the consultation, under the node's own name of it."""
    own_names = {public: own for own, public in node.public_names.items()}
    step = msgspec.structs.replace(step, consultation_id=own_names.get(step.consultation_id, step.consultation_id))
    held = node.consultations.get(step.consultation_id)
    if held is None and step.step in ("query", "propose"):
        own = event_meant(node, sender, step)
        node.consultations[step.consultation_id] = ConsultationState(
            own, sender, step.signers, False, step.deadline_ms, time_ms, proposed=step.assessment, asked=step
        )
        return hear_early(node, step.consultation_id, time_ms)
    if held is None:
        node.early = [*node.early, (sender, step)][-EARLY_KEPT:]  # on its way it has overtaken the query
        return []
    if held.closed:
        return []
    if step.step == "reply" and held.is_asked_by_us and sender == held.partner:
        node.consultations[step.consultation_id] = replace(held, reply=step)
    elif step.step == "sign" and step.assessment is not None and sender in held.signers:
        signed = {**held.signed, sender: step.assessment}
        node.consultations[step.consultation_id] = replace(held, signed=signed)
        return agreed(node, step.consultation_id)
    return []


def hear_early(node: NodeState, name: str, time_ms: int) -> list[Record]:
    """Take in what came of a consultation before its query did."""
    early = [(sender, step) for sender, step in node.early if step.consultation_id == name]
    node.early = [(sender, step) for sender, step in node.early if step.consultation_id != name]
    records: list[Record] = []
    for sender, step in early:
        records += hear(node, sender, step, time_ms)
    return records


def event_meant(node: NodeState, originator: str, step: Consultation) -> str:
    """Return the node's own event that a query means: by the partner's report, else the nearest in time; else ''."""
    about = step.about
    if about is None:
        return ""
    reported = node.reports.get(f"{originator}/{about.event_id}")
    index = find_by_sources(node.events, source_ids(reported.provenance)) if reported else -1
    if index >= 0:
        return node.events[index].event_id
    if about.launch_time_ms is None:
        return ""  # it says too little to look for
    near = [(off_ms, event.event_id) for event in node.events if (off_ms := time_off_ms(event, about)) is not None]
    return min(near, default=(0, ""))[1]


def find_meant(world: World) -> None:
    """Find the own event that an open consultation means, where it was not there yet when the query came."""
    for node in world.nodes.values():
        if node.events is node.looked_among and not node.has_news:
            continue  # nothing to be found that was not there the last time
        node.looked_among = node.events
        for name, held in node.consultations.items():
            if held.asked is None or held.own_event_id or held.closed:
                continue
            if own := event_meant(node, held.partner, held.asked):
                node.consultations[name] = replace(held, own_event_id=own)


def time_off_ms(event: WarningEvent, about: LaunchReport) -> int | None:
    """Return how far in time an event's launch is from the one given; None where it cannot be the one meant."""
    if event.launch is None or about.launch_time_ms is None:
        return None
    off_ms = abs(event.launch.time_ms - about.launch_time_ms)
    place = about.launch_point
    is_far = place is not None and ground_range_m(place, event.launch.point) > NEAR_M
    return None if is_far or off_ms > NEAR_MS else off_ms


def agreed(node: NodeState, name: str) -> list[Record]:
    """Close a consultation that both heads have signed alike, and return its record."""
    held = node.consultations[name]
    if set(held.signed) != set(held.signers) or len(set(held.signed.values())) != 1:
        return []
    node.consultations[name] = replace(held, closed="agreed")
    body = JointAssessment(
        consultation_id=name,
        event_id=held.own_event_id,
        assessment=next(iter(held.signed.values())),
        signed_by=tuple(sorted(held.signed)),
    )
    return [Record(node.declared.name, body)]


def expire(world: World) -> list[Record]:
    """Close what has reached its deadline without both signatures."""
    records: list[Record] = []
    for node in world.nodes.values():
        if node.early:
            node.early = [item for item in node.early if item[1].deadline_ms > world.time_ms]
        for name, held in node.consultations.items():
            if not held.closed and held.deadline_ms <= world.time_ms:
                node.consultations[name] = replace(held, closed="expired")
                records.append(Record(node.declared.name, ConsultationExpired(name)))
    return records
