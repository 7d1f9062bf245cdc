"""Speed of one scan of many radars over many bodies, beside the same geometry in vectorised numpy.

``python -m benchmarks.sensing`` prints nanoseconds of processor time a pair, medians of ``REPEATS`` in one process
on one core, and the most memory that the reports took; compare the two speeds of one run, not two machines.
"""

import json
import math
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tocsin.chance.luck import declared_id, luck_for
from tocsin.earth.kernels import ecef_rows
from tocsin.sensing.radar.look import sense_radar
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.scene import Scene

Array = NDArray[np.float64]

REPEATS = 7
BODIES = 2000
RADARS = 200
LUCK = luck_for(1, 0)


def radar(number: int, rng: np.random.Generator) -> Radar:
    """Return an early-warning radar somewhere between 20 and 50 degrees north, looking anywhere."""
    return Radar(
        sensor_id=f"r{number}",
        node="alder",
        luck_id=declared_id(f"r{number}"),
        lat_rad=math.radians(rng.uniform(20.0, 50.0)),
        lon_rad=math.radians(rng.uniform(40.0, 100.0)),
        alt_m=0.0,
        boresight_rad=rng.uniform(0.0, 2.0 * math.pi),
        half_sector_rad=math.radians(60.0),
        min_elevation_rad=math.radians(3.0),
        max_elevation_rad=math.radians(85.0),
        min_range_m=50e3,
        max_range_m=4000e3,
        power_w=2e5,
        gain=1e4,
        wavelength_m=0.68,
        noise_temperature_k=500.0,
        loss=4.0,
        integration_s=0.1,
        bandwidth_hz=1e6,
        beamwidth_rad=math.radians(1.0),
        pfa=1e-6,
        scan_period_ms=2000,
        scan_offset_ms=0,
    )


def sky(rng: np.random.Generator) -> Scene:
    """Return bodies over the same lands and beyond, on the ground to 800 km up."""
    lat_rad = np.radians(rng.uniform(10.0, 60.0, BODIES))
    lon_rad = np.radians(rng.uniform(30.0, 110.0, BODIES))
    places = ecef_rows(lat_rad, lon_rad, rng.uniform(0.0, 800e3, BODIES))
    velocities = rng.normal(0.0, 2000.0, (BODIES, 3))
    return Scene(places, velocities, np.full(BODIES, 0.1), np.zeros(BODIES), np.arange(BODIES))


def numpy_scan(looker: Radar, scene: Scene, rng: np.random.Generator) -> int:
    """Return how many a radar detects by whole-array numpy: the peer.  No bending, hidden generator state."""
    n = looker.numbers
    line = scene.position_ecef - np.array([n.x, n.y, n.z])
    range_m = np.sqrt((line * line).sum(axis=1))
    east, north = line @ np.array([n.east_x, n.east_y, 0.0]), line @ np.array([n.north_x, n.north_y, n.north_z])
    elevation_rad = np.arctan2(line @ np.array([n.up_x, n.up_y, n.up_z]), np.hypot(east, north))
    azimuth_rad = np.arctan2(east, north)
    off_rad = (azimuth_rad - n.boresight_rad + math.pi) % (2.0 * math.pi) - math.pi
    seen = (elevation_rad > n.min_elevation_rad) & (elevation_rad < n.max_elevation_rad)
    seen &= (np.abs(off_rad) < n.half_sector_rad) & (range_m < n.max_range_m) & (range_m > n.min_range_m)
    snr = n.snr_m2 * scene.rcs_m2 / range_m**4
    power = (1.0 + snr) * rng.standard_exponential(snr.shape[0])
    rows = np.flatnonzero(seen & (power > n.threshold))
    spread = np.sqrt(2.0 * (power[rows] - 1.0))
    noise = rng.standard_normal((4, rows.size)) / spread
    rate_m_s = (line[rows] * scene.velocity_ecef[rows]).sum(axis=1) / range_m[rows]
    columns = np.stack([range_m[rows], azimuth_rad[rows], elevation_rad[rows], rate_m_s]) + noise
    return int(columns[:, np.lexsort(columns[:3])].shape[1])


def nanoseconds_a_pair(work: Callable[[], object]) -> float:
    """Return the median time of a piece of work over the pairs in it, ns."""
    times = []
    for _ in range(REPEATS):
        started_s = time.process_time()
        work()
        times.append(time.process_time() - started_s)
    return statistics.median(times) / (BODIES * RADARS) * 1e9


def measured() -> dict[str, float]:
    """Return the speeds, the share of pairs reported, and the memory of the reports."""
    rng = np.random.default_rng(1)
    radars, scene = [radar(number, rng) for number in range(RADARS)], sky(rng)
    scan = [sense_radar(looker, scene, 0, LUCK) for looker in radars]  # also compiles
    pairs = sum(body.size for _, body in scan)
    kernels_ns = nanoseconds_a_pair(lambda: [sense_radar(looker, scene, 0, LUCK) for looker in radars])
    numpy_ns = nanoseconds_a_pair(lambda: [numpy_scan(looker, scene, rng) for looker in radars])
    tracemalloc.start()
    kept = [sense_radar(looker, scene, 0, LUCK) for looker in radars]
    kept_bytes, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return {
        "pairs": BODIES * RADARS,
        "pairs_reported": pairs,
        "kernels_ns_a_pair": round(kernels_ns, 1),
        "numpy_ns_a_pair": round(numpy_ns, 1),
        "kept_bytes_a_report": round(kept_bytes / pairs, 1),
        "peak_mb": round(peak_bytes / 1e6, 2),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(), indent=2) + "\n")
