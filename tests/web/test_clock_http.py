"""The one clock, STARTEX, ENDEX, readiness and notes."""

import time
from pathlib import Path

from tests.web.conftest import Hall, Opened, Person, records
from tocsin.scenario.build import scenario_text


def state(person: Person) -> dict:
    return person.http.get("/clock").json()


def clock(person: Person, **order: object) -> int:
    return person.http.post("/clock", json=order).status_code


def wait_until(person: Person, key: str, value: object) -> dict:
    deadline_s = time.monotonic() + 60.0
    while (now := state(person))[key] != value:
        assert time.monotonic() < deadline_s, now
        time.sleep(0.1)
    return now


def test_nothing_runs_before_the_director_calls_startex(hall: Hall) -> None:
    director = hall.director()
    assert state(director)["state"] == "before_startex"
    assert clock(director, do="start") == 409
    assert director.http.post("/startex").json()["state"] == "running"
    assert director.http.post("/startex").status_code == 409


def test_only_control_moves_the_clock_and_calls_startex(hall: Hall) -> None:
    ann = hall.officer(hall.director(), "alder", "Ann", "commander")
    assert ann.http.post("/startex").status_code == 403
    assert clock(ann, do="pause") == 403
    assert [item["asked"] for item in records(hall, "ViewRefused")] == ["STARTEX", "the clock"]


def test_a_step_plays_so_many_ticks_and_stands_still(hall: Hall) -> None:
    director = hall.director()
    director.http.post("/startex")
    clock(director, do="pause")
    before_ms = state(director)["time_ms"]
    clock(director, do="step", ticks=4)
    wait_until(director, "time_ms", before_ms + 4_000)
    assert state(director)["state"] == "paused"


def test_times_are_not_scored_above_one(hall: Hall) -> None:
    director = hall.director()
    director.http.post("/startex")
    assert state(director)["says"] == ""
    clock(director, do="speed", speed_ratio=60.0)
    assert state(director)["says"] == "times not scored"
    clock(director, do="speed", speed_ratio=0.5)
    assert not state(director)["is_scored"]
    assert clock(director, do="speed", speed_ratio=61.0) == 422
    assert clock(director, do="speed", speed_ratio=0.05) == 422


def test_run_to_the_next_event_pauses_where_people_see_something(hall: Hall) -> None:
    director = hall.director()
    director.http.post("/startex")
    clock(director, do="next_event")
    now = wait_until(director, "state", "paused")
    assert now["time_ms"] > 1_000
    assert records(hall, "LaunchWarning", "ImpactWarning", "Delivery", "PublicWarning", "NoticeAtDesk")


def test_endex_by_the_director_ends_it_for_good(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")
    assert director.http.post("/endex").status_code == 409
    director.http.post("/startex")
    assert director.http.post("/endex").json()["state"] == "ended"
    assert clock(director, do="start") == 409
    assert ann.order("commander", {"type": "SuspendSharing"}).status_code == 409


def test_an_exercise_that_reaches_its_end_has_ended(hall: Hall) -> None:
    director = hall.director()
    director.http.post("/startex")
    director.http.post("/clock", json={"do": "step", "ticks": 3600})
    now = wait_until(director, "state", "ended")
    assert now["time_ms"] == now["end_ms"]
    assert len(records(hall, "Endex")) == 1


def test_the_readiness_board_shows_a_nation_its_own_seats_and_control_all(hall: Hall) -> None:
    director = hall.director()
    ann, bea = hall.join("alder", "Ann"), hall.join("birch", "Bea")
    ann.http.post("/readiness", json={"is_ready": True, "comms_heard": [bea.seat_id, director.seat_id]})
    board = director.http.get("/readiness").json()
    assert {item["seat_id"]: item["is_ready"] for item in board["seats"]} == {
        director.seat_id: False,
        ann.seat_id: True,
        bea.seat_id: False,
    }
    assert next(item for item in board["seats"] if item["seat_id"] == bea.seat_id)["heard_by"] == [ann.seat_id]
    assert not board["is_all_ready"]
    assert [item["seat_id"] for item in ann.http.get("/readiness").json()["seats"]] == [ann.seat_id]
    assert ann.http.post("/readiness", json={"is_ready": True, "comms_heard": ["nobody-9"]}).status_code == 422
    director.http.post("/startex")
    assert ann.http.post("/readiness", json={"is_ready": True}).status_code == 409


def test_an_observer_pins_a_note_to_a_moment(hall: Hall) -> None:
    director = hall.director()
    olga = hall.officer(director, "observer", "Olga", "observer_trainer")
    ann = hall.join("alder", "Ann")
    assert olga.http.post("/notes", json={"text": "Alder hesitated.", "pinned_to": "alder-e1"}).status_code == 200
    assert olga.http.post("/notes", json={"text": "too soon", "at_ms": 10**6}).status_code == 422
    assert olga.http.post("/notes", json={"text": "bell\u0007"}).status_code == 422
    assert ann.http.get("/notes").status_code == 403
    assert [item["text"] for item in director.http.get("/notes").json()["notes"]] == ["Alder hesitated."]
    assert records(hall, "ObserverNote")[0]["at_ms"] == 0


def test_the_clock_stands_still_where_the_calendar_has_a_freeze_and_goes_on_when_told(
    hall_of: Opened, tmp_path: Path
) -> None:
    file = tmp_path / "frozen.toml"
    serial = '\n[[serial]]\nid = "night"\nkind = "freeze"\ntime_s = 5\nduration_s = 60\n'
    file.write_text(scenario_text("below-threshold")[0] + serial)
    hall = hall_of(scenario=str(file))
    director = hall.director()
    director.http.post("/startex")
    clock(director, do="speed", speed_ratio=60.0)
    assert wait_until(director, "state", "paused")["time_ms"] == 5_000
    clock(director, do="start")
    while state(director)["time_ms"] < 10_000:
        time.sleep(0.1)
    assert state(director)["state"] == "running"
