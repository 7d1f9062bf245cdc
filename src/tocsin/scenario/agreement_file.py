"""Agreement files: TOML in, checked and frozen out."""

import math
from importlib.resources import files
from pathlib import Path
from typing import Annotated, get_args

from pydantic import Field

from tocsin.errors import ScenarioError
from tocsin.exchange.agreement import RUNG_NAMES, Agreement, Coarsening
from tocsin.exchange.payload import GenericClass, LaunchReport
from tocsin.scenario.checked import checked, read_text, read_toml
from tocsin.scenario.part import Part

HOUR_MS = 3_600_000
RELEASABLE = frozenset(LaunchReport.__struct_fields__) - {"event_id"} | {"track"}
TRACK_RUNG = 4
REPORT_RUNG = 2


class CoarseningPart(Part):
    """How released numbers lose precision."""

    grid_deg: Annotated[float, Field(ge=0, le=30, description="places go to the centre of a cell this wide, deg")] = (
        0.0
    )
    time_round_s: Annotated[int, Field(ge=0, le=3600, description="times go down to a multiple of this, s")] = 0
    class_generic_only: Annotated[bool, Field(description="the class is told as unknown")] = False


class AgreementFile(Part):
    """A whole agreement file."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    version: Annotated[str, Field(description="goes with every message released under it")]
    rung: Annotated[int, Field(ge=0, le=6, description="place on the integration ladder, see the glossary")]
    follows: Annotated[str, Field(description="the real arrangement it is modelled on")] = ""
    documented: Annotated[str, Field(description="what open sources say of that arrangement")] = ""
    our_reading: Annotated[str, Field(description="what was decided here where they say nothing")] = ""
    classes: Annotated[tuple[GenericClass, ...], Field(description="generic classes in scope")]
    fields_released: Annotated[tuple[str, ...], Field(description="fields of a LaunchReport, and `track`")]
    min_range_km: Annotated[
        float, Field(ge=0, le=20000, description="a launch known to fly less far is out of scope, km")
    ] = 0.0
    coarsening: CoarseningPart = CoarseningPart()
    min_delay_s: Annotated[float, Field(ge=0, le=86400, description="every message is held this long, s")] = 0.0
    notice_lead_h: Annotated[
        float | None, Field(ge=0, le=720, description="a notice is owed this long before its window, h; absent: none")
    ] = None
    engage_on_remote: Annotated[bool, Field(description="a battery may fire on tracks only the partner holds")] = (
        False
    )
    report_interval_s: Annotated[float, Field(ge=1, le=3600, description="between two track reports, s")] = 5.0


def preset_names() -> list[str]:
    """Return the names of the shipped agreements, lowest rung first."""
    folder = files("tocsin.scenario").joinpath("agreements")
    names = [item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")]
    return sorted(names, key=lambda name: (agreement_file(name).rung, name))


def agreement_text(name: str) -> str:
    """Return the TOML of a preset by name, or of a file by its path ending in .toml."""
    if name.endswith(".toml"):
        return read_text(Path(name))
    resource = files("tocsin.scenario").joinpath("agreements", f"{name}.toml")
    if not resource.is_file():
        raise ScenarioError(
            f"agreement = {name!r}: no such preset; known: {', '.join(preset_names())}, or a path ending in .toml"
        )
    return resource.read_text(encoding="utf-8")


def agreement_file(name: str) -> AgreementFile:
    """Return a preset by name, or an agreement read from a path ending in .toml."""
    where = name if name.endswith(".toml") else f"agreement {name}"
    return checked(AgreementFile, read_toml(agreement_text(name), where), where)


def load_agreement(name: str, parties: tuple[str, ...]) -> Agreement:
    """Return an agreement between the parties, checked against the integration ladder and frozen in SI.

    Raises
    ------
    ScenarioError
        Unknown preset, wrong file, or a combination outside the ladder, with the reason.
    """
    file = agreement_file(name)
    check_ladder(file)
    return Agreement(
        name=file.name,
        version=file.version,
        rung=file.rung,
        parties=parties,
        classes=file.classes,
        min_range_m=file.min_range_km * 1e3,
        fields_released=file.fields_released,
        coarsening=Coarsening(
            math.radians(file.coarsening.grid_deg),
            file.coarsening.time_round_s * 1000,
            file.coarsening.class_generic_only,
        ),
        min_delay_ms=round(file.min_delay_s * 1000),
        notice_lead_ms=None if file.notice_lead_h is None else round(file.notice_lead_h * HOUR_MS),
        engage_on_remote=file.engage_on_remote,
        report_interval_ms=round(file.report_interval_s * 1000),
    )


def check_ladder(file: AgreementFile) -> None:
    """Raise ScenarioError if what is granted does not fit the rung that the file claims."""
    where = f"agreement {file.name}"
    for field in file.fields_released:
        if field not in RELEASABLE:
            raise ScenarioError(f"{where}: fields_released has {field!r}; known: {', '.join(sorted(RELEASABLE))}")
    needed = 0
    if file.notice_lead_h is not None:
        needed = 1
    if set(file.fields_released) - {"track"}:
        needed = REPORT_RUNG
    if "track" in file.fields_released or file.engage_on_remote:
        needed = TRACK_RUNG
    if needed > file.rung:
        raise ScenarioError(
            f"{where}: rung = {file.rung} ({RUNG_NAMES[file.rung]}) but what it grants needs rung {needed} "
            f"({RUNG_NAMES[needed]}); raise the rung or grant less"
        )
    check_tracks(file, where)


def check_tracks(file: AgreementFile, where: str) -> None:
    """Raise ScenarioError if tracks are granted together with a bound that only reports obey."""
    if "track" not in file.fields_released:
        return
    bounds = {
        "coarsening": file.coarsening != CoarseningPart(),
        "min_range_km": file.min_range_km > 0.0,
        "classes": set(file.classes) != set(get_args(GenericClass)),
    }
    for key, is_bound in bounds.items():
        if is_bound:
            raise ScenarioError(
                f"{where}: fields_released grants 'track' but {key} bounds what may be told: a track tells all, at "
                f"full precision; remove 'track', or the bound in {key} (classes: name all of them)"
            )
