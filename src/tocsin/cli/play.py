"""Verbs that play scenarios."""

from pathlib import Path

import msgspec

from tocsin.cli.console import progress_bar, say, write_line
from tocsin.cli.sky_table import sky_table
from tocsin.cli.tables import comparison_table, matched_words, quiet_table, run_table
from tocsin.cli.wanted import Wanted, wanted_text
from tocsin.errors import ScenarioError
from tocsin.review.log import RunLog
from tocsin.review.measure import Row, measure_rows
from tocsin.review.reason import physical_reason
from tocsin.review.sky_rates import periods_of, sky_rows_of
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.background_data import listed_fireballs
from tocsin.scenario.build import build_scenario, load_scenario
from tocsin.scenario.declared import Scenario
from tocsin.study.run import Finished, run, task_of

DEMO = "first-seen-by-partner"
DEMO_AGREEMENTS = ("none", "notify-only", "full-picture")
DEMO_OUT = Path("out")


def run_one(wanted: Wanted, agreement: str | None, seed: int | None, out: Path | None, as_json: bool) -> None:
    """Play a scenario once and print its measures."""
    text, file = wanted_text(wanted)
    scenario = build_scenario(text, file)
    finished, rows = played(scenario, file, agreement or scenario.agreement, seed, out)
    if as_json:
        header = finished.log.header
        answer = {
            "scenario": scenario.name,
            "seed": header.seed,
            "agreement": header.agreement,
            "digest": finished.digest,
            "measures": rows,
            **({"sky": sky_rows_of(finished.log, scenario)} if scenario.real_years else {}),
        }
        write_line(msgspec.json.encode(answer).decode())
        return
    say(run_table(scenario, finished.log, rows))
    if scenario.real_years:
        print_sky(scenario, {finished.log.header.agreement: finished.log}, {finished.log.header.agreement: rows})
        for line in matched_words(scenario, rows):
            say(line)
    say(f"digest {finished.digest}")
    if finished.path is not None:
        say(f"journal {finished.path}   (next: tocsin review {finished.path})")


def played(
    scenario: Scenario, name: str, agreement: str, seed: int | None, out: Path | None
) -> tuple[Finished, list[Row]]:
    """Return a finished run and its measures, with a progress bar while it plays."""
    with progress_bar(f"{scenario.name} under {agreement}") as report:
        finished = run(task_of(scenario, name, agreement, seed), out, report)
    return finished, measure_rows(finished.log, scenario)


def compare_all(wanted: Wanted, agreements: str, seed: int | None, out: Path | None, as_json: bool) -> None:
    """Play a scenario under several agreements with the same luck; print the table and the reason."""
    text, file = wanted_text(wanted)
    scenario = build_scenario(text, file)
    names = agreement_names(agreements, scenario)
    logs, rows = compared(scenario, file, names, seed, out)
    if as_json:
        write_line(msgspec.json.encode([row for found in rows.values() for row in found]).decode())
        return
    print_comparison(scenario, logs, rows)


def agreement_names(agreements: str, scenario: Scenario) -> list[str]:
    """Return the agreements of a comma-separated list, each checked before anything runs."""
    names = [item.strip() for item in agreements.split(",") if item.strip()]
    if not names:
        raise ScenarioError("--agreements is empty; name at least one preset, such as none,full-picture")
    called = [load_agreement(name, scenario.members).name for name in names]
    if len(set(called)) != len(called):
        raise ScenarioError(f"--agreements = {agreements!r}: names one agreement twice; name each once")
    return names


def compared(
    scenario: Scenario, name: str, agreements: list[str], seed: int | None, out: Path | None
) -> tuple[dict[str, RunLog], dict[str, list[Row]]]:
    """Return records and measures by agreement."""
    logs: dict[str, RunLog] = {}
    rows: dict[str, list[Row]] = {}
    for agreement in agreements:
        finished, measured = played(scenario, name, agreement, seed, out)
        called = finished.log.header.agreement
        logs[called], rows[called] = finished.log, measured
    return logs, rows


def print_comparison(scenario: Scenario, logs: dict[str, RunLog], rows: dict[str, list[Row]]) -> None:
    """Print the comparison and why the agreements differ."""
    if scenario.real_years:
        print_sky(scenario, logs, rows)
    else:
        say(comparison_table(scenario, rows))
        for sentence in physical_reason(logs, scenario):
            say(sentence)


def print_sky(scenario: Scenario, logs: dict[str, RunLog], rows: dict[str, list[Row]]) -> None:
    """Print what a quiet sky gave under each agreement, and its fireballs by period."""
    say(quiet_table(scenario, rows))
    periods = periods_of(listed_fireballs())
    for name, log in logs.items():
        say(sky_table(f"{scenario.title} under {name}", periods, sky_rows_of(log, scenario)))


def demonstrate() -> None:
    """Play the main job."""
    from tocsin.review.page import write_review  # brings the plotting library: only where a page is made

    say("EXERCISE EXERCISE EXERCISE")
    say(f"Tocsin: playing {DEMO} under {', '.join(DEMO_AGREEMENTS)}, with the same luck each time.")
    scenario = load_scenario(DEMO)
    DEMO_OUT.mkdir(exist_ok=True)
    for old in DEMO_OUT.glob(f"{DEMO}.*"):
        old.unlink()
    logs, rows = compared(scenario, DEMO, list(DEMO_AGREEMENTS), None, DEMO_OUT)
    print_comparison(scenario, logs, rows)
    main_first = {name: logs[name] for name in reversed(DEMO_AGREEMENTS)}
    page = write_review(main_first, scenario, DEMO_OUT / f"{DEMO}.{scenario.seed}.EXERCISE.html")
    say(f"The review: open {page} in a browser.  The journals are beside it.")


def warm_kernels() -> None:
    """Compile every kernel that the main job uses, by playing it."""
    scenario = load_scenario(DEMO)
    for agreement in ("none", "full-picture"):
        finished, _ = played(scenario, DEMO, agreement, None, None)
    say(f"Kernels are compiled and kept; digest {finished.digest[:12]}.")
