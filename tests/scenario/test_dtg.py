"""Date-time groups, against the calendar of the standard library."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.scenario.build import load_scenario
from tocsin.scenario.dtg import date_time_group, group_at

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = datetime(2068, 12, 30, tzinfo=UTC)  # two figures of a year are read as 1969 to 2068
MOMENTS = st.integers(0, (LAST - EPOCH) // timedelta(milliseconds=1)).map(
    lambda ms: EPOCH + timedelta(milliseconds=ms)
)
OFFSETS = st.integers(-48, 56).map(lambda quarters: timedelta(minutes=15 * quarters))


def ms_of(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("moment", "offset_h", "said"),
    [
        ("2026-11-22T14:30:59.999", 0.0, "221430Z NOV 26"),
        ("2026-11-22T14:30:00", 3.5, "221800+0330 NOV 26"),
        ("2026-12-31T23:30:00", 1.0, "010030A JAN 27"),
        ("2028-02-29T05:00:00", -5.0, "290000R FEB 28"),
        ("2026-11-22T14:30:00", -3.5, "221100-0330 NOV 26"),
        ("2026-11-22T14:30:00", 10.0, "230030K NOV 26"),  # J is left out
        ("2026-11-22T14:30:00", 12.0, "230230M NOV 26"),
        ("2026-11-22T14:30:00", 13.0, "230330+1300 NOV 26"),
        ("2026-11-22T14:30:00", -12.0, "220230Y NOV 26"),
    ],
)
def test_as_staffs_write_it(moment: str, offset_h: float, said: str) -> None:
    utc_ms = ms_of(datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert date_time_group(utc_ms, round(offset_h * 3_600_000)) == said


def read_back(group: str, offset: timedelta) -> datetime:
    """Return the moment that a group means, read by the standard library's own parser."""
    figures, month, year = group.split()
    return datetime.strptime(f"{figures[:6]} {month.title()} {year}", "%d%H%M %b %y").replace(tzinfo=timezone(offset))


@given(moment=MOMENTS, offset=OFFSETS)
def test_a_group_means_the_minute_that_it_was_made_of(moment: datetime, offset: timedelta) -> None:
    group = date_time_group(ms_of(moment), offset // timedelta(milliseconds=1))
    assert read_back(group, offset) == moment.replace(second=0, microsecond=0)


@given(moment=MOMENTS, offset=OFFSETS)
def test_a_zone_is_a_letter_or_its_offset(moment: datetime, offset: timedelta) -> None:
    zone = date_time_group(ms_of(moment), offset // timedelta(milliseconds=1)).split()[0][6:]
    if len(zone) == 1:
        east, west = "ABCDEFGHIKLM", "NOPQRSTUVWXY"
        hours = 0 if zone == "Z" else east.index(zone) + 1 if zone in east else -west.index(zone) - 1
        assert offset == timedelta(hours=hours)
    else:
        assert datetime.strptime(zone, "%z").utcoffset() == offset


def test_each_nation_has_its_own_hour() -> None:
    scenario = load_scenario("handover-0600")
    start = [group_at(scenario, 0, nation) for nation in ("", *scenario.parties, "elm")]
    assert start == ["100530Z MAR 31", "100530Z MAR 31", "100900+0330 MAR 31", "100530Z MAR 31"]
