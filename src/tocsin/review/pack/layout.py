"""Sections as the template draws them: each block with its kind, each table with its columns set."""

import re
from typing import NamedTuple

from markupsafe import Markup

from tocsin.review.pack.section import Block, Section, Story, Table

NUMBER = re.compile(r"[+\u2212-]?[\d,.:]+(\u202f?%|\u00a0points)?( .*never\))?")
WORDS_FOR_NUMBERS = ("never", "n/a", "pending", "none", "\u2013", "\u2014", "")
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
    """A block with the name of its kind; of a table also the heads and rows, of a story its markup."""

    kind: str
    block: Block
    heads: tuple[Cell, ...] = ()
    rows: tuple[Row, ...] = ()
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
            return Laid(kind, block, heads, tuple(set_row(row, right) for row in rows))
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
    said = "never" if text == "never" else "faint" if text in FAINT else ""
    return " ".join(word for word in ("n" if is_number else "", said) if word)


def is_numeric(texts: list[str]) -> bool:
    """Return whether a column holds numbers, and words that stand for them, alone."""
    return any(texts) and all(text in WORDS_FOR_NUMBERS or NUMBER.fullmatch(text) for text in texts)
