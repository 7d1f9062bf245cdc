"""From a condition's text to its tree: a recursive reader of bounded depth.  Nothing is ever evaluated as code."""

import difflib
import functools
from typing import get_args

from tocsin.errors import ScenarioError
from tocsin.exchange.payload import AlertLevel, Assessment
from tocsin.orders.action import NationAction
from tocsin.orders.aside import OF_ASIDE
from tocsin.orders.condition.tree import (
    And,
    Compared,
    Condition,
    Fact,
    Is,
    Later,
    Not,
    Of,
    Or,
    Plain,
    Reached,
    Sign,
    Sort,
    Value,
    facts_of,
    sort_of,
)
from tocsin.orders.condition.words import Word, words_of, wrong
from tocsin.orders.kinds import KINDS
from tocsin.orders.staff import StaffAction

DEEPEST = 20  # parentheses and nots within each other
LEVELS: tuple[str, ...] = get_args(AlertLevel)
ASSESSMENTS: tuple[str, ...] = get_args(Assessment)
RANK_OF_LEVEL: dict[str, int] = {**{level: rank for rank, level in enumerate(LEVELS)}, "high": len(LEVELS) - 1}
UNIT_MS: dict[str, int] = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000}
ACTIONS: tuple[str, ...] = tuple(kind.__name__ for kind in (*get_args(NationAction), *get_args(StaffAction)))
NAMES: tuple[str, ...] = (*(kind for kind in KINDS if KINDS[kind] not in OF_ASIDE), *ACTIONS)  # what can be counted
HAPPENED: dict[Of, Sort] = {"first": "moment", "last": "moment", "count": "count"}
ABOUT_A_NATION: dict[Of, Sort] = {"alert": "alert level", "assessed": "assessment", "suspended": "truth"}
FUNCTIONS: dict[str, Of] = {name: name for name in (*HAPPENED, *ABOUT_A_NATION, "fired")}
SIGNS: tuple[Sign, ...] = get_args(Sign)
ORDERED = ("moment", "count", "alert level")


@functools.lru_cache(maxsize=1024)
def condition(text: str) -> Condition:
    """Return the tree of a condition.

    Raises
    ------
    ScenarioError
        What is wrong with it, and at which character.
    """
    reader = Reader(text)
    tree = reader.either(0)
    if reader.word.sort != "end":
        raise reader.unexpected("'and', 'or' or the end")
    return tree


class Reader:
    """Where reading has got to in a text."""

    def __init__(self, text: str) -> None:
        self._text, self._words, self._next = text, words_of(text), 0

    @property
    def word(self) -> Word:
        """Return the word that comes next."""
        return self._words[self._next]

    def take(self) -> Word:
        """Return the next word and go past it."""
        word = self.word
        self._next += word.sort != "end"
        return word

    def says(self, *texts: str) -> bool:
        """Return whether the next word is one of these, in capitals or not."""
        return self.word.sort in ("name", "sign") and self.word.text.lower() in texts

    def must(self, text: str) -> None:
        """Go past a word that must come here."""
        if not self.says(text):
            raise self.unexpected(repr(text))
        self.take()

    def unexpected(self, wanted: str) -> ScenarioError:
        """Return the error of a word that has no place here."""
        found = repr(self.word.text) if self.word.text else "the end"
        return wrong(self._text, self.word.place, f"{wanted} must stand here, not {found}")

    def either(self, depth: int) -> Condition:
        """Read parts joined by ``or``."""
        if depth > DEEPEST:
            raise wrong(self._text, self.word.place, f"more than {DEEPEST} parts within each other; make it flatter")
        tree = self.both(depth)
        while self.says("or"):
            self.take()
            tree = Or(tree, self.both(depth))
        return tree

    def both(self, depth: int) -> Condition:
        """Read parts joined by ``and``."""
        tree = self.part(depth)
        while self.says("and"):
            self.take()
            tree = And(tree, self.part(depth))
        return tree

    def part(self, depth: int) -> Condition:
        """Read one part: its opposite, parentheses, or a comparison."""
        if depth > DEEPEST:
            raise wrong(self._text, self.word.place, f"more than {DEEPEST} parts within each other; make it flatter")
        if self.says("not"):
            self.take()
            return Not(self.part(depth + 1))
        if self.says("("):
            self.take()
            tree = self.either(depth + 1)
            self.must(")")
            return tree
        return self.compared()

    def compared(self) -> Condition:
        """Read a value that says something by itself, or two beside each other."""
        place = self.word.place
        left = self.value()
        if not self.says(*SIGNS):
            return self.alone(left, place)
        written = self.take().text
        sign = next(sign for sign in SIGNS if sign == written)
        right = self.value()
        sorts = sort_of(left), sort_of(right)
        if sorts[0] != sorts[1]:
            raise wrong(self._text, place, f"{with_article(sorts[0])} beside {with_article(sorts[1])}")
        if sign not in ("==", "!=") and sorts[0] not in ORDERED:
            raise wrong(self._text, place, f"{with_article(sorts[0])} has no order; use == or !=")
        return Compared(left, sign, right)

    def alone(self, value: Value, place: int) -> Condition:
        """Return a value as a condition, where it is one without another beside it."""
        if isinstance(value, Fact) and value.sort == "truth":
            return Is(value)
        if sort_of(value) == "moment" and any(fact.of != "time" for fact in facts_of(value)):
            return Reached(value)
        raise wrong(self._text, place, f"{with_article(sort_of(value))} must be compared; add a sign such as >=")

    def value(self) -> Value:
        """Read a value and what is added to it."""
        place = self.word.place
        value: Value = self.plain() or self.fact()
        while self.says("+"):
            if sort_of(value) != "moment":
                raise wrong(self._text, place, f"nothing can be added to {with_article(sort_of(value))}")
            self.take()
            value = Later(value, self.length_ms())
        return value

    def plain(self) -> Plain | None:
        """Read a value that is written out; None where none comes here."""
        if self.word.sort == "clock":
            hours, minutes, seconds = map(int, self.take().text.split(":"))
            return Plain("moment", ((hours * 60 + minutes) * 60 + seconds) * 1000)
        if self.word.sort == "number":
            following = self._words[self._next + 1]
            if following.text in UNIT_MS:
                return Plain("moment", self.length_ms())
            return Plain("count", self.whole())
        text = self.word.text.lower()
        if text in RANK_OF_LEVEL:
            self.take()
            return Plain("alert level", RANK_OF_LEVEL[text])
        if text in ASSESSMENTS:
            self.take()
            return Plain("assessment", text)
        return None

    def whole(self) -> int:
        """Read a whole number."""
        if not self.word.text.isdecimal():
            raise self.unexpected("a whole number, or a number with its unit (s, min, h),")
        return int(self.take().text)

    def length_ms(self) -> int:
        """Read a length of time: a number and its unit."""
        if self.word.sort != "number":
            raise self.unexpected("a length of time such as 60 s")
        number = float(self.take().text)
        if self.word.text not in UNIT_MS:
            raise self.unexpected(f"a unit ({', '.join(UNIT_MS)})")
        return round(number * UNIT_MS[self.take().text])

    def fact(self) -> Fact:
        """Read something that the tally knows."""
        word = self.take()
        name = word.text.lower()
        if name == "time":
            return Fact("time", "moment")
        if word.sort != "name" or name not in FUNCTIONS:
            near = difflib.get_close_matches(name, (*FUNCTIONS, "time"), n=1)
            hint = f"did you mean {near[0]}?" if near else f"known: time, {', '.join(FUNCTIONS)}"
            found = repr(word.text) if word.text else "the end"
            raise wrong(self._text, word.place, f"{found} is no fact; {hint}")
        self.must("(")
        fact = self.about(FUNCTIONS[name])
        self.must(")")
        return fact

    def about(self, of: Of) -> Fact:
        """Read what stands within the parentheses of a fact."""
        if of == "fired":
            return Fact("fired", "moment", self.name("an inject's id"))
        if of in ABOUT_A_NATION:
            return Fact(of, ABOUT_A_NATION[of], node=self.name("a nation").lower())
        place = self.word.place
        kind = known_name(self.name("a record kind or an action"), self._text, place)
        node = ""
        if self.says(","):
            self.take()
            node = self.name("a nation, or NATION/cell").lower()
        return Fact(of, HAPPENED[of], kind, node)

    def name(self, what: str) -> str:
        """Read a name."""
        if self.word.sort != "name":
            raise self.unexpected(what)
        return self.take().text


def known_name(name: str, text: str, place: int) -> str:
    """Return a record kind or an action by its name, capitals or not; raise ScenarioError for an unknown one."""
    found = {known.lower(): known for known in NAMES}.get(name.lower())
    if found is None:
        near = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "see docs/records.md"
        raise wrong(text, place, f"{name!r} is no record kind and no action; {hint}")
    return found


def with_article(sort: Sort) -> str:
    """Return a sort in words."""
    return f"an {sort}" if sort[0] in "aeiou" else "a truth value" if sort == "truth" else f"a {sort}"
