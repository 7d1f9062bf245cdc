"""Date-time groups: a moment as staffs write it, ``221430Z NOV 26``, in UTC or in a nation's local time."""

from datetime import UTC, datetime, timedelta

from tocsin.scenario.declared import Scenario, utc_ms_at

HOUR_MS, MINUTE_MS = 3_600_000, 60_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
EAST, WEST = "ABCDEFGHIKLM", "NOPQRSTUVWXY"  # hours ahead of and behind UTC, 1 to 12; J is left out


def date_time_group(utc_ms: int, utc_offset_ms: int = 0) -> str:
    """Return a moment to the minute: day, hours, minutes, zone, month, year.

    Parameters
    ----------
    utc_ms : int, ms
        Since 1970, UTC; the years 1970 to 9999.  Cut down to the whole minute, as staffs do.
    utc_offset_ms : int, ms
        How far the local time is ahead of UTC, -12 h to 14 h.

    Returns
    -------
    str
        The zone is ``Z``, the letter of a whole hour, or the offset in hours and minutes: ``221800+0330 NOV 26``.
    """
    moment = EPOCH + timedelta(milliseconds=utc_ms + utc_offset_ms)
    month, year = MONTHS[moment.month - 1], moment.year % 100
    return f"{moment:%d%H%M}{zone_of(utc_offset_ms)} {month} {year:02d}"


def zone_of(utc_offset_ms: int) -> str:
    """Return how a date-time group names a zone."""
    hours, rest_ms = divmod(abs(utc_offset_ms), HOUR_MS)
    if utc_offset_ms == 0:
        return "Z"
    if rest_ms == 0 and hours <= len(EAST):
        return (EAST if utc_offset_ms > 0 else WEST)[hours - 1]
    return f"{'+' if utc_offset_ms > 0 else '-'}{hours:02d}{rest_ms // MINUTE_MS:02d}"


def group_at(scenario: Scenario, time_ms: int, nation: str = "") -> str:
    """Return an exercise time (ms) as a date-time group: in UTC, or in the local time of a nation with a node."""
    offset_ms = next((node.utc_offset_ms for node in scenario.nodes if node.name == nation), 0)
    return date_time_group(utc_ms_at(scenario, time_ms), offset_ms)
