"""Verbs about scenario files."""

import json
import math
from pathlib import Path
from shlex import quote

from tocsin.cli.console import say, write_line
from tocsin.cli.wanted import Wanted, wanted_text
from tocsin.errors import ScenarioError
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.declared import Scenario
from tocsin.scenario.effective import effective
from tocsin.scenario.parsed import parsed_scenario
from tocsin.scenario.schema import ScenarioFile


def check_scenario(wanted: Wanted) -> None:
    """Print what is in a scenario; raise what is wrong with it, or with any of its variants."""
    text, file = wanted_text(wanted)
    scenario = build_scenario(text, file)
    load_agreement(scenario.agreement, scenario.members)
    say(f"{scenario.name}: {scenario.title}: no errors")
    say(
        f"{scenario.end_ms / 60000:.0f} minutes; parties {', '.join(scenario.parties)}; "
        f"launches {len(scenario.launches)}, other flights {len(scenario.flights)}, "
        f"sensors {sum(len(node.sensor_ids) for node in scenario.nodes)}, "
        f"batteries {sum(len(node.batteries) for node in scenario.nodes)}, "
        f"defended areas {len(scenario.geography.areas)}"
    )
    for launch in scenario.launches:
        minutes, seconds = divmod(round(launch.end_s), 60)
        azimuth_deg = math.degrees(launch.azimuth_rad) % 360
        say(
            f"  {launch.launch_id}: {launch.vehicle_class} from {launch.nation}, azimuth {azimuth_deg:.0f} deg, "
            f"{f'burns {launch.burn_out_s:.0f} s, ' if launch.burn_out_s else ''}flies {minutes}:{seconds:02d}"
            f"{'; places drawn once a run, as declared here' if launch.draw else ''}"
        )
    for node in scenario.nodes:
        if node.batteries:
            say(f"  {node.name} fights by {node.doctrine.fire.name}")
    sites = [key for node in scenario.nodes for key in node.sites]
    if sites:
        say(f"  sites drawn once a run: {', '.join(sites)}")
    for variant, part in parsed_scenario(text, file).variant.items():
        parsed_scenario(effective(text, variant, file=file), file)
        say(f"  variant {variant}: {part.about}")
    for node in scenario.nodes:
        for radar in node.skywaves:
            say(f"  {radar.sensor_id}: its plots are journaled; no track or warning is made of them yet")


def write_new(path: Path) -> None:
    """Write a scenario to start from: the flagship under a name of its own."""
    text, _ = scenario_text("first-seen-by-partner")
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in path.stem.lower()).strip("-")
    name = plain if plain[:1].isalpha() else f"new-{plain}".strip("-")
    text = text.replace('name = "first-seen-by-partner"', f'name = "{name}"', 1)
    write_scenario(path, text)
    say(f"Wrote {path}.  Next: edit it, then `tocsin check {quote(str(path))}`.")


def write_scenario(path: Path, text: str) -> None:
    """Write a scenario file that is not there yet."""
    if path.exists():
        raise ScenarioError(f"{path}: is there already; choose another name or remove it")
    if path.suffix != ".toml":
        raise ScenarioError(f"{path}: a scenario file ends in .toml; call it {path.with_suffix('.toml')}")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be written: {error.strerror}; choose another place") from None


def print_schema() -> None:
    """Print the JSON Schema of the scenario file."""
    write_line(json.dumps(ScenarioFile.model_json_schema(), indent=2))


def described(scenario: Scenario) -> str:
    """Return a scenario in one line."""
    return f"{scenario.title} ({scenario.name}), {scenario.end_ms / 60000:.0f} minutes"
