"""The verbs of ``tocsin msel``: one function each; everything heavy is imported when its verb is used."""

from pathlib import Path
from typing import Annotated

import typer

msel_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Look at, check, exchange and score lists of injects (MSEL): what exercise control plans.",
)

Source = Annotated[str, typer.Argument(help="a scenario, or a list in a file ending in .toml, .xlsx or .csv")]
ForScenario = Annotated[str, typer.Option("--scenario", help="the scenario that a list in a sheet is played in")]
Mapping = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=KEY", help="what a column of a sheet holds; can be given again"),
]
Json = Annotated[bool, typer.Option("--json", help="print JSON for machines")]


@msel_app.command("check")
def msel_check(source: Source, scenario: ForScenario = "", mapping: Mapping = None) -> None:
    """Check a list; say what is wrong with it, or what is in it."""
    from tocsin.cli.msel import check_list

    check_list(source, scenario, mapping or ())


@msel_app.command("show")
def msel_show(source: Source, scenario: ForScenario = "", mapping: Mapping = None, as_json: Json = False) -> None:
    """Print a list: what comes when, from whom, to whom, and the objectives."""
    from tocsin.cli.msel import show_list

    show_list(source, scenario, mapping or (), as_json)


@msel_app.command("export")
def msel_export(
    source: Source,
    out: Annotated[Path, typer.Argument(help="the file to write: .xlsx, .csv or .toml; must not exist")],
) -> None:
    """Write the list of a scenario, or of a file, as Excel, CSV or TOML."""
    from tocsin.cli.msel import convert_list

    convert_list(str(source), out, "", ())


@msel_app.command("import")
def msel_import(
    sheet: Annotated[Path, typer.Argument(help="a list ending in .xlsx or .csv")],
    out: Annotated[Path, typer.Argument(help="the file to write, ending in .toml; must not exist")],
    scenario: ForScenario = "",
    mapping: Mapping = None,
) -> None:
    """Write a list kept in a sheet as TOML; with --scenario, as that scenario with the list in it."""
    from tocsin.cli.msel import convert_list

    convert_list(str(sheet), out, scenario, mapping or ())


@msel_app.command("score")
def msel_score(journal: Annotated[Path, typer.Argument(help="a journal")], as_json: Json = False) -> None:
    """Print which objectives were reached, what was done about injects in what time, and observers' notes."""
    from tocsin.cli.msel import score_journal

    score_journal(journal, as_json)
