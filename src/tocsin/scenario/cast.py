"""Who plays whose part: nations change names everywhere, and the land stays where it is."""

import dataclasses
import re
from collections.abc import Collection, Mapping
from typing import Any

from tocsin.errors import ScenarioError
from tocsin.scenario.atlas import Atlas


def permutation(cast: Mapping[str, str], nations: Collection[str], where: str) -> dict[str, str]:
    """Return the new name of every nation that gets one: a cast, closed so that each name is still given once.

    ``alder = "elm"`` alone swaps the two; ``alder = "elm", elm = "fir"`` turns three, fir becoming alder.

    Raises
    ------
    ScenarioError
        An unknown nation, or one name given to two.
    """
    for name in (*cast, *cast.values()):
        if name not in nations:
            raise ScenarioError(f"{where} names {name!r}; nations of this world: {', '.join(sorted(nations))}")
    given = list(cast.values())
    for name in given:
        if given.count(name) > 1:
            raise ScenarioError(f"{where} gives the name {name!r} twice; give it to one nation")
    closed = dict(cast)
    for first in cast:
        if first in given:
            continue
        end = cast[first]
        while end in cast:
            end = cast[end]
        closed[end] = first
    return closed


def cast_tables(tables: Any, names: Mapping[str, str]) -> Any:
    """Return tables with nations renamed, as whole words of every key and text: ids such as alder-high too."""
    if isinstance(tables, dict):
        return {cast_text(key, names): cast_tables(value, names) for key, value in tables.items()}
    if isinstance(tables, list):
        return [cast_tables(item, names) for item in tables]
    return cast_text(tables, names) if isinstance(tables, str) else tables


def cast_text(text: str, names: Mapping[str, str]) -> str:
    """Return a text with nations renamed, in small letters or with a capital."""
    if not names:
        return text
    words = dict(names) | {old.capitalize(): new.capitalize() for old, new in names.items()}
    return re.sub(r"\b(?:" + "|".join(words) + r")\b", lambda match: words[match[0]], text)


def cast_atlas(atlas: Atlas, names: Mapping[str, str]) -> Atlas:
    """Return the atlas with its nations renamed; no border and no place moves."""
    territories = tuple(
        dataclasses.replace(item, nation=names.get(item.nation, item.nation), name=cast_text(item.name, names))
        for item in atlas.territories
    )
    places = tuple(dataclasses.replace(item, nation=names.get(item.nation, item.nation)) for item in atlas.places)
    return Atlas(territories, places) if names else atlas
