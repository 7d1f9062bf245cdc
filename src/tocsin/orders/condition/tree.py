"""What a condition is made of."""

from dataclasses import dataclass
from typing import Literal

Sort = Literal["moment", "count", "alert level", "assessment", "truth"]
Of = Literal["first", "last", "count", "fired", "alert", "assessed", "suspended", "time"]
Sign = Literal["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the tally knows, of a kind, an action or an inject (``name``), of a node ('': of any)."""

    of: Of
    sort: Sort
    name: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True)
class Plain:
    """A value written out: ms of a moment, a count, a rank of an alert level, an assessment."""

    sort: Sort
    value: int | str


@dataclass(frozen=True, slots=True)
class Later:
    """A moment and some time more, ms."""

    of: "Value"
    by_ms: int


Value = Fact | Plain | Later


@dataclass(frozen=True, slots=True)
class Reached:
    """A moment that has come."""

    moment: Value


@dataclass(frozen=True, slots=True)
class Is:
    """A fact that is itself true or false."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Compared:
    """Two values of one sort beside each other; false where either is of what has not happened."""

    left: Value
    sign: Sign
    right: Value


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class And:
    """Both."""

    left: "Condition"
    right: "Condition"


@dataclass(frozen=True, slots=True)
class Or:
    """Either, or both."""

    left: "Condition"
    right: "Condition"


Condition = Reached | Is | Compared | Not | And | Or


def sort_of(value: Value) -> Sort:
    """Return what a value is a value of."""
    return "moment" if isinstance(value, Later) else value.sort


def facts_in(condition: Condition) -> tuple[Fact, ...]:
    """Return the facts that a condition asks for, as they stand in it."""
    match condition:
        case Not(part):
            return facts_in(part)
        case And(left, right) | Or(left, right):
            return facts_in(left) + facts_in(right)
        case Compared(a, _, b):
            return facts_of(a) + facts_of(b)
        case Reached(moment):
            return facts_of(moment)
        case Is(fact):
            return (fact,)


def facts_of(value: Value) -> tuple[Fact, ...]:
    """Return the fact behind a value, if there is one."""
    match value:
        case Later(of, _):
            return facts_of(of)
        case Fact():
            return (value,)
        case Plain():
            return ()
