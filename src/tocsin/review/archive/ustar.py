"""Several files as one, in the plain tar form of POSIX.1-1988 (ustar), which has one way to be written and no other.

Every byte follows from names and contents: times are 0, owners 0, modes 0644, and after the last file come two blocks
of zeros.  Reading makes every header anew and compares: what is written any other way is refused.
"""

import re
from collections.abc import Mapping

from tocsin.errors import JournalError

BLOCK = 512  # bytes
END = bytes(2 * BLOCK)
MOST_FILES = 16
NAME = re.compile(rb"([a-z][a-z0-9-]{0,40}\.[a-z]{2,6})\0")
SIZE = re.compile(rb"([0-7]{11})\0")
NAME_PLACE, SIZE_PLACE, CHECKSUM = slice(0, 100), slice(124, 136), slice(148, 156)


class UnsoundError(JournalError):
    """A bundle is not as it was sealed."""


def header(name: str, size: int) -> bytes:
    """Return the header block of one file; ``size`` in bytes."""
    start = name.encode().ljust(100, b"\0") + b"0000644\0" + 2 * b"0000000\0" + b"%011o\0" % size + b"%011o\0" % 0
    end = (b"0" + bytes(100) + b"ustar\0" + b"00").ljust(BLOCK - CHECKSUM.stop, b"\0")
    return start + b"%06o\0 " % (sum(start) + 8 * ord(" ") + sum(end)) + end


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as one, in their order."""
    parts = []
    for name, content in files.items():
        parts += [header(name, len(content)), content, bytes(-len(content) % BLOCK)]
    return b"".join([*parts, END])


def unpacked(bundle: bytes) -> tuple[dict[str, bytes], int]:
    """Return the files at the start of a bundle, in order, and how many bytes they take.

    Nothing is made on any disk, no name has a folder in it, nothing is compressed: what is returned is at most as
    large as what was given.

    Raises
    ------
    UnsoundError
        If they are not written in the one form.
    """
    files: dict[str, bytes] = {}
    place = 0
    while bundle[place : place + BLOCK] != END[:BLOCK]:
        name, content = file_at(bundle, place)
        if name in files or len(files) == MOST_FILES:
            raise UnsoundError(f"byte {place}: file {name!r} is there twice, or is one of more than {MOST_FILES}")
        files[name] = content
        place += BLOCK + len(content) + -len(content) % BLOCK
    if bundle[place : place + len(END)] != END:
        raise UnsoundError(f"byte {place}: the files do not end with two blocks of zeros: it is cut or altered")
    return files, place + len(END)


def file_at(bundle: bytes, place: int) -> tuple[str, bytes]:
    """Return name and content of the file whose header is at a place."""
    block = bundle[place : place + BLOCK]
    name, size = NAME.match(block[NAME_PLACE]), SIZE.fullmatch(block[SIZE_PLACE])
    if len(block) < BLOCK or name is None or size is None:
        raise UnsoundError(f"byte {place}: no header of a file is there: it is no bundle, or is cut or altered")
    found, length = name[1].decode(), int(size[1], 8)
    if block != header(found, length):
        raise UnsoundError(f"byte {place}: the header of {found!r} is not written as Tocsin writes it")
    start = place + BLOCK
    content = bundle[start : start + length]
    padding = bundle[start + length : start + length + -length % BLOCK]
    if len(content) < length or padding != bytes(-length % BLOCK):
        raise UnsoundError(f"byte {start}: file {found!r} is cut, or is not followed by zeros")
    return found, content
