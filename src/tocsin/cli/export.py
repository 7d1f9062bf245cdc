"""The verb that writes a journal's content in forms that other programs read."""

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tocsin.cli.console import say, write_line
from tocsin.cli.folder import check_folder
from tocsin.cli.look import opened
from tocsin.errors import JournalError, ScenarioError
from tocsin.exchange.cap.writer import Issuer, cap_xml
from tocsin.exchange.payload import PublicWarning
from tocsin.review.log import RunLog
from tocsin.scenario.declared import Scenario, utc_ms_at

Files = dict[str, bytes]  # by name, in the order in which they are told of


def export(journal: Path, form: str, out: Path, as_json: bool) -> None:
    """Write a journal in a form into a new or empty folder; status 1 if the journal is damaged.

    What is before the damage is written.
    """
    if form not in FORMS:
        raise ScenarioError(f"--as {form!r}: no such form; known: {', '.join(FORMS)}")
    check_folder(out)
    log, scenario = opened(journal)
    files = FORMS[form](log, scenario)
    if files:
        out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
    if as_json:
        write_line(json.dumps({"files": list(files)}, indent=2))
    elif files:
        say(f"Wrote {len(files)} file{'s' if len(files) > 1 else ''} in {out}: {', '.join(files)}")
    else:
        say(f"{journal}: holds nothing to write as {form}; no folder was made.")
    if log.damage:
        sys.stderr.write(f"tocsin: {journal}: {log.damage}\n")
        sys.exit(1)


def cap_files(log: RunLog, scenario: Scenario) -> Files:
    """Return a CAP 1.2 file for each public warning of a run, in the order in which they were sent."""
    files: Files = {}
    earlier: dict[str, dict[str, PublicWarning]] = {}
    rings_rad = {area.area_id: area.ring_rad for area in scenario.geography.areas}
    for entry in log.entries:
        if not isinstance(entry.body, PublicWarning):
            continue
        warning, own = entry.body, earlier.setdefault(entry.node, {})
        if warning.warning_id in own:
            raise JournalError(
                f"public warning {warning.warning_id!r}: {entry.node} sent two of that id; an id is one message's; "
                "use a journal that `tocsin run` wrote"
            )
        issuer = Issuer(
            nation=entry.node,
            exercise_id=f"{scenario.blind_name}-{log.header.digest[:12]}",
            utc_ms_at=partial(utc_ms_at, scenario),
            rings_rad=rings_rad,
        )
        name = f"{scenario.name}.{len(files) + 1:03d}.{entry.node}.{warning.step}.EXERCISE.xml"
        files[name] = cap_xml(warning, own, issuer)
        own[warning.warning_id] = warning
    return files


FORMS: dict[str, Callable[[RunLog, Scenario], Files]] = {"cap": cap_files}
