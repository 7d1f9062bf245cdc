"""The map of a scenario: the ground, who looks where, what is defended, what is to happen."""

import textwrap
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tocsin.review.facts import Facts
from tocsin.review.map_declared import BATTERY_SIGNS, draw_areas, draw_batteries, draw_sensors
from tocsin.review.map_label import Labels
from tocsin.review.map_land import draw_land, draw_scale
from tocsin.review.map_launches import draw_flights, draw_launches, draw_links, draw_truth
from tocsin.review.map_view import LocalView, View, WorldView, view_around
from tocsin.review.page_style import FAINT, new_figure, png_of
from tocsin.scenario.atlas import Atlas
from tocsin.scenario.declared import DeclaredBody, Scenario
from tocsin.scenario.drawn import has_drawn_places
from tocsin.sensing.outline import FIELD_ALTITUDE_M

WIDTH_IN = 10.0
NOTE_IN = 0.36  # for two lines of words below a map
NOTE_LETTERS = 165  # letters that fit on a line of it
EDGE_IN = 0.28  # kept free round a map, for the marking and the line below


def draw_scenario(scenario: Scenario, out_path: Path) -> Path:
    """Write the map of a scenario as PNG, without running it; EXERCISE is in its pixels.

    Parameters
    ----------
    scenario : Scenario
    out_path : Path
        Where to write; its folder must exist.

    Returns
    -------
    Path
        ``out_path``.
    """
    out_path.write_bytes(png_of(scenario_figure(scenario)))
    return out_path


def scenario_figure(scenario: Scenario) -> Figure:
    """Return the map of a scenario as a figure: the whole world if it plays recorded flights, else the action."""
    view = view_of(scenario)
    flying = "Circle to cross: a launch and where it comes down undefended. " if scenario.launches else ""
    drawn = " Places that each run draws are shown as declared." if has_drawn_places(scenario) else ""
    figure, axes = map_figure(view, f"{flying}{caption(scenario)}{drawn}")
    labels = Labels(axes, WIDTH_IN - 2 * EDGE_IN)
    draw_ground(axes, view, scenario.atlas)
    draw_launches(axes, view, labels, scenario)
    draw_standing(axes, view, labels, scenario)
    draw_flights(axes, view, labels, scenario)
    if isinstance(view, LocalView):
        draw_links(axes, view, labels, scenario)
    return figure


def run_figure(facts: Facts) -> Figure:
    """Return the map of a run: the ground, what stands on it, and the true paths."""
    view = view_of(facts.scenario)
    figure, axes = map_figure(view, f"Circle: lift-off; star: killed; cross: came down. {caption(facts.scenario)}")
    labels = Labels(axes, WIDTH_IN - 2 * EDGE_IN)
    draw_ground(axes, view, facts.scenario.atlas)
    draw_truth(axes, view, labels, facts)
    draw_standing(axes, view, labels, facts.scenario)
    return figure


def draw_ground(axes: Axes, view: View, atlas: Atlas) -> None:
    """Draw the land, and a scale where the map is local."""
    draw_land(axes, view, atlas, grid_deg=10.0 if isinstance(view, LocalView) else 30.0)
    if isinstance(view, LocalView):
        draw_scale(axes, view)


def draw_standing(axes: Axes, view: View, labels: Labels, scenario: Scenario) -> None:
    """Draw all that stands on the ground or looks at it, as it was at the first lift-off."""
    draw_batteries(axes, view, scenario)
    draw_areas(axes, view, labels, scenario)
    first_ms = min((launch.lift_off_ms for launch in scenario.launches), default=0)
    draw_sensors(axes, view, labels, scenario, first_ms)


def map_figure(view: View, note: str) -> tuple[Figure, Axes]:
    """Return a figure just large enough for a view's map, and its one plot; a line of words below it."""
    left, right, bottom, top = view.bounds_km
    width_in = WIDTH_IN - 2 * EDGE_IN
    map_height_in = width_in * (top - bottom) / (right - left)
    height_in = map_height_in + 2 * EDGE_IN + NOTE_IN
    figure = new_figure(WIDTH_IN, height_in)
    axes = figure.add_axes(
        (EDGE_IN / WIDTH_IN, (EDGE_IN + NOTE_IN) / height_in, width_in / WIDTH_IN, map_height_in / height_in)
    )
    figure.text(
        EDGE_IN / WIDTH_IN,
        (EDGE_IN + NOTE_IN - 0.05) / height_in,
        textwrap.fill(note, NOTE_LETTERS),
        fontsize=7.5,
        color=FAINT,
        va="top",
    )
    return figure, axes


def caption(scenario: Scenario) -> str:
    """Return what the symbols of a map of this scenario mean."""
    parts = []
    if any(node.radars for node in scenario.nodes):
        parts.append(f"triangles and fans: radars and their fields for a body {FIELD_ALTITUDE_M / 1e3:.0f} km up")
    if any(node.satellites for node in scenario.nodes):
        parts.append(f"dashed: infrared fields{' in the first window' if len(scenario.windows) > 1 else ''}")
    if any(node.batteries for node in scenario.nodes):
        layers = {battery.layer for node in scenario.nodes for battery in node.batteries}
        signs = ", ".join(words for layer, (_, words) in BATTERY_SIGNS.items() if layer in layers)
        parts.append(f"dotted: reach of batteries ({signs})")
    if any(node.patrols for node in scenario.nodes):
        parts.append("closed line through a radar: its patrol")
    if any(node.skywaves for node in scenario.nodes):
        parts.append("diamond: skywave radar")
    is_declared = [isinstance(flight.record, DeclaredBody) for flight in scenario.flights]
    if any(is_declared):
        parts.append("black dotted: aircraft and debris")
    if not all(is_declared):
        parts.append("black triangles: space launches; dots: fireballs")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def view_of(scenario: Scenario) -> View:
    """Return the view of the action: all that is declared on the ground; the world for recorded flights."""
    if any(not isinstance(flight.record, DeclaredBody) for flight in scenario.flights):
        return WorldView()
    places: list[tuple[float, float]] = []
    for launch in scenario.launches:
        places += [launch.start_lla[:2]]
        if launch.body.ends == "impact":
            places += [launch.end_lla[:2]]
    for node in scenario.nodes:
        places += [(radar.lat_rad, radar.lon_rad) for radar in node.radars]
        places += [(battery.lat_rad, battery.lon_rad) for battery in node.batteries]
    places += [(float(lat), float(lon)) for area in scenario.geography.areas for lat, lon in area.ring_rad]
    return view_around(places) if places else WorldView()
