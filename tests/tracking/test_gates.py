"""Which measurements may be of which track: the quick questions against the whole answer."""

import math
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from tocsin.tracking.imm.kernels import predict_all
from tocsin.tracking.sight.kernels import (
    RANGE,
    SD_ACROSS,
    SD_RANGE,
    SD_RATE,
    SD_UP,
    flat_range,
    measured_count,
    rows_of,
    sight_axes,
)
from tocsin.tracking.table.kernels import GATES, births, gated, is_near, own_doubts
from tocsin.tracking.update.kernels import (
    doubt_of_beam,
    first_distance,
    linear_update,
    update_mode,
    update_wide,
    where_measured,
)

Array = NDArray[np.float64]
BODIES, CHANCE, SECTOR_RAD = 12, 60, 0.5


def seen_by(bench: ModuleType, enu: Array, rate_m_s: Array, sds: list[float], rng: np.random.Generator) -> Array:
    """Return rows (m, 10) of bodies and of as much chance about them, in measurements of these deviations."""
    range_m = np.linalg.norm(enu, axis=1)
    azimuth_rad, elevation_rad = np.arctan2(enu[:, 0], enu[:, 1]), np.arcsin(enu[:, 2] / range_m)
    noise = rng.standard_normal((4, range_m.size)) * np.array(sds)[:, None]
    deviations = np.tile(sds, (range_m.size, 1))
    measured = azimuth_rad + noise[0], elevation_rad + noise[1], range_m + noise[2], rate_m_s + noise[3]
    return rows_of(*measured, deviations, bench.AXES)


@pytest.mark.parametrize("seed", range(12))
def test_no_measurement_in_the_gate_is_passed_over(bench: ModuleType, seed: int) -> None:
    """A body at up to 8 km/s, seen twice, among chance: from 20 km to 2,000 km, from a fine radar to a rough one."""
    rng = np.random.default_rng(seed)
    far_m, wait_s = 10.0 ** rng.uniform(4.3, 6.3), float(rng.uniform(1.0, 10.0))
    rate_sd_m_s = 10.0 ** rng.uniform(0.0, 1.5) if seed % 2 else 0.0
    sds = [10.0 ** rng.uniform(-4.0, -2.3)] * 2 + [10.0 ** rng.uniform(0.5, 2.7), rate_sd_m_s]
    speed_m_s = rng.uniform(0.0, 8000.0, (BODIES, 1))
    course = rng.standard_normal((BODIES, 3))
    velocity = speed_m_s * course / np.linalg.norm(course, axis=1, keepdims=True)
    before = scattered(BODIES, far_m, rng)
    after = np.concatenate([before + wait_s * velocity, scattered(CHANCE, far_m, rng)])
    rates = [(enu * velocity).sum(axis=1) / np.linalg.norm(enu, axis=1) for enu in (before, after[:BODIES])]
    chance_m_s = rng.normal(0.0, 800.0, CHANCE)
    first = seen_by(bench, before, rates[0] if rate_sd_m_s else 0.0 * rates[0], sds, rng)
    told_m_s = np.concatenate([rates[1], chance_m_s])
    rows = seen_by(bench, after, told_m_s if rate_sd_m_s else 0.0 * told_m_s, sds, rng)
    station, up = bench.STATION_ECEF, bench.AXES[2]
    x, P, prob = births(station, up, first, 3)
    waited = np.zeros(BODIES, dtype=np.int64)
    x, P, prob = predict_all(x, P, prob, waited, round(1000 * wait_s), False)
    pairs = np.divmod(np.arange(BODIES * rows.shape[0]), rows.shape[0])
    limit_m = np.full(BODIES, np.inf)
    track, row, _, _ = gated(x, P, prob, limit_m, pairs, station, up, rows, False)
    inside = set()
    for one, other in zip(*pairs, strict=True):
        if distance_of(x[one], P[one], prob[one], station, up, rows[other]) <= GATES[measured_count(rows[other])]:
            inside.add((int(one), int(other)))
    assert set(zip(track.tolist(), row.tolist(), strict=True)) == inside
    assert len(inside) >= BODIES - 1  # each body is in its own gate but once in 3,333 times


def scattered(count: int, far_m: float, rng: np.random.Generator) -> Array:
    """Return places (count, 3), m, east, north and up of the radar, about so far off."""
    range_m, azimuth_rad = far_m * rng.uniform(0.8, 1.2, count), rng.uniform(-SECTOR_RAD, SECTOR_RAD, count)
    elevation_rad = rng.uniform(0.05, 0.8, count)
    flat_m = range_m * np.cos(elevation_rad)
    return np.stack(
        [flat_m * np.sin(azimuth_rad), flat_m * np.cos(azimuth_rad), range_m * np.sin(elevation_rad)], axis=1
    )


def distance_of(x: Array, P: Array, prob: Array, station: Array, up: Array, row: Array) -> float:
    """Return the least chi-square distance of a measurement from the modes of a track, by their whole updates."""
    bound_m = float(own_doubts(row[None])[0]), math.inf
    modes = [mode for mode in range(3) if prob[mode] > 0.0 and is_near(x[mode], P[mode], bound_m, station, row)]
    return min((update_mode(x[mode], P[mode], station, up, row)[2] for mode in modes), default=math.inf)


@pytest.mark.parametrize("seed", range(40))
def test_the_first_distance_is_that_of_the_first_pass(bench: ModuleType, seed: int) -> None:
    x, P, row = wide_one(bench, np.random.default_rng(seed))
    station, axes = bench.STATION_ECEF, sight_axes(row[:3], bench.AXES[2])
    straight = row.copy()
    straight[RANGE], straight[SD_RANGE] = flat_range(row[RANGE], row[SD_RANGE], row[RANGE], doubt_of_beam(row))
    whole = linear_update(x, P, station, axes, straight, where_measured(x, station, row))[2]
    assert first_distance(x, P, station, axes, row) == pytest.approx(whole, rel=1e-7)


@pytest.mark.parametrize("seed", range(20))
def test_position_and_velocity_alone_tell_the_fit(bench: ModuleType, seed: int) -> None:
    x, P, row = wide_one(bench, np.random.default_rng(seed))
    station, axes = bench.STATION_ECEF, sight_axes(row[:3], bench.AXES[2])
    whole = update_wide(x, P, station, axes, row)
    assert update_wide(x[:6].copy(), P[:6, :6].copy(), station, axes, row)[2:] == whole[2:]  # to the last bit


def wide_one(bench: ModuleType, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Return a state (9,) and covariance (9, 9) far too wide for one pass, and a row of measurements."""
    range_m = 10.0 ** rng.uniform(4.3, 6.0)
    row = seen_by(bench, scattered(1, range_m, rng), rng.normal(0.0, 800.0, 1), [1e-3, 2e-3, 30.0, 5.0], rng)[0]
    for number in (SD_ACROSS, SD_UP, SD_RATE):
        if rng.random() < 0.2:
            row[number] = 0.0  # not measured
    x = np.concatenate(
        [bench.STATION_ECEF + row[RANGE] * row[:3], rng.normal(0.0, 2000.0, 3), rng.normal(0.0, 9.0, 3)]
    )
    x[:3] += rng.normal(0.0, 3000.0, 3)
    sds = np.array([5000.0, 4000.0, 6000.0, 3000.0, 3500.0, 2500.0, 20.0, 20.0, 20.0])
    mixed = np.eye(9) + 0.3 * rng.standard_normal((9, 9))
    return x, sds[:, None] * (mixed @ mixed.T) * sds, row
