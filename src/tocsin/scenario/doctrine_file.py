"""The tactics notebook: doctrine files read, checked and frozen."""

import functools
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator

from tocsin.defence.doctrine import FireDoctrine
from tocsin.errors import ScenarioError
from tocsin.scenario.checked import checked, read_text, read_toml
from tocsin.scenario.doctrine_schema import DoctrineFile
from tocsin.scenario.pack import PackFile, shipped_pack, with_own
from tocsin.scenario.part import Id

STANDARD = "standard"  # what a nation fights by that names none
DOCTRINE_PACK = "doctrine-standard"  # whose numbers a doctrine may change


def doctrine_names() -> list[str]:
    """Return the names of the shipped doctrines, the standard one first."""
    folder = files("tocsin.scenario").joinpath("doctrines")
    names = [item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")]
    return sorted(names, key=lambda name: (name != STANDARD, name))


def doctrine_text(name: str) -> str:
    """Return the TOML of a shipped doctrine by name, of a file by its path ending in .toml, or a text that is one."""
    if "\n" in name:
        return name
    if name.endswith(".toml"):
        return read_text(Path(name))
    if name not in doctrine_names():
        raise ScenarioError(
            f"doctrine = {name!r}: no such doctrine; known: {', '.join(doctrine_names())}, or a path ending in .toml"
        )
    return files("tocsin.scenario").joinpath("doctrines", f"{name}.toml").read_text(encoding="utf-8")


def doctrine_tables(name: str) -> dict[str, Any]:
    """Return the keys of a doctrine, unchecked: as they stand in its file."""
    return read_toml(doctrine_text(name), said(name))


def doctrine_file(name: str) -> DoctrineFile:
    """Return a doctrine, named as for ``doctrine_text``, checked.

    Raises
    ------
    ScenarioError
        An unknown name, or the first thing that is wrong with the file: name, value, bound and remedy.
    """
    file = checked(DoctrineFile, doctrine_tables(name), said(name))
    doctrine_pack(file, said(name))
    return file


@functools.cache
def shipped_doctrine(name: str) -> DoctrineFile:
    """Return a shipped doctrine, read once."""
    return doctrine_file(name)


def said(name: str) -> str:
    """Return how messages call a doctrine."""
    return "doctrine" if "\n" in name else name if name.endswith(".toml") else f"doctrine {name}"


def doctrine_pack(file: DoctrineFile, where: str) -> PackFile:
    """Return the numbers that cells decide by under a doctrine: its own, else the shipped ones.

    Raises
    ------
    ScenarioError
        A number that the pack has not, another unit, or a value outside the shipped range; ``where`` begins it.
    """
    return with_own(shipped_pack(DOCTRINE_PACK), file.numbers, f"{where}: numbers")


def fire_doctrine(file: DoctrineFile, pack: PackFile) -> FireDoctrine:
    """Return a doctrine as the defence desk follows it, with the numbers of a nation's doctrine pack."""
    return FireDoctrine(
        name=file.name,
        weapons_control=file.weapons_control,
        engagement=file.engagement,
        defends=file.defends,
        announces=file.announces,
        announce_ms=round(pack["announce_s"] * 1000),
        salvo=file.salvo.model_dump(exclude_none=True),
        reserve={layer: count for layer, count in file.reserve.model_dump().items() if count},
        sigma_m=pack["engage_sigma_km"] * 1e3,
        above_probability=pack["engage_above"],
    )


def tables_if_named(value: Any) -> Any:
    """Return the keys of the shipped doctrine that a text names; anything else as it is.

    A scenario names shipped doctrines only, so that its text alone plays a run again; any other stands in it whole.
    """
    if not isinstance(value, str):
        return value
    if value not in doctrine_names():
        raise ValueError(
            f"no such doctrine; known: {', '.join(doctrine_names())}; one from a file stands here as a table"
        )
    return doctrine_tables(value)


Fought = Annotated[DoctrineFile | None, BeforeValidator(tables_if_named, json_schema_input_type=Id | DoctrineFile)]
