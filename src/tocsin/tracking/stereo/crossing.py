"""Where two or more lines of sight meet, and whether two plumes of different satellites may be one."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import enu_axes, lla_from_ecef
from tocsin.errors import ModelRangeError
from tocsin.tracking.plume.looks import Looks
from tocsin.tracking.stereo.kernels import look_between, nearest_point

Array = NDArray[np.float64]

NEAR_LOOKS = 4  # looks about a moment from which one satellite's line at that moment is made
REACH_S = 10.0  # s: no line is carried farther than this beyond a satellite's first or newest look
GATES = {1: 15.14, 2: 18.42}  # chi-square at 0.9999 for these degrees of freedom
HIGHEST_M = 1.2e6  # m: no boost burns higher; where lines of different launches meet is often no place for one
HEIGHT_SIGMAS = 4.0


class Crossing(NamedTuple):
    """Where lines of sight meet.

    Attributes
    ----------
    position_ecef : (3,) float64, m
    covariance : (3, 3) float64, m^2
    chi2 : float
        How badly the lines miss each other; infinite where they would meet behind a satellite.
    degrees_of_freedom : int
        What ``chi2`` should be near if all look at one thing.
    """

    position_ecef: Array
    covariance: Array
    chi2: float
    degrees_of_freedom: int


def triangulate(satellite_ecef: Array, direction_ecef: Array, sigma_angle_rad: Array) -> Crossing:
    """Return the point that looks of different satellites at one moment agree on best.

    Parameters
    ----------
    satellite_ecef : (m, 3) float64, m
        m >= 2.
    direction_ecef : (m, 3) float64, unit
    sigma_angle_rad : (m,) float64, rad
        Standard deviation of each of two angles across a look.

    Returns
    -------
    Crossing
        With 2 m - 3 degrees of freedom.

    Notes
    -----
    Least squares over the distances across the lines.  Valid: angles small against 1; looks of one moment (``meet``
    brings them there).  Lines nearly parallel give a long covariance, not an error.  Left out: bias of a satellite's
    attitude.  Checked: scipy on the exact angles, 2,000 draws of noise, lines at right angles by hand
    (``tests/tracking/test_stereo.py``).

    References
    ----------
    Bar-Shalom, Li and Kirubarajan, *Estimation with Applications to Tracking and Navigation*, section 3.7.
    """
    count = satellite_ecef.shape[0]
    if count < 2:
        raise ModelRangeError(f"triangulate: {count} looks; at least 2 are needed; use mono_state for one satellite")
    x, C, chi2, is_ahead = nearest_point(
        np.ascontiguousarray(satellite_ecef),
        np.ascontiguousarray(direction_ecef),
        np.ascontiguousarray(sigma_angle_rad),
    )
    return Crossing(x, C, chi2 if is_ahead else np.inf, 2 * count - 3)


def meet(first: Looks, second: Looks) -> Crossing | None:
    """Return where the plumes of two satellites meet, or None where they were never seen within ``REACH_S``.

    Notes
    -----
    Both are brought to the newest moment that both reach, from their nearest looks and with what doubt that leaves
    (``stereo.kernels.look_between``).  With histories long enough for looks apart, the oldest such moment adds its
    own degree of freedom: launches whose lines cross by chance at one moment seldom do at two.  Position and
    covariance are those of the newest.
    """
    oldest_s = max(float(first.time_s[0]), float(second.time_s[0]))
    newest_s = min(float(first.time_s[-1]), float(second.time_s[-1]))
    if oldest_s - newest_s > REACH_S:
        return None
    now = at(first, second, newest_s)
    shorter = min(first.time_s.shape[0], second.time_s.shape[0])
    if shorter < 2 * NEAR_LOOKS or newest_s - oldest_s < 4.0 * REACH_S:
        return now
    return now._replace(chi2=now.chi2 + at(first, second, oldest_s).chi2, degrees_of_freedom=2)


def at(first: Looks, second: Looks, time_s: float) -> Crossing:
    """Return where the lines of two satellites to their plumes meet at one moment."""
    lines = [look_between(*nearest_looks(looks, time_s), time_s) for looks in (first, second)]
    satellites, directions, sigmas = zip(*lines, strict=True)
    return triangulate(np.array(satellites), np.array(directions), np.array(sigmas))


def nearest_looks(looks: Looks, time_s: float) -> tuple[Array, Array, Array, Array]:
    """Return the ``NEAR_LOOKS`` looks about a moment, whole and in order."""
    last = max(looks.time_s.shape[0] - NEAR_LOOKS, 0)
    begin = min(max(int(np.searchsorted(looks.time_s, time_s)) - NEAR_LOOKS // 2, 0), last)
    chosen = slice(begin, begin + NEAR_LOOKS)
    time_chosen_s, satellite, direction, sigma = (np.ascontiguousarray(column[chosen]) for column in looks)
    return time_chosen_s, satellite, direction, sigma


def may_be_one(crossing: Crossing) -> bool:
    """Return whether two plumes may be one: their lines meet within the noise, and where a motor can burn."""
    if crossing.chi2 > GATES[crossing.degrees_of_freedom]:
        return False
    lat_rad, lon_rad, alt_m = lla_from_ecef(*crossing.position_ecef.tolist())
    up = enu_axes(lat_rad, lon_rad)[2]
    slack_m = HEIGHT_SIGMAS * float(np.sqrt(up @ crossing.covariance @ up))
    return -slack_m < alt_m < HIGHEST_M + slack_m
