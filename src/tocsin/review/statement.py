"""Public statements: drafted as a list of facts, cleared by every party, released in fixed words.

A statement is built from cleared facts only.  Every one says first and in each language that it is about an exercise,
and last that it is directed against no third party.
"""

from dataclasses import replace
from typing import NamedTuple

from tocsin.errors import ScenarioError
from tocsin.exchange.agreement import PUBLIC_FACTS, Agreement, PublicFact
from tocsin.orders.hot_wash import CONTROL, Announced, Cleared, StatementDrafted, StatementReleased
from tocsin.orders.order import AgreementAmended, Order, OrderRefused
from tocsin.review.disclosure import in_force, terms_over_time
from tocsin.review.facts import Facts
from tocsin.review.log import RunLog, is_over
from tocsin.review.party import cleared
from tocsin.review.public_facts import FACT_KINDS, KNOWN_BEFORE, TRUTH_FACTS, Run, has_begun, lines_of
from tocsin.review.statement_words import MARKED, NO_THIRD_PARTY, SIMULATED, TAGS, Said
from tocsin.scenario.declared import Scenario

OF_POLICY = (AgreementAmended, Order, OrderRefused)
OF_STATEMENTS = (Cleared, StatementDrafted, StatementReleased)
STATEMENT_KINDS = FACT_KINDS | {kind.__name__ for kind in (*OF_POLICY, *OF_STATEMENTS)}
"""The record kinds that statements need; ``read_log(path, STATEMENT_KINDS)`` is enough for this module."""


class Drafted(NamedTuple):
    """A statement as it stands: its newest draft, when it was first drafted, and its release if it is out."""

    draft: StatementDrafted
    first_utc_ms: int
    released: StatementReleased | None


class Statement(NamedTuple):
    """What may go out now: its words in all languages, and whether it is late."""

    text: str
    is_late: bool


class StatementRefused(NamedTuple):
    """Why a statement may not go out now, in words.  ``lacking``: (fact, party that has not cleared it)."""

    reason: str
    lacking: tuple[tuple[PublicFact, str], ...] = ()


class FactStanding(NamedTuple):
    """How a fact stands: who has cleared it for the public, and who has still to."""

    fact: PublicFact
    is_truth: bool
    cleared_by: tuple[str, ...]
    lacking: tuple[str, ...]


def policy_of(log: RunLog, scenario: Scenario) -> Agreement:
    """Return the agreement in force at the end of a run, which says what the public may be told and when.

    Raises
    ------
    ScenarioError
        If the journal does not hold its agreement.
    """
    kept = [entry for entry in log.entries if isinstance(entry.body, OF_POLICY)]
    terms = terms_over_time(Facts(replace(log, entries=kept), scenario))
    if not terms:
        raise ScenarioError(f"journal of {log.header.scenario}: does not hold its agreement; play it again")
    return in_force(terms, log.end_ms)


def statement_of(
    log: RunLog, scenario: Scenario, draft: StatementDrafted, policy: Agreement, now_utc_ms: int
) -> Statement | StatementRefused:
    """Return the statement that a draft makes now, or why there is none.

    Parameters
    ----------
    log : RunLog
        At least the ``STATEMENT_KINDS``.
    scenario : Scenario
    draft : StatementDrafted
    policy : Agreement
        As ``policy_of``.
    now_utc_ms : int, ms
        By the clock on the wall; 0 where nobody knows, and then nothing is late.
    """
    for fault in (fault_in_facts(draft), fault_in_time(log, draft, policy), fault_in_policy(draft, policy)):
        if fault:
            return StatementRefused(fault)
    before = drafts_of(log).get(draft.statement_id)
    if before is not None and before.released is not None:
        return StatementRefused(f"statement {draft.statement_id} is out already; draft another")
    standings = [standing_of(log, scenario, fact) for fact in facts_of(draft)]
    lacking = tuple((item.fact, party) for item in standings for party in item.lacking)
    if lacking:
        said = "; ".join(f"{item.fact} by {', '.join(item.lacking)}" for item in standings if item.lacking)
        return StatementRefused(f"not cleared for the public: {said}", lacking)
    due_utc_ms = due_of(before.first_utc_ms if before else draft.wall_utc_ms, policy)
    text = text_of(facts_of(draft), Run(log, scenario, policy))
    return Statement(text, due_utc_ms is not None and now_utc_ms > due_utc_ms)


def preview_of(log: RunLog, scenario: Scenario, draft: StatementDrafted, policy: Agreement) -> str:
    """Return what a draft would say of the facts that are cleared by now: nothing else of it may be shown."""
    known = [fact for fact in facts_of(draft) if fact in policy.public_facts and is_known(log, fact)]
    ready = tuple(fact for fact in known if not standing_of(log, scenario, fact).lacking)
    return text_of(ready, Run(log, scenario, policy))


def facts_of(draft: StatementDrafted) -> tuple[PublicFact, ...]:
    """Return the facts of a draft, each once, in the order of the closed list; unknown ones are left out."""
    return tuple(fact for fact in PUBLIC_FACTS if fact in draft.facts)


def text_of(facts: tuple[PublicFact, ...], run: Run) -> str:
    """Return a statement's text: a paragraph a language, a line a sentence."""
    lines: list[Said] = [MARKED, SIMULATED, *(lines_of(fact, run) for fact in facts), NO_THIRD_PARTY]
    return "\n\n".join("\n".join(said[place] for said in lines) for place in range(len(TAGS)))


def fault_in_facts(draft: StatementDrafted) -> str:
    """Return what is wrong with the facts that a draft names, or ''."""
    unknown = [fact for fact in draft.facts if fact not in PUBLIC_FACTS]
    if unknown:
        return f"fact {unknown[0]!r}: no such fact; known: {', '.join(PUBLIC_FACTS)}"
    if not draft.facts:
        return f"statement {draft.statement_id} names no fact; name some of {', '.join(PUBLIC_FACTS)}"
    late = [fact for fact in draft.facts if draft.announced == "before" and fact not in KNOWN_BEFORE]
    return f"fact {late[0]!r} is known only after ENDEX; leave it for a statement after" if late else ""


def fault_in_time(log: RunLog, draft: StatementDrafted, policy: Agreement) -> str:
    """Return why the agreement lets nothing out at this moment, or ''."""
    allowed: dict[str, tuple[Announced, ...]] = {
        "announce_before": ("before",),
        "announce_after": ("after",),
        "both": ("before", "after"),
    }
    if draft.announced not in allowed.get(policy.publicity, ()):
        return (
            f"agreement {policy.name}: publicity = {policy.publicity}: lets out no statement {draft.announced} play"
        )
    if draft.announced == "before" and has_begun(log):
        return "a statement before play goes out before STARTEX; it is past: draft one for after"
    if draft.announced == "after" and not is_over(log):
        return "a statement after play goes out after ENDEX; wait for it"
    return ""


def fault_in_policy(draft: StatementDrafted, policy: Agreement) -> str:
    """Return which fact of a draft the agreement never lets be cleared, or ''."""
    kept = [fact for fact in facts_of(draft) if fact not in policy.public_facts]
    if not kept:
        return ""
    known = ", ".join(policy.public_facts) or "none"
    return f"fact {kept[0]!r}: agreement {policy.name} does not let it be told; public_facts: {known}"


def standing_of(log: RunLog, scenario: Scenario, fact: PublicFact) -> FactStanding:
    """Return who has cleared a fact for the public and who has still to: every party, for truth control too."""
    by = cleared(log).get(("public", fact), frozenset())
    needed = (*scenario.parties, *((CONTROL,) if fact in TRUTH_FACTS else ()))
    return FactStanding(
        fact,
        fact in TRUTH_FACTS,
        tuple(party for party in needed if party in by),
        tuple(party for party in needed if party not in by),
    )


def drafts_of(log: RunLog) -> dict[str, Drafted]:
    """Return the statements of a run by their ids, in the order in which they were first drafted."""
    found: dict[str, Drafted] = {}
    for entry in log.asides:
        match entry.body:
            case StatementDrafted(statement_id=statement_id) as draft:
                before = found.get(statement_id)
                if before is None:
                    found[statement_id] = Drafted(draft, draft.wall_utc_ms, None)
                elif before.released is None:  # what is out stays as it went out
                    found[statement_id] = before._replace(draft=draft)
            case StatementReleased(statement_id=statement_id) as released if statement_id in found:
                found[statement_id] = found[statement_id]._replace(released=released)
    return found


def due_of(first_utc_ms: int, policy: Agreement) -> int | None:
    """Return by when (ms, by the wall) a statement first drafted then should be out; None where nobody knows when."""
    return first_utc_ms + policy.clear_within_ms if first_utc_ms else None


def is_known(log: RunLog, fact: PublicFact) -> bool:
    """Return whether a fact can be known yet."""
    return fact in KNOWN_BEFORE or is_over(log)
