"""Satellites: SGP4 orbits whose epoch may be moved to the time of an exercise."""

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sgp4.api import SGP4_ERRORS, WGS72, Satrec  # type: ignore[import-untyped]  # it ships no types

from tocsin.earth.kernels import ecef_from_teme
from tocsin.earth.sidereal import DAY_MS, gmst_at, julian_date
from tocsin.errors import ModelRangeError, ScenarioError

Array = NDArray[np.float64]

SGP4_EPOCH_JD = 2433281.5  # SGP4 counts days from 1949-12-31T00:00 UTC
MINUTE_MS = 60_000
SIDEREAL_DAY_MIN = 1436.0681755  # min, one turn of the Earth against the mean equinox (IAU 1982 rate)
TLE_LINE_LENGTH = 69


class Elements(NamedTuple):
    """Mean elements as SGP4 takes them (Kozai mean motion, TEME of date), with their epoch in UTC ms."""

    epoch_ms: int
    drag_per_earth_radius: float
    eccentricity: float
    argument_of_perigee_rad: float
    inclination_rad: float
    mean_anomaly_rad: float
    mean_motion_rad_min: float
    node_rad: float


@dataclass(frozen=True, slots=True)
class Satellite:
    """An orbit ready to be asked for positions; copies and pickles by its elements."""

    elements: Elements
    satrec: Satrec = field(compare=False, repr=False)

    def __reduce__(self) -> tuple[object, tuple[Elements]]:
        """Rebuild from the elements: SGP4's own record cannot be copied."""
        return satellite_from_elements, (self.elements,)


def satellite_from_elements(elements: Elements) -> Satellite:
    """Return the satellite of a set of mean elements."""
    midnight, day_fraction = julian_date(elements.epoch_ms)
    satrec = Satrec()
    satrec.sgp4init(
        WGS72,
        "i",
        0,
        midnight - SGP4_EPOCH_JD + day_fraction,
        elements.drag_per_earth_radius,
        0.0,
        0.0,
        elements.eccentricity,
        elements.argument_of_perigee_rad,
        elements.inclination_rad,
        elements.mean_anomaly_rad,
        elements.mean_motion_rad_min,
        elements.node_rad,
    )
    return Satellite(elements, satrec)


def load_tle(text: str, catalogue_number: int) -> tuple[str, str]:
    """Return the two lines of one object out of a text that holds many two-line element sets."""
    lines = [line.rstrip() for line in text.splitlines()]
    for line1, line2 in pairwise(lines):
        is_pair = line1.startswith("1 ") and line2.startswith("2 ")
        if is_pair and line1[2:7].strip().isdigit() and int(line1[2:7]) == catalogue_number:
            return line1[:TLE_LINE_LENGTH], line2[:TLE_LINE_LENGTH]
    raise ScenarioError(
        f"two-line elements: catalogue number = {catalogue_number} must be in the text; check the number"
    )


def tle_epoch_ms(line1: str) -> int:
    """Return the epoch of a two-line element set in UTC ms since 1970, rounded."""
    year = int(line1[18:20])
    year += 1900 if year >= 57 else 2000
    leap_days = (year - 1) // 4 - (year - 1) // 100 + (year - 1) // 400 - 477
    days = 365 * (year - 1970) + leap_days + float(line1[20:32]) - 1.0
    return round(days * DAY_MS)


def satellite_from_tle(line1: str, line2: str, epoch_ms: int) -> Satellite:
    """Return the orbit of a two-line element set, moved in time.

    Notes
    -----
    All elements (node and mean anomaly among them) are those of the lines; only the epoch becomes
    ``epoch_ms``.  The orbit keeps its shape and its place among the stars; the ground below it changes.
    Use ``tle_epoch_ms`` to leave it where it was.  Checked: the 666 states of the published SGP4
    verification set, to 10 cm (epochs are whole milliseconds); figures of half-day and one-day orbits
    by another program.

    References
    ----------
    Vallado, Crawford, Hujsak and Kelso, *Revisiting Spacetrack Report #3*, AIAA 2006-6753.
    """
    lines = Satrec.twoline2rv(line1, line2, WGS72)
    return satellite_from_elements(
        Elements(
            epoch_ms=epoch_ms,
            drag_per_earth_radius=lines.bstar,
            eccentricity=lines.ecco,
            argument_of_perigee_rad=lines.argpo,
            inclination_rad=lines.inclo,
            mean_anomaly_rad=lines.mo,
            mean_motion_rad_min=lines.no_kozai,
            node_rad=lines.nodeo,
        )
    )


def geostationary(longitude_rad: float, epoch_ms: int, inclination_rad: float = 0.0) -> Satellite:
    """Return a 24-hour satellite that stands over a longitude at its epoch.

    Notes
    -----
    The mean anomaly is turned until the longitude at the epoch is right to 1e-9 rad, the mean motion until
    it is the same one sidereal day later.  With an inclination the satellite is then at its ascending node.
    It drifts slowly after, as a real one does without station keeping: below 0.1 degrees in two days.
    Valid: inclination from 0 to 0.35 rad.
    """
    elements = Elements(
        epoch_ms=epoch_ms,
        drag_per_earth_radius=0.0,
        eccentricity=1e-6,
        argument_of_perigee_rad=0.0,
        inclination_rad=inclination_rad,
        mean_anomaly_rad=0.0,
        mean_motion_rad_min=2.0 * math.pi / SIDEREAL_DAY_MIN,
        node_rad=(longitude_rad + gmst_at(epoch_ms)) % (2.0 * math.pi),
    )
    day_ms = round(SIDEREAL_DAY_MIN * MINUTE_MS)
    for _ in range(6):
        satellite = satellite_from_elements(elements)
        start_rad = _longitude_rad(satellite, epoch_ms)
        drift_rad = math.remainder(_longitude_rad(satellite, epoch_ms + day_ms) - start_rad, 2.0 * math.pi)
        error_rad = math.remainder(start_rad - longitude_rad, 2.0 * math.pi)
        elements = elements._replace(
            mean_anomaly_rad=(elements.mean_anomaly_rad - error_rad) % (2.0 * math.pi),
            mean_motion_rad_min=elements.mean_motion_rad_min - drift_rad / SIDEREAL_DAY_MIN,
        )
    return satellite_from_elements(elements)


def position_teme(satellite: Satellite, utc_ms: int) -> Array:
    """Return the (3,) position (m) of a satellite in SGP4's own frame (TEME) at a UTC time.

    Raises ``ModelRangeError`` where SGP4 gives up, for example after decay.
    """
    minutes = (utc_ms - satellite.elements.epoch_ms) / MINUTE_MS
    error, position_km, _ = satellite.satrec.sgp4_tsince(minutes)
    if error:
        raise ModelRangeError(
            f"satellite with epoch {satellite.elements.epoch_ms} ms: time since epoch = {minutes:.1f} min"
            f" is outside what SGP4 can do ({SGP4_ERRORS[error]}); choose a time nearer the epoch"
        )
    return 1000.0 * np.array(position_km)


def position_ecef(satellite: Satellite, utc_ms: int) -> Array:
    """Return the (3,) ECEF position (m) of a satellite at a UTC time.

    Left out: polar motion, UT1 - UTC (below 0.9 s).  Checked: skyfield, see ``tests/motion/test_orbit.py``.
    """
    x, y, z = position_teme(satellite, utc_ms)
    return np.array(ecef_from_teme(x, y, z, gmst_at(utc_ms)))


def _longitude_rad(satellite: Satellite, utc_ms: int) -> float:
    x, y, _ = position_ecef(satellite, utc_ms)
    return math.atan2(y, x)
