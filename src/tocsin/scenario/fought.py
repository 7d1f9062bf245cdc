"""The text of a scenario as it is fought by another doctrine: what is compared when doctrines are."""

from collections.abc import Sequence

from tocsin.errors import ScenarioError
from tocsin.scenario.checked import checked, read_toml
from tocsin.scenario.doctrine_file import doctrine_file, doctrine_names, doctrine_tables
from tocsin.scenario.effective import effective, uncast_tables
from tocsin.scenario.schema import ScenarioFile


def fought_by(text: str, name: str, nation: str = "", file: str = "scenario") -> str:
    """Return a scenario's text in which parties fight by a doctrine; it is written in whole if it is from a file.

    Parameters
    ----------
    text : str
        What is played, variant, cast and settings in it.
    name : str
        A shipped doctrine, a path ending in .toml, or the text of one.
    nation : str
        The one party it is for, in the file's own names; empty: every party that has batteries.
    file : str
        Used in messages only.

    Raises
    ------
    ScenarioError
        A wrong doctrine, nobody who has batteries, or a nation that has none.
    """
    doctrine_file(name)
    known = fighting(text, file)
    if nation and nation not in known:
        raise ScenarioError(
            f"--for {nation!r}: must be a party with batteries: {', '.join(known) or 'there is none'}"
        )
    if not known:
        raise ScenarioError(f"{file}: no party has batteries, so no doctrine can be tried; take another scenario")
    value = name if name in doctrine_names() else doctrine_tables(name)
    return effective(
        text, settings={f"party.{who}.doctrine": value for who in known if nation in ("", who)}, file=file
    )


def fighting(text: str, file: str) -> Sequence[str]:
    """Return the parties of a scenario that have batteries, in the file's own names, before its cast."""
    parsed = checked(ScenarioFile, uncast_tables(read_toml(text, file), file), file)
    owners = [battery.nation for battery in parsed.battery]
    return [party for party in parsed.scenario.parties if party in owners]
