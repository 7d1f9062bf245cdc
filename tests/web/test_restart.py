"""The server stopped and started again: sessions, seats, roles, orders, a stop for something real, all go on."""

import time
from pathlib import Path

import pytest

from tests.web.conftest import Hall, Opened
from tocsin.errors import JournalError
from tocsin.study.fork import Otherwise, opened
from tocsin.web.serve import new_venue


def test_sessions_seats_and_roles_survive(hall_of: Opened) -> None:
    first = hall_of()
    director = first.director()
    ann = first.officer(director, "alder", "Ann", "commander")
    token = ann.http.headers["authorization"].removeprefix("Bearer ")
    director.http.post("/startex")
    director.http.post("/clock", json={"do": "pause"})
    ann.order("commander", {"type": "SetAlert", "level": "raised"})
    time_ms = first.venue.live.world.time_ms
    codes = first.codes
    first.stop()

    second = hall_of(again=first.journal)
    me = second.client(token).get("/me").json()
    assert (me["seat_id"], me["roles"]) == (ann.seat_id, ["commander"])
    clock = second.client(token).get("/clock").json()
    assert (clock["time_ms"], clock["state"]) == (time_ms, "paused")
    body = {"number": 1, "node": "alder", "role": "commander", "action": {"type": "SetAlert", "level": "raised"}}
    assert second.client(token).post("/orders", json=body).json()["answer"] == "known"
    assert ("alder", "commander") in second.venue.live.cells.held
    assert [order.order_id for order in second.venue.live.cells.waiting] == [f"{ann.seat_id}/1"]
    assert second.codes != codes
    assert second.join("alder", "Ada").seat_id == "alder-2"


def test_a_stop_for_something_real_holds_over_a_restart(hall_of: Opened) -> None:
    first = hall_of()
    first.join("observer", "Vic").http.post("/real-world/stop")
    first.stop()
    assert hall_of(again=first.journal).venue.live.is_stopped_real_world


def test_notes_and_readiness_come_back(hall_of: Opened) -> None:
    first = hall_of()
    director = first.director()
    director.http.post("/notes", json={"text": "Seen."})
    director.http.post("/readiness", json={"is_ready": True})
    first.stop()
    second = hall_of(again=first.journal)
    assert [note.text for note in second.venue.notes] == ["Seen."]
    assert second.venue.readiness[director.seat_id].is_ready
    assert not second.venue.has_started


def test_what_the_director_has_ended_is_taken_up_but_not_played_on(hall_of: Opened) -> None:
    first = hall_of()
    director = first.director()
    director.http.post("/startex")
    director.http.post("/endex")
    time_ms = first.venue.live.world.time_ms
    first.stop()
    second = hall_of(again=first.journal)
    director = second.director()
    assert director.http.get("/clock").json()["state"] == "ended"
    assert director.http.post("/clock", json={"do": "start"}).status_code == 409
    assert second.venue.live.world.time_ms == time_ms


def test_a_roster_of_another_exercise_is_not_taken_over(hall: Hall) -> None:
    with pytest.raises(JournalError, match="from another exercise"):
        new_venue(None, hall.journal, is_solo=False)  # type: ignore[arg-type]


def test_only_the_owner_may_read_the_roster_and_its_key(hall: Hall) -> None:
    hall.join("alder", "Ann")
    folder = hall.journal.with_name("0.EXERCISE.roster")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()} == {
        "key": 0o600,
        "roster.json": 0o600,
    }


def test_a_fork_of_an_ended_exercise_is_taken_up_and_its_people_get_seats_of_their_own(
    hall_of: Opened, tmp_path: Path
) -> None:
    first = hall_of()
    director = first.director()
    ann = first.officer(director, "alder", "Ann", "commander")
    director.http.post("/startex")
    director.http.post("/clock", json={"do": "pause"})
    ann.order("commander", {"type": "SetAlert", "level": "raised"})
    director.http.post("/clock", json={"do": "step", "ticks": 5})
    while first.venue.live.clock.steps:
        time.sleep(0.05)
    director.http.post("/endex")
    first.stop()
    end_ms = first.venue.live.world.time_ms
    fork = opened(first.journal, Otherwise(end_ms), tmp_path / "fork")
    second = hall_of(again=fork)
    director = second.director()
    ada = second.officer(director, "alder", "Ada", "commander")
    assert ada.seat_id != ann.seat_id
    assert ada.order("commander", {"type": "SetAlert", "level": "full"}).json()["answer"] == "accepted"
