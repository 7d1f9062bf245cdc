"""Which records each measure needs: a reader is told a measure only if his view gives it the value that all give it.

What is not listed for a reader rests on his partner's own records (what truly caused a report that came from there,
when a message left) or on what control alone has, and is never told him.  ``tests/review/pack/test_needs.py``
compares each value told with that of the whole run.
"""

from tocsin.exchange.agreement import JOINT
from tocsin.orders.hot_wash import CONTROL
from tocsin.review.families import FAMILIES, NODE_FAMILIES
from tocsin.review.party import View

Families = frozenset[str]

OWN: Families = frozenset()  # the nation's own records are enough
SEEN: Families = frozenset({"launches", "flights", "pairings"})
ENDED: Families = frozenset({"launches", "flights"})
HIT: Families = frozenset({"launches", "flights", "outcomes"})
OF_A_NATION: dict[str, Families] = {
    "first_detection_s": SEEN,
    "events_seen": SEEN,
    "leakers": ENDED,
    "leakage": ENDED,
    "kills": HIT,
    "interceptors_per_kill": HIT,
    "interceptors_fired": OWN,
    "launch_reports": OWN,
    "alert_raised_share": OWN,
    "alert_full_share": OWN,
    "events_assessed": OWN,
    "acted_on_partner_only_share": OWN,
    "consultations_opened": OWN,
    "link_gap_s": OWN,
    "releases": OWN,
    "refusals": OWN,
    "withheld_used": OWN,
    "exposure_cells": OWN,
    "receipt_to_read_s": OWN,
    "handover_items_lost": OWN,
}

EVERYTHING: Families = frozenset(FAMILIES)
MESSAGES: Families = frozenset({"messages"})
OF_JOINT: dict[str, Families] = {
    "leakers": ENDED,
    "leakage": ENDED,
    "launch_reports": frozenset({"warnings"}),
    "alert_raised_share": frozenset({"decisions"}),
    "alert_full_share": frozenset({"decisions"}),
    "events_assessed": frozenset({"decisions", "warnings"}),
    "consultations_opened": MESSAGES,
    "consultations_closed": MESSAGES,
    "consultations_expired": MESSAGES,
    "consultation_time_s": MESSAGES,
    "releases": MESSAGES,
    "refusals": MESSAGES,
    "withheld_used": frozenset({"messages", "notices", "decisions"}),
    "report_to_receipt_s": MESSAGES,
    **dict.fromkeys(
        (
            "first_track_s",
            "first_report_s",
            "warning_time_s",
            "warning_time_credited_s",
            "warned_share_5min",
            "warned_share_10min",
            "warned_share_15min",
            "decided_warning_time_s",
            "public_warning_time_s",
            "alerted_both_share",
            "alert_gap_s",
            "late_warnings",
            "misdirected_warnings",
            "missed_launches",
            "false_launch_reports",
            "false_impact_warnings",
            "time_to_assess_false_s",
            "time_to_cancel_partner_s",
            "time_to_cancel_public_s",
            "cancel_reach_s",
            "wrong_cancels",
            "false_received",
            "false_propagated",
            "joint_assessment_correct",
            "high_confidence_warnings",
            "launch_ellipse_km2",
            "impact_ellipse_km2",
            "ellipse_coverage",
            "impact_error_km",
        ),
        EVERYTHING,
    ),
}


def is_tellable(view: View, measure: str, nation: str) -> bool:
    """Return whether a reader's records alone give a measure of a nation (or of all) the value that all give it."""
    if view.party == CONTROL:
        return True
    if view.party == JOINT:
        return measure in OF_JOINT and OF_JOINT[measure] <= view.families
    return nation == view.party and measure in OF_A_NATION and OF_A_NATION[measure] <= view.families


def held_of(view: View, node: str) -> Families:
    """Return the families of a node's records that a view holds."""
    if view.party in (CONTROL, node):
        return frozenset(NODE_FAMILIES)
    return view.families & frozenset(NODE_FAMILIES) if view.party == JOINT else frozenset()
