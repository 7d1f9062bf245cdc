"""A study registered before its first run: what was to be asked, fixed before anybody knew the answer."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tocsin import __version__
from tocsin.errors import StudyError
from tocsin.scenario.pack import packs_digest
from tocsin.study.design.design import Design

FILE = "registration.json"


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """What was registered: what was to be played, by which version, when (UTC, ISO 8601).

    ``design_digest``: of a design and every text that it plays; ``packs_digest``: of all shipped packs;
    ``replications``: runs of each point at the most.
    """

    marking: str = "EXERCISE EXERCISE EXERCISE"
    study: str
    design_digest: str
    packs_digest: str
    replications: int
    version: str
    time_utc: str


def register(design: Design, folder: Path) -> Registration:
    """Register a design in the folder that will hold its runs; return what was written.

    Raises
    ------
    StudyError
        If the folder holds anything already: a registration, a study, some of its runs.
    """
    held = sorted(item.name for item in folder.iterdir() if item.name != FILE) if folder.exists() else []
    if held:
        raise StudyError(
            f"{folder}: holds {held[0]}; a study is registered before its first run, in a new or empty folder: "
            "choose another --out"
        )
    if (found := registration_of(folder)) is not None:
        raise StudyError(f"{folder}: {found.study} ({found.time_utc}) is registered there; choose another --out")
    entry = Registration(
        study=design.name,
        design_digest=design.digest,
        packs_digest=packs_digest(),
        replications=design.replications,
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
