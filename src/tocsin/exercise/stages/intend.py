"""What partners know of each other's engagements: told as one list that replaces the one before."""

import msgspec

from tocsin.defence.battery import Shot
from tocsin.defence.plan import PLAN_EVERY_MS, EngagementPlan
from tocsin.defence.rules import may_fire
from tocsin.exchange.agreement import JOINT
from tocsin.exchange.bounds import LENGTHS
from tocsin.exchange.payload import BatteryStatus, Engagement, EngagementIntention, EngagementState
from tocsin.exercise.ground import own_area_ids
from tocsin.exercise.stages.draft import draft_to, draft_to_partners
from tocsin.exercise.stages.supply import supplies_of
from tocsin.exercise.world import NodeState, World
from tocsin.tracking.provenance import source_ids
from tocsin.warning.event import EventObject, WarningEvent

TOLD_TIME_MS = 1_000
MOST_TOLD = LENGTHS["engagements"][1]
STATUS_EVERY_MS = 300_000  # while anything is in the air a status is told again so often


def hear_engagements(node: NodeState, sender: str, told: EngagementIntention) -> None:
    """Keep what a partner or a joint cell says now, our own sources under our own names."""
    own_names = {public: own for own, public in node.public_names.items()}
    node.engagements[sender] = tuple(
        msgspec.structs.replace(item, sources=tuple(own_names.get(name, name) for name in item.sources))
        for item in told.engagements
    )


def engagements_at(node: NodeState, event: WarningEvent, held: EventObject) -> list[Engagement]:
    """Return what partners and a joint cell have said of one object: by the sources that it was seen by.

    Where sources are withheld: by the event, so that all its objects are meant.
    """
    return [
        item
        for sender, items in node.engagements.items()
        for item in items
        if (item.nation != node.declared.name or sender == JOINT) and is_meant(node, sender, item, event, held)
    ]


def is_meant(node: NodeState, sender: str, item: Engagement, event: WarningEvent, held: EventObject) -> bool:
    """Return whether a sender's engagement is of one object of an own event."""
    if item.sources:
        return not set(held.source_ids).isdisjoint(item.sources)
    behind = node.partner_events.get(f"{sender}/{item.event_id}", frozenset())
    return not source_ids(event.provenance).isdisjoint(behind)


def draft_status(world: World, node: NodeState) -> None:
    """Tell partners what each battery can give, where that has changed or was told long ago."""
    for supply, state in zip(supplies_of(node, world.time_ms), node.batteries, strict=True):
        now = BatteryStatus(
            battery_id=supply.battery_id,
            stock_left=state.stock_left,
            ready=supply.stock,
            spendable=max(0, supply.stock - supply.reserve),
            channels_free=supply.channels,
        )
        told_ms, told = node.status_told.get(supply.battery_id, (0, None))
        if now != told or (node.events and world.time_ms - told_ms >= STATUS_EVERY_MS):
            node.status_told[supply.battery_id] = (world.time_ms, now)
            draft_to_partners(world, node, "report", now)


def draft_engagements(world: World, node: NodeState) -> None:
    """Tell every partner what the nation means to engage and has engaged, and a joint cell what it could besides."""
    under_way = [*intended(world, node), *fired(node)]
    for state, link in zip(world.links, world.declared_links, strict=True):
        if link.source != node.declared.name:
            continue
        items = [*able(node), *under_way] if link.target == JOINT else under_way
        known = tuple(item for item in items if f"LaunchReport {item.event_id}" in state.told)[:MOST_TOLD]
        before = node.engagements_told.get(link.target, ())
        if outline(known) != outline(before):
            node.engagements_told[link.target] = known
            draft_to(world, node, link.target, "report", EngagementIntention(engagements=known))


def outline(items: tuple[Engagement, ...]) -> list[tuple[object, ...]]:
    """Return of engagements what is worth telling when it changes; of what a joint cell chooses from, more."""
    return [
        (
            item.event_id,
            item.sources,
            item.battery_id,
            item.state,
            item.interceptors,
            item.intercept_ms // PLAN_EVERY_MS,
            worth(item) if item.state in ("able", "proposed") else (),
        )
        for item in items
    ]


def worth(item: Engagement) -> tuple[object, ...]:
    """Return what an allocation goes by, as finely as it is worth telling."""
    chance = None if item.kill_probability is None else round(item.kill_probability, 1)
    return chance, round(item.value), item.last_launch_ms // PLAN_EVERY_MS


def able(node: NodeState) -> list[Engagement]:
    """Return what the nation's batteries could do, for a joint cell to choose from."""
    return [of_plan(node, plan, "able", plan.able) for plan in node.plans if plan.able]


def intended(world: World, node: NodeState) -> list[Engagement]:
    """Return what the nation will do unless it learns better."""
    return [of_plan(node, plan, "intended", plan.proposed) for plan in intended_plans(world, node)]


def intended_plans(world: World, node: NodeState) -> list[EngagementPlan]:
    """Return the plans that the allocation proposes and that the doctrine lets be fired as things stand."""
    fire, own_areas = node.doctrine.fire, own_area_ids(world.scenario.geography, node.declared.name)
    return [
        plan
        for plan in node.plans
        if plan.proposed
        and may_fire(fire, node.assessed.get(plan.event_id, "under_assessment"), plan.areas, own_areas)
    ]


def of_plan(node: NodeState, plan: EngagementPlan, state: EngagementState, interceptors: int) -> Engagement:
    """Return a plan as it is told."""
    return Engagement(
        event_id=plan.event_id,
        sources=sources_of(node, plan.event_id, plan.object_name),
        nation=node.declared.name,
        battery_id=plan.battery_id,
        layer=plan.layer,
        state=state,
        interceptors=interceptors,
        launch_ms=plan.launch_ms,
        last_launch_ms=plan.last_launch_ms,
        intercept_ms=plan.intercept_ms,
        kill_probability=plan.kill_probability,
        value=plan.value,
    )


def fired(node: NodeState) -> list[Engagement]:
    """Return the nation's shots at events that are still open, and what it takes them to have done.

    A shot that partners are yet to be told of is still meant, to them.
    """
    unannounced = {shot_id for _, shot_id in node.words_due}
    return [
        of_shot(node, shot, shot.shot_id in unannounced)
        for shot in node.shots
        if node.event(shot.event_id) is not None
    ]


def of_shot(node: NodeState, shot: Shot, is_unannounced: bool) -> Engagement:
    """Return a shot as it is told: its object by all that has seen it, or had when it was fired."""
    assessed = node.shots_assessed.get(shot.shot_id)
    state: EngagementState = "fired" if assessed is None else "killed" if assessed else "missed"
    launch_ms = round(shot.launch_ms / TOLD_TIME_MS) * TOLD_TIME_MS
    return Engagement(
        event_id=shot.event_id,
        sources=sources_of(node, shot.event_id, shot.object_name) or shot.sources,
        nation=node.declared.name,
        battery_id=shot.battery_id,
        layer=shot.layer,
        state="intended" if is_unannounced and assessed is None else state,
        interceptors=shot.interceptors,
        launch_ms=launch_ms,
        last_launch_ms=launch_ms,
        intercept_ms=shot.intercept_ms,
        kill_probability=shot.kill_probability,
    )


def sources_of(node: NodeState, event_id: str, object_name: str) -> tuple[str, ...]:
    """Return the sources of all that has seen an object."""
    event = node.event(event_id)
    objects = () if event is None else event.objects
    return next((held.source_ids for held in objects if held.name == object_name), ())
