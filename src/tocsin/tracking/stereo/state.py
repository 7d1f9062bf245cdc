"""How a boosting body moves at its newest look, from angles alone."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.constants import ROTATION_RAD_S
from tocsin.earth.kernels import gravity_ecef
from tocsin.errors import ModelRangeError
from tocsin.tracking.launch.kernels import boost_moments
from tocsin.tracking.launch_fit import DELAY_S, BoostProfile, departure_m, fit_launch
from tocsin.tracking.plume.kernels import ground_point
from tocsin.tracking.plume.looks import Looks, merged
from tocsin.tracking.stereo.kernels import JERK_M2_S5, follow

Array = NDArray[np.float64]

PRIOR_M = 1e6  # m, standard deviation on each axis before the first look of several satellites
PRIOR_M_S = 2000.0  # m/s
PRIOR_M_S2 = 40.0  # m/s^2
NEWEST_LOOKS = 4  # looks of one satellite that are followed after the family of profiles has said where it was
OFF_TIME_S = 30.0  # s, in which a vehicle's departure from the profile changes
OFF_M_S2 = 20.0  # m/s^2, standard deviation of thrust about the profile's: stages differ that much
TURN = 2.0 * ROTATION_RAD_S * np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])  # 1/s, of Coriolis


class InfraredState(NamedTuple):
    """A boosting body at its newest look.

    Attributes
    ----------
    time_s : float, s
        Of that look, on the exercise clock.
    x : (9,) float64
        Position (m), velocity (m/s), thrust and drag acceleration (m/s^2: gravity is not in it), all ECEF.
    P : (9, 9) float64
    """

    time_s: float
    x: Array
    P: Array


def infrared_state(histories: Sequence[Looks], profile: BoostProfile) -> InfraredState:
    """Return the state of one body at its newest look, from the looks of each satellite that follows it.

    One history: ``mono_state``; several: ``stereo_state``.
    """
    if not histories:
        raise ModelRangeError("infrared_state: 0 histories; at least 1 is needed; call it for plumes with looks")
    return mono_state(histories[0], profile) if len(histories) == 1 else stereo_state(histories)


def stereo_state(histories: Sequence[Looks]) -> InfraredState:
    """Return the state that looks of two or more satellites give by themselves, each at its own time.

    Notes
    -----
    A Kalman filter over all looks: acceleration wanders as white jerk (``stereo.kernels``), angles are distances
    across the line, linear in the state.  Prior: on the first line, 1,000 km, 2 km/s and 40 m/s^2 on each axis.
    Rough: a stage that parts changes the acceleration at once, which the jerk spreads over seconds; distances for the
    noise are those to 30 km of altitude (1 % of noise).  Checked: NEES in band on truth drawn from the model, below
    an upper bound on flown boosts (``tests/tracking/test_infrared_state.py``).

    References
    ----------
    Bar-Shalom, Li and Kirubarajan, *Estimation with Applications to Tracking and Navigation*, section 6.2.3 (Wiener
    process acceleration).
    """
    looks = merged(histories)
    x = np.zeros(9)
    x[:3] = ground_point(looks.satellite_ecef[0], looks.direction_ecef[0])
    P = np.diag(np.repeat(np.array([PRIOR_M, PRIOR_M_S, PRIOR_M_S2]) ** 2, 3))
    return followed(looks, x, P)


def mono_state(looks: Looks, profile: BoostProfile) -> InfraredState:
    """Return the state that looks of one satellite give, with a family of boosts for what angles do not show.

    Notes
    -----
    The launch fit's mixture, with what a vehicle may be off the profile, says where the body was ``NEWEST_LOOKS``
    ago; those looks are then followed as in ``stereo_state``.  Rough: they were in the fit already, with little
    weight.  Along the line of sight nothing but the family speaks.  Checked: as ``stereo_state``, on recorded
    ascents too.
    """
    fit = fit_launch(looks, profile)
    newest = Looks(*(column[-NEWEST_LOOKS:] for column in looks))
    time_s = float(newest.time_s[0])
    known = fit.posterior
    x, P = boost_moments(known.minima, known.covariances, known.shares, known.place, time_s, np.column_stack(profile))
    age_s = time_s - float(looks.time_s[0]) + DELAY_S
    off_m, later_m = departure_m(np.array([age_s, age_s + 1.0]), profile)
    pace_m_s, fade_m_s = later_m - off_m, off_m / OFF_TIME_S
    eye = np.eye(3)
    P[:3, :3] += off_m**2 * eye
    P[:3, 3:6] += off_m * pace_m_s * eye
    P[3:6, :3] += off_m * pace_m_s * eye
    P[3:6, 3:6] += (pace_m_s**2 + fade_m_s**2) * eye
    P[6:, 6:] += OFF_M_S2**2 * eye
    return followed(newest, x, P)


def followed(looks: Looks, x: Array, P: Array) -> InfraredState:
    """Return the state after looks, from (9,), (9, 9) at the first of them, acceleration over the turning Earth."""
    offset = looks.satellite_ecef - ground_point(looks.satellite_ecef[0], looks.direction_ecef[0])
    span_m = np.sqrt((offset * offset).sum(axis=1))
    rows = np.column_stack((*looks, span_m))
    x, P, _ = follow(rows, x, P, JERK_M2_S5)
    return thrusting(float(looks.time_s[-1]), x, P)


def thrusting(time_s: float, x: Array, P: Array) -> InfraredState:
    """Return a state whose acceleration is without gravity and the Earth's turning, from one over the turning Earth.

    Left out: the change of gravity over the doubt of the place, 0.02 m/s^2 in 10 km.
    """
    J = np.eye(9)
    J[6:, 3:6] = TURN
    out = J @ x
    px, py, pz = x[:3].tolist()
    out[6:] -= gravity_ecef(px, py, pz)
    out[6:8] -= ROTATION_RAD_S**2 * x[:2]
    return InfraredState(time_s, out, J @ P @ J.T)
