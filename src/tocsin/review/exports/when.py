"""Calendar times of an exercise as files write them."""

from datetime import UTC, datetime, timedelta

from tocsin.scenario.declared import Scenario, utc_ms_at

EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)


def iso_of(utc_ms: int) -> str:
    """Return a calendar time (ms since 1970) as ISO 8601 with milliseconds, UTC."""
    moment = EPOCH_UTC + timedelta(milliseconds=utc_ms)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def iso_at(scenario: Scenario, time_ms: int) -> str:
    """Return the calendar time of an exercise time (ms) as ISO 8601."""
    return iso_of(utc_ms_at(scenario, time_ms))
