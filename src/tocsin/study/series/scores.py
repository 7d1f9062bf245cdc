"""A team's own scores over a series: only when asked for, only its own, and against nobody."""

from collections.abc import Sequence

from tocsin.errors import ScenarioError
from tocsin.review.pack.objectives import own_marks
from tocsin.review.pack.section import Section, Table
from tocsin.review.page_words import nation
from tocsin.review.responses import DECIDED
from tocsin.study.series.cells import NONE
from tocsin.study.series.exercise import Exercise, Played

NOTE = (
    "Criteria met of those that own records decide. The objectives of one exercise are not those of "
    "another, so these numbers make no trend. A score is a team\u2019s own, for its own training; none is ranked."
)


def scores_section(exercises: Sequence[Exercise]) -> Section:
    """Return the scores of the nation that a series is for.

    Raises
    ------
    ScenarioError
        If it is for no nation: nobody is shown the scores of others here.
    """
    view = exercises[0].runs[0].view
    if view.party not in view.scenario.parties:
        raise ScenarioError(f"--scores with --for {view.party}: a score is shown to its own team; name a nation")
    cells = tuple("; ".join(criteria(run, view.party) for run in item.runs) for item in exercises)
    headings = ("team", *(item.label for item in exercises))
    return Section("scores", "Own scores", "", (Table("", headings, ((nation(view.party), *cells),), NOTE),))


def criteria(run: Played, team: str) -> str:
    """Return how many of a team's criteria were met of those decided."""
    decided = [mark for mark in own_marks(run.view) if mark.team == team and mark.status in DECIDED]
    return f"{sum(mark.status == 'met' for mark in decided)} of {len(decided)}" if decided else NONE
