"""What a World may hold: the classes of plain data that its declared types lead to; what of it the scenario has."""

import functools
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, NamedTuple, cast, get_args, get_origin, get_type_hints

import msgspec

from tocsin.exercise.world import World
from tocsin.scenario.declared import Scenario


@functools.cache
def parts_of_world() -> Mapping[str, type]:
    """Return every class that may be in a World, by module and name.

    Dataclasses, named tuples, msgspec Structs and enumerations that the types of the World's fields name, and those
    of their fields: what is declared for a new field is found by itself.
    """
    found: dict[str, type] = {}
    collect(World, found)
    return found


def collect(hint: Any, found: dict[str, type]) -> None:
    """Add the classes of plain data that a type names, and those that their fields name."""
    for inner in get_args(hint):
        collect(inner, found)
    part = get_origin(hint) or hint
    if not is_part(part) or name_of(part) in found:
        return
    found[name_of(part)] = part
    if not issubclass(part, Enum):
        for field_type in get_type_hints(part).values():
            collect(field_type, found)


def is_part(thing: Any) -> bool:
    """Return whether a type is a class of plain data."""
    if not isinstance(thing, type):
        return False
    return is_dataclass(thing) or is_named_tuple(thing) or issubclass(thing, msgspec.Struct | Enum)


def is_named_tuple(part: type) -> bool:
    """Return whether a class of plain data is a named tuple."""
    return issubclass(part, tuple) and part is not tuple


def name_of(part: type) -> str:
    """Return what a part is called in a snapshot."""
    return f"{part.__module__}:{part.__qualname__}"


@functools.cache
def field_names(part: Any) -> tuple[str, ...]:
    """Return the names of a part's fields, in order; an enumeration has its value alone."""
    if is_dataclass(part):
        return tuple(item.name for item in fields(part))
    if issubclass(part, msgspec.Struct):
        return cast(type[msgspec.Struct], part).__struct_fields__
    if is_named_tuple(part):
        return cast(type[NamedTuple], part)._fields
    return ("value",)


@functools.cache
def part_names() -> dict[type, str]:
    """Return the name of every part, by its class."""
    return {kind: name for name, kind in parts_of_world().items()}


@functools.cache
def values_of(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """Return the function from a part of a class to its fields' values, in order."""
    if is_named_tuple(kind):
        return tuple
    if issubclass(kind, msgspec.Struct):
        return msgspec.structs.astuple
    names = field_names(kind)
    found = operator.attrgetter(*names)
    return found if len(names) > 1 else lambda thing: (found(thing),)


@functools.lru_cache(maxsize=4)
def numbered(scenario: Scenario) -> tuple[tuple[Any, ...], dict[int, int]]:
    """Return the frozen parts of a scenario in the order in which its fields hold them, and their numbers by id.

    A part that is held twice has two numbers, so that the order follows from the scenario's text and luck alone.
    """
    parts = tuple(parts_in(scenario))
    return parts, {id(found): place for place, found in enumerate(parts)}


def parts_in(thing: Any) -> Iterator[Any]:
    """Yield every frozen part in a thing, itself first."""
    kind: Any = type(thing)
    if kind in part_names() and not issubclass(kind, Enum):
        yield thing
        for value in values_of(kind)(thing):
            yield from parts_in(value)
    elif kind in (tuple, list):
        for item in thing:
            yield from parts_in(item)
    elif kind is dict:
        for item in thing.values():
            yield from parts_in(item)
