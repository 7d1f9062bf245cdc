"""What a section of a pack is made of: words, tables, pictures, lines to open; one template draws them all."""

from typing import NamedTuple


class Words(NamedTuple):
    """Paragraphs."""

    paragraphs: tuple[str, ...]


class Table(NamedTuple):
    """A table; numbers are written as they are to be read.  ``note`` stands under it."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


class Drawing(NamedTuple):
    """A picture: what it is called, what it shows, and itself as a data URI."""

    title: str
    caption: str
    uri: str


Block = Words | Table | Drawing


class Section(NamedTuple):
    """One part of a pack; ``key`` is its anchor.  A section without blocks is left out."""

    key: str
    title: str
    intro: str
    blocks: tuple[Block, ...]
