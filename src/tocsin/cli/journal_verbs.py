"""Verbs that take a journal and give what is in it: the hot wash pack, other programs' forms, a sensor's story."""

from pathlib import Path
from typing import Annotated

import typer

from tocsin.errors import ScenarioError

journal_verbs = typer.Typer()  # without a name: its verbs stand among Tocsin's own
Json = Annotated[bool, typer.Option("--json", help="print JSON for machines")]


@journal_verbs.command()
def review(
    journals: Annotated[
        list[Path], typer.Argument(help="one journal, or one an agreement: the first is the main one")
    ],
    reader: Annotated[
        str, typer.Option("--for", help="control, joint, or a nation: what that reader may see")
    ] = "control",
    out: Annotated[Path | None, typer.Option(help="the page; beside the first journal if not given")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="also print it as PDF beside the page; needs Chromium")] = False,
    scores: Annotated[bool, typer.Option("--scores", help="with the scores of the reader's own team")] = False,
    as_json: Json = False,
) -> None:
    """Make the hot wash pack of a journal for one reader: one HTML file, also as PDF; or its measures as JSON."""
    from tocsin.cli.look import PackWanted, review_journals

    review_journals(journals, PackWanted(reader, out, pdf, scores, as_json))


@journal_verbs.command()
def export(
    journal: Annotated[Path, typer.Argument(help="a journal")],
    form: Annotated[str, typer.Option("--as", help="czml, kml, geojson, csv, parquet, cap or dis: docs/exports.md")],
    out: Annotated[Path | None, typer.Option(help="folder for the files; new or empty")] = None,
    view: Annotated[
        str, typer.Option(help="whose view: truth (control's), joint, or a nation's, which holds no other truth")
    ] = "truth",
    to_port: Annotated[
        int | None, typer.Option(help="dis alone: send to this UDP port of this machine, in place of --out")
    ] = None,
    to_address: Annotated[str, typer.Option(help="with --to-port: 127.0.0.1 or ::1, no other")] = "127.0.0.1",
    speed: Annotated[float, typer.Option(help="with --to-port: seconds of exercise a second; 0: all at once")] = 1.0,
    as_json: Json = False,
) -> None:
    """Write what a journal holds in a form that other programs read; marked EXERCISE throughout."""
    from tocsin.cli.export import Target, export_files, send_dis

    if (out is None) == (to_port is None):
        raise ScenarioError("--out: name a folder for the files, or with --as dis a --to-port, one of the two")
    if to_port is not None:
        send_dis(journal, form, view, Target(to_address, to_port, speed))
    elif out is not None:
        export_files(journal, form, out, as_json, view)


@journal_verbs.command()
def explain(
    journal: Annotated[Path, typer.Argument(help="a journal")],
    body: Annotated[
        str,
        typer.Option(help="such as l1-payload, l1-stage-1; a wrong one names them all"),
    ],
    node: Annotated[str, typer.Option(help="a nation's id")],
) -> None:
    """Say why each sensor of a nation saw a body or did not."""
    from tocsin.cli.look import explain_body

    explain_body(journal, body, node)
