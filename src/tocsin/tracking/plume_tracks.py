"""The table of plumes one infrared satellite follows, and what one scan does to it."""

import numpy as np
from numpy.typing import NDArray

from tocsin.sensing.infrared.sensor import InfraredMeasurements
from tocsin.tracking.associate import NOTHING, Assignment, Change, founding_numbers, nearest
from tocsin.tracking.plume.kernels import ground_motion, plume_costs

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
PlumeTable = NDArray[np.void]  # rows of PLUME: ``table[keep]`` and ``np.concatenate`` are all it needs

HISTORY = 60  # looks kept of each track: the first 30 and the newest 30
EARLY = 30
KEEP_MS = 30000  # ms after its last look a confirmed track is kept: stages may be seconds apart

# One plume.  ``number``: from the track's founding measurement alone (``founding_numbers``).  ``recent``: the last
# five scans as bits, the newest lowest, 1 seen.  ``looks``: rows of the history in use.  The rest of the history
# is zero.
PLUME = np.dtype(
    [
        ("number", np.int64),
        ("first_ms", np.int64),  # ms, exercise time of the first look
        ("last_ms", np.int64),  # ms, of the newest
        ("hits", np.int64),
        ("recent", np.int64),
        ("looks", np.int64),
        ("look_ms", np.int64, (HISTORY,)),  # ms
        ("look_satellite_ecef", np.float64, (HISTORY, 3)),  # m
        ("look_direction_ecef", np.float64, (HISTORY, 3)),  # unit
        ("look_sigma_rad", np.float64, (HISTORY,)),  # rad, standard deviation across the look
        ("look_intensity_w_m2", np.float64, (HISTORY,)),  # W/m^2
        ("confirmed", np.bool_),
    ]
)
LOOK_COLUMNS = tuple(name for name in PLUME.names or () if name.startswith("look_"))


def no_plumes() -> PlumeTable:
    """Return an empty table of ``PLUME``."""
    return np.zeros(0, dtype=PLUME)


def plume_scan(
    table: PlumeTable, measurements: InfraredMeasurements, min_duration_ms: int, sensor_index: int = 0
) -> tuple[PlumeTable, Assignment]:
    """Return the table after one scan of its satellite, and what became of the measurements.

    Parameters
    ----------
    table : (n,) PLUME
        Not changed.
    measurements : InfraredMeasurements
        May be empty, and should then still be handed in: tracks age by scans that saw nothing.
    min_duration_ms : int, ms, >= 0
        A track is confirmed when seen in three of five scans and for at least this long: short flashes are
        no launches.
    sensor_index : int
        Which of the node's satellites this is, for the numbers of new tracks.

    Notes
    -----
    Pairs directions with the place each track's line of sight met the ground, moved on at its measured speed
    (``plume.kernels.plume_costs``).  Drops a tentative track missed three scans in a row, and any track
    ``KEEP_MS`` after its last look.  The order of the measurements does not matter.  Left out: plumes that
    merge at launch sites closer than the noise.
    """
    if table.shape[0] == 0 and measurements.direction_ecef.shape[0] == 0:
        return table, NOTHING
    order = np.lexsort(measurements.direction_ecef.T)
    given = nearest(costs(table, measurements, order))
    moved, keep = looked(table, measurements, order, given, min_duration_ms)
    used = np.zeros(order.shape[0], dtype=np.bool_)
    used[given[given >= 0]] = True
    fresh = np.flatnonzero(~used)
    born = born_plumes(measurements, order[fresh], founding_numbers(measurements.time_ms, sensor_index, fresh))
    after = np.concatenate((moved[keep], born))
    return after, told(table, moved, (given, order), born["number"], keep)


def told(before: PlumeTable, moved: PlumeTable, pairs: tuple[Ints, Ints], born: Ints, keep: Flags) -> Assignment:
    """Return what became of each measurement; ``pairs`` are, for each track, its sorted row or -1, and the order."""
    given, order = pairs
    number = np.zeros(order.shape[0], dtype=np.int64)
    change = np.full(order.shape[0], Change.BORN, dtype=np.int64)
    used = np.flatnonzero(given >= 0)
    rows = order[given[used]]
    number[rows] = before["number"][used]
    newly = moved["confirmed"] & ~before["confirmed"]
    change[rows] = np.where(newly[used], Change.CONFIRMED, Change.UPDATED)
    number[order[number[order] == 0]] = born
    return Assignment(np.arange(order.shape[0]), number, change, before["number"][~keep])


def costs(table: PlumeTable, measurements: InfraredMeasurements, order: Ints) -> Array:
    """Return the cost (n, m) of giving each measurement, in the order given, to each track."""
    columns = ("looks", "look_ms", "look_satellite_ecef", "look_direction_ecef", "look_sigma_rad")
    motion = ground_motion(*(table[name].copy() for name in columns))
    direction_ecef = measurements.direction_ecef[order]
    seen = measurements.satellite_ecef, direction_ecef, measurements.sigma_angle_rad
    return plume_costs(table["last_ms"].copy(), *motion, measurements.time_ms, *seen)


def looked(
    table: PlumeTable, measurements: InfraredMeasurements, order: Ints, given: Ints, min_duration_ms: int
) -> tuple[PlumeTable, Flags]:
    """Return the table with this scan's looks and counts, nothing yet dropped, and which rows to keep."""
    now_ms = measurements.time_ms
    used = np.flatnonzero(given >= 0)
    moved = table.copy()
    moved["recent"] = (2 * table["recent"] + (given >= 0)) % 32
    moved["hits"] += given >= 0
    moved["last_ms"][used] = now_ms
    often = np.bitwise_count(moved["recent"]) >= 3
    moved["confirmed"] |= often & (moved["last_ms"] - moved["first_ms"] >= min_duration_ms)
    silent = (moved["recent"] % 8 == 0) & ~moved["confirmed"]
    keep = ~silent & (now_ms - moved["last_ms"] <= KEEP_MS)
    write_looks(moved, used, measurements, order[given[used]])
    return moved, keep


def write_looks(table: PlumeTable, used: Ints, measurements: InfraredMeasurements, rows: Ints) -> None:
    """Write one more look, from measurement ``rows``, into each track of ``used`` of a table that is ours to change.

    A full history loses its oldest look after the first ``EARLY``.
    """
    full = used[table["looks"][used] == HISTORY]
    for name in LOOK_COLUMNS if full.size else ():
        table[name][full, EARLY:-1] = table[name][full, EARLY + 1 :]
    at = np.minimum(table["looks"][used], HISTORY - 1)
    table["look_ms"][used, at] = measurements.row_time_ms[rows]
    table["look_satellite_ecef"][used, at] = measurements.satellite_ecef
    table["look_direction_ecef"][used, at] = measurements.direction_ecef[rows]
    table["look_sigma_rad"][used, at] = measurements.sigma_angle_rad
    table["look_intensity_w_m2"][used, at] = measurements.intensity_w_m2[rows]
    table["looks"][used] = at + 1


def born_plumes(measurements: InfraredMeasurements, rows: Ints, numbers: Ints) -> PlumeTable:
    """Return a table of tentative tracks, one for each measurement of ``rows``."""
    table = np.zeros(rows.shape[0], dtype=PLUME)
    table["number"] = numbers
    table["first_ms"] = table["last_ms"] = measurements.time_ms
    table["hits"] = table["recent"] = 1
    write_looks(table, np.arange(rows.shape[0]), measurements, rows)
    return table
