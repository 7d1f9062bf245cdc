"""One scan of a radar and the kinds it declares, written where the caller wants them."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.sensing.radar.kernels import radar_scan
from tocsin.sensing.radar.kinds.kernels import kinds_declared

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]
Numbers = tuple[Any, ...]  # a NamedTuple as a plain tuple

LOOK_SNR = 5  # the row of ``radar_scan`` that holds it


@njit(cache=True)
def bodies_reported(
    looker: tuple[Numbers, Array, Numbers, Array, float],
    scene: tuple[Array, Array, Array, Array, IntArray, IntArray],
    draw: tuple[int, int, int, int],
    found: Array,
    told: IntArray,
) -> int:
    """Write what one scan reports of n bodies, and return how many it reports.

    Parameters
    ----------
    looker : RadarNumbers, masks (k, 3) and CueNumbers as for ``radar_scan``; confusion (3, 3) or (0, 3); least SNR
        The last two as for ``kinds_declared``; without rows of confusion no kind is declared.
    scene : ``scene.Scene`` as a plain tuple
    draw : the key of the run (two numbers), the scan, the block of looks of the kinds
    found : (8, n) float64, written
        As of ``radar_scan``.
    told : (2, n) int64, written
        Which body each column of ``found`` came from, and the kind declared of it, -1 for none.
    """
    radar_numbers, masks, cue_numbers, confusion, least_snr = looker
    position_ecef, velocity_ecef, rcs_m2, _, luck_id, kind = scene
    key0, key1, scan, block = draw
    key = key0, key1, scan
    columns, body = radar_scan(radar_numbers, masks, cue_numbers, position_ecef, velocity_ecef, rcs_m2, luck_id, *key)
    count = body.shape[0]
    if count == 0:
        return 0
    found[:, :count] = columns
    told[0, :count], told[1, :count] = body, -1
    if confusion.shape[0] > 0:
        true_kind = kind[body] if kind.shape[0] > 0 else np.zeros(count, np.int64)
        who = radar_numbers[0], luck_id[body], np.full(count, block)
        snr = columns[LOOK_SNR]
        declared = kinds_declared(confusion, least_snr, snr, true_kind, 0, *who, key0, key1)
        told[1, :count] = declared.astype(np.int64)
    return int(count)
