"""Sections as the template draws them: each block with its kind, each table with its columns set."""

import re
from typing import NamedTuple

from markupsafe import Markup

from tocsin.review.pack.section import Block, Section, Story, Table

NUMBER = re.compile(r"(\u2248\u202f)?[+\u2212-]?[\d,.:]+(\u202f?%|\u00a0points)?( .*never\))?")
WORDS_FOR_NUMBERS = ("never", "n/a", "pending", "none", "\u2013", "\u2014", "")
WITHIN_LUCK = "\u2248"
SHORT = 24  # letters of what is never broken
SENTENCE = 60  # letters from which a cell is a sentence
FAINT = ("n/a", "0", "pending", "\u2013")


class Cell(NamedTuple):
    """One cell: its text and its classes of style."""

    text: str
    style: str


class Row(NamedTuple):
    """One row; ``is_first``: it begins something, and a line stands above it."""

    cells: tuple[Cell, ...]
    is_first: bool


class Laid(NamedTuple):
    """A block with the name of its kind; of a table also the heads and rows, of a story its markup.

    ``is_wordy``: a table with sentences in its cells, which is never set narrow.
    """

    kind: str
    block: Block
    heads: tuple[Cell, ...] = ()
    rows: tuple[Row, ...] = ()
    is_wordy: bool = False
    drawing: Markup = Markup("")
    data: Markup = Markup("")


class LaidSection(NamedTuple):
    """A section with its blocks laid out."""

    key: str
    title: str
    intro: str
    blocks: tuple[Laid, ...]


def laid_out(section: Section) -> LaidSection:
    """Return a section as the template draws it."""
    return LaidSection(section.key, section.title, section.intro, tuple(laid(block) for block in section.blocks))


def laid(block: Block) -> Laid:
    """Return one block as the template draws it."""
    kind = type(block).__name__.lower()
    match block:
        case Table(headings=headings, rows=rows):
            right = [is_numeric([row[i] for row in rows]) for i in range(len(headings))]
            heads = tuple(Cell(text, "n" if is_n else "") for text, is_n in zip(headings, right, strict=True))
            is_wordy = any(len(text) > SENTENCE for row in rows for text in row)
            return Laid(kind, block, heads, tuple(set_row(row, right) for row in rows), is_wordy)
        case Story(drawing=drawing, data=data):
            return Laid(kind, block, drawing=Markup(drawing), data=Markup(data.replace("<", "\\u003c")))
        case _:
            return Laid(kind, block)


def set_row(row: tuple[str, ...], right: list[bool]) -> Row:
    """Return a row with the style of each cell."""
    cells = tuple(Cell(text, style_of(text, is_n)) for text, is_n in zip(row, right, strict=True))
    return Row(cells, bool(row) and row[0] != "")


def style_of(text: str, is_number: bool) -> str:
    """Return the classes of a cell."""
    said = "never" if text == "never" else "faint" if text in FAINT or text.startswith(WITHIN_LUCK) else ""
    width = "short" if len(text) <= SHORT else "long" if len(text) > SENTENCE else ""
    return " ".join(word for word in ("n" if is_number else width, said) if word)


def is_numeric(texts: list[str]) -> bool:
    """Return whether a column holds numbers, and words that stand for them, alone."""
    are_numbers = [NUMBER.fullmatch(text) is not None for text in texts]
    return any(are_numbers) and all(
        is_one or text in WORDS_FOR_NUMBERS for is_one, text in zip(are_numbers, texts, strict=True)
    )
