"""Lessons over a series of exercises: the newest state of each, and those that are still open."""

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

from tocsin.orders.hot_wash import LessonNoted, LessonState
from tocsin.scenario.msel_sheet import MARKING, guarded
from tocsin.study.series.exercise import Exercise

NOT_CLOSED: tuple[LessonState, ...] = ("open", "accepted")
HEADINGS = ("marking", "lesson", "nation", "state", "owner", "text", "noted in", "last said in", "exercises since")


class Lesson(NamedTuple):
    """One lesson over a series: what was said of it last.

    ``states``: by label of an exercise, what it stood at when that one's record ended; only where it was said.
    ``since_count``: exercises from the one that noted it to the last of the series.
    """

    newest: LessonNoted
    states: dict[str, LessonState]
    since_count: int

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be carried on: what was only accepted is not yet done."""
        return self.newest.state in NOT_CLOSED

    @property
    def noted_in(self) -> str:
        """Return the exercise that identified it."""
        return next(iter(self.states))

    @property
    def said_in(self) -> str:
        """Return the exercise that spoke of it last."""
        return list(self.states)[-1]


def lessons_of(exercises: Sequence[Exercise]) -> tuple[Lesson, ...]:
    """Return every lesson that the reader of a series may see, by the exercise that noted it, then by id.

    Parameters
    ----------
    exercises : sequence of Exercise
        The earliest first: of one id the newest record of the last exercise holds.
    """
    newest: dict[str, LessonNoted] = {}
    states: dict[str, dict[str, LessonState]] = {}
    for exercise in exercises:
        for run in exercise.runs:
            for _, _, body in run.view.log.asides:
                if isinstance(body, LessonNoted):
                    newest[body.lesson_id] = body
                    states.setdefault(body.lesson_id, {})[exercise.label] = body.state
    labels = [exercise.label for exercise in exercises]
    found = [
        Lesson(newest[name], said, len(labels) - labels.index(next(iter(said)))) for name, said in states.items()
    ]
    return tuple(sorted(found, key=lambda item: (item.noted_in, item.newest.lesson_id)))


def csv_of(lessons: Sequence[Lesson]) -> str:
    """Return lessons as a CSV text; no cell of it is a formula to a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for item in lessons:
        body = item.newest
        said = body.lesson_id, body.node or "all", body.state, body.owner, body.text, item.noted_in, item.said_in
        writer.writerow([MARKING, *(guarded(cell) for cell in said), item.since_count])
    return text.getvalue()
