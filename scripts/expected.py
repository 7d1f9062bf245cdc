"""Write what to expect of a scenario into its page: N runs with doctrine in every cell, the file and its variants.

    python scripts/expected.py sun-glint-1983 --runs 200
    python scripts/expected.py sun-glint-1983 --variant safeguard-off --agreement none

Run numbers 0 to N-1 of the scenario's own seed.  The block between ``<!-- measures -->`` and ``<!-- /measures -->``
of docs/scenarios/NAME.md is written; tables of it that were not asked for stay as they are.
"""

import argparse
import re
import resource
import sys
import textwrap
from pathlib import Path

from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.effective import effective
from tocsin.scenario.parsed import parsed_scenario
from tocsin.study.expected import expectations
from tocsin.study.pool import run_pool
from tocsin.study.run import Task

PAGES = Path(__file__).parents[1] / "docs" / "scenarios"
OPEN, CLOSE = "<!-- measures -->", "<!-- /measures -->"
AS_IT_STANDS = "as it stands"
READING = (
    "Shares are of runs, with the exact 95 % interval. Times are median (quartiles) over all cases of all runs, "
    "*never* ranked worst; a warning that never came ranks below all others. Counts are means a run with the exact "
    "95 % Poisson interval; warning time credited, releases, refusals and exposure are median (quartiles) over runs. "
    "Doctrine plays every cell; other staffs will do otherwise. The measures are those of "
    "[measures](../measures.md)."
)


def table(text: str, file: str, agreement: str, runs: int, workers: int) -> str:
    """Return the table of one variant under one agreement, and print how long a run took."""
    scenario = build_scenario(text, file)
    name = agreement or scenario.agreement
    tasks = [Task(text, file, name, scenario.seed, run) for run in range(runs)]
    before_s = spent_s()
    played = [rows for _, _, rows in run_pool(tasks, workers)]
    each_s = (spent_s() - before_s) / runs
    sys.stderr.write(
        f"{file} {scenario.variant or AS_IT_STANDS}, {name}: {runs} runs, {each_s:.1f} s of processor time each\n"
    )
    nations = list(scenario.parties)
    head = ["", *(nation.capitalize() for nation in nations)]
    lines = [head, ["---"] * len(head), *([line.what, *line.cells] for line in expectations(played, nations))]
    about = f"{runs} runs of seed {scenario.seed} under `{name}`:"
    return "\n".join([about, "", *("| " + " | ".join(line) + " |" for line in lines)])


def spent_s() -> float:
    """Return the processor time (s) of all processes of pools that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def with_tables(page: str, tables: dict[str, str]) -> str:
    """Return a page with its block's tables replaced, those of other headings kept."""
    before, _, rest = page.partition(OPEN)
    old, has_end, after = rest.partition(CLOSE)
    if not has_end:
        old, after = "", rest
    kept = dict(re.findall(r"^#### (.+?)\n\n(.+?)(?=\n\n#### |\n*\Z)", old, re.MULTILINE | re.DOTALL))
    sections = [f"#### {heading}\n\n{body.strip()}" for heading, body in {**kept, **tables}.items()]
    return f"{before}{OPEN}\n{textwrap.fill(READING, 118)}\n\n" + "\n\n".join(sections) + f"\n{CLOSE}{after}"


def main() -> None:
    """Play the runs and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", help="a shipped scenario")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--variant", action="append", help="only this one; more than once for more; '' is the file")
    parser.add_argument("--agreement", default="", help="another than the scenario's own")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    path = PAGES / f"{asked.name}.md"
    page = path.read_text(encoding="utf-8")
    if OPEN not in page:
        raise SystemExit(f"{path}: has no {OPEN}; put one where the tables go")
    text, file = scenario_text(asked.name)
    variants = asked.variant or ["", *parsed_scenario(text, file).variant]
    tables = {}
    for variant in variants:
        heading = f"{variant or AS_IT_STANDS}" + (f", under {asked.agreement}" if asked.agreement else "")
        tables[heading] = table(effective(text, variant, file=file), file, asked.agreement, asked.runs, asked.workers)
        page = with_tables(page, tables)
        path.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
