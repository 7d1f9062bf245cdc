"""Every notional number of the parties' class packs as a factor over its range."""

from collections.abc import Iterator, Sequence

from tocsin.scenario.own_pack import nation_pack, packs_used
from tocsin.scenario.pack import Quantity
from tocsin.scenario.schema import ScenarioFile
from tocsin.study.design.factor import Factor, valued

OWN_KINDS = ("radar", "skywave", "infrared", "battery", "doctrine")  # never what is launched


def notional_factors(parsed: ScenarioFile) -> list[Factor]:
    """Return a factor for each number of a sensor, battery or doctrine pack that is nobody's real value.

    One number is one factor, whichever parties use its pack: they get the same value.  Numbers whose range is a
    single value, and those of launched things, are left out: how a launch flies varies only as the scenario declares.
    """
    users: dict[tuple[str, str], list[str]] = {}
    for nation in parsed.scenario.parties:
        for kind, pack in packs_used(parsed, nation):
            if kind in OWN_KINDS:
                users.setdefault((kind, pack), []).append(nation)
    return [
        ranged(pack, key, paths_of(nations, pack, key), quantity)
        for (kind, pack), nations in users.items()
        for key, quantity in notional_numbers(parsed, nations, pack, kind)
    ]


def notional_numbers(
    parsed: ScenarioFile, nations: Sequence[str], pack: str, kind: str
) -> Iterator[tuple[str, Quantity]]:
    """Yield the notional numbers of a pack that have a range, as the first of its users has them."""
    for key, quantity in nation_pack(parsed, nations[0], pack, kind).numbers.items():
        if quantity.notional and quantity.low < quantity.high:
            yield key, quantity


def paths_of(nations: Sequence[str], pack: str, key: str) -> tuple[str, ...]:
    """Return where each nation's own value of a number is written."""
    return tuple(f"party.{nation}.pack.{pack}.{key}.value" for nation in nations)


def ranged(pack: str, key: str, paths: tuple[str, ...], quantity: Quantity) -> Factor:
    """Return a factor over the range of a number, grouped with the others of its pack."""
    ends = (valued(paths, quantity.low), valued(paths, quantity.high))
    return Factor(f"{pack}: {key}", ends, paths, quantity.low, quantity.high, group=pack)
