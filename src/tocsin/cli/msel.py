"""Verbs about lists of injects."""

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

import msgspec
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from tocsin.cli.console import say, say_all, write_line
from tocsin.cli.files import write_scenario
from tocsin.errors import ScenarioError
from tocsin.orders.inject import Inject, Msel
from tocsin.review.log import carried, read_log
from tocsin.review.objectives import Marked, marks_of
from tocsin.review.responses import Response, notes_of, responses_of, scores_of
from tocsin.scenario.build import build_scenario, scenario_names, scenario_text
from tocsin.scenario.checked import read_text, read_toml
from tocsin.scenario.msel import tables_of
from tocsin.scenario.msel_file import read_msel, with_msel, write_msel
from tocsin.scenario.msel_rows import clock_text
from tocsin.scenario.parsed import parsed_scenario


def opened_list(source: str, scenario: str, mapping: Sequence[str]) -> Msel:
    """Return the list that a scenario has or a file holds; checked against a scenario where one is named."""
    if source in scenario_names() or is_scenario(source):
        return build_scenario(*scenario_text(source)).staged.msel
    start_utc = parsed_scenario(*scenario_text(scenario)).scenario.start_utc if scenario else None
    msel = read_msel(Path(source), mapping_of(mapping), start_utc)
    if scenario:
        text, file = scenario_text(scenario)
        build_scenario(with_msel(text, msel, file), f"{source} in {file}")
    return msel


def is_scenario(source: str) -> bool:
    """Return whether a path leads to a scenario, not to a list of its own."""
    if not source.endswith(".toml"):
        return False
    return "scenario" in read_toml(read_text(Path(source)), source)


def mapping_of(given: Sequence[str]) -> dict[str, str]:
    """Return what a person says of columns, written COLUMN=KEY."""
    for item in given:
        if "=" not in item:
            raise ScenarioError(f"--map {item!r}: must be COLUMN=KEY, such as 'Their column=inject_id'")
    return {column.strip(): key.strip() for column, _, key in (item.rpartition("=") for item in given)}


def check_list(source: str, scenario: str, mapping: Sequence[str]) -> None:
    """Print what is in a list; raise what is wrong with it."""
    msel = opened_list(source, scenario, mapping)
    say(
        f"{source}: no errors: injects {len(msel.injects)}, objectives {len(msel.objectives)}, "
        f"storylines {len(msel.storylines)}{'' if scenario else '; names are checked with --scenario'}"
    )


def show_list(source: str, scenario: str, mapping: Sequence[str], as_json: bool) -> None:
    """Print a list."""
    msel = opened_list(source, scenario, mapping)
    if as_json:
        write_line(msgspec.json.encode(tables_of(msel)).decode())
        return
    table = Table(title=f"{source}  (EXERCISE)", title_justify="left", box=SIMPLE)
    for heading in ("inject", "number", "due", "from", "to", "means", "title"):
        table.add_column(heading)
    for inject in msel.injects:
        to = ", ".join(inject.to)
        cells = inject.inject_id, inject.number, due_words(inject), inject.sender, to, inject.means, inject.title
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    say_all(table)
    for objective in msel.objectives:
        say(f"{objective.objective_id} ({objective.team}): {objective.text}")
        for item in objective.criteria:
            by = "" if item.by_ms < 0 else f" by {clock_text(item.by_ms / 1000.0)}"
            say(f"  {item.text}: {'always ' if item.is_kept else ''}{item.condition}{by}")


def due_words(inject: Inject) -> str:
    """Return what makes an inject due, in words."""
    parts = [] if inject.time_ms < 0 else [clock_text(inject.time_ms / 1000.0)]
    parts += [f"when {inject.trigger}"] * bool(inject.trigger)
    parts += [f"after {', '.join(inject.depends_on)}"] * bool(inject.depends_on)
    words = "; ".join(parts) or "by hand"
    return words if inject.status == "planned" or not parts else f"by hand; freed: {words}"


def convert_list(source: str, out: Path, scenario: str, mapping: Sequence[str]) -> None:
    """Write a list in another form; into a scenario's text where one is named."""
    msel = opened_list(source, scenario, mapping)
    if scenario:
        text, file = scenario_text(scenario)
        write_scenario(out, with_msel(text, msel, file))
        say(f"Wrote {out}: {scenario} with {len(msel.injects)} injects.  Next: `tocsin check {quote(str(out))}`.")
        return
    write_msel(msel, out)
    say(f"Wrote {out}: {len(msel.injects)} injects, {len(msel.objectives)} objectives.")


def score_journal(journal: Path, as_json: bool) -> None:
    """Print how the objectives of a journal's exercise were reached."""
    log = read_log(journal)
    scenario = carried(log.header)
    marks, responses = marks_of(log, scenario), responses_of(log, scenario)
    scores, notes = scores_of(marks, responses), notes_of(log)
    if as_json:
        answer = {
            "marks": [item._asdict() for item in marks],
            "responses": [item._asdict() for item in responses],
            "scores": [item._asdict() for item in scores],
            "notes": [item._asdict() for item in notes],
        }
        write_line(msgspec.json.encode(answer).decode())
        return
    say(f"{scenario.title} under {log.header.agreement}  (EXERCISE)")
    say_all(marks_table(marks))
    say_all(responses_table(responses))
    for score in scores:
        say(
            f"{score.team}: {score.met_count} of {score.decided_count} criteria met; "
            f"{score.done_count} of {score.expected_count} expected actions in time"
        )
    for item in notes:
        pinned = f" [{item.pinned_to}]" if item.pinned_to else ""
        say(one_line(f"{clock_text(item.at_ms / 1000.0)} {item.seat}{pinned}: {item.text}"))


def one_line(text: str) -> str:
    """Return what a person wrote as a terminal may show it: one line, no control characters."""
    return "".join(character if character.isprintable() else " " for character in text)


def marks_table(marks: Sequence[Marked]) -> Table:
    """Return the criteria and what became of them."""
    table = Table(title="Objectives", title_justify="left", box=SIMPLE)
    for heading in ("objective", "team", "criterion", "status", "when"):
        table.add_column(heading)
    for item in marks:
        when = "" if item.at_ms < 0 else clock_text(item.at_ms / 1000.0)
        cells = item.objective_id, item.team, item.text, item.status, when
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    return table


def responses_table(responses: Sequence[Response]) -> Table:
    """Return what was done about injects."""
    table = Table(title="Expected actions", title_justify="left", box=SIMPLE)
    for heading in ("inject", "team", "cell", "action", "status", "s", "by"):
        table.add_column(heading)
    for item in responses:
        seconds = "" if item.time_to_respond_s is None else f"{item.time_to_respond_s:.0f}"
        status = f"{item.status}: {item.why}" if item.why else item.status
        table.add_row(item.inject_id, item.team, item.cell, item.action, status, seconds, item.decided_by or "")
    return table
