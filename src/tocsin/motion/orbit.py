"""Satellites: SGP4 orbits whose epoch may be moved to the time of an exercise."""

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sgp4.api import SGP4_ERRORS, WGS72, Satrec  # type: ignore[import-untyped]  # it ships no types

from tocsin.earth.constants import EARTH_RADIUS_M, GM_M3_S2
from tocsin.earth.kernels import ecef_from_teme
from tocsin.earth.sidereal import DAY_MS, gmst_at, julian_date
from tocsin.errors import ModelRangeError, ScenarioError, StaleElements

Array = NDArray[np.float64]

SGP4_EPOCH_JD = 2433281.5  # SGP4 counts days from 1949-12-31T00:00 UTC
MINUTE_MS = 60_000
SIDEREAL_DAY_MIN = 1436.0681755  # min, one turn of the Earth against the mean equinox (IAU 1982 rate)
TLE_LINE_LENGTH = 69
# "Accurate to about a kilometer or so at epoch and it quickly degrades" (Vallado and others 2006); "might only be
# useful for a couple of weeks to either side of its epoch" (Skyfield's manual, on element sets).
ELEMENTS_SPAN_DAYS = 14
CRITICAL_INCLINATION_RAD = math.acos(1.0 / math.sqrt(5.0))  # 63.435 deg: the bulge does not turn the apsides
LOWEST_PERIGEE_M = 120e3  # m; below it the air brings a satellite down within a turn


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


def molniya(apogee_longitude_rad: float, apogee_ms: int, perigee_alt_m: float = 500e3) -> Satellite:
    """Return a 12-hour satellite whose northern apogee stands over a longitude at a time, and again half a world off.

    Parameters
    ----------
    apogee_longitude_rad : float, rad
        Longitude of the point below the satellite at ``apogee_ms``, and two turns later.
    apogee_ms : int
        UTC time of that apogee (ms since 1970); the epoch of the elements.
    perigee_alt_m : float, m
        Altitude of the lowest point, in the south: 120 km to 20,000 km.

    Notes
    -----
    Argument of perigee 270 degrees, critical inclination (63.4), two turns in one turn of the Earth against the
    orbit's plane: the ground track repeats, below 0.1 degrees a day of drift.  Left out: station keeping, drag.
    Checked: published figures of the kind (``tests/oracles/orbits.json``).

    References
    ----------
    Vallado, *Fundamentals of Astrodynamics and Applications*, section 11.4.
    """

    def eccentricity(semi_major_m: float) -> float:
        return 1.0 - (EARTH_RADIUS_M + perigee_alt_m) / semi_major_m

    return _northern_ellipse(apogee_longitude_rad, apogee_ms, 2, eccentricity)


def tundra(apogee_longitude_rad: float, apogee_ms: int, eccentricity: float = 0.25) -> Satellite:
    """Return a 24-hour satellite whose northern apogee stands over a longitude at a time, and every day.

    Notes
    -----
    As ``molniya`` but with one turn a day and a declared eccentricity (0 to 0.8; usual: 0.2 to 0.3).
    """
    return _northern_ellipse(apogee_longitude_rad, apogee_ms, 1, lambda _: eccentricity)


def _northern_ellipse(
    longitude_rad: float, apogee_ms: int, turns_a_day: int, eccentricity: Callable[[float], float]
) -> Satellite:
    """Return the satellite at a northern apogee over a longitude; its ground track repeats every so many turns.

    The node is turned until the longitude at the apogee is right, the mean motion until it is the same one day later.
    """
    mean_motion_rad_min = 2.0 * math.pi * turns_a_day / SIDEREAL_DAY_MIN
    node_rad = longitude_rad + gmst_at(apogee_ms) - math.pi / 2.0
    for _ in range(8):
        semi_major_m = (GM_M3_S2 / (mean_motion_rad_min / 60.0) ** 2) ** (1.0 / 3.0)
        shape = eccentricity(semi_major_m)
        _check_perigee(semi_major_m, shape)
        elements = Elements(
            epoch_ms=apogee_ms,
            drag_per_earth_radius=0.0,
            eccentricity=shape,
            argument_of_perigee_rad=1.5 * math.pi,
            inclination_rad=CRITICAL_INCLINATION_RAD,
            mean_anomaly_rad=math.pi,
            mean_motion_rad_min=mean_motion_rad_min,
            node_rad=node_rad % (2.0 * math.pi),
        )
        satellite = satellite_from_elements(elements)
        later_ms = apogee_ms + round(2.0 * math.pi * turns_a_day / satellite.satrec.mdot * MINUTE_MS)
        start_rad = _longitude_rad(satellite, apogee_ms)
        drift_rad = math.remainder(_longitude_rad(satellite, later_ms) - start_rad, 2.0 * math.pi)
        node_rad -= math.remainder(start_rad - longitude_rad, 2.0 * math.pi)
        mean_motion_rad_min *= 1.0 - drift_rad / (2.0 * math.pi)
    return satellite_from_elements(elements._replace(node_rad=node_rad % (2.0 * math.pi)))


def _check_perigee(semi_major_m: float, eccentricity: float) -> None:
    perigee_m = semi_major_m * (1.0 - eccentricity) - EARTH_RADIUS_M
    if not (perigee_m >= LOWEST_PERIGEE_M and eccentricity >= 0.0):
        raise ModelRangeError(
            f"orbit with semi-major axis {semi_major_m / 1e3:.0f} km: eccentricity = {eccentricity:.4f} gives a"
            f" perigee of {perigee_m / 1e3:.0f} km; it must be at least {LOWEST_PERIGEE_M / 1e3:.0f} km and the"
            " eccentricity at least 0; choose another shape"
        )


def position_teme(satellite: Satellite, utc_ms: float) -> Array:
    """Return the (3,) position (m) of a satellite in SGP4's own frame (TEME) at a UTC time (ms since 1970).

    Raises ``ModelRangeError`` where SGP4 gives up: after decay and below ground.  Warns with
    ``StaleElements`` where the time is more than ``ELEMENTS_SPAN_DAYS`` from the epoch: once for each satellite under
    Python's usual filter, for the text is always the same.
    """
    minutes = (utc_ms - satellite.elements.epoch_ms) / MINUTE_MS
    error, position_km, _ = satellite.satrec.sgp4_tsince(minutes)
    if error:
        raise ModelRangeError(
            f"satellite with epoch {satellite.elements.epoch_ms} ms: time since epoch = {minutes:.1f} min"
            f" is outside what SGP4 can do ({SGP4_ERRORS[error]}); choose a time nearer the epoch"
        )
    if abs(minutes) * MINUTE_MS > ELEMENTS_SPAN_DAYS * DAY_MS:
        warnings.warn(
            f"satellite with epoch {satellite.elements.epoch_ms} ms: asked for a time more than {ELEMENTS_SPAN_DAYS}"
            " days from its epoch, where its place is rough; use elements nearer the time or move the epoch",
            StaleElements,
            stacklevel=2,
        )
    return 1000.0 * np.array(position_km)


def position_ecef(satellite: Satellite, utc_ms: float, ut1_minus_utc_s: float = 0.0) -> Array:
    """Return the (3,) ECEF position (m) of a satellite at a UTC time (ms since 1970).

    Notes
    -----
    The frame is TEME turned by Greenwich mean sidereal time (IAU 1982).  Left out: polar motion (15 m at most at the
    ground, 100 m at the geostationary ring).  With UT1 - UTC (s) given: within 50 m of skyfield (measured: 4 m).
    Left at 0: up to 3 km off at the geostationary ring, 500 m in low orbit.  The error of SGP4 itself comes on top.
    """
    x, y, z = position_teme(satellite, utc_ms)
    return np.array(ecef_from_teme(x, y, z, gmst_at(utc_ms, ut1_minus_utc_s)))


def _longitude_rad(satellite: Satellite, utc_ms: int) -> float:
    x, y, _ = position_ecef(satellite, utc_ms)
    return math.atan2(y, x)
