"""Why agreements differ: who could see a launch when, and how long the news took, in seconds and in words."""

import statistics
from collections.abc import Mapping, Sequence
from itertools import pairwise

from tocsin.exchange.message import Delivery
from tocsin.exchange.payload import TrackReport
from tocsin.review.facts import Facts
from tocsin.review.log import RunLog
from tocsin.review.opportunity import Opportunity, opportunities
from tocsin.review.reason_words import SAME_S, Difference, sentences
from tocsin.review.sight import Sight, declared_course, sights
from tocsin.review.warning_times import first_warned_ms
from tocsin.scenario.declared import DeclaredLaunch, Scenario

BASELINE = "none"
Warned = dict[str, int | None]  # agreement -> exercise time (ms) of the first warning, None if it never came


def visibility(scenario: Scenario) -> dict[str, list[Sight]]:
    """Return, for every declared launch, how every sensor of every party stood to its undefended flight.

    ``Sight.first_seen_s`` and ``Sight.why_not_before`` sum each of them up.  Geometry alone: no luck is in it.
    """
    return {launch.launch_id: sights_of(scenario, launch) for launch in scenario.launches}


def sights_of(scenario: Scenario, launch: DeclaredLaunch) -> list[Sight]:
    """Return how every sensor of every party stood to one launch's undefended flight."""
    course = declared_course(launch.body)
    return [sight for node in scenario.nodes for sight in sights(scenario, node, course)]


def physical_reason(logs: Mapping[str, RunLog], scenario: Scenario) -> list[str]:
    """Return why the agreements differ as sentences, the first of which says it all; see ``difference``."""
    found = difference(logs, scenario)
    return sentences(found) if found else []


def difference(logs: Mapping[str, RunLog], scenario: Scenario) -> Difference | None:
    """Return what lies behind the largest difference in warning time between agreements.

    Parameters
    ----------
    logs : mapping of agreement to RunLog
        Runs of one scenario on the same luck; at least the ``MEASURED_KINDS``.
    scenario : Scenario

    Returns
    -------
    Difference or None
        Of the party and the agreement whose mean credited warning time is furthest from the baseline's (``none``,
        or the first given), told by the first launch and area for which it differs by more than ``SAME_S``.  None
        with fewer than two runs or nobody threatened.

    Notes
    -----
    When each side could see the launch is geometry; when tracks arrived and warnings were issued is read from the
    records.  ``Difference.expected_gain_s`` is the hand calculation to hold the gain against.
    """
    facts = {agreement: Facts(log, scenario) for agreement, log in logs.items()}
    baseline = BASELINE if BASELINE in facts else next(iter(facts), "")
    chances = common_opportunities(list(facts.values()))
    if len(facts) < 2 or not chances:
        return None
    told = [(chance, {name: first_warned_ms(run, chance) for name, run in facts.items()}) for chance in chances]
    nation, agreement = furthest(told, baseline)
    own = [item for item in told if item[0].nation == nation]
    far = [item for item in own if abs(gain_s(*item, baseline, agreement)) > SAME_S]
    chance, warned = (far or own)[0]
    return behind(facts[agreement], chance, warned, (baseline, agreement))


def common_opportunities(runs: Sequence[Facts]) -> list[Opportunity]:
    """Return the opportunities of declared launches whose impact time every run reached, first lift-off first."""
    if not runs:
        return []
    declared = {launch.launch_id for launch in runs[0].scenario.launches}
    reached_ms = min(run.end_ms for run in runs)
    common = [
        chance
        for chance in opportunities(runs[0])
        if chance.impact_ms <= reached_ms and chance.launch.launch_id in declared
    ]
    return sorted(common, key=lambda chance: chance.launch.lift_off_ms)


def gain_s(chance: Opportunity, warned: Warned, baseline: str, agreement: str) -> float:
    """Return how many seconds of credited warning time an agreement gains on the baseline."""
    return credited_s(chance, warned[agreement]) - credited_s(chance, warned[baseline])


def credited_s(chance: Opportunity, warned_ms: int | None) -> float:
    """Return the seconds from a warning to the impact; 0 if it never came in time."""
    return 0.0 if warned_ms is None else max(0, chance.impact_ms - warned_ms) / 1000.0


def furthest(told: Sequence[tuple[Opportunity, Warned]], baseline: str) -> tuple[str, str]:
    """Return the nation and the agreement whose mean gain on the baseline is furthest from none."""
    gains: dict[tuple[str, str], list[float]] = {}
    for chance, warned in told:
        for agreement in warned:
            if agreement != baseline:
                key = chance.nation, agreement
                gains.setdefault(key, []).append(gain_s(chance, warned, baseline, agreement))
    return max(gains, key=lambda key: abs(statistics.fmean(gains[key])))


def behind(facts: Facts, chance: Opportunity, warned: Warned, compared: tuple[str, str]) -> Difference:
    """Return the geometry and the delays behind one opportunity's two warning times."""
    baseline, agreement = compared
    launch = next(item for item in facts.scenario.launches if item.launch_id == chance.launch.launch_id)
    seen = sights_of(facts.scenario, launch)
    partner, track_ms = first_received_track(facts, chance)
    return Difference(
        nation=chance.nation,
        launch_id=launch.launch_id,
        area_id=chance.area_id,
        baseline=baseline,
        agreement=agreement,
        baseline_s=since_s(launch, warned[baseline]),
        agreement_s=since_s(launch, warned[agreement]),
        gain_s=gain_s(chance, warned, baseline, agreement),
        own=tuple(sight for sight in seen if sight.nation == chance.nation),
        partners=tuple(sight for sight in seen if sight.nation != chance.nation),
        burn_out_s=launch.burn_out_s,
        partner=partner,
        track_s=since_s(launch, track_ms),
        delay_s=delay_s(facts, chance.nation),
    )


def since_s(launch: DeclaredLaunch, time_ms: int | None) -> float | None:
    """Return seconds after lift-off."""
    return None if time_ms is None else (time_ms - launch.lift_off_ms) / 1000.0


def first_received_track(facts: Facts, chance: Opportunity) -> tuple[str, int | None]:
    """Return who first sent the nation a track of the launch, and when it arrived; ('', None) if nobody did."""
    for time_ms, node, delivery in facts.of(Delivery):
        payload = delivery.message.payload
        if node != chance.nation or not delivery.crc_ok or not isinstance(payload, TrackReport):
            continue
        if any(facts.causes.launch_of(track.provenance) == chance.launch.launch_id for track in payload.tracks):
            return delivery.message.originator, time_ms
    return "", None


def delay_s(facts: Facts, nation: str) -> float | None:
    """Return how long a partner's track was typically on its way to the nation; None if none ever came.

    Notes
    -----
    Half the usual interval between two reports (the wait for the next one), plus the median time from the draft
    (one tick before its release) to the receipt: release, agreement delay and link.
    """
    reports = [
        delivery
        for _, node, delivery in facts.of(Delivery)
        if node == nation and delivery.crc_ok and isinstance(delivery.message.payload, TrackReport)
    ]
    if not reports:
        return None
    released_ms = sorted(delivery.message.released_ms for delivery in reports)
    gaps_ms = [after - before for before, after in pairwise(released_ms)]
    way_ms = statistics.median(delivery.received_ms - delivery.message.released_ms for delivery in reports)
    wait_ms = 0.5 * statistics.median(gaps_ms) if gaps_ms else 0.0
    return (facts.scenario.tick_ms + way_ms + wait_ms) / 1000.0
