"""The map of a scenario: the ground, who looks where, what is defended, what is to happen."""

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tocsin.review.map_declared import draw_areas, draw_batteries, draw_sensors
from tocsin.review.map_field import FIELD_ALTITUDE_M
from tocsin.review.map_label import Labels
from tocsin.review.map_land import draw_land, draw_scale
from tocsin.review.map_launches import draw_flights, draw_launches, draw_links
from tocsin.review.map_view import LocalView, View, WorldView, view_around
from tocsin.review.page_style import FAINT, new_figure, png_of
from tocsin.scenario.declared import Scenario

WIDTH_IN = 10.0
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
    figure, axes = map_figure(view, f"{scenario.title}. {caption(scenario)}")
    labels = Labels(axes, WIDTH_IN - 2 * EDGE_IN)
    draw_land(axes, view, grid_deg=10.0 if isinstance(view, LocalView) else 30.0)
    draw_launches(axes, view, labels, scenario)
    draw_batteries(axes, view, scenario)
    draw_areas(axes, view, labels, scenario)
    first_ms = min((launch.lift_off_ms for launch in scenario.launches), default=0)
    draw_sensors(axes, view, labels, scenario, first_ms)
    draw_flights(axes, view, scenario)
    if isinstance(view, LocalView):
        draw_links(axes, view, labels, scenario)
        draw_scale(axes, view)
    return figure


def map_figure(view: View, note: str) -> tuple[Figure, Axes]:
    """Return a figure just large enough for a view's map, and its one plot; a line of words below it."""
    left, right, bottom, top = view.bounds_km
    width_in = WIDTH_IN - 2 * EDGE_IN
    map_height_in = width_in * (top - bottom) / (right - left)
    height_in = map_height_in + 2 * EDGE_IN + 0.25
    figure = new_figure(WIDTH_IN, height_in)
    axes = figure.add_axes(
        (EDGE_IN / WIDTH_IN, (EDGE_IN + 0.25) / height_in, width_in / WIDTH_IN, map_height_in / height_in)
    )
    figure.text(EDGE_IN / WIDTH_IN, (EDGE_IN + 0.12) / height_in, note, fontsize=7.5, color=FAINT, va="center")
    return figure, axes


def caption(scenario: Scenario) -> str:
    """Return what the symbols of a map of this scenario mean."""
    parts = []
    if any(node.radars for node in scenario.nodes):
        parts.append(f"Fans: radar fields for a body {FIELD_ALTITUDE_M / 1e3:.0f} km up")
    if any(node.satellites for node in scenario.nodes):
        parts.append("dashed: infrared fields on the ground")
    if any(node.batteries for node in scenario.nodes):
        parts.append("dotted: reach of batteries")
    if scenario.launches:
        parts.append("circle to cross: a launch, undefended")
    if scenario.flights:
        parts.append("triangles: space launches, dots: fireballs")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def view_of(scenario: Scenario) -> View:
    """Return the view of the action: all that is declared on the ground; the world for recorded flights."""
    if scenario.flights:
        return WorldView()
    places: list[tuple[float, float]] = []
    for launch in scenario.launches:
        places += [launch.start_lla[:2], launch.flight.impact_lla[:2]]
    for node in scenario.nodes:
        places += [(radar.lat_rad, radar.lon_rad) for radar in node.radars]
        places += [(battery.lat_rad, battery.lon_rad) for battery in node.batteries]
    places += [(float(lat), float(lon)) for area in scenario.geography.areas for lat, lon in area.ring_rad]
    return view_around(places) if places else WorldView()
