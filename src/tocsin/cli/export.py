"""The verb that writes what a journal holds in forms that other programs read; all of it through a view."""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tocsin.cli.console import say, write_line
from tocsin.cli.dis_port import check_target, send
from tocsin.cli.folder import check_folder
from tocsin.cli.look import opened
from tocsin.errors import ScenarioError
from tocsin.review.exports.content import TRUTH_VIEW
from tocsin.review.exports.dis import pdus_of
from tocsin.review.exports.file import File
from tocsin.review.exports.form import FORMS, check_form, view_named
from tocsin.review.log import RunLog
from tocsin.review.party import View


class Target(NamedTuple):
    """Where DIS PDUs go instead of into a file: a port of this machine; ``speed_ratio`` 0 sends all at once."""

    address: str
    port: int
    speed_ratio: float


def export_files(journal: Path, form: str, out: Path, as_json: bool, view: str = TRUTH_VIEW) -> None:
    """Write a view of a journal in a form into a new or empty folder; status 1 if the journal is damaged.

    What is before the damage is written.  A form that fails leaves no file.
    """
    check_form(form)
    check_folder(out)
    log, seen = viewed(journal, view)
    names = write_all(FORMS[form](seen), out)
    if as_json:
        write_line(json.dumps({"files": names}, indent=2))
    elif names:
        say(f"Wrote {len(names)} file{'s' if len(names) > 1 else ''} in {out}: {', '.join(names)}")
    else:
        say(f"{journal}: holds nothing to write as {form} in the view of {view}; no folder was made.")
    tell_damage(journal, log)


def send_dis(journal: Path, form: str, view: str, target: Target) -> None:
    """Send a view of a journal as DIS to a port of this machine; status 1 if the journal is damaged."""
    check_form(form)
    if form != "dis":
        raise ScenarioError(f"--to-port {target.port}: goes with --as dis, not {form!r}; name a folder by --out")
    check_target(*target)
    log, seen = viewed(journal, view)
    sent = list(pdus_of(seen))
    send(sent, *target)
    say(f"Sent {len(sent)} PDUs, marked EXERCISE, to {target.address} port {target.port}.")
    tell_damage(journal, log)


def viewed(journal: Path, view: str) -> tuple[RunLog, View]:
    """Return a journal's records, and the view of them that was asked for."""
    log, scenario = opened(journal)
    return log, view_named(log, scenario, view)


def write_all(files: Iterable[File], out: Path) -> list[str]:
    """Write files into a folder, all or none; return their names.  Without files no folder is made."""
    there = next(place for place in out.absolute().parents if place.is_dir())
    half = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=there))
    try:
        names = []
        for file in files:
            with (half / file.name).open("xb") as opened_file:
                file.write(opened_file)
            names.append(file.name)
        if names:
            half.chmod(0o755)
            out.parent.mkdir(parents=True, exist_ok=True)
            half.replace(out)
        return names
    finally:
        shutil.rmtree(half, ignore_errors=True)


def tell_damage(journal: Path, log: RunLog) -> None:
    """End with status 1 and one line if a journal is damaged."""
    if log.damage:
        sys.stderr.write(f"tocsin: {journal}: {log.damage}\n")
        sys.exit(1)
