"""Tables of a scenario file about announced launches: a notice, and how it is changed later."""

import itertools
from typing import Annotated, Literal

from pydantic import Field, model_validator

from tocsin.scenario.part import LONGEST_S, Bearing, Id, Lat, Lon, Part

HOUR_S = 3600.0
LONGEST_H = LONGEST_S / HOUR_S


class RevisionPart(Part):
    """A change of a notice, told when it is made; what it leaves out stays as it was."""

    at_s: Annotated[
        float, Field(ge=-LONGEST_S, le=LONGEST_S, description="exercise time, s; may lie before the start")
    ]
    window_start_s: Annotated[float | None, Field(ge=-LONGEST_S, description="exercise time, s")] = None
    window_end_s: Annotated[float | None, Field(le=LONGEST_S, description="exercise time, s")] = None
    cancelled: Annotated[bool, Field(description="there will be no launch after all")] = False


class NoticePart(Part):
    """A pre-launch notification entered in the launching nation's register."""

    id: Id
    nation: Id
    generic_class: Literal["srbm", "mrbm", "irbm", "icbm", "slv", "sounding"]
    window_start_s: Annotated[float, Field(ge=-LONGEST_S, description="exercise time, s; may lie before the start")]
    window_end_s: Annotated[float, Field(le=LONGEST_S, description="exercise time, s; may lie after the end")]
    lat_deg: Lat
    lon_deg: Lon
    radius_km: Annotated[float, Field(gt=0, le=2000, description="of the launch area, km")]
    azimuth_deg: Bearing
    n_launches: Annotated[int, Field(ge=1, le=100, description="how many are announced")] = 1
    range_km: Annotated[
        float | None,
        Field(
            gt=0,
            le=20000,
            description="how far what is announced is to fly, km; absent: as far as the launches that name the "
            "notice, not known without",
        ),
    ] = None
    apogee_km: Annotated[
        float | None,
        Field(
            gt=0,
            le=40000,
            description="how high, km; absent: as those launches' `apogee_km`, not known where one has none",
        ),
    ] = None
    filed_h: Annotated[
        float | None,
        Field(
            ge=0,
            le=LONGEST_H,
            description="hours before its window when it is entered; absent: as agreed, else 24",
        ),
    ] = None
    revision: Annotated[tuple[RevisionPart, ...], Field(description="how it is changed later, in order")] = ()
    withheld: Annotated[bool, Field(description="entered at home, never told to a partner")] = False
    confirmed_after_s: Annotated[
        float | None,
        Field(
            ge=0,
            le=LONGEST_S,
            description="how long after lift-off its nation confirms the launch; absent: as agreed",
        ),
    ] = None

    @model_validator(mode="after")
    def _window_has_a_length(self) -> "NoticePart":
        if self.window_end_s <= self.window_start_s:
            raise ValueError(f"window_end_s = {self.window_end_s} must be after window_start_s; swap or widen them")
        return self

    @model_validator(mode="after")
    def _revisions_follow_each_other(self) -> "NoticePart":
        times_s = [change.at_s for change in self.revision]
        if self.filed_h is not None:
            times_s.insert(0, self.window_start_s - self.filed_h * HOUR_S)
        for before_s, at_s in itertools.pairwise(times_s):
            if at_s <= before_s:
                raise ValueError(
                    f"revision: at_s = {at_s:g} must be after {before_s:g}, when it was last told; move it"
                )
        for number, (start_s, end_s) in enumerate(windows_s(self)[1:], start=1):
            if end_s <= start_s:
                raise ValueError(
                    f"revision[{number}]: its window ends at {end_s:g} s and must end after {start_s:g}, its start; "
                    "give both window_start_s and window_end_s"
                )
        return self


def windows_s(notice: NoticePart) -> list[tuple[float, float]]:
    """Return the window (s) of a notice as first told and after each revision."""
    windows = [(notice.window_start_s, notice.window_end_s)]
    for change in notice.revision:
        start_s, end_s = windows[-1]
        windows.append(
            (
                start_s if change.window_start_s is None else change.window_start_s,
                end_s if change.window_end_s is None else change.window_end_s,
            )
        )
    return windows
