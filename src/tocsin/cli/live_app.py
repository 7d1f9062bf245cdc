"""``tocsin serve`` and ``tocsin play``: exercises for people in browsers."""

from pathlib import Path
from typing import Annotated

import typer

Port = Annotated[int, typer.Option(help="where it listens, 0 for any that is free")]
Agreement = Annotated[str | None, typer.Option(help="a preset's name or a path ending in .toml")]
Seed = Annotated[int | None, typer.Option(help="luck, 0 to 2147483647; the scenario's own if not given")]
Msel = Annotated[str, typer.Option(help="a list of injects (.toml, .xlsx, .csv) in place of its own")]
Variant = Annotated[str, typer.Option(help="one of the scenario's variants, see `tocsin check`")]
Cast = Annotated[str, typer.Option(help="who plays whose part, such as alder=elm,birch=fir: names swap, land stays")]


def serve(
    scenario: Annotated[
        str, typer.Argument(help="a shipped scenario or a path ending in .toml; none with --blind")
    ] = "",
    port: Port = 8000,
    journal: Annotated[
        Path | None, typer.Option(help="its journal; one that is there and not finished is gone on with")
    ] = None,
    host: Annotated[str, typer.Option(help="address it listens on; 0.0.0.0 for the whole network")] = "127.0.0.1",
    agreement: Agreement = None,
    seed: Seed = None,
    solo: Annotated[
        bool, typer.Option("--solo", help="one person may sit at several sides; the journal says so")
    ] = False,
    blind: Annotated[Path | None, typer.Option(help="a pool to draw the scenario from, see docs/live.md")] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="certificate for TLS, PEM")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="its key, PEM")] = None,
    msel: Msel = "",
    variant: Variant = "",
    cast: Cast = "",
) -> None:
    """Serve an exercise to staffs in browsers: one clock, a code for each group of cells, everything journaled."""
    from tocsin.cli.serve import ServeWanted, serve_exercise
    from tocsin.cli.wanted import Wanted
    from tocsin.web.serve import Place

    serve_exercise(
        ServeWanted(Wanted(scenario, variant, cast, (), msel), blind, agreement, seed, journal, solo),
        Place(host, port, tls_cert, tls_key),
    )


def play(
    scenario: Annotated[
        str, typer.Argument(help="a shipped scenario or a path ending in .toml; first-seen-by-partner if not given")
    ] = "",
    port: Port = 8000,
    journal: Annotated[
        Path | None,
        typer.Option(help="its journal, new or to go on with; in a temporary place if not given"),
    ] = None,
    host: Annotated[str, typer.Option(help="address it listens on, of this machine alone")] = "127.0.0.1",
    agreement: Agreement = None,
    seed: Seed = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="do not open a browser")] = False,
    msel: Msel = "",
    variant: Variant = "",
    cast: Cast = "",
) -> None:
    """Open an exercise on this machine to whoever sits before it: no codes, everybody runs the clock."""
    from tocsin.cli.serve import ServeWanted, open_house
    from tocsin.cli.wanted import Wanted
    from tocsin.web.serve import Place

    open_house(
        ServeWanted(Wanted(scenario, variant, cast, (), msel), None, agreement, seed, journal, is_solo=False),
        Place(host, port),
        not no_open,
    )
