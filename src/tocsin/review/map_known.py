"""What each node knew, side by side: its picture's tracks on the map, and how its ellipses shrank."""

import math
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse as EllipsePatch
from numpy.typing import NDArray

from tocsin.exchange.ellipse import Ellipse, axes_90_m
from tocsin.orders.record import Launch, PictureState
from tocsin.review.ellipses import AFTER_S, Which, known_places, offset_en_m
from tocsin.review.facts import Facts
from tocsin.review.map_declared import spot
from tocsin.review.map_label import Labels
from tocsin.review.map_land import draw_land, draw_scale
from tocsin.review.map_launches import true_paths
from tocsin.review.map_view import LocalView, View, view_around
from tocsin.review.page_style import (
    FAINT,
    FUSED_INK,
    HAIR,
    INK,
    OWN_INK,
    RECEIVED_INK,
    TRUTH_INK,
    Inches,
    nation_ink,
    new_figure,
)
from tocsin.review.page_words import clock, nation

Array = NDArray[np.float64]
Held = dict[int, tuple[float, Ellipse]]  # s after lift-off -> shade, place

WIDTH_IN = 10.0
EDGE_IN, GAP_IN, TOP_IN, BOTTOM_IN, TITLE_IN = 0.15, 0.18, 0.30, 0.58, 0.28
BOTH: tuple[Which, Which] = ("launch", "impact")
MOST_COLUMNS = 3
ORIGIN_INKS = {"own": OWN_INK, "received": RECEIVED_INK, "fused": FUSED_INK}
ORIGIN_MARKERS = {"own": "o", "received": "s", "fused": "D"}
FAR_LARGER = 5.0  # times the next: an ellipse that a close-up does not show whole
WINDOW_KM = {"launch": (4.0, 40.0), "impact": (8.0, 250.0)}  # least and most half width of a close-up


class TrackPoint(NamedTuple):
    """One shared track in one picture."""

    time_ms: int
    name: str
    origin: str
    lat_rad: float
    lon_rad: float


def origin_of(node: str, source_ids: tuple[str, ...]) -> str:
    """Return whether a track rests on a node's own sources, on received ones, or on both."""
    mine = [source_id.split(".")[0] == node for source_id in source_ids]
    return "own" if all(mine) else "fused" if any(mine) else "received"


def picture_points(facts: Facts, node: str) -> list[TrackPoint]:
    """Return all shared tracks in all pictures of a node, in order of time."""
    return [
        TrackPoint(time_ms, track.name, origin_of(node, track.source_ids), track.place[0], track.place[1])
        for time_ms, name, body in facts.of(PictureState)
        if name == node
        for track in body.tracks
    ]


def known_figure(facts: Facts) -> Figure:
    """Return the figure: a column for each party (at most three), its map above, its close-ups below."""
    parties = facts.parties[:MOST_COLUMNS]
    view = view_of_action(facts)
    left, right, bottom, top = view.bounds_km
    map_in = (WIDTH_IN - 2 * EDGE_IN - (len(parties) - 1) * GAP_IN) / len(parties)
    map_high_in = map_in * (top - bottom) / (right - left)
    close_in = (map_in - GAP_IN) / 2
    height_in = TOP_IN + TITLE_IN + map_high_in + TITLE_IN + close_in + BOTTOM_IN
    figure = new_figure(WIDTH_IN, height_in)
    subject = subject_of(facts)
    close_low_in, map_low_in = BOTTOM_IN, BOTTOM_IN + close_in + TITLE_IN
    for column, party in enumerate(parties):
        left_in = EDGE_IN + column * (map_in + GAP_IN)
        axes = placed(figure, left_in, map_low_in, map_in, map_high_in)
        axes.set_title(
            f"{nation(party)} knew",
            fontsize=9.5,
            fontweight="bold",
            loc="left",
            pad=4,
            color=nation_ink(parties, party),
        )
        draw_known(axes, view, Labels(axes, map_in), facts, party)
        for which, offset_in in zip(BOTH, (0.0, close_in + GAP_IN), strict=True):
            near = placed(figure, left_in + offset_in, close_low_in, close_in, close_in)
            draw_close_up(near, Labels(near, close_in), facts, subject, party, which)
    write_key(figure)
    return figure


def placed(figure: Figure, left_in: Inches, low_in: Inches, wide_in: Inches, high_in: Inches) -> Axes:
    """Return a new plot at a place on the paper, in inches."""
    width, height = figure.get_size_inches()
    return figure.add_axes((left_in / width, low_in / height, wide_in / width, high_in / height))


def view_of_action(facts: Facts) -> LocalView:
    """Return the view that holds every launch, every undefended impact and every defended area."""
    places: list[tuple[float, float]] = []
    for launch in facts.launches:
        places.append(launch.place[:2])
        places += [(impact.lat_rad, impact.lon_rad) for impact in launch.impacts]
    places += [(float(a), float(b)) for area in facts.scenario.geography.areas for a, b in area.ring_rad]
    return view_around(places)


def draw_known(axes: Axes, view: LocalView, labels: Labels, facts: Facts, party: str) -> None:
    """Draw truth thin, a node's tracks as dots by origin, and its ellipses of each launch."""
    draw_land(axes, view, facts.scenario.atlas)
    for path in true_paths(facts).values():
        x, y = view.project(path[:, 0].copy(), path[:, 1].copy())
        axes.plot(x, y, color=TRUTH_INK, linewidth=0.6, zorder=3)
    for launch in facts.launches:
        draw_map_ellipses(axes, view, facts, launch, party)
    points = picture_points(facts, party)
    for origin, ink in ORIGIN_INKS.items():
        at = [(point.lat_rad, point.lon_rad) for point in points if point.origin == origin]
        if at:
            lat, lon = np.array(at).T
            x, y = view.project(lat, lon)
            axes.plot(
                x, y, ORIGIN_MARKERS[origin], markersize=2.0, color=ink, markeredgewidth=0, linestyle="none", zorder=5
            )
    zero_ms = min(launch.lift_off_ms for launch in facts.launches)
    for change in changes_of_origin(points):
        x, y = spot(view, change.lat_rad, change.lon_rad)
        said = f"{change.origin} from {clock((change.time_ms - zero_ms) / 1000.0)}"
        labels.write(said, x, y, ORIGIN_INKS[change.origin], 6.5)
    draw_scale(axes, view)


def changes_of_origin(points: list[TrackPoint]) -> list[TrackPoint]:
    """Return the first point of each origin in a node's pictures."""
    first: dict[str, TrackPoint] = {}
    for point in points:
        first.setdefault(point.origin, point)
    return list(first.values())


def draw_map_ellipses(axes: Axes, view: View, facts: Facts, launch: Launch, party: str) -> None:
    """Draw the 90 % ellipses of launch and impact place that a node held at the chosen moments; later is darker."""
    for which in BOTH:
        for ink_share, place in held_places(facts, launch, party, which).values():
            lat, lon = ellipse_outline(place)
            x, y = view.project(lat, lon)
            axes.plot(x, y, color=INK, alpha=ink_share, linewidth=0.7, zorder=4)


def held_places(facts: Facts, launch: Launch, party: str, which: Which) -> Held:
    """Return the place held at each chosen moment (s after lift-off) at which it is new, with a shade up to 1."""
    known = known_places(facts, launch.launch_id, party, which)
    over_ms = max((impact.time_ms for impact in launch.impacts), default=facts.end_ms)
    found: Held = {}
    last: Ellipse | None = None
    for number, after_s in enumerate(AFTER_S):
        time_ms = launch.lift_off_ms + after_s * 1000
        place = known.at(time_ms) if time_ms <= over_ms else None
        if place is not None and place != last:
            found[after_s] = (0.25 + 0.75 * number / (len(AFTER_S) - 1), place)
            last = place
    return found


def ellipse_outline(place: Ellipse) -> tuple[Array, Array]:
    """Return latitudes and longitudes (rad) of the closed outline of a 90 % ellipse, on a sphere."""
    major_m, minor_m, angle_rad = axes_90_m(place)
    turn = np.linspace(0.0, 2.0 * math.pi, 73)
    along, across = major_m * np.cos(turn), minor_m * np.sin(turn)
    east = along * math.cos(angle_rad) - across * math.sin(angle_rad)
    north = along * math.sin(angle_rad) + across * math.cos(angle_rad)
    arc, bearing = np.hypot(east, north) / 6_371_008.8, np.arctan2(east, north)
    lat = np.arcsin(math.sin(place.lat_rad) * np.cos(arc) + math.cos(place.lat_rad) * np.sin(arc) * np.cos(bearing))
    lon = place.lon_rad + np.arctan2(
        np.sin(bearing) * np.sin(arc) * math.cos(place.lat_rad), np.cos(arc) - math.sin(place.lat_rad) * np.sin(lat)
    )
    return lat, lon


def subject_of(facts: Facts) -> Launch:
    """Return the launch that close-ups show: the first that comes down anywhere, else the first."""
    return next((launch for launch in facts.launches if launch.impacts), facts.launches[0])


def true_place(launch: Launch, which: Which) -> tuple[float, float] | None:
    """Return where a launch truly was, or will truly come down if nothing stops it."""
    if which == "launch":
        return launch.place[:2]
    return (launch.impacts[0].lat_rad, launch.impacts[0].lon_rad) if launch.impacts else None


def draw_close_up(axes: Axes, labels: Labels, facts: Facts, launch: Launch, party: str, which: Which) -> None:
    """Draw a node's ellipses of one place about the true one, each with its moment."""
    truth = true_place(launch, which)
    axes.set_facecolor("none")
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set(color=HAIR, linewidth=0.6)
    axes.set_title(f"{launch.launch_id}: {which} place", fontsize=7.5, loc="left", pad=3, color=INK)
    held = held_places(facts, launch, party, which) if truth else {}
    if not held or truth is None:
        axes.text(
            0.5,
            0.5,
            "never",
            fontsize=8,
            fontstyle="italic",
            color=FAINT,
            ha="center",
            va="center",
            transform=axes.transAxes,
        )
        return
    reach_km = {after_s: reach_of_km(place, truth) for after_s, (_, place) in held.items()}
    half_km = half_window_km(list(reach_km.values()), which)
    axes.set_xlim(-half_km, half_km)
    axes.set_ylim(-half_km, half_km)
    axes.plot([0], [0], "x", markersize=6, markeredgewidth=1.1, color=TRUTH_INK, zorder=6)
    labels.keep_clear(np.zeros(1), np.zeros(1))
    ink = nation_ink(facts.parties, party)
    larger = [clock(after_s) for after_s in held if reach_km[after_s] > half_km]
    if larger:
        said = f"larger: {', '.join(larger)}"
        axes.text(0.97, 0.97, said, fontsize=6.5, color=ink, ha="right", va="top", transform=axes.transAxes)
    for after_s, (ink_share, place) in held.items():
        x, y = draw_near_ellipse(axes, place, truth, ink, ink_share)
        if reach_km[after_s] <= half_km:
            labels.write(clock(after_s), x, y, ink, 6.5)
    length_km = max(s for s in (1, 2, 5, 10, 20, 50, 100) if s <= 0.7 * half_km or s == 1)
    axes.plot([-0.92 * half_km, -0.92 * half_km + length_km], [-0.9 * half_km] * 2, color=INK, linewidth=0.9)
    axes.text(-0.92 * half_km, -0.87 * half_km, f"{length_km} km", fontsize=6.5, color=INK, va="bottom")


def draw_near_ellipse(
    axes: Axes, place: Ellipse, truth: tuple[float, float], ink: str, ink_share: float
) -> tuple[Array, Array]:
    """Draw one ellipse about the true place, in km; return points of its outline, from the top round."""
    to_truth = offset_en_m(place, truth)
    centre = (-to_truth[0] / 1e3, -to_truth[1] / 1e3)
    major_m, minor_m, angle_rad = axes_90_m(place)
    axes.add_patch(
        EllipsePatch(
            centre,
            2 * major_m / 1e3,
            2 * minor_m / 1e3,
            angle=math.degrees(angle_rad),
            facecolor="none",
            edgecolor=ink,
            alpha=ink_share,
            linewidth=0.9,
        )
    )
    turn = np.linspace(0.0, 2.0 * math.pi, 24, endpoint=False)
    along, across = major_m / 1e3 * np.cos(turn), minor_m / 1e3 * np.sin(turn)
    x = centre[0] + along * math.cos(angle_rad) - across * math.sin(angle_rad)
    y = centre[1] + along * math.sin(angle_rad) + across * math.cos(angle_rad)
    order = np.argsort(-y)
    return x[order], y[order]


def reach_of_km(place: Ellipse, truth: tuple[float, float]) -> float:
    """Return how far from the true place an ellipse reaches at most, km, and a little more."""
    return 1.15 * (math.hypot(*offset_en_m(place, truth)) + axes_90_m(place)[0]) / 1e3


def half_window_km(reaches_km: list[float], which: Which) -> float:
    """Return half the width of a close-up: what would make all others too small to see is left to leave it."""
    least, most = WINDOW_KM[which]
    sizes = sorted(reaches_km)
    while len(sizes) > 1 and (sizes[-1] > FAR_LARGER * sizes[-2] or sizes[-1] > most):
        sizes.pop()
    return max(sizes[-1], least)


def write_key(figure: Figure) -> None:
    """Say what the signs mean."""
    handles = [
        Line2D(
            [], [], color=ink, marker=ORIGIN_MARKERS[origin], markersize=4, linestyle="none", label=f"{origin} track"
        )
        for origin, ink in ORIGIN_INKS.items()
    ]
    handles.append(Line2D([], [], color=TRUTH_INK, linewidth=0.8, label="truth"))
    handles.append(Line2D([], [], color=INK, alpha=0.6, linewidth=0.8, label="90 % ellipse, darker later"))
    width, height = figure.get_size_inches()
    figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(EDGE_IN / width, 0.27 / height),
        ncols=5,
        frameon=False,
        fontsize=7.5,
        handletextpad=0.4,
        columnspacing=1.6,
        borderpad=0,
    )
