"""Whether what an agreement grants holds together, and on which rung of the integration ladder it stands."""

from collections.abc import Iterator
from typing import get_args

from tocsin.errors import ScenarioError
from tocsin.exchange.agreement import RUNG_NAMES
from tocsin.exchange.payload import GenericClass
from tocsin.scenario.agreement_schema import AgreementFile, CoarseningPart
from tocsin.scenario.agreement_terms import RELEASABLE, rows_of

FUSED = ("launch_time_ms", "launch_point", "impact_area")  # without them there is nothing to fuse at a centre
DOUBTS = {
    "launch_time_sigma_ms": "launch_time_ms",
    "azimuth_sigma_rad": "azimuth_rad",
    "impact_time_sigma_ms": "impact_time_ms",
}
TURN_DEG = 360.0
Fault = tuple[bool, str]


def check_agreement(file: AgreementFile) -> None:
    """Raise ScenarioError for the first thing that is unknown, is on another rung than claimed, or does not fit.

    In this order: names, the rung, combinations.  Each message gives name, value, bound and remedy.
    """
    where = f"agreement {file.name}"
    for text in unknown_names(file):
        raise ScenarioError(f"{where}: {text}")
    check_rung(file, where)
    for faults in (term_faults(file), reach_faults(file), together_faults(file), track_faults(file)):
        for is_wrong, text in faults:
            if is_wrong:
                raise ScenarioError(f"{where}: {text}")


def unknown_names(file: AgreementFile) -> Iterator[str]:
    """Yield what is wrong with the names that a file uses."""
    for field in file.fields_released:
        if field not in RELEASABLE:
            yield f"fields_released has {field!r}; known: {', '.join(sorted(RELEASABLE))}"
    keys = [key for key, _, _ in rows_of(file)]
    groups = {key.partition(".")[0] for key in keys}
    for table, said, known in (
        ("documented", file.documented, {*keys}),
        ("our_reading", file.our_reading, {*keys, *groups}),
    ):
        for key in said:
            if key not in known:
                yield f"{table} has {key!r}, which is no term; `tocsin agreement show none` names them all"


def check_rung(file: AgreementFile, where: str) -> None:
    """Raise ScenarioError if what is granted does not stand on the rung that the file claims."""
    needed, what = rung_granted(file)
    if needed > file.rung:
        raise ScenarioError(
            f"{where}: rung = {file.rung} ({RUNG_NAMES[file.rung]}) but {what} needs rung {needed} "
            f"({RUNG_NAMES[needed]}); raise the rung or grant less"
        )
    if needed < file.rung:
        raise ScenarioError(
            f"{where}: rung = {file.rung} ({RUNG_NAMES[file.rung]}) but {what or 'granting nothing'} is rung "
            f"{needed} ({RUNG_NAMES[needed]}); lower the rung or grant what the higher one is about"
        )


def rung_granted(file: AgreementFile) -> tuple[int, str]:
    """Return the highest rung that an agreement grants anything of, and the key that does; 0 and '' for nothing."""
    fields = set(file.fields_released) - {"track"}
    grants = (
        (6, file.joint_cells == "plan_ops", "joint_cells = 'plan_ops'"),
        (5, file.engagement_sharing != "none", f"engagement_sharing = {file.engagement_sharing!r}"),
        (4, "track" in file.fields_released, "fields_released with 'track'"),
        (4, file.engage_on_remote, "engage_on_remote = true"),
        (3, file.joint_cells == "fusion", "joint_cells = 'fusion'"),
        (2, bool(fields), "fields_released"),
        (2, file.joint_cells == "side_by_side", "joint_cells = 'side_by_side'"),
        (1, file.notice_lead_h is not None, "notice_lead_h"),
        (1, file.post_launch_h is not None, "post_launch_h"),
        (1, bool(file.messages), "messages"),
    )
    return next(((rung, key) for rung, is_granted, key in grants if is_granted), (0, ""))


def term_faults(file: AgreementFile) -> Iterator[Fault]:
    """Yield what is wrong with single terms."""
    step_deg = file.coarsening.azimuth_step_deg
    yield (
        step_deg > 0.0 and abs(TURN_DEG / step_deg - round(TURN_DEG / step_deg)) > 1e-9,
        f"coarsening.azimuth_step_deg = {step_deg:g} must divide 360, as 90 or 45 does: sectors are all alike",
    )
    yield (
        file.expiry_s is not None and file.expiry_s <= file.in_force_s,
        f"expiry_s = {file.expiry_s} must be above in_force_s = {file.in_force_s:g}; give a later end, or none",
    )
    for number, sector in enumerate(file.direction_scope, start=1):
        yield (
            (sector.party is None) == (sector.nation is None),
            f"direction_scope[{number}] needs exactly one of `party` (counted from 1) and `nation` (an id)",
        )
        outside = [name for name in sector.classes if name not in file.classes]
        yield (
            bool(outside),
            f"direction_scope[{number}].classes has {', '.join(outside)}, out of scope; remove, or add to classes",
        )


def reach_faults(file: AgreementFile) -> Iterator[Fault]:
    """Yield what is granted in vain: what another term takes away, or what hangs on a term that is not there."""
    has_notices = file.notice_lead_h is not None or file.post_launch_h is not None
    yield (
        not file.classes and (has_notices or bool(set(file.fields_released) - {"track"})),
        "classes = [] leaves no launch in scope, yet notices or fields are granted; name the classes",
    )
    yield (
        file.withhold_quota_per_year > 0 and not has_notices,
        f"withhold_quota_per_year = {file.withhold_quota_per_year} but no notice is owed; set it to 0 or give "
        f"notice_lead_h",
    )
    yield (
        file.relay and not (has_notices or file.fields_released or "interceptor_notice" in file.messages),
        "relay = true but nothing that is passed on is granted; set it to false, or grant reports or notices",
    )
    for doubt, value in DOUBTS.items():
        yield (
            doubt in file.fields_released and value not in file.fields_released,
            f"fields_released has {doubt!r} without {value!r}: a doubt of what is not told; add that or remove it",
        )


def together_faults(file: AgreementFile) -> Iterator[Fault]:
    """Yield what the parties cannot do together, for lack of what it rests on."""
    fields = set(file.fields_released)
    yield (
        file.joint_cells != "none" and not fields - {"track"},
        f"joint_cells = {file.joint_cells!r} but fields_released grants no field of a launch report: nothing to show",
    )
    lacking = [name for name in FUSED if name not in fields]
    yield (
        file.joint_cells in ("fusion", "plan_ops") and bool(lacking),
        f"joint_cells = {file.joint_cells!r} needs {', '.join(lacking)} in fields_released: without them, and the "
        f"times in the provenance, a centre cannot join reports nor tell one source from two",
    )
    yield (
        file.engage_on_remote and "track" not in fields,
        "engage_on_remote = true needs 'track' in fields_released: nobody fires on a track that is not told",
    )
    yield (
        file.engagement_sharing != "none" and not fields - {"track"},
        f"engagement_sharing = {file.engagement_sharing!r} needs launch reports: an intention names an event "
        f"reported before; add to fields_released",
    )
    yield (
        file.engagement_sharing != "none" and "interceptor_notice" not in file.messages,
        f"engagement_sharing = {file.engagement_sharing!r} needs 'interceptor_notice' in messages: the shot itself "
        f"must not be taken for an attack",
    )
    yield (
        file.joint_cells == "plan_ops" and file.engagement_sharing != "status",
        f"joint_cells = 'plan_ops' needs engagement_sharing = 'status', not {file.engagement_sharing!r}: nobody "
        f"can plan with stocks that he does not know",
    )
    yield (
        file.joint_cells == "plan_ops" and "track" not in fields,
        "joint_cells = 'plan_ops' needs 'track' in fields_released: a joint plan rests on shared tracks",
    )


def track_faults(file: AgreementFile) -> Iterator[Fault]:
    """Yield the bounds that only reports obey, where tracks are granted beside them."""
    bounds = {
        "coarsening": file.coarsening != CoarseningPart(),
        "min_range_km": file.min_range_km > 0.0,
        "min_apogee_km": file.min_apogee_km > 0.0,
        "direction_scope": bool(file.direction_scope),
        "third_state_rule": file.third_state_rule == "none",
        "classes": set(file.classes) != set(get_args(GenericClass)),
    }
    for key, is_bound in bounds.items():
        yield (
            is_bound and "track" in file.fields_released,
            f"fields_released grants 'track' but {key} bounds what may be told: a track tells all, at full "
            f"precision; remove 'track', or the bound in {key} (classes: name all of them)",
        )
