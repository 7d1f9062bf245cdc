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


class PackFile(BaseModel):
    """A whole pack: its name, its kind, and its numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    kind: Annotated[str, Field(pattern=r"^(vehicle|radar|skywave|infrared|battery|doctrine)$")]
    title: Annotated[str, Field(description="what people read")]
    stages: Annotated[int, Field(ge=0, le=3, description="of a vehicle: how many rocket stages")] = 0
    layer: Annotated[str, Field(pattern=r"^(upper|lower|)$", description="of a battery: where it intercepts")] = ""
    numbers: Annotated[
        dict[str, Quantity], Field(description="by name; which a kind needs is seen in the shipped packs")
    ]

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
