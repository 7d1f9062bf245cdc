"""NO DUFF: any seat stops play at once; the director and both heads let it go on."""

import time

from tests.web.conftest import Hall, records


def test_any_seat_stops_play_everywhere_at_once(hall: Hall) -> None:
    director = hall.director()
    visitor = hall.join("observer", "Vic")
    director.http.post("/startex")
    director.http.post("/clock", json={"do": "speed", "speed_ratio": 60.0})
    started_s = time.monotonic()
    assert visitor.http.post("/real-world/stop").json()["is_stopped"]
    frozen_ms = hall.venue.live.world.time_ms
    assert time.monotonic() - started_s < 2.0
    time.sleep(0.3)  # at 60x it would have gone on by 18 s
    assert hall.venue.live.world.time_ms == frozen_ms
    assert director.http.get("/clock").json()["state"] == "real_world_stop"


def test_the_journal_keeps_start_end_and_the_class_of_the_seat(hall: Hall) -> None:
    director = hall.director()
    vic = hall.join("observer", "Vic")
    before = hall.venue.live.journal.records
    vic.http.post("/real-world/stop")
    vic.http.post("/real-world/stop")
    director.http.post("/real-world/resume")
    assert records(hall, "RealWorldStop", "RealWorldResume") == [
        {"seat_class": "observer"},
        {"seat_class": "control"},
    ]
    assert hall.venue.live.journal.records == before + 2


def test_it_takes_the_director_and_every_commander_who_is_a_person(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")
    bea = hall.officer(director, "birch", "Bea", "commander")
    ben = hall.officer(director, "birch", "Ben", "watch_officer")
    director.http.post("/startex")
    ben.http.post("/real-world/stop")
    assert ben.http.post("/real-world/resume").status_code == 403
    assert director.http.post("/real-world/resume").json()["missing"] == ["alder", "birch"]
    assert ann.http.post("/real-world/resume").json()["missing"] == ["birch"]
    assert hall.venue.live.is_stopped_real_world
    assert bea.http.post("/real-world/resume").json() == {
        "is_stopped": False,
        "missing": [],
        "marking": "EXERCISE EXERCISE EXERCISE",
    }
    assert director.http.get("/clock").json()["state"] == "running"
    assert director.http.post("/real-world/resume").status_code == 409


def test_a_second_stop_asks_everyone_anew(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")
    for _ in range(2):
        ann.http.post("/real-world/stop")
        assert director.http.post("/real-world/resume").json()["missing"] == ["alder"]
        assert not ann.http.post("/real-world/resume").json()["is_stopped"]


def test_while_it_is_stopped_nothing_is_ordered_and_no_clock_runs(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")
    director.http.post("/startex")
    ann.http.post("/real-world/stop")
    assert ann.order("commander", {"type": "SuspendSharing"}).status_code == 409
    assert director.http.post("/clock", json={"do": "step"}).status_code == 409


def test_the_time_it_took_is_no_lateness(hall: Hall) -> None:
    director = hall.director()
    director.http.post("/startex")
    director.http.post("/real-world/stop")
    before_ms = hall.venue.live.world.time_ms
    time.sleep(1.5)
    director.http.post("/real-world/resume")
    time.sleep(0.2)
    assert hall.venue.live.world.time_ms <= before_ms + 1_000


def test_the_page_is_plain_while_it_is_stopped(hall: Hall) -> None:
    ann = hall.join("alder", "Ann")
    ann.http.post("/real-world/stop")
    assert ann.http.get("/exercise").json()["clock"]["state"] == "real_world_stop"


def test_the_stop_is_never_too_often(hall: Hall) -> None:
    ann = hall.join("alder", "Ann")
    answers = [ann.http.get("/me").status_code for _ in range(120)]
    assert 429 in answers
    assert ann.http.post("/real-world/stop").status_code == 200


def test_a_second_stop_takes_back_what_was_agreed_before_it(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")
    ann.http.post("/real-world/stop")
    assert director.http.post("/real-world/resume").json()["missing"] == ["alder"]
    ann.http.post("/real-world/stop")
    assert ann.http.post("/real-world/resume").json()["missing"] == ["control"]


def test_a_head_relieved_during_a_stop_is_still_asked_for(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")
    director.http.post("/startex")
    ann.http.post("/real-world/stop")
    director.http.post("/control/releases", json={"seat_id": ann.seat_id, "role": "commander"})
    answer = director.http.post("/real-world/resume")
    assert hall.venue.live.is_stopped_real_world, answer.text
    ann = hall.officer(director, "alder", "Bea", "commander")
    ann.http.post("/real-world/resume")
    assert not hall.venue.live.is_stopped_real_world


def test_nothing_is_written_while_play_is_stopped(hall: Hall) -> None:
    director = hall.director()
    director.http.post("/real-world/stop")
    assert director.http.post("/notes", json={"text": "What it was."}).status_code == 409
    assert director.http.post("/readiness", json={"is_ready": True}).status_code == 409
    assert b"What it was" not in hall.journal.read_bytes()
