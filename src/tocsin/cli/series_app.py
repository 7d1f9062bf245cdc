"""The verb ``tocsin series``; everything heavy is imported when it is used."""

from pathlib import Path
from typing import Annotated

import typer


def series(
    journals: Annotated[list[Path], typer.Argument(help="two or more journals, of whatever scenarios, in any order")],
    out: Annotated[Path, typer.Option(help="folder for the page, the rates and the open lessons; new or empty")],
    reader: Annotated[str, typer.Option("--for", help="control, joint or a nation")] = "control",
    next_plan: Annotated[
        str, typer.Option("--next", help="a scenario that takes the open lessons in: written as next-plan.toml")
    ] = "",
    scores: Annotated[bool, typer.Option("--scores", help="with --for NATION: that team's own scores")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON for machines")] = False,
) -> None:
    """Set exercises side by side, normalised by opportunity, and carry open lessons into the next plan."""
    from tocsin.cli.series import SeriesWanted, write_series

    write_series(journals, out, SeriesWanted(reader, next_plan, scores), as_json)
