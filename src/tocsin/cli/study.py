"""The verbs about studies."""

import json
import os
import signal
import time
from pathlib import Path

from rich.box import SIMPLE
from rich.table import Table

from tocsin.cli.console import progress_bar, say, say_all, span, write_line
from tocsin.errors import StudyError
from tocsin.review.log import read_log
from tocsin.review.page import write_review
from tocsin.scenario.build import build_scenario
from tocsin.study.design.design import Design, design_file, study_names
from tocsin.study.engines import Engine
from tocsin.study.pilot import MOST_S, Pilot, pilot
from tocsin.study.plan import (
    PLAN_FILE,
    Plan,
    check_empty,
    find_design,
    plan_of,
    read_plan,
    runs_per_unit,
    unlike_registered,
    write_plan,
)
from tocsin.study.registration import register, registration_of
from tocsin.study.results import open_study
from tocsin.study.run import Task, run
from tocsin.study.runner import play_study

MOST_FAILED_SHOWN = 10


def list_studies(as_json: bool) -> None:
    """Print every shipped study: its name, its title, its question."""
    files = {name: design_file(name).study for name in study_names()}
    if as_json:
        write_line(json.dumps([{"name": n, "title": s.title, "question": s.question} for n, s in files.items()]))
        return
    table = Table(title="Shipped studies  (EXERCISE)", title_justify="left", box=SIMPLE)
    for heading in ("name", "title", "question"):
        table.add_column(heading, no_wrap=heading == "name")
    for name, study in files.items():
        table.add_row(name, study.title, " ".join(study.question.split()))
    say_all(table)


def check_study(name: str, replications: int | None, is_timed: bool) -> None:
    """Check a design and print what it would play."""
    design = find_design(name)
    plan = plan_of(design, replications, 0.0)
    print_size(design, plan)
    if is_timed:
        workers = os.cpu_count() or 1
        print_time(design, plan, pilot(design, workers), workers)


def print_size(design: Design, plan: Plan) -> None:
    """Print how many points and runs a study has."""
    levels = " x ".join(f"{factor.name} ({len(factor.levels)})" for factor in design.factors[:6])
    more = f" and {len(design.factors) - 6} more factors" if len(design.factors) > 6 else ""
    scenarios, points = len(design.file.study.scenarios), len(design.points)
    say(f"{design.name}: {levels}{more}, plan {design.file.plan.kind}, {scenarios} scenario(s).")
    say(f"{points:,} points x {plan.replications:,} runs = {points * plan.replications:,} runs.")
    say(f"digest {design.digest}")


def print_time(design: Design, plan: Plan, timed: Pilot, workers: int) -> None:
    """Print how long a study will take on so many cores."""
    whole_s = timed.whole_s(len(design.points) * plan.replications, workers)
    about = f"about {span(whole_s)}{' or more' if timed.cut else ''}"
    say(
        f"A run takes {timed.run_s:.2f} s of one core ({timed_words(timed)}), "
        f"a worker's start {timed.start_s:.0f} s; all of them {about} on {workers} core(s)."
    )


def timed_words(timed: Pilot) -> str:
    """Return how far the time of a run rests on what was timed."""
    return f"timed, {timed.cut} of {timed.points} points by their first {MOST_S:.0f} s" if timed.cut else "timed"


def register_study(name: str, out: Path) -> None:
    """Register a design in the folder that will hold its runs."""
    design = find_design(name)
    entry = register(design, out)
    say(f"Registered {entry.study} at {entry.time_utc}, version {entry.version}, digest {entry.design_digest}.")
    say(f"Next: tocsin study run {name} --out {out}")


def run_study(name: str, out: Path, replications: int | None, engine: Engine) -> None:
    """Play a study or go on with one, and write its report."""
    design = find_design(name)
    plan = planned(design, replications, out, engine)
    entry = registration_of(out)
    if entry is not None and (unlike := unlike_registered(entry, plan)):
        say(f"Not what was registered here at {entry.time_utc}: {'; '.join(unlike)}.")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # so that what is under way ends before the word
    started_s = time.monotonic()
    try:
        with progress_bar(design.name, "runs") as progress:
            runs = play_study(design, plan, out, engine, progress)
    except KeyboardInterrupt:
        say(f"\nStopped.  What is done stays in {out}; go on with: tocsin study run {name} --out {out}")
        raise SystemExit(130) from None
    say(
        f"{runs} runs of each of {len(design.points)} points in {out}, {span(time.monotonic() - started_s)} just now."
    )
    print_failed(out)
    report_study(out, None)


def planned(design: Design, replications: int | None, out: Path, engine: Engine) -> Plan:
    """Return the plan in a folder that is gone on with, else a new one, written there, from a timed pilot."""
    if (out / PLAN_FILE).exists():
        old = read_plan(out)
        plan = plan_of(design, old.replications if replications is None else replications, 0.0)
        return write_plan(out, design, plan.cut(old.runs_per_unit))
    check_empty(out, design)  # before the pilot, which takes a while
    plan = plan_of(design, replications, 0.0)
    print_size(design, plan)
    workers = engine.workers or os.cpu_count() or 1
    timed = pilot(design, workers)
    print_time(design, plan, timed, workers)
    return write_plan(out, design, plan.cut(runs_per_unit(timed.run_s)))


def print_failed(out: Path) -> None:
    """Print the runs that failed, each with the command that plays it again."""
    failed = open_study(out).failed
    for point, number, error in failed[:MOST_FAILED_SHOWN]:
        say(f"failed: {error}")
        say(f"  again: tocsin study rerun {out} --point {point} --run {number} --out again")
    if len(failed) > MOST_FAILED_SHOWN:
        say(f"{len(failed) - MOST_FAILED_SHOWN} more failed; the report names them all.")


def report_study(folder: Path, out: Path | None) -> None:
    """Write the report of a study."""
    from tocsin.study.report.page import write_report  # brings the plotting library

    results = open_study(folder)
    path = write_report(results, out or folder / f"{results.design.name}.study.EXERCISE.html")
    say(f"The report: open {path} in a browser.")


def rerun_study(folder: Path, point: int, run_number: int, out: Path) -> None:
    """Play one run of a study again with a journal; write its review; say whether it is the run that was played."""
    results = open_study(folder)
    design = results.design
    if point >= len(design.points):
        raise StudyError(f"--point {point}: must be 0 to {len(design.points) - 1}; see the study's report")
    played = results.played_digest(point, run_number)
    chosen = design.points[point]
    task = Task(chosen.scenario_text, chosen.scenario, chosen.agreement_text, design.file.study.seed, run_number)
    with progress_bar(f"point {point}, run {run_number}") as progress:
        finished = run(task, out / f"point-{point}-run-{run_number}", progress)
    assert finished.path is not None
    scenario = build_scenario(task.scenario_text, task.scenario_file)
    page = finished.path.with_suffix(".EXERCISE.html")
    write_review({finished.log.header.agreement: read_log(finished.path)}, scenario, page)
    say(f"digest {finished.digest}{same_words(finished.digest, played)}")
    say(f"journal {finished.path}")
    say(f"The review: open {page} in a browser.")


def same_words(digest: str, played: str) -> str:
    """Return whether a run played again has the digest that the study holds of it."""
    if not played:
        return ": the run failed in the study"
    if digest == played:
        return ": as in the study"
    return f": NOT as in the study ({played}); another version, another kind of machine, or a file was edited"


def query_study(folder: Path, sql: str, as_json: bool) -> None:
    """Print the answer to a query over a study's tables."""
    answer = open_study(folder).query(sql)
    if as_json:
        write_line(json.dumps(answer.to_pylist(), default=str))
        return
    table = Table(box=SIMPLE)
    for name in answer.column_names:
        table.add_column(name)
    for row in answer.to_pylist():
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    say_all(table)
