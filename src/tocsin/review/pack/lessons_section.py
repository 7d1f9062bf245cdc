"""The lessons identified: each as it now stands, the open ones first."""

from tocsin.review.facts import Facts
from tocsin.review.lessons import CLOSED, Lesson, lessons_of
from tocsin.review.pack.disclosure_log import party
from tocsin.review.pack.section import Section, Table
from tocsin.review.page_words import clock
from tocsin.review.party import View


def section(view: View, facts: Facts) -> Section | None:
    """Return the lessons that a reader may see; None where nobody noted one."""
    found = sorted(lessons_of(view.log), key=lambda lesson: lesson.state in CLOSED)
    if not found:
        return None
    left = sum(lesson.state not in CLOSED for lesson in found)
    unowned = sum(lesson.state not in CLOSED and not lesson.owner for lesson in found)
    note = f"{left} of {len(found)} are still to be done{f', {unowned} of them without an owner' if unowned else ''}."
    headings = ("lesson", "of", "about", "what was learnt", "owner", "state")
    return Section("lessons", "Lessons", "", (Table("", headings, tuple(map(row_of, found)), note),))


def row_of(lesson: Lesson) -> tuple[str, ...]:
    """Return a lesson's row."""
    return (
        lesson.lesson_id,
        party(lesson.node) if lesson.node else "All",
        clock(lesson.at_ms / 1000.0) if lesson.at_ms >= 0 else "",
        lesson.text,
        lesson.owner,
        lesson.state,
    )
