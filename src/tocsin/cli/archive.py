"""The verbs of the archive as the command line offers them; what is heavy is imported when one is used."""

from pathlib import Path
from typing import Annotated

import typer


def seal(
    journal: Annotated[Path, typer.Argument(help="a sound journal")],
    out: Annotated[Path, typer.Option(help="the bundle, such as NAME.EXERCISE.tar; must not exist")],
    reader: Annotated[
        str, typer.Option("--for", help="control: everything; joint or a nation: what that reader may see")
    ] = "control",
    key: Annotated[
        list[str] | None,
        typer.Option(metavar="NATION=FILE", help="a party's own Ed25519 private key, PEM; can be given again"),
    ] = None,
    later: Annotated[
        list[str] | None,
        typer.Option(metavar="NATION", help="a party that signs later, see `tocsin countersign`; can be given again"),
    ] = None,
) -> None:
    """Seal a journal for the archive: one file, signed by each party, that shows any later change."""
    from tocsin.cli.seal import seal_journal

    seal_journal(journal, out, reader, key or (), later or ())


def countersign(
    bundle: Annotated[
        Path, typer.Argument(help="a bundle sealed with `--later NATION`; it is checked, then added to")
    ],
    key: Annotated[str, typer.Option(metavar="NATION=FILE", help="that party's own Ed25519 private key, PEM")],
) -> None:
    """Sign a bundle that a partner sealed, with one's own key, which stays at home."""
    from tocsin.cli.seal import countersign_bundle

    countersign_bundle(bundle, key)


def verify(
    bundle: Annotated[Path, typer.Argument(help="a bundle that `tocsin seal` wrote, or a journal")],
    key: Annotated[
        list[str] | None,
        typer.Option(metavar="NATION=FILE", help="a party's public key, PEM, which must have signed; again for more"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON for machines")] = False,
) -> None:
    """Check that a bundle, or a journal, is as it was made: signatures, digests, chain.  Status 1 if it is not."""
    from tocsin.cli.seal import verify_file

    verify_file(bundle, key or (), as_json)
