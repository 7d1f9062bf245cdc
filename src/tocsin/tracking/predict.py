"""Where a tracked body will be, and where it will come down if it coasts from now on."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.tracking.falling.kernels import impacts
from tocsin.tracking.filter.kernels import forecast, path
from tocsin.tracking.flight.kernels import each_ahead
from tocsin.tracking.kernels import INVERSE_BALLISTIC_M2_KG, fall

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Impacts(NamedTuple):
    """Where and when n bodies come down.

    Attributes
    ----------
    valid : (n,) bool
        False where a body does not come down within an hour; its other values are then zero.
    time_s : (n,) float64, s
        From the time of the states.
    lat_rad, lon_rad : (n,) float64, rad
        Geodetic, on the ellipsoid.
    covariance_en_m2 : (n, 2, 2) float64, m^2
        Of east and north.
    time_sd_s : (n,) float64, s
    """

    valid: Flags
    time_s: Array
    lat_rad: Array
    lon_rad: Array
    covariance_en_m2: Array
    time_sd_s: Array


class Forecast(NamedTuple):
    """Where a body will be: states ``x`` (k, 6) and covariances ``P`` (k, 6, 6), SI, ECEF."""

    x: Array
    P: Array


NO_IMPACTS = Impacts(
    np.zeros(0, dtype=np.bool_), np.zeros(0), np.zeros(0), np.zeros(0), np.zeros((0, 2, 2)), np.zeros(0)
)


def predict_impacts(x: Array, P: Array) -> Impacts:
    """Return where and when n bodies come down if they coast from now on.

    Parameters
    ----------
    x, P : (n, 6), (n, 6, 6) float64, m and m/s, ECEF

    Notes
    -----
    Gravity with J2, the turning Earth, drag of a body of 5000 kg/m^2 whose logarithm is unsure by 0.3.  The
    covariance carries that doubt and the track's own to the ground by the exact partials of every step: it is
    linear, so it is rough for tracks seen once or twice, and for grazing falls.  Left out: thrust still to come,
    lift, wind, terrain.  Checked: share of true impacts in the 90 % ellipse, 300 flights
    (``tests/tracking/test_predict.py``).
    """
    if x.shape[0] == 0:
        return NO_IMPACTS
    place, covariance, valid = impacts(x, P)
    time_sd_s = np.sqrt(covariance[:, 2, 2])
    return Impacts(valid, place[:, 0], place[:, 1], place[:, 2], covariance[:, :2, :2], time_sd_s)


def fall_time_s(x: Array) -> float:
    """Return when a coasting body (6,), m and m/s, ECEF, comes down, s; infinity where it does not within an hour.

    The time that ``predict_impacts`` gives, without how well it is known.
    """
    after_s = fall((x[0], x[1], x[2], x[3], x[4], x[5]), INVERSE_BALLISTIC_M2_KG)[0]
    return after_s if after_s >= 0.0 else math.inf


def fly_forward(x: Array, P: Array, time_s: Array) -> Forecast:
    """Return states of one coasting body at k times.

    Parameters
    ----------
    x, P : (6,), (6, 6) float64, m and m/s, ECEF
    time_s : (k,) float64, s
        From now, >= 0, never decreasing.  The ground does not stop the body.
    """
    return Forecast(*forecast(x, P, time_s))


def fly_path(x: Array, time_s: Array) -> Array:
    """Return the states (k, 6) that ``fly_forward`` gives, without their covariances: a tenth of the work."""
    return path(x, time_s)


def fly_each_forward(x: Array, P: Array, since_s: Array) -> Forecast:
    """Return states (n, 6) and covariances (n, 6, 6) of n coasting bodies, each after its own time (n,), s, >= 0.

    ``fly_forward`` of many bodies, once each.
    """
    return Forecast(*each_ahead(x, P, since_s))
