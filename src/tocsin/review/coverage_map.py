"""The map of coverage: who sees a body of a class at one height above which ground."""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

from tocsin.earth.kernels import lla_from_ecef
from tocsin.motion.orbit import position_ecef
from tocsin.review.coverage import PHASE_WORDS, Field, Sought, alone, any_of, sensor_fields, shared
from tocsin.review.coverage_outline import Polygon, outlines, world_mesh
from tocsin.review.map_declared import spot
from tocsin.review.map_label import Labels
from tocsin.review.map_land import draw_land, draw_scale
from tocsin.review.map_view import LocalView, View, WorldView, unbroken, view_around
from tocsin.review.page_style import FAINT, INK, nation_ink, new_figure
from tocsin.review.sight import window_at
from tocsin.scenario.declared import Scenario, utc_ms_at
from tocsin.scenario.sensors import in_window

Array = NDArray[np.float64]
LineStyle = Literal["-"] | tuple[float, tuple[float, float]]

WIDTH_IN = 10.0
SIDE_IN = 0.28  # kept free left and right
TOP_IN = 0.95  # for the marking and the title
FOOT_IN = 1.0  # for the legend, a line of words and the marking
WIDEST_RAD = math.radians(65.0)  # what lies within this of its middle is drawn on a local map, else on the world
MESH_POINTS = 400  # a side of a local map: a corner of a field is cut by no more than 4 pixels
SHARED_INK = "#4d4d4d"
FILL = 0.34  # opacity: land shows through
HATCH = "////"
DASHED: LineStyle = (0, (5, 3))
NOTE = (
    "Seen: found in at least half of the looks, by each sensor's own rule, asked place by place. "
    "Shaded is what is covered. Notional sensors and classes."
)


def coverage_figure(scenario: Scenario, sought: Sought) -> Figure:
    """Return the map of who sees what is sought, as a figure; EXERCISE is in its pixels.

    Shaded is what is seen; what is not is left as plain ground and is no category of its own.
    """
    fields = sensor_fields(scenario, sought)
    view = view_of_coverage(scenario, fields)
    figure, axes = titled_figure(view, scenario, sought)
    draw_land(axes, view, scenario.atlas, grid_deg=10.0 if isinstance(view, LocalView) else 30.0)
    if isinstance(view, LocalView):
        draw_scale(axes, view)
    mesh = mesh_of(view)
    for nation in scenario.parties:
        shade(axes, view, outlines(alone(fields, nation), *mesh), nation_ink(scenario.parties, nation))
    hatch(axes, view, outlines(shared(fields), *mesh))
    labels = Labels(axes, WIDTH_IN - 2 * SIDE_IN)
    draw_sensors(axes, view, labels, scenario, sought)
    for field in fields:
        draw_edge(axes, view, labels, field, outlines(field.seen, *mesh), nation_ink(scenario.parties, field.nation))
    draw_legend(figure, scenario, fields if sought.plume_w_sr > 0.0 else radars_of(fields))
    return figure


def mesh_of(view: View) -> tuple[Array, Array]:
    """Return the mesh on which outlines are found for a view: its own, or that of the whole world."""
    return view.mesh(MESH_POINTS) if isinstance(view, LocalView) else world_mesh()


def view_of_coverage(scenario: Scenario, fields: Sequence[Field]) -> View:
    """Return the view that holds all that is seen, and every sensor on the ground."""
    lat, lon = world_mesh()
    lat, lon = lat[::2, ::2].ravel(), lon[::2, ::2].ravel()
    seen = any_of(fields)(lat, lon)
    places = [(radar.lat_rad, radar.lon_rad) for node in scenario.nodes for radar in node.radars]
    places += list(zip(lat[seen].tolist(), lon[seen].tolist(), strict=True))
    if not places:
        return WorldView()
    lat, lon = np.array(places).T
    unit = np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
    middle = unit.mean(axis=0)
    cosines = unit @ middle / max(float(np.sqrt(np.sum(middle**2))), 1e-12)
    return view_around(places) if float(cosines.min()) > math.cos(WIDEST_RAD) else WorldView()


def titled_figure(view: View, scenario: Scenario, sought: Sought) -> tuple[Figure, Axes]:
    """Return a figure just large enough for a view's map, its title above, room for a legend below."""
    left, right, bottom, top = view.bounds_km
    width_in = WIDTH_IN - 2 * SIDE_IN
    map_in = width_in * (top - bottom) / (right - left)
    height_in = map_in + TOP_IN + FOOT_IN
    figure = new_figure(WIDTH_IN, height_in)
    axes = figure.add_axes((SIDE_IN / WIDTH_IN, FOOT_IN / height_in, width_in / WIDTH_IN, map_in / height_in))
    x, y = SIDE_IN / WIDTH_IN, 1.0 - 0.3 / height_in
    figure.text(x, y, title_of(sought), fontsize=13, fontweight="bold", color=INK, va="top")
    figure.text(x, y - 0.3 / height_in, subtitle_of(scenario, sought), fontsize=8.5, color=FAINT, va="top")
    return figure, axes


def title_of(sought: Sought) -> str:
    """Return what is shown: class, height, phase."""
    return f"Who sees class {sought.vehicle_class} {sought.altitude_m / 1e3:g} km up, {PHASE_WORDS[sought.phase]}"


def subtitle_of(scenario: Scenario, sought: Sought) -> str:
    """Return the scenario, the time, and what the sensors look at."""
    minutes, seconds = divmod(sought.time_ms // 1000, 60)
    plume = f", plume {sought.plume_w_sr / 1e3:g} kW/sr" if sought.plume_w_sr > 0.0 else ", no plume"
    return (
        f"{scenario.title} ({scenario.name}), exercise time {minutes}:{seconds:02d}; "
        f"radar cross-section {sought.rcs_m2:g} m\u00b2{plume}"
    )


def path_of(view: View, polygons: Sequence[Polygon]) -> Path:
    """Return polygons with their holes as one path on the map."""
    corners: list[Array] = []
    codes: list[NDArray[np.uint8]] = []
    for ring in (ring for polygon in polygons for ring in polygon):
        corners.append(np.column_stack(view.project(ring.lat_rad, ring.lon_rad)))
        code = np.full(ring.lat_rad.size, Path.LINETO, dtype=np.uint8)
        code[0], code[-1] = Path.MOVETO, Path.CLOSEPOLY
        codes.append(code)
    return Path(np.vstack(corners), np.concatenate(codes))


def shade(axes: Axes, view: View, polygons: Sequence[Polygon], ink: str) -> None:
    """Shade the ground that one nation sees alone."""
    if polygons:
        axes.add_patch(PathPatch(path_of(view, polygons), facecolor=ink, alpha=FILL, linewidth=0, zorder=2))


def hatch(axes: Axes, view: View, polygons: Sequence[Polygon]) -> None:
    """Shade and hatch the ground that several nations see."""
    if not polygons:
        return
    path = path_of(view, polygons)
    axes.add_patch(PathPatch(path, facecolor=SHARED_INK, alpha=FILL, linewidth=0, zorder=2))
    axes.add_patch(PathPatch(path, facecolor="none", edgecolor=SHARED_INK, hatch=HATCH, linewidth=0, zorder=2.1))


def draw_edge(axes: Axes, view: View, labels: Labels, field: Field, polygons: Sequence[Polygon], ink: str) -> None:
    """Draw the edge of one sensor's field: solid for a radar, dashed for a satellite."""
    style: LineStyle = "-" if field.kind == "radar" else DASHED
    lines = []
    for ring in (ring for polygon in polygons for ring in polygon):
        x, y = view.project(ring.lat_rad, ring.lon_rad)
        cut = ring.is_edge & (np.roll(ring.is_edge, 1) | np.roll(ring.is_edge, -1))
        x, y = np.where(cut, np.nan, x), np.where(cut, np.nan, y)
        axes.plot(*unbroken(x, y), color=ink, linewidth=1.0, linestyle=style, zorder=3)
        lines.append(np.column_stack((x, y))[~cut])
    if field.kind == "infrared" and lines:
        line = np.vstack(lines)
        from_top = line[np.argsort(-line[:, 1])][:: max(1, len(line) // 60)]
        labels.write(field.sensor_id, from_top[:, 0], from_top[:, 1], ink)


def draw_sensors(axes: Axes, view: View, labels: Labels, scenario: Scenario, sought: Sought) -> None:
    """Draw each radar where it stands and each satellite's point on the ground below it, with their names."""
    utc_ms, window = utc_ms_at(scenario, sought.time_ms), window_at(scenario, sought.time_ms)
    named: list[tuple[str, Array, Array, str]] = []
    for node in scenario.nodes:
        ink = nation_ink(scenario.parties, node.name)
        marks = [(radar.sensor_id, "^", radar.lat_rad, radar.lon_rad) for radar in node.radars]
        for declared in node.satellites if sought.plume_w_sr > 0.0 else ():  # without a plume they see nothing
            x, y, z = position_ecef(in_window(declared, window).satellite, utc_ms).tolist()
            marks.append((declared.sensor.sensor_id, "o", *lla_from_ecef(x, y, z)[:2]))
        for name, marker, lat_rad, lon_rad in marks:
            here_x, here_y = spot(view, lat_rad, lon_rad)
            face = ink if marker == "^" else "none"
            axes.plot(
                here_x,
                here_y,
                marker=marker,
                markersize=5.5,
                color=ink,
                markerfacecolor=face,
                zorder=6,
                linestyle="none",
            )
            labels.keep_clear(here_x, here_y)
            named.append((name, here_x, here_y, ink))
    for name, here_x, here_y, ink in named:
        labels.write(name, here_x, here_y, ink)


def radars_of(fields: Sequence[Field]) -> list[Field]:
    """Return the fields of radars."""
    return [field for field in fields if field.kind == "radar"]


def draw_legend(figure: Figure, scenario: Scenario, fields: Sequence[Field]) -> None:
    """Write below the map what its shades, lines and signs mean: shades in one row, signs in the next."""
    parties = scenario.parties
    shades: list[Artist] = [
        Patch(facecolor=nation_ink(parties, nation), alpha=FILL, label=f"seen by {nation.capitalize()} only")
        for nation in parties
    ]
    if len(parties) > 1:
        both = "seen by both" if len(parties) == 2 else "seen by two nations or more"
        shades.append(Patch(facecolor="#cfcfcc", edgecolor=SHARED_INK, hatch=HATCH, linewidth=0, label=both))
    signs: list[Artist] = []
    if any(field.kind == "radar" for field in fields):
        signs.append(sign("-", "^", INK, "radar, and the edge of its field"))
    if any(field.kind == "infrared" for field in fields):
        signs.append(sign(DASHED, "o", "none", "the point below an infrared satellite, and the edge of its field"))
    height_in = figure.get_size_inches()[1]
    for row, handles in enumerate((shades, signs)):
        figure.legend(
            handles=handles,
            loc="upper left",
            bbox_to_anchor=((SIDE_IN - 0.08) / WIDTH_IN, (FOOT_IN - 0.04 - 0.21 * row) / height_in),
            ncols=max(len(handles), 1),
            fontsize=8,
            frameon=False,
            handlelength=2.6,
            columnspacing=1.8,
            labelcolor=INK,
        )
    figure.text(SIDE_IN / WIDTH_IN, 0.3 / height_in, NOTE, fontsize=7.5, color=FAINT, va="bottom")


def sign(style: LineStyle, marker: str, face: str, words: str) -> Line2D:
    """Return a line with its sign, for the legend."""
    return Line2D(
        [],
        [],
        color=INK,
        linewidth=1.0,
        linestyle=style,
        marker=marker,
        markerfacecolor=face,
        markersize=5,
        label=words,
    )
