"""The verb by which records and facts are cleared after an exercise."""

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from rich.box import SIMPLE
from rich.table import Table

from tocsin.cli.appended import SEAT, append, opened_for, party_of
from tocsin.cli.console import say, say_all
from tocsin.errors import ScenarioError
from tocsin.orders.hot_wash import Audience, Cleared
from tocsin.review.clearing import clearable
from tocsin.review.log import RunLog
from tocsin.review.party import cleared
from tocsin.review.statement import STATEMENT_KINDS, policy_of
from tocsin.scenario.declared import Scenario

AUDIENCES: tuple[Audience, ...] = get_args(Audience)


def clear_items(journal: Path, party: str, audience: str, items: Sequence[str], is_withdrawn: bool) -> None:
    """Clear items for an audience, or take that back; what stands so already is not written again."""
    log, scenario = opened_for(journal, STATEMENT_KINDS)
    known = known_items(log, scenario, party, audience)
    for item in items:
        if item not in known:
            fitting = ", ".join(known) or "nothing: truth is control's to clear"
            raise ScenarioError(f"{item!r}: is not {party}'s to clear for {audience}; known: {fitting}")
    table = cleared(log)
    new = [i for i in dict.fromkeys(items) if (party in table.get((audience_of(audience), i), ())) is is_withdrawn]
    if not new:
        say("Nothing changes: it stands so already.")
        return
    body = Cleared(
        seat=SEAT, party=party, audience=audience_of(audience), items=tuple(new), is_withdrawn=is_withdrawn
    )
    append(journal, log, body)
    say(f"{party} {'took back' if is_withdrawn else 'cleared'} for {audience}: {', '.join(new)}")


def show_cleared(journal: Path, party: str, audience: str) -> None:
    """Print what a party may clear for an audience, and by whom each is cleared."""
    log, scenario = opened_for(journal, STATEMENT_KINDS)
    table = Table(title=f"Cleared for {audience}  (EXERCISE)", title_justify="left", box=SIMPLE)
    for heading in ("item", "cleared by"):
        table.add_column(heading)
    standing = cleared(log)
    for item in known_items(log, scenario, party, audience):
        table.add_row(item, ", ".join(sorted(standing.get((audience_of(audience), item), ()))) or "-")
    say_all(table)


def known_items(log: RunLog, scenario: Scenario, party: str, audience: str) -> tuple[str, ...]:
    """Return what a party may clear for an audience; ScenarioError if there is no such party or audience."""
    return clearable(party_of(scenario, party), audience_of(audience), policy_of(log, scenario))


def audience_of(name: str) -> Audience:
    """Return an audience by its name."""
    for audience in AUDIENCES:
        if audience == name:
            return audience
    raise ScenarioError(f"--for {name!r}: no such audience; known: {', '.join(AUDIENCES)}")
