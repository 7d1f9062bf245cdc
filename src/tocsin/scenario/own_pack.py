"""Whose pack: a shipped class pack with the numbers that a nation has of its own in a scenario."""

from tocsin.errors import ScenarioError
from tocsin.scenario.doctrine_file import DOCTRINE_PACK, STANDARD, doctrine_file, doctrine_pack
from tocsin.scenario.doctrine_schema import DoctrineFile
from tocsin.scenario.pack import PackFile, load_pack, pack_names, shipped_pack, with_own
from tocsin.scenario.schema import ScenarioFile


def nation_pack(parsed: ScenarioFile, nation: str, name: str, kind: str) -> PackFile:
    """Return a shipped pack as a nation has it: its own values, else its doctrine's, else the shipped ones."""
    pack = load_pack(name, kind)
    party = parsed.party.get(nation)
    if party is None:
        return pack
    own = dict(party.pack.get(name, {}))
    if name == DOCTRINE_PACK and party.doctrine is not None:
        own = {**party.doctrine.numbers, **own}
    return with_own(pack, own, f"party.{nation}.pack.{name}") if own else pack


def doctrine_pack_of(parsed: ScenarioFile, nation: str, file: DoctrineFile) -> PackFile:
    """Return the numbers that a nation's cells decide by under a doctrine: its own, else the doctrine's."""
    party = parsed.party.get(nation)
    own = {**file.numbers, **({} if party is None else party.pack.get(DOCTRINE_PACK, {}))}
    pack = shipped_pack(DOCTRINE_PACK)
    return with_own(pack, own, f"party.{nation}.pack.{DOCTRINE_PACK}") if own else pack


def doctrine_of(parsed: ScenarioFile, nation: str) -> DoctrineFile:
    """Return the doctrine that a nation fights by; the standard one where the scenario names none."""
    party = parsed.party.get(nation)
    return doctrine_file(STANDARD) if party is None or party.doctrine is None else party.doctrine


def packs_used(parsed: ScenarioFile, nation: str) -> dict[tuple[str, str], int]:
    """Return how many things a nation has of each (kind, pack), in declared order; its doctrine last."""
    used: dict[tuple[str, str], int] = {}
    for parts in (parsed.radar, parsed.skywave, parsed.satellite, parsed.battery, parsed.launch):
        for part in parts:
            if part.nation == nation:
                key = shipped_pack(part.pack).kind, part.pack
                used[key] = used.get(key, 0) + 1
    if nation in parsed.scenario.parties:
        used["doctrine", DOCTRINE_PACK] = 1
    return used


def check_own_packs(parsed: ScenarioFile, file: str) -> None:
    """Raise ScenarioError for an own pack of a nation that has no part, of no shipped pack, or out of its range."""
    taking_part = dict.fromkeys((*parsed.scenario.parties, *(launch.nation for launch in parsed.launch)))
    for nation, party in parsed.party.items():
        if nation not in taking_part:
            raise ScenarioError(
                f"{file}: party.{nation}: has no part in this scenario; nations with one: {', '.join(taking_part)}"
            )
        for key, value in (("clock_skew_s", party.clock_skew_s), ("utc_offset_h", party.utc_offset_h)):
            if value and nation not in parsed.scenario.parties:
                raise ScenarioError(
                    f"{file}: party.{nation}.{key} = {value:g}: {nation} runs no node; "
                    f"must be of a party ({', '.join(parsed.scenario.parties)}), or remove it"
                )
        if party.doctrine is not None:
            if nation not in parsed.scenario.parties:
                raise ScenarioError(
                    f"{file}: party.{nation}.doctrine = {party.doctrine.name!r}: {nation} runs no node and fights by "
                    f"none; must be of a party ({', '.join(parsed.scenario.parties)}), or remove it"
                )
            doctrine_pack(party.doctrine, f"{file}: party.{nation}.doctrine")
        for name, own in party.pack.items():
            where = f"{file}: party.{nation}.pack.{name}"
            if name not in pack_names():
                raise ScenarioError(f"{where}: no such class pack; known: {', '.join(pack_names())}")
            with_own(shipped_pack(name), own, where)
