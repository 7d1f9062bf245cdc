"""Tables of a scenario file for the people who run it: what it rehearses, what each is told, its variants."""

from typing import Annotated, Any

from pydantic import Field

from tocsin.scenario.part import Id, Part

Text = Annotated[str, Field(min_length=1, max_length=4000)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Variant = Annotated[str, Field(description="which of the file's variants is played; empty: the file as it stands")]
Cast = Annotated[
    dict[Id, Id], Field(description='which nation plays whose part: alder = "elm" swaps the two, the land stays')
]
Settings = Annotated[
    dict[str, Any],
    Field(description='values by path, such as "notice[n1].window_end_s"; "absent" removes what the path names'),
]


class EvidencePart(Part):
    """What resolves the matter: when it can be had, and who must ask for it."""

    what: Annotated[Line, Field(description="what it shows")]
    minute: Annotated[float, Field(ge=0, le=10_080, description="from when on it can be had, exercise time, min")]
    ask: Annotated[Line, Field(description="who must ask whom, or who is told unasked")]


class BriefPart(Part):
    """What each is told before the exercise.  Players know it by its blind name alone."""

    rehearses: Annotated[Line, Field(description="in one line, for control and for lists")]
    players: Annotated[Text, Field(description="the players' brief; must not give the scenario away")]
    control: Annotated[Text, Field(description="the control staff's brief")]
    truth: Annotated[Text, Field(description="the truth sheet: what happens, and why sensors see what they see")]
    evidence: Annotated[tuple[EvidencePart, ...], Field(min_length=1, description="what resolves it, in time")]
    right: Annotated[tuple[Line, ...], Field(min_length=2, description="right courses")]
    wrong: Annotated[tuple[Line, ...], Field(min_length=2, description="wrong courses")]
    page: Annotated[Line, Field(description="its page of documentation")]


class VariantPart(Part):
    """The same scenario with some values changed."""

    about: Annotated[Line, Field(description="what is different, in one line")]
    set: Settings
