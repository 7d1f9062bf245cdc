"""The table of confidence and class."""

import pytest

from tocsin.exchange.ellipse import CHI2_90_2DOF, Ellipse
from tocsin.warning.rules import (
    class_by_range,
    impact_confidence,
    is_settled,
    launch_confidence,
    phenomenology_of,
    with_kind,
)


@pytest.mark.parametrize(("phenomenology", "expected"), [("ir", "low"), ("radar", "low"), ("both", "medium")])
def test_confidence_in_a_launch_without_an_impact(phenomenology, expected):
    assert launch_confidence(phenomenology) == expected


def ellipse(major_axis_m: float) -> Ellipse:
    """Return a place whose 90 % ellipse reaches this far from its middle."""
    return Ellipse(0.0, 0.0, major_axis_m**2 / CHI2_90_2DOF, 0.0, 1e6)


@pytest.mark.parametrize(
    ("coast_probability", "major_axis_m", "expected"),
    [
        (0.95, 100e3, True),
        (0.90, 100e3, True),
        (0.899, 100e3, False),  # it may still be under thrust
        (0.95, 299e3, True),
        (0.95, 301e3, False),  # too much ground to act on
    ],
)
def test_an_impact_is_settled_or_not(coast_probability, major_axis_m, expected):
    assert is_settled(coast_probability, ellipse(major_axis_m)) is expected


@pytest.mark.parametrize(
    ("phenomenology", "held_ms", "expected"),
    [
        ("radar", -1, "low"),  # not settled
        ("both", -1, "low"),
        ("radar", 0, "low"),
        ("radar", 19_999, "low"),
        ("radar", 20_000, "medium"),
        ("ir", 20_000, "medium"),
        ("radar", 3_600_000, "medium"),  # however long, one phenomenology is not high
        ("both", 19_999, "low"),
        ("both", 20_000, "high"),
    ],
)
def test_confidence_in_an_impact_by_how_long_it_has_held(phenomenology, held_ms, expected):
    assert impact_confidence(phenomenology, held_ms) == expected


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
