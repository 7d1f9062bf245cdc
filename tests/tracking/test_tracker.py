"""The tracker: births, ages, numbers, order, boost and burn-out."""

import math
from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

from tocsin.chance.luck import luck_for
from tocsin.errors import ModelRangeError
from tocsin.sensing.radar.look import RadarMeasurements, sense_radar
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.scene import Scene
from tocsin.tracking.associate import Assignment, Change
from tocsin.tracking.kernels import coast_acceleration
from tocsin.tracking.late import rewindable, take
from tocsin.tracking.radar_scan import radar_scan
from tocsin.tracking.table.kernels import STRAIGHT_MS, believes_the_same
from tocsin.tracking.tracker import Rules, Tracks, estimate, no_tracks, scan

NOBODY = Scene(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.int64))


def looked(tracks: Tracks, radar: Radar, measurements: RadarMeasurements) -> tuple[Tracks, Assignment]:
    return scan(tracks, radar_scan(radar, measurements))


def same(first: Tracks, second: Tracks) -> bool:
    return first.tobytes() == second.tobytes()


def bodies(bench: ModuleType) -> np.ndarray:
    return np.array([bench.body(3e4 * k, 4e5 + 2e4 * k, 1.5e5, (300.0, -2000.0, 900.0)) for k in range(3)])


def followed(bench: ModuleType, states: np.ndarray, scans: int) -> tuple[Tracks, np.ndarray]:
    rng = np.random.default_rng(3)
    tracks, radar = no_tracks(), bench.radar()
    for look in range(scans):
        states = states if look == 0 else bench.coast(states, 2.0)
        tracks, _ = looked(tracks, radar, bench.measured(2000 * look, states, rng))
    return tracks, states


def test_a_track_is_born_updated_confirmed(bench: ModuleType) -> None:
    states, tracks, changes = bodies(bench)[:1], no_tracks(), []
    for look in range(4):
        measurements = bench.measured(2000 * look, bench.coast(states, 2.0 * look), None)
        tracks, assignment = looked(tracks, bench.radar(), measurements)
        changes += assignment.change.tolist()
        assert assignment.track_number.tolist() == [
            1
        ]  # named by the first measurement: at 0 ms, of sensor 0, the first
    assert changes == [Change.BORN, Change.UPDATED, Change.CONFIRMED, Change.UPDATED]
    assert tuple(tracks[name].tolist() for name in ("first_ms", "last_ms", "hits")) == ([0], [6000], [4])


def test_a_followed_body_is_known_well(bench: ModuleType) -> None:
    tracks, states = followed(bench, bodies(bench), 30)
    known = estimate(tracks, 58000)
    assert known.number.tolist() == [1, 2, 3]
    assert known.confirmed.all()
    off = known.x - states
    for row in range(3):
        # Chi-square of 6 degrees of freedom at 0.999: three draws with a fixed seed.
        assert off[row] @ np.linalg.solve(known.P[row], off[row]) < 22.5
    # 400 m across at 400 km, 30 looks a minute: about 10 m/s (12 sigma^2 / (n T^2)), twice allowed.
    assert np.linalg.norm(off[:, 3:], axis=1).max() < 20.0
    assert (known.coast_probability > 0.95).all()


def test_an_estimate_looks_ahead(bench: ModuleType) -> None:
    tracks, states = followed(bench, bodies(bench), 20)
    later = estimate(tracks, 38000 + 5000)
    truth = bench.coast(states, 5.0)
    assert np.linalg.norm(later.x[:, :3] - truth[:, :3], axis=1).max() < 1000.0
    assert np.trace(later.P[0]) > np.trace(estimate(tracks, 38000).P[0])


def test_a_tentative_track_ends_after_three_misses(bench: ModuleType) -> None:
    nobody = bench.measured(0, np.zeros((0, 6)), None)
    tracks, _ = looked(no_tracks(), bench.radar(), bench.measured(0, bodies(bench)[:1], None))
    dropped = []
    for look in range(1, 4):
        tracks, assignment = looked(tracks, bench.radar(), nobody._replace(time_ms=2000 * look))
        dropped.append(assignment.dropped.tolist())
    assert dropped == [[], [], [1]]
    assert tracks.shape == (0,)


def test_a_confirmed_track_ends_twenty_seconds_after_its_last_measurement(bench: ModuleType) -> None:
    tracks, _ = followed(bench, bodies(bench)[:1], 5)
    nobody = bench.measured(0, np.zeros((0, 6)), None)
    ended_ms = 0
    for time_ms in range(10000, 40000, 2000):
        tracks, assignment = looked(tracks, bench.radar(), nobody._replace(time_ms=time_ms))
        if assignment.dropped.size:
            ended_ms = time_ms
            break
    assert ended_ms == 8000 + 20000 + 2000


def test_a_radar_that_looks_elsewhere_does_not_age_a_tentative_track(bench: ModuleType) -> None:
    tracks, _ = looked(no_tracks(), bench.radar(), bench.measured(0, bodies(bench)[1:2], None))
    narrow = bench.radar(half_sector_rad=0.01)  # the body stands 0.07 rad off its boresight
    for look in range(1, 6):
        nobody = bench.measured(2000 * look, np.zeros((0, 6)), None)
        tracks, _ = looked(tracks, narrow, nobody)
    assert tracks["number"].tolist() == [1]
    assert tracks["recent"].tolist() == [1]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_measurements_makes_no_difference(bench: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    states = bodies(bench)
    straight, mixed = no_tracks(), no_tracks()
    for look in range(6):
        states = bench.coast(states, 2.0)
        measurements = bench.measured(2000 * look, states, rng)
        order = rng.permutation(3)
        shuffled = RadarMeasurements(*measurements[:3], *(column[order] for column in measurements[3:]))
        straight, first = looked(straight, bench.radar(), measurements)
        mixed, second = looked(mixed, bench.radar(), shuffled)
        assert same(straight, mixed)
        assert np.array_equal(first.track_number[order], second.track_number)
        assert np.array_equal(first.change[order], second.change)


def test_inputs_are_left_alone(bench: ModuleType) -> None:
    tracks, states = followed(bench, bodies(bench), 4)
    before = tracks.copy()
    looked(tracks, bench.radar(), bench.measured(8000, bench.coast(states, 2.0), None))
    estimate(tracks, 9000)
    assert same(before, tracks)


def test_neither_tracks_nor_measurements_is_no_work(bench: ModuleType) -> None:
    empty = no_tracks()
    after, assignment = looked(empty, bench.radar(), bench.measured(0, np.zeros((0, 6)), None))
    assert after is empty
    assert all(column.size == 0 for column in assignment[:4])
    assert estimate(empty, 1000).number.size == 0


def test_bodies_that_cross_keep_their_numbers(bench: ModuleType) -> None:
    states = np.array(
        [
            bench.body(-3e4, 4e5, 1.5e5, (1500.0, 0.0, 900.0)),
            bench.body(3e4, 4.02e5, 1.5e5, (-1500.0, 0.0, 900.0)),
        ]
    )
    tracks, end = followed(bench, states, 25)
    known = estimate(tracks, 48000)
    assert known.number.tolist() == [1, 2]
    east_m = (known.x[:, :3] - bench.STATION_ECEF) @ bench.AXES[0]
    assert np.sign(east_m).tolist() == [1.0, -1.0]
    assert np.linalg.norm(known.x[:, :3] - end[:, :3], axis=1).max() < 2000.0


def boosted(
    bench: ModuleType, rng: np.random.Generator, thrust_m_s2: float, rate_sd_m_s: float
) -> list[tuple[float, float]]:
    """Return time (s) and coast probability, scan by scan: thrust along velocity for 60 s, then none."""
    state, step_s = bench.body(0.0, 3.5e5, 6e4, (-700.0, 300.0, 700.0)), 0.05
    tracks, out = no_tracks(), []
    for tick in range(1601):
        time_s = tick * step_s
        if tick % 40 == 0:
            time_ms = round(1000.0 * time_s)
            report = bench.measured(time_ms, state[None], rng)
            line = state[:3] - bench.STATION_ECEF
            rate_m_s = line @ state[3:] / np.linalg.norm(line) + rate_sd_m_s * rng.standard_normal(1)
            report = report._replace(range_rate_m_s=rate_m_s, sigma_range_rate_m_s=np.array([rate_sd_m_s]))
            tracks, _ = looked(tracks, bench.radar(), report)
            out.append((time_s, float(estimate(tracks, time_ms).coast_probability[0])))
        acceleration = np.array(coast_acceleration(*state, 0.0))
        if time_s < 60.0:
            acceleration += thrust_m_s2 * state[3:] / np.linalg.norm(state[3:])
        state[:3] += step_s * state[3:] + 0.5 * step_s * step_s * acceleration
        state[3:] += step_s * acceleration
    return out


@pytest.mark.parametrize(
    ("thrust_m_s2", "rate_sd_m_s", "late_s"),
    [(30.0, 2.0, 15.0), (40.0, 2.0, 15.0), (30.0, 0.0, 20.0), (40.0, 0.0, 20.0)],  # 0 m/s: range rate not measured
)
def test_boost_and_burn_out_are_told_apart(
    bench: ModuleType, thrust_m_s2: float, rate_sd_m_s: float, late_s: float
) -> None:
    rng = np.random.default_rng(11)
    runs = [boosted(bench, rng, thrust_m_s2, rate_sd_m_s) for _ in range(20)]
    means = {time_s: np.mean([dict(run)[time_s] for run in runs]) for time_s, _ in runs[0]}
    # The first 10 s go by before velocity is known well enough to tell.
    assert max(mean for time_s, mean in means.items() if 10.0 <= time_s <= 60.0) < 0.2
    assert means[74.0] > 0.9
    slow = [run for run in runs if max(p for time_s, p in run if 60.0 < time_s <= 60.0 + late_s) <= 0.9]
    assert len(slow) <= 1  # of 20


def test_a_radar_that_does_not_look_misses_nothing_but_what_is_old_still_goes(bench: ModuleType) -> None:
    tracks, _ = followed(bench, bodies(bench)[:1], 2)
    nobody = bench.measured(0, np.zeros((0, 6)), None)
    paused = tracks
    for time_ms in range(4_000, 22_001, 2_000):
        paused, _ = scan(paused, radar_scan(bench.radar(), nobody._replace(time_ms=time_ms), 0, was_made=False))
    assert same(paused, tracks)
    ended, told = scan(paused, radar_scan(bench.radar(), nobody._replace(time_ms=22_001), 0, was_made=False))
    assert ended.size == 0 and told.dropped.tolist() == tracks["number"].tolist()


def test_a_measured_range_rate_tells_the_speed_at_once(bench: ModuleType) -> None:
    states = bodies(bench)[:1]
    out = []
    for sigma_m_s in (0.0, 2.0):
        rng, tracks = np.random.default_rng(5), no_tracks()
        for look in range(3):
            now = bench.coast(states, 2.0 * look)
            line = now[:, :3] - bench.STATION_ECEF
            rate_m_s = (line * now[:, 3:]).sum(axis=1) / np.linalg.norm(line, axis=1)
            report = bench.measured(2000 * look, now, rng)
            report = report._replace(range_rate_m_s=rate_m_s, sigma_range_rate_m_s=np.array([sigma_m_s]))
            tracks, _ = looked(tracks, bench.radar(), report)
        out.append(float(np.trace(estimate(tracks, 4000).P[0, 3:, 3:])))
    assert out[1] < 0.9 * out[0]  # of three components of the velocity one is known


def test_scans_of_clutter_alone_are_not_believed(bench: ModuleType) -> None:
    radar, rng, believed = bench.radar(), np.random.default_rng(8), 0
    clutter = {"clutter_count": 12.0, "clutter_range_m": 60e3, "clutter_elevation_rad": 0.2}
    radar = replace(radar, **clutter)
    tracks = no_tracks()
    for look in range(300):
        count = rng.poisson(12.0)
        range_m = np.sqrt(rng.uniform(20e3**2, 60e3**2, count))
        angles = rng.uniform(0.0, 2.0 * np.pi, count), rng.uniform(radar.min_elevation_rad, 0.2, count)
        sd = np.full(count, 20.0), np.full(count, 2e-3), np.full(count, 50.0)
        rates = rng.normal(0.0, 8.0, count), sd[0] / 10.0
        report = RadarMeasurements(2000 * look, "north", look, range_m, *angles, *sd, *rates, np.full(count, -1))
        tracks, assignment = looked(tracks, radar, report)
        believed += int((assignment.change == Change.CONFIRMED).sum())
    # 3,600 false reports.  Wald's bound of e^-9 a birth would let half a track pass; five leave room for chance.
    assert believed <= 5


# Far and high, flat, a thin ring; nearer than the shortest range and lower than the lowest beam; misaligned.
@pytest.mark.parametrize("extent", [(60e3, 0.2), (60e3, 0.03), (21e3, 0.2), (10e3, 0.2), (60e3, 0.01), (60e3, 0.19)])
def test_clutter_as_a_radar_makes_it_is_not_believed(bench: ModuleType, extent: tuple[float, float]) -> None:
    radar = replace(bench.radar(), clutter_count=12.0, clutter_range_m=extent[0], clutter_elevation_rad=extent[1])
    radar = replace(radar, elevation_bias_rad=5e-3 if extent[1] == 0.19 else 0.0)
    tracks, believed, luck = no_tracks(), 0, luck_for(7, 0)
    for look in range(150):
        report, _ = sense_radar(radar, NOBODY, 2000 * look, luck)
        tracks, assignment = looked(tracks, radar, report)
        believed += int((assignment.change == Change.CONFIRMED).sum())
    assert believed <= 3  # of 1,800 births at most; Wald's bound of e^-9 a birth would let a quarter of a track pass


@pytest.mark.parametrize(
    ("name", "value"), [("detect_probability", 1.0), ("confirm_hits", 5), ("filter", "UKF"), ("drop_misses", 0)]
)
def test_rules_that_cannot_work_are_refused(name: str, value: float | str) -> None:
    with pytest.raises(ModelRangeError, match=name):
        Rules(**{name: value})


@pytest.mark.parametrize("seed", range(3))
def test_late_scans_make_the_table_that_scans_in_order_make(bench: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    states, looks = bodies(bench), []
    for second in range(25):
        states = bench.coast(states, 1.0)
        sensor = second % 2
        report = bench.measured(1000 * second, states[rng.random(3) < 0.9], rng)
        looks.append(radar_scan(bench.radar(), report, sensor))
    straight = no_tracks()
    for look in looks:
        straight, _ = scan(straight, look)
    arriving = sorted(looks, key=lambda look: look.time_ms + (12_000 if look.sensor else 0))
    assert [look.time_ms for look in arriving] != [look.time_ms for look in looks]
    past = rewindable(no_tracks())
    for look in arriving:
        past, _ = take(past, look, scan)
    assert same(past.table, straight)


def test_a_swarm_too_crowded_to_weigh_is_said_to_be(bench: ModuleType) -> None:
    swarm = np.array([bench.body(40.0 * k, 4e5, 1.5e5, (300.0, -2000.0, 900.0)) for k in range(14)])
    fell_back = []
    rng, tracks = np.random.default_rng(4), no_tracks()
    for look in range(4):
        tracks, assignment = looked(
            tracks, bench.radar(), bench.measured(2000 * look, bench.coast(swarm, 2.0 * look), rng)
        )
        fell_back.append(assignment.fell_back)
    assert fell_back[0] == 0 and max(fell_back) > 0


def test_two_radars_at_one_time_found_one_track(bench: ModuleType) -> None:
    state = bench.body(0.0, 5e5, 1.5e5, (300.0, -2000.0, 900.0))[None]
    for seed in range(10):
        rough = bench.measured(0, state, np.random.default_rng(seed), sigma_angle_rad=5e-3)
        fine = bench.measured(0, state, np.random.default_rng(seed + 100), sigma_angle_rad=1e-4)
        tracks, _ = scan(no_tracks(), radar_scan(bench.radar(), rough, 0))
        tracks, _ = scan(tracks, radar_scan(bench.radar(), fine, 1))
        assert tracks["hits"].tolist() == [2]


def test_a_long_break_ends_what_was_before(bench: ModuleType) -> None:
    tracks, states = followed(bench, bodies(bench), 5)
    tracks, told = looked(tracks, bench.radar(), bench.measured(86_400_000, states, None))
    assert tracks["hits"].tolist() == [1, 1, 1] and told.dropped.size == 3


def test_a_fast_radar_that_sees_nothing_does_not_end_the_tracks_of_a_slow_one(bench: ModuleType) -> None:
    state, tracks = bench.body(3e5, 1.5e6, 4e5, (300.0, -2000.0, 900.0))[None], no_tracks()  # 0.2 rad off north
    slow, elsewhere = bench.radar(scan_period_ms=30_000), bench.radar(scan_period_ms=1000, half_sector_rad=0.01)
    nobody = bench.measured(0, np.zeros((0, 6)), None)
    for second in range(91):
        if second % 30 == 0:
            report = bench.measured(1000 * second, bench.coast(state, float(second)), None)
            tracks, _ = scan(tracks, radar_scan(slow, report, 0))
        tracks, _ = scan(tracks, radar_scan(elsewhere, nobody._replace(time_ms=1000 * second), 1))
    assert tracks["hits"].tolist() == [4]


def test_what_is_before_the_tracks_is_refused(bench: ModuleType) -> None:
    tracks, states = followed(bench, bodies(bench), 5)
    with pytest.raises(ModelRangeError, match="scan: time_ms = 7000 is before"):
        looked(tracks, bench.radar(), bench.measured(7000, states, None))
    with pytest.raises(ModelRangeError, match="estimate: time_ms = 7000 is before"):
        estimate(tracks, 7000)


def turned_away(bench: ModuleType) -> Radar:
    """Return the radar of the bench, looking the other way: the bodies are north of it."""
    return replace(bench.radar(), boresight_rad=math.pi, half_sector_rad=0.5)


def nobody_at(bench: ModuleType, time_ms: int) -> RadarMeasurements:
    """Return a report of nothing."""
    return bench.measured(time_ms, np.zeros((0, 6)), None)


def test_a_look_elsewhere_that_sees_nothing_leaves_the_table_as_it_is(bench: ModuleType) -> None:
    tracks, states = followed(bench, bodies(bench), 5)
    table, assignment = looked(tracks, turned_away(bench), nobody_at(bench, 9000))
    assert table is tracks
    assert assignment.dropped.size == 0
    after, _ = looked(table, bench.radar(), bench.measured(10_000, bench.coast(states, 2.0), None))
    assert (after["recent"] == 0b111111).all()


def test_a_look_at_the_tracks_that_sees_nothing_counts_as_a_miss(bench: ModuleType) -> None:
    tracks, _ = followed(bench, bodies(bench), 5)
    table, _ = looked(tracks, bench.radar(), nobody_at(bench, 9000))
    assert (table["recent"] == 0b111110).all()
    assert (table["score"] < tracks["score"]).all()


def test_a_look_elsewhere_long_after_the_table_brings_it_up_to_its_time(bench: ModuleType) -> None:
    tracks, _ = followed(bench, bodies(bench), 5)
    at_ms = 8000 + STRAIGHT_MS + 1
    table, _ = looked(tracks, turned_away(bench), nobody_at(bench, at_ms))
    assert (table["time_ms"] == at_ms).all()
    assert (table["recent"] == tracks["recent"]).all()


def test_two_tables_believe_the_same_where_their_confirmed_tracks_are_the_same_in_the_same_order() -> None:
    rng = np.random.default_rng(5)
    tables = []
    for count in (0, 0, 1, 1, *range(1, 5), *range(1, 5), *[3] * 30):
        table = np.zeros(count, dtype=no_tracks().dtype)
        table["number"] = rng.permutation(5)[:count]
        table["confirmed"] = rng.random(count) < 0.6
        tables.append(table)
    believed = [table["number"][table["confirmed"]].tolist() for table in tables]
    for before, table in zip(believed, tables, strict=True):
        assert [believes_the_same(table, other) for other in tables] == [before == after for after in believed]
