"""What the same exercise would have come to under other agreements, people's orders re-timed.  For control alone."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tocsin.errors import JournalError
from tocsin.orders.hot_wash import Retimed
from tocsin.review.answer import ALL
from tocsin.review.facts import Facts
from tocsin.review.log import RunLog
from tocsin.review.measure import DEFINITIONS, ONLY_ALL, Row, measure_rows
from tocsin.review.pack.luck import NO_RULE, RULE, Key, Range, Spread, range_of, seeds_in, spread_of
from tocsin.review.pack.luck_figure import Panel, luck_figure
from tocsin.review.pack.measures import fresh, with_unit
from tocsin.review.pack.retimed_orders import orders_blocks, retimed_in
from tocsin.review.pack.section import Block, Drawing, Listed, Section, Table, Words
from tocsin.review.page_change import change_figure
from tocsin.review.page_style import data_uri_of
from tocsin.review.page_tables import UNIT_WORDS, cell, change, title_of, who_of
from tocsin.review.page_words import listed
from tocsin.review.reason import physical_reason
from tocsin.scenario.declared import Scenario

MECHANICAL = (
    "Mechanical replay, not a prediction of what people would have done. What flies, what the sensors draw and what "
    "the links lose has the luck of the exercise. Each order that a person gave is given again as long after what it "
    "answered as then; one whose cause does not occur is dropped; what no person met is left to doctrine."
)
SAME = "Under {agreement} itself the replay comes to the same digest as the exercise: nothing is added or lost by it."
OTHER = (
    "Under {agreement} itself the replay does NOT come to the digest of the exercise: read the differences with "
    "care, part of them may be the replay\u2019s."
)
ABOUT = "\u2248\u202f"  # before a difference that is within luck
SHOWN = (
    "warning_time_credited_s",
    "public_warning_time_s",
    "first_report_s",
    "alert_gap_s",
    "leakers",
    "interceptors_fired",
    "wasted_shots",
    "time_to_cancel_public_s",
    "false_impact_warnings",
)
MOST_PANELS, MOST_COLUMNS = 6, 5
TITLE = "What would have changed"


class Replay(NamedTuple):
    """One counterfactual: its run, what became of people's orders, its headlines, what other seeds gave them."""

    name: str
    log: RunLog
    retimed: Retimed
    rows: Mapping[Key, Row]
    spread: Spread


def is_counterfactual(log: RunLog) -> bool:
    """Return whether a journal is of a counterfactual."""
    return retimed_in(log) is not None


def section(main: RunLog, others: Sequence[RunLog], scenario: Scenario) -> Section | None:
    """Return what an exercise would have come to under other agreements; None without any.

    Parameters
    ----------
    main : RunLog
        The exercise as it was, all of it: this section holds truth and every nation's records.
    others : sequence of RunLog
        Counterfactuals of it.  That under its own agreement says what luck alone does to the exercise.
    scenario : Scenario

    Raises
    ------
    JournalError
        If one was made from another exercise, or two are under one agreement.
    """
    replays = [replay_of(log, main, scenario) for log in others]
    names = [item.name for item in replays]
    for name in names:
        if names.count(name) > 1:
            raise JournalError(f"two counterfactuals are under {name}: give one an agreement")
    own = next((item for item in replays if item.name == main.header.agreement), None)
    rest = [item for item in replays if item is not own]
    if not rest:
        return None
    base = headlines(main, scenario)
    facts = {main.header.agreement: Facts(main, scenario)} | {item.name: Facts(item.log, scenario) for item in rest}
    blocks: list[Block] = [Words((MECHANICAL, *([] if own is None else [sameness(main, own)])))]
    blocks += orders_blocks(main, {item.name: item.retimed for item in [*([own] if own else []), *rest]})
    if reasons := physical_reason({name: item.log for name, item in facts.items()}, scenario):
        blocks.append(Listed("Why the agreements differ", tuple(reasons)))
    if (figure := change_figure(facts)) is not None:
        caption = (
            "One mark an agreement, the exercise as it was first; minutes after the launch\u2019s own lift-off, up "
            "to its undefended impact. People\u2019s orders are re-timed."
        )
        blocks.append(Drawing("When each party would have known and acted", caption, data_uri_of(figure)))
    ranges = {item.name: ranges_of(base, item, own) for item in rest}
    if panels := panels_of(base, rest, ranges):
        blocks.append(Drawing("What the agreement does, and what luck does", FIGURE_CAPTION, drawn(panels, rest)))
    blocks += tables(main.header.agreement, base, rest, ranges)
    note = RULE.format(n=luck_count(own, rest)) if own is not None and any(ranges.values()) else NO_RULE
    blocks.append(Words((note, *unchanged_words(base, rest))))
    return Section("counterfactual", "The same exercise under other agreements", "", tuple(blocks))


FIGURE_CAPTION = (
    "Difference from the exercise as it was, for each agreement. Diamond: with the luck of the exercise. Dots: under "
    "each other seed; bar: nine tenths of them. Hollow where the bar reaches zero: within luck."
)


def replay_of(log: RunLog, main: RunLog, scenario: Scenario) -> Replay:
    """Return a counterfactual of an exercise; JournalError if it is none of it."""
    retimed = retimed_in(log)
    name = log.header.agreement
    if retimed is None or retimed.of_digest != main.header.digest:
        raise JournalError(
            f"the counterfactual under {name} was made from another exercise: "
            "make it anew with tocsin study counterfactual"
        )
    return Replay(name, log, retimed, headlines(log, scenario), spread_of(log))


def headlines(log: RunLog, scenario: Scenario) -> dict[Key, Row]:
    """Return the headline of every measure for every nation."""
    return {(row.nation, row.measure): row for row in measure_rows(log, scenario) if row.subject == ALL}


def sameness(main: RunLog, own: Replay) -> str:
    """Return whether the replay under the exercise's own agreement is the exercise."""
    words = SAME if own.log.header.digest == main.header.digest else OTHER
    return words.format(agreement=own.name)


def ranges_of(base: Mapping[Key, Row], other: Replay, own: Replay | None) -> dict[Key, Range]:
    """Return the range of each headline's difference under other seeds, where enough pairs are known."""
    if own is None:
        return {}
    found = {}
    for key in base.keys() & other.rows.keys():
        pair = base[key].value, other.rows[key].value
        if pair == (None, None):
            continue  # two reasons why there is no value are no difference to be measured
        none = (None,) * luck_count(own, [other])
        range_found = range_of(own.spread.get(key, none), other.spread.get(key, none), pair)
        if range_found is not None:
            found[key] = range_found
    return found


def luck_count(own: Replay, rest: Sequence[Replay]) -> int:
    """Return how many other seeds were played under all of the agreements."""
    return seeds_in(own.spread, *(item.spread for item in rest))


def tables(
    name: str, base: Mapping[Key, Row], rest: Sequence[Replay], ranges: Mapping[str, Mapping[Key, Range]]
) -> list[Block]:
    """Return every headline that any agreement would have changed, so many agreements a table as a page is wide."""
    count = -(-len(rest) // MOST_COLUMNS)
    size = -(-len(rest) // count)
    parts = [rest[i : i + size] for i in range(0, len(rest), size)]
    return [
        table(name, base, part, ranges, f"{TITLE}: {listed([item.name for item in part])}" if count > 1 else TITLE)
        for part in parts
    ]


def table(
    name: str,
    base: Mapping[Key, Row],
    rest: Sequence[Replay],
    ranges: Mapping[str, Mapping[Key, Range]],
    title: str,
) -> Table:
    """Return every headline that any of some agreements would have changed: as it was, then differences."""
    rows = []
    units = {item.name: UNIT_WORDS.get(item.unit, item.unit) for item in DEFINITIONS}
    for key, row in told_headlines(base).items():
        owner, measure = key
        deltas = [marked(change(row, item.rows.get(key)), ranges[item.name].get(key)) for item in rest]
        if any(delta not in ("", "0") for delta in deltas):
            rows.append((with_unit(title_of(measure), units[measure]), who_of(owner), cell(row), *deltas))
    headings = ("measure", "nation", f"{name}, as it was", *(item.name for item in rest))
    return Table(title, headings, fresh(rows))


def told_headlines(base: Mapping[Key, Row]) -> dict[Key, Row]:
    """Return the headlines that are told: of each nation, or of all where none has its own."""
    return {key: row for key, row in base.items() if key[0] != ALL or key[1] in ONLY_ALL}


def unchanged_words(base: Mapping[Key, Row], rest: Sequence[Replay]) -> list[str]:
    """Return which measures no agreement would have changed for anybody."""
    changed = {
        key[1]
        for key, row in told_headlines(base).items()
        if any(change(row, item.rows.get(key)) not in ("", "0") for item in rest)
    }
    same = dict.fromkeys(title_of(measure) for _, measure in told_headlines(base) if measure not in changed)
    return [f"Unchanged by every agreement: {', '.join(same)}."] if same else []


def marked(text: str, found: Range | None) -> str:
    """Return a difference with a mark if it is within luck."""
    is_change = text not in ("", "0")
    return f"{ABOUT}{text}" if is_change and found is not None and found.is_within_luck else text


def panels_of(
    base: Mapping[Key, Row], rest: Sequence[Replay], ranges: Mapping[str, Mapping[Key, Range]]
) -> list[Panel]:
    """Return the main headlines that some agreement changes, with what luck does to them."""
    panels = []
    for measure in SHOWN:
        for key, row in base.items():
            if key[1] != measure or (key[0] == ALL and measure not in ONLY_ALL) or row.value is None:
                continue
            found = {
                item.name: (after.value - row.value, ranges[item.name][key])
                for item in rest
                if (after := item.rows.get(key)) is not None and after.value is not None and key in ranges[item.name]
            }
            if any(delta for delta, _ in found.values()):
                panels.append(Panel(f"{title_of(measure)}, {who_of(key[0])}", row.unit, found))
    return panels[:MOST_PANELS]


def drawn(panels: Sequence[Panel], rest: Sequence[Replay]) -> str:
    """Return the figure of what the agreement does and what luck does, as a data URI."""
    return data_uri_of(luck_figure(panels, [item.name for item in rest]))
