"""A nation's own launches: announced when they are due, confirmed when they have flown, or kept to itself."""

from dataclasses import replace
from typing import get_args

from tocsin.exchange.agreement import Agreement, AgreementState
from tocsin.exchange.message import MsgType
from tocsin.exchange.payload import GenericClass, PostLaunchNotification, PreLaunchNotification
from tocsin.exercise.stages.desk_line import reach_sensor_desk
from tocsin.exercise.stages.draft import UNKNOWN, draft_to_partners
from tocsin.exercise.stages.register import NOTICE_KEPT_MS, confirm, enter, forget_over
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.action import WithholdNotice
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import Launch, NoticeFiled, NoticeLost
from tocsin.scenario.declared import DeclaredNotice
from tocsin.warning.report import Scope

NOTICE_LEAD_MS = 24 * 3_600_000  # a notice is filed at home this long ahead where no agreement says otherwise
CLASSES: tuple[GenericClass, ...] = get_args(GenericClass)


def file_notices(world: World, records: list[Record]) -> None:
    """Enter what is due in every nation's own register, draft it for its partners; forget what is over."""
    for node in world.nodes.values():
        if not (node.notices_left or node.confirmations_due or node.on_desk_line or node.register):
            continue
        due = [item for item in node.notices_left if is_due(item, world)]
        if due:
            node.notices_left = [item for item in node.notices_left if not is_due(item, world)]
        for item in due:
            file_notice(world, node, item, records)
        if node.confirmations_due:
            confirm_launches(world, node)
        if node.on_desk_line:
            reach_sensor_desk(node, world.time_ms, records)
        if node.register:
            forget_over(node, world.time_ms)


def file_notice(world: World, node: NodeState, item: DeclaredNotice, records: list[Record]) -> None:
    """Enter one notice at home and draft it; what is over before the exercise, or revised already, is left out."""
    notice, name = item.notice, node.declared.name
    if notice.window_end_ms + NOTICE_KEPT_MS < world.time_ms or not enter(node, notice, world.time_ms):
        return
    if item.is_withheld:
        world.agreement_state = with_withheld(world.agreement_state, name, notice.notice_id)
    is_withheld = (name, notice.notice_id) in world.agreement_state.withheld
    records.append(
        Record(
            name,
            NoticeFiled(
                notice_id=notice.notice_id,
                window_start_ms=notice.window_start_ms,
                window_end_ms=notice.window_end_ms,
                revision=notice.revision,
                is_cancelled=notice.is_cancelled,
                is_late=is_late(item, world.agreement),
                is_withheld=is_withheld,
                is_in_quota=not is_withheld or is_in_quota(world, name, notice.notice_id),
            ),
        )
    )
    if notice.notice_id in world.control.lost:
        records.append(Record(TRUTH, NoticeLost(name, notice.notice_id, notice.revision)))
        return
    draft_to_partners(world, node, msg_type_of(notice), notice, scope_of(item))


def scope_of(item: DeclaredNotice | None) -> Scope:
    """Return what the agreement's bounds judge a notice by; who flies and whither it says itself."""
    return UNKNOWN if item is None else Scope(item.range_m, item.apogee_m, launch_nation=None, azimuth_rad=None)


def announced(node: NodeState, notice_id: str) -> DeclaredNotice | None:
    """Return the last revision of a nation's own notice, None where it has none of that name."""
    return next((item for item in reversed(node.declared.notices) if item.notice.notice_id == notice_id), None)


def is_due(item: DeclaredNotice, world: World) -> bool:
    """Return whether a notice is to be given by now: when it says, else the agreed lead before its window opens.

    Where each event has a window of play of its own, not before that window.
    """
    if item.given_ms is not None:
        return item.given_ms <= world.time_ms
    if len(world.scenario.windows) > 1 and item.notice.window_start_ms > world.time_ms:
        return False
    return item.notice.window_start_ms - lead_of(world.agreement) <= world.time_ms


def is_late(item: DeclaredNotice, agreement: Agreement) -> bool:
    """Return whether a notice is told later than the agreement wants; a cancel is never too late."""
    if agreement.notice_lead_ms is None or item.given_ms is None or item.notice.is_cancelled:
        return False
    return item.given_ms > item.notice.window_start_ms - agreement.notice_lead_ms


def lead_of(agreement: Agreement) -> int:
    """Return how long before its window a notice is given, ms."""
    return NOTICE_LEAD_MS if agreement.notice_lead_ms is None else agreement.notice_lead_ms


def msg_type_of(notice: PreLaunchNotification) -> MsgType:
    """Return what a notice is to a partner; a change and a cancel refer back by the notice's own id."""
    return "cancel" if notice.is_cancelled else "update" if notice.revision else "report"


def withhold(world: World, node: NodeState, action: WithholdNotice) -> str:
    """Keep one of the nation's own notices from its partners, out of its quota; return why not, or ''."""
    name, notice_id = node.declared.name, action.notice_id
    quota = world.agreement.withhold_quota_per_year
    if all(item.notice.notice_id != notice_id for item in node.declared.notices):
        return f"{notice_id} is not a notice of {name}"
    if (name, notice_id) in world.agreement_state.withheld:
        return f"{notice_id} is withheld already"
    if notice_id in node.register:
        return f"{notice_id} has been told"
    if used_by(world.agreement_state, name) >= quota:
        return f"{name} may withhold {quota} a year, and has"
    world.agreement_state = with_withheld(world.agreement_state, name, notice_id)
    return ""


def with_withheld(state: AgreementState, nation: str, notice_id: str) -> AgreementState:
    """Return the state with one more notice withheld, counted once."""
    held = (nation, notice_id)
    return state if held in state.withheld else replace(state, withheld=(*state.withheld, held))


def used_by(state: AgreementState, nation: str) -> int:
    """Return how many notices a nation has withheld; an exercise counts as one year."""
    return sum(of == nation for of, _ in state.withheld)


def is_in_quota(world: World, nation: str, notice_id: str) -> bool:
    """Return whether a withheld notice is among the first that its nation may withhold."""
    own = [held for of, held in world.agreement_state.withheld if of == nation]
    return own.index(notice_id) < world.agreement.withhold_quota_per_year


def owe_confirmation(world: World, launch: Launch) -> None:
    """Note that who launched must confirm it: as declared with its notice, else as the agreement wants; or never."""
    node = world.nodes.get(launch.nation)
    if node is None:
        return
    told = announced(node, launch.notice_id)
    declared_ms = None if told is None else told.confirmed_after_ms
    after_ms = world.agreement.post_launch_ms if declared_ms is None else declared_ms
    if after_ms is None:
        return
    lat_rad, lon_rad, _ = launch.place
    confirmation = PostLaunchNotification(
        notice_id="" if told is None else launch.notice_id,
        launching_nation=launch.nation,
        generic_class=class_named(launch.vehicle_class) if told is None else told.notice.generic_class,
        launch_time_ms=launch.lift_off_ms,
        lat_rad=lat_rad,
        lon_rad=lon_rad,
        azimuth_rad=launch.azimuth_rad,
    )
    node.confirmations_due.append((launch.lift_off_ms + after_ms, confirmation))


def class_named(vehicle_class: str) -> GenericClass:
    """Return the generic class that a vehicle's class is named after, or ``unknown``."""
    return next((name for name in CLASSES if name == vehicle_class.partition("-")[0]), "unknown")


def confirm_launches(world: World, node: NodeState) -> None:
    """Enter the nation's confirmations that are due at home, and draft them for its partners."""
    due = [told for due_ms, told in node.confirmations_due if due_ms <= world.time_ms]
    if due:
        node.confirmations_due = [item for item in node.confirmations_due if item[0] > world.time_ms]
    for told in due:
        confirm(node, told, world.time_ms)
        draft_to_partners(world, node, "report", told, scope_of(announced(node, told.notice_id)))
