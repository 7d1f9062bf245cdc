"""A page of records: the same as the stream, numbered alike, the newest first; and nothing of anybody else's."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.test_non_interference import SCENARIO
from tests.web.browsers import DIRECTOR, VISITOR, Browser, Crowd, Seat, commander, liaison, new_live, played
from tests.web.conftest import Hall, records
from tests.web.test_stream_leak import short, with_doctrine
from tocsin.exercise.staff.audience import Audience, kinds_for
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario
from tocsin.web import board
from tocsin.web.live import Live
from tocsin.web.stream import SeatStream, audience_of

SEATS = [commander("alder"), liaison("birch", "alder"), VISITOR, DIRECTOR]


def exercise(folder: Path, scenario: Scenario, agreement: str, crowds: dict[str, int]) -> Live:
    """Return an exercise that has been played, with people who order at random."""
    folder.mkdir(exist_ok=True)
    live = new_live(folder, scenario, load_agreement(agreement, scenario.members))
    people = [Crowd(live, seed, 0.05, (name,)) for name, seed in crowds.items()]

    def after_tick() -> None:
        for crowd in people:
            crowd.act()

    played(live, after_tick)
    return live


def all_pages(live: Live, audience: Audience, most: int, *kinds: str) -> list[bytes]:
    """Return every page of an audience's records, to the last."""
    found, before = list[bytes](), 2**53
    own = live.boards.of(audience, live.journal.records)
    wanted = set(kinds) or {kind.__name__ for kind in kinds_for(audience)}
    while before > 1:
        page, following = own.page_before(before, most, wanted)
        assert len(page) <= most
        assert following < before
        found, before = [*found, *page], following
    return found


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Live:
    scenario = short(build_scenario(SCENARIO, "one.toml"), 600_000)
    return exercise(tmp_path_factory.mktemp("records"), scenario, "full-picture", {"alder": 1, "birch": 2})


@pytest.mark.parametrize("seat", SEATS, ids=lambda seat: seat.seat_id)
@pytest.mark.parametrize("most", [1, 7, 500])
def test_the_pages_hold_what_the_stream_told(live: Live, seat: Seat, most: int) -> None:
    browser = Browser()
    browser.drain(SeatStream(live, seat, 0))
    found = all_pages(live, audience_of(seat, "", live.world), most)
    assert [json.loads(line) for line in reversed(found)] == browser.records
    assert len(found) == (0 if seat is VISITOR else browser.seq)


def test_one_kind_alone_keeps_its_numbers(live: Live) -> None:
    audience = Audience("node", "alder")
    everything = [json.loads(line) for line in all_pages(live, audience, 500)]
    for kind in {line["kind"] for line in everything}:
        found = [json.loads(line) for line in all_pages(live, audience, 3, kind)]
        assert found == [line for line in everything if line["kind"] == kind]


def test_a_long_search_is_broken_off_and_goes_on(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    audience = Audience("node", "alder")
    expected = all_pages(live, audience, 500, "Order")
    monkeypatch.setattr(board, "MOST_LOOKED_AT", 10)
    monkeypatch.setattr(board, "READ_AT_ONCE", 4)
    own = live.boards.of(audience, live.journal.records)
    assert own.page_before(2**53, 500, {"AgreementInForce"})[1] == own.seq - 9
    assert all_pages(live, audience, 500, "Order") == expected


def some_pages(live: Live, name: str) -> list[Any]:
    own = live.boards.of(Audience("node", name), live.journal.records)
    return [own.page_before(before, 6, {"Order", "LaunchWarning"}) for before in range(1, own.seq + 2, 5)]


def test_what_others_do_changes_no_byte_and_no_bound_of_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "MOST_LOOKED_AT", 20)
    scenario = short(build_scenario(SCENARIO, "one.toml"), 600_000)
    one = exercise(tmp_path / "1", scenario, "none", {"alder": 1, "birch": 2})
    other = exercise(tmp_path / "2", with_doctrine(scenario, "birch"), "none", {"alder": 1, "birch": 3})
    assert len(some_pages(one, "alder")) > 20
    assert some_pages(one, "alder") == some_pages(other, "alder")
    assert some_pages(one, "birch") != some_pages(other, "birch")  # the other nation was another indeed
    monkeypatch.setattr(board, "bisect_right", lambda _own, journal_seq: journal_seq)  # a planted leak
    assert some_pages(one, "alder") != some_pages(other, "alder")


def test_a_seat_asks_over_http_and_is_told_where_the_next_page_begins(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")
    director.http.post("/startex")
    for number in range(5):
        ann.order("commander", {"type": "SetAlert", "level": "raised" if number % 2 else "normal"})
    director.http.post("/clock", json={"do": "pause"})
    director.http.post("/clock", json={"do": "step", "ticks": 2})
    while ann.http.get("/clock").json()["time_ms"] < 2000:
        pass
    first = ann.http.get("/records", params={"limit": 3, "kind": "Order,Answered"}).json()
    assert first["marking"] == "EXERCISE EXERCISE EXERCISE"
    assert [line["seq"] for line in first["records"]] == sorted(
        (line["seq"] for line in first["records"]), reverse=True
    )
    rest = ann.http.get("/records", params={"before": first["next_before"]}).json()
    assert rest["next_before"] is None
    assert rest["records"][-1]["seq"] == 1
    assert {line["node"] for line in (*first["records"], *rest["records"])} <= {"alder", ""}
    assert rest["newest_seq"] >= first["newest_seq"] >= 5


def test_what_is_out_of_bounds_is_said(hall: Hall) -> None:
    ann = hall.join("alder", "Ann")
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"limit": 0}, "limit"),
        ({"limit": 501}, "500"),
        ({"limit": "x"}, "limit"),
        ({"before": 0}, "before"),
        ({"before": -1}, "before"),
        ({"before": 10**30}, "before"),
        ({"kind": "Nothing"}, "'Nothing' is no kind"),
        ({"kind": "x" * 3000}, "kind"),
    ]
    for query, said in wrong:
        answer = ann.http.get("/records", params=query)
        assert answer.status_code == 422
        assert said in answer.json()["error"]


def test_a_seat_gets_nothing_that_is_not_its_own_to_see(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")
    told = ann.http.get("/records", params={"kind": "Associated"}).json()
    assert (told["records"], told["next_before"]) == ([], None)
    for node in ("birch", "truth", "nowhere"):
        assert ann.http.get("/records", params={"node": node}).status_code == 403
        known = "a node that is not there" if node == "nowhere" else node
        assert records(hall, "ViewRefused")[-1]["asked"] == f"the records of {known}"
        if node != "nowhere":
            assert director.http.get("/records", params={"node": node}).status_code == 200
    assert hall.client().get("/records").status_code == 401
