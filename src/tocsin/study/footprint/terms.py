"""What the agreement of each rung lets a nation know, and how much later."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.exchange.agreement import RUNG_NAMES, Agreement, AgreementState
from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.link import SHORTEST_MS, Link
from tocsin.exchange.message import Draft, Message
from tocsin.exchange.payload import LaunchReport
from tocsin.exchange.release import release
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.declared import Scenario
from tocsin.study.footprint.arcs import Arcs
from tocsin.study.footprint.kernels import AZIMUTH, FLIGHT_S, RANGE_M
from tocsin.warning.area import nation_holding
from tocsin.warning.judge import REPEAT_MS
from tocsin.warning.rules import class_by_range

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

RUNG_PRESETS = ("none", "notify-only", "jdec-1", "jdec-3", "full-picture", "deconflicted", "integrated")
SOMEWHERE = Ellipse(0.0, 0.0, 1e8, 0.0, 1e8)


class Terms(NamedTuple):
    """One rung: its number on the ladder, its name there, and the agreement that stands for it."""

    rung: int
    name: str
    agreement: Agreement


def ladder(scenario: Scenario) -> tuple[Terms, ...]:
    """Return the rungs 0 to 6, each by its shipped preset, between the scenario's members."""
    agreements = (load_agreement(name, scenario.members) for name in RUNG_PRESETS)
    return tuple(Terms(agreement.rung, RUNG_NAMES[agreement.rung], agreement) for agreement in agreements)


def link_between(scenario: Scenario, source: str, target: str) -> Link | None:
    """Return the link from one nation to another, or None."""
    return next((link for link in scenario.links if (link.source, link.target) == (source, target)), None)


def message_s(agreement: Agreement, link: Link, tick_ms: int) -> float:
    """Return the longest that a message takes that is not lost, s: to the gate, waiting there, over the link."""
    return (tick_ms + agreement.min_delay_ms + max(SHORTEST_MS, link.latency_ms + link.jitter_ms)) / 1000.0


def track_delay_s(terms: Terms, scenario: Scenario, source: str, target: str) -> float:
    """Return how old a partner's track is at most when it counts here, s; infinity where none is granted."""
    link = link_between(scenario, source, target)
    if link is None or "track" not in terms.agreement.fields_released:
        return math.inf
    return terms.agreement.report_interval_ms / 1000.0 + message_s(terms.agreement, link, scenario.tick_ms)


def word_delay_s(terms: Terms, scenario: Scenario, source: str, target: str) -> float:
    """Return how much later than at home a partner's impact is believed here on its word, s; infinity for never.

    Its next report comes within ``REPEAT_MS`` of its believing; whether confidence is released makes no difference:
    an impact told without it is held here as long as at home, and is told as soon as it is known there.
    """
    link = link_between(scenario, source, target)
    fields = {"impact_area", "impact_time_ms"}
    if link is None or not fields.issubset(terms.agreement.fields_released):
        return math.inf
    return REPEAT_MS / 1000.0 + message_s(terms.agreement, link, scenario.tick_ms)


def may_tell(terms: Terms, scenario: Scenario, arcs: Arcs, ways: Mapping[str, str]) -> BoolArray:
    """Return whether the agreement's gate lets a report of the impact of each arc (n,) through.

    ``ways``: originator and addressee under "from" and "to".  Asked of ``exchange.release``, with what a nation that
    tracks the body knows of it: class by range, range, apogee, direction, and whose ground it rose from.
    """
    told = np.zeros(arcs.rows.shape[0], np.bool_)
    nation = nation_holding(scenario.geography.territories, *arcs.origin_rad.tolist())
    for index in np.flatnonzero(arcs.rows[:, FLIGHT_S] > 0.0):
        range_m = float(arcs.rows[index, RANGE_M])
        report = LaunchReport(
            event_id="footprint",
            generic_class=class_by_range(range_m),
            impact_area=SOMEWHERE,
            impact_time_ms=0,
            threatens=(ways["to"],),
        )
        draft = Draft(
            originator=ways["from"],
            to=ways["to"],
            drafted_ms=0,
            msg_type="update",
            payload=report,
            range_m=range_m,
            apogee_m=float(arcs.apogees_m[index]),
            launch_nation=nation,
            azimuth_rad=float(arcs.rows[index, AZIMUTH]),
        )
        answer = release(draft, terms.agreement, AgreementState(), terms.agreement.in_force_ms)
        is_told = isinstance(answer, Message) and isinstance(answer.payload, LaunchReport)
        told[index] = is_told and answer.payload.impact_area is not None  # type: ignore[union-attr]
    return told
