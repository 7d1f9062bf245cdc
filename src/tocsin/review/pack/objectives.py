"""What each team was to learn, and how far its criteria were met: to a team its own, to control all."""

from tocsin.orders.condition.parse import condition
from tocsin.orders.condition.tree import facts_in
from tocsin.orders.hot_wash import CONTROL
from tocsin.orders.inject import Criterion
from tocsin.review.facts import Facts
from tocsin.review.objectives import Marked, marks_of
from tocsin.review.pack.section import Section, Table
from tocsin.review.page_words import clock, nation
from tocsin.review.party import View

STATUS_WORDS = {"met": "met", "not_met": "not met", "not_applicable": "n/a", "pending": "pending"}
UNTOLD = "not told"


def own_marks(view: View) -> list[Marked]:
    """Return the criteria that this reader's records alone can decide."""
    can = tellable(view)
    return [mark for mark in marks_of(view.log, view.scenario) if (mark.objective_id, mark.text) in can]


def tellable(view: View) -> set[tuple[str, str]]:
    """Return (objective, criterion) of those whose conditions ask for nothing outside the reader's own records."""
    return {
        (objective.objective_id, criterion.text)
        for objective in view.scenario.staged.msel.objectives
        for criterion in objective.criteria
        if view.party == CONTROL or asks_only(criterion, view.party)
    }


def asks_only(criterion: Criterion, party: str) -> bool:
    """Return whether a criterion asks for what happened at one party alone."""
    asked = [fact for text in (criterion.condition, criterion.given) if text for fact in facts_in(condition(text))]
    return all(fact.of == "time" or (fact.of != "fired" and fact.node.split("/")[0] == party) for fact in asked)


def section(view: View, facts: Facts) -> Section | None:
    """Return the objectives with their criteria; None where there are none."""
    objectives = view.scenario.staged.msel.objectives
    if not objectives:
        return None
    told = {(mark.objective_id, mark.text): mark for mark in own_marks(view)}
    rows = [
        (
            f"{nation(objective.team)}: {objective.text}" if number == 0 else "",
            criterion.text,
            *result(told.get((objective.objective_id, criterion.text))),
        )
        for objective in objectives
        for number, criterion in enumerate(objective.criteria)
    ]
    untold = any(row[2] == UNTOLD for row in rows)
    note = (
        "Not told: the criterion asks for what happened elsewhere, of which this pack holds no records."
        if untold
        else ""
    )
    table = Table("", ("objective", "criterion", "result", "decided at"), tuple(rows), note)
    return Section("objectives", "Objectives", "", (table,))


def result(mark: Marked | None) -> tuple[str, str]:
    """Return how a criterion ended, and when that was decided."""
    if mark is None:
        return UNTOLD, ""
    return STATUS_WORDS[mark.status], clock(mark.at_ms / 1000.0) if mark.at_ms >= 0 else ""
