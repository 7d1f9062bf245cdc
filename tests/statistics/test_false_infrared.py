"""False sources of infrared satellites: as many as declared, where and for as long as declared."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2, kstest, poisson

from tocsin.chance.luck import Luck, declared_id, luck_for
from tocsin.motion.orbit import geostationary, position_ecef
from tocsin.sensing.infrared.kernels import tangent_height
from tocsin.sensing.infrared.sensor import FALSE_SOURCE, InfraredSatellite, false_infrared, sense_infrared
from tocsin.sensing.infrared.sky import CLEAR
from tocsin.sensing.scene import Scene

Array = NDArray[np.float64]

EPOCH_MS = 1_600_000_000_000
PERIOD_MS, DAY_MS = 5000, 86_400_000
DAY_SCANS = DAY_MS // PERIOD_MS
LUCK = luck_for(11, 0)
NOBODY = Scene(np.empty((0, 3)), np.empty((0, 3)), np.empty(0), np.empty(0), np.empty(0, np.int64))


def eye(**changes: object) -> InfraredSatellite:
    """Return an eye on the ring that stares straight down at a field within the Earth's disc (8.7 degrees)."""
    plain = {
        "sensor_id": "eye",
        "node": "alder",
        "luck_id": declared_id("eye"),
        "satellite": geostationary(0.35, EPOCH_MS),
        "boresight_lat_rad": None,
        "boresight_lon_rad": None,
        "half_field_rad": math.radians(8),
        "threshold_w_m2": 6e-11,
        "noise_w_m2": 0.0,
        "sigma_angle_rad": 0.0,
        "scan_period_ms": PERIOD_MS,
        "scan_offset_ms": 0,
        "false_sources_per_day": 400.0,
    }
    return InfraredSatellite(**{**plain, **changes})  # type: ignore[arg-type]


PLACE = position_ecef(eye().satellite, EPOCH_MS)


def rows_of(sensor: InfraredSatellite, scans: int, luck: Luck = LUCK) -> list[Array]:
    return [false_infrared(sensor, PLACE, scan, luck) for scan in range(scans)]


def in_poisson_band(count: int, mean: float) -> bool:
    """Whether a count lies in the middle 99.8 % of a Poisson number."""
    low, high = poisson.ppf([0.001, 0.999], mean)
    return bool(low <= count <= high)


@pytest.mark.parametrize("per_day", [0.0, 20.0, 400.0, 20_000.0])
def test_as_many_a_day_as_declared(per_day: float) -> None:
    sensor = eye(false_sources_per_day=per_day)
    count = sum(rows.shape[1] for rows in rows_of(sensor, DAY_SCANS))
    assert in_poisson_band(count, per_day)


def test_scans_are_poisson() -> None:
    """The spread of the counts is that of a Poisson number: variance over mean, a chi-square."""
    sensor = eye(false_sources_per_day=2.0 * DAY_SCANS)
    counts = np.array([rows.shape[1] for rows in rows_of(sensor, 2000)])
    low, high = chi2.ppf([0.001, 0.999], counts.size - 1)
    assert low < ((counts - counts.mean()) ** 2).sum() / counts.mean() < high


def test_singles_lie_evenly_over_the_field_and_fall_off_in_brightness() -> None:
    sensor = eye(false_sources_per_day=float(DAY_SCANS))
    rows = np.concatenate(rows_of(sensor, 3000), axis=1)
    axis = -PLACE / np.linalg.norm(PLACE)
    covered = (1.0 - axis @ rows[:3]) / (1.0 - math.cos(sensor.half_field_rad))
    assert kstest(covered, "uniform").pvalue > 1e-3
    around = np.arctan2(rows[2], np.cross(axis, [0.0, 0.0, 1.0]) @ rows[:3]) / (2.0 * math.pi) % 1.0
    assert kstest(around, "uniform").pvalue > 1e-3
    assert kstest((rows[3] / sensor.threshold_w_m2 - 1.0) / 0.5, "expon").pvalue > 1e-3
    assert not rows[4].any()


class Source(NamedTuple):
    """A false source as it was followed: its first line of sight, its last, and in how many scans it showed."""

    first: Array
    last: Array
    scans: int


def followed(sensor: InfraredSatellite, scans: int) -> Iterator[Source]:
    """Yield lasting sources of a satellite without noise: each row goes to the source within 1 km of it."""
    open_: list[Source] = []
    for scan in range(scans):
        rows = false_infrared(sensor, PLACE, scan, LUCK)
        still: list[Source] = []
        for line in rows[:3].T:
            known = [one for one in open_ if np.linalg.norm(one.last - line) < 1e3 / 3.6e7]
            before = known[0] if known else Source(line, line, 0)
            still.append(Source(before.first, line, before.scans + 1))
        yield from (one for one in open_ if not any(one.first is kept.first for kept in still))
        open_ = still


def test_lasting_sources_last_stay_and_drift() -> None:
    sensor = eye(false_sources_per_day=2000.0, lasting_share=1.0, lasting_s=30.0)
    sources = list(followed(sensor, DAY_SCANS))[20:]  # the first may have begun before the first scan
    assert in_poisson_band(len(sources), 2000.0)
    scans = np.array([one.scans for one in sources])
    assert set(scans) == set(range(2, 11))  # evenly from 2 scans to 10: 30 s on average
    # four standard deviations of the mean of so many even draws
    assert scans.mean() == pytest.approx(6.0, abs=4.0 * math.sqrt(80.0 / 12.0 / scans.size))
    moved_m = np.array([np.linalg.norm(one.last - one.first) for one in sources]) * 3.58e7
    speed_m_s = moved_m / (5.0 * (scans - 1))
    assert speed_m_s.max() < 40.5  # 40 m/s of drift
    assert speed_m_s.mean() == pytest.approx(20.0, abs=4.0 * 40.0 / math.sqrt(12.0 * scans.size))


def test_lasting_sources_are_on_the_earth() -> None:
    sensor = eye(false_sources_per_day=40_000.0, lasting_share=1.0, half_field_rad=math.radians(12))
    rows = np.concatenate(rows_of(sensor, 500), axis=1)
    assert rows.shape[1] > 1000
    assert all(tangent_height(*PLACE, *line) < 0.0 for line in rows[:3].T)
    singles = eye(false_sources_per_day=40_000.0, half_field_rad=math.radians(12))
    rows = np.concatenate(rows_of(singles, 500), axis=1)
    assert any(tangent_height(*PLACE, *line) > 0.0 for line in rows[:3].T)


def test_a_lasting_source_near_the_threshold_drops_out_of_scans() -> None:
    steady, noisy = (eye(false_sources_per_day=4000.0, lasting_share=1.0, noise_w_m2=s) for s in (0.0, 6e-11))
    counts = [sum(rows.shape[1] for rows in rows_of(sensor, 2000)) for sensor in (steady, noisy)]
    # P(excess + noise of one threshold > 0), excess exponential with mean 1/2: 1/2 + exp(2) (1 - Phi(2)) = 0.668
    assert counts[1] / counts[0] == pytest.approx(0.668, abs=0.05)  # sources repeat: 600 of them, 4 sigma 0.04


def test_false_rows_join_the_report_in_its_order_and_change_no_other_draw() -> None:
    point = PLACE * (6.5e6 / np.linalg.norm(PLACE))
    scene = Scene(point[None, :], np.zeros((1, 3)), np.ones(1), np.full(1, 3e5), np.array([77]))
    quiet, busy = (
        eye(false_sources_per_day=rate, noise_w_m2=1e-11, sigma_angle_rad=2e-5) for rate in (0.0, 3.0 * DAY_SCANS)
    )
    seen, body = sense_infrared(busy, scene, CLEAR, EPOCH_MS, 5000, LUCK)
    alone, _ = sense_infrared(quiet, scene, CLEAR, EPOCH_MS, 5000, LUCK)
    assert sorted(set(body.tolist())) == [FALSE_SOURCE, 0]
    assert np.array_equal(seen.direction_ecef[:, 0], np.sort(seen.direction_ecef[:, 0]))
    row = int(np.flatnonzero(body == 0)[0])
    assert np.array_equal(seen.direction_ecef[row], alone.direction_ecef[0])
    assert seen.intensity_w_m2[row] == alone.intensity_w_m2[0]


def test_two_satellites_and_two_runs_have_their_own_false_sources() -> None:
    one = np.concatenate(rows_of(eye(), 2000), axis=1)
    other = np.concatenate(rows_of(eye(luck_id=declared_id("other")), 2000), axis=1)
    again = np.concatenate(rows_of(eye(), 2000, luck_for(11, 1)), axis=1)
    same = np.concatenate(rows_of(eye(), 2000), axis=1)
    assert np.array_equal(one, same)
    assert not set(one[0]) & set(other[0])
    assert not set(one[0]) & set(again[0])


def test_a_scanners_false_rows_have_their_own_times() -> None:
    sensor = eye(is_scanning=True, false_sources_per_day=5.0 * DAY_SCANS, lasting_share=0.2)
    seen, body = sense_infrared(sensor, NOBODY, CLEAR, EPOCH_MS, 50_000, LUCK)
    assert set(body.tolist()) == {FALSE_SOURCE}
    assert np.unique(seen.row_time_ms).size > 3
    assert seen.row_time_ms.min() > 45_000
    assert seen.row_time_ms.max() <= 50_000
