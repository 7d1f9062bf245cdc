"""Draw the picture of ``docs/tracking-from-python.md`` from that page's own example.

``python scripts/make_tracking_picture.py`` writes ``docs/images/tracking.EXERCISE.png``.
"""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from tocsin.earth.kernels import enu_axes, lla_rows
from tocsin.review.map_land import draw_land, draw_scale
from tocsin.review.map_view import LocalView, view_around
from tocsin.review.page_style import FAINT, HAIR, HALO, INK, NATION_INKS, PAPER, TRUTH_INK, new_figure, png_of, quiet
from tocsin.scenario.atlas import load_atlas
from tocsin.tracking.metrics.over_time import NO_TRACK, pair_over_time

Array = NDArray[np.float64]

DOCS = Path(__file__).parents[1] / "docs"
PAGE, PICTURE = DOCS / "tracking-from-python.md", DOCS / "images" / "tracking.EXERCISE.png"
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
ENLARGED = 30.0  # how much larger than life the ellipses are drawn
ELLIPSE_EVERY_MS, CLOSER_EVERY_MS = 20_000, 4_000
ELLIPSE_90 = 2.1460  # half axes of the ellipse that holds 90 %, in standard deviations: sqrt(-2 ln 0.1)
CUTOFF_M = 10e3
WIDTH_IN, HEIGHT_IN = 10.0, 9.2
MAP = (0.028, 0.405, 0.944, 0.49)  # left, bottom, width, height as parts of the picture
CLOSER = (0.672, 0.422, 0.285, 0.205)  # a window in the map
CLOSER_MS, CLOSER_BODY, CLOSER_KM = 330_000, 1, 34.0  # on this body at this time, so wide to either side
LONG_S = 15.0  # a stretch of missed bodies is named if it lasts so long


def example() -> tuple[dict[str, Any], str]:
    """Return the names that the page's example leaves behind, and what it prints."""
    names: dict[str, Any] = {}
    printed = io.StringIO()
    [code] = PYTHON.findall(PAGE.read_text(encoding="utf-8"))
    with contextlib.redirect_stdout(printed):
        exec(compile(code, str(PAGE), "exec"), names)
    return names, printed.getvalue()


def figure_of(names: dict[str, Any]) -> Figure:
    """Return the picture: a map, and below it errors and GOSPA against time."""
    figure = new_figure(WIDTH_IN, HEIGHT_IN)
    figure.text(0.028, 0.966, "Three bodies, one radar, and the tracks made of its reports", fontsize=13,
                fontweight="bold", color=INK, va="top")  # fmt: skip
    figure.text(
        0.028,
        0.938,
        "A look every 2 s; truth grey, reports as dots, tracks in colour. "
        f"Ellipses hold 90 % and are drawn {ENLARGED:.0f} times too large, every 20 s. Notional.",
        fontsize=8.5,
        color=FAINT,
        va="top",
    )
    ground = figure.add_axes(MAP)
    draw_map(ground, names)
    draw_closer(figure.add_axes(CLOSER), names)
    left = figure.add_axes((0.075, 0.085, 0.40, 0.26))
    right = figure.add_axes((0.555, 0.085, 0.40, 0.26))
    draw_errors(left, names)
    draw_gospa(right, names)
    return figure


def inks(names: dict[str, Any]) -> dict[int, str]:
    """Return a colour for each track, by the body it stood for first."""
    pairs = pair_over_time(names["flown"], names["said"], CUTOFF_M)
    out = {}
    for track, body in zip(pairs.track.tolist(), pairs.truth.tolist(), strict=True):
        if track != NO_TRACK:
            out.setdefault(track, NATION_INKS[body])
    return out


def view_of(names: dict[str, Any]) -> LocalView:
    """Return the map's view: the radar and all paths."""
    radar = names["radar"]
    ground = [tuple(row[:2]) for path in names["paths"] for row in lla_rows(path.position_ecef)[::50]]
    return widened(view_around([(radar.lat_rad, radar.lon_rad), *ground]), MAP[2] * WIDTH_IN / (MAP[3] * HEIGHT_IN))


def draw_map(axes: Axes, names: dict[str, Any]) -> None:
    """Draw land, what is true and what is said, and the radar."""
    radar, view = names["radar"], view_of(names)
    draw_land(axes, view, load_atlas(), grid_deg=10.0)
    draw_scale(axes, view)
    draw_flights(axes, view, names, ENLARGED, ELLIPSE_EVERY_MS)
    x, y = view.project(np.array([radar.lat_rad]), np.array([radar.lon_rad]))
    axes.plot(x, y, "^", markersize=8, color=INK, zorder=7)
    axes.annotate("radar", (x[0], y[0]), (8, -3), textcoords="offset points", fontsize=9, color=INK,
                  path_effects=list(HALO), zorder=7)  # fmt: skip


def draw_flights(axes: Axes, view: LocalView, names: dict[str, Any], scale: float, every_ms: int) -> None:
    """Draw the true paths over the ground, the reports, and tracks with their ellipses."""
    dot = 3.0 if scale > 1.0 else 7.0
    for path in names["paths"]:
        lla = lla_rows(path.position_ecef)
        x, y = view.project(lla[:, 0], lla[:, 1])
        axes.plot(x, y, color=TRUTH_INK, linewidth=0.8, alpha=0.6, zorder=3)
        axes.plot(x[:1], y[:1], "o", markersize=4, color=TRUTH_INK, zorder=4)
    x, y = view.project(*lla_rows(places_of(names["radar"], names["measurements"]))[:, :2].T)
    axes.plot(x, y, ".", markersize=dot, color=INK, alpha=0.5, markeredgewidth=0, zorder=3.5)
    for number, ink in inks(names).items():
        rows = names["tracks"][names["tracks"]["number"] == number]
        lla = lla_rows(np.ascontiguousarray(rows["x"][:, :3]))
        axes.plot(*view.project(lla[:, 0], lla[:, 1]), color=ink, linewidth=1.5, zorder=5)
        axes.add_collection(ellipses(axes, view, rows[rows["time_ms"] % every_ms == 0], ink, scale))


def draw_closer(axes: Axes, names: dict[str, Any]) -> None:
    """Draw a small part of the map, ellipses in their true size."""
    view, flown = view_of(names), names["flown"]
    row = np.flatnonzero((flown.time_ms == CLOSER_MS) & (flown.number == CLOSER_BODY))
    lla = lla_rows(np.ascontiguousarray(flown.x[row, :3]))
    x, y = (float(part[0]) for part in view.project(lla[:, 0], lla[:, 1]))
    draw_flights(axes, view, names, 1.0, CLOSER_EVERY_MS)
    tall_km = CLOSER_KM * CLOSER[3] * HEIGHT_IN / (CLOSER[2] * WIDTH_IN)
    axes.set_xlim(x - CLOSER_KM, x + CLOSER_KM)
    axes.set_ylim(y - tall_km, y + tall_km)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor(PAPER)
    for spine in axes.spines.values():
        spine.set_color(FAINT)
        spine.set_linewidth(0.8)
    axes.text(
        0.03,
        0.96,
        "Closer: ellipses in true size, every 4 s",
        fontsize=8,
        color=INK,
        va="top",
        transform=axes.transAxes,
    )
    axes.plot([x - 0.9 * CLOSER_KM, x - 0.9 * CLOSER_KM + 10.0], [y - 0.86 * tall_km] * 2, color=INK, linewidth=1.0)
    axes.text(
        x - 0.9 * CLOSER_KM + 5.0, y - 0.82 * tall_km, "10 km", fontsize=7.5, color=INK, ha="center", va="bottom"
    )


def widened(view: LocalView, shape: float) -> LocalView:
    """Return a view with as much more to the sides, or above and below, as gives it a shape (width over height)."""
    left, right, bottom, top = view.bounds_km
    width, height = max(right - left, shape * (top - bottom)), max(top - bottom, (right - left) / shape)
    x, y = 0.5 * (left + right), 0.5 * (bottom + top)
    edges = (x - 0.5 * width, x + 0.5 * width, y - 0.5 * height, y + 0.5 * height)
    return LocalView(view.lat_rad, view.lon_rad, edges)


def places_of(radar: Any, measurements: Any) -> Array:
    """Return where the reports say the bodies were (m, 3), ECEF."""
    flat = np.cos(measurements["elevation_rad"])
    east, north = flat * np.sin(measurements["azimuth_rad"]), flat * np.cos(measurements["azimuth_rad"])
    sight = np.column_stack((east, north, np.sin(measurements["elevation_rad"])))
    numbers = radar.numbers
    station = np.array([numbers.x, numbers.y, numbers.z])
    places: Array = station + measurements["range_m"][:, None] * (sight @ enu_axes(radar.lat_rad, radar.lon_rad))
    return places


def ellipses(axes: Axes, view: LocalView, rows: Any, ink: str, scale: float) -> EllipseCollection:
    """Return the ellipses over the ground of some states, so many times too large."""
    widths, heights, angles, offsets = [], [], [], []
    for row in rows:
        lat, lon, _ = lla_rows(row["x"][None, :3])[0]
        level = enu_axes(lat, lon)[:2]
        values, vectors = np.linalg.eigh(level @ row["P"][:3, :3] @ level.T)
        x, y = view.project(np.array([lat, lat + 1e-4]), np.array([lon, lon]))
        turned = np.degrees(np.arctan2(y[1] - y[0], x[1] - x[0])) - 90.0  # north on the map
        half_km = 1e-3 * scale * ELLIPSE_90 * np.sqrt(values)
        widths.append(2.0 * half_km[1])
        heights.append(2.0 * half_km[0])
        angles.append(float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1]))) + turned)
        offsets.append((x[0], y[0]))
    return EllipseCollection(
        widths,
        heights,
        angles,
        units="xy",
        offsets=offsets,
        offset_transform=axes.transData,
        facecolor=ink + "30",
        edgecolor=ink,
        linewidth=0.7,
        zorder=4.5,
    )


def draw_errors(axes: Axes, names: dict[str, Any]) -> None:
    """Draw how far off each track's place is, and how far off it says it may be."""
    framed(axes, "Error of place, and what the track says of it", "m")
    pairs = pair_over_time(names["flown"], names["said"], CUTOFF_M)
    for number, ink in inks(names).items():
        of = pairs.track == number
        axes.plot(0.001 * pairs.time_ms[of], pairs.error_m[of], color=ink, linewidth=1.1, zorder=3)
        rows = names["tracks"][names["tracks"]["number"] == number]
        said_m = np.sqrt(np.trace(rows["P"][:, :3, :3], axis1=1, axis2=2))
        axes.plot(0.001 * rows["time_ms"], said_m, color=ink, linewidth=0.8, linestyle=(0, (4, 2)), zorder=3)
    axes.set_yscale("log")
    axes.set_ylim(10.0, 2e4)
    axes.plot([], [], color=INK, linewidth=1.1, label="error")
    axes.plot([], [], color=INK, linewidth=0.8, linestyle=(0, (4, 2)), label="one standard deviation, as said")
    axes.legend(fontsize=8, frameon=False, loc="upper right", labelcolor=INK)


def draw_gospa(axes: Axes, names: dict[str, Any]) -> None:
    """Draw GOSPA against time, and the part of it that is error of tracks."""
    framed(axes, "GOSPA, cut-off 10 km, p = 2", "km")
    gospa = names["gospa"]
    time_s = 0.001 * gospa.time_ms
    axes.fill_between(time_s, 0.0, 1e-3 * gospa.distance_m, color=FAINT, alpha=0.25, linewidth=0, step="post")
    axes.step(time_s, 1e-3 * gospa.distance_m, where="post", color=INK, linewidth=1.1, label="GOSPA")
    axes.step(time_s, 1e-3 * gospa.localisation_m, where="post", color=NATION_INKS[2], linewidth=1.1,
              label="of that, error of tracks")  # fmt: skip
    for rows in np.split(np.arange(time_s.size), np.flatnonzero(np.diff(gospa.missed_count)) + 1):
        if gospa.missed_count[rows[0]] and time_s[rows[-1]] - time_s[rows[0]] >= LONG_S:
            word = f"{gospa.missed_count[rows[0]]} missed"
            axes.annotate(word, (time_s[rows[0]], 1e-3 * gospa.distance_m[rows].max()), (2, 3),
                          textcoords="offset points", fontsize=8, color=FAINT)  # fmt: skip
    axes.set_ylim(0.0, 1.2e-3 * float(gospa.distance_m.max()))
    axes.legend(fontsize=8, frameon=False, loc="upper right", labelcolor=INK)


def framed(axes: Axes, title: str, unit: str) -> None:
    """Set the frame of a plot against time."""
    quiet(axes)
    axes.set_title(title, fontsize=9.5, color=INK, loc="left", fontweight="bold")
    axes.set_xlabel("exercise time, s", fontsize=8, color=INK)
    axes.set_ylabel(unit, fontsize=8, color=INK)
    axes.set_xlim(250.0, 700.0)
    axes.grid(color=HAIR, linewidth=0.5)
    axes.set_axisbelow(True)


def main() -> None:
    """Write the picture."""
    names, _ = example()
    PICTURE.write_bytes(png_of(figure_of(names)))


if __name__ == "__main__":
    main()
