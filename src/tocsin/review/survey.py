"""The questionnaire after an exercise: who is asked what, whether an answer will do, what the answers come to.

Answers are read pooled alone: as ``review.party`` lets them through, question by question.
"""

import statistics
from collections.abc import Collection
from typing import NamedTuple

from tocsin.exchange.bounds import LONGEST_FREE_TEXT
from tocsin.orders.hot_wash import CONTROL, SurveyAnswered
from tocsin.review.answer import ALL
from tocsin.review.lessons import is_plain
from tocsin.review.party import POOLED_FROM, View
from tocsin.review.survey_words import QUESTIONS, Question

LEAST, MOST = 1, 5  # what may be answered
KEYS = tuple(question.key for question in QUESTIONS)


class Pooled(NamedTuple):
    """What the answers to one question come to.

    ``counts``: how many gave 1, 2, 3, 4, 5.  ``mean_score`` of these numbers, and ``spread_score``, their standard
    deviation.
    """

    nation: str
    question: str
    n: int
    mean_score: float
    spread_score: float
    counts: tuple[int, ...]


def questions_for(roles: Collection[str]) -> tuple[Question, ...]:
    """Return what somebody who holds roles is asked."""
    return tuple(question for question in QUESTIONS if not question.roles or set(question.roles) & set(roles))


def fault_in_answer(answer: SurveyAnswered) -> str:
    """Return what is wrong with an answer, or '': name, value, bound and remedy of the first thing."""
    if not answer.scores:
        return f"scores: none given; answer at least one of {', '.join(KEYS)}"
    asked = [question for question, _ in answer.scores]
    for question, score in answer.scores:
        if question not in KEYS:
            return f"question {question!r}: no such question; known: {', '.join(KEYS)}"
        if not LEAST <= score <= MOST:
            return f"question {question!r}: score = {score}: must be {LEAST} to {MOST}"
        if asked.count(question) > 1:
            return f"question {question!r}: answered twice; give one score"
    if len(answer.remark) > LONGEST_FREE_TEXT:
        return f"remark: {len(answer.remark)} characters: must be at most {LONGEST_FREE_TEXT}; shorten it"
    return "" if is_plain(answer.remark) else "remark: has control characters; write plain text"


def pooled_of(view: View) -> list[Pooled]:
    """Return what the answers that a reader may see come to, by nation and question.

    Control reads all nations together too, made from the same answers: a nation that gave too few is in no sum.
    """
    scores: dict[tuple[str, str], list[int]] = {}
    for entry in view.log.asides:
        if isinstance(body := entry.body, SurveyAnswered):
            for nation in (body.node, *((ALL,) if view.party == CONTROL else ())):
                for question, score in body.scores:
                    scores.setdefault((nation, question), []).append(score)
    nations = dict.fromkeys(nation for nation, _ in sorted(scores, key=lambda key: (key[0] == ALL, key[0])))
    return [
        pool(nation, question, found)
        for nation in nations
        for question in KEYS
        if len(found := scores.get((nation, question), [])) >= POOLED_FROM
    ]


def pool(nation: str, question: str, scores: list[int]) -> Pooled:
    """Return what the answers to a question come to."""
    counts = tuple(scores.count(score) for score in range(LEAST, MOST + 1))
    return Pooled(nation, question, len(scores), statistics.fmean(scores), statistics.pstdev(scores), counts)


def remarks_of(view: View) -> list[tuple[str, str]]:
    """Return (nation, remark) of what a reader may see, in an order that tells nothing."""
    bodies = [entry.body for entry in view.log.asides if isinstance(entry.body, SurveyAnswered)]
    return sorted((body.node, body.remark) for body in bodies if body.remark)
