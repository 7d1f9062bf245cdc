"""The verbs that go on otherwise from a moment of a journal: one fork, or many futures."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.errors import ScenarioError

if TYPE_CHECKING:
    from rich.table import Table

    from tocsin.study.futures import Outlook

AT = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,4}):)?(\d{1,7})")

Journal = Annotated[Path, typer.Argument(help="a journal: finished, broken off, or still being written")]
At = Annotated[str, typer.Option(help="exercise time: seconds, MM:SS or HH:MM:SS")]
Agreement = Annotated[
    str, typer.Option(help="in force from there on: a preset's name or a path ending in .toml; the same if not given")
]
Luck = Annotated[
    int | None, typer.Option("--run", help="from there on with the luck of another run of the same seed", min=0)
]
Json = Annotated[bool, typer.Option("--json", help="print JSON for machines")]


def fork(
    journal: Journal,
    at: At,
    agreement: Agreement = "",
    luck: Luck = None,
    out: Annotated[Path | None, typer.Option(help="folder for the journal; nothing is kept if not given")] = None,
    as_json: Json = False,
) -> None:
    """Go on otherwise from a moment of a journal, doctrine playing every cell, and print the measures."""
    import msgspec

    from tocsin.cli.console import progress_bar, say, write_line
    from tocsin.cli.tables import run_table
    from tocsin.review.measure import measure_rows
    from tocsin.scenario.build import build_scenario
    from tocsin.study.fork import Otherwise, forked

    with progress_bar(f"{journal.name} from {at}") as report:
        finished = forked(journal, Otherwise(time_ms_of(at), agreement, luck), out, report)
    meta = finished.log.header.meta
    scenario = build_scenario(meta["scenario_text"], meta["scenario_file"])
    rows = measure_rows(finished.log, scenario)
    if as_json:
        answer = {"forked_at_ms": int(meta["forked_at_ms"]), "digest": finished.digest, "measures": rows}
        write_line(msgspec.json.encode(answer).decode())
        return
    say(run_table(scenario, finished.log, rows))
    say(f"Mechanical replay from {at} on, not a prediction of what people would have done.")
    say(f"digest {finished.digest}")
    if finished.path is not None:
        say(f"journal {finished.path}   (next: tocsin review {finished.path})")


def reopen(
    journal: Journal,
    at: At,
    agreement: Agreement = "",
    luck: Luck = None,
    out: Annotated[Path, typer.Option(help="folder for the journal")] = Path(),
) -> None:
    """Let people play on from a moment of a journal: write its journal up to there, for `tocsin serve --journal`."""
    from shlex import quote

    from tocsin.cli.console import say
    from tocsin.study.fork import Otherwise, opened

    target = opened(journal, Otherwise(time_ms_of(at), agreement, luck), out)
    say(f"journal {target}   (next: tocsin serve --journal {quote(str(target))})")


def futures(
    journal: Journal,
    at: At,
    count: Annotated[int, typer.Option(help="how many, 1 to 10000")] = 200,
    agreement: Agreement = "",
    as_json: Json = False,
) -> None:
    """Play many futures of a moment of a journal, each with another luck, and print the odds."""
    import msgspec

    from tocsin.cli.console import progress_bar, say, say_all, write_line
    from tocsin.study.futures import Asked, outlooks
    from tocsin.study.futures import futures as futures_of

    with progress_bar(f"{count} futures of {journal.name} from {at}") as report:
        found = futures_of(Asked(journal, time_ms_of(at), agreement), count, report)
    outlook = outlooks(found)
    if as_json:
        answer = {"runs": [{"run": item.run, "digest": item.digest} for item in found], "outlook": outlook}
        write_line(msgspec.json.encode(answer).decode())
        return
    say_all(outlook_table(f"{journal.name} from {at}: {count} futures", outlook))
    say("Odds: of a value above zero, among the futures that have one.  Both with 95 % intervals.")
    say("What flies is the same in all of them; detection, links, people's quickness and shots have another luck.")


def outlook_table(title: str, outlook: "list[Outlook]") -> "Table":
    """Return the odds and the means, a line a nation and measure that was not zero throughout."""
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(title=f"{title}  (EXERCISE)", title_justify="left", box=SIMPLE)
    for heading in ("nation", "measure", "unit", "n", "odds of > 0", "95 %", "mean", "95 %"):
        table.add_column(heading, justify="left" if heading in ("nation", "measure", "unit") else "right")
    for item in outlook:
        if item.odds.value or item.mean.value:
            shares = [f"{value:.2f}" for value in (item.odds.low, item.odds.high) if value is not None]
            bounds = [f"{value:,.2f}" for value in (item.mean.low, item.mean.high) if value is not None]
            table.add_row(
                *(item.nation.capitalize(), item.measure, item.unit, str(item.odds.n), f"{item.odds.value:.2f}"),
                *(" to ".join(shares), f"{item.mean.value:,.2f}", " to ".join(bounds) or "-"),
            )
    return table


def time_ms_of(text: str) -> int:
    """Return an exercise time in ms.

    Raises
    ------
    ScenarioError
        If it is none.
    """
    found = AT.fullmatch(text.strip())
    if found is None:
        raise ScenarioError(f"--at {text!r}: must be seconds, MM:SS or HH:MM:SS; write it as 754, 12:34 or 01:12:34")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000
