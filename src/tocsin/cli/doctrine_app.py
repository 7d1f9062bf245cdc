"""The verbs of ``tocsin doctrine``: one function each; everything heavy is imported when its verb is used."""

from typing import Annotated

import typer

doctrine_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Look at doctrines: how a nation's defence desk fights, and why.",
)

Doctrine = Annotated[
    str, typer.Argument(help="a shipped doctrine (see `tocsin doctrine list`) or a path ending in .toml")
]
Json = Annotated[bool, typer.Option("--json", help="print JSON for machines")]


@doctrine_app.command("list")
def doctrine_list(as_json: Json = False) -> None:
    """List the shipped doctrines: the tactics notebook."""
    from tocsin.cli.doctrines import list_doctrines

    list_doctrines(as_json)


@doctrine_app.command("show")
def doctrine_show(name: Doctrine, as_json: Json = False) -> None:
    """Print what a doctrine does and why, and every term of it."""
    from tocsin.cli.doctrines import show_doctrine

    show_doctrine(name, as_json)


@doctrine_app.command("diff")
def doctrine_diff(a: Doctrine, b: Doctrine, as_json: Json = False) -> None:
    """Print every term of two doctrines side by side; mark what differs."""
    from tocsin.cli.doctrines import diff_doctrines

    diff_doctrines(a, b, as_json)


@doctrine_app.command("check")
def doctrine_check(name: Doctrine) -> None:
    """Check a doctrine; say what is wrong with it, or what it changes."""
    from tocsin.cli.doctrines import check_doctrine

    check_doctrine(name)
