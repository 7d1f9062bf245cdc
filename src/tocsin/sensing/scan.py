"""When a sensor looks."""

from typing import Protocol


class Scanner(Protocol):
    """Anything that looks once every ``scan_period_ms``, first at ``scan_offset_ms``."""

    @property
    def scan_period_ms(self) -> int:
        """Return the time from one look to the next, ms, above 0."""

    @property
    def scan_offset_ms(self) -> int:
        """Return the exercise time of the first look, ms, from 0 to below ``scan_period_ms``."""


def scan_of(sensor: Scanner, time_ms: int) -> int | None:
    """Return the number of the scan (0, 1, ...) made at this exercise time; None if the sensor does not look.

    Notes
    -----
    A scan is one instant: all bodies in view are measured at its ``time_ms``.  Period and offset must be
    multiples of the tick, or looks are missed.
    """
    if time_ms % sensor.scan_period_ms != sensor.scan_offset_ms:
        return None
    return time_ms // sensor.scan_period_ms
