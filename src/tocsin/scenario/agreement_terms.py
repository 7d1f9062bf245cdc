"""An agreement as a list of terms: what each says, whether open sources say so, and in what two differ."""

from typing import Literal, NamedTuple

from tocsin.exchange.agreement import PUBLIC_FACTS, RUNG_NAMES
from tocsin.exchange.payload import LaunchReport
from tocsin.exchange.release import MESSAGE_KINDS
from tocsin.scenario.agreement_schema import AgreementFile, DirectionPart

RELEASABLE = (*(name for name in LaunchReport.__struct_fields__ if name != "event_id"), "track")
NOTHING = "-"
UNSAID = "open sources say nothing of it; left at this"
THIRD_STATE_WORDS = {
    "none": "not told",
    "report_third_state_launches": "told",
    "notify_overflown": "told; states flown over are notified",
    "protect_third_state": "told; states flown over are notified; third states may be protected",
}


Standing = Literal["documented", "in part", "our reading"]


class Term(NamedTuple):
    """One thing that an agreement settles.

    ``key`` names it (``min_range_km``, ``fields_released.impact_area``); ``value`` is for people; ``standing`` is
    whether open sources say so; ``why`` what they say, or why it is as it is where they say nothing.
    """

    key: str
    words: str
    value: str
    standing: Standing
    why: str


def terms_of(file: AgreementFile) -> list[Term]:
    """Return every term, the same ones in the same order for every agreement."""
    return [Term(key, words, value, *grounds_of(file, key)) for key, words, value in rows_of(file)]


def grounds_of(file: AgreementFile, key: str) -> tuple[Standing, str]:
    """Return how a term stands, and why it is as it is; a reading of a group holds for its members."""
    if key in file.documented and key in file.our_reading:
        return "in part", f"{file.documented[key]}; our reading: {file.our_reading[key]}"
    if key in file.documented:
        return "documented", file.documented[key]
    return "our reading", file.our_reading.get(key) or file.our_reading.get(key.partition(".")[0]) or UNSAID


def count_of(terms: list[Term], standing: Standing) -> int:
    """Return how many terms stand so."""
    return sum(term.standing == standing for term in terms)


def endorsement(file: AgreementFile) -> str:
    """Return in a sentence how much of an agreement is documented, and that nobody endorses it."""
    terms = terms_of(file)
    in_part = count_of(terms, "in part")
    whole = f"{count_of(terms, 'documented')} of {len(terms)} fields documented"
    return f"{whole}{f', {in_part} in part' if in_part else ''}, the rest our reading; no party endorses this"


def pairs_of(a: AgreementFile, b: AgreementFile) -> list[tuple[Term, Term]]:
    """Return the terms of two agreements side by side, the rung first."""
    return [(rung_term(a), rung_term(b)), *zip(terms_of(a), terms_of(b), strict=True)]


def rung_term(file: AgreementFile) -> Term:
    """Return the rung as a term: it is our word, so no source can say it."""
    return Term("rung", "rung of the integration ladder", f"{file.rung}, {RUNG_NAMES[file.rung]}", "our reading", "")


def rows_of(file: AgreementFile) -> list[tuple[str, str, str]]:
    """Return key, words and value of every term."""
    return [*scope_rows(file), *notice_rows(file), *precision_rows(file), *told_rows(file), *together_rows(file)]


def scope_rows(file: AgreementFile) -> list[tuple[str, str, str]]:
    """Return what launches and what time an agreement covers."""
    sectors = "; ".join(map(sector_words, file.direction_scope))
    return [
        ("in_force_s", "in force from", f"{file.in_force_s:g} s"),
        ("expiry_s", "expires", NOTHING if file.expiry_s is None else f"{file.expiry_s:g} s"),
        ("classes", "classes in scope", ", ".join(file.classes) or NOTHING),
        ("min_range_km", "shortest range in scope", f"{file.min_range_km:g} km" if file.min_range_km else NOTHING),
        ("min_apogee_km", "or least apogee", f"{file.min_apogee_km:g} km" if file.min_apogee_km else NOTHING),
        ("direction_scope", "directions in scope", sectors or "all"),
        ("third_state_rule", "launches of third states", THIRD_STATE_WORDS[file.third_state_rule]),
    ]


def sector_words(sector: DirectionPart) -> str:
    """Return a sector in words."""
    who = f"party {sector.party}" if sector.nation is None else sector.nation
    what = f" ({', '.join(sector.classes)})" if sector.classes else ""
    return f"{who}: {sector.from_deg:g} to {sector.to_deg:g} deg{what}"


def notice_rows(file: AgreementFile) -> list[tuple[str, str, str]]:
    """Return which notices are owed."""
    return [
        ("notice_lead_h", "notice before a launch", hours(file.notice_lead_h, "ahead")),
        ("post_launch_h", "notice after a launch", hours(file.post_launch_h, "after")),
        ("withhold_quota_per_year", "notices a party may withhold a year", str(file.withhold_quota_per_year)),
    ]


def hours(span_h: float | None, word: str) -> str:
    """Return a span in words."""
    return NOTHING if span_h is None else f"{span_h:g} h {word}"


def precision_rows(file: AgreementFile) -> list[tuple[str, str, str]]:
    """Return how exactly and how soon things are told."""
    coarse = file.coarsening
    step = f"{coarse.azimuth_step_deg:g} deg" if coarse.azimuth_step_deg else NOTHING
    return [
        ("coarsening.grid_deg", "places rounded to", f"{coarse.grid_deg:g} deg" if coarse.grid_deg else NOTHING),
        (
            "coarsening.time_round_s",
            "times rounded to",
            f"{coarse.time_round_s} s" if coarse.time_round_s else NOTHING,
        ),
        ("coarsening.azimuth_step_deg", "directions rounded to", step),
        ("coarsening.class_generic_only", "class withheld", yes(coarse.class_generic_only)),
        ("min_delay_s", "messages held", f"{file.min_delay_s:g} s" if file.min_delay_s else NOTHING),
        ("report_interval_s", "time between track reports", f"{file.report_interval_s:g} s"),
    ]


def told_rows(file: AgreementFile) -> list[tuple[str, str, str]]:
    """Return which fields and which kinds of message may leave."""
    fields = [(f"fields_released.{name}", f"tells {name}", yes(name in file.fields_released)) for name in RELEASABLE]
    kinds = [
        (f"messages.{kind}", f"sends {kind}", yes(kind in file.messages))
        for kind in dict.fromkeys(MESSAGE_KINDS.values())
    ]
    return [*fields, *kinds]


def together_rows(file: AgreementFile) -> list[tuple[str, str, str]]:
    """Return what the parties do together, and how they may part."""
    return [
        ("joint_cells", "joint cells", plain(file.joint_cells)),
        ("engage_on_remote", "fire on the partner's tracks", yes(file.engage_on_remote)),
        ("engagement_sharing", "engagements shared", plain(file.engagement_sharing)),
        ("sensors_withheld_by", "sensors not shared", withholders(file.sensors_withheld_by)),
        ("batteries_withheld_by", "batteries not told of", withholders(file.batteries_withheld_by)),
        ("relay", "passed on to whom the teller has no link", yes(file.relay)),
        ("separate_command", "each nation commands its own", yes(file.separate_command)),
        ("may_suspend", "a party may suspend", yes(file.may_suspend)),
        ("publicity", "told to the public", plain(file.publicity)),
        ("public_facts", "facts that may be told to it", public(file)),
        ("clear_within_min", "statements out within", public_clock(file)),
    ]


def public(file: AgreementFile) -> str:
    """Return what may be cleared for the public in words; nothing where the public is told nothing."""
    if file.publicity == "none":
        return NOTHING
    return "all" if set(file.public_facts) == set(PUBLIC_FACTS) else ", ".join(file.public_facts) or NOTHING


def public_clock(file: AgreementFile) -> str:
    """Return how long clearing may take in words; nothing where there is nothing to clear."""
    return NOTHING if file.publicity == "none" else f"{file.clear_within_min:g} min"


def withholders(said: tuple[str | int, ...]) -> str:
    """Return who withholds in words."""
    return ", ".join(f"party {item}" if isinstance(item, int) else item for item in said) or NOTHING


def yes(is_so: bool) -> str:
    """Return yes, or the sign for nothing."""
    return "yes" if is_so else NOTHING


def plain(value: str) -> str:
    """Return a choice in words; none is the sign for nothing."""
    return NOTHING if value == "none" else value.replace("_", " ")
