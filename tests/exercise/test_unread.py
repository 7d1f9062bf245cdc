"""What has come and nobody has opened: the newest of each matter, until someone opens it."""

from types import ModuleType

import pytest

from tocsin.exchange.inbound import Inbound
from tocsin.exchange.message import LinkGap
from tocsin.exchange.payload import AlertState, FreeText, LaunchReport, TrackReport
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.world import NodeState, World
from tocsin.orders.staff import MarkRead
from tocsin.scenario.declared import Scenario


@pytest.fixture
def world(bench: ModuleType, flagship: Scenario) -> World:
    return bench.small_world(flagship)


@pytest.fixture
def birch(world: World) -> NodeState:
    return world.nodes["birch"]


def read(bench: ModuleType, world: World, item_id: str) -> str:
    return bench.refusal(apply(world, [bench.ordered(MarkRead(item_id), cell="watch_officer")]))


def unread(birch: NodeState) -> list[str]:
    return list(birch.staff.unread.values())


def test_a_newer_word_takes_the_place_of_an_older_about_the_same(bench: ModuleType, birch: NodeState) -> None:
    bench.hear(birch, LaunchReport(event_id="alder-r1"), 10_000, seq=1, received_ms=11_000)
    bench.hear(birch, LaunchReport(event_id="alder-r2"), 10_000, seq=2, received_ms=11_000)
    bench.hear(birch, LaunchReport(event_id="alder-r1"), 20_000, seq=3, received_ms=21_000)
    bench.hear(birch, AlertState(level="full", since_ms=0), 20_000, seq=4, received_ms=21_000)
    assert unread(birch) == ["l#3", "l#2", "l#4"]
    assert birch.staff.unread_ms == {"l#2": 11_000, "l#3": 21_000, "l#4": 21_000}


def test_tracks_go_into_the_display_and_are_no_mail(bench: ModuleType, birch: NodeState) -> None:
    bench.hear(birch, TrackReport(tracks=()), 10_000, seq=1)
    assert unread(birch) == []


def test_what_is_opened_is_read_from_then_on(bench: ModuleType, world: World, birch: NodeState) -> None:
    bench.hear(birch, LaunchReport(event_id="alder-r1"), 10_000, seq=1, received_ms=11_000)
    bench.hear(birch, FreeText(text_id="alder-r2", text="see above"), 12_000, seq=2, received_ms=13_000)
    assert unread(birch) == ["l#1", "alder-r2"]  # a text by its own id
    assert read(bench, world, "l#1") == "" and read(bench, world, "alder-r2") == ""
    assert unread(birch) == [] and birch.staff.unread_ms == {}
    assert birch.staff.read_ms == {"l#1": 700_000, "alder-r2": 700_000}
    world.time_ms += 5_000
    assert read(bench, world, "l#1") == "" and birch.staff.read_ms["l#1"] == 700_000, "the first time counts"


def test_what_never_came_cannot_be_opened(bench: ModuleType, world: World, birch: NodeState) -> None:
    gap = LinkGap(link_id="alder-birch", first_seq=3, last_seq=4, opened_ms=0)
    birch.inbound["alder-birch"] = Inbound(highest_seq=6, gaps=(gap,))
    for seq in (1, 2, 5, 6):
        assert read(bench, world, f"alder-birch#{seq}") == ""
    wrong = ["0", "3", "4", "7", "-1", "01", "x", "", "\u0663", "9" * 100]
    for item_id in [*(f"alder-birch#{seq}" for seq in wrong), "birch-alder#1", "alder-r1", ""]:
        assert "has not come to birch, and is open nowhere there" in read(bench, world, item_id)


def test_note_is_taken_of_what_is_open(bench: ModuleType, world: World, birch: NodeState) -> None:
    birch.events = (bench.event(),)
    assert read(bench, world, "e1") == "" and birch.staff.read_ms == {"e1": 700_000}
