"""What exercise control stages in a scenario file: faults, drills, sheets to ask for, desk lines, scripted orders."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from tocsin.scenario.part import Bearing, Id, Lat, Lon, Part

Seconds = Annotated[float, Field(ge=0, le=31_536_000, description="exercise time, s")]


class CountStep(Part):
    """From when on a fault shows how many objects."""

    at_s: Seconds
    n_objects: Annotated[int, Field(ge=0, le=10_000, description="0: nothing is shown")]


class FaultPart(Part):
    """What a system shows that no sensor saw: a test on the live displays, a count that goes wrong on its way.

    ``area``, ``start`` and ``in_s`` say what an attack that is shown looks like; without them only a count is shown.
    """

    id: Id
    nation: Id
    kind: Annotated[Literal["test_data", "count"], Field(description="test data on live displays, or a bad count")]
    displays: Annotated[tuple[Id, ...], Field(min_length=1, description="which of the nation's displays show it")]
    all_displays: Annotated[tuple[Id, ...], Field(min_length=1, description="every display the nation has")]
    steps: Annotated[tuple[CountStep, ...], Field(min_length=1, description="how many objects, from when on")]
    claims: Annotated[
        Literal["low", "medium", "high"], Field(description="the confidence that the system gives it")
    ] = "high"
    lat_deg: Lat
    lon_deg: Lon
    azimuth_deg: Bearing
    area: Annotated[Id, Field(description="the defended area that it seems to come down on")]
    in_s: Annotated[float, Field(gt=0, le=7200, description="from its first step to the impact it shows, s")]

    @model_validator(mode="after")
    def _in_order(self) -> "FaultPart":
        times = [step.at_s for step in self.steps]
        if times != sorted(set(times)):
            raise ValueError("steps must follow each other in time; sort them by at_s")
        if not set(self.displays) <= set(self.all_displays):
            raise ValueError("displays names one that is not in all_displays; add it there")
        return self


class SheetPart(Part):
    """What someone keeps who must be asked: a catalogue of orbits, an almanac, a log.

    It explains an event that was launched, or is first seen, within its time and circle.
    """

    id: Id
    nation: Annotated[Id, Field(description="whose desks can ask for it")]
    asked_of: Annotated[
        Literal["catalogue", "almanac", "maintenance", "range", "drill_log"], Field(description="who keeps it")
    ]
    text: Annotated[str, Field(min_length=1, max_length=300, description="the answer, in words")]
    says: Annotated[
        Literal["anomalous", "false"] | None, Field(description="what the event then is; absent: it settles nothing")
    ] = None
    answer_s: Annotated[float, Field(ge=0, le=7200, description="how long the answer takes, s")] = 60.0
    from_s: Seconds
    to_s: Seconds
    lat_deg: Lat | None = None
    lon_deg: Lon | None = None
    radius_km: Annotated[
        float | None, Field(gt=0, le=20_000, description="of the circle that it is about; absent: anywhere, km")
    ] = None

    @model_validator(mode="after")
    def _whole_circle(self) -> "SheetPart":
        given = [value is not None for value in (self.lat_deg, self.lon_deg, self.radius_km)]
        if any(given) and not all(given):
            raise ValueError("a circle needs lat_deg, lon_deg and radius_km; add or remove some")
        if self.to_s <= self.from_s:
            raise ValueError(f"to_s = {self.to_s} must be after from_s = {self.from_s}; swap or widen them")
        return self


class DrillPart(Part):
    """A drill of a nation's public warning that its people may take for the real thing."""

    id: Id
    nation: Id
    time_s: Seconds
    misread: Annotated[float, Field(ge=0, le=1, description="probability that one person takes it for real")]
    told_after_s: Annotated[float, Field(ge=0, le=7200, description="after this the desk is told what it was, s")] = (
        180.0
    )


class DeskLinePart(Part):
    """The way of notices from a nation's notice desk to its sensor desk; without it they are there at once."""

    nation: Id
    delay_s: Annotated[float, Field(ge=0, le=86_400, description="from forwarding to the sensor desk, s")] = 0.0
    loss: Annotated[float, Field(ge=0, le=1, description="probability that a notice is lost on the way")] = 0.0
    is_forwarded: Annotated[bool, Field(description="false: the order to forward is never given")] = True


class ScriptPart(Part):
    """An order given by script: control plays one cell at one moment."""

    time_s: Seconds
    nation: Id
    cell: Annotated[str, Field(description="who gives it, see the glossary")]
    action: Annotated[
        dict[str, Any], Field(description="what is ordered: `type` and the keys of that action, see records.md")
    ]
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class SerialPart(Part):
    """One entry of the exercise's calendar: who does what when, beside the events of the story."""

    id: Id
    kind: Annotated[
        Literal["brief", "window", "freeze", "handover"],
        Field(
            description="a brief; a window in which players are at their desks; a freeze, at which the clock of a "
            "live exercise stops (over night); a change of watch"
        ),
    ]
    nation: Annotated[Id | None, Field(description="whose it is; absent: everyone's")] = None
    time_s: Seconds
    duration_s: Annotated[
        float, Field(ge=0, le=604_800, description="exercise time that it takes, s; 0: a moment")
    ] = 0.0
    text: Annotated[str, Field(max_length=200, description="what it is, in words")] = ""
