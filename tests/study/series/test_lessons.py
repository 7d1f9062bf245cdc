"""Lessons over a series: the newest state holds, what is open is carried on, and the round trip loses none."""

from pathlib import Path

import pytest

from tests.review import conftest as small
from tests.study.series.conftest import Make, lesson
from tocsin.errors import ScenarioError
from tocsin.orders.inject import Inject, Msel
from tocsin.scenario.build import build_scenario
from tocsin.scenario.msel_file import read_msel, with_msel, write_msel
from tocsin.study.series.exercise import exercises_of
from tocsin.study.series.lessons import Lesson, csv_of, lessons_of
from tocsin.study.series.next_plan import id_of, merged, plan_of


@pytest.fixture
def lessons(make: Make) -> tuple[Lesson, ...]:
    """Return four lessons over two years: one done since, one accepted, one new of Birch's, one rejected."""
    last_year = make(day=1, lessons=[lesson("lesson-1"), lesson("lesson-2"), lesson("lesson-2", "accepted")])
    ours = lesson("L 3 \u00e9", node="birch", text="=Who reads the notice?\x07", owner="notice desk")
    this_year = make(day=366, lessons=[lesson("lesson-1", "done"), ours, lesson("no", "rejected")])
    return lessons_of(exercises_of([this_year, last_year], "control"))


def test_the_newest_state_of_an_id_holds(lessons: tuple[Lesson, ...]) -> None:
    states = {item.newest.lesson_id: (item.newest.state, item.states, item.since_count) for item in lessons}
    assert states == {
        "lesson-1": ("done", {"A": "open", "B": "done"}, 1),
        "lesson-2": ("accepted", {"A": "accepted"}, 1),
        "L 3 \u00e9": ("open", {"B": "open"}, 0),
        "no": ("rejected", {"B": "rejected"}, 0),
    }
    assert [item.newest.lesson_id for item in lessons if item.is_open] == ["lesson-2", "L 3 \u00e9"]


def test_two_exercises_that_number_from_one_lose_no_lesson_to_each_other(make: Make) -> None:
    """An id with other words in another journal is another lesson; by its full name the first is closed at last."""
    last = make(day=1, lessons=[lesson("lesson-1", text="Read the notice."), lesson("lesson-2", text="Call.")])
    this = make(day=366, lessons=[lesson("lesson-1", "done", text="Ask twice."), lesson("lesson-2", text=" call. ")])
    found = lessons_of(exercises_of([last, this], "control"))
    assert [(item.newest.text, item.newest.state) for item in found if item.is_open] == [
        ("Read the notice.", "open"),
        (" call. ", "open"),
    ]
    names = [item.name for item in found]
    assert len(set(names)) == 3 and names.count("lesson-2") == 1 and all(n.startswith("lesson-") for n in names)
    plan = plan_of(found)
    assert [item.inject_id for item in plan.injects] == [item.name for item in found if item.is_open]
    first = next(item.name for item in found if item.newest.text == "Read the notice.")
    next_year = make(day=700, lessons=[lesson(first, "done", text="Read it, and now we do.")])
    later = lessons_of(exercises_of([next_year, last, this], "control"))
    assert [item.newest.lesson_id for item in later if item.is_open] == ["lesson-2"] and len(later) == 3


def test_the_list_is_marked_and_no_formula(lessons: tuple[Lesson, ...]) -> None:
    head, *rows = csv_of([item for item in lessons if item.is_open]).splitlines()
    assert head.startswith("marking,lesson,nation,state,owner,text")
    assert rows[0] == "EXERCISE EXERCISE EXERCISE,lesson-2,all,accepted,,about lesson-2,A,A,1"
    assert ",'=Who reads" in rows[1]


@pytest.mark.parametrize("suffix", [".toml", ".csv", ".xlsx"])
def test_open_lessons_go_into_a_plan_and_come_back(lessons: tuple[Lesson, ...], tmp_path: Path, suffix: str) -> None:
    plan, path = plan_of(lessons), tmp_path / f"lessons{suffix}"
    write_msel(plan, path)
    assert read_msel(path) == plan
    own = Msel(injects=(Inject(inject_id="mine", time_ms=60_000),))
    whole = merged(own, read_msel(path), "small.toml")
    scenario = build_scenario(with_msel(small.TEXT, whole, "small.toml"), "small.toml")
    assert scenario.staged.msel == whole
    assert [item.inject_id for item in whole.injects] == ["mine", "lesson-2", id_of("L 3 \u00e9")]
    assert [(item.team, item.text) for item in whole.objectives] == [("birch", "=Who reads the notice?")]
    assert all(item.status == "held" and not item.to for item in whole.injects[1:])
    assert "notice desk" in whole.injects[2].evaluator_note


def test_a_plan_that_held_lessons_holds_the_new_ones_alone(lessons: tuple[Lesson, ...]) -> None:
    once = merged(Msel(), plan_of(lessons), "x")
    assert merged(once, plan_of(lessons), "x") == once
    assert merged(once, Msel(), "x") == Msel()
    with pytest.raises(ScenarioError, match="x: inject 'lesson-2' is no lesson but bears the name of one"):
        merged(Msel(injects=(Inject(inject_id="lesson-2"),)), plan_of(lessons), "x")


def test_a_lesson_of_a_nation_that_does_not_play_is_a_note_alone(lessons: tuple[Lesson, ...]) -> None:
    plan = plan_of(lessons, ("alder", "cedar"))
    assert plan.objectives == () and len(plan.injects) == 2 and not any(item.objective for item in plan.injects)


def test_ids_of_lessons_are_ids_of_injects_and_stay_apart() -> None:
    assert id_of("lesson-7") == "lesson-7"
    assert id_of("7") != id_of("lesson-7")
    assert len({id_of(name) for name in ("", "7", "L 7", "l-7", "\u8bad", "lesson-" + "x" * 60)}) == 6
    assert all(len(id_of(name)) <= 40 for name in ("x" * 200, "lesson-" + "y" * 60))
