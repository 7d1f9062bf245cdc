"""The verbs of ``tocsin lesson``."""

from pathlib import Path

import msgspec
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from tocsin.cli.appended import SEAT, append, opened_for, party_of
from tocsin.cli.console import say, say_all, write_line
from tocsin.cli.msel import one_line
from tocsin.cli.sheets import write_sheet
from tocsin.cli.what_if import time_ms_of
from tocsin.errors import ScenarioError
from tocsin.orders.hot_wash import CONTROL, LessonNoted
from tocsin.review.lessons import STATES, Lesson, fault_in_lesson, lessons_of, next_id, open_lessons
from tocsin.review.log import RunLog
from tocsin.review.party import view_of
from tocsin.scenario.declared import Scenario
from tocsin.scenario.msel_rows import clock_text

KINDS = (LessonNoted.__name__, "Endex")
HEADINGS = ("lesson", "of", "about", "what was learnt", "owner", "state")


def add_lesson(journal: Path, node: str, party: str, text: str, about: tuple[str, str]) -> None:
    """Note a lesson.  ``about``: its owner, and the exercise time that it is about; '' for none."""
    log, scenario = opened_for(journal, KINDS)
    owner, at = about
    party_of(scenario, party)
    lesson = LessonNoted(
        seat=SEAT,
        lesson_id=next_id(log, node),
        node=node,
        text=text,
        owner=owner,
        at_ms=time_ms_of(at) if at else -1,
    )
    note(journal, log, scenario, lesson)


def change_lesson(journal: Path, lesson_id: str, state: str, owner: str, text: str) -> None:
    """Change a lesson; what is '' stays."""
    log, scenario = opened_for(journal, KINDS)
    found = {lesson.lesson_id: lesson for lesson in lessons_of(log)}
    if lesson_id not in found:
        raise ScenarioError(f"lesson {lesson_id!r}: no such lesson; there are: {', '.join(found) or 'none'}")
    before = found[lesson_id]
    known = [item for item in STATES if item == (state or before.state)]
    if not known:
        raise ScenarioError(f"--state {state!r}: must be one of {', '.join(STATES)}")
    lesson = LessonNoted(
        seat=SEAT,
        lesson_id=lesson_id,
        node=before.node,
        text=text or before.text,
        owner=owner or before.owner,
        state=known[0],
        at_ms=before.at_ms,
    )
    note(journal, log, scenario, lesson)


def note(journal: Path, log: RunLog, scenario: Scenario, lesson: LessonNoted) -> None:
    """Write a lesson into its journal."""
    if fault := fault_in_lesson(log, lesson, [CONTROL, *(node.name for node in scenario.nodes)]):
        raise ScenarioError(fault)
    append(journal, log, lesson)
    say(one_line(f"{lesson.lesson_id} ({lesson.state}): {lesson.text}"))


def list_lessons(journal: Path, reader: str, only_open: bool, out: Path | None, as_json: bool) -> None:
    """Print the lessons that a reader may see, and write them to a file if one is named."""
    log, scenario = opened_for(journal, KINDS)
    seen = view_of(log, scenario, reader).log
    found = open_lessons(seen) if only_open else lessons_of(seen)
    rows = [row_of(lesson) for lesson in found]
    if out is not None:
        write_sheet(out, "Lessons", HEADINGS, rows)
    if as_json:
        write_line(msgspec.json.encode([lesson._asdict() for lesson in found]).decode())
        return
    table = Table(title=f"Lessons for {reader}  (EXERCISE)", title_justify="left", box=SIMPLE)
    for heading in HEADINGS:
        table.add_column(heading)
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    say_all(table)
    if out is not None:
        say(f"Wrote {out}: {len(rows)} lessons.")


def row_of(lesson: Lesson) -> tuple[str, ...]:
    """Return a lesson as cells."""
    about = clock_text(lesson.at_ms / 1000.0) if lesson.at_ms >= 0 else ""
    return lesson.lesson_id, lesson.node or "all", about, lesson.text, lesson.owner, lesson.state
