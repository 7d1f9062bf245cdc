"""A condition's text as its words, each with its place."""

import re
from typing import Literal, NamedTuple

from tocsin.errors import ScenarioError

MOST_CHARACTERS = 500
WORD = re.compile(
    r"(?P<clock>\d{1,4}:[0-5]\d:[0-5]\d)"
    r"|(?P<number>\d{1,9}(?:\.\d{1,3})?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_-]{0,79}(?:/[a-z_]{1,40})?)"
    r"|(?P<sign>==|!=|<=|>=|<|>|\+|\(|\)|,)"
)
SPACE = re.compile(r"[ \t\r\n]*")


class Word(NamedTuple):
    """One word: what it is, how it is written, where it begins (counted from 1)."""

    sort: Literal["clock", "number", "name", "sign", "end"]
    text: str
    place: int


def words_of(text: str) -> list[Word]:
    """Return the words of a condition, an ``end`` last.

    Raises
    ------
    ScenarioError
        A text that is too long, or a character that is none of the language's.
    """
    if len(text) > MOST_CHARACTERS:
        raise ScenarioError(
            f"condition has {len(text)} characters: must be at most {MOST_CHARACTERS}; make two injects of it"
        )
    words: list[Word] = []
    at = 0
    while True:
        blank = SPACE.match(text, at)
        at = blank.end() if blank else at
        if at == len(text):
            return [*words, Word("end", "", at + 1)]
        match = WORD.match(text, at)
        if match is None:
            raise wrong(text, at + 1, f"{text[at]!r} is no part of a condition")
        words.append(Word(match.lastgroup, match.group(), at + 1))  # type: ignore[arg-type]
        at = match.end()


def wrong(text: str, place: int, what: str) -> ScenarioError:
    """Return what is wrong with a condition, and where (counted from 1)."""
    return ScenarioError(f"condition {text!r}, character {place}: {what}; see docs/msel.md")
