"""Verbs that print class packs, and two of them or two nations' side by side."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rich.box import SIMPLE
from rich.table import Table

from tocsin.cli.console import say, say_all, write_line
from tocsin.errors import ScenarioError
from tocsin.scenario.own_pack import nation_pack, packs_used
from tocsin.scenario.pack import PackFile, Quantity, pack_names, read_pack, shipped_pack
from tocsin.scenario.schema import ScenarioFile

MARK = "<>"  # beside what differs: a sign, so that it does not hang on colour
LACKING = "one side only"
KIND_WORDS = {
    "radar": "Radar",
    "skywave": "Skywave radar",
    "infrared": "Satellite",
    "battery": "Battery",
    "vehicle": "Vehicle",
    "glider": "Glider",
    "craft": "Craft",
    "doctrine": "Doctrine",
}


class Row(NamedTuple):
    """One number of two packs; None where a side has no such number or no such pack."""

    number: str
    a: Quantity | None
    b: Quantity | None


def list_packs(as_json: bool) -> None:
    """Print the shipped packs: name, kind, what it is, how many numbers it has."""
    packs = [shipped_pack(name) for name in pack_names()]
    if as_json:
        rows = [{"name": p.name, "kind": p.kind, "title": p.title, "numbers": len(p.numbers)} for p in packs]
        write_line(json.dumps(rows, indent=2))
        return
    table = Table(
        "pack", "kind", "what it is", "numbers", title="Class packs  (EXERCISE)", title_justify="left", box=SIMPLE
    )
    for pack in packs:
        table.add_row(pack.name, pack.kind, pack.title, str(len(pack.numbers)))
    say(table)


def show_pack(name: str, as_json: bool) -> None:
    """Print every number of a pack: value, low, high, unit, source or notional, note."""
    pack = read_pack(name)
    if as_json:
        write_line(pack.model_dump_json(indent=2))
        return
    table = Table(title=f"{pack.title}: {pack.kind} pack {pack.name}  (EXERCISE)", title_justify="left", box=SIMPLE)
    table.add_column("number", no_wrap=True)
    for heading in ("value", "low", "high"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("unit", no_wrap=True)
    table.add_column("source; note")
    for key, number in pack.numbers.items():
        values = (f"{number.value:g}", f"{number.low:g}", f"{number.high:g}")
        words = "; ".join(text for text in (number.source or "notional", number.note) if text)
        table.add_row(key, *values, number.unit, words)
    say_all(table)


def diff_packs(name_a: str, name_b: str, as_json: bool) -> None:
    """Print every number of two packs side by side."""
    a, b = read_pack(name_a), read_pack(name_b)
    if a.kind != b.kind:
        raise ScenarioError(
            f"{name_a} is a {a.kind} pack and {name_b} a {b.kind} pack: they share no numbers; name two of one kind"
        )
    rows = side_by_side(a, b)
    if as_json:
        write_line(json.dumps({"a": name_a, "b": name_b, "kind": a.kind, "numbers": as_data(rows)}, indent=2))
        return
    title = f"{a.kind} packs {name_a} and {name_b}  (EXERCISE)"
    say_all(diff_table(title[:1].upper() + title[1:], (name_a, name_b), rows))
    say(summary(rows))


def diff_nations(scenario: str, nation_a: str, nation_b: str, as_json: bool) -> None:
    """Print every number of two nations' packs in a scenario side by side, class of thing by class of thing."""
    found = list(nations_side_by_side(scenario_file(scenario), nation_a, nation_b))
    if as_json:
        packs = [
            {"kind": kind, "pack": name, "in_use": counts, "numbers": as_data(rows)}
            for kind, name, counts, rows in found
        ]
        write_line(json.dumps({"a": nation_a, "b": nation_b, "scenario": scenario, "packs": packs}, indent=2))
        return
    names = (nation_a.capitalize(), nation_b.capitalize())
    for kind, name, counts, rows in found:
        in_use = ", ".join(f"{nation} {count}" for nation, count in zip(names, counts, strict=True))
        say_all(diff_table(f"{KIND_WORDS[kind]}: {name}; in use: {in_use}  (EXERCISE)", names, rows))
    say(f"{scenario}: {names[0]} and {names[1]}: " + summary([row for *_, rows in found for row in rows]))


def scenario_file(name: str) -> ScenarioFile:
    """Return a scenario's file, checked but not built."""
    from tocsin.scenario.build import scenario_text  # a second to import, and only needed here
    from tocsin.scenario.parsed import parsed_scenario

    return parsed_scenario(*scenario_text(name))


def nations_side_by_side(
    parsed: ScenarioFile, nation_a: str, nation_b: str
) -> Iterator[tuple[str, str, tuple[int, int], list[Row]]]:
    """Yield kind, name, how many each nation has in use, and the numbers of each pack that either uses."""
    parties = parsed.scenario.parties
    for nation in (nation_a, nation_b):
        if nation not in parties:
            raise ScenarioError(f"nation = {nation!r}: is no party of this scenario; parties: {', '.join(parties)}")
    if nation_a == nation_b:
        raise ScenarioError(f"nation = {nation_a!r} is named twice; name two of {', '.join(parties)}")
    used_a, used_b = packs_used(parsed, nation_a), packs_used(parsed, nation_b)
    for kind in KIND_WORDS:
        for key in dict.fromkeys(item for item in (*used_a, *used_b) if item[0] == kind):
            a = nation_pack(parsed, nation_a, key[1], kind) if key in used_a else None
            b = nation_pack(parsed, nation_b, key[1], kind) if key in used_b else None
            yield kind, key[1], (used_a.get(key, 0), used_b.get(key, 0)), side_by_side(a, b)


def side_by_side(a: PackFile | None, b: PackFile | None) -> list[Row]:
    """Return every number that either pack has, in the order of the packs."""
    numbers_a, numbers_b = a.numbers if a else {}, b.numbers if b else {}
    return [Row(key, numbers_a.get(key), numbers_b.get(key)) for key in dict.fromkeys((*numbers_a, *numbers_b))]


def differences(row: Row) -> list[str]:
    """Return in what the two sides of a row differ; nothing where they are equal."""
    if row.a is None or row.b is None:
        return [LACKING]
    a, b = row.a, row.b
    return [
        word
        for word, is_other in (
            ("value", a.value != b.value),
            ("range", (a.low, a.high) != (b.low, b.high)),
            ("unit", a.unit != b.unit),
            ("source", (a.source, a.notional) != (b.source, b.notional)),
            ("note", a.note != b.note),
        )
        if is_other
    ]


def diff_table(title: str, names: tuple[str, str], rows: Sequence[Row]) -> Table:
    """Return two packs side by side: equal rows dimmed, the others marked with what they differ in."""
    table = Table(title=title, title_justify="left", box=SIMPLE)
    table.add_column("", no_wrap=True)
    table.add_column("number", no_wrap=True)
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("low to high", no_wrap=True)
    table.add_column("unit", no_wrap=True)
    words = ["" if row.a is None or row.b is None else ", ".join(differences(row)) for row in rows]
    if any(words):
        table.add_column("differs in")
    for row, unlike in zip(rows, words, strict=True):
        sides = [side for side in (row.a, row.b) if side is not None]
        table.add_row(
            MARK if differences(row) else "",
            row.number,
            *("-" if side is None else f"{side.value:g}" for side in (row.a, row.b)),
            "\n".join(dict.fromkeys(f"{side.low:g} to {side.high:g}" for side in sides)),
            "\n".join(dict.fromkeys(side.unit for side in sides)),
            *([unlike] if any(words) else []),
            style="bold" if differences(row) else "dim",
        )
    return table


def summary(rows: Sequence[Row]) -> str:
    """Return in a line how many numbers differ."""
    unlike = [row for row in rows if differences(row)]
    lacking = [row for row in unlike if differences(row) == [LACKING]]
    text = f"{len(rows)} numbers, {len(rows) - len(unlike)} equal, {len(unlike) - len(lacking)} different"
    return f"{text}, {len(lacking)} on one side only." if lacking else f"{text}."


def as_data(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return rows for machines."""
    return [
        {
            "number": row.number,
            "a": row.a.model_dump() if row.a else None,
            "b": row.b.model_dump() if row.b else None,
            "differs_in": differences(row),
        }
        for row in rows
    ]
