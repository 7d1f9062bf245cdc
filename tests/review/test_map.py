"""The maps: what a place becomes on paper, what a field covers, and the marking that no picture can lose."""

import io
import math
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.image import imread
from numpy.typing import NDArray

from tocsin.earth.geodesic import geodesic_inverse
from tocsin.exchange.ellipse import distance2_90
from tocsin.review.ellipses import offset_en_m
from tocsin.review.map import caption, draw_scenario, scenario_figure
from tocsin.review.map_known import ellipse_outline, origin_of
from tocsin.review.map_label import Box, Labels, overlap
from tocsin.review.map_view import RADIUS_KM, LocalView, WorldView, unbroken, view_around
from tocsin.review.page_style import MARKING, MARKING_INK, new_figure, png_of
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import utc_ms_at
from tocsin.sensing.outline import radar_outline, radar_reach_m, satellite_margin

Array = NDArray[np.float64]

FLATTENING_SHARE = 0.006  # a sphere against WGS 84: twice the flattening, 1 / 298


def marked_share(png: bytes, rows: slice) -> float:
    """Return the share of pixels in some rows of a picture that bear the ink of the marking."""
    pixels = imread(io.BytesIO(png), format="png")[rows, :, :3]
    near = np.abs(pixels - np.array(to_rgb(MARKING_INK))).max(axis=2) < 0.1
    return float(near.mean())


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts]


def test_every_new_picture_is_marked_above_and_below_in_its_pixels() -> None:
    figure = new_figure(6.0, 3.0)
    assert texts(figure) == [MARKING, MARKING]
    png = png_of(figure)
    assert marked_share(png, slice(0, 40)) > 0.005
    assert marked_share(png, slice(-40, None)) > 0.005
    assert marked_share(png, slice(100, -100)) == 0.0


def test_the_map_of_a_scenario_is_a_marked_png(small: ModuleType, tmp_path: Path) -> None:
    path = draw_scenario(small.scenario(), tmp_path / "small.EXERCISE.png")
    png = path.read_bytes()
    assert png.startswith(b"\x89PNG")
    assert marked_share(png, slice(0, 40)) > 0.002


def test_the_map_of_a_scenario_names_what_it_shows(small: ModuleType) -> None:
    figure = scenario_figure(small.scenario())
    written = {text.get_text() for text in figure.axes[0].texts}
    assert {"a-radar", "b-radar", "North", "South", "link, 2 s"} <= written
    assert any("radar" in text for text in texts(figure))


def test_a_local_view_keeps_distance_and_bearing_from_its_centre() -> None:
    view = LocalView(math.radians(35.0), math.radians(70.0), (-1.0, 1.0, -1.0, 1.0))
    lat_rad, lon_rad = math.radians(42.0), math.radians(84.0)
    x, y = view.project(np.array([lat_rad]), np.array([lon_rad]))
    ground = geodesic_inverse(view.lat_rad, view.lon_rad, lat_rad, lon_rad)
    assert math.hypot(x[0], y[0]) == pytest.approx(ground.distance_m / 1e3, rel=FLATTENING_SHARE)
    assert math.atan2(x[0], y[0]) == pytest.approx(ground.azimuth1_rad, abs=FLATTENING_SHARE)


def test_the_mesh_of_a_local_view_lies_on_the_map_it_came_from() -> None:
    view = view_around([(0.5, 1.0), (0.7, 1.5)])
    x, y = view.project(*view.mesh())
    left, right, bottom, top = view.bounds_km
    assert (x.min(), x.max()) == pytest.approx((left, right), abs=1e-6)
    assert (y.min(), y.max()) == pytest.approx((bottom, top), abs=1e-6)


def test_a_view_holds_all_its_places_with_a_margin() -> None:
    places = [(0.5, 1.0), (0.7, 1.5), (0.55, 1.3)]
    view = view_around(places)
    x, y = view.project(*np.array(places).T)
    left, right, bottom, top = view.bounds_km
    assert left < x.min() - 100.0
    assert x.max() + 100.0 < right
    assert bottom < y.min()
    assert y.max() < top


def test_the_world_keeps_areas() -> None:
    # Equal Earth: the whole map is as large as the sphere (Savric, Patterson and Jenny 2019)
    view = WorldView()
    lat = np.linspace(-0.5 * math.pi, 0.5 * math.pi, 2001)
    x, y = view.project(lat, np.full(lat.size, math.pi))
    area_km2 = float(np.sum(np.diff(y) * (x[1:] + x[:-1])))
    assert area_km2 == pytest.approx(4.0 * math.pi * RADIUS_KM**2, rel=1e-4)


def test_a_line_is_broken_where_it_would_cross_the_map() -> None:
    x, _ = unbroken(np.array([-100.0, 0.0, 12_000.0, 12_100.0]), np.zeros(4))
    assert np.isnan(x).tolist() == [False, False, True, False, False]


def test_a_radar_reaches_as_far_as_its_lowest_beam_or_its_range(small: ModuleType) -> None:
    radar = small.scenario().nodes[0].radars[0]
    reach_m = radar_reach_m(radar, 300e3)
    # by hand, straight rays: beam 3 deg, body at 300 km: acos(6371 / 6671 cos 3) - 3 = 14.499 deg, 1,612 km; the air
    # bends such a ray by some 0.2 deg, which at that slant is worth 10 to 40 km
    assert 10e3 < reach_m - 6371e3 * math.radians(14.499) < 40e3
    lat, lon = radar_outline(radar, 300e3)
    farthest_m = max(
        geodesic_inverse(radar.lat_rad, radar.lon_rad, a, b).distance_m
        for a, b in zip(lat[1:-1], lon[1:-1], strict=True)
    )
    assert farthest_m == pytest.approx(reach_m, abs=1.0)  # m, Vincenty there and back
    assert (lat[0], lon[0]) == pytest.approx((radar.lat_rad, radar.lon_rad))


def test_a_satellite_sees_the_ground_below_it_and_not_the_other_side(small: ModuleType) -> None:
    scenario = small.scenario()
    sensor = scenario.nodes[0].satellites[0].sensor  # over 60 deg east, looking straight down
    lat = np.radians(np.array([[0.0, 0.0, 0.0]]))
    lon = np.radians(np.array([[60.0, -120.0, 145.0]]))
    margin = satellite_margin(sensor, utc_ms_at(scenario, 0), lat, lon)[0]
    assert margin[0] > 0.0
    assert margin[1] < 0.0
    assert margin[2] < 0.0


def test_the_outline_of_an_ellipse_is_its_90_percent_bound(small: ModuleType) -> None:
    place = small.ellipse(sigma_m=20e3)
    lat, lon = ellipse_outline(place)
    bounds = [distance2_90(place, *offset_en_m(place, (float(a), float(b)))) for a, b in zip(lat, lon, strict=True)]
    # distances scale with the Earth's radius, squared: 2 * FLATTENING_SHARE
    assert bounds == pytest.approx([1.0] * len(bounds), abs=2 * FLATTENING_SHARE)


def test_a_track_is_own_received_or_fused_by_its_sources() -> None:
    assert origin_of("birch", ("birch.s1",)) == "own"
    assert origin_of("birch", ("alder.s1", "alder.s3")) == "received"
    assert origin_of("birch", ("alder.s1", "birch.s1")) == "fused"


def test_labels_at_one_place_do_not_cover_each_other() -> None:
    axes = new_figure(6.0, 3.0).add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0.0, 600.0)
    axes.set_ylim(0.0, 300.0)
    labels = Labels(axes, 6.0)
    for name in ("one", "another", "a third"):
        labels.write(name, np.array([300.0]), np.array([150.0]), "black")
    a, b, c = labels.boxes
    assert overlap(a, b) == overlap(a, c) == overlap(b, c) == 0.0
    assert overlap(Box(0, 0, 2, 2), Box(1, 1, 3, 3)) == 1.0


def test_a_label_off_the_map_is_not_written() -> None:
    axes = new_figure(6.0, 3.0).add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0.0, 600.0)
    axes.set_ylim(0.0, 300.0)
    labels = Labels(axes, 6.0)
    labels.write("far away", np.array([900.0]), np.array([150.0]), "black")
    assert not labels.boxes
    assert not axes.texts


def test_a_map_says_what_each_kind_of_thing_on_it_is() -> None:
    file = Path(__file__).parents[1] / "scenario" / "every_kind.toml"
    scenario = build_scenario(file.read_text(encoding="utf-8"), "every_kind.toml")
    said = caption(scenario)
    for words in ("patrol", "skywave", "aircraft and debris", "infrared fields"):
        assert words in said
    assert "fireballs" not in said
    texts = {text.get_text() for axes in scenario_figure(scenario).axes for text in axes.texts}
    assert {"traffic", "birch-over-the-horizon", "gliding"} <= texts
