"""Rates by opportunity: what is counted over what, from the measures of one run; no measure is defined here."""

from typing import Literal, NamedTuple

Part = Literal["value", "cases", "came", "sum"]
Sort = Literal["share", "ratio", "seconds"]


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
    """

    key: str
    title: str
    per: str
    top: Count
    bottom: tuple[Count, ...]
    sort: Sort

    @property
    def measures(self) -> frozenset[str]:
        """Return the measures that it is counted from."""
        return frozenset({self.top.measure, *(count.measure for count in self.bottom)})


def share(key: str, title: str, per: str, measure: str, part: Part) -> Rate:
    """Return a share of the cases of one measure."""
    return Rate(key, title, per, Count(measure, part), (Count(measure, "cases"),), "share")


LAUNCH, AREA, PAYLOAD = "threatening launch", "area at risk from a launch", "payload at risk"

RATES: tuple[Rate, ...] = (
    share("missed", "missed: no warning held before impact", LAUNCH, "missed_launches", "value"),
    share("alerted-all", "every party warned before impact", LAUNCH, "alerted_both_share", "sum"),
    share("warned-5", "warned 5 min or more before impact", AREA, "warned_share_5min", "sum"),
    share("warned-10", "warned 10 min or more before impact", AREA, "warned_share_10min", "sum"),
    share("warned-15", "warned 15 min or more before impact", AREA, "warned_share_15min", "sum"),
    share("public", "its public warned before impact", AREA, "public_warning_time_s", "came"),
    Rate(
        "credited",
        "warning time, 0 where none came",
        AREA,
        Count("warning_time_credited_s", "sum"),
        (Count("warning_time_credited_s", "cases"),),
        "seconds",
    ),
    share("leaked", "payloads that came down", PAYLOAD, "leakage", "sum"),
    Rate(
        "fired",
        "interceptors fired",
        PAYLOAD,
        Count("interceptors_fired", "value"),
        (Count("leakage", "cases"),),
        "ratio",
    ),
    Rate(
        "kills",
        "payloads destroyed",
        "interceptor fired",
        Count("kills", "value"),
        (Count("interceptors_fired", "value"),),
        "ratio",
    ),
    Rate(
        "false-reports",
        "reports of no launch",
        "launch report made",
        Count("false_launch_reports", "value"),
        (Count("launch_reports", "value"),),
        "share",
    ),
    share("found-false", "assessed false within the hour", "false event", "time_to_assess_false_s", "came"),
    share(
        "cancelled-partner",
        "taken back within the hour",
        "false report to a partner",
        "time_to_cancel_partner_s",
        "came",
    ),
    share("cancelled-public", "taken back within the hour", "false public alert", "time_to_cancel_public_s", "came"),
    share("passed-on", "passed on within 10 min", "false report received", "false_propagated", "value"),
    share("owed", "reports that the partner received", "message owed", "report_to_receipt_s", "came"),
    Rate(
        "held-back",
        "held back by the agreement",
        "message drafted",
        Count("refusals", "value"),
        (Count("refusals", "value"), Count("releases", "value")),
        "share",
    ),
    share("read", "opened before the end", "message that reached people", "receipt_to_read_s", "came"),
    share("desk", "at the sensor desk in time", "notice received", "notice_to_desk_s", "came"),
    Rate(
        "consulted",
        "closed: signed by both or withdrawn",
        "consultation opened",
        Count("consultations_closed", "value"),
        (Count("consultations_opened", "value"),),
        "share",
    ),
    share("partner-only", "rested on the partner alone", "decision", "acted_on_partner_only_share", "sum"),
    share("lost", "acknowledged by nobody within 10 min", "item handed over", "handover_items_lost", "sum"),
    share("responded", "expected action done in time", "inject", "time_to_respond_s", "came"),
)

DURATIONS: dict[str, str] = {
    "first_detection_s": "lift-off to the first own detection",
    "first_report_s": "lift-off to a launch report held",
    "report_to_receipt_s": "report made to report received by the partner",
    "warning_time_s": "impact warning to impact",
    "public_warning_time_s": "public warning to impact",
    "receipt_to_decision_s": "report held to decision",
    "time_to_assess_false_s": "false event to its being found so",
    "time_to_cancel_public_s": "false public alert to its cancel",
    "consultation_time_s": "question to second signature",
    "receipt_to_read_s": "message received to message opened",
    "time_to_respond_s": "inject to expected action",
}
"""Measures of time in the series, and their titles."""
