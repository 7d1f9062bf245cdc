"""Agreement files: TOML in, checked and frozen out."""

import math
from importlib.resources import files
from pathlib import Path

from tocsin.errors import ScenarioError
from tocsin.exchange.agreement import Agreement, Coarsening, DirectionScope
from tocsin.scenario.agreement_ladder import check_agreement
from tocsin.scenario.agreement_schema import AgreementFile, CoarseningPart, DirectionPart
from tocsin.scenario.checked import checked, read_text, read_toml

HOUR_S = 3600.0
MINUTE_S = 60.0


def preset_names() -> list[str]:
    """Return the names of the shipped agreements, lowest rung first."""
    folder = files("tocsin.scenario").joinpath("agreements")
    names = [item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")]
    return sorted(names, key=lambda name: (agreement_file(name).rung, name))


def agreement_text(name: str) -> str:
    """Return the TOML of a preset by name, of a file by its path ending in .toml, or a text that is one already."""
    if "\n" in name:
        return name
    if name.endswith(".toml"):
        return read_text(Path(name))
    resource = files("tocsin.scenario").joinpath("agreements", f"{name}.toml")
    if not resource.is_file():
        raise ScenarioError(
            f"agreement = {name!r}: no such preset; known: {', '.join(preset_names())}, or a path ending in .toml"
        )
    return resource.read_text(encoding="utf-8")


def agreement_file(name: str) -> AgreementFile:
    """Return an agreement, named as for ``agreement_text``: its keys checked, not its sense."""
    where = "agreement" if "\n" in name else name if name.endswith(".toml") else f"agreement {name}"
    return checked(AgreementFile, read_toml(agreement_text(name), where), where)


def checked_agreement(name: str) -> AgreementFile:
    """Return an agreement as ``agreement_file`` does, checked against the integration ladder too.

    Raises
    ------
    ScenarioError
        Unknown preset, wrong file, or a combination outside the ladder, with the reason.
    """
    file = agreement_file(name)
    check_agreement(file)
    return file


def load_agreement(name: str, parties: tuple[str, ...]) -> Agreement:
    """Return an agreement between the parties, checked and frozen in SI.

    Raises
    ------
    ScenarioError
        As ``checked_agreement``, and for a sector of somebody who is no party.
    """
    return frozen(checked_agreement(name), parties)


def frozen(file: AgreementFile, parties: tuple[str, ...]) -> Agreement:
    """Return a checked file as an agreement between the parties, in SI: m, rad, ms."""
    return Agreement(
        name=file.name,
        version=file.version,
        rung=file.rung,
        parties=parties,
        in_force_ms=milliseconds(file.in_force_s),
        expiry_ms=None if file.expiry_s is None else milliseconds(file.expiry_s),
        classes=file.classes,
        min_range_m=file.min_range_km * 1e3,
        min_apogee_m=file.min_apogee_km * 1e3,
        direction_scope=tuple(frozen_sector(file, sector, parties) for sector in file.direction_scope),
        third_state_rule=file.third_state_rule,
        fields_released=file.fields_released,
        messages=file.messages,
        coarsening=frozen_coarsening(file.coarsening),
        min_delay_ms=milliseconds(file.min_delay_s),
        notice_lead_ms=None if file.notice_lead_h is None else milliseconds(file.notice_lead_h * HOUR_S),
        post_launch_ms=None if file.post_launch_h is None else milliseconds(file.post_launch_h * HOUR_S),
        withhold_quota_per_year=file.withhold_quota_per_year,
        joint_cells=file.joint_cells,
        engage_on_remote=file.engage_on_remote,
        engagement_sharing=file.engagement_sharing,
        sensors_withheld_by=frozen_withholders(file, "sensors_withheld_by", file.sensors_withheld_by, parties),
        batteries_withheld_by=frozen_withholders(file, "batteries_withheld_by", file.batteries_withheld_by, parties),
        report_interval_ms=milliseconds(file.report_interval_s),
        relay=file.relay,
        separate_command=file.separate_command,
        may_suspend=file.may_suspend,
        publicity=file.publicity,
        public_facts=file.public_facts,
        clear_within_ms=milliseconds(file.clear_within_min * MINUTE_S),
    )


def milliseconds(span_s: float) -> int:
    """Return a span in whole milliseconds."""
    return round(span_s * 1000.0)


def frozen_coarsening(part: CoarseningPart) -> Coarsening:
    """Return how numbers lose precision, in SI."""
    return Coarsening(
        grid_rad=math.radians(part.grid_deg),
        time_round_ms=part.time_round_s * 1000,
        class_generic_only=part.class_generic_only,
        azimuth_step_rad=math.radians(part.azimuth_step_deg),
    )


def frozen_sector(file: AgreementFile, sector: DirectionPart, parties: tuple[str, ...]) -> DirectionScope:
    """Return a sector of one of the parties, in rad."""
    where = f"agreement {file.name}: direction_scope"
    if sector.party is not None and sector.party > len(parties):
        raise ScenarioError(
            f"{where}: party = {sector.party}, but the scenario has {len(parties)} ({', '.join(parties)}); "
            f"remove that sector or play more parties"
        )
    nation = sector.nation if sector.party is None else parties[sector.party - 1]
    if nation is None or nation not in parties:
        raise ScenarioError(f"{where}: nation = {nation!r} is no party; parties: {', '.join(parties)}")
    return DirectionScope(nation, math.radians(sector.from_deg), math.radians(sector.to_deg), sector.classes)


def frozen_withholders(
    file: AgreementFile, key: str, said: tuple[str | int, ...], parties: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the parties that a file names by their ids or their places."""
    where = f"agreement {file.name}: {key}"
    names: list[str] = []
    for item in said:
        if item not in parties and not (isinstance(item, int) and 1 <= item <= len(parties)):
            raise ScenarioError(
                f"{where} has {item!r}, but the scenario's parties are {', '.join(parties)}; give one of them by its "
                f"id, or 1 to {len(parties)}"
            )
        name = parties[item - 1] if isinstance(item, int) else item
        if name in names:
            raise ScenarioError(f"{where} names {name} twice; remove one")
        names.append(name)
    return tuple(names)
