"""The master scenario events list in a file: storylines, injects, objectives; checked by pydantic, nothing else."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from tocsin.orders.inject import Means
from tocsin.orders.msel_check import unprintable
from tocsin.orders.staff import MAX_TEXT
from tocsin.scenario.part import LONGEST_S, Id, Part


def printable(text: str) -> str:
    """Return a text, or raise ValueError where it holds what no sheet can keep."""
    if wrong := unprintable(text):
        raise ValueError(wrong)
    return text


Words = Annotated[str, Field(max_length=200), AfterValidator(printable)]
LongText = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(printable)]
Written = Annotated[str, Field(max_length=500), AfterValidator(printable)]
Receiver = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}(/[a-z_]{1,40})?$")]
Moment = Annotated[float, Field(ge=0, le=LONGEST_S)]


class StorylinePart(Part):
    """A thread of the story that exercise control tells."""

    id: Id
    title: Annotated[Words, Field(description="what people call it")] = ""
    text: Annotated[LongText, Field(description="what happens in it")] = ""


class ExpectedPart(Part):
    """What a team should do about an inject, and in what time."""

    node: Annotated[Id, Field(description="the nation")]
    cell: Annotated[str, Field(description="who should do it, see the glossary")]
    action: Annotated[str, Field(description="which action, see docs/records.md")]
    within_s: Annotated[float, Field(gt=0, le=LONGEST_S, description="from when the inject is fired, s")]


class InjectPart(Part):
    """One line of the master scenario events list; see docs/msel.md."""

    id: Id
    number: Annotated[Words, Field(description="as people say it, such as 2.1.3")] = ""
    title: Words = ""
    storyline: Annotated[Words, Field(description="a storyline's id")] = ""
    event: Words = ""
    incident: Words = ""
    time_s: Annotated[
        Moment | None, Field(description="exercise time when it is due, s; absent: by trigger or hand")
    ] = None
    trigger: Annotated[Written, Field(description="a condition that makes it due, see docs/msel.md")] = ""
    sender: Annotated[Words, Field(description="whom it seems to come from")] = ""
    to: Annotated[tuple[Receiver, ...], Field(description="NATION, or NATION/cell")] = ()
    means: Annotated[Means, Field(description="how it arrives; a call is voiced by control")] = "message"
    text: Annotated[LongText, Field(description="what it says")] = ""
    effects: Annotated[
        tuple[dict[str, Any], ...],
        Field(description="what it makes, blocks or changes: `type` and the keys of that effect, see docs/msel.md"),
    ] = ()
    objective: Annotated[Words, Field(description="an objective's id")] = ""
    expected: ExpectedPart | None = None
    controller: Annotated[Words, Field(description="who is responsible for it")] = ""
    evaluator_note: Annotated[LongText, Field(description="what the observer should look for")] = ""
    depends_on: Annotated[tuple[Id, ...], Field(description="injects that must have been fired before")] = ()
    contingency: Annotated[
        LongText, Field(description="if the team does not act: an inject's id, which is then due; or words")
    ] = ""
    status: Annotated[Literal["planned", "held"], Field(description="held: fired by hand")] = "planned"


class CriterionPart(Part):
    """One test of an objective."""

    text: Annotated[Words, Field(min_length=1)]
    condition: Annotated[Written, Field(min_length=1, description="see docs/msel.md")]
    by_s: Annotated[Moment | None, Field(description="exercise time, s; absent: the end")] = None
    given: Annotated[Written, Field(description="a condition without which the test does not apply")] = ""
    is_kept: Annotated[bool, Field(description="true: must hold all the time until then, not once")] = False


class ObjectivePart(Part):
    """What a team is to learn, and how it is seen that it has."""

    id: Id
    team: Annotated[Id, Field(description="a nation")]
    text: Annotated[LongText, Field(min_length=1)]
    criteria: tuple[CriterionPart, ...] = ()


class MselFile(Part):
    """A list in a file of its own: the same tables as in a scenario file."""

    storyline: tuple[StorylinePart, ...] = ()
    objective: tuple[ObjectivePart, ...] = ()
    inject: Annotated[tuple[InjectPart, ...], Field(max_length=5_000)] = ()
