"""Measurements from outside: what is taken, what is refused and in which words, scan by scan."""

import math
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tocsin.errors import ModelRangeError
from tocsin.tracking.feed import (
    MEASUREMENT,
    SENSOR_LETTERS,
    check_measurements,
    estimates,
    from_radar,
    measurements_from,
    scan_rows,
    scans,
    track_all,
)
from tocsin.tracking.radar_scan import radar_scan
from tocsin.tracking.sight.kernels import SD_RANGE, SD_RATE

NAN = math.nan


def columns(**changed: Any) -> dict[str, Any]:
    """Return four good measurements as columns, some of them changed."""
    good = {
        "time_ms": np.array([0, 0, 0, 1000]),
        "sensor": np.array(["north", "east", "north", "east"]),
        "station_lat_rad": np.array([0.5, 0.6, 0.5, 0.6]),
        "station_lon_rad": np.array([0.3, 0.2, 0.3, 0.2]),
        "station_alt_m": np.zeros(4),
        "azimuth_rad": np.array([1.0, 2.0, 3.0, 4.0]),
        "elevation_rad": np.array([0.1, 0.2, 0.3, 0.4]),
        "range_m": np.array([1e5, 2e5, 3e5, NAN]),
        "range_rate_m_s": np.array([100.0, -200.0, NAN, NAN]),
        "sigma_azimuth_rad": np.full(4, 1e-3),
        "sigma_elevation_rad": np.full(4, 2e-3),
        "sigma_range_m": np.array([10.0, 20.0, 30.0, NAN]),
        "sigma_range_rate_m_s": np.array([1.0, 2.0, NAN, NAN]),
    }
    return good | changed


def with_value(name: str, row: int, value: float) -> dict[str, Any]:
    column = columns()[name].copy()
    column[row] = value
    return columns(**{name: column})


def test_good_columns_become_rows() -> None:
    rows = measurements_from(columns())
    assert rows.dtype == MEASUREMENT
    assert rows["sensor"].tolist() == ["north", "east", "north", "east"]
    assert rows["range_m"][1] == 2e5
    assert math.isnan(rows["range_m"][3])


def test_whole_numbers_may_stand_for_metres_and_lists_for_text() -> None:
    rows = measurements_from(columns(station_alt_m=[1, 2, 3, 4], sensor=["a", "b", "a", "b"], time_ms=[0, 0, 0, 7]))
    assert rows["station_alt_m"].tolist() == [1.0, 2.0, 3.0, 4.0]
    assert measurements_from(columns(sensor=np.array(["a", "b", "a", "b"], dtype=object)))["sensor"][1] == "b"


def test_no_measurements_are_measurements() -> None:
    none = measurements_from({name: column[:0] for name, column in columns().items()})
    assert none.shape == (0,)
    assert scan_rows(none) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (columns(colour=np.zeros(4)), "column 'colour' must be one of time_ms, sensor"),
        ({k: v for k, v in columns().items() if k != "range_m"}, "column 'range_m' is missing .* fill it with NaN"),
        (columns(time_ms=np.array([0.0, 0.5, 1.0, 2.0])), "time_ms is float64 and must be int64"),
        (columns(range_m=np.array(["a"] * 4)), "range_m is <U1 and must be float64"),
        (columns(range_m=np.zeros(4, dtype=complex)), "range_m is complex128 and must be float64"),
        (columns(sensor=np.arange(4)), "sensor is int64 and must be text"),
        (columns(sensor=np.array(["x" * 33] * 4)), f"sensor has 33 letters and may have {SENSOR_LETTERS}"),
        (columns(range_m=np.ones(3)), r"range_m has shape \(3,\) and must be one column as long as time_ms \(4,\)"),
        (columns(range_m=1.0), r"range_m has shape \(\) and must be one column"),
        (
            with_value("time_ms", 2, -5),
            "time_ms = -5 in row 2 must not be below 0 in the row before; sort by time_ms",
        ),
        (
            with_value("time_ms", 3, 2**31),
            "time_ms = 2147483648 in row 3 must be from 0 to below 2147483648; count it",
        ),
        (with_value("azimuth_rad", 1, NAN), "azimuth_rad = nan in row 1 must be within a turn"),
        (with_value("azimuth_rad", 1, 90.0), "azimuth_rad = 90.0 in row 1 .* rad"),
        (with_value("elevation_rad", 0, NAN), "elevation_rad = nan in row 0 must be within a quarter turn"),
        (with_value("elevation_rad", 0, 1.6), "elevation_rad = 1.6 in row 0"),
        (with_value("station_lat_rad", 0, 45.0), "station_lat_rad = 45.0 in row 0"),
        (with_value("station_lon_rad", 0, 45.0), "station_lon_rad = 45.0 in row 0"),
        (with_value("station_alt_m", 0, math.inf), "station_alt_m = inf in row 0 must be finite"),
        (with_value("range_m", 2, 0.0), "range_m = 0.0 in row 2 must be above 0; NaN where not measured"),
        (with_value("range_m", 2, math.inf), "range_m = inf in row 2"),
        (with_value("range_rate_m_s", 0, math.inf), "range_rate_m_s = inf in row 0"),
        (with_value("sigma_azimuth_rad", 3, 0.0), "sigma_azimuth_rad = 0.0 in row 3 must be above 0"),
        (with_value("sigma_elevation_rad", 3, NAN), "sigma_elevation_rad = nan in row 3 must be above 0"),
        (with_value("sigma_range_m", 0, -1.0), "sigma_range_m = -1.0 in row 0 must be above 0 where range_m"),
        (with_value("sigma_range_m", 0, NAN), "sigma_range_m = nan in row 0"),
        (with_value("sigma_range_rate_m_s", 0, 0.0), "sigma_range_rate_m_s = 0.0 in row 0 .* where range_rate_m_s"),
    ],
)
def test_what_is_wrong_is_named_with_value_bound_and_remedy(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ModelRangeError, match=words):
        measurements_from(given)


def test_an_array_of_another_kind_is_refused() -> None:
    with pytest.raises(ModelRangeError, match="dtype = float64 must be"):
        check_measurements(np.zeros(3))  # type: ignore[arg-type]
    with pytest.raises(ModelRangeError, match="ravel"):
        check_measurements(np.zeros((1, 3), dtype=MEASUREMENT))


def test_scans_are_by_time_and_then_by_sensor() -> None:
    parts = scan_rows(measurements_from(columns()))
    assert [(int(part["time_ms"][0]), str(part["sensor"][0]), part.size) for part in parts] == [
        (0, "east", 1),
        (0, "north", 2),
        (1000, "east", 1),
    ]
    assert parts[1]["azimuth_rad"].tolist() == [1.0, 3.0]


def test_a_radars_scan_becomes_rows(bench) -> None:
    rng = np.random.default_rng(2)
    truth = np.stack([bench.body(0.0, 3e5, 2e5, (0.0, 100.0, 0.0)), bench.body(1e5, 3e5, 2e5, (0.0, 100.0, 0.0))])
    looker, scan = bench.radar(), bench.measured(4000, truth, rng)
    rows = from_radar(looker, scan)
    check_measurements(rows)
    assert rows["time_ms"].tolist() == [4000, 4000]
    assert set(rows["sensor"]) == {"north"}
    assert np.array_equal(rows["range_m"], scan.range_m)
    assert np.array_equal(rows["sigma_elevation_rad"], scan.sigma_angle_rad)
    assert rows["station_lat_rad"][0] == looker.lat_rad
    assert np.isnan(rows["range_rate_m_s"]).all()  # its error is 0: not measured
    moving = from_radar(looker, scan._replace(sigma_range_rate_m_s=np.array([2.0, 0.0])))
    assert np.isnan(moving["range_rate_m_s"]).tolist() == [False, True]


def two_bodies(bench: ModuleType, count: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Return states (count, 2, 6) of two coasting bodies every 2 s and what a radar reports of them."""
    rng = np.random.default_rng(7)
    states = np.stack([bench.ballistic_state(rng), bench.ballistic_state(rng)])
    truth, rows = [], []
    for look in range(count):
        truth.append(states)
        scan = bench.measured(2000 * look, states, rng)._replace(range_rate_m_s=np.full(2, NAN))
        rows.append(from_radar(bench.radar(), scan))
        states = bench.coast(states, 2.0)
    return np.array(truth), np.concatenate(rows)


def test_a_scan_is_what_the_radars_own_road_gives(bench) -> None:
    rng = np.random.default_rng(2)
    looker = bench.radar()
    measured = bench.measured(4000, np.stack([bench.body(0.0, 3e5, 2e5, (0.0, 100.0, 0.0))]), rng)
    [ours] = scans(from_radar(looker, measured), {"north": looker.field_row})
    theirs = radar_scan(looker, measured)
    for name in ("time_ms", "sensor"):
        assert getattr(ours, name) == getattr(theirs, name)
    for name in ("station_ecef", "axes", "rows", "field"):
        assert np.array_equal(getattr(ours, name), getattr(theirs, name)), name


def test_what_was_not_measured_has_no_standard_deviation() -> None:
    [east, north, last] = scans(measurements_from(columns()))
    assert (east.rows[:, SD_RATE] > 0.0).tolist() == [True]
    assert sorted((north.rows[:, SD_RATE] > 0.0).tolist()) == [False, True]
    assert last.rows[0, SD_RANGE] == 0.0
    assert np.isfinite(last.rows).all()
    assert (east.sensor, north.sensor, last.sensor) == (0, 1, 0)
    assert (east.period_ms, north.period_ms) == (1000, 1)


def test_bodies_measured_become_tracks(bench) -> None:
    truth, rows = two_bodies(bench)
    run = track_all(rows)
    assert [time_ms for time_ms, _ in run] == list(range(0, 24_000, 2000))
    said = estimates(run)
    last = said[said["time_ms"] == 22_000]
    assert last["confirmed"].tolist() == [True, True]
    off_m = np.linalg.norm(last["x"][:, None, :3] - truth[-1][None, :, :3], axis=2)
    # One look is good to 1 mrad across some 400 km, 400 m an axis; twelve are better.
    assert off_m.min(axis=1).max() < 500.0
    assert np.linalg.eigvalsh(last["P"]).min() > 0.0


def test_tracks_may_be_asked_for_between_scans_and_after(bench) -> None:
    truth, rows = two_bodies(bench)
    run = track_all(rows)
    said = estimates(run, np.array([-1000, 21_000, 30_000]))
    assert said["time_ms"].tolist() == [21_000, 21_000, 30_000, 30_000]
    between = estimates(run, np.array([20_000, 21_000]))
    # A second at the track's own velocity: what gravity adds in it is 5 m.
    moved = between["x"][:2, :3] + between["x"][:2, 3:]
    assert np.abs(moved - between["x"][2:, :3]).max() < 10.0
    later = bench.coast(truth[-1], 8.0)
    off_m = np.linalg.norm(said["x"][2:, None, :3] - later[None, :, :3], axis=2)
    assert off_m.min(axis=1).max() < 1000.0


def test_the_order_of_rows_within_a_scan_does_not_matter(bench) -> None:
    _, rows = two_bodies(bench)
    turned = rows.reshape(-1, 2)[:, ::-1].ravel()
    assert estimates(track_all(rows)).tobytes() == estimates(track_all(turned)).tobytes()


def test_nothing_measured_is_no_run() -> None:
    none = measurements_from({name: column[:0] for name, column in columns().items()})
    assert track_all(none) == []
    assert estimates([]).shape == (0,)


def test_more_sensors_than_tracks_can_be_named_after_are_refused() -> None:
    rows = np.repeat(measurements_from(columns())[:1], 257)
    rows["sensor"] = [f"s{number}" for number in range(257)]
    with pytest.raises(ModelRangeError, match="sensors = 257 must be 256 or fewer"):
        scans(rows)
