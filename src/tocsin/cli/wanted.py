"""Which scenario a command is about: its name, and what is changed of it for this time."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.errors import ScenarioError


@dataclass(frozen=True, slots=True)
class Wanted:
    """A scenario as a person asked for it: a shipped name or a path, and the texts of four options.

    ``cast`` is written alder=elm,birch=fir; each of ``settings`` is written path=value.  ``msel``: the file of a list
    of injects that stands in place of the scenario's own.
    """

    name: str
    variant: str = ""
    cast: str = ""
    settings: Sequence[str] = ()
    msel: str = ""


def wanted_text(wanted: Wanted) -> tuple[str, str]:
    """Return the text that is played, and the name or path it came from."""
    from tocsin.scenario.build import scenario_text  # a second to import: only where a scenario is read
    from tocsin.scenario.effective import effective

    text, file = scenario_text(wanted.name)
    if wanted.msel:
        text = with_list(text, file, Path(wanted.msel))
    settings = dict(map(setting_of, wanted.settings))
    return effective(text, wanted.variant, cast_of(wanted.cast), settings, file), file


def with_list(text: str, file: str, path: Path) -> str:
    """Return a scenario's text with the list of injects of a file in it."""
    from tocsin.scenario.msel_file import read_msel, with_msel  # openpyxl: only where there is a list
    from tocsin.scenario.parsed import parsed_scenario

    return with_msel(text, read_msel(path, start_utc=parsed_scenario(text, file).scenario.start_utc), file)


def cast_of(text: str) -> dict[str, str] | None:
    """Return a cast such as alder=elm,birch=fir; None where none is given."""
    if not text:
        return None
    pairs = [item.partition("=") for item in text.split(",")]
    for old, equals, new in pairs:
        if not (old.strip() and equals and new.strip()):
            raise ScenarioError(f"--cast {text!r}: must be pairs of nations; write it as alder=elm,birch=fir")
    olds = [old.strip() for old, _, _ in pairs]
    for old in olds:
        if olds.count(old) > 1:
            raise ScenarioError(f"--cast {text!r}: gives {old} two names; give it one")
    return {old.strip(): new.strip() for old, _, new in pairs}


def setting_of(text: str) -> tuple[str, Any]:
    """Return the path and the value of path=value; a value that is no TOML is a text."""
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        raise ScenarioError(f"--set {text!r}: must be path=value, such as link[alder-birch].loss=0.5")
    try:
        return path.strip(), tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return path.strip(), value.strip()
