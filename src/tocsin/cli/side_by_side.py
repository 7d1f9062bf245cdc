"""Two things of one kind, term by term, with what differs marked: agreements, doctrines."""

import json
from collections.abc import Sequence
from typing import Protocol

from rich.box import SIMPLE
from rich.table import Table

from tocsin.cli.console import say, say_all, write_line

MARK = "<>"  # beside what differs: a sign, so that it does not hang on colour


class Valued(Protocol):
    """A term: its key, and its value for people."""

    @property
    def key(self) -> str:
        """Return its name."""
        ...

    @property
    def value(self) -> str:
        """Return what it says."""
        ...


def print_side_by_side(
    kind: str, names: tuple[str, str], pairs: Sequence[tuple[Valued, Valued]], as_json: bool
) -> None:
    """Print every term of two, side by side; ``kind`` is what they are, in the plural."""
    name_a, name_b = names
    if as_json:
        terms = [{"key": x.key, "a": x.value, "b": y.value, "differs": x.value != y.value} for x, y in pairs]
        write_line(json.dumps({"a": name_a, "b": name_b, "terms": terms}, indent=2))
        return
    table = Table(title=f"{kind} {name_a} and {name_b}  (EXERCISE)", title_justify="left", box=SIMPLE)
    for heading in ("", "term", name_a, name_b):
        table.add_column(heading, no_wrap=heading in ("", "term"))
    unlike = 0
    for x, y in pairs:
        is_other = x.value != y.value
        unlike += is_other
        table.add_row(MARK if is_other else "", x.key, x.value, y.value, style="bold" if is_other else "dim")
    say_all(table)
    say(f"{len(pairs)} terms, {len(pairs) - unlike} equal, {unlike} different.")
