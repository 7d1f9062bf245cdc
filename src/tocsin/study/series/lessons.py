"""Lessons over a series of exercises: the newest state of each, and those that are still open."""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tocsin.orders.hot_wash import LessonNoted, LessonState
from tocsin.review.lessons import CLOSED
from tocsin.scenario.msel_sheet import MARKING, guarded
from tocsin.study.series.exercise import Exercise

DIGEST_LETTERS = 6
HEADINGS = ("marking", "lesson", "nation", "state", "owner", "text", "noted in", "last said in", "exercises since")


class Lesson(NamedTuple):
    """One lesson over a series: what was said of it last.

    ``name``: its id; where two lessons of different exercises bear one id, also a digest of its first words.
    ``states``: by label of an exercise, what it stood at when that one's record ended; only where it was said.
    ``since_count``: exercises of the series after the one that noted it.
    """

    name: str
    newest: LessonNoted
    states: dict[str, LessonState]
    since_count: int

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be carried on: what was only accepted is not yet done."""
        return self.newest.state not in CLOSED

    @property
    def noted_in(self) -> str:
        """Return the exercise that identified it."""
        return next(iter(self.states))

    @property
    def said_in(self) -> str:
        """Return the exercise that spoke of it last."""
        return list(self.states)[-1]


@dataclass(slots=True)
class Thread:
    """A lesson while journals are read: its own id and full name, everything said of it, its states by exercise."""

    lesson_id: str
    full_name: str
    said: list[LessonNoted]
    states: dict[str, LessonState]


def lessons_of(exercises: Sequence[Exercise]) -> tuple[Lesson, ...]:
    """Return every lesson that the reader of a series may see, by the exercise that noted it, then by name.

    Parameters
    ----------
    exercises : sequence of Exercise
        The earliest first: of one lesson the newest record of the last exercise holds.

    Notes
    -----
    Within a journal an id is one lesson.  Over journals it is one only if any of the words agree, or it is noted by
    its full name: exercises number their lessons from 1, and no open lesson may be lost to another of its number.
    """
    threads: list[Thread] = []
    for exercise in exercises:
        for lesson_id, said in said_in(exercise).items():
            thread = next((item for item in threads if is_same(item, lesson_id, said)), None)
            if thread is None:
                thread = Thread(lesson_id, f"{lesson_id}-{digest_of(said[0])}", [], {})
                threads.append(thread)
            thread.said += said
            thread.states[exercise.label] = said[-1].state
    ids = [thread.lesson_id for thread in threads]
    labels = [exercise.label for exercise in exercises]
    found = [
        Lesson(
            thread.lesson_id if ids.count(thread.lesson_id) == 1 else thread.full_name,
            thread.said[-1],
            thread.states,
            len(labels) - 1 - labels.index(next(iter(thread.states))),
        )
        for thread in threads
    ]
    return tuple(sorted(found, key=lambda item: (item.noted_in, item.name)))


def said_in(exercise: Exercise) -> dict[str, list[LessonNoted]]:
    """Return all that one exercise said of lessons, by id."""
    said: dict[str, list[LessonNoted]] = {}
    for run in exercise.runs:
        for _, _, body in run.view.log.asides:
            if isinstance(body, LessonNoted):
                said.setdefault(body.lesson_id, []).append(body)
    return said


def is_same(thread: Thread, lesson_id: str, said: Sequence[LessonNoted]) -> bool:
    """Return whether what an exercise says under an id is about a lesson of an exercise before it."""
    if lesson_id == thread.full_name:
        return True
    known = {words_of(body) for body in thread.said}
    return lesson_id == thread.lesson_id and any(words_of(body) in known for body in said)


def words_of(body: LessonNoted) -> tuple[str, str]:
    """Return whose a lesson is and its words, as they are compared."""
    return body.node, " ".join(body.text.lower().split())


def digest_of(body: LessonNoted) -> str:
    """Return a short digest of a lesson's words."""
    return hashlib.sha256("\n".join(words_of(body)).encode()).hexdigest()[:DIGEST_LETTERS]


def csv_of(lessons: Sequence[Lesson]) -> str:
    """Return lessons as a CSV text; no cell of it is a formula to a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for item in lessons:
        body = item.newest
        said = item.name, body.node or "all", body.state, body.owner, body.text, item.noted_in, item.said_in
        writer.writerow([MARKING, *(guarded(cell) for cell in said), item.since_count])
    return text.getvalue()
