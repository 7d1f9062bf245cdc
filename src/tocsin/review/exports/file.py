"""A file to be written: its name, and how its bytes come, piece by piece."""

from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

Write = Callable[[IO[bytes]], None]


class File(NamedTuple):
    """One file of an export.  ``write`` puts its bytes into an open binary file."""

    name: str
    write: Write


def of_pieces(name: str, pieces: Callable[[], Iterator[str]]) -> File:
    """Return a UTF-8 file whose text comes in pieces."""

    def write(file: IO[bytes]) -> None:
        for piece in pieces():
            file.write(piece.encode())

    return File(name, write)


def of_bytes(name: str, content: bytes) -> File:
    """Return a file whose bytes are at hand."""

    def write(file: IO[bytes]) -> None:
        file.write(content)

    return File(name, write)
