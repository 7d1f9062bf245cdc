"""What share of an impact estimate lies inside an outline."""

import math
from types import ModuleType

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from tocsin.earth.kernels import points_in_polygon
from tocsin.exchange.ellipse import Ellipse
from tocsin.warning.area import (
    LATTICE,
    SAMPLES,
    Area,
    box_of,
    meeting,
    nation_holding,
    share_inside,
    spread,
    threatened,
)

CENTRE = (math.radians(40.0), math.radians(20.0))
# 200 points stand for an equal share of probability each. Random points would err by up to 0.035 (one standard
# deviation of a share); an even pattern must do better, wherever a straight edge cuts it. Worst measured: 0.022.
FEW_POINTS = 6.0 / SAMPLES


def share(place: Ellipse, area: Area) -> float:
    points = spread(place)
    return share_inside(points, area) if meeting([area], box_of(points)) else 0.0


def circle(bench: ModuleType, radius_m: float) -> Area:
    turns = np.linspace(0.0, 2.0 * math.pi, 360, endpoint=False)
    corners = [bench.offset(*CENTRE, radius_m * math.cos(turn), radius_m * math.sin(turn)) for turn in turns]
    return Area("circle", "alder", np.array(corners))


@pytest.mark.parametrize("ratio", [0.2, 0.5, 1.0, 1.5, 2.0, 3.0])
def test_a_circular_estimate_in_a_circle_has_the_closed_form(bench: ModuleType, ratio: float) -> None:
    sigma_m = 10e3
    place = Ellipse(*CENTRE, sigma_m**2, 0.0, sigma_m**2)
    expected = 1.0 - math.exp(-0.5 * ratio**2)  # Rayleigh: 1 - exp(-r^2 / 2 s^2)
    assert share(place, circle(bench, ratio * sigma_m)) == pytest.approx(expected, abs=1.5 / SAMPLES)


@pytest.mark.parametrize("east_m", [-30e3, 0.0, 10e3, 25e3])
@pytest.mark.parametrize("correlation", [-0.6, 0.0, 0.8])
def test_a_leaning_ellipse_over_a_square_against_scipy(bench: ModuleType, east_m: float, correlation: float) -> None:
    sigma_east_m, sigma_north_m, half_m = 20e3, 8e3, 15e3
    cov = correlation * sigma_east_m * sigma_north_m
    place = Ellipse(*bench.offset(*CENTRE, east_m, 5e3), sigma_east_m**2, cov, sigma_north_m**2)
    law = multivariate_normal([east_m, 5e3], [[sigma_east_m**2, cov], [cov, sigma_north_m**2]])
    expected = law.cdf([half_m, half_m], lower_limit=[-half_m, -half_m])
    assert share(place, bench.box("square", "alder", CENTRE, half_m)) == pytest.approx(expected, abs=FEW_POINTS)


@pytest.mark.parametrize("sigma_m", [10.0, 300.0, 3e3, 30e3])
def test_whether_edges_are_near_or_not_each_point_counts_as_it_lies(bench: ModuleType, sigma_m: float) -> None:
    rng, shape = np.random.default_rng(3), circle(bench, 20e3)
    ring = shape.ring_rad[:300]  # a wedge is missing: not convex
    for _ in range(200):
        centre = bench.offset(*CENTRE, *rng.uniform(-40e3, 40e3, 2))
        points = spread(Ellipse(*centre, sigma_m**2, 0.3 * sigma_m**2, sigma_m**2))
        inside = points_in_polygon(points[:, 0], points[:, 1], ring[:, 0], ring[:, 1])
        assert share_inside(points, Area("wedge", "alder", ring)) == np.count_nonzero(inside) / SAMPLES


def test_a_ring_that_lies_within_the_points_is_near() -> None:
    points = np.array([[-1.0, -1.0], [1.0, 1.0], [0.1, 0.1], [-0.9, 0.9]])
    ring = np.array([[0.0, 0.0], [0.0, 0.2], [0.2, 0.2], [0.2, 0.0]])
    assert share_inside(points, Area("little", "alder", ring)) == 0.25


def test_the_lattice_is_a_unit_gaussian() -> None:
    assert LATTICE.shape == (SAMPLES, 2)
    assert LATTICE.mean(axis=0) == pytest.approx([0.0, 0.0], abs=0.02)
    # the outermost 0.25 % of each axis is missing: the spread comes out small by about 1 %
    assert np.cov(LATTICE.T) == pytest.approx(np.eye(2), abs=0.03)


def test_only_what_holds_a_tenth_is_named(bench: ModuleType) -> None:
    place = Ellipse(*CENTRE, 1e8, 0.0, 1e8)  # 10 km
    home = bench.box("home", "alder", CENTRE, 5e3)  # 0.15 of it
    edge = bench.box("edge", "birch", bench.offset(*CENTRE, 25e3, 0.0), 5e3)  # 0.01 of it
    land = bench.box("land", "cedar", bench.offset(*CENTRE, -55e3, 0.0), 50e3)  # 0.31 of it
    far = bench.box("far", "dogwood", bench.offset(*CENTRE, 900e3, 0.0), 50e3)
    nations, areas = threatened(place, (edge, home, far), (far, land))
    assert nations == ("alder", "cedar")
    assert [area_id for area_id, _ in areas] == ["home"]
    one_axis = math.erf(5.0 / 10.0 / math.sqrt(2.0))
    assert areas[0][1] == pytest.approx(one_axis**2, abs=FEW_POINTS)


def test_an_estimate_wider_than_any_place_threatens_nobody(bench: ModuleType) -> None:
    vague = Ellipse(*CENTRE, 1e12, 0.0, 1e12)  # 1,000 km
    assert threatened(vague, (bench.box("home", "alder", CENTRE, 20e3),), ()) == ((), ())


def test_a_place_lies_in_the_nation_whose_outline_holds_it() -> None:
    ring = np.array([[0.0, 0.0], [1.0, 0.1], [0.4, 0.5], [0.9, 1.0], [0.0, 0.8]])
    lands = (Area("first", "alder", ring), Area("second", "birch", 0.5 * ring + 0.4))
    for lat_rad, lon_rad in np.random.default_rng(1).uniform(-0.2, 1.2, (500, 2)).tolist():
        inside = [
            bool(points_in_polygon(*np.array([[lat_rad], [lon_rad]]), *land.ring_rad.T.copy())[0]) for land in lands
        ]
        expected = next((land.nation for land, holds in zip(lands, inside, strict=True) if holds), "")
        assert nation_holding(lands, lat_rad, lon_rad) == expected
