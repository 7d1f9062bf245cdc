"""The table of confidence and class."""

import pytest

from tocsin.exchange.ellipse import CHI2_90_2DOF, Ellipse
from tocsin.warning.rules import (
    class_by_range,
    impact_confidence,
    launch_confidence,
    phenomenology_of,
    with_kind,
)


@pytest.mark.parametrize(
    ("phenomenology", "has_track", "expected"),
    [
        ("ir", False, "low"),
        ("ir", True, "medium"),
        ("radar", False, "low"),
        ("radar", True, "medium"),
        ("both", False, "high"),
        ("both", True, "high"),
    ],
)
def test_confidence_in_a_launch(phenomenology, has_track, expected):
    assert launch_confidence(phenomenology, has_track) == expected


def ellipse(major_axis_m: float) -> Ellipse:
    """Return a place whose 90 % ellipse reaches this far from its middle."""
    return Ellipse(0.0, 0.0, major_axis_m**2 / CHI2_90_2DOF, 0.0, 1e6)


@pytest.mark.parametrize(
    ("phenomenology", "coast_probability", "major_axis_m", "expected"),
    [
        ("radar", 0.95, 100e3, "medium"),
        ("ir", 0.95, 100e3, "medium"),
        ("both", 0.95, 100e3, "high"),
        ("both", 0.89, 100e3, "low"),  # it may still be under thrust
        ("radar", 0.90, 100e3, "medium"),
        ("both", 0.95, 301e3, "low"),  # too much ground to act on
        ("both", 0.95, 299e3, "high"),
        ("radar", 1.0, 1e3, "medium"),  # however good, one phenomenology is not high
    ],
)
def test_confidence_in_an_impact(phenomenology, coast_probability, major_axis_m, expected):
    assert impact_confidence(phenomenology, coast_probability, ellipse(major_axis_m)) == expected


@pytest.mark.parametrize(
    ("range_m", "expected"),
    [
        (-1.0, "unknown"),
        (0.0, "srbm"),
        (1000e3, "srbm"),
        (1001e3, "mrbm"),
        (3000e3, "mrbm"),
        (3001e3, "irbm"),
        (5500e3, "irbm"),
        (5501e3, "icbm"),
        (20_001e3, "unknown"),  # beyond the other side of the Earth
    ],
)
def test_class_by_range(range_m, expected):
    assert class_by_range(range_m) == expected


def test_the_same_kind_twice_is_one_kind():
    assert with_kind(("ir",), "ir") == ("ir",)
    assert phenomenology_of(("ir", "ir")) == "ir"  # two nations' satellites
    assert phenomenology_of(("ir", "radar")) == "both"
    assert with_kind((), "both") == ("ir", "radar")
    assert with_kind(("radar",), "ir") == ("ir", "radar")
