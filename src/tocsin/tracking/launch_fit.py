"""Where, when and in which direction a launch began, from lines of sight to its plume."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import lla_from_ecef
from tocsin.errors import ModelRangeError
from tocsin.tracking.launch.kernels import fit, lla_of, spread
from tocsin.tracking.plume.kernels import ground_point
from tocsin.tracking.plume.looks import Looks

Array = NDArray[np.float64]

DELAY_S = 28.0  # s, notional: from lift-off to the first look on the profile's clock; cloud hides many a lift-off
DELAY_SD_S = 21.0  # s, notional
SCALE_LOG_SD = 0.5  # of the logarithm of the time scale: from quick solid motors to slow launchers
LOFT_LOG_SD = 0.3  # of the logarithm of the loft
OFF_SHARE = 0.05  # of the way from the pad: what a stretched profile leaves out
BEYOND_SHARE = 0.3  # of the way since the profile's end
MARGIN = 1.25  # factor on the covariance for what a linear one misses; measured, docs/models/infrared_tracks.md
AZIMUTH_MARGIN = 1.3  # factor on the azimuth's standard deviation, for the same reason and because departures last
DISTINCT_LOOKS = 3.0  # looks' worth of new knowledge about what the profile leaves out, however many there are
TOLD = np.array([1.0, 1.0, 1.0, AZIMUTH_MARGIN])
PRIOR = np.array([DELAY_S, DELAY_SD_S, SCALE_LOG_SD, LOFT_LOG_SD])


class BoostProfile(NamedTuple):
    """How a class-generic vehicle climbs: altitude and downrange (k,) m at ages (k,) s since lift-off.

    ``time_s`` begins at 0 and rises; past its end the last two rows are carried on in a straight line.
    """

    time_s: Array
    altitude_m: Array
    downrange_m: Array


class Posterior(NamedTuple):
    """What a fit knows of its six numbers (``launch.kernels``): a mixture of Gaussians, the best first.

    ``minima`` (v, 6), ``covariances`` (v, 6, 6), ``shares`` (v,) float64, about the reference ``place`` (2,) rad.
    """

    minima: Array
    covariances: Array
    shares: Array
    place: Array


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
        Sum of squares of the fit, the three priors included, the looks' noise widened by ``departure_m``.
    degrees_of_freedom : int
        What ``chi2`` stays below, if a vehicle like the profile was seen.
    posterior : Posterior
        All that is known, for ``stereo.state``.
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
    posterior: Posterior


def departure_m(age_s: Array, profile: BoostProfile) -> Array:
    """Return how far (m, standard deviation) a vehicle may be off any stretched profile at ages (m,) s.

    ``OFF_SHARE`` of the way it has come; past the profile's end, of which it tells nothing, ``BEYOND_SHARE`` more of
    the way since.  Notional: set on recorded ascents and class-generic flights, see docs/models/infrared_tracks.md.
    """
    age_s = np.maximum(age_s, 0.0)
    way_m = np.hypot(profile.altitude_m, profile.downrange_m)
    pace_m_s = (way_m[-1] - way_m[-2]) / (profile.time_s[-1] - profile.time_s[-2])
    beyond_m = np.maximum(age_s - profile.time_s[-1], 0.0) * pace_m_s
    out: Array = OFF_SHARE * (np.interp(age_s, profile.time_s, way_m) + beyond_m) + BEYOND_SHARE * beyond_m
    return out


def widened(looks: Looks, profile: BoostProfile) -> Array:
    """Return the looks' noise (m,) rad with what the profile may be off, shared by looks that repeat each other."""
    off_m = departure_m(looks.time_s - looks.time_s[0] + DELAY_S, profile)
    offset = looks.satellite_ecef - ground_point(looks.satellite_ecef[0], looks.direction_ecef[0])
    span_m = np.sqrt((offset * offset).sum(axis=1)) if looks.time_s.shape[0] else np.zeros(0)
    repeated = max(1.0, looks.time_s.shape[0] / DISTINCT_LOOKS)
    out: Array = np.sqrt(looks.sigma_angle_rad**2 + repeated * (off_m / span_m) ** 2)
    return out


def fit_launch(looks: Looks, profile: BoostProfile) -> LaunchFit:
    """Return the launch that best explains m looks, of one satellite or several, and how sure it is.

    Parameters
    ----------
    looks : Looks
        m >= 1.
    profile : BoostProfile

    Notes
    -----
    Six numbers are fitted: east and north of the launch point, time of lift-off, azimuth, time scale, loft.
    Priors: first look 28 +- 21 s after lift-off on the profile's clock and not before it, logarithm of time scale
    0 +- 0.5, of loft 0 +- 0.3, and nothing on place and azimuth.  Each look's noise is widened by what a vehicle may
    be off the stretched profile (``widened``), so that late looks cannot overrule early ones.  Levenberg-Marquardt
    from 8 azimuths; the covariance is the second moment over the distinct minima.

    Valid: latitudes to 85 degrees.  Rough: what the profile leaves out is taken as noise, the same on every axis;
    turns in mid-boost; plumes that went out (give no looks after burn-out).  Left out: the Earth's rotation over the
    boost is in the profile or nowhere.  Checked: share of true launches in the 90 % region, of launches drawn from
    the family, of class-generic flights and of 23 recorded ascents (``tests/tracking/test_launch_fit.py``).

    References
    ----------
    Nocedal and Wright, *Numerical Optimization*, section 10.3.
    """
    count = looks.time_s.shape[0]
    if count == 0:
        raise ModelRangeError("fit_launch: 0 looks; at least 1 is needed; call it for tracks with a history")
    x, y, z = ground_point(looks.satellite_ecef[0], looks.direction_ecef[0])
    lat_rad, lon_rad, _ = lla_from_ecef(x, y, z)
    place = np.array([lat_rad, lon_rad])
    rows = np.column_stack((looks.time_s, looks.satellite_ecef, looks.direction_ecef, widened(looks, profile)))
    minima, covariances, shares, chi2 = fit(place, rows, np.column_stack(profile), PRIOR)
    degrees_of_freedom = 2 * count + 3 - 6
    covariances = covariances * MARGIN * max(1.0, chi2 / max(degrees_of_freedom, 1))
    best = minima[0]
    lat_rad, lon_rad = lla_of(best, lat_rad, lon_rad)
    return LaunchFit(
        lat_rad=lat_rad,
        lon_rad=math.remainder(lon_rad, 2.0 * math.pi),
        launch_time_s=float(best[2]),
        azimuth_rad=float(best[3]) % (2.0 * math.pi),
        time_scale=math.exp(best[4]),
        loft_factor=math.exp(best[5]),
        covariance=spread(minima, covariances, shares)[:4, :4] * TOLD * TOLD[:, None],
        chi2=chi2,
        degrees_of_freedom=degrees_of_freedom,
        posterior=Posterior(minima, covariances, shares, place),
    )
