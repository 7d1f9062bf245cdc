"""Who may read what of a finished exercise: a run as control, both parties together, or one nation may see it.

Everything that leaves the exercise for a reader (packs, exports, replays, bundles) is made from a ``View``, never
from the run itself: what a view does not hold cannot leak.  ``control`` sees everything.  A nation sees its own
node's records, what was released to it (its deliveries are its own records), and of truth the families that control
cleared for the parties.  ``joint`` sees the families that every party cleared for it; of truth those that control
cleared for it too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import msgspec

from tocsin.errors import ScenarioError
from tocsin.exchange.agreement import JOINT
from tocsin.exchange.message import Envelope
from tocsin.orders.aside import (
    BlindDraw,
    BlindReveal,
    ClockChanged,
    Overrun,
    RealWorldResume,
    RealWorldStop,
    SnapshotTaken,
)
from tocsin.orders.hot_wash import (
    CONTROL,
    Audience,
    Cleared,
    LessonNoted,
    StatementDrafted,
    StatementReleased,
    SurveyAnswered,
)
from tocsin.orders.inject import Msel
from tocsin.orders.kinds import TRUTH
from tocsin.review.families import ALWAYS, TRUTH_FAMILIES, family_of
from tocsin.review.log import Header, Logged, RunLog, as_flown
from tocsin.scenario.declared import DeclaredNode, Doctrine, Scenario
from tocsin.scenario.staged import Staged

POOLED_FROM = 3  # answers to the questionnaire, below which nobody but nobody reads them
OPEN_META = ("agreement", "agreement_text", "version", "marking")  # of a journal's: what tells no truth
FOR_ALL = (ClockChanged, Overrun, RealWorldStop, RealWorldResume, BlindDraw, BlindReveal, StatementReleased)


class View(NamedTuple):
    """A run as one reader may see it.

    Attributes
    ----------
    party : str
        ``control``, ``joint`` or a nation.
    log : RunLog
        Only what that reader may see; without the seed, from which all the rest could be played again.
    scenario : Scenario
        What that reader knows of it: others' sensors and batteries are not in it, launches only if released.
    families : frozenset of str
        Those of truth that are in it, and for ``joint`` those of nodes.
    """

    party: str
    log: RunLog
    scenario: Scenario
    families: frozenset[str]


def view_of(log: RunLog, scenario: Scenario, party: str) -> View:
    """Return a run as a reader may see it.

    Parameters
    ----------
    log : RunLog
        With all record kinds.
    scenario : Scenario
        The one the run was made from.
    party : str
        ``control``, ``joint`` or a nation with a node.

    Raises
    ------
    ScenarioError
        If there is no such reader.
    """
    nations = tuple(node.name for node in scenario.nodes if node.name != JOINT)
    if party not in (CONTROL, JOINT, *nations):
        raise ScenarioError(f"--for {party!r}: no such reader; known: {', '.join((CONTROL, JOINT, *nations))}")
    if party == CONTROL:
        return View(party, pooled(log), scenario, frozenset(TRUTH_FAMILIES))
    families = released(log, scenario, party)
    entries = [unsigned(entry) for entry in log.entries if may_see(entry, party, families)]
    asides = [unsigned(entry) for entry in log.asides if is_told(entry, party)]
    damage = "the journal is damaged from there on" if log.damage else ""
    seen = RunLog(open_header(log.header), entries, log.end_ms, damage, asides)
    return View(party, pooled(seen), known_scenario(as_flown(log, scenario), party, families), families)


def cleared(log: RunLog) -> dict[tuple[Audience, str], frozenset[str]]:
    """Return which parties have cleared each item for each audience, and not taken it back."""
    table: dict[tuple[Audience, str], frozenset[str]] = {}
    for entry in log.asides:
        if isinstance(body := entry.body, Cleared):
            for item in body.items:
                before = table.get((body.audience, item), frozenset())
                table[body.audience, item] = before - {body.party} if body.is_withdrawn else before | {body.party}
    return table


def released(log: RunLog, scenario: Scenario, party: str) -> frozenset[str]:
    """Return the families that ``joint`` or a nation may see beside a nation's own."""
    table = cleared(log)
    if party != JOINT:
        return frozenset(name for name in TRUTH_FAMILIES if CONTROL in table.get(("parties", name), ()))
    parties = set(scenario.parties)
    return frozenset(
        item
        for (audience, item), by in table.items()
        if audience == "joint" and parties | ({CONTROL} if item in TRUTH_FAMILIES else set()) <= by
    )


def may_see(entry: Logged, party: str, families: frozenset[str]) -> bool:
    """Return whether a reader other than control may see a record."""
    kind = type(entry.body)
    if kind in ALWAYS:
        return True
    if entry.node == TRUTH:
        return family_of(kind, is_truth=True) in families
    return family_of(kind, is_truth=False) in families if party == JOINT else entry.node == party


def unsigned(entry: Logged) -> Logged:
    """Return a record without what others' records could be guessed from.

    That is the signature of a message, whose key follows from the seed, which is small; and the digest of everything
    at a snapshot, of which only that play began or ended there is told.
    """
    match entry.body:
        case SnapshotTaken() as kept:
            return entry._replace(body=msgspec.structs.replace(kept, sha256="", digest=""))
        case Envelope() as sealed:
            return entry._replace(body=msgspec.structs.replace(sealed, key_id="", signature=""))
        case _:
            return entry


def is_told(entry: Logged, party: str) -> bool:
    """Return whether a reader other than control may see what happened around the exercise."""
    match entry.body:
        case SnapshotTaken(occasion=occasion):  # when play began and ended everybody knows
            return occasion != "regular"
        case Cleared(audience="public"):  # who has still to clear a statement, all who wait for it may know
            return True
        case Cleared(party=by, audience=audience):
            return (
                by == party or (by == CONTROL and audience == "parties") or (party == JOINT and audience == "joint")
            )
        case StatementDrafted():
            return True
        case LessonNoted(node=node):
            return node in ("", party)
        case SurveyAnswered(node=node):
            return node == party
        case body:
            return isinstance(body, FOR_ALL) or (bool(getattr(body, "node", "")) and body.node == party)  # type: ignore[attr-defined]


def pooled(log: RunLog) -> RunLog:
    """Return a run with the answers to the questionnaire taken apart, so that none can be known for somebody's.

    Of a nation and question with ``POOLED_FROM`` answers or more the scores remain, sorted: which of two questions
    one person answered how is lost.  Remarks remain, apart from all scores, where so many wrote one.
    """
    others = [entry for entry in log.asides if not isinstance(entry.body, SurveyAnswered)]
    answers = [entry.body for entry in log.asides if isinstance(entry.body, SurveyAnswered)]
    nodes = sorted({answer.node for answer in answers})
    kept = [told for node in nodes for told in taken_apart(node, [a for a in answers if a.node == node])]
    return replace(log, asides=[*others, *(Logged(log.end_ms, "", told) for told in kept)])


def taken_apart(node: str, answers: list[SurveyAnswered]) -> list[SurveyAnswered]:
    """Return the answers of a nation as they may be read: scores in rows that are nobody's, then remarks."""
    found: dict[str, list[int]] = {}
    for answer in answers:
        for question, score in answer.scores:
            found.setdefault(question, []).append(score)
    columns = {name: sorted(scores) for name, scores in sorted(found.items()) if len(scores) >= POOLED_FROM}
    rows = [
        SurveyAnswered(
            node=node, scores=tuple((name, scores[row]) for name, scores in columns.items() if row < len(scores))
        )
        for row in range(max(map(len, columns.values()), default=0))
    ]
    remarks = sorted(answer.remark for answer in answers if answer.remark)
    told = remarks if len(remarks) >= POOLED_FROM else []
    return [*rows, *(SurveyAnswered(node=node, scores=(), remark=remark) for remark in told)]


def open_header(header: Header) -> Header:
    """Return a run's header without what it could be played again from."""
    meta: Mapping[str, str] = {key: header.meta[key] for key in OPEN_META if key in header.meta}
    return Header("", header.agreement, 0, 0, "", meta)


def known_scenario(scenario: Scenario, party: str, families: frozenset[str]) -> Scenario:
    """Return what a reader other than control knows of a scenario that has been flown."""
    has_launches = "launches" in families
    launches = [replace(item, draw=None, probability=1.0, time_spread_ms=0) for item in scenario.launches]
    own = [objective for objective in scenario.staged.msel.objectives if objective.team == party]
    return replace(
        scenario,
        name=scenario.name if has_launches else scenario.blind_name,
        title=scenario.title if has_launches else scenario.blind_name,
        text="",
        seed=0,
        nodes=tuple(known_node(node, party) for node in scenario.nodes),
        links=tuple(link for link in scenario.links if party in (link.source, link.target)),
        launches=tuple(launches) if has_launches else (),
        flights=(),
        clouds=(),
        staged=Staged(msel=Msel(objectives=tuple(own)), serials=scenario.staged.serials),
        variant="",
        launch_areas=(),
    )


def known_node(node: DeclaredNode, party: str) -> DeclaredNode:
    """Return a node as a reader knows it: its own as it is, of another its name."""
    if node.name == party:
        return replace(node, sites={})
    return replace(
        node,
        radars=(),
        skywaves=(),
        satellites=(),
        batteries=(),
        notices=(),
        doctrine=Doctrine(0, 0, 0, 0.0),
        patrols={},
        outages={},
        report_delays_ms={},
        clock_skew_ms=0,
        sites={},
        doctrines={},
    )


def readers_of(scenario: Scenario) -> Iterable[str]:
    """Return everyone for whom a view can be made."""
    return (CONTROL, JOINT, *(node.name for node in scenario.nodes if node.name != JOINT))
