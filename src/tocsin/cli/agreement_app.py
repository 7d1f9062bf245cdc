"""The verbs of ``tocsin agreement``: one function each; everything heavy is imported when its verb is used."""

from typing import Annotated

import typer

agreement_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Look at agreements: every term, documented or our reading."
)

Preset = Annotated[
    str, typer.Argument(help="a shipped agreement (see `tocsin agreement list`) or a path ending in .toml")
]
Json = Annotated[bool, typer.Option("--json", help="print JSON for machines")]


@agreement_app.command("list")
def agreement_list(as_json: Json = False) -> None:
    """List the shipped agreements, lowest rung first."""
    from tocsin.cli.agreements import list_agreements

    list_agreements(as_json)


@agreement_app.command("show")
def agreement_show(name: Preset, as_json: Json = False) -> None:
    """Print every term of an agreement, and whether it is documented or our reading."""
    from tocsin.cli.agreements import show_agreement

    show_agreement(name, as_json)


@agreement_app.command("diff")
def agreement_diff(a: Preset, b: Preset, as_json: Json = False) -> None:
    """Print every term of two agreements side by side; mark what differs."""
    from tocsin.cli.agreements import diff_agreements

    diff_agreements(a, b, as_json)


@agreement_app.command("check")
def agreement_check(name: Preset) -> None:
    """Check an agreement; say what is wrong with it, or what it grants."""
    from tocsin.cli.agreements import check_file

    check_file(name)
