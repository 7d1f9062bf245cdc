"""Rows of measures as tables for people: one column an agreement."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tocsin.review.answer import ALL
from tocsin.review.measure import DEFINITIONS, ONLY_ALL, Row
from tocsin.review.page_words import difference, nation, quantity

Rows = Mapping[str, Sequence[Row]]  # agreement name -> its measure rows
Key = tuple[str, str, str]  # measure, nation, subject

MAIN_MEASURES = (
    "first_detection_s",
    "first_report_s",
    "warning_time_s",
    "warning_time_credited_s",
    "alerted_both_share",
    "alert_gap_s",
    "launch_ellipse_km2",
    "impact_ellipse_km2",
    "leakers",
    "interceptors_fired",
    "kills",
    "duplicate_shots",
    "wasted_shots",
    "third_state_overflights",
    "debris_in_third_state",
    "high_confidence_warnings",
    "false_impact_warnings",
    "events_seen",
    "launch_reports",
    "notifications_matched",
    "public_warning_time_s",
    "time_to_assess_false_s",
    "time_to_cancel_partner_s",
    "time_to_cancel_public_s",
    "wrong_cancels",
    "false_received",
    "misread_own_interceptors",
    "consultations_opened",
    "consultations_closed",
    "joint_assessment_correct",
    "releases",
    "refusals",
    "withheld_used",
    "exposure_cells",
    "disclosure_violations",
)
EACH_MEASURES = ("first_detection_s", "first_report_s", "warning_time_s")
SKY_MEASURES = (
    "events_seen",
    "launch_reports",
    "false_launch_reports",
    "notifications_matched",
    "notification_match_rate",
    "high_confidence_warnings",
    "false_impact_warnings",
    "time_to_assess_false_s",
    "releases",
    "refusals",
    "exposure_cells",
)
UNIT_WORDS = {"s": "m:ss", "km2": "km\u00b2", "share": "%", "count": "", "ratio": "", "km": "km"}
STATUS_WORDS = {"never": "never", "pending": "pending", "not_applicable": "n/a", "observed": ""}


class Line(NamedTuple):
    """One line of a table: what, of whom, and a cell for each agreement."""

    measure: str
    unit: str
    who: str
    subject: str
    cells: tuple[str, ...]


def title_of(measure: str) -> str:
    """Return a measure's name as words, its unit left out."""
    words = measure.split("_")
    return " ".join(words[:-1] if words[-1] in ("s", "km2", "km") else words)


def who_of(name: str) -> str:
    """Return a row's nation as people write it."""
    return "all" if name == ALL else nation(name)


def cell(row: Row | None) -> str:
    """Return a row's value in words: never is the word, and a value says in how many cases it never came."""
    if row is None:
        return ""
    if row.value is None:
        return STATUS_WORDS[row.status]
    text = quantity(row.value, row.unit)
    return f"{text} ({row.n_never} of {row.n} never)" if row.n_never else text


def indexed(rows: Rows) -> dict[str, dict[Key, Row]]:
    """Return the rows of each agreement by measure, nation and subject."""
    return {name: {(r.measure, r.nation, r.subject): r for r in given} for name, given in rows.items()}


def keys_in_order(rows: Rows) -> list[Key]:
    """Return every key that any agreement has, in the order of the measures' definitions."""
    keys = dict.fromkeys((r.measure, r.nation, r.subject) for given in rows.values() for r in given)
    place = {definition.name: number for number, definition in enumerate(DEFINITIONS)}
    return sorted(keys, key=lambda key: place[key[0]])


def lines(rows: Rows, measures: Sequence[str], headline: bool) -> list[Line]:
    """Return the lines for some measures, in their order: headlines of nations, or all subjects under them.

    Lines that apply under no agreement are left out, and so are headlines over all nations where each nation
    has its own.
    """
    table = indexed(rows)
    units = {definition.name: definition.unit for definition in DEFINITIONS}
    found = []
    for measure in measures:
        for key in keys_in_order(rows):
            name, owner, subject = key
            if name != measure or (subject == ALL) != headline or (owner == ALL and name not in ONLY_ALL):
                continue
            given = [table[agreement].get(key) for agreement in rows]
            if all(row is None or row.status == "not_applicable" for row in given):
                continue
            words = tuple(cell(row) for row in given)
            found.append(
                Line(title_of(name), UNIT_WORDS.get(units[name], units[name]), who_of(owner), subject, words)
            )
    return found


def every_line(rows: Rows) -> list[Line]:
    """Return a line for every headline there is, nations and all."""
    table = indexed(rows)
    units = {definition.name: definition.unit for definition in DEFINITIONS}
    return [
        Line(name, units[name], who_of(owner), "", tuple(cell(table[a].get((name, owner, subject))) for a in rows))
        for name, owner, subject in keys_in_order(rows)
        if subject == ALL
    ]


def baseline_of(rows: Rows) -> str:
    """Return the agreement that others are compared with: none where it was played, else the first."""
    return "none" if "none" in rows else next(iter(rows))


def change(before: Row | None, after: Row | None) -> str:
    """Return what changed from the baseline: a raw difference with its sign, or the words on both sides."""
    if before is None or after is None:
        return ""
    if before.value is not None and after.value is not None:
        return difference(after.value - before.value, after.unit)
    if before.value is None and after.value is None and before.status == after.status:
        return "0"
    return f"{cell(before)} \u2192 {cell(after)}"


def changed_lines(rows: Rows) -> tuple[list[Line], list[str]]:
    """Return a line for each headline that any agreement changed, and the names of measures that none did.

    The first cell is the baseline's value, the others are differences, in the order of the agreements.
    """
    table = indexed(rows)
    base = baseline_of(rows)
    others = [name for name in rows if name != base]
    changed: list[Line] = []
    same: dict[str, None] = {}
    units = {definition.name: definition.unit for definition in DEFINITIONS}
    for name, owner, subject in keys_in_order(rows):
        if subject != ALL or (owner == ALL and name not in ONLY_ALL):
            continue
        before = table[base].get((name, owner, subject))
        deltas = [change(before, table[other].get((name, owner, subject))) for other in others]
        if all(delta in ("", "0") for delta in deltas):
            same.setdefault(title_of(name))
            continue
        unit = UNIT_WORDS.get(units[name], units[name])
        changed.append(Line(title_of(name), unit, who_of(owner), "", (cell(before), *deltas)))
    moved = {line.measure for line in changed}
    return changed, [name for name in same if name not in moved]
