"""How much was seen and reported."""

from collections.abc import Iterator

from tocsin.review.answer import ALL, Answer, Definition, observed
from tocsin.review.belong import FALSE_SOURCE
from tocsin.review.facts import Facts, all_of

DEFINITIONS = (
    Definition(
        "launch_reports",
        "count",
        "nation",
        "Launch reports issued for the first time (updates are not counted), before any agreement is asked.",
        "LaunchReportIssued",
        "0",
        "sum",
    ),
    Definition(
        "high_confidence_warnings",
        "count",
        "nation; subjects true and false",
        "Distinct events of the nation whose launch or impact warning ever reached confidence high; true if the "
        "first such warning belongs to a launch, else false.",
        "LaunchWarning or ImpactWarning",
        "0",
        "sum",
    ),
    Definition(
        "events_seen",
        "count",
        "nation",
        "Distinct truth events (launches, fireballs) with at least one measurement by the nation's own sensors.",
        "Launch or NatureEvent to Pairing",
        "0",
        "sum",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    counts: dict[str, dict[str, int]] = {"launch_reports": {}, "events_seen": {}}
    for nation in facts.parties:
        issued = all_of(facts.reports_issued, nation)
        counts["launch_reports"][nation] = sum(item.is_first for item in issued)
        counts["events_seen"][nation] = sum(of == nation for of, _ in facts.detected_ms)
        yield from high_confidence(facts, nation)
    for name, by_nation in counts.items():
        seen = len({cause for _, cause in facts.detected_ms})
        union = seen if name == "events_seen" else sum(by_nation.values())
        for nation, count in {**by_nation, ALL: union}.items():
            yield observed(name, nation, "nation", ALL, float(count))
    yield from high_confidence(facts, ALL)


def high_confidence(facts: Facts, nation: str) -> Iterator[Answer]:
    """Yield how many true and false events of a nation, or of all, reached confidence high."""
    first: dict[tuple[str, str], tuple[int, str]] = {}
    for (holder, launch_id), held in facts.warnings.items():
        for item in held:
            if item.confidence == "high" and nation in (holder, ALL):
                key = holder, item.event_id
                first[key] = min(first.get(key, (item.time_ms, launch_id)), (item.time_ms, launch_id))
    false = sum(launch_id == FALSE_SOURCE for _, launch_id in first.values())
    yield observed("high_confidence_warnings", nation, "source", "true", float(len(first) - false))
    yield observed("high_confidence_warnings", nation, "source", "false", float(false))
