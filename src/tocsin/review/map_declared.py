"""What stands on the ground, drawn: sensors and their fields, batteries and their reach, defended areas."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from numpy.typing import NDArray

from tocsin.defence.battery import Battery, Layer
from tocsin.earth.kernels import lla_rows
from tocsin.review.map_label import Labels
from tocsin.review.map_view import View, unbroken
from tocsin.review.page_style import INK, nation_ink
from tocsin.scenario.declared import Scenario, utc_ms_at
from tocsin.sensing.infrared.sensor import InfraredSatellite
from tocsin.sensing.outline import (
    FIELD_ALTITUDE_M,
    circle_outline,
    radar_outline,
    satellite_margin,
)
from tocsin.sensing.radar.sensor import Radar

Array = NDArray[np.float64]


BATTERY_SIGNS: dict[Layer, tuple[str, str]] = {  # by layer: marker, and what it is in words
    "midcourse": ("p", "pentagon mid-course"),
    "upper": ("s", "square upper tier"),
    "lower": ("D", "diamond lower"),
    "air": ("o", "dot air defence"),
}


def spot(view: View, lat_rad: float, lon_rad: float) -> tuple[Array, Array]:
    """Return x and y (km), each (1,), of one place."""
    return view.project(np.array([lat_rad]), np.array([lon_rad]))


def draw_sensors(axes: Axes, view: View, labels: Labels, scenario: Scenario, time_ms: int) -> None:
    """Draw every radar and its field, and every satellite's field on the ground at one time."""
    for node in scenario.nodes:
        ink = nation_ink(scenario.parties, node.name)
        for radar in node.radars:
            draw_radar(axes, view, labels, radar, ink)
            if radar.sensor_id in node.patrols:
                rows = lla_rows(node.patrols[radar.sensor_id].position_ecef)
                axes.plot(*view.project(rows[:, 0].copy(), rows[:, 1].copy()), color=ink, linewidth=0.8, zorder=4)
        for skywave in node.skywaves:
            x, y = spot(view, skywave.lat_rad, skywave.lon_rad)
            axes.plot(x, y, marker="D", markersize=4, color=ink, zorder=6, linestyle="none")
            labels.write(skywave.sensor_id, x, y, ink)
        for satellite in node.satellites:
            draw_satellite_field(axes, view, labels, satellite.sensor, utc_ms_at(scenario, time_ms), ink)


def draw_radar(axes: Axes, view: View, labels: Labels, radar: Radar, ink: str) -> None:
    """Draw a radar and the ground below its field."""
    x, y = unbroken(*view.project(*radar_outline(radar, FIELD_ALTITUDE_M)))
    if not np.isnan(x).any():
        axes.add_patch(Polygon(np.column_stack((x, y)), facecolor=ink, alpha=0.06, zorder=2, linewidth=0))
    axes.plot(x, y, color=ink, linewidth=0.8, alpha=0.8, zorder=3)
    here_x, here_y = spot(view, radar.lat_rad, radar.lon_rad)
    axes.plot(here_x, here_y, marker="^", markersize=5, color=ink, zorder=6, linestyle="none")
    labels.keep_clear(here_x, here_y)
    labels.write(radar.sensor_id, here_x, here_y, ink)


def draw_satellite_field(
    axes: Axes, view: View, labels: Labels, sensor: InfraredSatellite, utc_ms: int, ink: str
) -> None:
    """Draw the edge of what a satellite sees on the ground, dashed."""
    lat, lon = view.mesh()
    x, y = view.project(lat, lon)
    margin = satellite_margin(sensor, utc_ms, lat, lon)
    if margin.max() <= 0.0 or margin.min() >= 0.0:
        return
    edge = axes.contour(x, y, margin, levels=[0.0], colors=[ink], linewidths=0.9, linestyles=[(0, (5, 3))], zorder=3)
    pieces = [piece for piece in edge.allsegs[0] if len(piece) > 1]
    if pieces:
        line = np.vstack(pieces)
        from_top = line[np.argsort(-line[:, 1])][:: max(1, len(line) // 60)]
        labels.write(f"{sensor.sensor_id}, infrared", from_top[:, 0], from_top[:, 1], ink)


def draw_areas(axes: Axes, view: View, labels: Labels, scenario: Scenario) -> None:
    """Draw the defended areas and name them."""
    for area in scenario.geography.areas:
        ring = np.vstack((area.ring_rad, area.ring_rad[:1]))
        x, y = view.project(ring[:, 0], ring[:, 1])
        ink = nation_ink(scenario.parties, area.nation)
        axes.add_patch(
            Polygon(np.column_stack((x, y)), facecolor=ink, edgecolor=ink, alpha=0.28, linewidth=0, zorder=4)
        )
        axes.plot(x, y, color=ink, linewidth=0.9, zorder=5)
        middle_x, middle_y = np.array([x[:-1].mean()]), np.array([y[:-1].mean()])
        labels.keep_clear(middle_x, middle_y, 9.0)
        labels.write(area.area_id.capitalize(), middle_x, middle_y, INK)


def draw_batteries(axes: Axes, view: View, scenario: Scenario) -> None:
    """Draw every battery and its reach along the ground."""
    for node in scenario.nodes:
        ink = nation_ink(scenario.parties, node.name)
        for battery in node.batteries:
            draw_battery(axes, view, battery, ink)


def draw_battery(axes: Axes, view: View, battery: Battery, ink: str) -> None:
    """Draw one battery and the circle it reaches."""
    reach_m = battery.flyout.interceptor.max_ground_range_m
    x, y = unbroken(*view.project(*circle_outline(battery.lat_rad, battery.lon_rad, reach_m)))
    axes.plot(x, y, color=ink, linewidth=0.7, linestyle=(0, (1, 1.6)), zorder=4)
    here_x, here_y = spot(view, battery.lat_rad, battery.lon_rad)
    marker, _ = BATTERY_SIGNS[battery.layer]
    axes.plot(here_x, here_y, marker=marker, markersize=2.6, color=ink, linestyle="none", zorder=6)
