"""The fictional world under everything else: land, names of nations, a grid, a scale."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from matplotlib.path import Path

from tocsin.review.map_view import LocalView, View, unbroken
from tocsin.review.page_style import COAST, FAINT, HAIR, HALO, INK, LAND, SEA
from tocsin.scenario.atlas import Atlas, Territory

SCALES_KM = (50, 100, 200, 500, 1000, 2000)
NAME_EDGE = 0.08  # of the map's size: a nation's name keeps this far from the edge
NAME_POINTS = 25  # of 1600 points of the map: a nation of which less shows is not named
SIDE_POINTS = 6  # a side of a territory is straight in latitude and longitude, so it bends on the map


def draw_land(axes: Axes, view: View, atlas: Atlas, grid_deg: float = 10.0, names: bool = True) -> None:
    """Draw sea, land, grid and names of nations, and set the limits of the plot to the view's."""
    left, right, bottom, top = view.bounds_km
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor(SEA if isinstance(view, LocalView) else "none")
    for spine in axes.spines.values():
        spine.set(color=HAIR, linewidth=0.6, visible=isinstance(view, LocalView))
    if not isinstance(view, LocalView):
        draw_globe(axes, view)
    draw_grid(axes, view, grid_deg)
    for territory in atlas.territories:
        draw_territory(axes, view, territory, names)


def draw_globe(axes: Axes, view: View) -> None:
    """Draw the sea of a map of the whole world, up to its curved edge."""
    half = np.radians(np.linspace(-90.0, 90.0, 181))
    west_x, west_y = view.project(half, np.full(half.size, -math.pi))
    east_x, east_y = view.project(half[::-1], np.full(half.size, math.pi))
    edge = np.column_stack((np.append(west_x, east_x), np.append(west_y, east_y)))
    axes.add_patch(Polygon(edge, facecolor=SEA, edgecolor=HAIR, linewidth=0.6, zorder=0.2, clip_on=False))


def draw_grid(axes: Axes, view: View, grid_deg: float) -> None:
    """Draw meridians and parallels."""
    fine = np.radians(np.linspace(-180.0, 180.0, 361))
    for degrees in np.arange(-90.0 + grid_deg, 90.0, grid_deg):
        x, y = unbroken(*view.project(np.full(fine.size, math.radians(degrees)), fine))
        axes.plot(x, y, color=HAIR, linewidth=0.35, zorder=0.5)
    half = 0.5 * fine
    for degrees in np.arange(-180.0, 180.0 + grid_deg, grid_deg):
        x, y = unbroken(*view.project(half, np.full(half.size, math.radians(degrees))))
        axes.plot(x, y, color=HAIR, linewidth=0.35, zorder=0.5)


def draw_territory(axes: Axes, view: View, territory: Territory, named: bool) -> None:
    """Draw one nation's land and, where the map shows the place, its name."""
    ring = np.vstack((territory.ring_rad, territory.ring_rad[:1]))
    at = np.arange(ring.shape[0], dtype=np.float64)
    fine = np.linspace(0.0, at[-1], (ring.shape[0] - 1) * SIDE_POINTS + 1)
    lat, lon = np.interp(fine, at, ring[:, 0]), np.interp(fine, at, ring[:, 1])
    x, y = view.project(lat, lon)
    left, right, bottom, top = view.bounds_km
    if x.max() < left or x.min() > right or y.max() < bottom or y.min() > top:
        return
    axes.add_patch(Polygon(np.column_stack((x, y)), facecolor=LAND, edgecolor=COAST, linewidth=0.6, zorder=1.0))
    if not named:
        return
    place_x, place_y = name_place(view, territory, Path(np.column_stack((x, y))))
    if not math.isfinite(place_x):
        return
    axes.text(
        place_x,
        place_y,
        spaced(territory.name),
        ha="center",
        va="center",
        fontsize=9,
        color=FAINT,
        zorder=1.5,
        clip_on=True,
    )


def name_place(view: View, territory: Territory, outline: Path) -> tuple[float, float]:
    """Return where (km) to write a nation's name: its own place, or the middle of what the map shows of it.

    Not a number where the map shows too little of it.
    """
    x, y = view.project(np.array([territory.label_lat_rad]), np.array([territory.label_lon_rad]))
    left, right, bottom, top = view.bounds_km
    side_x, side_y = NAME_EDGE * (right - left), NAME_EDGE * (top - bottom)
    if left + side_x < x[0] < right - side_x and bottom + 0.5 * side_y < y[0] < top - 0.5 * side_y:
        return float(x[0]), float(y[0])
    mesh_x, mesh_y = np.meshgrid(
        np.linspace(left + side_x, right - side_x, 40), np.linspace(bottom + side_y, top - side_y, 40)
    )
    points = np.column_stack((mesh_x.ravel(), mesh_y.ravel()))
    inside = points[outline.contains_points(points)]
    if len(inside) < NAME_POINTS:
        return math.nan, math.nan
    middle = inside.mean(axis=0)
    nearest = inside[np.argmin(np.sum((inside - middle) ** 2, axis=1))]
    return float(nearest[0]), float(nearest[1])


def spaced(name: str) -> str:
    """Return a name in capitals, set wide as maps do."""
    return "\u2009".join(name.upper())


def draw_scale(axes: Axes, view: LocalView) -> None:
    """Draw a bar of a round length in the lower left corner."""
    left, right, bottom, top = view.bounds_km
    length_km = max((s for s in SCALES_KM if s < 0.22 * (right - left)), default=SCALES_KM[0])
    x, y = left + 0.025 * (right - left), bottom + 0.035 * (top - bottom)
    axes.plot([x, x + length_km], [y, y], color=INK, linewidth=1.0, zorder=6, solid_capstyle="butt")
    axes.text(
        x + 0.5 * length_km,
        y + 0.012 * (top - bottom),
        f"{length_km:,} km",
        fontsize=7,
        ha="center",
        va="bottom",
        color=INK,
        zorder=6,
        path_effects=HALO,
    )
