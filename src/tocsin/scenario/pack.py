"""Class packs: what a class of radar, satellite, vehicle, battery or doctrine is like.  Notional, with sources.

Every number is a table ``{value, low, high, unit, source | notional, note}``: the value used, the range a study
may sweep, and where it comes from.
"""

import functools
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tocsin.errors import ScenarioError
from tocsin.scenario.checked import checked, read_toml


class Quantity(BaseModel):
    """One number of a pack."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    value: float
    low: float
    high: float
    unit: str
    source: str = ""
    notional: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _in_range_and_sourced(self) -> "Quantity":
        if not self.low <= self.value <= self.high:
            raise ValueError(f"value {self.value} must lie between low {self.low} and high {self.high}")
        if bool(self.source) == self.notional:
            raise ValueError("needs a source, or notional = true, and not both")
        return self


class PackFile(BaseModel):
    """A whole pack: its name, its kind, and its numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    kind: Annotated[str, Field(pattern=r"^(vehicle|radar|infrared|battery|doctrine)$")]
    title: str
    stages: Annotated[int, Field(ge=0, le=3)] = 0
    layer: Annotated[str, Field(pattern=r"^(upper|lower|)$")] = ""
    numbers: dict[str, Quantity]

    def __getitem__(self, key: str) -> float:
        """Return a number's value, in the pack's own unit."""
        if key not in self.numbers:
            raise ScenarioError(f"pack {self.name!r}: numbers.{key} is missing; add it")
        return self.numbers[key].value


def pack_names() -> list[str]:
    """Return the names of the shipped packs."""
    folder = files("tocsin.scenario").joinpath("packs")
    return sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml"))


@functools.cache
def load_pack(name: str, kind: str) -> PackFile:
    """Return a shipped pack of the wanted kind, or raise ScenarioError naming those there are."""
    if name not in pack_names():
        raise ScenarioError(f"pack = {name!r}: no such class pack; known: {', '.join(pack_names())}")
    resource = files("tocsin.scenario").joinpath("packs", f"{name}.toml")
    pack = checked(PackFile, read_toml(resource.read_text(encoding="utf-8"), f"pack {name}"), f"pack {name}")
    if pack.kind != kind:
        raise ScenarioError(f"pack = {name!r}: is a {pack.kind} pack, a {kind} pack is needed here")
    return pack
