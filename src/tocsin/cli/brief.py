"""Verbs about what people are told of a scenario: the list of all, and the brief of one."""

import json
import math
import textwrap
from typing import Any

from rich.box import SIMPLE
from rich.table import Table

from tocsin.cli.console import say, write_line
from tocsin.cli.wanted import Wanted, wanted_text
from tocsin.errors import ScenarioError
from tocsin.scenario.atlas import load_atlas, nation_at
from tocsin.scenario.background_data import lay_out
from tocsin.scenario.brief_part import BriefPart
from tocsin.scenario.build import scenario_names, scenario_text
from tocsin.scenario.parsed import parsed_scenario
from tocsin.scenario.schema import ScenarioFile

READERS = ("players", "control", "truth")
WIDTH = 100  # characters of a printed brief


def list_scenarios(as_json: bool) -> None:
    """Print the shipped scenarios: names, length, variants, whether anybody attacks, what each rehearses."""
    found = [listed(parsed_scenario(*scenario_text(name))) for name in scenario_names()]
    if as_json:
        write_line(json.dumps(found, indent=2))
        return
    table = Table(title="Scenarios  (EXERCISE)", title_justify="left", box=SIMPLE, show_header=False)
    table.add_column("scenario", no_wrap=True)
    table.add_column("what it rehearses")
    for item in found:
        words = [
            item["blind_name"],
            f"{item['minutes']:.0f} min",
            "an attacker" if item["attackers"] else "no attacker",
        ]
        words += [f"variants {', '.join(item['variants'])}"] if item["variants"] else []
        table.add_row(item["name"], f"{item['rehearses']}\n[dim]{' · '.join(words)}[/dim]")
    say(table)


def listed(parsed: ScenarioFile) -> dict[str, Any]:
    """Return what the list says of one scenario."""
    minutes = parsed.scenario.duration_min
    if parsed.background is not None:
        minutes = lay_out(parsed.background)[3] / 60_000
    return {
        "name": parsed.scenario.name,
        "blind_name": parsed.scenario.blind_name,
        "minutes": minutes,
        "variants": list(parsed.variant),
        "attackers": has_attackers(parsed),
        "rehearses": "" if parsed.brief is None else parsed.brief.rehearses,
    }


def has_attackers(parsed: ScenarioFile) -> bool:
    """Return whether a launch is to come down on the land of another nation, by intent or not."""
    ends = [(launch.nation, launch.end) for launch in parsed.launch if launch.end is not None]
    struck = [
        (nation, nation_at(load_atlas(parsed.scenario.world), math.radians(end.lat_deg), math.radians(end.lon_deg)))
        for nation, end in ends
    ]
    return any(nation != other for nation, other in struck if other is not None)


def print_brief(wanted: Wanted, reader: str) -> None:
    """Print what players, control or the holders of the truth sheet are told; players see the blind name alone."""
    if reader not in READERS:
        raise ScenarioError(f"--for {reader!r}: no such reader; known: {', '.join(READERS)}")
    text, file = wanted_text(wanted)
    parsed = parsed_scenario(text, file)
    if parsed.brief is None:
        raise ScenarioError(f"{file}: has no brief; add a [brief] table, see docs/scenario.md")
    head = parsed.scenario
    name = head.blind_name if reader == "players" else f"{head.name} ({head.blind_name})"
    write_line(f"EXERCISE EXERCISE EXERCISE\n{name}: {head.title}")
    for paragraph in paragraphs_of(parsed.brief, reader):
        write_line("\n" + paragraph)


def paragraphs_of(brief: BriefPart, reader: str) -> list[str]:
    """Return a brief as folded paragraphs."""
    if reader == "players":
        return folded(brief.players)
    if reader == "control":
        courses = (("Right courses", brief.right), ("Wrong courses", brief.wrong))
        return [
            *folded(f"Rehearses: {brief.rehearses}"),
            *folded(brief.control),
            *(f"{title}:\n" + "\n".join(map(item_of, items)) for title, items in courses),
        ]
    evidence = [item_of(f"minute {item.minute:g}: {item.what} ({item.ask})") for item in brief.evidence]
    return [*folded(brief.truth), "Evidence:\n" + "\n".join(evidence), f"More: {brief.page}"]


def folded(text: str) -> list[str]:
    """Return the paragraphs of a text, folded at a fixed width."""
    return [textwrap.fill(" ".join(part.split()), WIDTH) for part in text.strip().split("\n\n")]


def item_of(text: str) -> str:
    """Return an item of a list, folded at a fixed width."""
    return textwrap.fill(text, WIDTH, initial_indent="- ", subsequent_indent="  ")
