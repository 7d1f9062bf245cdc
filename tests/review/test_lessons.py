"""Of a lesson the newest state holds; one nation's is nobody else's."""

from dataclasses import replace

import pytest

from tocsin.orders.hot_wash import CONTROL, LessonNoted
from tocsin.review.lessons import fault_in_lesson, lessons_of, next_id, open_lessons
from tocsin.review.log import Logged, RunLog
from tocsin.review.party import view_of

NODES = ("alder", "birch")


def noted(lesson_id: str, **changes: object) -> LessonNoted:
    plain: dict[str, object] = {"seat": "s", "lesson_id": lesson_id, "node": "", "text": "Say it sooner"}
    return LessonNoted(**{**plain, **changes})  # type: ignore[arg-type]


def log_of(small, *lessons: LessonNoted) -> RunLog:  # type: ignore[no-untyped-def]
    log: RunLog = replace(small.log(), asides=[Logged(0, "", lesson) for lesson in lessons])
    return log


def test_the_newest_state_holds_in_the_order_in_which_lessons_came(small) -> None:  # type: ignore[no-untyped-def]
    log = log_of(small, noted("lesson-1"), noted("lesson-2"), noted("lesson-1", owner="alder watch", state="done"))
    first, second = lessons_of(log)
    assert (first.lesson_id, first.state, first.owner, first.changes) == ("lesson-1", "done", "alder watch", 1)
    assert (second.state, second.changes) == ("open", 0)
    assert [lesson.lesson_id for lesson in open_lessons(log)] == ["lesson-2"]


def test_an_id_tells_nothing_of_other_nations_lessons(small) -> None:  # type: ignore[no-untyped-def]
    log = log_of(small, noted("alder-1", node="alder"), noted("alder-2", node="alder"), noted("all-1"))
    assert [next_id(log, node) for node in ("alder", "birch", "")] == ["alder-3", "birch-1", "all-2"]


def test_a_nations_lesson_is_not_its_partners(small) -> None:  # type: ignore[no-untyped-def]
    log = log_of(small, noted("a", node="alder"), noted("b", node="birch"), noted("c"))
    seen = {
        party: [item.lesson_id for item in lessons_of(view_of(log, small.scenario(), party).log)] for party in NODES
    }
    assert seen == {"alder": ["a", "c"], "birch": ["b", "c"]}
    assert len(lessons_of(view_of(log, small.scenario(), CONTROL).log)) == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": " "}, "text = '': say what was learnt"),
        ({"text": "x" * 9000}, "9000 characters: must be at most"),
        ({"text": "x\x1b[2J"}, "has control characters"),
        ({"owner": "x" * 81}, "owner of 81 characters: at most 80"),
        ({"state": "lost"}, "state = 'lost': must be one of open, accepted, done, rejected"),
        ({"node": "elm"}, "node = 'elm': must be '' or one of alder, birch"),
        ({"lesson_id": "old"}, "is of alder and stays so"),
    ],
)
def test_a_wrong_lesson_is_named(small, changes: dict[str, object], said: str) -> None:  # type: ignore[no-untyped-def]
    log = log_of(small, noted("old", node="alder"))
    wrong = noted(str(changes.get("lesson_id", "new")), **{k: v for k, v in changes.items() if k != "lesson_id"})
    assert said in fault_in_lesson(log, wrong, NODES)
    assert fault_in_lesson(log, noted("old", node="alder", state="accepted"), NODES) == ""
