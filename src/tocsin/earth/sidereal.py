"""From a UTC time to the angle by which the Earth has turned."""

from tocsin.earth.kernels import gmst_rad

DAY_MS = 86_400_000
UNIX_EPOCH_JD = 2440587.5  # Julian date of 1970-01-01T00:00 UTC


def julian_date(utc_ms: float) -> tuple[float, float]:
    """Return the Julian date of a UTC time (ms since 1970) as the midnight before it and the part of the day.

    Leap seconds are left out, as in POSIX time.
    """
    days, rest_ms = divmod(utc_ms, DAY_MS)
    return UNIX_EPOCH_JD + days, rest_ms / DAY_MS


def gmst_at(utc_ms: float, ut1_minus_utc_s: float = 0.0) -> float:
    """Return Greenwich mean sidereal time (rad) at a UTC time (ms since 1970).

    Notes
    -----
    UT1 - UTC (s, at most 0.9 either way) is published by the IERS; left at 0 it turns the Earth by up to 6.6e-5 rad
    too much or too little.  Source and checks: ``kernels.gmst_rad``.
    """
    midnight, day_fraction = julian_date(utc_ms)
    return gmst_rad(midnight, day_fraction + 1000.0 * ut1_minus_utc_s / DAY_MS)
