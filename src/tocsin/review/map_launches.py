"""What flies, drawn: declared launches, true paths, recorded flights; and who can talk to whom."""

import itertools

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from tocsin.earth.kernels import lla_from_ecef, lla_rows
from tocsin.orders.record import BodyStates
from tocsin.review.facts import Facts
from tocsin.review.map_declared import spot
from tocsin.review.map_label import Labels
from tocsin.review.map_view import View, unbroken
from tocsin.review.page_style import FAINT, INK, TRUTH_INK
from tocsin.scenario.declared import Ascent, DeclaredBody, DeclaredFlight, Fireball, Scenario

Array = NDArray[np.float64]

LINK_BEND = 0.2  # of its length: how far an arrow bends aside


def draw_launches(axes: Axes, view: View, labels: Labels, scenario: Scenario) -> None:
    """Draw where each launch lifts off, where it comes down if nothing stops it, and the way between."""
    for launch in scenario.launches:
        rows = lla_rows(launch.body.path.position_ecef)
        x, y = unbroken(*view.project(rows[:, 0].copy(), rows[:, 1].copy()))
        axes.plot(x, y, color=TRUTH_INK, linewidth=0.7, zorder=5)
        start_x, start_y = spot(view, launch.start_lla[0], launch.start_lla[1])
        axes.plot(start_x, start_y, "o", markersize=3.0, color=TRUTH_INK, zorder=6)
        if launch.body.ends == "impact":
            end_x, end_y = spot(view, launch.end_lla[0], launch.end_lla[1])
            axes.plot(end_x, end_y, "x", markersize=5.0, color=TRUTH_INK, zorder=7)
        labels.keep_clear(start_x, start_y)
        labels.write(launch.launch_id, start_x, start_y, TRUTH_INK)


def true_paths(facts: Facts) -> dict[str, Array]:
    """Return the (k, 3) latitude, longitude (rad) and altitude (m) of every body, by body id."""
    rows: dict[str, list[tuple[float, ...]]] = {}
    for _, _, body in facts.of(BodyStates):
        for body_id, state in zip(body.body_ids, body.states_ecef, strict=True):
            rows.setdefault(body_id, []).append(state[:3])
    return {body_id: lla_rows(np.array(states)) for body_id, states in rows.items()}


def draw_truth(axes: Axes, view: View, labels: Labels, facts: Facts) -> None:
    """Draw the true path of every body, where it lifted off, and where it was killed or came down."""
    for path in true_paths(facts).values():
        x, y = unbroken(*view.project(path[:, 0].copy(), path[:, 1].copy()))
        axes.plot(x, y, color=TRUTH_INK, linewidth=0.8, zorder=5)
    for launch in facts.launches:
        x, y = spot(view, launch.place[0], launch.place[1])
        axes.plot(x, y, "o", markersize=3.0, color=TRUTH_INK, zorder=6)
        labels.keep_clear(x, y)
        labels.write(launch.launch_id, x, y, TRUTH_INK)
    for end in facts.ended.values():
        if end.how != "gone":
            x, y = spot(view, end.place[0], end.place[1])
            axes.plot(x, y, "X" if end.how == "impact" else "*", markersize=6.5, color=TRUTH_INK, zorder=7)


def draw_flights(axes: Axes, view: View, labels: Labels, scenario: Scenario) -> None:
    """Draw aircraft and debris on their way, and where ascents (triangles) and fireballs (dots) begin."""
    for flight in scenario.flights:
        if isinstance(flight.record, DeclaredBody):
            rows = lla_rows(flight.record.path.position_ecef)
            x, y = unbroken(*view.project(rows[:, 0].copy(), rows[:, 1].copy()))
            axes.plot(x, y, color=TRUTH_INK, linewidth=0.7, linestyle=(0, (1, 2)), zorder=5)
            labels.write(flight.flight_id, x[:1], y[:1], TRUTH_INK)
            continue
        is_ascent = isinstance(flight.record, Ascent)
        x, y = spot(view, *place_of(flight))
        axes.plot(
            x,
            y,
            "^" if is_ascent else "o",
            markersize=4.5 if is_ascent else 1.8,
            markeredgewidth=0,
            color=INK if is_ascent else FAINT,
            zorder=6 if is_ascent else 5,
        )


def place_of(flight: DeclaredFlight) -> tuple[float, float]:
    """Return latitude and longitude (rad) of where a recorded flight begins, or a fireball is brightest."""
    match flight.record:
        case Ascent(pad_lla=(lat_rad, lon_rad, _)) | Fireball(lat_rad, lon_rad):
            return lat_rad, lon_rad
        case DeclaredBody(path=path):
            return lla_from_ecef(*path.position_ecef[0].tolist())[:2]


def draw_links(axes: Axes, view: View, labels: Labels, scenario: Scenario) -> None:
    """Draw a bent arrow between the radars of two nations for every pair that has a link, with its latency."""
    homes = {
        node.name: np.mean([(radar.lat_rad, radar.lon_rad) for radar in node.radars], axis=0)
        for node in scenario.nodes
        if node.radars
    }
    for one, other in itertools.combinations(homes, 2):
        ways = [link for link in scenario.links if {link.source, link.target} == {one, other}]
        if not ways:
            continue
        lat, lon = np.array([homes[one], homes[other]]).T
        x, y = view.project(lat, lon)
        tail, tip = (0, 1) if ways[0].source == one else (1, 0)
        axes.annotate(
            "",
            (x[tip], y[tip]),
            (x[tail], y[tail]),
            arrowprops={
                "arrowstyle": "<|-|>" if len(ways) == 2 else "-|>",
                "connectionstyle": f"arc3,rad={-LINK_BEND if x[tip] > x[tail] else LINK_BEND}",
                "color": FAINT,
                "linewidth": 0.7,
                "mutation_scale": 8,
                "shrinkA": 9,
                "shrinkB": 9,
            },
            zorder=3,
        )
        slowest_s = max(link.latency_ms for link in ways) / 1000.0
        middle_y = y.mean() + 0.5 * LINK_BEND * abs(x[1] - x[0])
        labels.write(f"link, {slowest_s:g} s", np.array([x.mean()]), np.array([middle_y]), FAINT)
