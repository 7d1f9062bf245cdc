"""Nothing that a nation cannot know changes a byte of what its people are sent: whole exercises, played twice."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_no_truth_leak import renumbered
from tests.test_non_interference import SCENARIO, WITHHELD, every_field, rough_and_late
from tests.web.browsers import DIRECTOR, VISITOR, Browser, Crowd, Seat, commander, liaison, new_live, played
from tocsin.exchange.agreement import Agreement
from tocsin.exercise.staff.audience import Audience
from tocsin.orders.inject import Inject, Msel
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import DeclaredNode, Scenario
from tocsin.web import board
from tocsin.web.stream import SeatStream


def frames(
    folder: Path, scenario: Scenario, terms: Agreement, seats: list[Seat], busy: dict[str, int]
) -> dict[str, list[bytes]]:
    """Return every frame that each seat was sent; ``busy``: whose people order at random, from which seed."""
    folder.mkdir()
    live = new_live(folder, scenario, terms)
    pages = [(seat, Browser(), SeatStream(live, seat, 0)) for seat in seats]
    crowds = [Crowd(live, seed, 0.02, (name,)) for name, seed in busy.items()]

    def after_tick() -> None:
        for crowd in crowds:
            crowd.act()
        for _, page, stream in pages:
            page.drain(stream)

    played(live, after_tick)
    return {seat.seat_id: page.frames for seat, page, _ in pages}


def sent_twice(
    folder: Path, worlds: tuple[Scenario, Scenario], terms: Agreement, seats: list[Seat], busy: list[dict[str, int]]
) -> tuple[dict[str, list[bytes]], dict[str, list[bytes]]]:
    first = frames(folder / "1", worlds[0], terms, seats, busy[0])
    return first, frames(folder / "2", worlds[1], terms, seats, busy[-1])


def short(scenario: Scenario, end_ms: int) -> Scenario:
    return dataclasses.replace(scenario, end_ms=end_ms)


@pytest.mark.slow
@pytest.mark.parametrize("agreement", ["full-picture", "integrated", "none"])
def test_truth_under_other_names_changes_no_byte(tmp_path: Path, flagship: Scenario, agreement: str) -> None:
    worlds = tuple(short(renumbered(flagship, order), 900_000) for order in ((0, 1, 2), (2, 0, 1)))
    terms = load_agreement(agreement, flagship.members)
    seats = [*map(commander, flagship.members), liaison(*flagship.members[:2])]
    busy = dict.fromkeys(flagship.members, 6)
    first, other = sent_twice(tmp_path, (worlds[0], worlds[1]), terms, seats, [busy])
    assert sum(map(len, first.values())) > 1_500
    assert first == other


@pytest.mark.slow
@pytest.mark.parametrize("terms", [every_field, rough_and_late])
def test_what_is_withheld_changes_no_byte_at_the_partner_or_its_liaison_officer(
    tmp_path: Path, terms: Callable[[], Agreement]
) -> None:
    worlds = build_scenario(SCENARIO, "one.toml"), build_scenario(SCENARIO + WITHHELD, "two.toml")
    seats = [commander("birch"), liaison("birch", "alder"), commander("alder")]
    first, other = sent_twice(tmp_path, worlds, terms(), seats, [{}])
    assert first["birch-1"] == other["birch-1"]
    assert first["birch-liaison"] == other["birch-liaison"]
    assert first["alder-1"] != other["alder-1"]  # whose sensors did see it


def with_doctrine(scenario: Scenario, name: str) -> Scenario:
    """Return the scenario with another doctrine for one nation: slower, and it asks nobody."""

    def other(node: DeclaredNode) -> DeclaredNode:
        changed = dataclasses.replace(node.doctrine, read_ms=60_000, asks=False, waits_for_second=False)
        return dataclasses.replace(node, doctrine=changed) if node.name == name else node

    return dataclasses.replace(scenario, nodes=tuple(other(node) for node in scenario.nodes))


def test_without_an_agreement_nothing_that_the_other_does_changes_a_byte(tmp_path: Path) -> None:
    scenario = short(build_scenario(SCENARIO, "one.toml"), 900_000)
    worlds = scenario, with_doctrine(scenario, "birch")
    terms = load_agreement("none", scenario.members)
    seats = [commander("alder"), liaison("alder", "birch"), commander("birch")]
    first, other = sent_twice(tmp_path, worlds, terms, seats, [{"alder": 1, "birch": 2}, {"alder": 1, "birch": 3}])
    assert len(first["alder-1"]) > 500
    assert first["alder-1"] == other["alder-1"]
    assert first["birch-1"] != other["birch-1"]  # the other nation was another indeed


def test_what_control_plans_and_tells_others_changes_no_byte(tmp_path: Path) -> None:
    """An inject for the other nation and one that is planned for this one later; news would reach everybody."""
    scenario = short(build_scenario(SCENARIO, "one.toml"), 300_000)
    told = Inject(inject_id="i1", time_ms=60_000, sender="press", to=("birch",), text="for birch alone")
    planned = Inject(inject_id="i2", time_ms=900_000, sender="press", to=("alder",), text="yet to come")
    staged = dataclasses.replace(scenario.staged, msel=Msel(injects=(told, planned)))
    worlds = scenario, dataclasses.replace(scenario, staged=staged)
    terms = load_agreement("full-picture", scenario.members)
    seats = [commander("alder"), commander("birch"), VISITOR, DIRECTOR]
    first, other = sent_twice(tmp_path, worlds, terms, seats, [{}])
    for seat in (seats[0], VISITOR):
        assert first[seat.seat_id] == other[seat.seat_id]
    for seat in (seats[1], DIRECTOR):
        assert first[seat.seat_id] != other[seat.seat_id]
    assert b"yet to come" in other[DIRECTOR.seat_id][0]


def test_a_planted_leak_of_records_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every record goes to everyone: the least that this could do is to move a number."""
    scenario = short(build_scenario(SCENARIO, "one.toml"), 600_000)
    terms = load_agreement("none", scenario.members)
    honest = board.shown_to
    monkeypatch.setattr(
        board, "shown_to", lambda audience, node, body: honest(Audience(audience.sees, node), node, body)
    )
    seats, busy = [commander("alder")], [{"birch": 2}, {"birch": 3}]
    first, other = sent_twice(tmp_path, (scenario, scenario), terms, seats, busy)
    assert first != other
