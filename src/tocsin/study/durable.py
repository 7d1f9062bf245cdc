"""A file that is there in whole or not at all, whatever dies, the machine's power too."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

PART = ".part"  # how the name of a file ends until it is whole; what a crash leaves of it is read by nobody


@contextmanager
def durable(path: Path) -> Iterator[Path]:
    """Give the path to write a file to, which gets its own name once it is on disk.

    Each writer has a name to itself, so that two may write one file: the later one stays.
    """
    part = path.with_name(f"{path.stem}.{uuid4().hex}{PART}")
    try:
        yield part
        sync(part)
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if os.name == "posix":  # elsewhere a folder cannot be opened, and needs not be
        sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    number = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)
