"""Names used in a scenario file: each declared once, each known where it is used."""

import math
from collections.abc import Collection, Sequence
from typing import Protocol

from tocsin.errors import ScenarioError
from tocsin.exchange.agreement import JOINT
from tocsin.scenario.atlas import load_atlas
from tocsin.scenario.own_pack import check_own_packs
from tocsin.scenario.schema import ScenarioFile

RESERVED = frozenset({"truth", "all", "link", JOINT})


def check_references(parsed: ScenarioFile, file: str) -> None:
    """Raise ScenarioError where a name is used that nobody declared, or declared twice."""
    parties = parsed.scenario.parties
    known = {territory.nation for territory in load_atlas(parsed.scenario.world).territories}
    for nation in parties:
        if parties.count(nation) > 1:
            raise ScenarioError(f"{file}: scenario.parties names {nation!r} twice; name each nation once")
        if nation in RESERVED or nation not in known:
            raise ScenarioError(
                f"{file}: scenario.parties has {nation!r}; nations of this world: {', '.join(sorted(known))}"
            )
    if (parsed.scenario.members or 0) > len(parties):
        raise ScenarioError(
            f"{file}: scenario.members = {parsed.scenario.members}: must be at most {len(parties)}, the number of "
            "scenario.parties; lower it or play more parties"
        )
    for key, nations in (
        ("radar", [item.nation for item in parsed.radar]),
        ("skywave", [item.nation for item in parsed.skywave]),
        ("satellite", [item.nation for item in parsed.satellite]),
        ("battery", [item.nation for item in parsed.battery]),
        ("notice", [item.nation for item in parsed.notice]),
    ):
        check_nations(nations, parties, f"{file}: {key}", "a party, see scenario.parties")
    check_nations([item.nation for item in parsed.area], known, f"{file}: area", "a nation of this world")
    check_nations([item.nation for item in parsed.launch], known, f"{file}: launch", "a nation of this world")
    for index, link in enumerate(parsed.link, start=1):
        for end in (link.source, link.target):
            if end not in parties or link.source == link.target:
                raise ScenarioError(
                    f"{file}: link[{index}] joins {link.source!r} to {link.target!r}: "
                    f"both ends must be two different parties ({', '.join(parties)})"
                )
    check_unique(parsed, file)
    check_begins(parsed, file)
    check_own_packs(parsed, file)


def check_nations(nations: Sequence[str], known: Collection[str], where: str, what: str) -> None:
    """Raise ScenarioError for the first nation that is not a known one."""
    for index, nation in enumerate(nations, start=1):
        if nation not in known:
            raise ScenarioError(f"{where}[{index}].nation = {nation!r}: must be {what}: {', '.join(sorted(known))}")


class Named(Protocol):
    """A part of the file that has an id."""

    @property
    def id(self) -> str:
        """Return the id."""


def ids_of(parts: Sequence[Named]) -> list[str]:
    """Return the ids of some parts, in declared order."""
    return [part.id for part in parts]


def check_unique(parsed: ScenarioFile, file: str) -> None:
    """Raise ScenarioError where two things of one kind share an id, or a launch names a notice that is not there."""
    for key, ids in (
        ("sensor", [*ids_of(parsed.radar), *ids_of(parsed.skywave), *ids_of(parsed.satellite)]),
        ("battery", [item.id for item in parsed.battery]),
        ("area", [item.id for item in parsed.area]),
        ("launch", ids_of(parsed.launch)),
        ("body", [*ids_of(parsed.launch), *ids_of(parsed.aircraft), *ids_of(parsed.debris)]),
        ("notice", [item.id for item in parsed.notice]),
        ("link", [f"{item.source} to {item.target}" for item in parsed.link]),
    ):
        for name in ids:
            if ids.count(name) > 1:
                raise ScenarioError(f"{file}: {key} id = {name!r} is used twice; every {key} needs an id of its own")
    noticed = {notice.id for notice in parsed.notice}
    for index, launch in enumerate(parsed.launch, start=1):
        if launch.notice is not None and launch.notice not in noticed:
            raise ScenarioError(
                f"{file}: launch[{index}].notice = {launch.notice!r}: must be the id of a [[notice]]: "
                f"{', '.join(sorted(noticed)) or 'there is none'}"
            )


def check_begins(parsed: ScenarioFile, file: str) -> None:
    """Raise ScenarioError where something begins when the scenario is over: it would silently never be there."""
    duration_s = (parsed.scenario.duration_min or math.inf) * 60
    for key, times_s in (
        ("launch", [item.time_s + item.time_spread_s for item in parsed.launch]),
        ("aircraft", [item.time_s for item in parsed.aircraft]),
        ("debris", [item.time_s for item in parsed.debris]),
    ):
        for index, time_s in enumerate(times_s, start=1):
            if time_s >= duration_s:
                raise ScenarioError(
                    f"{file}: {key}[{index}].time_s = {time_s}: must be below the scenario's {duration_s:.0f} s; "
                    f"{'launch' if key == 'launch' else 'begin'} earlier or raise scenario.duration_min"
                )
