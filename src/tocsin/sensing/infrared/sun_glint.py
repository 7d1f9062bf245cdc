"""Where the Sun glints for a satellite, and how brightly."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.sensing.infrared.nature.kernels import glint_w_m2, mirror_point

Array = NDArray[np.float64]


class Glint(NamedTuple):
    """The Sun reflected to a satellite.

    Attributes
    ----------
    point_ecef : (3,) float64, m
        What reflects it.
    irradiance_w_m2 : float
        At the satellite, from one picture element; typical, without the spread of a factor e.
    incidence_rad : float
        Angle between the vertical there and the Sun, and the satellite: near pi / 2 grazes.
    """

    point_ecef: Array
    irradiance_w_m2: float
    incidence_rad: float


def glint(
    satellite_ecef: Array, sun_direction_ecef: Array, top_m: float = 12e3, opaque_below_m: float = 0.0
) -> Glint | None:
    """Return the point from which level ice plates or a calm sea would reflect the Sun to a satellite.

    Parameters
    ----------
    satellite_ecef : (3,) float64, m
    sun_direction_ecef : (3,) float64, unit
        From the Earth to the Sun.
    top_m : float, m
        Altitude of what reflects: 0 for the sea, up to 20,000 for cloud.
    opaque_below_m : float, m
        Altitude above which the air's vertical optical depth in the band is 1; 0 leaves absorption out.

    Returns
    -------
    Glint or None
        None where the Earth stands between satellite and Sun, or only a ray flatter than 88.85 degrees from
        the vertical would do.

    Notes
    -----
    Irradiance = Sun in the band x Fresnel's reflectance x share of level plates x area of a picture element
    / (4 pi tilt^2 range^2) x air passed twice: the glint of facets whose tilts are Gaussian, at its middle.
    Fresnel makes it up to 40 times brighter where it grazes, unless the air takes that back.
    Rough: a factor of 30 either way (share 1e-3 to 1e-2, tilt 0.3 to 1 degree, element 0.25 to 4 km^2, index
    1.1 to 1.4).  Left out: light scattered within the cloud, several elements lit at once, polarisation.
    Checked: see ``nature.kernels.mirror_point``; irradiance by hand.

    References
    ----------
    Cox and Munk, *Measurement of the roughness of the sea surface from photographs of the Sun's glitter*,
    J. Opt. Soc. Am. 44 (1954).  Breon and Dubrulle, *Horizontally oriented plates in clouds*, J. Atmos. Sci. 61
    (2004).
    """
    x, y, z, cosine = mirror_point(satellite_ecef, sun_direction_ecef, top_m)
    if cosine <= 0.0:
        return None
    point_ecef = np.array([x, y, z])
    range_m = float(np.sqrt(((satellite_ecef - point_ecef) ** 2).sum()))
    return Glint(point_ecef, glint_w_m2(cosine, range_m, top_m, opaque_below_m), math.acos(min(1.0, cosine)))
