"""Where the time went and what never came: the longest steps and the misses, ranked, with what each cost."""

from collections.abc import Sequence

from tocsin.orders.hot_wash import CONTROL
from tocsin.review.answer import ALL
from tocsin.review.facts import Facts
from tocsin.review.measure import Row
from tocsin.review.opportunity import deadline_ms
from tocsin.review.pack.measures import told_rows
from tocsin.review.pack.section import Block, Section, Table, Words
from tocsin.review.page_words import clock, nation, number
from tocsin.review.party import View

STEPS = {
    "first_detection_s": "from lift-off to the first look that saw it",
    "detect_to_report_s": "from the first look to the own report",
    "report_to_receipt_s": "from a partner\u2019s draft to its receipt",
    "receipt_to_read_s": "from receipt to somebody opening it",
    "receipt_to_decision_s": "from the first report held to a decision",
    "notice_to_desk_s": "from a notice\u2019s receipt to the sensor desk",
    "interceptor_notice_s": "from a partner\u2019s shot to word of it",
    "consultation_time_s": "from a query to the second signature",
    "time_to_assess_false_s": "from a false report to finding it false",
    "time_to_cancel_partner_s": "from a false report to its cancel to a partner",
    "time_to_cancel_public_s": "from a false public alert to its cancel",
    "cancel_reach_s": "from a cancel to the last who had to know",
    "time_to_respond_s": "from an inject to the action expected",
    "link_gap_s": "with a known gap on a link",
}
OWED = {
    "warning_time_s": ("an impact warning of the area", "the area was not warned before the impact"),
    "public_warning_time_s": ("a public warning of the area", "its people were not told before the impact"),
    "decided_warning_time_s": ("a decision on the warning of the area", "nobody decided before the impact"),
    "first_detection_s": ("a look that saw the launch", "own sensors gave nothing on it"),
    "first_track_s": ("a track of the launch", "nothing to defend by"),
    "first_report_s": ("a report of the launch, own or told", "the nation never knew of it"),
    "detect_to_report_s": ("an own report of what was seen", "partners could not be told"),
    "report_to_receipt_s": ("a partner\u2019s report", "it had to see for itself"),
    "receipt_to_decision_s": ("a decision on a report held", "knowledge without consequence"),
    "receipt_to_read_s": ("somebody to open it", "it was as if it had not come"),
    "notice_to_desk_s": ("a notice at the sensor desk", "the watch could not match it"),
    "interceptor_notice_s": ("word of a partner\u2019s shot", "a shot that could be taken for an attack"),
    "consultation_time_s": ("a joint assessment", "the parties did not agree on what it was"),
    "time_to_assess_false_s": ("finding a false alarm false", "the false alarm stood"),
    "time_to_cancel_partner_s": ("a cancel to a partner", "the partner was left with a false report"),
    "time_to_cancel_public_s": ("a cancel to the public", "a false public alert stood"),
    "cancel_reach_s": ("a cancel at the last who had to know", "somebody still held the false report"),
    "time_to_respond_s": ("the action expected of an inject", "the expected action was not done in time"),
}
MOST = 12
SLOW = "The longest steps"
NOTHING = "Nothing that was owed failed to come."


def section(view: View, facts: Facts) -> Section | None:
    """Return the longest steps and the misses that this reader can be told; None where there are none."""
    rows = [row for row in told_rows(view) if row.nation != ALL and row.subject != ALL]
    blocks: list[Block] = []
    if slow := slowest(facts, rows):
        heads = ("took", "step", "nation", "of", "what it cost")
        has_cost = any(row[-1] for row in slow)
        blocks.append(Table(SLOW, heads, slow) if has_cost else Table(SLOW, heads[:-1], tuple(r[:-1] for r in slow)))
    if missed := misses(rows):
        shown = missed[:MOST]
        note = f"{len(shown)} of {len(missed)}." if len(missed) > len(shown) else ""
        blocks.append(Table("What was owed and never came", ("nation", "what", "of", "what it cost"), shown, note))
    elif any(row.measure in OWED for row in rows):
        blocks.append(
            Words((NOTHING if view.party == CONTROL else f"{NOTHING[:-1]}, as far as this pack can tell.",))
        )
    return Section("delays", "Delays and misses", "", tuple(blocks)) if blocks else None


def slowest(facts: Facts, rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    """Return the longest steps of a run, the longest first."""
    found = [row for row in rows if row.measure in STEPS and row.value is not None and row.value > 0.0]
    found.sort(key=lambda row: (-(row.value or 0.0), row.measure, row.nation, row.subject))
    return tuple(
        (clock(row.value or 0.0), STEPS[row.measure], nation(row.nation), row.subject, cost(facts, row))
        for row in found[:MOST]
    )


def cost(facts: Facts, row: Row) -> str:
    """Return what share of a launch's flight a step took, where the reader knows of the flight; '' elsewhere."""
    launch = next((launch for launch in facts.launches if launch.launch_id == row.subject), None)
    if launch is None or not launch.impacts or row.value is None:
        return ""
    flight_s = (deadline_ms(facts, launch) - launch.lift_off_ms) / 1000.0
    return f"{number(round(100.0 * row.value / flight_s))}\u202f% of its flight of {clock(flight_s)}"


def misses(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    """Return what was owed and never came, what cost most first: in the order of ``OWED``."""
    place = {name: number for number, name in enumerate(OWED)}
    never = [row for row in rows if row.measure in OWED and row.status == "never"]
    came_down = [row for row in rows if row.measure == "leakage" and row.value == 1.0]
    found = [
        (nation(row.nation), "a hit on the payload", row.subject, "it came down in the nation") for row in came_down
    ]
    for row in sorted(never, key=lambda row: (place[row.measure], row.nation, row.subject)):
        found.append((nation(row.nation), OWED[row.measure][0], row.subject, OWED[row.measure][1]))
    return tuple(found)
