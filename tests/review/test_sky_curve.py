"""The curve over the sensors' thresholds: what is drawn where."""

from pathlib import Path
from types import ModuleType

import pytest

from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import NatureEvent
from tocsin.review.page import write_review
from tocsin.review.sky_curve import CurvePoint, curve_figure, points_of
from tocsin.review.sky_rates import SkyRow, rate


def point(key: str, value: float, counts: tuple[int, int, int], scale: float = 1.0) -> CurvePoint:
    """Return a point in which alder saw, falsely reported and reported launches so often in ten years."""
    kinds = ("fireballs_seen", "false_launch_reports", "space_launches_reported")
    rows = [
        SkyRow(
            agreement="none",
            nation="alder",
            period="all",
            what=what,
            count=count,
            years=10.0,
            sensor_years=5.0,
            a_year=rate(count, 10.0) if what != "space_launches_reported" else None,
            a_sensor_year=None,
        )
        for what, count in zip(kinds, counts, strict=True)
    ]
    return CurvePoint(key=key, value=value, duration_scale=scale, is_own=value == 1.0, rows=tuple(rows))


POINTS = (
    point("threshold_nw_m2", 10.0, (40, 0, 0)),
    point("threshold_nw_m2", 1.0, (60, 2, 9)),
    point("min_duration_s", 1.0, (60, 2, 9)),
    point("min_duration_s", 5.0, (60, 30, 0), scale=10.0),
)


def test_curves_are_in_order_and_nature_is_apart_from_the_check() -> None:
    assert [p.value for p in points_of(POINTS, "threshold_nw_m2", True)] == [1.0, 10.0]
    assert [p.value for p in points_of(POINTS, "min_duration_s", False)] == [5.0]


def test_rates_are_drawn_where_they_are_and_none_at_its_upper_bound() -> None:
    upper, lower = curve_figure(POINTS).axes[:2]
    seen, false = (
        line.get_xydata().tolist()
        for line in upper.lines
        if len(line.get_xdata()) == 2 and line.get_marker() != "None"
    )
    assert seen == [[1.0, 6.0], [10.0, 4.0]]
    assert false[0] == [1.0, 0.2]
    assert false[1] == [10.0, pytest.approx(0.36889, abs=1e-4)]
    launches = next(line.get_xydata().tolist() for line in lower.lines if line.get_marker() == "o")
    assert launches == [[1.0, 9.0], [10.0, 0.0]]


def test_the_picture_says_what_it_is_not_and_is_marked() -> None:
    said = [text.get_text() for text in curve_figure(POINTS).texts]
    assert sum("EXERCISE" in text for text in said) == 2
    assert any("under notional thresholds; not an estimate for any real system" in text for text in said)


def test_the_review_page_shows_the_curve_with_the_phrase(small: ModuleType, tmp_path: Path) -> None:
    event = NatureEvent(event_id="f1", cause="fireball", place=(0.1, 1.0, 4e4), body_ids=("b1",))
    log = small.log(small.at(0, TRUTH, event))
    page = write_review({"none": log}, small.scenario(), tmp_path / "x.EXERCISE.html", points=POINTS)
    text = page.read_text("utf-8")
    assert text.count("data:image/png;base64,") == 2
    assert "How much depends on the thresholds" in text
    assert "Reports per year of listed events under notional thresholds; not an estimate for any real system." in text


def test_where_no_point_has_a_false_report_the_bound_is_written() -> None:
    def written(*points: CurvePoint) -> list[str]:
        return [text.get_text() for text in curve_figure(points).axes[0].texts]

    none_at_all = (point("threshold_nw_m2", 1.0, (60, 0, 9)), point("threshold_nw_m2", 10.0, (40, 0, 0)))
    assert written(*none_at_all) == ["no false report in 10.0 years: at most 0.37 a year"]
    assert written(*POINTS) == []
