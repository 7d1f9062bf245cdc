"""False alarms: what each node took back, how soon, and for control what had truly been behind it."""

from typing import NamedTuple

from tocsin.exchange.payload import PublicWarning
from tocsin.orders.hot_wash import CONTROL
from tocsin.orders.record import NatureEvent
from tocsin.review.belong import FALSE_SOURCE
from tocsin.review.facts import Facts
from tocsin.review.measure import Row
from tocsin.review.pack.measures import told_rows
from tocsin.review.pack.needs import held_of
from tocsin.review.pack.section import Block, Section, Table, Words
from tocsin.review.page_tables import lines
from tocsin.review.page_words import clock, nation
from tocsin.review.party import View
from tocsin.warning.event import WarningWithdrawn

MEASURES = (
    "false_launch_reports",
    "false_impact_warnings",
    "time_to_assess_false_s",
    "time_to_cancel_partner_s",
    "time_to_cancel_public_s",
    "cancel_reach_s",
    "wrong_cancels",
    "false_received",
    "false_propagated",
    "misread_own_interceptors",
)
NEVER = "never"


class Alarm(NamedTuple):
    """One event of a node that was, or was taken for, no attack; times in ms, -1 where it never came."""

    node: str
    event_id: str
    held_ms: int
    judged_ms: int
    judged: str
    withdrawn_ms: int
    behind: str


def section(view: View, facts: Facts) -> Section | None:
    """Return what became of false alarms; None where nobody took anything back and nothing is known to be false."""
    blocks: list[Block] = []
    has_truth = view.party == CONTROL
    nodes = [node for node in facts.parties if {"warnings", "decisions"} <= held_of(view, node)]
    found = [item for item in alarms(facts, has_truth) if item.node in nodes]
    if found:
        heads: tuple[str, ...] = ("nation", "event", "first held", "judged", "after", "warning taken back after")
        rows = tuple((*row(item), item.behind) if has_truth else row(item) for item in found)
        heads = (*heads, "behind it") if has_truth else heads
        blocks.append(Table("Events that were, or were taken for, no attack", heads, rows))
    if public := public_rows(facts):
        heads = ("nation", "warning", "sent", "cancelled after")
        blocks.append(Table("Warnings to the public that were cancelled", heads, public))
    if measured := measure_table(view.log.header.agreement, told_rows(view)):
        blocks.append(measured)
    if not blocks:
        return None
    if not found and not public:
        blocks.insert(0, Words(("No event was taken back.",)))
    return Section("false-alarms", "False alarms", "", tuple(blocks))


def alarms(facts: Facts, has_truth: bool) -> list[Alarm]:
    """Return the events that a node judged no attack or took back, and with the truth those that were none."""
    withdrawn = {(n, facts.event_of(n, b.event_id)): t for t, n, b in facts.of(WarningWithdrawn)}
    found = []
    for (node, event_id), held in facts.by_event.items():
        judged = [
            (time_ms, assessment)
            for (name, about), given in facts.assessed.items()
            for time_ms, assessment in given
            if name == node and facts.event_of(node, about) == event_id and assessment in ("false", "anomalous")
        ]
        cause = facts.cause_of(node, event_id) if has_truth else ""
        is_false = has_truth and cause not in facts.harmful
        if not judged and (node, event_id) not in withdrawn and not is_false:
            continue
        judged_ms, word = min(judged, default=(-1, ""))
        taken_ms = withdrawn.get((node, event_id), -1)
        behind = behind_words(facts, cause) if has_truth else ""
        found.append(Alarm(node, event_id, held[0].time_ms, judged_ms, word, taken_ms, behind))
    return sorted(found, key=lambda item: (item.held_ms, item.node, item.event_id))


def behind_words(facts: Facts, cause: str) -> str:
    """Return what truly was behind an event."""
    launch = next((launch for launch in facts.launches if launch.launch_id == cause), None)
    if launch is not None:
        what = "a threat" if cause in facts.harmful else "no threat"
        return f"{launch.launch_id}, {launch.vehicle_class.upper()}: {what}"
    if any(shot.shot_id == cause for shot in facts.interceptors):
        return f"the interceptors of {cause}"
    if cause == FALSE_SOURCE:
        kinds = dict.fromkeys(body.cause for _, _, body in facts.of(NatureEvent))
        return f"no launch ({', '.join(kinds)} in the sky)" if kinds else "no launch"
    return cause


def row(item: Alarm) -> tuple[str, ...]:
    """Return one alarm as a row."""
    return (
        nation(item.node),
        item.event_id,
        clock(item.held_ms / 1000.0),
        item.judged or "not judged",
        after(item.held_ms, item.judged_ms),
        after(item.held_ms, item.withdrawn_ms),
    )


def after(start_ms: int, stop_ms: int) -> str:
    """Return how long after something another came, in words."""
    return clock((stop_ms - start_ms) / 1000.0) if stop_ms >= 0 else NEVER


def public_rows(facts: Facts) -> tuple[tuple[str, ...], ...]:
    """Return the warnings to a public that were cancelled, and how long each stood."""
    sent_ms = {(n, b.warning_id): t for t, n, b in facts.of(PublicWarning) if b.step == "alert"}
    cancels = [(t, n, name) for t, n, b in facts.of(PublicWarning) if b.step == "cancel" for name in b.references]
    return tuple(
        (nation(n), name, clock(sent_ms[n, name] / 1000.0), after(sent_ms[n, name], t))
        for t, n, name in cancels
        if (n, name) in sent_ms
    )


def measure_table(agreement: str, rows: list[Row]) -> Table | None:
    """Return the measures of false alarms that this reader can be told and that are not all nothing."""
    found = [
        (f"{line.measure}, {line.unit}" if line.unit else line.measure, line.who, line.cells[0])
        for line in lines({agreement: rows}, MEASURES, headline=True)
        if line.cells[0] != "0"
    ]
    return Table("As measured", ("measure", "nation", "value"), tuple(found)) if found else None
