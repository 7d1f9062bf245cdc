"""A place on the ground and how well it is known."""

import math

import msgspec

CHI2_90_2DOF = 4.605170185988092  # -2 ln(1 - 0.9): the 90 % quantile of chi-square with 2 degrees of freedom


class Ellipse(msgspec.Struct, frozen=True):
    """A Gaussian place estimate: its centre, and its covariance in local east and north.

    Attributes
    ----------
    lat_rad, lon_rad : float, rad
        Centre, geodetic on WGS 84.
    var_east_m2, cov_east_north_m2, var_north_m2 : float, m^2
        Covariance about the centre.
    """

    lat_rad: float
    lon_rad: float
    var_east_m2: float
    cov_east_north_m2: float
    var_north_m2: float


def area_90_km2(ellipse: Ellipse) -> float:
    """Return the area in km^2 of the 90 % ellipse: pi * chi2 * sqrt(det(covariance))."""
    determinant = ellipse.var_east_m2 * ellipse.var_north_m2 - ellipse.cov_east_north_m2**2
    return math.pi * CHI2_90_2DOF * math.sqrt(max(determinant, 0.0)) / 1e6


def axes_90_m(ellipse: Ellipse) -> tuple[float, float, float]:
    """Return semi-major and semi-minor axis (m) of the 90 % ellipse and the major axis's angle from east (rad)."""
    mean = 0.5 * (ellipse.var_east_m2 + ellipse.var_north_m2)
    half_difference = 0.5 * (ellipse.var_east_m2 - ellipse.var_north_m2)
    root = math.hypot(half_difference, ellipse.cov_east_north_m2)
    major_m = major_90_m(ellipse)
    minor_m = math.sqrt(CHI2_90_2DOF * max(mean - root, 0.0))
    return major_m, minor_m, 0.5 * math.atan2(ellipse.cov_east_north_m2, half_difference)


def major_90_m(ellipse: Ellipse) -> float:
    """Return the semi-major axis (m) of the 90 % ellipse: the first of ``axes_90_m``, alone."""
    mean = 0.5 * (ellipse.var_east_m2 + ellipse.var_north_m2)
    half_difference = 0.5 * (ellipse.var_east_m2 - ellipse.var_north_m2)
    return math.sqrt(CHI2_90_2DOF * max(mean + math.hypot(half_difference, ellipse.cov_east_north_m2), 0.0))


def distance2_90(ellipse: Ellipse, east_m: float, north_m: float) -> float:
    """Return the squared Mahalanobis distance of an offset from the centre, in units of the 90 % bound.

    At most 1 means inside the 90 % ellipse.
    """
    a, b, c = ellipse.var_east_m2, ellipse.cov_east_north_m2, ellipse.var_north_m2
    determinant = a * c - b * b
    quadratic = (c * east_m**2 - 2.0 * b * east_m * north_m + a * north_m**2) / determinant
    return quadratic / CHI2_90_2DOF
