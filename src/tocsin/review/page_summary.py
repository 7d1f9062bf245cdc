"""What happened, in sentences made from the records."""

from collections.abc import Mapping, Sequence

from tocsin.defence.battery import Shot
from tocsin.exchange.payload import CONFIDENCE_RANK
from tocsin.orders.record import Launch, NatureEvent
from tocsin.review.answer import ALL
from tocsin.review.belong import launch_of_body
from tocsin.review.facts import Facts
from tocsin.review.measure import Row
from tocsin.review.opportunity import first_impact_ms
from tocsin.review.page_words import amount_of, clock, count, listed, nation, number, sentence
from tocsin.warning.group import LaunchGroup, groups_of

ENOUGH = CONFIDENCE_RANK["medium"]


def has_threat(facts: Facts) -> bool:
    """Return whether anything was launched that would come down somewhere."""
    return any(launch.impacts for launch in facts.launches)


def summary_of(logs: Mapping[str, Facts], rows: Sequence[Row]) -> list[str]:
    """Return the summary of a set of runs, the first one told in full; ``rows`` are the measures of that one."""
    agreement, facts = next(iter(logs.items()))
    if not has_threat(facts):
        return quiet_words(facts, rows)
    said = [launch_words(facts), f"This is the run under the agreement \u201c{agreement}\u201d; times are m:ss."]
    said += [party_words(facts, party) for party in facts.parties]
    others = [(name, other) for name, other in logs.items() if name != agreement]
    return said + [line for party in facts.parties if (line := other_words(others, party))]


def quiet_words(facts: Facts, rows: Sequence[Row]) -> list[str]:
    """Return what a run without any threat was about, and what each party made of it."""
    fireballs, launches = len(facts.of(NatureEvent)), len(facts.launches)
    years = facts.scenario.real_years
    over = f", the record of {years:.0f} years," if years else ""
    said = [
        f"No hostile launch. {count(fireballs, 'fireball').capitalize()} and "
        f"{count(launches, 'declared space launch', 'declared space launches')}{over} were played past the sensors "
        f"of {listed([nation(party) for party in facts.parties])}, each in a window of its own."
    ]
    value = {(row.nation, row.measure): round(row.value or 0) for row in rows if row.subject == ALL}
    for party in facts.parties:
        false = value[party, "false_launch_reports"]
        rate = f", {number(false / years)} a year" if false and years else ""
        warned = count(value[party, "false_impact_warnings"], "false impact warning")
        reports = count(value[party, "launch_reports"], "launch report")
        notices = count(value[party, "notifications_matched"], "notice")
        said.append(
            f"{nation(party)} saw {value[party, 'events_seen']:,} of the {fireballs + launches:,} events and made "
            f"{reports}, of them {amount_of(false)} false{rate}; it matched {notices} and issued {warned}."
        )
    return said


def launch_words(facts: Facts) -> str:
    """Return who launched what, when, and where it would have come down."""
    first_ms = min(launch.lift_off_ms for launch in facts.launches)
    last_ms = max(launch.lift_off_ms for launch in facts.launches)
    launchers = listed([nation(name) for name in dict.fromkeys(launch.nation for launch in facts.launches)])
    classes = listed([name.upper() for name in dict.fromkeys(launch.vehicle_class for launch in facts.launches)])
    within = f" within {clock((last_ms - first_ms) / 1000.0)}" if last_ms > first_ms else ""
    impacts = [impact for launch in facts.launches for impact in launch.impacts]
    where = listed([nation(name) or "the sea" for name in dict.fromkeys(impact.nation for impact in impacts)])
    areas = [nation(name) for name in dict.fromkeys(area for impact in impacts for area in impact.areas)]
    at_risk = f" ({listed(areas)})" if areas else ""
    which = (
        "which"
        if len(facts.launches) == 1
        else "all of which"
        if len(impacts) == len(facts.launches)
        else "some of which"
    )
    return (
        f"{launchers} made {count(len(facts.launches), 'launch', 'launches')} ({classes}){within}, the first at "
        f"{clock(first_ms / 1000.0)} of exercise time, {which} would have come down in {where}{at_risk}."
        f"{group_words(facts)}"
    )


def group_words(facts: Facts) -> str:
    """Return which launches an agreement on groups counts together, '' where each stands alone."""
    groups = groups_of([launch.lift_off_ms for launch in facts.launches])
    if all(group.together == "single" for group in groups):
        return ""
    return f" Counted as groups: {listed([words_of(group) for group in groups])}."


def words_of(group: LaunchGroup) -> str:
    """Return a group of launches in words."""
    size = count(len(group.times_ms), "launch", "launches")
    if group.together == "single":
        return f"{size} alone"
    if group.together == "simultaneous":
        return f"{size} simultaneous (within 5 min)"
    return f"{size} near-simultaneous (within 60 min)"


def party_words(facts: Facts, party: str) -> str:
    """Return what one party saw, held, warned of, fired and suffered; times after the first lift-off."""
    zero_ms = min(launch.lift_off_ms for launch in facts.launches)
    said = [
        seen_words(facts, party, zero_ms),
        report_words(facts, party, zero_ms),
        warning_words(facts, party, zero_ms),
    ]
    if any(first_impact_ms(launch, party) is not None for launch in facts.launches):
        said.append(outcome_words(facts, party))
    return sentence(f"{nation(party)}\u2019s own sensors {'; '.join(said)}")


def seen_words(facts: Facts, party: str, zero_ms: int) -> str:
    """Return when a party's own sensors first saw a launch."""
    times_ms = [facts.detected_ms.get((party, launch.launch_id)) for launch in facts.launches]
    seen_ms = [time_ms for time_ms in times_ms if time_ms is not None]
    if not seen_ms:
        return "never saw a launch"
    how_many = "" if len(seen_ms) == len(times_ms) else f" ({len(seen_ms)} of {len(times_ms)} launches seen)"
    return f"first saw a launch {clock((min(seen_ms) - zero_ms) / 1000.0)} after the first lift-off{how_many}"


def report_words(facts: Facts, party: str, zero_ms: int) -> str:
    """Return when a party first held a report, and whose."""
    own_ms = first_held_ms(facts, party, received=False)
    got_ms = first_held_ms(facts, party, received=True)
    if own_ms is None and got_ms is None:
        return "it never held a launch report"
    if got_ms is None or (own_ms is not None and own_ms <= got_ms):
        assert own_ms is not None
        return f"it first held a launch report, its own, at {clock((own_ms - zero_ms) / 1000.0)}"
    return f"it first held a launch report, received, at {clock((got_ms - zero_ms) / 1000.0)}"


def first_held_ms(facts: Facts, party: str, received: bool) -> int | None:
    """Return when a party first held a report of any launch, of its own making or received."""
    table = facts.reports_received if received else facts.reports_issued
    times = [held[0].time_ms for launch in facts.launches if (held := table.get((party, launch.launch_id)))]
    return min(times, default=None)


def warning_words(facts: Facts, party: str, zero_ms: int) -> str:
    """Return when a party first warned its people of an impact, and how long before it that was."""
    threatened = [launch for launch in facts.launches if first_impact_ms(launch, party) is not None]
    if not threatened:
        return "nothing was to come down on it"
    found = first_warning(facts, party)
    if found is None:
        return "it never warned of an impact with medium confidence or better"
    time_ms, launch = found
    impact_ms = first_impact_ms(launch, party)
    assert impact_ms is not None
    return (
        f"it first warned of an impact, with medium confidence or better, at {clock((time_ms - zero_ms) / 1000.0)}, "
        f"{clock((impact_ms - time_ms) / 1000.0)} before that impact was due"
    )


def first_warning(facts: Facts, party: str) -> tuple[int, Launch] | None:
    """Return the first impact warning of at least medium confidence and the launch it belongs to."""
    found = [
        (item.time_ms, number)
        for number, launch in enumerate(facts.launches)
        if first_impact_ms(launch, party) is not None
        for item in facts.warnings.get((party, launch.launch_id), [])
        if item.impact_place is not None and CONFIDENCE_RANK[item.confidence] >= ENOUGH
    ]
    if not found:
        return None
    time_ms, number = min(found)
    return time_ms, facts.launches[number]


def outcome_words(facts: Facts, party: str) -> str:
    """Return what a party fired and what became of what was to come down on it."""
    shots = [body for _, name, body in facts.of(Shot) if name == party]
    fired = sum(shot.interceptors for shot in shots)
    at_risk = {impact.body_id for launch in facts.launches for impact in launch.impacts if impact.nation == party}
    cause = launch_of_body(facts.launches)
    ends = {body_id: facts.ended[body_id] for body_id in sorted(at_risk & cause.keys()) if body_id in facts.ended}
    killed = sum(end.how == "killed" for end in ends.values())
    down = [end for end in ends.values() if end.how == "impact" and end.nation == party]
    where = listed([nation(area) for area in dict.fromkeys(area for end in down for area in end.areas)])
    said = [f"{amount_of(killed)} {'were' if killed > 1 else 'was'} destroyed", f"{amount_of(len(down))} came down"]
    if where:
        said[1] += f" ({where})"
    if len(at_risk) > len(ends):
        said.append(f"{amount_of(len(at_risk) - len(ends))} still flying")
    meant = count(len(at_risk), "payload")
    return f"it fired {count(fired, 'interceptor')}; of {meant} meant for it {listed(said)}"


def other_words(others: list[tuple[str, Facts]], party: str) -> str:
    """Return when a threatened party first warned of an impact under the other agreements."""
    said = []
    for name, facts in others:
        if not any(first_impact_ms(launch, party) is not None for launch in facts.launches):
            continue
        zero_ms = min(launch.lift_off_ms for launch in facts.launches)
        found = first_warning(facts, party)
        at = "never" if found is None else f"at {clock((found[0] - zero_ms) / 1000.0)}"
        said.append(f"{at} under \u201c{name}\u201d")
    return f"The first warning of an impact by {nation(party)} came {listed(said)}." if said else ""
