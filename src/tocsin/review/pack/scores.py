"""Scores of teams: off unless asked for; a team's own pack has its own, control's has all, and none is ranked."""

from tocsin.exchange.agreement import JOINT
from tocsin.orders.hot_wash import CONTROL
from tocsin.review.pack.objectives import own_marks
from tocsin.review.pack.section import Section, Table
from tocsin.review.page_words import nation
from tocsin.review.party import View
from tocsin.review.responses import responses_of, scores_of

NOTE = (
    "Criteria met of those that could be decided, expected actions done in time of those that could be timed, both "
    "as far as this pack\u2019s records tell. A score is a team\u2019s own, for its own training: teams have "
    "different tasks, and nations are not ranked by it."
)


def scores_section(view: View) -> Section | None:
    """Return the scores that a reader may see; None for both parties together, who are no team."""
    if view.party == JOINT:
        return None
    scores = scores_of(own_marks(view), responses_of(view.log, view.scenario))
    rows = tuple(
        (
            nation(item.team),
            f"{item.met_count} of {item.decided_count}",
            f"{item.done_count} of {item.expected_count}",
        )
        for item in scores
        if view.party in (CONTROL, item.team)
    )
    table = Table("", ("team", "criteria met", "expected actions done"), rows, NOTE)
    return Section("scores", "Scores", "", (table,) if rows else ())
