"""Whose pack: a shipped class pack with the numbers that a nation has of its own in a scenario."""

from tocsin.errors import ScenarioError
from tocsin.scenario.pack import PackFile, load_pack, pack_names, shipped_pack, with_own
from tocsin.scenario.schema import ScenarioFile

DOCTRINE_PACK = "doctrine-standard"


def nation_pack(parsed: ScenarioFile, nation: str, name: str, kind: str) -> PackFile:
    """Return a shipped pack as a nation has it: its own values, else the shipped ones."""
    pack = load_pack(name, kind)
    party = parsed.party.get(nation)
    if party is None or name not in party.pack:
        return pack
    return with_own(pack, party.pack[name], f"party.{nation}.pack.{name}")


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
        if party.clock_skew_s and nation not in parsed.scenario.parties:
            raise ScenarioError(
                f"{file}: party.{nation}.clock_skew_s = {party.clock_skew_s:g}: {nation} runs no node; "
                f"must be of a party ({', '.join(parsed.scenario.parties)}), or remove it"
            )
        for name, own in party.pack.items():
            where = f"{file}: party.{nation}.pack.{name}"
            if name not in pack_names():
                raise ScenarioError(f"{where}: no such class pack; known: {', '.join(pack_names())}")
            with_own(shipped_pack(name), own, where)
