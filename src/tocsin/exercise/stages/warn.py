"""Each node that has a new picture judges it: warnings at home, drafts of reports for partners."""

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from tocsin.defence.battery import Shot
from tocsin.exchange.link import LinkState
from tocsin.exchange.message import Draft
from tocsin.exchange.payload import ReportedTrack, TrackReport
from tocsin.exercise.stages.fuse import judging
from tocsin.exercise.stages.kinds import kinds_by_source, kinds_told
from tocsin.exercise.stages.shown import shown_now
from tocsin.exercise.world import NodeState, Record, World
from tocsin.picture.shared import Picture
from tocsin.warning.assess import assess
from tocsin.warning.event import Kinds
from tocsin.warning.evidence import Evidence
from tocsin.warning.report import ReportDraft
from tocsin.warning.unease import is_uneasy

REPORT_KEPT_MS = 30_000


def warn(world: World) -> list[Record]:
    """Judge, warn and draft."""
    records: list[Record] = []
    for node in judging(world):
        if node.has_news:
            forget_old_reports(node, world.time_ms)
            result = assess(node.events, node.next_event, evidence_of(world, node))
            node.events, node.next_event = result.events, result.next_number
            rename(world, node, result.renamed)
            carry_over(world, node)
            records += [Record(node.declared.name, body) for body in result.issued]
            if result.drafts:
                draft_reports(world, node, result.drafts)
            node.judged_ms = world.time_ms
            node.has_news = bool(result.renamed)  # what was decided about the younger is now of the older
            note_unease(node, world.time_ms)
    draft_tracks(world)
    return records


def note_unease(node: NodeState, time_ms: int) -> None:
    """Keep since when each open event might be an attack on the node, and since when none is."""
    waits = node.doctrine.waits_for_second
    uneasy = [
        event.event_id
        for event in node.events
        if is_uneasy(event, node.declared.name, node.assessed, waits, event.event_id in node.uneasy)
    ]
    if node.uneasy and not uneasy:
        node.quiet_ms = time_ms
    node.uneasy = {event_id: node.uneasy.get(event_id, time_ms) for event_id in uneasy}


def rename(world: World, node: NodeState, renamed: dict[str, str]) -> None:
    """Move what was decided about events to the older ones they have become part of."""
    for younger, older in renamed.items():
        if younger in node.assessed and older not in node.assessed:
            node.assessed[older] = node.assessed[younger]
            node.assessed_ms[older] = node.assessed_ms.get(younger, world.time_ms)
        node.assessed.pop(younger, None)
        rename_asked(node, younger, older)
        rename_told(world, node, younger, older)
        node.consultations = {
            name: replace(held, own_event_id=older) if held.own_event_id == younger else held
            for name, held in node.consultations.items()
        }
        node.public_warnings = [
            msgspec.structs.replace(known, event_id=older) if known.event_id == younger else known
            for known in node.public_warnings
        ]
        if younger in node.to_be_sent:
            node.to_be_sent.setdefault(older, node.to_be_sent.pop(younger))
        if younger in node.uneasy:
            node.uneasy[older] = min(node.uneasy.pop(younger), node.uneasy.get(older, world.time_ms))
        node.shots = [as_shot_at(shot, younger, older) for shot in node.shots]
        world.shots = [
            as_shot_at(shot, younger, older) if shot.node == node.declared.name else shot for shot in world.shots
        ]


def rename_told(world: World, node: NodeState, younger: str, older: str) -> None:
    """Let partners know the older event by what they know the younger one by, where they know of that alone."""
    if younger in node.public_names:
        node.public_names.setdefault(older, node.public_names[younger])
    for state, link in zip(world.links, world.declared_links, strict=True):
        if link.source == node.declared.name:
            before, after = (f"LaunchReport {name}" for name in (younger, older))
            state.owed.pop(before, None)
            if before in state.told:
                state.told.setdefault(after, state.told.pop(before))


def rename_asked(node: NodeState, younger: str, older: str) -> None:
    """Move what was asked about an event, and what was answered, to the older one: the older one's own stands."""
    for event_id, asked_of in [key for key in node.asked if key[0] == younger]:
        node.asked.setdefault((older, asked_of), node.asked.pop((event_id, asked_of)))
    for event_id, asked_of in [key for key in node.answered if key[0] == younger]:
        answered = msgspec.structs.replace(node.answered.pop((event_id, asked_of)), event_id=older)
        node.answered.setdefault((older, asked_of), answered)
    node.answers_due = [
        (due_ms, msgspec.structs.replace(action, event_id=older) if action.event_id == younger else action)
        for due_ms, action in node.answers_due
    ]


def carry_over(world: World, node: NodeState) -> None:
    """Move what was decided about an object to the event of its own that it now has."""
    for event in node.events:
        if not event.parted_from:
            continue
        if event.parted_from in node.assessed and event.event_id not in node.assessed:
            node.assessed[event.event_id] = node.assessed[event.parted_from]
            node.assessed_ms[event.event_id] = node.assessed_ms.get(event.parted_from, world.time_ms)
        names = {held.name for held in event.objects}
        node.shots = [as_moved(shot, names, event.event_id) for shot in node.shots]
        world.shots = [as_moved(shot, names, event.event_id) for shot in world.shots]


def as_moved(shot: Shot, names: set[str], event_id: str) -> Shot:
    """Return the shot under another event if it is at one of these objects."""
    return msgspec.structs.replace(shot, event_id=event_id) if shot.object_name in names else shot


def as_shot_at(shot: Shot, younger: str, older: str) -> Shot:
    """Return the shot, its event renamed if it was the younger one."""
    return msgspec.structs.replace(shot, event_id=older) if shot.event_id == younger else shot


def forget_old_reports(node: NodeState, time_ms: int) -> None:
    """Drop partners' reports that were not renewed: what they said is in the node's events by now."""
    node.reports = {
        key: reported for key, reported in node.reports.items() if time_ms - reported.received_ms <= REPORT_KEPT_MS
    }


def evidence_of(world: World, node: NodeState) -> Evidence:
    """Return all that a node knows now."""
    return Evidence(
        node=node.declared.name,
        time_ms=world.time_ms,
        since_ms=node.judged_ms,
        picture=node.picture,
        own=node.own,
        plumes=tuple(node.plumes),
        reports=tuple(node.reports.values()),
        notices=tuple(node.notices),
        geography=world.scenario.geography,
        profile=world.scenario.profile,
        kinds=kinds_by_source(node),
        kinds_told=kinds_told(node),
        assessed=node.assessed,
        shown=shown_now(world, node),
        azimuth_step_rad=world.agreement.coarsening.azimuth_step_rad,
        confirm_ms=node.doctrine.confirm_ms if node.doctrine.waits_for_second else 0,
    )


def draft_reports(world: World, node: NodeState, drafts: tuple[ReportDraft, ...]) -> None:
    """Draft a report for every partner; the agreement decides in the next tick."""
    for state, link in zip(world.links, world.declared_links, strict=True):
        if link.source != node.declared.name:
            continue
        for draft in drafts:
            is_known = not draft.notice or knows_of(node, state, link.target, draft.notice)
            world.drafts.append(
                Draft(
                    originator=link.source,
                    to=link.target,
                    drafted_ms=world.time_ms,
                    msg_type=draft.msg_type,
                    payload=draft.report if is_known else draft.unaided,
                    provenance=draft.provenance,
                    tells=draft.tells,
                    **draft.scope._asdict(),
                )
            )


def knows_of(node: NodeState, state: LinkState, partner: str, notice_id: str) -> bool:
    """Return whether a partner may be told that a launch fits a notice: it gave the notice, or was given it."""
    kinds = ("PreLaunchNotification", "PostLaunchNotification", "InterceptorLaunchNotice")
    return node.notice_from.get(notice_id) == partner or any(f"{kind} {notice_id}" in state.told for kind in kinds)


def draft_tracks(world: World) -> None:
    """Draft a TrackReport on every link whose interval has passed, where the agreement grants tracks at all.

    The interval is between the states told, not between the reports: so a report that the first sight of something
    brought out of the node's cycle does not leave all later ones behind it.
    """
    if "track" not in world.agreement.fields_released:
        return
    for state, link in zip(world.links, world.declared_links, strict=True):
        own = world.nodes[link.source].own
        if not own.provenances or own.time_ms - state.last_report_ms < world.agreement.report_interval_ms:
            continue
        if world.time_ms - own.time_ms > world.agreement.report_interval_ms:
            continue
        state.last_report_ms = own.time_ms
        world.drafts.append(
            Draft(
                originator=link.source,
                to=link.target,
                drafted_ms=world.time_ms,
                msg_type="update",
                payload=TrackReport(tracks=reported_tracks(own, kinds_by_source(world.nodes[link.source]))),
            )
        )


def reported_tracks(own: Picture, kinds: Mapping[str, Kinds]) -> tuple[ReportedTrack, ...]:
    """Return own tracks as partners get them, never fused ones, with the kind of each source's body if known."""
    return tuple(
        ReportedTrack(
            time_ms=own.time_ms,
            state_ecef=tuple(x),
            covariance=tuple(P),
            coast_probability=coast,
            provenance=provenance,
            kind_probability=kinds.get(provenance[0].source_id),
        )
        for x, P, coast, provenance in zip(
            own.x.tolist(),
            own.P.reshape(-1, 36).tolist(),
            own.coast_probability.tolist(),
            own.provenances,
            strict=True,
        )
    )
