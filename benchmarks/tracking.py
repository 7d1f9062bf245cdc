"""Speed of the tracking room: beside Stone Soup on the same measurements, and with 10,000 bodies.

``python -m benchmarks.tracking`` prints, in one process on one core:

- 200 coasting bodies, one radar, 20 scans: µs of processor time a body and scan, ours and Stone Soup's (if it is
  installed), and the GOSPA of both.  Stone Soup gets our compiled transition and Jacobian, the same gate, the same
  association (global nearest neighbour), one shared measurement model, and its k-d tree as a second try.
- 10,000 bodies, 200 of them burning, ten radars that each report all of them every second: seconds of work in a
  second of exercise, memory; and how the time a body and scan grows from 100 bodies on.
"""

import importlib.util
import json
import math
import statistics
import sys
import time
import tracemalloc
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.memory import peak_mib
from tocsin.earth.kernels import ecef_from_lla, ecef_rows, enu_axes
from tocsin.tracking import tracker
from tocsin.tracking.feed import MEASUREMENT, scans
from tocsin.tracking.kernels import INVERSE_BALLISTIC_M2_KG, coast_step
from tocsin.tracking.metrics.sets import gospa
from tocsin.tracking.tracker import Rules, Scan, estimate, no_tracks, scan

Array = NDArray[np.float64]
Table = NDArray[np.void]

LAT_RAD, LON_RAD = math.radians(35.0), math.radians(60.0)  # middle of all
PEER_BODIES, PEER_SCANS, PEER_PERIOD_MS = 200, 20, 2000
MANY_BODIES, MANY_BURNING, MANY_RADARS, MANY_SECONDS = 10_000, 200, 10, 8
SETTLED_AFTER_S = 3  # the first seconds are all births
SIZES = (100, 1000, 10_000)
SIGMA_ANGLE_RAD, SIGMA_RANGE_M = 5e-4, 100.0  # at which one linear pass is good enough for both
CUTOFF_M = 10e3
PUSH_M_S2 = 30.0  # m/s^2 along the velocity, of a burning body
REPEATS = 3
COASTING = Rules(models="coast", association="global_nearest")


class Flock(NamedTuple):
    """Bodies in flight: states (n, 6) ECEF, and which of them burn (n,)."""

    x: Array
    burns: NDArray[np.bool_]


def flock(count: int, burning: int, rng: np.random.Generator) -> Flock:
    """Return bodies over 3,000 by 3,000 km: coasting ones 200 to 800 km up, burning ones 40 to 120 km up."""
    half_rad = 1500e3 / 6371e3
    lat_rad = LAT_RAD + rng.uniform(-half_rad, half_rad, count)
    lon_rad = LON_RAD + rng.uniform(-half_rad, half_rad, count) / math.cos(LAT_RAD)
    burns = np.arange(count) < burning
    alt_m = np.where(burns, rng.uniform(40e3, 120e3, count), rng.uniform(200e3, 800e3, count))
    velocity = rng.normal(0.0, 1500.0, (count, 3))
    return Flock(np.concatenate((ecef_rows(lat_rad, lon_rad, alt_m), velocity), axis=1), burns)


def later(bodies: Flock, seconds: int) -> Flock:
    """Return the bodies some seconds on, in steps of one."""
    x = bodies.x.copy()
    for _ in range(seconds):
        speed = np.linalg.norm(x[:, 3:], axis=1, keepdims=True)
        push = np.where(bodies.burns[:, None], PUSH_M_S2 * x[:, 3:] / speed, 0.0)
        for row, (a, b, c, u, v, w) in enumerate(x.tolist()):
            x[row] = coast_step(a, b, c, u, v, w, 1.0, INVERSE_BALLISTIC_M2_KG)
        x[:, :3] += 0.5 * push
        x[:, 3:] += push
    return Flock(x, bodies.burns)


def reported(
    bodies: Flock, sensor: str, lat_rad: float, lon_rad: float, time_ms: int, rng: np.random.Generator
) -> Table:
    """Return what a radar reports of all bodies, range rate left out: Stone Soup's model with it is another."""
    rows = np.zeros(len(bodies.x), dtype=MEASUREMENT)
    rows["time_ms"], rows["sensor"] = time_ms, sensor
    rows["station_lat_rad"], rows["station_lon_rad"] = lat_rad, lon_rad
    line = bodies.x[:, :3] - np.array(ecef_from_lla(lat_rad, lon_rad, 0.0))
    east, north, up = enu_axes(lat_rad, lon_rad) @ line.T
    noise = rng.standard_normal((3, len(rows)))
    rows["azimuth_rad"] = (np.arctan2(east, north) + SIGMA_ANGLE_RAD * noise[0]) % (2.0 * math.pi)
    rows["elevation_rad"] = np.arctan2(up, np.hypot(east, north)) + SIGMA_ANGLE_RAD * noise[1]
    rows["range_m"] = np.linalg.norm(line, axis=1) + SIGMA_RANGE_M * noise[2]
    rows["sigma_azimuth_rad"] = rows["sigma_elevation_rad"] = SIGMA_ANGLE_RAD
    rows["sigma_range_m"], rows["range_rate_m_s"] = SIGMA_RANGE_M, math.nan
    return rows


def history(count: int, burning: int, radars: int, times_ms: range) -> tuple[Table, list[Array]]:
    """Return what radars report of a flock at some times, and where it truly was at each."""
    rng = np.random.default_rng(count)
    bodies = flock(count, burning, rng)
    stations = [(LAT_RAD + 0.1 * math.cos(turn), LON_RAD + 0.1 * math.sin(turn)) for turn in range(radars)]
    parts, truth = [], []
    for time_ms in times_ms:
        parts += [reported(bodies, f"r{n}", *place, time_ms, rng) for n, place in enumerate(stations)]
        truth.append(bodies.x)
        bodies = later(bodies, times_ms.step // 1000)
    return np.concatenate(parts), truth


def everywhere(look: Scan) -> Scan:
    """Return a scan whose radar sees below the horizon too: here every body is reported."""
    return look._replace(field=tracker.EVERYWHERE)


def play(looks: list[Scan], rules: Rules) -> Iterator[tuple[Table, float]]:
    """Yield the table after each scan, and the processor time that the scan took, s; keeps no table itself."""
    tracks = no_tracks(rules)
    for look in looks:
        started_s = time.process_time()
        tracks, _ = scan(tracks, look, rules)
        yield tracks, time.process_time() - started_s


def spent_s(looks: list[Scan], rules: Rules) -> list[float]:
    """Return the processor time of each scan, s."""
    return [spent for _, spent in play(looks, rules)]


def mean_gospa_m(found: list[Array], truth: list[Array]) -> float:
    """Return the mean GOSPA over the second half of a run, m."""
    half = len(truth) // 2
    return statistics.fmean(
        gospa(true[:, :3], said[:, :3], CUTOFF_M).distance_m
        for said, true in zip(found[half:], truth[half:], strict=True)
    )


def beside_stone_soup() -> dict[str, float]:
    """Return the speeds and GOSPA of both on the same measurements."""
    times_ms = range(0, PEER_SCANS * PEER_PERIOD_MS, PEER_PERIOD_MS)
    measurements, truth = history(PEER_BODIES, 0, 1, times_ms)
    looks = [everywhere(look) for look in scans(measurements)]
    tables = [table for table, _ in play(looks, COASTING)]  # also compiles
    found = [estimate(table, time_ms).x for table, time_ms in zip(tables, times_ms, strict=True)]
    ours_s = statistics.median(sum(spent_s(looks, COASTING)) for _ in range(REPEATS))
    ours_us = ours_s / (PEER_BODIES * PEER_SCANS) * 1e6
    out = {"us_a_body_and_scan": ours_us, "gospa_m": mean_gospa_m(found, truth)}
    if importlib.util.find_spec("stonesoup") is None:
        return out
    from benchmarks.tracking_peer import stone_soup  # noqa: PLC0415, an extra

    for name, with_tree in (("stone_soup", False), ("stone_soup_tree", True)):
        theirs_s, theirs = stone_soup(measurements, with_tree)
        out |= {
            f"{name}_us_a_body_and_scan": theirs_s / (PEER_BODIES * PEER_SCANS) * 1e6,
            f"{name}_gospa_m": mean_gospa_m(theirs, truth),
            f"{name}_ratio": theirs_s / (PEER_BODIES * PEER_SCANS) * 1e6 / ours_us,
        }
    return out


def many_bodies() -> dict[str, float]:
    """Return how long a second of exercise takes with all bodies and radars."""
    measurements, truth = history(MANY_BODIES, MANY_BURNING, MANY_RADARS, range(0, 1000 * MANY_SECONDS, 1000))
    looks = [everywhere(look) for look in scans(measurements)]
    rules = Rules(association="global_nearest")
    list(play(looks[:2], rules))  # compiles
    spent = []
    for table, each_s in play(looks, rules):
        spent.append(each_s)
        newest = table
    settled = slice(SETTLED_AFTER_S * MANY_RADARS, None)
    seconds = MANY_SECONDS - SETTLED_AFTER_S
    last = estimate(newest, looks[-1].time_ms)
    return {
        "measurements_a_second": float(MANY_BODIES * MANY_RADARS),
        "work_s_a_second": sum(spent[settled]) / seconds,
        "work_s_the_worst_second": max(
            sum(spent[MANY_RADARS * s : MANY_RADARS * (s + 1)]) for s in range(MANY_SECONDS)
        ),
        "us_a_body_and_scan": sum(spent[settled]) / (seconds * MANY_RADARS * MANY_BODIES) * 1e6,
        "tracks": float(last.number.shape[0]),
        "gospa_m": gospa(truth[-1][:, :3], last.x[:, :3], CUTOFF_M).distance_m,
        "peak_resident_mib": peak_mib(),
    }


def growth() -> dict[str, float]:
    """Return the time a body and scan for some numbers of bodies in the same space, one radar, and peak memory."""
    out: dict[str, float] = {}
    for count in SIZES:
        measurements, _ = history(count, count // 50, 1, range(0, 12_000, 1000))
        looks = [everywhere(look) for look in scans(measurements)]
        rules = Rules(association="global_nearest")
        runs = [spent_s(looks, rules)[4:] for _ in range(1 if count == SIZES[-1] else REPEATS)]
        out[f"us_a_body_and_scan_of_{count}"] = statistics.median(map(statistics.median, runs)) / count * 1e6
    tracemalloc.start()
    spent_s(looks[:6], rules)
    out["peak_traced_mb"] = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    out["growth"] = out[f"us_a_body_and_scan_of_{SIZES[-1]}"] / out[f"us_a_body_and_scan_of_{SIZES[0]}"]
    return out


def measured() -> dict[str, float]:
    """Return all figures."""
    parts = {"peer": beside_stone_soup(), "many": many_bodies(), "size": growth()}
    return {f"{part}_{key}": round(value, 3) for part, found in parts.items() for key, value in found.items()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(), indent=2) + "\n")
