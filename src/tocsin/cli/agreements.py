"""Verbs that print agreements, one or two side by side, and check a file."""

import json
from typing import Any

from rich.box import SIMPLE
from rich.table import Table

from tocsin.cli.console import say, say_all, write_line
from tocsin.cli.side_by_side import print_side_by_side
from tocsin.exchange.agreement import RUNG_NAMES
from tocsin.scenario.agreement_file import agreement_file, checked_agreement, preset_names
from tocsin.scenario.agreement_schema import AgreementFile
from tocsin.scenario.agreement_terms import (
    NOTHING,
    count_of,
    endorsement,
    pairs_of,
    rung_term,
    terms_of,
)


def list_agreements(as_json: bool) -> None:
    """Print the shipped agreements, lowest rung first: what each follows and how much of it is documented."""
    found = [agreement_file(name) for name in preset_names()]
    if as_json:
        write_line(json.dumps([head_data(file) for file in found], indent=2))
        return
    table = Table(title="Agreements  (EXERCISE)", title_justify="left", box=SIMPLE)
    for heading in ("agreement", "rung"):
        table.add_column(heading, no_wrap=True)
    for heading in ("documented", "in part"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("follows")
    for file in found:
        terms = terms_of(file)
        counts = f"{count_of(terms, 'documented')} of {len(terms)}", str(count_of(terms, "in part"))
        table.add_row(file.name, f"{file.rung}, {RUNG_NAMES[file.rung]}", *counts, file.follows)
    say_all(table)
    say("Documented: fields that open sources speak of; the rest is our reading.  No party endorses this.")


def head_data(file: AgreementFile) -> dict[str, Any]:
    """Return what an agreement is, for machines."""
    terms = terms_of(file)
    return {
        "name": file.name,
        "version": file.version,
        "rung": file.rung,
        "rung_name": RUNG_NAMES[file.rung],
        "follows": file.follows,
        "documented_fields": count_of(terms, "documented"),
        "documented_in_part": count_of(terms, "in part"),
        "fields": len(terms),
    }


def show_agreement(name: str, as_json: bool) -> None:
    """Print every term of an agreement: what it says, and whether open sources say so."""
    file = checked_agreement(name)
    if as_json:
        terms = [term._asdict() for term in terms_of(file)]
        write_line(json.dumps({**head_data(file), "terms": terms}, indent=2))
        return
    rung = rung_term(file)
    table = Table(
        title=f"Agreement {file.name}, version {file.version}  (EXERCISE)", title_justify="left", box=SIMPLE
    )
    table.add_column("term", no_wrap=True)
    table.add_column("")
    table.add_column("standing", no_wrap=True)
    table.add_column("why")
    table.add_row(rung.key, rung.value, "", file.follows and f"follows {file.follows}")
    for term in terms_of(file):
        dim = "dim" if term.value == NOTHING else None
        table.add_row(term.key, term.value, term.standing, term.why, style=dim)
    say_all(table)
    say(f"{file.name}: {endorsement(file)}.")


def diff_agreements(name_a: str, name_b: str, as_json: bool) -> None:
    """Print every term of two agreements side by side; mark what differs."""
    a, b = checked_agreement(name_a), checked_agreement(name_b)
    print_side_by_side("Agreements", (a.name, b.name), pairs_of(a, b), as_json)


def check_file(name: str) -> None:
    """Print what an agreement grants, or raise what is wrong with it."""
    file = checked_agreement(name)
    say(f"{file.name}: version {file.version}: no errors")
    say(f"rung {file.rung}, {RUNG_NAMES[file.rung]}; {endorsement(file)}")
    granted = [term for term in terms_of(file) if term.value not in (NOTHING, "0", "all")]
    for term in granted:
        if term.key.startswith(("fields_released.", "messages.")):
            continue
        say(f"  {term.words}: {term.value}")
    for words, values in (("tells", file.fields_released), ("sends", file.messages)):
        say(f"  {words}: {', '.join(values) or 'nothing'}")
