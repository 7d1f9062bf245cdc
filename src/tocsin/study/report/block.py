"""What a section of the page is made of: tables and pictures, each with its words and its stamp."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.figure import Figure

from tocsin.review.page_style import data_uri_of


class Cell(NamedTuple):
    """One cell of a table: what it says, what stands small below it, line by line, and its tone.

    ``tone``: '', faint, strong, never, code.
    """

    text: str
    below: str = ""
    tone: str = ""


class Line(NamedTuple):
    """One row of a table; ``is_first``: a rule is drawn above it."""

    cells: tuple[Cell, ...]
    is_first: bool = True


class Block(NamedTuple):
    """A table, a picture or plain words of a section.

    Attributes
    ----------
    title, caption : str
    stamp : str
        What it rests on (``stamp.stamp``); '' for words alone.
    heads : tuple of str
        Of a table's columns; none where there is no table.
    word_count : int
        How many columns, from the left, hold words and not numbers.
    lines : tuple of Line
    uri : str
        Of a picture, as a data URI; '' where there is none.
    is_folded : bool
        Only its title is seen until a reader opens it.
    """

    title: str
    caption: str
    stamp: str
    heads: tuple[str, ...] = ()
    word_count: int = 1
    lines: tuple[Line, ...] = ()
    uri: str = ""
    is_folded: bool = False


class Section(NamedTuple):
    """A part of the page under one heading, with its words."""

    title: str
    words: tuple[str, ...]
    blocks: tuple[Block, ...]


def table(
    title: str, caption: str, stamp: str, heads: Sequence[str], lines: Sequence[Line], word_count: int = 1
) -> Block:
    """Return a table as a block."""
    return Block(title, caption, stamp, tuple(heads), word_count, tuple(lines))


def picture(title: str, caption: str, stamp: str, figure: Figure) -> Block:
    """Return a figure as a block: a raster image, so that its marking cannot be taken out of it."""
    return Block(title, caption, stamp, uri=data_uri_of(figure))
