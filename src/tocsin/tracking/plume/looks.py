"""Looks at one plume, by one satellite or several."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.tracking.plume_tracks import PlumeTable

Array = NDArray[np.float64]


class Looks(NamedTuple):
    """Lines of sight to one plume, in rising order of time.

    Attributes
    ----------
    time_s : (m,) float64, s
        On the exercise clock.
    satellite_ecef : (m, 3) float64, m
        Where each look was made.
    direction_ecef : (m, 3) float64, unit
        From the satellite to the plume.
    sigma_angle_rad : (m,) float64, rad
        Standard deviation of each of two angles across a look.
    """

    time_s: Array
    satellite_ecef: Array
    direction_ecef: Array
    sigma_angle_rad: Array


def looks_of(table: PlumeTable, row: int) -> Looks:
    """Return the history of one plume."""
    used = slice(0, int(table["looks"][row]))
    return Looks(
        0.001 * table["look_ms"][row, used].astype(np.float64),
        table["look_satellite_ecef"][row, used].copy(),
        table["look_direction_ecef"][row, used].copy(),
        table["look_sigma_rad"][row, used].copy(),
    )


def merged(histories: Sequence[Looks]) -> Looks:
    """Return the looks of several satellites as one record in order of time; ties stay in the order given."""
    if len(histories) == 1:
        return histories[0]
    time_s, satellite, direction, sigma = (np.concatenate(columns) for columns in zip(*histories, strict=True))
    order = np.argsort(time_s, kind="stable")
    return Looks(time_s[order], satellite[order], direction[order], sigma[order])
