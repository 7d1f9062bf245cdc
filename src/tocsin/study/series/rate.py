"""Rates by opportunity: what is counted over what, from the measures of one run; no measure is defined here."""

from typing import Literal, NamedTuple

Part = Literal["value", "cases", "came", "sum"]
Sort = Literal["share", "ratio", "seconds"]

SOURCE = ("launches", "pairings", "measurements")  # without these nobody can say what anything belongs to
WARNED = (*SOURCE, "warnings")
CONTROL_ALONE = "what control planned"  # no family: what of a scenario control alone knows
BOTH_SIDES = "the partner's records"  # no family: what no nation holds alone


class Count(NamedTuple):
    """A number of a measure's headline row.

    ``value``: as it stands.  ``cases``: how many cases stand behind it.  ``came``: those of them that were not never.
    ``sum``: value times cases, of a share or a mean.
    """

    measure: str
    part: Part


class Rate(NamedTuple):
    """Something counted over its opportunities.

    Attributes
    ----------
    key, title : str
    per : str
        What the opportunities are.
    top : Count
    bottom : tuple of Count
        Added up.
    sort : Sort
        A ``share`` is of cases, each of which was or was not; of those alone an exact interval can be given.
    needs : tuple of str
        Families of records without which it cannot be counted, and the two that are none.
    """

    key: str
    title: str
    per: str
    top: Count
    bottom: tuple[Count, ...]
    sort: Sort
    needs: tuple[str, ...]


def share(key: str, title: str, per: str, measure: str, part: Part, needs: tuple[str, ...]) -> Rate:
    """Return a share of the cases of one measure."""
    return Rate(key, title, per, Count(measure, part), (Count(measure, "cases"),), "share", needs)


LAUNCH, AREA, PAYLOAD = "threatening launch", "area at risk from a launch", "payload at risk"
FALSE_EVENT, REPORT, OWED, INJECT = "false event", "report or warning", "message owed", "inject"
HANDED, DECISION, ASKED = "item handed over", "decision", "consultation opened"

RATES: tuple[Rate, ...] = (
    share("missed", "missed: no warning held before impact", LAUNCH, "missed_launches", "value", WARNED),
    share(
        "alerted-all",
        "every party warned before impact",
        LAUNCH,
        "alerted_both_share",
        "sum",
        (*WARNED, "messages", BOTH_SIDES),
    ),
    share("warned-5", "warned 5 min or more before impact", AREA, "warned_share_5min", "sum", WARNED),
    share("warned-10", "warned 10 min or more before impact", AREA, "warned_share_10min", "sum", WARNED),
    share("warned-15", "warned 15 min or more before impact", AREA, "warned_share_15min", "sum", WARNED),
    share("public", "public warned before impact", AREA, "public_warning_time_s", "came", WARNED),
    Rate(
        "credited",
        "warning time, never counted as 0",
        AREA,
        Count("warning_time_credited_s", "sum"),
        (Count("warning_time_credited_s", "cases"),),
        "seconds",
        WARNED,
    ),
    share("leaked", "came down", PAYLOAD, "leakage", "sum", ("launches", "flights")),
    Rate(
        "fired",
        "interceptors fired",
        PAYLOAD,
        Count("interceptors_fired", "value"),
        (Count("leakage", "cases"),),
        "ratio",
        ("launches", "flights", "engagements"),
    ),
    Rate(
        "kills",
        "payloads destroyed",
        "interceptor fired",
        Count("kills", "value"),
        (Count("interceptors_fired", "value"),),
        "ratio",
        ("launches", "outcomes", "engagements"),
    ),
    Rate(
        "false-reports",
        "belongs to no launch",
        "launch report made",
        Count("false_launch_reports", "value"),
        (Count("launch_reports", "value"),),
        "share",
        WARNED,
    ),
    share(
        "found-false",
        "assessed false or anomalous within the hour",
        FALSE_EVENT,
        "time_to_assess_false_s",
        "came",
        (*WARNED, "decisions"),
    ),
    share(
        "cancelled-partner",
        "taken back within the hour",
        "false report to a partner",
        "time_to_cancel_partner_s",
        "came",
        (*WARNED, "messages"),
    ),
    share(
        "cancelled-public",
        "taken back within the hour",
        "false public alert",
        "time_to_cancel_public_s",
        "came",
        WARNED,
    ),
    share(
        "passed-on",
        "passed on within 10 min",
        "false report received",
        "false_propagated",
        "value",
        (*WARNED, "messages", "decisions"),
    ),
    share(
        "owed",
        "partner\u2019s report received",
        OWED,
        "report_to_receipt_s",
        "came",
        ("warnings", "messages", BOTH_SIDES),
    ),
    Rate(
        "held-back",
        "held back by the agreement",
        "message drafted",
        Count("refusals", "value"),
        (Count("refusals", "value"), Count("releases", "value")),
        "share",
        ("messages",),
    ),
    share(
        "read",
        "opened before the end",
        "message that reached people",
        "receipt_to_read_s",
        "came",
        ("messages", "decisions"),
    ),
    share(
        "desk", "at the sensor desk in time", "notice received", "notice_to_desk_s", "came", ("notices", "messages")
    ),
    Rate(
        "consulted",
        "closed with a joint assessment or withdrawn",
        ASKED,
        Count("consultations_closed", "value"),
        (Count("consultations_opened", "value"),),
        "share",
        ("messages", "decisions", BOTH_SIDES),
    ),
    share(
        "partner-only",
        "rested on the partner alone",
        DECISION,
        "acted_on_partner_only_share",
        "sum",
        (*SOURCE, "warnings", "decisions", "messages"),
    ),
    share("lost", "acknowledged by nobody within 10 min", HANDED, "handover_items_lost", "sum", ("decisions",)),
    share("responded", "done within its limit", INJECT, "time_to_respond_s", "came", ("decisions", CONTROL_ALONE)),
)

DURATIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "first_detection_s": ("lift-off to the first own detection", ("launches", "pairings")),
    "first_report_s": ("lift-off to a launch report held", (*WARNED, "messages")),
    "report_to_receipt_s": ("report made to report received by the partner", ("warnings", "messages", BOTH_SIDES)),
    "warning_time_s": ("impact warning to impact", WARNED),
    "public_warning_time_s": ("public warning to impact", WARNED),
    "receipt_to_decision_s": ("report held to decision", (*WARNED, "messages", "decisions")),
    "time_to_assess_false_s": ("false event to its being found so", (*WARNED, "decisions")),
    "time_to_cancel_public_s": ("false public alert to its cancel", WARNED),
    "consultation_time_s": ("question to second signature", ("messages", "decisions", BOTH_SIDES)),
    "receipt_to_read_s": ("message received to message opened", ("messages", "decisions")),
    "time_to_respond_s": ("inject to expected action", ("decisions", CONTROL_ALONE)),
}
"""Measures of time in the series: their titles, and the families without which they cannot be told."""
