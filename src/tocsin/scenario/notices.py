"""Notices of a scenario: what is told of each launch beforehand, in how many revisions, and when."""

import math
from collections.abc import Sequence

from tocsin.earth.geodesic import geodesic_inverse
from tocsin.exchange.payload import PreLaunchNotification
from tocsin.scenario.declared import DeclaredNotice
from tocsin.scenario.flight_part import LaunchPart
from tocsin.scenario.notice_part import HOUR_S, NoticePart, windows_s


def build_notices(part: NoticePart, launches: Sequence[LaunchPart]) -> list[DeclaredNotice]:
    """Return a notice as first told, then each revision; ``launches``: all of the scenario's."""
    announced = [launch for launch in launches if launch.notice == part.id]
    range_m = most([ground_range_m(launch) for launch in announced])
    apogee_m = most([metres(launch.apogee_km) for launch in announced])
    filed_ms = None if part.filed_h is None else ms(part.window_start_s - part.filed_h * HOUR_S)
    given_ms = [filed_ms, *(ms(change.at_s) for change in part.revision)]
    cancelled = [False, *(change.cancelled for change in part.revision)]
    return [
        DeclaredNotice(
            notice=build_notice(part, number, window_s, cancelled[number]),
            given_ms=given_ms[number],
            is_withheld=part.withheld,
            confirmed_after_ms=None if part.confirmed_after_s is None else ms(part.confirmed_after_s),
            range_m=range_m if part.range_km is None else metres(part.range_km),
            apogee_m=apogee_m if part.apogee_km is None else metres(part.apogee_km),
        )
        for number, window_s in enumerate(windows_s(part))
    ]


def build_notice(
    part: NoticePart, revision: int, window_s: tuple[float, float], is_cancelled: bool
) -> PreLaunchNotification:
    """Return one revision of a notice in SI."""
    return PreLaunchNotification(
        notice_id=part.id,
        launching_nation=part.nation,
        generic_class=part.generic_class,
        window_start_ms=ms(window_s[0]),
        window_end_ms=ms(window_s[1]),
        lat_rad=math.radians(part.lat_deg),
        lon_rad=math.radians(part.lon_deg),
        radius_m=part.radius_km * 1e3,
        azimuth_rad=math.radians(part.azimuth_deg),
        n_launches=part.n_launches,
        revision=revision,
        is_cancelled=is_cancelled,
    )


def ground_range_m(launch: LaunchPart) -> float | None:
    """Return how far a launch is to fly along the ground, None for one that does not come down."""
    if launch.end is None:
        return None
    places = (launch.start, launch.end)
    start, end = ((math.radians(place.lat_deg), math.radians(place.lon_deg)) for place in places)
    return geodesic_inverse(*start, *end).distance_m


def metres(length_km: float | None) -> float | None:
    """Return a length in m, None where it is not known."""
    return None if length_km is None else length_km * 1e3


def most(lengths_m: Sequence[float | None]) -> float | None:
    """Return the largest of some lengths, None where there is none or one of them is not known."""
    known_m = [length_m for length_m in lengths_m if length_m is not None]
    return max(known_m) if known_m and len(known_m) == len(lengths_m) else None


def ms(time_s: float) -> int:
    """Return a time in whole milliseconds."""
    return round(time_s * 1000)


def in_order(notices: list[DeclaredNotice]) -> tuple[DeclaredNotice, ...]:
    """Return notices by the start of their first window and id, the revisions of each together and in order."""
    opens_ms = {item.notice.notice_id: item.notice.window_start_ms for item in reversed(notices)}

    def key(item: DeclaredNotice) -> tuple[int, str, int]:
        return opens_ms[item.notice.notice_id], item.notice.notice_id, item.notice.revision

    return tuple(sorted(notices, key=key))
