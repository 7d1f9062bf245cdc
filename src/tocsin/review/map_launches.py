"""What is to happen, drawn: declared launches, recorded flights, and who can talk to whom."""

import itertools

import numpy as np
from matplotlib.axes import Axes

from tocsin.earth.kernels import lla_rows
from tocsin.review.map_declared import spot
from tocsin.review.map_label import Labels
from tocsin.review.map_view import View, unbroken
from tocsin.review.page_style import FAINT, INK, TRUTH_INK
from tocsin.scenario.atlas import load_atlas
from tocsin.scenario.declared import Ascent, DeclaredFlight, Scenario


def draw_launches(axes: Axes, view: View, labels: Labels, scenario: Scenario) -> None:
    """Draw where each launch lifts off, where it comes down if nothing stops it, and the way between."""
    for launch in scenario.launches:
        rows = lla_rows(launch.flight.position_ecef)
        x, y = unbroken(*view.project(rows[:, 0].copy(), rows[:, 1].copy()))
        axes.plot(x, y, color=TRUTH_INK, linewidth=0.7, zorder=5)
        start_x, start_y = spot(view, launch.start_lla[0], launch.start_lla[1])
        end_x, end_y = spot(view, launch.flight.impact_lla[0], launch.flight.impact_lla[1])
        axes.plot(start_x, start_y, "o", markersize=3.0, color=TRUTH_INK, zorder=6)
        axes.plot(end_x, end_y, "x", markersize=5.0, color=TRUTH_INK, zorder=7)
        labels.keep_clear(start_x, start_y)
        labels.write(launch.launch_id, start_x, start_y, TRUTH_INK)


def draw_flights(axes: Axes, view: View, scenario: Scenario) -> None:
    """Draw where recorded flights begin: ascents as triangles, fireballs as dots."""
    for flight in scenario.flights:
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
    if isinstance(flight.record, Ascent):
        return flight.record.pad_lla[0], flight.record.pad_lla[1]
    return flight.record.lat_rad, flight.record.lon_rad


def draw_links(axes: Axes, view: View, labels: Labels, scenario: Scenario) -> None:
    """Draw a thin arrow between two nations for every pair that has a link, with its latency."""
    homes = {item.nation: (item.label_lat_rad, item.label_lon_rad) for item in load_atlas().territories}
    for one, other in itertools.combinations(scenario.parties, 2):
        ways = [link for link in scenario.links if {link.source, link.target} == {one, other}]
        if not ways:
            continue
        lat, lon = np.array([homes[one], homes[other]]).T
        x, y = view.project(lat, lon)
        style = "<|-|>" if len(ways) == 2 else "-|>"
        source = one if len(ways) == 2 else ways[0].source
        tail, tip = (0, 1) if source == one else (1, 0)
        axes.annotate(
            "",
            (x[tip], y[tip]),
            (x[tail], y[tail]),
            arrowprops={
                "arrowstyle": style,
                "color": FAINT,
                "linewidth": 0.7,
                "mutation_scale": 8,
                "shrinkA": 24,
                "shrinkB": 24,
            },
            zorder=3,
        )
        slowest_s = max(link.latency_ms for link in ways) / 1000.0
        middle_x, middle_y = np.array([x.mean()]), np.array([y.mean()])
        labels.write(f"link, {slowest_s:g} s", middle_x, middle_y, FAINT)
