"""Verbs that print doctrines, one or two side by side, and check a file."""

import json
from typing import Any

from rich.box import SIMPLE
from rich.table import Table

from tocsin.cli.console import say, say_all, write_line
from tocsin.cli.side_by_side import print_side_by_side
from tocsin.scenario.doctrine_file import STANDARD, doctrine_file, doctrine_names
from tocsin.scenario.doctrine_schema import DoctrineFile
from tocsin.scenario.doctrine_terms import pairs_of, terms_of


def list_doctrines(as_json: bool) -> None:
    """Print the shipped doctrines: what each does in a line, and in how many terms it is not the standard one."""
    found = [doctrine_file(name) for name in doctrine_names()]
    if as_json:
        write_line(json.dumps([head_data(file) for file in found], indent=2))
        return
    table = Table(title="Doctrines  (EXERCISE)", title_justify="left", box=SIMPLE)
    table.add_column("doctrine", no_wrap=True)
    table.add_column("what it is")
    table.add_column("unlike standard in")
    for file in found:
        table.add_row(file.name, file.title, ", ".join(unlike_standard(file)) or "nothing")
    say_all(table)
    say("Every number is notional; nobody's real doctrine.  `tocsin doctrine show NAME` says what each does and why.")


def head_data(file: DoctrineFile) -> dict[str, Any]:
    """Return what a doctrine is, for machines."""
    return {"name": file.name, "title": file.title, "unlike_standard": unlike_standard(file)}


def unlike_standard(file: DoctrineFile) -> list[str]:
    """Return the keys of the terms in which a doctrine is not the standard one."""
    return [mine.key for mine, other in pairs_of(file, doctrine_file(STANDARD)) if mine.value != other.value]


def show_doctrine(name: str, as_json: bool) -> None:
    """Print a doctrine: its method, and every term."""
    file = doctrine_file(name)
    if as_json:
        write_line(json.dumps({**head_data(file), **file.model_dump(mode="json", exclude_none=True)}, indent=2))
        return
    say(f"{file.name}: {file.title}  (EXERCISE)\n")
    say(" ".join(file.method.split()))
    table = Table(box=SIMPLE)
    for heading in ("term", "", "", "why"):
        table.add_column(heading, no_wrap=heading == "term")
    unlike = unlike_standard(file)
    for term in terms_of(file):
        table.add_row(term.key, term.words, term.value, term.why, style=None if term.key in unlike else "dim")
    say_all(table)


def diff_doctrines(name_a: str, name_b: str, as_json: bool) -> None:
    """Print every term of two doctrines side by side; mark what differs."""
    a, b = doctrine_file(name_a), doctrine_file(name_b)
    print_side_by_side("Doctrines", (a.name, b.name), pairs_of(a, b), as_json)


def check_doctrine(name: str) -> None:
    """Print what a doctrine does that the standard one does not, or raise what is wrong with it."""
    file = doctrine_file(name)
    say(f"{file.name}: {file.title}: no errors")
    unlike = unlike_standard(file)
    for term in terms_of(file):
        if term.key in unlike:
            say(f"  {term.key}: {term.value}{f'  ({term.why})' if term.why else ''}")
    say(f"unlike standard in {len(unlike)} of {len(terms_of(file))} terms")
