"""How long before impact the threatened were warned, and whether everybody was."""

from collections.abc import Iterator

from tocsin.exchange.payload import CONFIDENCE_RANK, PublicWarning
from tocsin.orders.action import AssessEvent, SetAlert
from tocsin.orders.record import Launch
from tocsin.review.answer import ALL, Answer, Definition, Status, Wait, absent, observed, waited
from tocsin.review.facts import Facts, Held
from tocsin.review.opportunity import (
    Opportunity,
    deadline_ms,
    first_impact_ms,
    opportunities,
    threatened_parties,
)

SHARES = (("warned_share_5min", 300.0), ("warned_share_10min", 600.0), ("warned_share_15min", 900.0))
MEDIUM = CONFIDENCE_RANK["medium"]

DEFINITIONS = (
    Definition(
        "warning_time_s",
        "s",
        "(launch, area) x nation that owns the area",
        "Undefended impact in the area minus the issue of the first impact warning by the nation that owns it, "
        "belonging to the launch, naming the area with at least 10 % probability, of confidence medium or high, and "
        "not cancelled before the impact (its event assessed false and not valid again). The impact counts also "
        "when the body was intercepted.",
        "ImpactWarning to UndefendedImpact",
        "none before the impact (a late one counts in late_warnings); pending until the impact's time is reached",
        "median, never smallest",
    ),
    Definition(
        "warning_time_credited_s",
        "s",
        "(launch, area) x nation that owns the area",
        "warning_time_s where observed, 0 where never. The primary measure.",
        "as warning_time_s",
        "0 by definition, counted in n_never; pending ones are left out",
        "mean",
    ),
    *(
        Definition(
            name,
            "share",
            "(launch, area) x nation that owns the area",
            f"Opportunities with a warning time of at least {bound_s:.0f} s, of all opportunities.",
            "as warning_time_s",
            "a failure, counted in n_never; not applicable without an opportunity",
            "share",
        )
        for name, bound_s in SHARES
    ),
    Definition(
        "decided_warning_time_s",
        "s",
        "(launch, area) x nation that owns the area",
        "As warning_time_s, from the nation's first accepted order that assesses such a warning's event valid or "
        "raises the alert for it, instead of from the warning. An order given before the event's warnings named the "
        "area counts from when they did.",
        "Order to UndefendedImpact",
        "as warning_time_s",
        "median, never smallest",
    ),
    Definition(
        "public_warning_time_s",
        "s",
        "(launch, area) x nation that owns the area",
        "Undefended impact in the area minus the owner's first public alert that names the area and is of an event "
        "belonging to the launch.",
        "PublicWarning to UndefendedImpact",
        "none before the impact; pending until the impact's time is reached",
        "median, never smallest",
    ),
    Definition(
        "alerted_both_share",
        "share",
        "launch that threatens at least one party",
        "Launches for which every party holds a launch or impact warning belonging to the launch before the first "
        "undefended impact on a party. Nation is always all.",
        "Launch to the last party's first LaunchWarning or ImpactWarning",
        "not all: a failure",
        "share",
    ),
    Definition(
        "alert_gap_s",
        "s",
        "launch that threatens at least one party",
        "The latest minus the earliest party's first warning belonging to the launch. Nation is always all.",
        "first to last party's first LaunchWarning or ImpactWarning",
        "a party holds none by the last undefended impact of the launch; not applicable if no party holds one",
        "median, never largest",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    decisions = decided_ms(facts)
    for chance in opportunities(facts):
        issued_ms = first_warned_ms(facts, chance)
        decision_ms = first_decided_ms(facts, chance, decisions)
        public_ms = first_public_ms(facts, chance)
        for nation in (chance.nation, ALL):
            yield from of_opportunity(facts, chance, nation, issued_ms)
            yield before_impact(facts, "decided_warning_time_s", chance, nation, decision_ms)
            yield before_impact(facts, "public_warning_time_s", chance, nation, public_ms)
    for launch in facts.launches:
        if threatened_parties(facts, launch):
            yield from of_all_parties(facts, launch)


def of_opportunity(facts: Facts, chance: Opportunity, nation: str, issued_ms: int | None) -> Iterator[Answer]:
    """Yield the machine's warning time for one area in its several shapes."""
    raw = before_impact(facts, "warning_time_s", chance, nation, issued_ms)
    yield raw
    is_pending = raw.status == "pending"
    value_s = 0.0 if raw.value is None else raw.value
    n_never = int(raw.status == "never")
    for name, value in (
        ("warning_time_credited_s", value_s),
        *((name, float(raw.value is not None and value_s >= bound_s)) for name, bound_s in SHARES),
    ):
        if is_pending:
            yield absent(name, nation, "area", chance.subject, "pending")
        else:
            yield observed(name, nation, "area", chance.subject, value)._replace(n_never=n_never)


def before_impact(facts: Facts, measure: str, chance: Opportunity, nation: str, start_ms: int | None) -> Answer:
    """Return the seconds from a warning or decision to the impact it was about."""
    if chance.impact_ms > facts.end_ms:
        return absent(measure, nation, "area", chance.subject, "pending")
    if start_ms is None or start_ms >= chance.impact_ms:
        return absent(measure, nation, "area", chance.subject, "never")
    return observed(measure, nation, "area", chance.subject, (chance.impact_ms - start_ms) / 1000.0)


def naming(facts: Facts, chance: Opportunity) -> list[Held]:
    """Return the owner's warnings of the launch that name the area at medium confidence or higher, in order."""
    return [
        item
        for item in facts.warnings.get((chance.nation, chance.launch.launch_id), ())
        if chance.area_id in item.areas and CONFIDENCE_RANK[item.confidence] >= MEDIUM
    ]


def first_warned_ms(facts: Facts, chance: Opportunity) -> int | None:
    """Return when the owner first warned an area of a launch and did not take it back before the impact."""
    for item in naming(facts, chance):
        if not is_cancelled(facts, chance, item):
            return item.time_ms
    return None


def is_cancelled(facts: Facts, chance: Opportunity, item: Held) -> bool:
    """Return whether the nation judged a warning's event false, after the warning, as its last word before impact."""
    judged = [
        assessment
        for time_ms, assessment in facts.assessed.get((chance.nation, item.event_id), ())
        if item.time_ms <= time_ms < chance.impact_ms
    ]
    return bool(judged) and judged[-1] == "false"


def first_public_ms(facts: Facts, chance: Opportunity) -> int | None:
    """Return when the owner first told the public of an area that a launch puts it at risk."""
    for time_ms, node, warning in facts.of(PublicWarning):
        is_of_area = node == chance.nation and warning.step != "cancel" and chance.area_id in warning.areas
        if is_of_area and facts.cause_of(node, warning.event_id) == chance.launch.launch_id:
            return time_ms
    return None


def decided_ms(facts: Facts) -> dict[tuple[str, str], int]:
    """Return when each nation (first of the key) first decided on each of its events (second)."""
    first: dict[tuple[str, str], int] = {}
    for time_ms, node, order in facts.orders():
        match order.action:
            case AssessEvent(event_id, "valid"):
                first.setdefault((node, event_id), time_ms)
            case SetAlert("raised" | "full"):
                first.setdefault((node, order.in_reply_to), time_ms)
    return first


def first_decided_ms(facts: Facts, chance: Opportunity, decisions: dict[tuple[str, str], int]) -> int | None:
    """Return when the owner had both decided on an event and been told by it of the area; None if never."""
    told_ms: dict[str, int] = {}
    for item in naming(facts, chance):
        if not is_cancelled(facts, chance, item):
            told_ms.setdefault(item.event_id, item.time_ms)
    return min(
        (
            max(decisions[chance.nation, event_id], time_ms)
            for event_id, time_ms in told_ms.items()
            if (chance.nation, event_id) in decisions
        ),
        default=None,
    )


def of_all_parties(facts: Facts, launch: Launch) -> Iterator[Answer]:
    """Yield whether all parties were warned of a launch that threatens one of them, and how far apart."""
    held = [facts.warnings.get((nation, launch.launch_id)) for nation in facts.parties]
    first_ms = [items[0].time_ms if items else None for items in held]
    impacts_ms = [first_impact_ms(launch, nation) for nation in threatened_parties(facts, launch)]
    impact_ms = min(time_ms for time_ms in impacts_ms if time_ms is not None)
    if impact_ms > facts.end_ms:
        yield absent("alerted_both_share", ALL, "launch", launch.launch_id, "pending")
    else:
        are_all = all(time_ms is not None and time_ms < impact_ms for time_ms in first_ms)
        answer = observed("alerted_both_share", ALL, "launch", launch.launch_id, float(are_all))
        yield answer._replace(n_never=int(not are_all))
    yield gap(facts, launch, first_ms)


def gap(facts: Facts, launch: Launch, first_ms: list[int | None]) -> Answer:
    """Return the time between the first and the last party's first warning of a launch."""
    by_ms = deadline_ms(facts, launch)
    known_ms = [time_ms for time_ms in first_ms if time_ms is not None and time_ms <= by_ms]
    if not known_ms:
        status: Status = "not_applicable" if by_ms <= facts.end_ms else "pending"
        return absent("alert_gap_s", ALL, "launch", launch.launch_id, status)
    last_ms = max(known_ms) if len(known_ms) == len(first_ms) else None
    wait = Wait(min(known_ms), by_ms, facts.end_ms)
    return waited("alert_gap_s", ALL, "launch", launch.launch_id, wait, last_ms)
