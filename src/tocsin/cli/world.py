"""``tocsin world``: a scenario of many nations, as a file."""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer


def world(
    out: Annotated[Path, typer.Option(help="the scenario file to write; must not exist")],
    nations: Annotated[int, typer.Option(help="2 to 26, named after trees")] = 26,
    sensors: Annotated[int, typer.Option(help="0 to 500, shared out")] = 500,
    batteries: Annotated[int, typer.Option(help="0 to 200, shared out")] = 200,
    graph: Annotated[str, typer.Option(help="who is linked with whom: full, hub or pairwise")] = "full",
    launches: Annotated[int, typer.Option(help="declared, 0 to 200; each run draws which of them fly")] = 26,
) -> None:
    """Write a scenario of many nations on a planet of their own."""
    from tocsin.cli.console import say
    from tocsin.cli.files import write_scenario
    from tocsin.study.many_nations.text import scenario_text
    from tocsin.study.many_nations.wanted import ManyNations

    write_scenario(out, scenario_text(ManyNations(nations, sensors, batteries, graph, launches)))
    say(f"Wrote {out}.  Next: `tocsin check {quote(str(out))}`.")
