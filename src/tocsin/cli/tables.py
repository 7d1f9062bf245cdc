"""Tables for people: measures of one run, and of several agreements side by side."""

from collections.abc import Mapping, Sequence

from rich.box import SIMPLE
from rich.table import Table

from tocsin.defence.battery import LAYER_NUMBER
from tocsin.review.log import RunLog
from tocsin.review.measure import Row
from tocsin.review.sky_rates import PHRASE, RATED, rate
from tocsin.review.sky_words import rate_words
from tocsin.scenario.declared import Scenario

Key = tuple[str, str, str]  # measure, nation, subject
PER_NATION = (
    ("first_detection_s", "seen by own sensors, after lift-off", "s"),
    ("first_report_s", "holds a launch report, after lift-off", "s"),
)
ELLIPSES = (
    ("launch_ellipse_km2", "launch ellipse (90 %), 5 min after lift-off", "km2"),
    ("impact_ellipse_km2", "impact ellipse (90 %), 5 min after lift-off", "km2"),
)
DEFENCE = (
    ("leakage", "leakage", "share of payloads"),
    ("interceptors_fired", "interceptors spent", "count"),
)
ALARMS = (
    ("alert_raised_share", "alert raised", "share"),
    ("false_launch_reports", "false launch reports", "count"),
    ("false_impact_warnings", "false impact warnings", "count"),
    ("false_received", "false reports received", "count"),
)
COSTS = (
    ("releases", "messages told", "count"),
    ("refusals", "messages held back", "count"),
    ("withheld_used", "notices withheld", "count"),
    ("exposure_cells", "exposure cells told", "count"),
)
SHOTS = (("interceptors_fired", "fired"), ("kills", "kills"))
IN_VAIN = (
    ("wasted_shots", "shots that could do no good"),
    ("third_state_overflights", "shots over third states"),
    ("debris_in_third_state", "kills with debris on third states"),
)
SHOT_SUMS = (
    ("interceptors_per_kill", "interceptors per kill"),
    ("leakers", "leakers, count"),
    ("interceptor_notice_s", "heard of a partner's shot, after its launch, s"),
)
WORDS = {"not_applicable": "-", "pending": "pending", "never": "never"}
NOTHING = frozenset({"-", "0", "0.00"})
NO_DATES = "The space launches carry no date of their own: counts that hold them have no rate."
QUIET = (
    ("events_seen", "events seen"),
    ("launch_reports", "launch reports"),
    ("false_launch_reports", "  of these false"),
    ("notifications_matched", "matched with a notice"),
    ("false_impact_warnings", "false impact warnings"),
    ("releases", "messages released"),
)


def cell(row: Row | None) -> str:
    """Return a row's value in a table: a number, or the word for why there is none."""
    if row is None:
        return "-"
    if row.status != "observed" or row.value is None:
        return WORDS[row.status]
    if row.unit in ("share", "ratio"):
        return f"{row.value:.2f}"
    if row.unit == "s":
        return f"{row.value:.0f}"
    return f"{row.value:,.0f}" if row.value >= 10 or row.value == int(row.value) else f"{row.value:.1f}"


def by_key(rows: Sequence[Row]) -> dict[Key, Row]:
    """Return rows by measure, nation and subject."""
    return {(row.measure, row.nation, row.subject): row for row in rows}


def comparison_table(
    scenario: Scenario, rows: Mapping[str, Sequence[Row]], what: str = "what each agreement gave"
) -> Table:
    """Return the table of agreements side by side: who saw what when, who was warned when, and what it cost."""
    tables = {agreement: by_key(found) for agreement, found in rows.items()}
    table = side_by_side(f"{scenario.title}: {what}", rows)

    def add(words: str, unit: str, key: Key, silent: frozenset[str] = frozenset({"-"})) -> None:
        cells = [cell(found.get(key)) for found in tables.values()]
        if not silent.issuperset(cells):  # a line that says nothing under any agreement is left out
            table.add_row(f"{words}, {unit}", *cells)

    for nation in scenario.parties:
        for measure, words, unit in PER_NATION:
            add(f"{nation.capitalize()}: {words}", unit, (measure, nation, "all"))
    table.add_section()
    for key in warned_areas(tables):
        launch, _, area = key[2].partition("/")
        add(f"{key[1].capitalize()}: warned at {area.capitalize()} of {launch}, before impact", "s", key)
    threatened = [nation for nation in scenario.parties if any(key[1] == nation for key in warned_areas(tables))]
    for nation in threatened:
        add(f"{nation.capitalize()}: the same, mean", "s", ("warning_time_credited_s", nation, "all"))
    add("All: gap between first warnings", "s", ("alert_gap_s", "all", "all"))
    table.add_section()
    for nation in threatened:
        for measure, words, unit in (*ELLIPSES, *DEFENCE):
            add(f"{nation.capitalize()}: {words}", unit, (measure, nation, "all"))
    for nation in scenario.parties:
        for words, key in shot_lines(nation, IN_VAIN):
            add(f"{nation.capitalize()}: {words}", "count", key, NOTHING)
    add("All: shots at what a partner was shooting at", "count", ("duplicate_shots", "all", "all"), NOTHING)
    for lines in (ALARMS, COSTS):
        table.add_section()
        for nation in scenario.parties:
            for measure, words, unit in lines:
                add(f"{nation.capitalize()}: {words}", unit, (measure, nation, "all"), NOTHING)
    return table


def shot_lines(nation: str, sums: Sequence[tuple[str, str]]) -> list[tuple[str, Key]]:
    """Return the lines, words and key, of what each layer of a nation did, and of some measures of all together."""
    by_layer = [(f"{layer} layer, {words}", (name, nation, layer)) for layer in LAYER_NUMBER for name, words in SHOTS]
    return [*by_layer, *((words, (name, nation, "all")) for name, words in sums)]


def side_by_side(title: str, rows: Mapping[str, Sequence[Row]]) -> Table:
    """Return an empty table with a column for each of what is compared."""
    table = Table(title=f"{title}  (EXERCISE)", title_justify="left", box=SIMPLE)
    table.add_column("measure")
    for name in rows:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def shots_table(scenario: Scenario, rows: Mapping[str, Sequence[Row]]) -> Table:
    """Return the table of what shooting cost and let through side by side, and of when partners heard of it."""
    tables = [by_key(found) for found in rows.values()]
    table = side_by_side(f"{scenario.title}: shots", rows)
    for nation in scenario.parties:
        for measure, words in SHOT_SUMS:
            cells = [cell(found.get((measure, nation, "all"))) for found in tables]
            if not NOTHING.issuperset(cells):
                table.add_row(f"{nation.capitalize()}: {words}", *cells)
        table.add_section()
    return table


def warned_areas(tables: Mapping[str, Mapping[Key, Row]]) -> list[Key]:
    """Return the keys of warning time at each launch and area, in the order of the rows."""
    first = next(iter(tables.values()))
    return [key for key in first if key[0] == "warning_time_s" and key[1] != "all" and key[2] != "all"]


def quiet_table(scenario: Scenario, rows: Mapping[str, Sequence[Row]]) -> Table:
    """Return the table of a quiet sky: counts, and rates a year of listed events with exact intervals."""
    table = Table(
        title=f"{scenario.title}: {len(scenario.flights)} real events of {scenario.real_years:.0f} years  (EXERCISE)",
        caption=f"{PHRASE}  {NO_DATES}",
        title_justify="left",
        caption_justify="left",
        box=SIMPLE,
    )
    table.add_column("measure")
    table.add_column("nation")
    for agreement in rows:
        table.add_column(agreement, justify="right")
        table.add_column("a year (95 %)", justify="right")
    tables = {agreement: by_key(found) for agreement, found in rows.items()}
    for measure, words in QUIET:
        for nation in scenario.parties:
            cells: list[str] = []
            for found in tables.values():
                row = found.get((measure, nation, "all"))
                cells += [cell(row), yearly(row, scenario.real_years) if measure in RATED else ""]
            table.add_row(words, nation.capitalize(), *cells)
    return table


def yearly(row: Row | None, years: float) -> str:
    """Return a count as a rate a year with its exact 95 % Poisson interval."""
    return "-" if row is None or row.value is None else rate_words(rate(round(row.value), years))


def run_table(scenario: Scenario, log: RunLog, rows: Sequence[Row]) -> Table:
    """Return the headline measures of one run, one line a measure, one column a nation."""
    nations = [*scenario.parties, "all"]
    table = Table(
        title=f"{scenario.title}: under {log.header.agreement}, seed {log.header.seed}  (EXERCISE)",
        title_justify="left",
        box=SIMPLE,
    )
    table.add_column("measure")
    table.add_column("unit")
    for nation in nations:
        table.add_column(nation.capitalize(), justify="right")
    found = by_key(rows)
    units = {row.measure: row.unit for row in rows}
    for measure, unit in units.items():
        cells = [cell(found.get((measure, nation, "all"))) for nation in nations]
        if any(text != "-" for text in cells):
            table.add_row(measure, unit, *cells)
    return table


def matched_words(scenario: Scenario, rows: Sequence[Row]) -> list[str]:
    """Return, a line a nation, which announced launches it matched with their notice and which it did not."""
    lines = []
    for nation in scenario.parties:
        found = [
            r for r in rows if (r.measure, r.nation) == ("notification_match_rate", nation) and r.subject != "all"
        ]
        hit = [row.subject for row in found if row.value == 1.0]
        missed = [row.subject for row in found if row.value != 1.0]
        lines.append(
            f"{nation.capitalize()} matched with a notice: {', '.join(hit) or 'none'}"
            + (f"; seen and announced, but not matched: {', '.join(missed)}" if missed else "")
        )
    return lines
