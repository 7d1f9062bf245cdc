"""The verb that tries doctrines against each other: one agreement, one luck, one table."""

from pathlib import Path
from typing import NamedTuple

import msgspec

from tocsin.cli.console import say_all, write_line
from tocsin.cli.play import agreement_names, played
from tocsin.cli.tables import comparison_table, shots_table
from tocsin.cli.wanted import Wanted, wanted_text
from tocsin.errors import ScenarioError
from tocsin.review.measure import Row
from tocsin.scenario.build import build_scenario
from tocsin.scenario.doctrine_file import doctrine_file
from tocsin.scenario.fought import fought_by


class Tried(NamedTuple):
    """Which doctrines are tried, comma-separated as written; by which nation alone (empty: all); under what."""

    doctrines: str
    nation: str
    agreements: str | None


def compare_doctrines(wanted: Wanted, tried: Tried, seed: int | None, out: Path | None, as_json: bool) -> None:
    """Play a scenario by several doctrines under one agreement with the same luck; print the tables."""
    names = named(tried.doctrines)
    text, file = wanted_text(wanted)
    scenarios = {
        called: build_scenario(fought_by(text, name, tried.nation, file), file) for called, name in names.items()
    }
    first = next(iter(scenarios.values()))
    agreement = one_agreement(tried, agreement_names(tried.agreements or first.agreement, first))
    rows: dict[str, list[Row]] = {}
    for called, scenario in scenarios.items():
        _, rows[called] = played(scenario, file, agreement, seed, out and out / called)
    if as_json:
        said = [{"doctrine": called, **msgspec.to_builtins(row)} for called, found in rows.items() for row in found]
        write_line(msgspec.json.encode(said).decode())
        return
    under = next(iter(rows.values()))[0].agreement
    who = tried.nation.capitalize() if tried.nation else "all that have batteries"
    say_all(comparison_table(first, rows, f"what each doctrine of {who} gave under {under}"))
    say_all(shots_table(first, rows))


def named(doctrines: str) -> dict[str, str]:
    """Return the doctrines of a comma-separated list by their own names, each checked before anything runs."""
    names = [item.strip() for item in doctrines.split(",") if item.strip()]
    if not names:
        raise ScenarioError("--doctrines is empty; name at least one, such as standard,salvo")
    found = {doctrine_file(name).name: name for name in names}
    if len(found) != len(names):
        raise ScenarioError(f"--doctrines = {doctrines!r}: two are called alike; name each once")
    return found


def one_agreement(tried: Tried, agreements: list[str]) -> str:
    """Return the one agreement under which doctrines are compared."""
    if len(agreements) > 1:
        raise ScenarioError(
            f"--agreements = {tried.agreements!r} with --doctrines = {tried.doctrines!r}: only one of the two "
            "may have several names, or nobody could say what made the difference; name one agreement"
        )
    return agreements[0]
