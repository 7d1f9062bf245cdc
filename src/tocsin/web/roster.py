"""Who sits at which seat: a file of its own, never the journal.  With it lie the secrets of the sessions."""

import os
import secrets
from pathlib import Path

import msgspec

from tocsin.errors import JournalError

KEY_BYTES = 32


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """A role that control lets a seat hold; ``host``: whom a liaison officer sits with."""

    role: str
    host: str = ""


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """Who has which seat, and what control has granted it."""

    seat_id: str
    name: str
    group: str
    granted: tuple[Grant, ...] = ()
    has_left: bool = False


class Roster:
    """The people of one exercise, in a folder that nobody else may read.

    Parameters
    ----------
    folder : Path
        Made if it is not there.  Holds ``roster.json`` and ``key``.

    Raises
    ------
    JournalError
        If the folder cannot be made, read or written, or holds something else.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "roster.json"
        self.sittings: dict[str, Sitting] = {}
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            self.key = kept_secret(folder / "key")
            if self._file.exists():
                found = msgspec.json.decode(self._file.read_bytes(), type=list[Sitting])
                self.sittings = {sitting.seat_id: sitting for sitting in found}
        except (OSError, msgspec.DecodeError) as error:
            raise JournalError(f"roster '{folder}': cannot be used: {error}; move it away or mend it") from None

    def put(self, sitting: Sitting) -> None:
        """Enter a sitting, new or changed; on disk when this returns."""
        self.sittings[sitting.seat_id] = sitting
        write_whole(self._file, msgspec.json.format(msgspec.json.encode([*self.sittings.values()])))

    def keep(self, name: str, content: bytes) -> None:
        """Keep a secret of the exercise beside the roster."""
        write_whole(self._folder / name, content)

    def kept(self, name: str) -> bytes | None:
        """Return what was kept under a name, or None."""
        file = self._folder / name
        return file.read_bytes() if file.exists() else None


def kept_secret(file: Path) -> bytes:
    """Return the key in a file, made at the first time."""
    if not file.exists():
        write_whole(file, secrets.token_bytes(KEY_BYTES))
    return file.read_bytes()


def write_whole(file: Path, content: bytes) -> None:
    """Write a file that only its owner may read, all of it or nothing."""
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)
