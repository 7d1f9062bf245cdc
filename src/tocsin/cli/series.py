"""The verb that sets exercises side by side and carries open lessons into the next plan."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from tocsin.cli.console import say, write_line
from tocsin.cli.folder import check_folder
from tocsin.errors import JournalError, TocsinError
from tocsin.orders.aside import OF_ASIDE
from tocsin.review.log import RunLog, carried, read_log
from tocsin.review.measure import MEASURED_KINDS
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.declared import Scenario
from tocsin.scenario.msel_file import with_msel, write_msel
from tocsin.study.series.exercise import Exercise, exercises_of, nations_in
from tocsin.study.series.lessons import Lesson, csv_of, lessons_of
from tocsin.study.series.next_plan import merged, plan_of
from tocsin.study.series.page import page_text
from tocsin.study.series.quotient import quotient
from tocsin.study.series.rate import RATES
from tocsin.study.series.rates_file import rates_csv
from tocsin.study.series.scores import scores_section
from tocsin.study.series.sections import sections_of

PAGE, RATES_FILE, LESSONS_FILE = "series.EXERCISE.html", "rates.csv", "lessons-open.csv"
PLAN_FILE, NEXT_FILE = "lessons-open.toml", "next-plan.toml"
NEEDED_KINDS = MEASURED_KINDS | {kind.__name__ for kind in OF_ASIDE}


class SeriesWanted(NamedTuple):
    """For whom a series is, which scenario takes its open lessons in ('': none), whether own scores are shown."""

    party: str
    next_plan: str
    has_scores: bool


def write_series(journals: Sequence[Path], out: Path, wanted: SeriesWanted, as_json: bool) -> None:
    """Write the page of a series, its rates and its open lessons; status 1 if a journal is damaged."""
    check_folder(out)
    plan = scenario_text(wanted.next_plan) if wanted.next_plan else None
    runs = [opened(path) for path in journals]
    exercises = exercises_of(runs, wanted.party)
    lessons = lessons_of(exercises)
    sections = sections_of(exercises, lessons)
    if wanted.has_scores:
        sections.append(scores_section(exercises))
    text = page_text(exercises, sections)
    still_open = [item for item in lessons if item.is_open]
    planned = with_lessons(*plan, still_open) if plan is not None else ""
    out.mkdir(parents=True, exist_ok=True)
    write_text(out / PAGE, text)
    write_text(out / RATES_FILE, rates_csv(exercises))
    write_text(out / LESSONS_FILE, csv_of(still_open))
    if still_open:
        write_msel(plan_of(still_open), out / PLAN_FILE)
    if planned:
        write_text(out / NEXT_FILE, planned)
    if as_json:
        write_line(json.dumps(summary(exercises, lessons)))
    else:
        tell(out, exercises, still_open, wanted.next_plan)
    warn_of_damage(journals, [log for log, _ in runs])


def write_text(path: Path, text: str) -> None:
    """Write a text as it is, its line ends too."""
    path.write_bytes(text.encode("utf-8"))


def opened(path: Path) -> tuple[RunLog, Scenario]:
    """Return what a series reads of a journal, and the scenario that it carries."""
    log = read_log(path, NEEDED_KINDS)
    try:
        return log, carried(log.header)
    except TocsinError as error:
        raise JournalError(f"{path}: its scenario cannot be read by this version: {error}") from None


def with_lessons(text: str, file: str, lessons: Sequence[Lesson]) -> str:
    """Return a scenario's text with open lessons in its list of injects, checked."""
    scenario = build_scenario(text, file)
    told = with_msel(text, merged(scenario.staged.msel, plan_of(lessons, scenario.parties), file), file)
    build_scenario(told, file)
    return told


def tell(out: Path, exercises: Sequence[Exercise], still_open: Sequence[Lesson], next_plan: str) -> None:
    """Say what was written, and what to do next."""
    runs = sum(len(item.runs) for item in exercises)
    say(f"{len(exercises)} exercises in {runs} runs: open {out / PAGE} in a browser.")
    if not still_open:
        say("No lesson is open.")
        return
    are = "lesson is" if len(still_open) == 1 else "lessons are"
    say(f"{len(still_open)} {are} open: {out / LESSONS_FILE}, and as a plan {out / PLAN_FILE}.")
    if next_plan:
        say(f"{next_plan} with them: {out / NEXT_FILE}.  Next: `tocsin check {quote(str(out / NEXT_FILE))}`.")


def warn_of_damage(journals: Sequence[Path], logs: Sequence[RunLog]) -> None:
    """Say which journals are damaged; status 1 if any is."""
    damaged = [f"{path}: {log.damage}" for path, log in zip(journals, logs, strict=True) if log.damage]
    for line in damaged:
        sys.stderr.write(f"tocsin: {line}\n")
    if damaged:
        sys.exit(1)


def summary(exercises: Sequence[Exercise], lessons: Sequence[Lesson]) -> dict[str, object]:
    """Return a series for machines: setups, rates with both numbers, lessons."""
    return {
        "exercises": [
            {"label": item.label, "runs": len(item.runs), "is_live": item.is_live, "setup": dict(item.setup.lines)}
            for item in exercises
        ],
        "rates": [
            {"exercise": item.label, "rate": rate.key, "per": rate.per, "nation": nation}
            | quotient(item, rate, nation)._asdict()
            for item in exercises
            for rate in RATES
            for nation in nations_in(exercises)
        ],
        "lessons": [
            {
                "name": item.name,
                "lesson_id": item.newest.lesson_id,
                "node": item.newest.node,
                "state": item.newest.state,
                "owner": item.newest.owner,
                "text": item.newest.text,
                "states": item.states,
            }
            for item in lessons
        ],
    }
