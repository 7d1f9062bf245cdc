"""The verb that draws and exports footprints."""

import json
import math
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.table import Table

from tocsin.cli.console import say, write_line
from tocsin.cli.folder import check_folder
from tocsin.cli.wanted import Wanted, wanted_text
from tocsin.errors import ScenarioError
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import stem_of
from tocsin.study.footprint.footprint import KINDS, Footprint, footprint
from tocsin.study.footprint.geojson import feature_collection
from tocsin.study.footprint.ground import LEVELS, Outliner, Row, rows_of

MOST_MIN = 60.0
KEY = (
    "50%, 90%: against at least that share of the launches that reach it; share: of the ground that any reaches; "
    "added: on this rung; areas: mean share over declared areas; min: mean minutes of warning."
)


def write_footprint(wanted: Wanted, out: Path, grid: int, warn_min: float, as_json: bool) -> None:
    """Draw the footprint of a scenario and write it as GeoJSON, into a new or empty folder."""
    from tocsin.review.page_style import png_of
    from tocsin.study.footprint.figure import footprint_figure  # brings the plotting library

    check_folder(out)
    if not 0.0 <= warn_min <= MOST_MIN:
        raise ScenarioError(f"--minutes {warn_min:g}: must be within 0 and {MOST_MIN:g}; change it")
    scenario = build_scenario(*wanted_text(wanted))
    found = footprint(scenario, grid, warn_min * 60.0)
    drawn = Outliner(found, scenario)
    stem = f"{stem_of(scenario)}.footprint.{warn_min:g}min.EXERCISE"
    picture, collection = png_of(footprint_figure(scenario, found, drawn)), feature_collection(scenario, found, drawn)
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{stem}.png").write_bytes(picture)
    (out / f"{stem}.geojson").write_text(json.dumps(collection), encoding="utf-8")
    rows = list(rows_of(found))
    if as_json:
        files = [f"{stem}.png", f"{stem}.geojson"]
        write_line(
            json.dumps({"marking": "EXERCISE", "files": files, "rows": [plain(row) for row in rows]}, indent=2)
        )
        return
    for kind in KINDS:
        say(footprint_table(found, rows, kind))
    say(KEY)
    say(f"Drew {stem}.png and wrote {stem}.geojson in {out}.")


def plain(row: Row) -> dict[str, Any]:
    """Return one line of the numbers as JSON has it; null where a nation declares no area."""
    share = {kind: None if math.isnan(value) else round(value, 4) for kind, value in row.area_share.items()}
    return {
        "rung": row.rung,
        "nation": row.nation,
        "land_km2": round(row.land_km2),
        **{f"{kind}_{level:.0%}_km2".replace("%", "pc"): round(km2) for (kind, level), km2 in row.km2.items()},
        **{
            f"{kind}_{level:.0%}_gained_km2".replace("%", "pc"): round(x)
            for (kind, level), x in row.gained_km2.items()
        },
        **{f"{kind}_area_share": value for kind, value in share.items()},
        "mean_warning_min": round(row.lead_min, 2),
    }


def footprint_table(found: Footprint, rows: list[Row], kind: str) -> Table:
    """Return, by rung and nation, how much own ground is warned or defended, and how much the rung adds."""
    is_warned = kind == "warned"
    what = f"warned {found.warn_s / 60.0:g} min ahead" if is_warned else "defended"
    title = f"Own ground {what}, thousand km2  (EXERCISE)"
    table = Table(title=title, title_justify="left", box=SIMPLE, pad_edge=False)
    table.collapse_padding = True
    table.add_column("rung", no_wrap=True)
    table.add_column("nation", no_wrap=True)
    headings = [word for level in LEVELS for word in (f"{level:.0%}", "share", "added")]
    for heading in [*headings, "areas", *(["min"] if is_warned else [])]:
        table.add_column(heading, justify="right", no_wrap=True)
    names = {terms.rung: f"{terms.rung} {terms.agreement.name}" for terms in found.ladder}
    for row in rows:
        cells: list[str] = []
        for level in LEVELS:
            km2, gained_km2 = row.km2[kind, level], row.gained_km2[kind, level]
            share = km2 / row.land_km2 if row.land_km2 else 0.0
            cells += [f"{km2 / 1e3:.0f}", f"{share:.0%}", f"{gained_km2 / 1e3:.0f}"]
        area = row.area_share[kind]
        cells += ["-" if math.isnan(area) else f"{area:.0%}", *([f"{row.lead_min:.1f}"] if is_warned else [])]
        is_first, is_last = row.nation == found.nations[0], row.nation == found.nations[-1]
        table.add_row(names[row.rung] if is_first else "", row.nation.capitalize(), *cells, end_section=is_last)
    return table
