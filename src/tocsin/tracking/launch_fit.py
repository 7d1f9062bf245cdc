"""Where, when and in which direction a launch began, from lines of sight to its plume."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import lla_from_ecef
from tocsin.errors import ModelRangeError
from tocsin.tracking.launch.kernels import fit, lla_of
from tocsin.tracking.plume.kernels import ground_point
from tocsin.tracking.plume_tracks import PlumeTracks

Array = NDArray[np.float64]

DELAY_S = 25.0  # s, notional: from lift-off to the first look; cloud hides the first part of many a boost
DELAY_SD_S = 20.0  # s, notional


class BoostProfile(NamedTuple):
    """How a class-generic vehicle climbs: altitude and downrange (k,) m at ages (k,) s since lift-off.

    ``time_s`` begins at 0 and rises; past its end the last two rows are carried on in a straight line.
    """

    time_s: Array
    altitude_m: Array
    downrange_m: Array


class LaunchFit(NamedTuple):
    """A launch as fitted.

    Attributes
    ----------
    lat_rad, lon_rad : float, rad
        Geodetic, on the ellipsoid.
    launch_time_s : float, s
        On the clock of the looks.
    azimuth_rad : float, rad
        Clockwise from north, 0 to 2 pi.
    time_scale, loft_factor : float
        How the profile was stretched: its clock runs 1 / time_scale as fast; altitude times loft, downrange
        divided by it.
    covariance : (4, 4) float64
        Of east (m), north (m), time (s), azimuth (rad).
    chi2 : float
        Sum of squares of the fit, the three priors included.
    degrees_of_freedom : int
        What ``chi2`` should be near, if a vehicle like the profile was seen.
    """

    lat_rad: float
    lon_rad: float
    launch_time_s: float
    azimuth_rad: float
    time_scale: float
    loft_factor: float
    covariance: Array
    chi2: float
    degrees_of_freedom: int


def fit_launch(
    satellite_ecef: Array, direction_ecef: Array, time_s: Array, sigma_angle_rad: Array, profile: BoostProfile
) -> LaunchFit:
    """Return the launch that best explains m looks, and how sure it is.

    Parameters
    ----------
    satellite_ecef : (m, 3) float64, m
        Where each look was made; several satellites may be mixed.
    direction_ecef : (m, 3) float64, unit
        From the satellite to the plume.
    time_s : (m,) float64, s
        In rising order; m >= 1.
    sigma_angle_rad : (m,) float64, rad
        Standard deviation of each of two angles across a look.
    profile : BoostProfile

    Notes
    -----
    Six numbers are fitted: east and north of the launch point, time of lift-off, azimuth, time scale, loft.
    Priors: lift-off 25 +- 20 s before the first look and not after it, time scale 1 +- 0.15, logarithm of
    loft 0 +- 0.15, and nothing on place and azimuth.  Levenberg-Marquardt from 12 azimuths; the covariance is
    the second moment over the distinct minima, times 1.3 for what a linear covariance misses.

    Valid: latitudes to 85 degrees.  Rough: vehicles whose boost does not look like the profile, turns in
    mid-boost, plumes that went out (give no looks after burn-out).  Left out: the Earth's rotation over the
    boost is in the profile or nowhere.  Checked: share of true launches in the 90 % region, truth drawn from
    the profile's family (``tests/tracking/test_launch_fit.py``).

    References
    ----------
    Nocedal and Wright, *Numerical Optimization*, section 10.3.
    """
    if time_s.shape[0] == 0:
        raise ModelRangeError("fit_launch: 0 looks; at least 1 is needed; call it for tracks with a history")
    x, y, z = ground_point(satellite_ecef[0], direction_ecef[0])
    lat_rad, lon_rad, _ = lla_from_ecef(x, y, z)
    place = np.array([lat_rad, lon_rad])
    looks = np.column_stack((time_s, satellite_ecef, direction_ecef, sigma_angle_rad))
    prior = np.array([time_s[0] - DELAY_S, DELAY_SD_S])
    p, covariance, chi2 = fit(place, looks, np.column_stack(profile), prior)
    degrees_of_freedom = 2 * time_s.shape[0] + 3 - 6
    covariance = covariance * max(1.0, chi2 / max(degrees_of_freedom, 1))
    lat_rad, lon_rad = lla_of(p, lat_rad, lon_rad)
    return LaunchFit(
        lat_rad=lat_rad,
        lon_rad=math.remainder(lon_rad, 2.0 * math.pi),
        launch_time_s=float(p[2]),
        azimuth_rad=float(p[3]) % (2.0 * math.pi),
        time_scale=float(p[4]),
        loft_factor=math.exp(p[5]),
        covariance=covariance[:4, :4],
        chi2=chi2,
        degrees_of_freedom=degrees_of_freedom,
    )


def fit_plume(tracks: PlumeTracks, row: int, profile: BoostProfile) -> LaunchFit:
    """Return the launch behind one row of a table of plumes, on the exercise clock (s)."""
    looks = slice(0, int(tracks.looks[row]))
    return fit_launch(
        tracks.look_satellite_ecef[row, looks],
        tracks.look_direction_ecef[row, looks],
        0.001 * tracks.look_ms[row, looks].astype(np.float64),
        tracks.look_sigma_rad[row, looks],
        profile,
    )
