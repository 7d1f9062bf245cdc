"""Warnings that came late, were of the wrong place or of nothing, and launches that were missed."""

from collections.abc import Iterator

from tocsin.exchange.payload import CONFIDENCE_RANK
from tocsin.orders.record import Launch
from tocsin.review.answer import ALL, Answer, Definition, absent, observed
from tocsin.review.belong import FALSE_SOURCE
from tocsin.review.facts import Facts, Held, all_of
from tocsin.review.opportunity import first_impact_ms, opportunities
from tocsin.review.warning_times import MEDIUM, naming

DEFINITIONS = (
    Definition(
        "late_warnings",
        "count",
        "nation",
        "(Launch, area) whose first impact warning, by the rules of warning_time_s, came at or after the impact.",
        "UndefendedImpact to ImpactWarning",
        "0",
        "sum",
    ),
    Definition(
        "misdirected_warnings",
        "count",
        "nation",
        "Impact warnings, updates counted, of confidence medium or high, belonging to a launch that threatens some "
        "nation but naming only areas and nations not at risk from it.",
        "ImpactWarning against truth",
        "0",
        "sum",
    ),
    Definition(
        "missed_launches",
        "count",
        "launch x nation it threatens",
        "Launches threatening the nation of which it held no warning before the first undefended impact on it; "
        "n is the number of launches that threatened it, so value / n is the share.",
        "Launch to LaunchWarning or ImpactWarning",
        "counted: that is the measure; not applicable if no launch threatened the nation",
        "sum over cases",
    ),
    Definition(
        "false_launch_reports",
        "count",
        "nation",
        "First issues of launch reports that belong to no launch (false source).",
        "LaunchReportIssued against truth",
        "0",
        "sum",
    ),
    Definition(
        "false_impact_warnings",
        "count",
        "nation",
        "Events whose first impact warning of confidence medium or high comes from a false source, or from a launch "
        "that threatens nobody (a space launch), and names no area (nation, where it names no area) at risk from "
        "any true body.",
        "ImpactWarning against truth",
        "0",
        "sum",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    yield from missed(facts)
    harmful = harmful_launches(facts)
    late = dict.fromkeys(facts.parties, 0)
    for chance in opportunities(facts):
        named = naming(facts, chance)
        late[chance.nation] += bool(named and named[0].time_ms >= chance.impact_ms)
    counts: dict[str, dict[str, int]] = {"late_warnings": late}
    for nation in facts.parties:
        warnings = [item for item in all_of(facts.warnings, nation) if item.impact_place and is_medium(item)]
        reports = all_of(facts.reports_issued, nation)
        for name, count in (
            ("misdirected_warnings", sum(is_misdirected(item, harmful) for item in warnings)),
            ("false_launch_reports", sum(r.is_first and r.launch_id == FALSE_SOURCE for r in reports)),
            ("false_impact_warnings", len(false_warnings(facts, nation))),
        ):
            counts.setdefault(name, {})[nation] = count
    for name, by_nation in counts.items():
        for nation, count in {**by_nation, ALL: sum(by_nation.values())}.items():
            yield observed(name, nation, "nation", ALL, float(count))


def harmful_launches(facts: Facts) -> dict[str, Launch]:
    """Return the launches that threaten some nation, by id."""
    return {launch.launch_id: launch for launch in facts.launches if any(i.nation for i in launch.impacts)}


def missed(facts: Facts) -> Iterator[Answer]:
    """Yield, for every launch and nation it threatens, 1 if the nation held no warning before the impact, else 0."""
    for launch in facts.launches:
        for nation in facts.parties:
            impact_ms = first_impact_ms(launch, nation)
            if impact_ms is None:
                continue
            held = facts.warnings.get((nation, launch.launch_id))
            is_missed = not held or held[0].time_ms >= impact_ms
            for whose, subject in ((nation, launch.launch_id), (ALL, f"{launch.launch_id}/{nation}")):
                if impact_ms > facts.end_ms:
                    yield absent("missed_launches", whose, "launch", subject, "pending")
                else:
                    answer = observed("missed_launches", whose, "launch", subject, float(is_missed))
                    yield answer._replace(n_never=int(is_missed))


def is_medium(item: Held) -> bool:
    """Return whether a warning is of confidence medium or high."""
    return CONFIDENCE_RANK[item.confidence] >= MEDIUM


def is_misdirected(item: Held, harmful: dict[str, Launch]) -> bool:
    """Return whether a warning of a harmful launch names nothing that is at risk from it."""
    launch = harmful.get(item.launch_id)
    return launch is not None and not names_any(item, [launch])


def names_any(item: Held, launches: list[Launch]) -> bool:
    """Return whether a warning names an area or nation at risk from any of the launches."""
    impacts = [impact for launch in launches for impact in launch.impacts]
    areas = {area for impact in impacts for area in impact.areas}
    nations = {impact.nation for impact in impacts}
    return not (areas.isdisjoint(item.areas) and nations.isdisjoint(item.threatens))


def false_warnings(facts: Facts, nation: str) -> list[Held]:
    """Return a nation's first warnings of an impact, of medium confidence or high, with no harmful launch behind."""
    harmful = harmful_launches(facts)
    first: dict[str, Held] = {}
    warnings = [item for item in all_of(facts.warnings, nation) if item.impact_place and is_medium(item)]
    for item in sorted(warnings, key=lambda item: item.time_ms):
        first.setdefault(item.event_id, item)
    at_risk = {area for launch in harmful.values() for impact in launch.impacts for area in impact.areas}
    nations = {impact.nation for launch in harmful.values() for impact in launch.impacts}
    return [
        item
        for item in first.values()
        if item.launch_id not in harmful
        and (at_risk.isdisjoint(item.areas) if item.areas else nations.isdisjoint(item.threatens))
    ]
