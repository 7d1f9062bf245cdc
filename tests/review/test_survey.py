"""Answers to the questionnaire are read pooled alone, and none can be known for somebody's."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.orders.hot_wash import CONTROL, SurveyAnswered
from tocsin.review.answer import ALL
from tocsin.review.log import Logged, RunLog
from tocsin.review.party import POOLED_FROM, View, view_of
from tocsin.review.survey import KEYS, fault_in_answer, pooled_of, questions_for, remarks_of
from tocsin.review.survey_words import QUESTIONS

scores = st.dictionaries(st.sampled_from(KEYS), st.integers(1, 5), min_size=1).map(lambda found: tuple(found.items()))


def seen_by(small, party: str, *answers: SurveyAnswered) -> View:  # type: ignore[no-untyped-def]
    log: RunLog = replace(small.log(), asides=[Logged(7, "birch", answer) for answer in answers])
    return view_of(log, small.scenario(), party)


def answer(*pairs: tuple[str, int], node: str = "birch", remark: str = "") -> SurveyAnswered:
    return SurveyAnswered(node=node, scores=pairs, remark=remark)


def test_what_the_answers_come_to(small) -> None:  # type: ignore[no-untyped-def]
    told = [answer(("tempo", score)) for score in (1, 4, 4)]
    (tempo,) = pooled_of(seen_by(small, "birch", *told))
    assert (tempo.nation, tempo.question, tempo.n, tempo.counts) == ("birch", "tempo", 3, (1, 0, 0, 2, 0))
    assert tempo.mean_score == pytest.approx(3.0) and tempo.spread_score == pytest.approx(2**0.5)


def test_a_question_that_fewer_than_three_answered_is_not_told(small) -> None:  # type: ignore[no-untyped-def]
    told = [answer(("tempo", 3)), answer(("tempo", 3)), answer(("tempo", 3), ("decision", 1))]
    for party in ("birch", CONTROL):
        assert {item.question for item in pooled_of(seen_by(small, party, *told))} == {"tempo"}


def test_a_nation_that_gave_too_few_is_in_no_sum(small) -> None:  # type: ignore[no-untyped-def]
    told = [*([answer(("tempo", 5))] * 3), *([answer(("tempo", 1), node="alder")] * 2)]
    found = {item.nation: item for item in pooled_of(seen_by(small, CONTROL, *told))}
    assert set(found) == {"birch", ALL} and found[ALL].n == 3 and found[ALL].mean_score == 5.0
    assert pooled_of(seen_by(small, "alder", *told)) == []


def test_remarks_are_told_apart_from_scores_and_only_where_three_wrote_one(small) -> None:  # type: ignore[no-untyped-def]
    two = [answer(("tempo", 1), remark=remark) for remark in ("one", "two", "")]
    assert remarks_of(seen_by(small, "birch", *two)) == []
    three = [answer(("tempo", 1), remark=remark) for remark in ("c", "a", "b")]
    view = seen_by(small, "birch", *three)
    assert remarks_of(view) == [("birch", "a"), ("birch", "b"), ("birch", "c")]
    bodies = [entry.body for entry in view.log.asides if isinstance(entry.body, SurveyAnswered)]
    assert not any(body.remark and body.scores for body in bodies)


@given(first=st.lists(scores, min_size=POOLED_FROM, max_size=6), shuffle=st.randoms(use_true_random=False))
def test_who_answered_two_questions_alike_is_lost(small, first, shuffle) -> None:  # type: ignore[no-untyped-def]
    """Deal each question's scores out to other people: the view is the same, byte for byte."""
    columns = {key: [dict(one)[key] for one in first if key in dict(one)] for key in KEYS}
    dealt: list[list[tuple[str, int]]] = [[] for _ in first]
    for key, column in columns.items():
        for place, score in zip(shuffle.sample(range(len(first)), len(column)), column, strict=True):
            dealt[place].append((key, score))
    for party in ("birch", CONTROL):
        here = seen_by(small, party, *(answer(*one) for one in first))
        there = seen_by(small, party, *(answer(*one) for one in dealt))
        assert msgspec.json.encode(here.log.asides) == msgspec.json.encode(there.log.asides)
        assert {item.question for item in pooled_of(here)} == {
            key for key, column in columns.items() if len(column) >= POOLED_FROM
        }


def test_everybody_is_asked_the_common_questions_and_a_desk_its_own() -> None:
    common = {question.key for question in QUESTIONS if not question.roles}
    assert {question.key for question in questions_for(())} == common
    assert {question.key for question in questions_for(("defence_desk",))} == common | {"engagements"}
    assert len(set(KEYS)) == len(KEYS) and all(all(question.said) for question in QUESTIONS)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (answer(), "scores: none given"),
        (answer(("mood", 3)), "question 'mood': no such question; known: picture"),
        (answer(("tempo", 6)), "question 'tempo': score = 6: must be 1 to 5"),
        (answer(("tempo", 2), ("tempo", 3)), "question 'tempo': answered twice"),
        (answer(("tempo", 2), remark="x" * 5000), "remark: 5000 characters: must be at most"),
        (answer(("tempo", 2), remark="\x07"), "remark: has control characters"),
    ],
)
def test_a_wrong_answer_is_named(wrong: SurveyAnswered, said: str) -> None:
    assert said in fault_in_answer(wrong)
    assert fault_in_answer(answer(("tempo", 5), remark="well")) == ""
