"""Lessons identified: the newest state of each, with its owner; which are still open."""

from collections.abc import Collection
from typing import NamedTuple, get_args

from tocsin.exchange.bounds import LONGEST_FREE_TEXT
from tocsin.orders.hot_wash import LessonNoted, LessonState
from tocsin.review.log import RunLog

STATES: tuple[LessonState, ...] = get_args(LessonState)
CLOSED: tuple[LessonState, ...] = ("done", "rejected")
LONGEST_OWNER = 80  # characters


class Lesson(NamedTuple):
    """One lesson as it stands.

    ``node``: whose it is, '' for everybody's.  ``at_ms``: the moment of the exercise that it is about, -1 for none.
    ``changes``: how often it was changed since it was noted.
    """

    lesson_id: str
    node: str
    text: str
    owner: str
    state: LessonState
    at_ms: int
    changes: int


def lessons_of(log: RunLog) -> list[Lesson]:
    """Return the lessons of a run as they stand, in the order in which they were first noted."""
    found: dict[str, Lesson] = {}
    for entry in log.asides:
        if isinstance(body := entry.body, LessonNoted):
            before = found.get(body.lesson_id)
            changes = 0 if before is None else before.changes + 1
            found[body.lesson_id] = Lesson(
                body.lesson_id, body.node, body.text, body.owner, body.state, body.at_ms, changes
            )
    return list(found.values())


def open_lessons(log: RunLog) -> list[Lesson]:
    """Return the lessons that nobody has done or rejected."""
    return [lesson for lesson in lessons_of(log) if lesson.state not in CLOSED]


def next_id(log: RunLog, node: str) -> str:
    """Return an id that no lesson has: counted for each node by itself, so that it tells nothing of others."""
    taken, number = {lesson.lesson_id for lesson in lessons_of(log)}, 1
    while f"{node or 'all'}-{number}" in taken:
        number += 1
    return f"{node or 'all'}-{number}"


def fault_in_lesson(log: RunLog, lesson: LessonNoted, nodes: Collection[str]) -> str:
    """Return what is wrong with a lesson, or a change of one, or ''.

    ``nodes``: whose it may be, beside everybody's.  Whose a lesson is never changes: else one reader would keep an
    old state of it.
    """
    if not lesson.text.strip():
        return f"lesson {lesson.lesson_id!r}: text = '': say what was learnt"
    if len(lesson.text) > LONGEST_FREE_TEXT:
        return f"lesson {lesson.lesson_id!r}: {len(lesson.text)} characters: must be at most {LONGEST_FREE_TEXT}"
    if not is_plain(lesson.text + lesson.owner):
        return f"lesson {lesson.lesson_id!r}: has control characters; write plain text"
    if len(lesson.owner) > LONGEST_OWNER:
        return f"lesson {lesson.lesson_id!r}: owner of {len(lesson.owner)} characters: at most {LONGEST_OWNER}"
    if lesson.state not in STATES:
        return f"lesson {lesson.lesson_id!r}: state = {lesson.state!r}: must be one of {', '.join(STATES)}"
    if lesson.node and lesson.node not in nodes:
        return f"lesson {lesson.lesson_id!r}: node = {lesson.node!r}: must be '' or one of {', '.join(nodes)}"
    before = next((item for item in lessons_of(log) if item.lesson_id == lesson.lesson_id), None)
    if before is not None and before.node != lesson.node:
        whose = before.node or "everybody"
        return f"lesson {lesson.lesson_id!r}: is of {whose} and stays so; note another lesson"
    return ""


def is_plain(text: str) -> bool:
    """Return whether a text has no control characters but ends of lines."""
    return all(letter.isprintable() or letter == "\n" for letter in text)
