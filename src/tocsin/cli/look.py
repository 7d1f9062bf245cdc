"""Verbs that look at what was recorded, or at what is declared."""

import sys
from pathlib import Path
from typing import NamedTuple

import msgspec
from rich.box import SIMPLE
from rich.table import Table

from tocsin.cli.console import say, write_line
from tocsin.cli.pdf import print_pdf
from tocsin.cli.wanted import Wanted, wanted_text
from tocsin.errors import ScenarioError
from tocsin.orders.hot_wash import CONTROL
from tocsin.review.explain import explain
from tocsin.review.log import RunLog, carried, read_log
from tocsin.review.map import draw_scenario
from tocsin.review.measure import measure_rows
from tocsin.review.pack.counterfactual import is_counterfactual
from tocsin.review.pack.measures import told_rows
from tocsin.review.pack.pack import write_pack
from tocsin.review.pack.scores import scores_section
from tocsin.review.pack.section import Section
from tocsin.review.page import more_of
from tocsin.review.party import View, view_of
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario, stem_of
from tocsin.sensing.reason import REASON_WORDS


class PackWanted(NamedTuple):
    """What was asked of a review: for whom, where to, whether also as PDF, with scores, or as JSON."""

    reader: str = CONTROL
    out: Path | None = None
    pdf: bool = False
    has_scores: bool = False
    as_json: bool = False


def opened(path: Path) -> tuple[RunLog, Scenario]:
    """Return a journal's records and the scenario it carries."""
    log = read_log(path)
    return log, carried(log.header)


def review_journals(journals: list[Path], wanted: PackWanted) -> None:
    """Write the pack of one journal, or control's of one an agreement; status 1 if a journal is damaged."""
    logs: dict[str, RunLog] = {}
    replays: list[RunLog] = []
    damaged: list[str] = []
    scenario: Scenario | None = None
    if len(journals) > 1 and wanted.reader != CONTROL:
        raise ScenarioError(
            f"--for {wanted.reader!r}: takes one journal, {len(journals)} were given; "
            "what other agreements changed is control's to read"
        )
    for path in journals:
        log, its_scenario = opened(path)
        if scenario is not None and its_scenario.text != scenario.text:
            raise ScenarioError(f"{path}: plays another scenario than {journals[0]}; review them apart")
        damaged += [f"{path}: {log.damage}"] if log.damage else []
        if is_counterfactual(log) and wanted.reader != CONTROL:
            raise ScenarioError(f"{path}: is a counterfactual, which control alone reads; leave out --for")
        if logs and is_counterfactual(log):
            replays.append(log)
            continue
        if log.header.agreement in logs:
            raise ScenarioError(f"{path}: is under {log.header.agreement}, as one before it; give one an agreement")
        logs[log.header.agreement], scenario = log, its_scenario
    assert scenario is not None
    first = logs[next(iter(logs))]
    view = view_of(first, scenario, wanted.reader)
    if wanted.as_json:
        told = [row for log in (*logs.values(), *replays) for row in measure_rows(log, scenario)]
        rows = told if wanted.reader == CONTROL else told_rows(view)
        write_line(msgspec.json.encode(rows).decode())
    else:
        more = more_of(logs, scenario, replays=replays)
        write_and_print(view, more, page_path(journals[0], wanted), wanted)
    for line in damaged:
        sys.stderr.write(f"tocsin: {line}\n")
    if damaged:
        sys.exit(1)


def page_path(journal: Path, wanted: PackWanted) -> Path:
    """Return where a pack goes: beside its journal, under its reader's name, unless a place was given."""
    if wanted.out is not None:
        return wanted.out
    whose = "" if wanted.reader == CONTROL else f".{wanted.reader}"
    return journal.with_suffix(f"{whose}.EXERCISE.html")


def write_and_print(view: View, more: list[Section], page: Path, wanted: PackWanted) -> None:
    """Write a pack as a page and, if asked, as PDF; say where they are."""
    if wanted.has_scores and (scores := scores_section(view)) is not None:
        more.append(scores)
    write_pack(view, page, more)
    say(f"The review: open {page} in a browser.")
    if wanted.pdf:
        say(f"The same as PDF: {print_pdf(page, page.with_suffix('.pdf'))}")


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
