"""The fictional world under everything else: land, names of nations, a grid, a scale."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path

from tocsin.review.map_view import LocalView, View, unbroken
from tocsin.review.page_style import COAST, FAINT, HAIR, HALO, INK, LAND, SEA, WATER_INK
from tocsin.scenario.atlas import Array, Atlas, Territory
from tocsin.scenario.world_files import Water, drawn_world, world_name_of

SCALES_KM = (50, 100, 200, 500, 1000, 2000)
NAME_EDGE = 0.08  # of the map's size: a nation's name keeps this far from the edge
NAME_POINTS = 25  # of 1600 points of the map: a nation of which less shows is not named
FINEST = 0.0015  # of the map's width: coasts are drawn no finer
SPECK = 3  # an island of fewer such steps is left out
FARTHEST_KM = 15_000.0  # land beyond this from the middle of a local map is not drawn on it


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
    drawn = drawn_world(world_name_of(atlas))
    draw_coasts(axes, view, drawn.lands)
    draw_borders(axes, view, drawn.borders)
    if names:
        name_waters(axes, view, drawn.waters)
        for territory in atlas.territories:
            name_territory(axes, view, territory)


def draw_coasts(axes: Axes, view: View, lands: Sequence[Sequence[Array]]) -> None:
    """Draw land with its lakes left out, as fine as the map's scale can show; islands that would be specks not."""
    left, right, bottom, top = view.bounds_km
    step_km = FINEST * (right - left)
    shapes = []
    for rings in lands:
        rounds = [on_map(view, ring, step_km) for ring in rings]
        x, y = rounds[0].T
        is_off = x.max() < left or x.min() > right or y.max() < bottom or y.min() > top
        if is_off or max(np.ptp(x), np.ptp(y)) < SPECK * step_km or wraps(view, rounds[0]):
            continue
        shapes.append(Path.make_compound_path(*(Path(ring, closed=True) for ring in rounds if len(ring) > SPECK)))
    if shapes:
        path = Path.make_compound_path(*shapes)
        axes.add_patch(PathPatch(path, facecolor=LAND, edgecolor=COAST, linewidth=0.5, zorder=1.0))


def on_map(view: View, ring: Array, step_km: float) -> Array:
    """Return a line (rad) on the map (km), without points nearer to the one before than a step; ends stay."""
    spot = np.column_stack(view.project(ring[:, 0], ring[:, 1]))
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(spot, axis=0).T))))
    first = np.unique(np.searchsorted(along, np.arange(0.0, along[-1], step_km)))
    return np.asarray(spot[np.append(first, len(spot) - 1)])


def wraps(view: View, spots: Array) -> bool:
    """Tell whether a ring lies about the far side of a local map, where it would be drawn inside out."""
    return isinstance(view, LocalView) and float(np.hypot(*spots.T).max()) > FARTHEST_KM


def draw_borders(axes: Axes, view: View, borders: Sequence[Array]) -> None:
    """Draw the lines between nations."""
    left, right, _, _ = view.bounds_km
    for border in borders:
        x, y = on_map(view, border, FINEST * (right - left)).T
        axes.plot(x, y, color=COAST, linewidth=0.7, linestyle=(0, (5, 2.5)), zorder=1.1)


def name_waters(axes: Axes, view: View, waters: Sequence[Water]) -> None:
    """Write the names of waters that a map has room for: on a world map the oceans alone."""
    left, right, bottom, top = view.bounds_km
    side_x, side_y = 1.4 * NAME_EDGE * (right - left), NAME_EDGE * (top - bottom)
    for water in waters:
        if not isinstance(view, LocalView) and water.kind != "ocean":
            continue
        x, y = (float(value[0]) for value in view.project(np.array([water.lat_rad]), np.array([water.lon_rad])))
        if left + side_x < x < right - side_x and bottom + side_y < y < top - side_y:
            axes.text(
                x, y, water.name, ha="center", va="center", fontsize=7.5, style="italic", color=WATER_INK, zorder=1.4
            )


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


def name_territory(axes: Axes, view: View, territory: Territory) -> None:
    """Write one nation's name where the map shows the place."""
    ring = np.vstack((territory.ring_rad, territory.ring_rad[:1]))
    x, y = view.project(ring[:, 0], ring[:, 1])
    left, right, bottom, top = view.bounds_km
    if x.max() < left or x.min() > right or y.max() < bottom or y.min() > top:
        return
    is_local = isinstance(view, LocalView)  # on a map of the world many names have little room
    place_x, place_y = name_place(view, territory, Path(np.column_stack((x, y))))
    if not math.isfinite(place_x):
        return
    axes.text(
        place_x,
        place_y,
        spaced(territory.name) if is_local else territory.name,
        ha="center",
        va="center",
        fontsize=9 if is_local else 6.5,
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
