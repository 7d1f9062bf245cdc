"""A factor as it is played: the levels it takes, and what each sets."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.errors import StudyError
from tocsin.scenario.effective import toml_value
from tocsin.study.design.schema import FactorPart, LevelPart
from tocsin.study.design.whole import is_whole

WITHHELD = {"sensors": "agreement.sensors_withheld_by", "batteries": "agreement.batteries_withheld_by"}
NOTHING_WITHHELD = "all shared"
DECADES = 100.0  # a range that spans so much is sampled by its logarithm: no value of it is the usual one


@dataclass(frozen=True, slots=True)
class Level:
    """One level: what it is called, what it sets (path to value), and its number where it has one."""

    name: str
    settings: Mapping[str, Any]
    number_value: float | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that is varied.

    Attributes
    ----------
    name : str
    levels : tuple of Level
        Of a range: its two ends.
    paths : tuple of str
        What a value of a range is given to; empty where it has no range.
    low, high : float
        Of a range, in the unit of its paths; nan where it has none.
    is_contribution : bool
        Its levels are what parties do not share.
    group : str
        Factors of one group get one Sobol index together; its own name where it stands alone.
    """

    name: str
    levels: tuple[Level, ...]
    paths: tuple[str, ...] = ()
    low: float = float("nan")
    high: float = float("nan")
    is_contribution: bool = False
    group: str = ""

    @property
    def has_range(self) -> bool:
        """Return whether plans over ranges draw its values."""
        return bool(self.paths)

    def at(self, share: float) -> Level:
        """Return the level at a share, 0 to 1, of its range; of its logarithm where that spans two decades.

        What is a whole number in its file is drawn as one, the nearest; a scan period too: a sensor looks at ticks
        alone.
        """
        is_wide = self.low > 0.0 and self.high / self.low >= DECADES
        drawn = self.low * (self.high / self.low) ** share if is_wide else self.low + share * (self.high - self.low)
        return valued(self.paths, float(round(drawn) if any(map(is_whole, self.paths)) else drawn))


def factor_of(part: FactorPart, parties: Sequence[str], where: str) -> Factor:
    """Return a factor as it is played.

    Raises
    ------
    StudyError
        Two levels of one name, or an empty level.
    """
    paths = (part.path,) if isinstance(part.path, str) else part.path
    if part.withhold:
        return Factor(part.name, withheld_levels(part, parties), is_contribution=True)
    if part.low is not None and part.high is not None:
        ends = (valued(paths, part.low), valued(paths, part.high))
        return Factor(part.name, ends, paths, float(part.low), float(part.high))
    levels = told_apart([level_of(item, paths, f"{where}: factor {part.name!r}") for item in part.levels])
    names = [level.name for level in levels]
    for name in names:
        if names.count(name) > 1:
            raise StudyError(f"{where}: factor {part.name!r}: has two levels {name!r}; name each once")
    return Factor(part.name, levels)


def told_apart(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Return levels, those of different numbers but one short name called by all their digits."""
    numbers: dict[str, set[float | None]] = {}
    for level in levels:
        numbers.setdefault(level.name, set()).add(level.number_value)
    return tuple(
        dataclasses.replace(level, name=f"{level.number_value!r}")
        if len(numbers[level.name]) > 1 and level.number_value is not None
        else level
        for level in levels
    )


def level_of(item: Any, paths: tuple[str, ...], where: str) -> Level:
    """Return a level as written: a value of the factor's paths, or named settings of its own."""
    if isinstance(item, LevelPart):
        return Level(item.name, item.set)
    if item in ("", []):
        raise StudyError(f"{where}: level {item!r} is empty; give it a value, or a name and no settings")
    return valued(paths, item)


def valued(paths: Sequence[str], value: Any) -> Level:
    """Return the level that gives one value to every path, called by the value as a file has it."""
    number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    name = f"{value:g}" if number is not None else value if isinstance(value, str) else toml_value(value)
    return Level(name, dict.fromkeys(paths, value), number)


def withheld_levels(part: FactorPart, parties: Sequence[str]) -> tuple[Level, ...]:
    """Return the levels at which nothing, then one kind of one party's, is withheld from sharing."""
    each = [
        Level(f"without {nation.capitalize()}'s {what}", {WITHHELD[what]: [nation]})
        for what in part.withhold
        for nation in parties
    ]
    return (Level(NOTHING_WITHHELD, {}), *each)
