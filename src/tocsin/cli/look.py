"""Verbs that look at what was recorded, or at what is declared."""

import sys
from pathlib import Path

import msgspec
from rich.box import SIMPLE
from rich.table import Table

from tocsin.cli.console import say, write_line
from tocsin.cli.wanted import Wanted, wanted_text
from tocsin.errors import ScenarioError
from tocsin.review.explain import explain
from tocsin.review.log import RunLog, carried, read_log
from tocsin.review.map import draw_scenario
from tocsin.review.measure import measure_rows
from tocsin.review.page import write_review
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario, stem_of
from tocsin.sensing.reason import REASON_WORDS


def opened(path: Path) -> tuple[RunLog, Scenario]:
    """Return a journal's records and the scenario it carries."""
    log = read_log(path)
    return log, carried(log.header)


def review_journals(journals: list[Path], out: Path | None, as_json: bool) -> None:
    """Write the page of one journal, or of one an agreement; status 1 if a journal is damaged."""
    logs: dict[str, RunLog] = {}
    scenario: Scenario | None = None
    for path in journals:
        log, its_scenario = opened(path)
        if scenario is not None and its_scenario.text != scenario.text:
            raise ScenarioError(f"{path}: plays another scenario than {journals[0]}; review them apart")
        if log.header.agreement in logs:
            raise ScenarioError(f"{path}: is under {log.header.agreement}, as one before it; give one an agreement")
        logs[log.header.agreement], scenario = log, its_scenario
    assert scenario is not None
    if as_json:
        rows = [row for log in logs.values() for row in measure_rows(log, scenario)]
        write_line(msgspec.json.encode(rows).decode())
    else:
        page = out or journals[0].with_suffix(".EXERCISE.html")
        say(f"The review: open {write_review(logs, scenario, page)} in a browser.")
    damaged = [f"{path}: {log.damage}" for path, log in zip(journals, logs.values(), strict=True) if log.damage]
    for line in damaged:
        sys.stderr.write(f"tocsin: {line}\n")
    if damaged:
        sys.exit(1)


def explain_body(journal: Path, body: str, node: str) -> None:
    """Print each sensor's story about one body."""
    log, scenario = opened(journal)
    stories = explain(log, scenario, body, node)
    table = Table(
        title=f"{body} as {node.capitalize()}'s sensors stood to it  (EXERCISE)", title_justify="left", box=SIMPLE
    )
    for heading in ("sensor", "from", "to", "why"):
        table.add_column(heading)
    for story in stories:
        for number, interval in enumerate(story.intervals):
            times = (clock(interval.start_ms - story.start_ms), clock(interval.end_ms - story.start_ms))
            table.add_row("" if number else story.sensor_id, *times, REASON_WORDS[interval.reason])
        table.add_row("", "", "", f"measured it {story.measurements} times", end_section=True)
    say(table)
    say("Times are minutes and seconds after lift-off, or after the body was first in the air.")


def clock(time_ms: int) -> str:
    """Return a time as minutes and seconds."""
    minutes, seconds = divmod(time_ms // 1000, 60)
    return f"{minutes}:{seconds:02d}"


def draw_map(wanted: Wanted, out: Path | None) -> None:
    """Draw a scenario's map."""
    scenario = build_scenario(*wanted_text(wanted))
    picture = draw_scenario(scenario, out or Path(f"{stem_of(scenario)}.EXERCISE.png"))
    say(f"Drew {picture}.")
