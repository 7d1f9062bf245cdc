"""The World as bytes and back.  What is read back is data alone: a journal is a file that strangers send.

A pickle in which nothing is called but the four functions here: ``part`` (a class of ``parts_of_world``),
``array``, ``number`` and ``orbit``.  Parts of the scenario are named by their number in it, so that they stay the
same objects and take no room.
"""

import functools
import hashlib
import io
import pickle
import pickletools
from collections.abc import Callable
from enum import Enum
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin import __version__
from tocsin.errors import JournalError
from tocsin.exercise.held import field_names, is_named_tuple, numbered, part_names, parts_of_world, values_of
from tocsin.exercise.world import World
from tocsin.motion.orbit import Elements, Satellite, satellite_from_elements
from tocsin.scenario.declared import Scenario

ArrayKind = str | tuple[tuple[str, str, tuple[int, ...]], ...]

PROTOCOL = 5
NUMBERS = "biuf"  # kinds of arrays and numbers: truth, whole, natural, real


class OtherFormError(JournalError):
    """A snapshot was made by a version of Tocsin in which a World holds other things."""


def frozen(world: World) -> bytes:
    """Return a World as bytes, without its scenario.

    Raises
    ------
    JournalError
        If it holds what its declared types do not name.
    """
    file = io.BytesIO()
    Freezer(file, world.scenario).dump((form(), world))
    return file.getvalue()


def thawed(content: bytes, scenario: Scenario) -> World:
    """Return the World that was frozen.

    Parameters
    ----------
    content : bytes
        From ``frozen``; may come from anybody.
    scenario : Scenario
        As the run played it (``scenario.drawn``): made again from the same text by the same luck.

    Raises
    ------
    JournalError
        If it is no World of this version of Tocsin, or names anything that a World does not hold.

    Notes
    -----
    Not checked: that arrays fit each other, and values their fields.
    """
    try:
        refuse_other_instructions(content)
        found = Thawer(io.BytesIO(content), scenario).load()
    except (pickle.UnpicklingError, *GARBAGE) as error:
        raise JournalError(f"the snapshot cannot be read: {error}; open the journal where it was made") from error
    match found:
        case (str(written_as), World() as world) if written_as == form():
            return world
        case (str(), _):
            raise OtherFormError(
                "the snapshot is of another version of Tocsin; use the one that the journal's meta names"
            )
    raise JournalError("the snapshot holds no World: use a file that `tocsin` wrote")


def refuse_other_instructions(content: bytes) -> None:
    """Raise UnpicklingError if a pickle has an instruction that ``Freezer`` never writes.

    BUILD above all: it sets attributes of whatever a pickle names, frozen or not, the scenario's too.
    """
    for instruction, _, _ in pickletools.genops(content):
        if instruction.name not in INSTRUCTIONS:
            raise pickle.UnpicklingError(f"it has the instruction {instruction.name}, which no snapshot has")


WRITTEN = """
PROTO FRAME STOP MARK MEMOIZE BINGET LONG_BINGET BINPUT LONG_BINPUT BINPERSID STACK_GLOBAL REDUCE
NONE NEWTRUE NEWFALSE BININT BININT1 BININT2 LONG1 LONG4 BINFLOAT
SHORT_BINUNICODE BINUNICODE BINUNICODE8 SHORT_BINBYTES BINBYTES BINBYTES8
EMPTY_TUPLE TUPLE TUPLE1 TUPLE2 TUPLE3 EMPTY_LIST APPEND APPENDS EMPTY_DICT SETITEM SETITEMS
EMPTY_SET ADDITEMS FROZENSET
"""  # what ``pickle`` writes for data at protocol 5
INSTRUCTIONS = frozenset(WRITTEN.split())

GARBAGE = (
    *(EOFError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, MemoryError),
    *(ImportError, RecursionError, UnicodeError),
)  # what a pickle that nobody froze can raise


@functools.cache
def form() -> str:
    """Return what a snapshot's layout follows from: the version, and every part with its fields, as a SHA-256."""
    said = [__version__, *(f"{name} {field_names(part)}" for name, part in parts_of_world().items())]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


class Freezer(pickle.Pickler):
    """Writes parts as their names and values, and parts of the scenario as numbers."""

    def __init__(self, file: io.BytesIO, scenario: Scenario) -> None:
        super().__init__(file, PROTOCOL)
        self._number_of = numbered(scenario)[1]

    def persistent_id(self, thing: Any) -> int | None:
        """Return the number of a part of the scenario; None for anything else."""
        return self._number_of.get(id(thing))

    def reducer_override(self, thing: Any) -> Any:
        """Return how a thing is made again."""
        kind: Any = type(thing)
        if kind is np.ndarray:
            return array, as_array(thing)
        if isinstance(thing, np.generic):
            return number, (thing.dtype.str, thing.tobytes())
        if kind is Satellite:
            return orbit, (thing.elements,)
        if kind in BUILT_HERE:
            return NotImplemented
        name = part_names().get(kind)
        if name is None:
            raise JournalError(
                f"a World holds {kind.__module__}.{kind.__qualname__}, which none of its declared types names: "
                "name it in the type of the field that holds it"
            )
        return part, (name, values_of(kind)(thing))


class Thawer(pickle.Unpickler):
    """Reads what ``Freezer`` wrote; of all that a pickle can name, it finds the four functions here and no more."""

    def __init__(self, file: io.BytesIO, scenario: Scenario) -> None:
        super().__init__(file)
        self._parts = numbered(scenario)[0]

    def persistent_load(self, number: Any) -> Any:
        """Return a part of the scenario by its number."""
        if type(number) is not int or not 0 <= number < len(self._parts):
            raise pickle.UnpicklingError(f"part {number!r} of the scenario is not there")
        return self._parts[number]

    def find_class(self, module: str, name: str) -> Callable[..., Any]:
        """Return one of the functions here; nothing else is found."""
        maker = MAKERS.get(f"{module}.{name}")
        if maker is None:
            raise pickle.UnpicklingError(f"it names {module}.{name}, which no World holds")
        return maker


def part(name: str, values: tuple[Any, ...]) -> Any:
    """Return a part of the World from its class's name and its fields' values."""
    kind: Any = parts_of_world()[name]
    if type(values) is not tuple or len(values) != len(field_names(kind)):
        raise pickle.UnpicklingError(f"{name} has other fields")
    if issubclass(kind, Enum):
        return kind(values[0])
    if is_named_tuple(kind):
        return tuple.__new__(kind, values)
    if issubclass(kind, msgspec.Struct):
        return kind(**dict(zip(field_names(kind), values, strict=True)))
    made = object.__new__(kind)
    for field_name, value in zip(field_names(kind), values, strict=True):
        object.__setattr__(made, field_name, value)
    return made


def array(kind: ArrayKind, shape: tuple[int, ...], order: str, is_writeable: bool, data: bytes) -> NDArray[Any]:
    """Return an array of numbers, its memory laid out as it was."""
    made = np.ndarray(shape, row_type(kind), data, order="F" if order == "F" else "C").copy(order="K")
    made.flags.writeable = is_writeable
    return made


def as_array(thing: NDArray[Any]) -> tuple[ArrayKind, tuple[int, ...], str, bool, bytes]:
    """Return what ``array`` makes an array from."""
    kind = described(thing.dtype)
    columns = [thing.dtype] if thing.dtype.names is None else [thing.dtype[name].base for name in thing.dtype.names]
    if any(column.kind not in NUMBERS for column in columns) or row_type(kind) != thing.dtype:
        raise JournalError(f"a World holds an array of {thing.dtype}; a snapshot keeps arrays of numbers")
    order: Literal["F", "C"] = "F" if thing.flags.f_contiguous and not thing.flags.c_contiguous else "C"
    return kind, thing.shape, order, thing.flags.writeable, thing.tobytes(order)


def described(kind: np.dtype[Any]) -> ArrayKind:
    """Return a type of numbers by its short name, or a type of rows by its columns: name, type, shape."""
    if kind.names is None:
        return kind.str
    return tuple((name, kind[name].base.str, kind[name].shape) for name in kind.names)


def row_type(kind: ArrayKind) -> np.dtype[Any]:
    """Return the type that ``described`` describes."""
    if type(kind) is str:
        return number_type(kind)
    if type(kind) is not tuple:
        raise pickle.UnpicklingError(f"{kind!r} is no type of rows")
    return np.dtype([(name, number_type(column), shape) for name, column, shape in kind])


def number(kind: str, data: bytes) -> Any:
    """Return one number as numpy has it."""
    return np.frombuffer(data, dtype=number_type(kind))[0]


def number_type(kind: str) -> np.dtype[Any]:
    """Return a type of numbers by its short name, such as ``<f8``."""
    if type(kind) is not str or len(kind) != len("<f8") or kind[1] not in NUMBERS:
        raise pickle.UnpicklingError(f"{kind!r} is no type of numbers")
    return np.dtype(kind)


def orbit(elements: Elements) -> Satellite:
    """Return a satellite of mean elements."""
    if type(elements) is not Elements:
        raise pickle.UnpicklingError("an orbit is made of mean elements")
    return satellite_from_elements(elements)


MAKERS = {f"{made.__module__}.{made.__qualname__}": made for made in (part, array, number, orbit)}
BUILT_HERE = frozenset({type(part)})  # the functions above, which pickle writes as their names
