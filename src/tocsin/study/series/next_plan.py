"""Open lessons as part of the next plan: a list of injects that any scenario can take in.

Each lesson is an inject that waits for control's hand, its words where the observer reads what to look for; where it
is one nation's, also an objective of that nation's team, without a criterion until somebody writes one.
"""

import hashlib
import re
from collections.abc import Collection, Sequence

import msgspec

from tocsin.errors import ScenarioError
from tocsin.orders.inject import Inject, Msel, Objective, Storyline
from tocsin.orders.msel_check import unprintable
from tocsin.orders.staff import MAX_TEXT
from tocsin.study.series.lessons import Lesson

STORYLINE = "lessons"
PREFIX = "lesson-"
LONGEST_ID, LONGEST_TITLE = 40, 200


def plan_of(lessons: Sequence[Lesson], nations: Collection[str] | None = None) -> Msel:
    """Return open lessons as a list of injects and objectives.

    Parameters
    ----------
    lessons : sequence of Lesson
    nations : collection of str, optional
        Those of the scenario it is for; a lesson of another nation is an inject only.  None: of any.
    """
    carried = [item for item in lessons if item.is_open]
    if not carried:
        return Msel()
    told = [item for item in carried if item.newest.node and (nations is None or item.newest.node in nations)]
    return Msel(
        storylines=(Storyline(storyline_id=STORYLINE, title="Lessons still open from exercises before"),),
        injects=tuple(inject_of(item, item in told) for item in carried),
        objectives=tuple(
            Objective(
                objective_id=id_of(item.name),
                team=item.newest.node,
                text=clean(item.newest.text)[:MAX_TEXT] or "(no words)",
            )
            for item in told
        ),
    )


def inject_of(lesson: Lesson, has_objective: bool) -> Inject:
    """Return a lesson as an inject that reaches nobody: a note for control and its observers."""
    body = lesson.newest
    name = id_of(lesson.name)
    whose = body.node or "all"
    owner = f"\nOwner: {body.owner}." if body.owner else ""
    title = f"{lesson.name if lesson.name.startswith(PREFIX) else f'Lesson {lesson.name}'} ({whose})"
    note = f"{title}, {body.state}: look for whether it was learnt.{owner}\n{body.text}"
    return Inject(
        inject_id=name,
        title=clean(title)[:LONGEST_TITLE],
        storyline=STORYLINE,
        means="event",
        objective=name if has_objective else "",
        controller=clean(body.owner)[:LONGEST_TITLE],
        evaluator_note=clean(note)[:MAX_TEXT],
        status="held",
    )


def id_of(lesson_id: str) -> str:
    """Return the id of a lesson's inject and objective: its own if it can be one, else words and a digest."""
    if lesson_id.startswith(PREFIX) and re.fullmatch(r"[a-z0-9-]+", lesson_id) and len(lesson_id) <= LONGEST_ID:
        return lesson_id
    words = "-".join(re.findall(r"[a-z0-9]+", lesson_id.lower()))[:20].strip("-")
    return "-".join(filter(None, ("lesson", words, hashlib.sha256(lesson_id.encode()).hexdigest()[:8])))


def clean(text: str) -> str:
    """Return a text without what no sheet can keep."""
    return "".join(" " if unprintable(character) else character for character in text).strip()


def merged(plan: Msel, lessons: Msel, where: str) -> Msel:
    """Return a plan with open lessons added; a lesson that it holds from the time before is written anew.

    Raises
    ------
    ScenarioError
        If something else in the plan bears a lesson's name.
    """
    names = {item.inject_id for item in lessons.injects}
    for inject in plan.injects:
        if inject.inject_id in names and inject.storyline != STORYLINE:
            raise ScenarioError(
                f"{where}: inject {inject.inject_id!r} is no lesson but bears the name of one; give it another id"
            )
    old = {item.inject_id for item in plan.injects if item.storyline == STORYLINE}
    return msgspec.structs.replace(
        plan,
        storylines=(*(s for s in plan.storylines if s.storyline_id != STORYLINE), *lessons.storylines),
        injects=(*(i for i in plan.injects if i.inject_id not in old), *lessons.injects),
        objectives=(*(o for o in plan.objectives if o.objective_id not in old), *lessons.objectives),
    )
