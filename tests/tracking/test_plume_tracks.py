import numpy as np
import pytest

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.errors import ModelRangeError
from tocsin.sensing.infrared.sensor import InfraredMeasurements
from tocsin.tracking.associate import Change, founding_numbers
from tocsin.tracking.plume_tracks import EARLY, HISTORY, PlumeTable, no_plumes, plume_scan

SATELLITE_ECEF = np.array([42164e3, 0.0, 0.0])
SIGMA_RAD = 30e-6
SCAN_MS = 5000
FIRST = np.arange(1)  # the one row of a scan


def seen(time_ms: int, points_ecef: np.ndarray, rng: np.random.Generator | None = None) -> InfraredMeasurements:
    direction = points_ecef.reshape(-1, 3) - SATELLITE_ECEF
    direction = direction / np.linalg.norm(direction, axis=1)[:, None]
    if rng is not None:
        direction = direction + SIGMA_RAD * rng.standard_normal(direction.shape)
        direction = direction / np.linalg.norm(direction, axis=1)[:, None]
    intensity = np.full(direction.shape[0], 1e-9)
    row_time_ms = np.full(direction.shape[0], time_ms)
    return InfraredMeasurements(
        time_ms, "eye", time_ms // SCAN_MS, SATELLITE_ECEF, direction, SIGMA_RAD, intensity, row_time_ms
    )


def boosting(time_s: float, lat_rad: float = 0.5, lon_rad: float = 0.2, course: float = 1.0) -> np.ndarray:
    """Return where a vehicle is that climbs and turns over, 0.5 * 30 m/s^2 t^2 along its path."""
    path_m = 15.0 * time_s * time_s
    tilt = 0.008 * time_s
    enu = path_m * np.array([course * np.sin(tilt), 0.0, np.cos(tilt)])
    return np.array(ecef_from_lla(lat_rad, lon_rad, 0.0)) + enu @ enu_axes(lat_rad, lon_rad)


def watched(scans: int, min_duration_ms: int = 10000) -> tuple[PlumeTable, list[int]]:
    tracks, changes = no_plumes(), []
    for scan in range(scans):
        measurements = seen(SCAN_MS * scan, boosting(5.0 * scan))
        tracks, assignment = plume_scan(tracks, measurements, min_duration_ms)
        changes += assignment.change.tolist()
    return tracks, changes


def test_each_look_has_the_time_of_its_row() -> None:
    """A scanner measures before it reports."""
    tracks = no_plumes()
    for scan in range(3):
        measurements = seen(SCAN_MS * scan, boosting(5.0 * scan))
        swept = measurements._replace(row_time_ms=measurements.row_time_ms - 1234)
        tracks, _ = plume_scan(tracks, swept, 10000)
    assert tracks["look_ms"][0, :3].tolist() == [-1234, SCAN_MS - 1234, 2 * SCAN_MS - 1234]
    assert tracks["last_ms"].tolist() == [2 * SCAN_MS]


def test_a_plume_is_confirmed_on_three_of_five() -> None:
    tracks, changes = watched(4)
    assert changes == [Change.BORN, Change.UPDATED, Change.CONFIRMED, Change.UPDATED]
    assert (tracks["first_ms"].tolist(), tracks["last_ms"].tolist()) == ([0], [15000])
    assert tracks["looks"].tolist() == [4]


def test_a_short_flash_is_not_confirmed() -> None:
    _, changes = watched(4, min_duration_ms=15000)
    assert changes == [Change.BORN, Change.UPDATED, Change.UPDATED, Change.CONFIRMED]


def test_a_glint_that_stops_is_dropped() -> None:
    tracks, _ = watched(1)
    dropped = []
    for scan in range(1, 4):
        tracks, assignment = plume_scan(tracks, seen(SCAN_MS * scan, np.zeros((0, 3))), 10000)
        dropped.append(assignment.dropped.tolist())
    assert dropped == [[], [], founding_numbers(0, 0, FIRST).tolist()]


def test_a_confirmed_plume_outlives_a_stage_gap() -> None:
    tracks, _ = watched(6)
    for scan in range(6, 9):
        tracks, _ = plume_scan(tracks, seen(SCAN_MS * scan, np.zeros((0, 3))), 10000)
    after, assignment = plume_scan(tracks, seen(45000, boosting(40.0)), 10000)
    assert assignment.change.tolist() == [Change.UPDATED]
    assert after["number"].tolist() == founding_numbers(0, 0, FIRST).tolist()
    for scan in range(9, 14):
        tracks, assignment = plume_scan(tracks, seen(SCAN_MS * scan, np.zeros((0, 3))), 10000)
    assert tracks["number"].size == 0


def test_two_launches_side_by_side_are_two_tracks_whatever_the_order() -> None:
    rng = np.random.default_rng(5)
    tracks = mixed = no_plumes()
    for scan in range(12):
        pair = [boosting(5.0 * scan), boosting(5.0 * scan, lat_rad=0.505, course=-1.0)]  # 32 km apart
        measurements = seen(SCAN_MS * scan, np.array(pair), rng)
        back = measurements._replace(direction_ecef=measurements.direction_ecef[::-1])
        tracks, _ = plume_scan(tracks, measurements, 10000)
        mixed, _ = plume_scan(mixed, back, 10000)
    assert tracks["number"].tolist() == founding_numbers(0, 0, np.arange(2)).tolist()
    assert tracks["hits"].tolist() == [12, 12]
    assert tracks.tobytes() == mixed.tobytes()


def test_a_far_away_flash_is_another_track() -> None:
    tracks, _ = watched(3)
    far = boosting(0.0, lat_rad=0.53)  # 190 km off: nothing moves so far in 5 s
    _, assignment = plume_scan(tracks, seen(15000, far), 10000)
    assert assignment.change.tolist() == [Change.BORN]


def test_the_history_keeps_the_first_and_the_newest() -> None:
    tracks, _ = watched(1)
    for scan in range(1, HISTORY + 10):
        tracks, _ = plume_scan(tracks, seen(SCAN_MS * scan, boosting(0.0)), 10000)
    kept = tracks["look_ms"][0] // SCAN_MS
    assert tracks["looks"].tolist() == [HISTORY]
    assert kept.tolist() == [*range(EARLY), *range(HISTORY + 10 - EARLY, HISTORY + 10)]


def test_inputs_are_left_alone() -> None:
    tracks, _ = watched(4)
    before = tracks.tobytes()
    plume_scan(tracks, seen(20000, boosting(20.0)), 10000)
    assert tracks.tobytes() == before


def test_neither_tracks_nor_measurements_is_no_work() -> None:
    empty = no_plumes()
    after, assignment = plume_scan(empty, seen(0, np.zeros((0, 3))), 10000)
    assert after is empty
    assert assignment.change.size == 0


def test_after_one_look_a_plume_may_be_anywhere_that_12_km_s_can_reach() -> None:
    tracks, _ = watched(1)
    for lat_rad, change in ((0.506, Change.UPDATED), (0.516, Change.BORN)):  # 38 and 102 km in 5 s
        _, assignment = plume_scan(tracks, seen(5000, boosting(0.0, lat_rad=lat_rad)), 10000)
        assert assignment.change.tolist() == [change]


def test_a_number_tells_its_founding_measurement() -> None:
    number = int(founding_numbers(123_456, 3, np.array([7]))[0])
    assert (number >> 26, number >> 16 & 1023, (number & (1 << 16) - 1) - 1) == (123_456, 3, 7)


@pytest.mark.parametrize(("time_ms", "sensor", "row"), [(-1, 0, 0), (1 << 37, 0, 0), (0, 1024, 0), (0, 0, 65_535)])
def test_what_a_number_cannot_hold_is_refused(time_ms: int, sensor: int, row: int) -> None:
    with pytest.raises(ModelRangeError, match=r"track number: .* must be 0 to"):
        founding_numbers(time_ms, sensor, np.array([row]))


def test_scans_played_again_from_before_a_late_one_give_the_same_table() -> None:
    """A rewind: the third scan comes after the fifth, all after the second are played again."""
    rng = np.random.default_rng(7)
    clutter = [boosting(0.0, lat_rad=0.6), boosting(0.0, lat_rad=0.7)]
    scans = [seen(SCAN_MS * scan, np.array([boosting(5.0 * scan), clutter[scan % 2]]), rng) for scan in range(6)]

    def played(start: PlumeTable, chosen: list[int]) -> list[PlumeTable]:
        tables = [start]
        for scan in chosen:
            tables.append(plume_scan(tables[-1], scans[scan], 10000, 2)[0])
        return tables

    in_order = played(no_plumes(), [0, 1, 2, 3, 4, 5])
    early = played(no_plumes(), [0, 1, 3, 4])
    again = played(early[2], [2, 3, 4, 5])
    assert again[-1].tobytes() == in_order[-1].tobytes()
    assert early[-1].tobytes() != in_order[5].tobytes()


def test_a_number_does_not_depend_on_what_was_tracked_before() -> None:
    busy, _ = watched(4)
    far = seen(SCAN_MS * 4, np.array([boosting(20.0), boosting(0.0, lat_rad=0.6)]))
    after, assignment = plume_scan(busy, far, 10000)
    fresh = assignment.track_number[assignment.change == Change.BORN]
    _, alone = plume_scan(no_plumes(), far, 10000)
    assert after.size == 2
    assert fresh.tolist() == [number for number in alone.track_number.tolist() if number in fresh]
