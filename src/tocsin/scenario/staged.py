"""What exercise control stages, frozen and in SI; how each table of the file becomes it."""

import math
from dataclasses import dataclass, field

import msgspec

from tocsin.errors import ScenarioError
from tocsin.exchange.payload import Assessment, Confidence
from tocsin.orders.action import AskedOf, CellName
from tocsin.orders.inject import Msel
from tocsin.orders.msel_check import Known
from tocsin.orders.order import Action, Order
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.msel import build_msel
from tocsin.scenario.msel_schema import MselFile
from tocsin.scenario.part import Id
from tocsin.scenario.schema import ScenarioFile
from tocsin.scenario.serials import Serial
from tocsin.scenario.staged_schema import FaultPart, ScriptPart, SheetPart


@dataclass(frozen=True, slots=True)
class Fault:
    """What a system shows that no sensor saw.

    ``steps``: (exercise time ms, number of objects shown from then on).  ``claims``: the confidence it is shown with.
    ``area_id``: the defended area that it seems to come down on, at ``impact_ms``.
    """

    fault_id: str
    nation: str
    is_test_data: bool
    displays: tuple[str, ...]
    all_displays: tuple[str, ...]
    steps: tuple[tuple[int, int], ...]
    claims: Confidence
    lat_rad: float
    lon_rad: float
    azimuth_rad: float
    area_id: str
    impact_ms: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What someone keeps who must be asked.  ``circle``: latitude, longitude (rad) and radius (m), or None."""

    sheet_id: str
    nation: str
    asked_of: AskedOf
    text: str
    says: Assessment | None
    answer_ms: int
    from_ms: int
    to_ms: int
    circle: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill of the public warning; each person takes it for real with a probability."""

    drill_id: str
    nation: str
    time_ms: int
    misread_probability: float
    told_ms: int


@dataclass(frozen=True, slots=True)
class DeskLine:
    """The way of notices from a nation's notice desk to its sensor desk."""

    nation: str
    delay_ms: int
    loss: float
    is_forwarded: bool


@dataclass(frozen=True, slots=True)
class Staged:
    """All of it; ``script`` holds (exercise time ms, order), in order of time; ``msel`` what control plans."""

    faults: tuple[Fault, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    drills: tuple[Drill, ...] = ()
    desk_lines: tuple[DeskLine, ...] = ()
    script: tuple[tuple[int, Order], ...] = ()
    msel: Msel = field(default_factory=Msel)
    serials: tuple[Serial, ...] = ()


def build_staged(parsed: ScenarioFile, file: str) -> Staged:
    """Return what a scenario stages, or raise ScenarioError where it names what is not there."""
    check_nations(parsed, file)
    areas = {area.id: area.nation for area in parsed.area}
    script = [
        (whole_ms(part.time_s), scripted(part, parsed.scenario.bound, f"{file}: script[{index}]"))
        for index, part in enumerate(parsed.script, start=1)
    ]
    return Staged(
        faults=tuple(fault_of(part, areas, f"{file}: fault[{i}]") for i, part in enumerate(parsed.fault, 1)),
        sheets=tuple(sheet_of(part) for part in parsed.sheet),
        drills=tuple(
            Drill(d.id, d.nation, whole_ms(d.time_s), d.misread, ms(d.time_s + d.told_after_s)) for d in parsed.drill
        ),
        desk_lines=tuple(
            DeskLine(line.nation, ms(line.delay_s), line.loss, line.is_forwarded) for line in parsed.desk_line
        ),
        script=tuple(sorted(script, key=lambda item: item[0])),
        serials=build_serials(parsed, file),
        msel=build_msel(
            MselFile(storyline=parsed.storyline, objective=parsed.objective, inject=parsed.inject),
            names_of(parsed),
            file,
        ),
    )


def names_of(parsed: ScenarioFile) -> Known:
    """Return the names that injects may use."""
    satellites = [part.id for part in parsed.satellite]
    return Known(
        nations=parsed.scenario.parties,
        sensors=[*(part.id for part in parsed.radar), *(part.id for part in parsed.skywave), *satellites],
        links=[(part.source, part.target) for part in parsed.link],
        launches=[part.id for part in parsed.launch],
        notices=[part.id for part in parsed.notice],
    )


def build_serials(parsed: ScenarioFile, file: str) -> tuple[Serial, ...]:
    """Return the calendar in order of time, or raise ScenarioError where an entry has no place in it."""
    duration_s, ids = (parsed.scenario.duration_min or math.inf) * 60, [part.id for part in parsed.serial]
    for index, part in enumerate(parsed.serial, start=1):
        if ids.count(part.id) > 1:
            raise ScenarioError(f"{file}: serial id = {part.id!r} is used twice; every serial needs an id of its own")
        if part.time_s >= duration_s:
            raise ScenarioError(
                f"{file}: serial[{index}].time_s = {part.time_s}: must be below the scenario's {duration_s:.0f} s; "
                "begin earlier or raise scenario.duration_min"
            )
    serials = [
        Serial(part.id, part.kind, part.nation or "", whole_ms(part.time_s), ms(part.duration_s), part.text)
        for part in parsed.serial
    ]
    return tuple(sorted(serials, key=lambda item: item.time_ms))


def check_nations(parsed: ScenarioFile, file: str) -> None:
    """Raise ScenarioError where something is staged for a nation that runs no node."""
    named = (
        ("fault", [part.nation for part in parsed.fault]),
        ("sheet", [part.nation for part in parsed.sheet]),
        ("drill", [part.nation for part in parsed.drill]),
        ("desk_line", [part.nation for part in parsed.desk_line]),
        ("script", [part.nation for part in parsed.script]),
        ("serial", [part.nation or parsed.scenario.parties[0] for part in parsed.serial]),
    )
    parties = parsed.scenario.parties
    for key, nations in named:
        for index, nation in enumerate(nations, start=1):
            if nation not in parties:
                raise ScenarioError(
                    f"{file}: {key}[{index}].nation = {nation!r}: must be one of {', '.join(parties)}"
                )


def whole_ms(time_s: float) -> int:
    """Return the first whole second that is not before a time, ms: what is ordered falls on a tick."""
    return math.ceil(time_s) * 1000


def ms(time_s: float) -> int:
    """Return seconds as whole milliseconds."""
    return round(time_s * 1000)


def fault_of(part: FaultPart, areas: dict[Id, Id], where: str) -> Fault:
    """Return a fault as declared."""
    if areas.get(part.area) != part.nation:
        own = ", ".join(area for area, nation in areas.items() if nation == part.nation) or "it has none"
        raise ScenarioError(f"{where}.area = {part.area!r}: must be a defended area of {part.nation}: {own}")
    return Fault(
        fault_id=part.id,
        nation=part.nation,
        is_test_data=part.kind == "test_data",
        displays=part.displays,
        all_displays=part.all_displays,
        steps=tuple((ms(step.at_s), step.n_objects) for step in part.steps),
        claims=part.claims,
        lat_rad=math.radians(part.lat_deg),
        lon_rad=math.radians(part.lon_deg),
        azimuth_rad=math.radians(part.azimuth_deg),
        area_id=part.area,
        impact_ms=ms(part.steps[0].at_s + part.in_s),
    )


def sheet_of(part: SheetPart) -> Sheet:
    """Return a sheet as declared."""
    circle = None
    if part.lat_deg is not None and part.lon_deg is not None and part.radius_km is not None:
        circle = math.radians(part.lat_deg), math.radians(part.lon_deg), part.radius_km * 1e3
    return Sheet(
        sheet_id=part.id,
        nation=part.nation,
        asked_of=part.asked_of,
        text=part.text,
        says=part.says,
        answer_ms=ms(part.answer_s),
        from_ms=ms(part.from_s),
        to_ms=ms(part.to_s),
        circle=circle,
    )


def scripted(part: ScriptPart, parties: tuple[str, ...], where: str) -> Order:
    """Return a scripted order, or raise ScenarioError saying what is wrong with its action.

    Terms to be signed may be named: ``{ type = "SignAmendment", preset = "jdec-1" }``.
    """
    given = dict(part.action)
    if "preset" in given:
        given["terms"] = load_agreement(str(given.pop("preset")), parties)
    try:
        cell = msgspec.convert(part.cell, CellName)
        action = msgspec.convert(given, Action, from_attributes=True)
    except msgspec.ValidationError as error:
        raise ScenarioError(f"{where}: {error}; see the actions in docs/records.md") from None
    return Order(node=part.nation, cell=cell, action=action, in_reply_to="", reason=part.reason, decided_by="script")
