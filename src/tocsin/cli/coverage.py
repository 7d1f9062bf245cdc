"""The verb that draws and exports coverage."""

import json
from pathlib import Path

from rich.box import SIMPLE
from rich.table import Table

from tocsin.cli.console import say, write_line
from tocsin.cli.folder import check_folder
from tocsin.cli.wanted import Wanted, wanted_text
from tocsin.errors import ScenarioError
from tocsin.review.coverage import PHASES, Phase, Sought, sensor_fields, sought_of, vehicle_classes
from tocsin.review.coverage_geojson import SHARED, Ground, feature_collection, grounds
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario, stem_of

HIGHEST_KM = 2000.0  # km: above it nothing of a shipped class flies


def write_coverage(
    wanted: Wanted, out: Path, looked_for: tuple[str, str, str], time_min: float, as_json: bool
) -> None:
    """Draw one map a height, and write one GeoJSON file of them all, into a new or empty folder.

    ``looked_for`` is the vehicle class, the phase and the heights (km, comma-separated), as a person gave them.
    """
    check_folder(out)
    vehicle_class, phase = checked_class(looked_for[0]), checked_phase(looked_for[1])
    altitudes_km = checked_altitudes_km(looked_for[2])
    scenario = build_scenario(*wanted_text(wanted))
    time_ms = checked_time_ms(scenario, time_min)
    sought = [sought_of(vehicle_class, phase, altitude_km * 1e3, time_ms) for altitude_km in altitudes_km]
    found = [ground for item in sought for ground in grounds(scenario, item, sensor_fields(scenario, item))]
    pictures = drawn(scenario, sought)
    collection = feature_collection(scenario, found)
    shapes = out / f"{file_stem(scenario, sought[0])}.EXERCISE.geojson"
    out.mkdir(parents=True, exist_ok=True)
    for file, png in pictures.items():
        (out / file).write_bytes(png)
    shapes.write_text(json.dumps(collection), encoding="utf-8")
    if as_json:
        rows = [feature["properties"] for feature in collection["features"]]
        write_line(json.dumps({"files": [*pictures, shapes.name], "areas": rows}, indent=2))
        return
    say(area_table(scenario, found))
    say(f"Drew {', '.join(pictures)} and wrote {shapes.name} in {out}.")


def drawn(scenario: Scenario, sought: list[Sought]) -> dict[str, bytes]:
    """Return a map of each height by the name of its file."""
    from tocsin.review.coverage_map import coverage_figure  # brings the plotting library: only where a map is made
    from tocsin.review.page_style import png_of

    return {
        f"{file_stem(scenario, item)}.{item.altitude_m / 1e3:g}km.EXERCISE.png": png_of(
            coverage_figure(scenario, item)
        )
        for item in sought
    }


def file_stem(scenario: Scenario, sought: Sought) -> str:
    """Return how the names of a coverage's files begin."""
    return f"{stem_of(scenario)}.coverage.{sought.vehicle_class}.{sought.phase}.{sought.time_ms / 60_000:g}min"


def area_table(scenario: Scenario, found: list[Ground]) -> Table:
    """Return how much ground each nation sees, by height and kind of sensor, and how much several see."""
    first = found[0].sought
    table = Table(
        title=f"Ground above which {first.vehicle_class} ({first.phase}) is seen, million km2  (EXERCISE)",
        title_justify="left",
        box=SIMPLE,
    )
    for heading in ("height, km", "by", "radar", "infrared", "any sensor"):
        table.add_column(heading, justify="left" if heading == "by" else "right")
    size = {
        (g.sought.altitude_m, g.nation, g.sensor_kind): f"{g.area_km2 / 1e6:.2f}" if g.polygons else "-"
        for g in found
    }
    for altitude_m in dict.fromkeys(ground.sought.altitude_m for ground in found):
        for nation in (*scenario.parties, SHARED):
            cells = [size.get((altitude_m, nation, kind), "") for kind in ("radar", "infrared", "any")]
            by = "two or more" if nation == SHARED else nation.capitalize()
            table.add_row(f"{altitude_m / 1e3:g}", by, *cells, end_section=nation == SHARED)
    return table


def checked_class(vehicle_class: str) -> str:
    """Return a vehicle class, or raise ScenarioError naming those there are."""
    if vehicle_class not in vehicle_classes():
        raise ScenarioError(
            f"--class {vehicle_class!r}: no such vehicle class; known: {', '.join(vehicle_classes())}"
        )
    return vehicle_class


def checked_phase(text: str) -> Phase:
    """Return a phase, or raise ScenarioError naming those there are."""
    for phase in PHASES:
        if text == phase:
            return phase
    raise ScenarioError(f"--phase {text!r}: no such phase; known: {', '.join(PHASES)}")


def checked_altitudes_km(text: str) -> list[float]:
    """Return comma-separated heights (km), or raise ScenarioError for the first that is none, or out of range."""
    found: list[float] = []
    for word in text.split(","):
        try:
            altitude_km = float(word)
        except ValueError:
            raise ScenarioError(f"--altitudes-km {word!r}: is no number; give heights such as 100,300") from None
        if not 0.0 <= altitude_km <= HIGHEST_KM:
            raise ScenarioError(f"--altitudes-km {word}: must be within 0 and {HIGHEST_KM:g} km; change it")
        found.append(altitude_km)
    return list(dict.fromkeys(found))


def checked_time_ms(scenario: Scenario, time_min: float) -> int:
    """Return an exercise time (ms), or raise ScenarioError if the scenario does not last as long."""
    last_min = scenario.end_ms / 60_000
    if not 0.0 <= time_min <= last_min:
        raise ScenarioError(
            f"--time-min {time_min:g}: must be within 0 and {last_min:g}, the scenario's end; change it"
        )
    return round(time_min * 60_000)
