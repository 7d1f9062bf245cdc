"""The verbs of ``tocsin statement``."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import msgspec

from tocsin.cli.appended import SEAT, append, nation_of, opened_for
from tocsin.cli.console import say, write_line
from tocsin.errors import ScenarioError
from tocsin.orders.hot_wash import Announced, StatementDrafted, StatementReleased
from tocsin.review.log import RunLog
from tocsin.review.statement import (
    STATEMENT_KINDS,
    Drafted,
    Statement,
    drafts_of,
    due_of,
    facts_of,
    fault_in_facts,
    fault_in_policy,
    policy_of,
    preview_of,
    standing_of,
    statement_of,
)
from tocsin.scenario.declared import Scenario


def now_utc_ms() -> int:
    """Return the time by the clock on the wall, ms since 1970."""
    return time.time_ns() // 1_000_000


def draft_statement(journal: Path, nation: str, announce: str, facts: Sequence[str], statement_id: str) -> None:
    """Draft a statement, or an own one anew."""
    log, scenario = opened_for(journal, STATEMENT_KINDS)
    draft = StatementDrafted(
        seat=SEAT,
        party=nation_of(scenario, nation),
        statement_id=own_id(drafts_of(log), nation, statement_id),
        announced=announced_of(announce),
        facts=tuple(dict.fromkeys(facts)),
        wall_utc_ms=now_utc_ms(),
    )
    policy = policy_of(log, scenario)
    if fault := fault_in_facts(draft) or fault_in_policy(draft, policy):
        raise ScenarioError(fault)
    append(journal, log, draft)
    say(f"Drafted {draft.statement_id}: {', '.join(facts_of(draft))}.")
    say(f"It should be out within {policy.clear_within_ms / 60_000:g} minutes; first `tocsin clear` by every party.")


def announced_of(name: str) -> Announced:
    """Return a moment by its name."""
    moments: tuple[Announced, ...] = get_args(Announced)
    for moment in moments:
        if moment == name:
            return moment
    raise ScenarioError(f"--announce {name!r}: must be one of {', '.join(moments)}")


def own_id(known: dict[str, Drafted], nation: str, statement_id: str) -> str:
    """Return the id of a draft: a new one, or one of that nation's own that is not out."""
    if not statement_id:
        number = 1
        while f"{nation}-s{number}" in known:
            number += 1
        return f"{nation}-s{number}"
    found = known.get(statement_id)
    if found is None or found.draft.party != nation or found.released is not None:
        own = [name for name, item in known.items() if item.draft.party == nation and item.released is None]
        raise ScenarioError(
            f"--id {statement_id!r}: is no draft of {nation}'s; there are: {', '.join(own) or 'none'}"
        )
    return statement_id


def release_statement(journal: Path, statement_id: str) -> None:
    """Let a statement out and print its words; status 1 and the reason if it may not go out."""
    log, scenario = opened_for(journal, STATEMENT_KINDS)
    found = drafts_of(log)
    waiting = [name for name, item in found.items() if item.released is None]
    name = statement_id or (waiting[0] if len(waiting) == 1 else "")
    if name not in found:
        raise ScenarioError(f"statement {name!r}: no such draft; there are: {', '.join(waiting) or 'none'}")
    now_ms = now_utc_ms()
    made = statement_of(log, scenario, found[name].draft, policy_of(log, scenario), now_ms)
    if not isinstance(made, Statement):
        sys.stderr.write(f"tocsin: {name} may not go out: {made.reason}\n")
        sys.exit(1)
    out = StatementReleased(seat=SEAT, statement_id=name, text=made.text, is_late=made.is_late, wall_utc_ms=now_ms)
    append(journal, log, out)
    write_line(made.text)
    say(f"\n{name} is out{', late' if made.is_late else ''}.")


def show_statements(journal: Path, as_json: bool) -> None:
    """Print the statements of a journal."""
    log, scenario = opened_for(journal, STATEMENT_KINDS)
    found = [standing(log, scenario, item) for item in drafts_of(log).values()]
    if as_json:
        write_line(msgspec.json.encode(found).decode())
        return
    if not found:
        say("Nobody has drafted a statement.")
    for item in found:
        say(f"{item['statement_id']}: by {item['drafted_by']}, for {item['announced']} play: {item['state']}")
        write_line(str(item["text"]))
        for line in item["waits_for"]:
            say(f"  still to be cleared: {line}")
        say("")


def standing(log: RunLog, scenario: Scenario, item: Drafted) -> dict[str, str | list[str]]:
    """Return how a statement stands, and its words: of a draft those of cleared facts alone."""
    draft, released = item.draft, item.released
    policy = policy_of(log, scenario)
    lacking = [
        f"{fact} by {', '.join(found.lacking)}"
        for fact in facts_of(draft)
        if (found := standing_of(log, scenario, fact)).lacking
    ]
    return {
        "statement_id": draft.statement_id,
        "drafted_by": draft.party,
        "announced": draft.announced,
        "state": clock_words(due_of(item.first_utc_ms, policy)) if released is None else out_words(released),
        "text": preview_of(log, scenario, draft, policy) if released is None else released.text,
        "waits_for": [] if released is not None else lacking,
    }


def clock_words(due_utc_ms: int | None) -> str:
    """Return how long a draft has left, in words."""
    if due_utc_ms is None:
        return "draft"
    left_min = (due_utc_ms - now_utc_ms()) / 60_000
    return f"draft, {left_min:.0f} minutes left" if left_min >= 0 else f"draft, late by {-left_min:.0f} minutes"


def out_words(released: StatementReleased) -> str:
    """Return how a statement went out, in words."""
    return "out, late" if released.is_late else "out"
