"""The disclosure log: what was told, coarsened and refused; who cleared what; whether the agreement was kept."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from tocsin.exchange.agreement import JOINT, Agreement, Coarsening
from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.message import Envelope, Refusal
from tocsin.orders.hot_wash import CONTROL, Cleared
from tocsin.review.answer import ALL
from tocsin.review.disclosure import KINDS, MIDDLE_MS, WHOLE_MS, answers, in_force, terms_over_time
from tocsin.review.facts import Facts
from tocsin.review.pack.measures import fresh
from tocsin.review.pack.section import Block, Section, Table, Words
from tocsin.review.page_words import clock, nation
from tocsin.review.party import View
from tocsin.review.told_public import uncleared_statements

AUDIENCES = {"parties": "the parties", "joint": "the joint pack", "public": "the public"}
KIND_WORDS = {
    "beyond_grant": "told beyond the grant",
    "not_told": "owed and not told",
    "late": "told late",
    "uncleared": "public statements with what was not cleared",
}
ONLY_WORDS = "The other kinds need records that are not in this pack."


def section(view: View, facts: Facts) -> Section | None:
    """Return the disclosure log as far as this reader's records tell it; None where they tell nothing of it."""
    blocks = [table for table in (told(view, facts), refused(view, facts), clearances(view)) if table.rows]
    if not blocks and view.party != CONTROL:
        return None
    return Section(
        "disclosure",
        "Disclosure log",
        "",
        (*blocks, *coarsening_words(facts), violations(view, facts)),
    )


def told(view: View, facts: Facts) -> Table:
    """Return how many messages of each kind went to whom, and how many of them with coarsened numbers."""
    terms = terms_over_time(facts)
    sent: Counter[tuple[str, str, str]] = Counter()
    coarse: Counter[tuple[str, str, str]] = Counter()
    for time_ms, _, envelope in facts.of(Envelope):
        message = envelope.message
        key = message.originator, message.releasable_to, type(message.payload).__name__
        sent[key] += 1
        coarse[key] += bool(terms) and is_coarsened(message.payload, in_force(terms, time_ms).coarsening)
    rows = tuple(
        (f"{party(source)} to {party(to)}", kind, f"{sent[source, to, kind]:,}", f"{coarse[source, to, kind]:,}")
        for source, to, kind in sorted(sent)
    )
    return Table("What was told", ("from, to", "kind of message", "told", "of these coarsened"), fresh(rows))


def refused(view: View, facts: Facts) -> Table:
    """Return what the agreement held back, by its reason."""
    counts = Counter((body.originator, body.to, body.payload_kind, body.reason) for _, _, body in facts.of(Refusal))
    rows = tuple(
        (f"{party(source)} to {party(to)}", kind, reason, f"{counts[source, to, kind, reason]:,}")
        for source, to, kind, reason in sorted(counts)
    )
    return Table("What was held back", ("from, to", "kind of message", "reason", "count"), fresh(rows))


def clearances(view: View) -> Table:
    """Return who cleared what for whom, in order, and what was taken back."""
    rows = tuple(
        (
            clock(entry.time_ms / 1000.0),
            party(body.party),
            "took back" if body.is_withdrawn else "cleared",
            AUDIENCES[body.audience],
            plain(body.items),
        )
        for entry in view.log.asides
        if isinstance(body := entry.body, Cleared)
    )
    return Table("Clearances", ("at", "by", "", "for", "what"), rows)


def violations(view: View, facts: Facts) -> Block:
    """Return how often the agreement was not kept, as far as this reader's records decide it."""
    if view.party == CONTROL:
        found = {(item.subject, item.nation): item.value for item in answers(facts)}
        if not found:
            return Words(("The journal does not hold the agreement: whether it was kept cannot be said.",))
        who = (*facts.parties, ALL)
        rows = tuple((KIND_WORDS[kind], *(f"{found[kind, name] or 0.0:,.0f}" for name in who)) for kind in KINDS)
        return Table("Violations of the agreement", ("kind", *map(party, who)), rows)
    count = len(list(uncleared_statements(view.log, facts.parties)))
    return Table(
        "Violations of the agreement", ("kind", "count"), ((KIND_WORDS["uncleared"], str(count)),), ONLY_WORDS
    )


def is_coarsened(payload: msgspec.Struct, coarse: Coarsening) -> bool:
    """Return whether a payload carries a number that the agreement coarsens."""
    return any(is_touched(name, value, coarse) for name, value in msgspec.structs.asdict(payload).items())


def is_touched(name: str, value: object, coarse: Coarsening) -> bool:
    """Return whether the agreement coarsens a field that is there."""
    if value is None:
        return False
    if name in (*MIDDLE_MS, *WHOLE_MS):
        return bool(coarse.time_round_ms)
    if isinstance(value, Ellipse) or name in ("lat_rad", "lon_rad"):
        return bool(coarse.grid_rad)
    if name == "azimuth_rad":
        return bool(coarse.azimuth_step_rad)
    return name == "generic_class" and coarse.class_generic_only


def coarsening_words(facts: Facts) -> Iterator[Words]:
    """Yield in words how numbers were coarsened, where they were."""
    words = []
    for from_ms, agreement in terms_over_time(facts):
        if steps := coarse_steps(agreement):
            words.append(f"Under {agreement.name}, from {clock(from_ms / 1000.0)}: {', '.join(steps)}.")
    if words:
        yield Words(tuple(words))


def coarse_steps(agreement: Agreement) -> list[str]:
    """Return what an agreement takes from the precision of numbers, in words."""
    coarse = agreement.coarsening
    steps = [
        (coarse.grid_rad, f"places rounded to {math.degrees(coarse.grid_rad):.3g} deg"),
        (coarse.time_round_ms, f"times to {coarse.time_round_ms / 1000:g} s"),
        (coarse.azimuth_step_rad, f"directions to {math.degrees(coarse.azimuth_step_rad):.3g} deg"),
        (coarse.class_generic_only, "classes withheld"),
    ]
    return [words for is_so, words in steps if is_so]


def plain(items: Iterable[str]) -> str:
    """Return families or facts as people say them."""
    return ", ".join(item.replace("_", " ") for item in items)


def party(name: str) -> str:
    """Return who it is, in words."""
    return {CONTROL: "Control", JOINT: "Joint cell", ALL: "All"}.get(name, nation(name))
