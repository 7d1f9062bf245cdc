"""A doctrine file as people write it: how a defence desk fights, short enough for two staffs to exchange."""

from typing import Annotated

from pydantic import Field

from tocsin.defence.doctrine import Announces, Defends, EngagementMethod, WeaponsControl
from tocsin.scenario.brief_part import Line, Text
from tocsin.scenario.pack import OwnQuantity
from tocsin.scenario.part import Id, Part

Salvo = Annotated[int | None, Field(ge=1, le=8, description="absent: the battery's own number")]
Reserve = Annotated[int, Field(ge=0, le=200, description="of each battery of the layer; 0: none")]


class SalvoPart(Part):
    """Interceptors fired together at one object, by layer."""

    midcourse: Salvo = None
    upper: Salvo = None
    lower: Salvo = None
    air: Salvo = None


class ReservePart(Part):
    """Interceptors that each battery keeps for what comes down on a declared area, by layer."""

    midcourse: Reserve = 0
    upper: Reserve = 0
    lower: Reserve = 0
    air: Reserve = 0


class DoctrineFile(Part):
    """How a nation's air-and-missile-defence desk fights, and why."""

    name: Id
    title: Annotated[Line, Field(description="what people read")]
    method: Annotated[Text, Field(description="what it does and why, in a few sentences, for another staff")]
    weapons_control: Annotated[
        WeaponsControl,
        Field(
            description="hold: nothing is fired; self_defence: at what comes down on an own declared area; tight: at "
            "what the watch found valid; free: at what comes down on the defended and was not found harmless"
        ),
    ]
    engagement: Annotated[
        EngagementMethod,
        Field(description="one interceptor, a look, the next; one salvo and no more; or salvo, look, salvo"),
    ]
    defends: Annotated[
        Defends, Field(description="parties: partners too, where the agreement lets a battery fire on their tracks")
    ] = "own"
    announces: Annotated[
        Announces,
        Field(description="partners hear of a shot when it is ordered (before) or when it has left (after)"),
    ] = "before"
    salvo: SalvoPart = SalvoPart()
    reserve: ReservePart = ReservePart()
    numbers: dict[str, OwnQuantity] = Field(
        default={}, description="own values of numbers of the pack doctrine-standard, within its ranges"
    )
