"""A study registered before its first run: what was to be asked, fixed before anybody knew the answer."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tocsin import __version__
from tocsin.errors import StudyError
from tocsin.study.design.design import Design
from tocsin.study.shards import PLAYED

FILE = "registration.json"


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """What was registered: the digest of a design and all that it plays, by which version, when (UTC, ISO 8601)."""

    marking: str = "EXERCISE EXERCISE EXERCISE"
    study: str
    design_digest: str
    version: str
    time_utc: str


def register(design: Design, folder: Path) -> Registration:
    """Register a design in the folder that will hold its runs; return what was written.

    Raises
    ------
    StudyError
        If runs have been played there already, or something is registered there.
    """
    if any((folder / PLAYED).glob("unit-*.parquet")):
        raise StudyError(
            f"{folder}: holds runs already; a study is registered before its first run: choose another --out"
        )
    if (folder / FILE).exists():
        raise StudyError(f"{folder}: {registration_of(folder)!r} is registered there; choose another --out")
    entry = Registration(
        study=design.name,
        design_digest=design.digest,
        version=__version__,
        time_utc=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes(msgspec.json.format(msgspec.json.encode(entry), indent=2) + b"\n")
    return entry


def registration_of(folder: Path) -> Registration | None:
    """Return what is registered in a folder; None if nothing is.

    Raises
    ------
    StudyError
        If its file cannot be read.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Registration)
    except msgspec.DecodeError as error:
        raise StudyError(f"{path}: cannot be read: {error}; restore it or choose another --out") from None
