"""Class packs: what a class of radar, satellite, vehicle, battery or doctrine is like.  Notional, with sources.

Every number is a table ``{value, low, high, unit, source | notional, note}``: the value used, the range a study
may sweep, and where it comes from.
"""

import functools
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tocsin.errors import ScenarioError
from tocsin.scenario.checked import checked, read_text, read_toml


class Quantity(BaseModel):
    """One number of a pack."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    value: Annotated[float, Field(description="the value used")]
    low: Annotated[float, Field(description="the least that a study may set")]
    high: Annotated[float, Field(description="the most that a study may set")]
    unit: Annotated[str, Field(description="the unit of all three; 1 for none")]
    source: Annotated[str, Field(description="where the value comes from; needed unless notional")] = ""
    notional: Annotated[bool, Field(description="plausible for the class, nobody's real value")] = False
    note: Annotated[str, Field(description="what should be known about it")] = ""

    @model_validator(mode="after")
    def _in_range_and_sourced(self) -> "Quantity":
        if not self.low <= self.value <= self.high:
            raise ValueError(f"value {self.value} must lie between low {self.low} and high {self.high}")
        if bool(self.source) == self.notional:
            raise ValueError("needs a source, or notional = true, and not both")
        return self


class OwnQuantity(BaseModel):
    """A nation's own value of one number of a class pack; what is left out is the shipped pack's."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    value: Annotated[float, Field(description="the value used; must lie in the shipped pack's range")]
    low: Annotated[float | None, Field(description="the least that a study may set, within the shipped range")] = None
    high: Annotated[float | None, Field(description="the most that a study may set, within the shipped range")] = None
    unit: Annotated[str, Field(description="the shipped pack's unit, so that no value is misread")]
    source: Annotated[str, Field(description="where the value comes from; needed unless notional")] = ""
    notional: Annotated[bool, Field(description="plausible for the class, nobody's real value")] = False
    note: Annotated[str, Field(description="what should be known about it")] = ""

    @model_validator(mode="after")
    def _sourced(self) -> "OwnQuantity":
        if bool(self.source) == self.notional:
            raise ValueError("needs a source, or notional = true, and not both")
        return self


class PackFile(BaseModel):
    """A whole pack: its name, its kind, and its numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    kind: Annotated[str, Field(pattern=r"^(vehicle|glider|craft|radar|skywave|infrared|battery|doctrine)$")]
    title: Annotated[str, Field(description="what people read")]
    stages: Annotated[
        int, Field(ge=0, le=3, description="of a vehicle or a glider's booster: how many rocket stages")
    ] = 0
    layer: Annotated[
        Literal["midcourse", "upper", "lower", "air", ""], Field(description="of a battery: where it intercepts")
    ] = ""
    engages: Annotated[
        tuple[Literal["ballistic", "glide", "cruise"], ...],
        Field(description="of a battery: how the threats fly that it can meet"),
    ] = ()
    numbers: Annotated[
        dict[str, Quantity], Field(description="by name; which a kind needs is seen in the shipped packs")
    ]

    def __getitem__(self, key: str) -> float:
        """Return a number's value, in the pack's own unit."""
        if key not in self.numbers:
            raise ScenarioError(f"pack {self.name!r}: numbers.{key} is missing; add it")
        return self.numbers[key].value

    def get(self, key: str, other_value: float) -> float:
        """Return a number's value, or another where the pack leaves it out."""
        return self.numbers[key].value if key in self.numbers else other_value


@functools.cache
def pack_names() -> tuple[str, ...]:
    """Return the names of the shipped packs."""
    folder = files("tocsin.scenario").joinpath("packs")
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")))


@functools.cache
def load_pack(name: str, kind: str) -> PackFile:
    """Return a shipped pack of the wanted kind, or raise ScenarioError naming those there are."""
    pack = shipped_pack(name)
    if pack.kind != kind:
        raise ScenarioError(f"pack = {name!r}: is of kind {pack.kind}, a pack of kind {kind} is needed here")
    return pack


@functools.cache
def shipped_pack(name: str) -> PackFile:
    """Return a shipped pack of any kind, or raise ScenarioError naming those there are."""
    if name not in pack_names():
        raise ScenarioError(f"pack = {name!r}: no such class pack; known: {', '.join(pack_names())}")
    resource = files("tocsin.scenario").joinpath("packs", f"{name}.toml")
    return checked(PackFile, read_toml(resource.read_text(encoding="utf-8"), f"pack {name}"), f"pack {name}")


@functools.cache
def packs_digest() -> str:
    """Return the hex SHA-256 of all shipped packs: which numbers a study stands on."""
    digest = hashlib.sha256()
    for name in pack_names():
        digest.update(files("tocsin.scenario").joinpath("packs", f"{name}.toml").read_bytes())
    return digest.hexdigest()


def read_pack(name: str) -> PackFile:
    """Return a pack by its shipped name, or one read from a path ending in .toml.

    For looking at and comparing packs.  A scenario names shipped packs only, and carries a nation's own numbers
    itself (``own_pack``), so that its text alone is enough to play it again elsewhere.
    """
    if name.endswith(".toml"):
        return checked(PackFile, read_toml(read_text(Path(name)), name), name)
    return shipped_pack(name)


def with_own(pack: PackFile, own: Mapping[str, OwnQuantity], where: str) -> PackFile:
    """Return a pack with a nation's own values in place of the shipped ones.

    Raises
    ------
    ScenarioError
        An unknown number, another unit, or a value or range outside the shipped range; ``where`` begins it.
    """
    numbers = dict(pack.numbers)
    for key, mine in own.items():
        if key not in pack.numbers:
            raise ScenarioError(f"{where}.{key}: pack {pack.name!r} has no such number; known: {', '.join(numbers)}")
        numbers[key] = own_quantity(pack.numbers[key], mine, f"{where}.{key}")
    return pack.model_copy(update={"numbers": numbers})


def own_quantity(shipped: Quantity, mine: OwnQuantity, where: str) -> Quantity:
    """Return a nation's own quantity, or raise ScenarioError where it leaves the shipped unit or range."""
    if mine.unit != shipped.unit:
        raise ScenarioError(
            f"{where}.unit = {mine.unit!r}: must be {shipped.unit!r}, as in the shipped pack; convert the value"
        )
    low = shipped.low if mine.low is None else mine.low
    high = shipped.high if mine.high is None else mine.high
    bounds = f"{shipped.low:g} to {shipped.high:g} {shipped.unit}, the shipped pack's range"
    for name, value in (("value", mine.value), ("low", low), ("high", high)):
        if not shipped.low <= value <= shipped.high:
            raise ScenarioError(f"{where}.{name} = {value:g}: must be within {bounds}; change it")
    if not low <= mine.value <= high:
        raise ScenarioError(
            f"{where}.value = {mine.value:g}: must lie between low {low:g} and high {high:g}; change it"
        )
    return Quantity(
        value=mine.value,
        low=low,
        high=high,
        unit=mine.unit,
        source=mine.source,
        notional=mine.notional,
        note=mine.note or shipped.note,
    )
