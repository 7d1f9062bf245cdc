"""The fictional world under everything else: land, names of nations, a grid, a scale."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from tocsin.review.map_view import LocalView, View, unbroken
from tocsin.review.page_style import COAST, FAINT, HAIR, HALO, INK, LAND, SEA
from tocsin.scenario.atlas import Territory, load_atlas

SCALES_KM = (50, 100, 200, 500, 1000, 2000)
SIDE_POINTS = 6  # a side of a territory is straight in latitude and longitude, so it bends on the map


def draw_land(axes: Axes, view: View, grid_deg: float = 10.0, names: bool = True) -> None:
    """Draw sea, land, grid and names of nations, and set the limits of the plot to the view's."""
    left, right, bottom, top = view.bounds_km
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor(SEA)
    for spine in axes.spines.values():
        spine.set(color=HAIR, linewidth=0.6)
    draw_grid(axes, view, grid_deg)
    for territory in load_atlas().territories:
        draw_territory(axes, view, territory, names)


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
    label_x, label_y = view.project(np.array([territory.label_lat_rad]), np.array([territory.label_lon_rad]))
    seen = (x > left) & (x < right) & (y > bottom) & (y < top)
    place_x = float(label_x[0]) if left < label_x[0] < right else float(x[seen].mean())
    place_y = float(label_y[0]) if bottom < label_y[0] < top else float(y[seen].mean())
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
