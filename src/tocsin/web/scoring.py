"""How far the teams have reached the objectives, from the journal so far; worked out in a process of its own."""

from pathlib import Path

import msgspec

from tocsin.exchange.message import MARKING
from tocsin.review.log import carried, read_log
from tocsin.review.objectives import Status, marks_of
from tocsin.review.responses import responses_of, scores_of


class CriterionTold(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion of an objective: what became of it, and when that was decided (ms; -1: it was not)."""

    objective_id: str
    team: str
    text: str
    status: Status
    at_ms: int


class ResponseTold(msgspec.Struct, frozen=True, kw_only=True):
    """What a team should do about an inject, and whether it has; ``time_to_respond_s`` null where it has not."""

    inject_id: str
    team: str
    cell: str
    action: str
    status: str
    time_to_respond_s: float | None
    decided_by: str
    why: str


class TeamTold(msgspec.Struct, frozen=True, kw_only=True):
    """A team's score so far: criteria met of those decided, expected actions done of those that were due."""

    team: str
    met_count: int
    decided_count: int
    done_count: int
    expected_count: int


class ScoreTold(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is scored, as it stands in the journal now."""

    criteria: list[CriterionTold]
    responses: list[ResponseTold]
    teams: list[TeamTold]
    marking: str = MARKING


def score_of(journal: str) -> ScoreTold:
    """Return the score of a journal's exercise; what ``tocsin msel score`` says of it."""
    log = read_log(Path(journal))
    scenario = carried(log.header)
    marks, responses = marks_of(log, scenario), responses_of(log, scenario)
    return ScoreTold(
        criteria=[CriterionTold(**item._asdict()) for item in marks],
        responses=[ResponseTold(**{**item._asdict(), "decided_by": item.decided_by or ""}) for item in responses],
        teams=[TeamTold(**item._asdict()) for item in scores_of(marks, responses)],
    )
