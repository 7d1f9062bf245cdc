"""What a section of a pack is made of: words, tables, pictures, a story to go through; one template draws them.

Every text in a block is data and is escaped; ``Story.drawing`` alone is markup, made by this package.
"""

from typing import NamedTuple


class Words(NamedTuple):
    """Paragraphs."""

    paragraphs: tuple[str, ...]


class Notice(NamedTuple):
    """Something that a reader must not miss: what is left out, what is damaged."""

    paragraphs: tuple[str, ...]


class Listed(NamedTuple):
    """Points of a list under a heading of its own, '' for none."""

    title: str
    points: tuple[str, ...]


class Table(NamedTuple):
    """A table; numbers are written as they are to be read.  ``note`` stands under it.

    Columns whose every cell is a number, a time or a word that stands for one are set to the right.  A row whose
    first cell is empty goes on with what the one above began.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


class Drawing(NamedTuple):
    """A picture: what it is called, what it shows, and itself as a data URI."""

    title: str
    caption: str
    uri: str


class Terms(NamedTuple):
    """Words and what they mean."""

    caption: str
    items: tuple[tuple[str, str], ...]


class Story(NamedTuple):
    """A timeline as SVG, and what was known at each moment of it as JSON, for the cursor on the page."""

    title: str
    caption: str
    drawing: str
    data: str


Block = Words | Notice | Listed | Table | Drawing | Terms | Story


class Section(NamedTuple):
    """One part of a pack; ``key`` is its anchor.  A section without blocks is left out."""

    key: str
    title: str
    intro: str
    blocks: tuple[Block, ...]
