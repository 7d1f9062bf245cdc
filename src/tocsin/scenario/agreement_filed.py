"""Terms of an agreement that no file was read for: written back as a file, and held to all that a file is held to."""

import math
from dataclasses import fields
from typing import Any

from tocsin.errors import ScenarioError
from tocsin.exchange.agreement import Agreement, DirectionScope
from tocsin.scenario.agreement_file import HOUR_S, MINUTE_S, frozen
from tocsin.scenario.agreement_ladder import check_agreement
from tocsin.scenario.agreement_schema import AgreementFile
from tocsin.scenario.checked import checked

DECIMALS = 9  # of km, deg, h and s: what is finer no file says
LARGEST_MS = 2**53  # ms: beyond, a float is no longer exact


def fault_in_terms(terms: Agreement) -> str:
    """Return why no file could hold such terms, or '': name, value, bound and remedy of the first thing wrong.

    In this order: the keys and bounds of a file, names, the rung, combinations, sectors, and whether the terms come
    back from the file as they were.
    """
    try:
        file = filed(terms)
        check_agreement(file)
        back = frozen(file, terms.parties)
    except ScenarioError as error:
        return str(error)
    for field in fields(Agreement):
        said, meant = getattr(terms, field.name), getattr(back, field.name)
        if said != meant:
            return f"terms: {field.name} = {said!r}: a file would say {meant!r}; give that"
    return ""


def filed(terms: Agreement) -> AgreementFile:
    """Return the terms as a checked file: the inverse of ``frozen``.

    Raises
    ------
    ScenarioError
        As ``agreement_file``.  Neither sources nor readings are in terms, so the file has none.
    """
    return checked(AgreementFile, keys_of(terms), "terms")


def keys_of(terms: Agreement) -> dict[str, Any]:
    """Return the keys of a file, in km, deg, h and s; one without a value is left out."""
    coarse = terms.coarsening
    keys = {
        "name": terms.name,
        "version": terms.version,
        "rung": terms.rung,
        "in_force_s": seconds(terms.in_force_ms),
        "expiry_s": None if terms.expiry_ms is None else seconds(terms.expiry_ms),
        "classes": terms.classes,
        "min_range_km": rounded(terms.min_range_m / 1e3),
        "min_apogee_km": rounded(terms.min_apogee_m / 1e3),
        "direction_scope": tuple(map(sector_keys, terms.direction_scope)),
        "third_state_rule": terms.third_state_rule,
        "fields_released": terms.fields_released,
        "messages": terms.messages,
        "coarsening": {
            "grid_deg": degrees(coarse.grid_rad),
            "time_round_s": seconds(coarse.time_round_ms),
            "class_generic_only": coarse.class_generic_only,
            "azimuth_step_deg": degrees(coarse.azimuth_step_rad),
        },
        "min_delay_s": seconds(terms.min_delay_ms),
        "notice_lead_h": None if terms.notice_lead_ms is None else seconds(terms.notice_lead_ms) / HOUR_S,
        "post_launch_h": None if terms.post_launch_ms is None else seconds(terms.post_launch_ms) / HOUR_S,
        "withhold_quota_per_year": terms.withhold_quota_per_year,
        "joint_cells": terms.joint_cells,
        "engage_on_remote": terms.engage_on_remote,
        "engagement_sharing": terms.engagement_sharing,
        "sensors_withheld_by": terms.sensors_withheld_by,
        "batteries_withheld_by": terms.batteries_withheld_by,
        "report_interval_s": seconds(terms.report_interval_ms),
        "relay": terms.relay,
        "separate_command": terms.separate_command,
        "may_suspend": terms.may_suspend,
        "publicity": terms.publicity,
        "public_facts": terms.public_facts,
        "clear_within_min": seconds(terms.clear_within_ms) / MINUTE_S,
    }
    return {key: value for key, value in keys.items() if value is not None}


def sector_keys(scope: DirectionScope) -> dict[str, Any]:
    """Return the keys of a sector."""
    return {
        "nation": scope.nation,
        "from_deg": degrees(scope.from_rad),
        "to_deg": degrees(scope.to_rad),
        "classes": scope.classes,
    }


def seconds(span_ms: int) -> float:
    """Return a span in s; one too long to be exact is endless, which no file may say."""
    if abs(span_ms) < LARGEST_MS:
        return span_ms / 1000.0
    return math.inf if span_ms > 0 else -math.inf


def degrees(angle_rad: float) -> float:
    """Return an angle in deg."""
    return rounded(math.degrees(angle_rad))


def rounded(value: float) -> float:
    """Return a value as a file says it: the last digits of a conversion are no part of the term."""
    return round(value, DECIMALS)
