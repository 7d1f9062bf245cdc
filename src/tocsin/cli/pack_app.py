"""The verbs of ``tocsin pack``: one function each; everything heavy is imported when its verb is used."""

from typing import Annotated

import typer

pack_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Look at class packs: every number with its range and source."
)

Pack = Annotated[str, typer.Argument(help="a shipped pack (see `tocsin pack list`) or a path ending in .toml")]
Json = Annotated[bool, typer.Option("--json", help="print JSON for machines")]


@pack_app.command("list")
def pack_list(as_json: Json = False) -> None:
    """List the shipped class packs."""
    from tocsin.cli.packs import list_packs

    list_packs(as_json)


@pack_app.command("show")
def pack_show(name: Pack, as_json: Json = False) -> None:
    """Print every number of a pack: value, low, high, unit, source or notional, note."""
    from tocsin.cli.packs import show_pack

    show_pack(name, as_json)


@pack_app.command("diff")
def pack_diff(
    a: Annotated[str, typer.Argument(help="a pack as for `show`; with --scenario, a party of it")],
    b: Annotated[str, typer.Argument(help="another of the same kind; with --scenario, another party")],
    scenario: Annotated[str | None, typer.Option(help="compare two parties' packs in this scenario")] = None,
    as_json: Json = False,
) -> None:
    """Print every number of two packs, or of two parties' packs, side by side; mark what differs."""
    from tocsin.cli.packs import diff_nations, diff_packs

    if scenario is None:
        diff_packs(a, b, as_json)
    else:
        diff_nations(scenario, a, b, as_json)
