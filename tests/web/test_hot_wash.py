"""The hot wash over HTTP: who clears what, who learns of it, lessons; before ENDEX, after it, after a restart."""

from typing import Any

import pytest

from tests.web.conftest import Hall, Opened, Person, records


def cleared_by(person: Person, audience: str, item: str) -> list[str]:
    return [*found(person, audience, item)["cleared_by"]]


def found(person: Person, audience: str, item: str) -> dict[str, Any]:
    items = person.http.get("/hot-wash").json()["items"]
    return next(each for each in items if (each["audience"], each["item"]) == (audience, item))


def clear(person: Person, audience: str, *items: str, back: bool = False) -> int:
    body = {"audience": audience, "items": items, "is_withdrawn": back}
    return person.http.post("/clearances", json=body).status_code


@pytest.fixture
def staff(hall: Hall) -> dict[str, Person]:
    """Return a director, and a disclosure officer of each nation."""
    director = hall.director()
    return {
        "director": director,
        "alder": hall.officer(director, "alder", "Ann", "disclosure_officer"),
        "birch": hall.officer(director, "birch", "Ben", "disclosure_officer"),
    }


def test_a_family_is_released_for_joint_once_both_have_cleared_it(hall: Hall, staff: dict[str, Person]) -> None:
    alder, birch, director = staff["alder"], staff["birch"], staff["director"]
    assert clear(alder, "joint", "warnings", "flights") == 200
    assert cleared_by(alder, "joint", "warnings") == ["alder"]
    assert cleared_by(birch, "joint", "warnings") == []  # of the partner's word nothing, before it is released
    assert cleared_by(director, "joint", "warnings") == ["alder"]
    assert clear(birch, "joint", "warnings", "flights") == 200
    assert found(alder, "joint", "warnings")["is_released"]
    assert not found(alder, "joint", "flights")["is_released"]  # truth, which control has not cleared
    assert clear(director, "joint", "flights") == 200
    assert found(birch, "joint", "flights")["is_released"]
    assert clear(birch, "joint", "warnings", back=True) == 200
    assert not found(alder, "joint", "warnings")["is_released"]
    assert [body["items"] for body in records(hall, "Cleared")] == [
        *(["warnings", "flights"], ["warnings", "flights"], ["flights"], ["warnings"])
    ]


def test_truth_is_controls_to_clear_for_the_parties(hall: Hall, staff: dict[str, Person]) -> None:
    assert clear(staff["alder"], "parties", "launches") == 403
    assert "clearing launches" in records(hall, "ViewRefused")[-1]["asked"]
    assert clear(staff["director"], "parties", "launches") == 200
    assert cleared_by(staff["birch"], "parties", "launches") == ["control"]
    assert found(staff["birch"], "parties", "launches")["is_released"]
    assert clear(staff["director"], "joint", "warnings") == 403  # a nation's own
    assert clear(staff["director"], "parties", "wishes") == 422


def test_what_stands_so_is_not_journaled_again(hall: Hall, staff: dict[str, Person]) -> None:
    for _ in range(2):
        assert clear(staff["alder"], "joint", "tracks", "tracks") == 200
    assert clear(staff["birch"], "joint", "tracks", back=True) == 200
    assert [body["items"] for body in records(hall, "Cleared")] == [["tracks"]]


def test_others_may_not_clear_and_are_told_no_more_than_is_theirs(hall: Hall, staff: dict[str, Person]) -> None:
    watch = hall.officer(staff["director"], "alder", "Abe", "watch_officer")
    assert clear(watch, "joint", "tracks") == 403
    visitor = hall.join("observer", "Vic").take("visitor")
    liaison = hall.join("birch", "Lou")
    for person in (visitor, liaison, hall.join("alder", "Nobody")):
        told = person.http.get("/hot-wash").json()
        assert (told["reader"], told["items"], told["lessons"]) == ("", [], [])


def test_lessons_reach_whom_they_are_for(hall: Hall, staff: dict[str, Person]) -> None:
    alder, birch, director = staff["alder"], staff["birch"], staff["director"]

    def lessons(person: Person) -> list[str]:
        return [each["lesson_id"] for each in person.http.get("/hot-wash").json()["lessons"]]

    def note(person: Person, **body: str) -> int:
        return person.http.post("/lessons", json=body).status_code

    assert note(alder, node="alder", text="Cue earlier.") == 200
    assert note(birch, node="alder", text="They are slow.") == 403
    assert note(birch, node="", text="Say who speaks.") == 200
    watch = hall.officer(director, "alder", "Abe", "watch_officer")
    assert note(watch, node="", text="To all.") == 403
    assert note(watch, lesson_id="alder-1", text="Cue earlier.", owner="sensor desk", state="accepted") == 200
    assert note(birch, lesson_id="alder-1", text="Mine now.") == 404  # as if there were none
    assert note(director, node="nowhere", text="x") == 422
    assert note(alder, node="alder", text="a\x00b") == 422
    assert lessons(alder) == ["alder-1", "all-1"] and lessons(birch) == ["all-1"]
    assert lessons(director) == ["alder-1", "all-1"]
    told = alder.http.get("/hot-wash").json()["lessons"][0]
    assert (told["owner"], told["state"], told["noted_by"]) == ("sensor desk", "accepted", "alder")


def test_all_goes_on_after_endex_and_after_a_restart(hall_of: Opened) -> None:
    first = hall_of()
    director = first.director()
    ann = first.officer(director, "alder", "Ann", "disclosure_officer")
    assert clear(ann, "joint", "tracks") == 200
    director.http.post("/startex")
    assert director.http.post("/endex").status_code == 200
    assert clear(ann, "joint", "warnings") == 200
    assert ann.http.post("/lessons", json={"node": "alder", "text": "Later."}).status_code == 200
    digest = first.venue.live.journal.digest
    token = ann.http.headers["authorization"].removeprefix("Bearer ")
    first.stop()

    second = hall_of(again=first.journal)
    ada = Person(second.client(token), ann.seat_id, "alder")
    assert ada.http.get("/clock").json()["state"] == "ended"
    told = ada.http.get("/hot-wash").json()
    assert told["is_over"] and [each["text"] for each in told["lessons"]] == ["Later."]
    assert cleared_by(ada, "joint", "warnings") == ["alder"]
    assert clear(ada, "joint", "notices") == 200
    assert second.venue.live.journal.digest == digest
    assert ada.order("commander", {"type": "SetAlert", "level": "raised"}).status_code in (403, 409)
    assert len([body for body in records(second, "SnapshotTaken") if body["occasion"] == "endex"]) == 1


def test_nothing_is_written_while_something_real_goes_on(hall: Hall, staff: dict[str, Person]) -> None:
    staff["alder"].http.post("/real-world/stop")
    assert clear(staff["alder"], "joint", "tracks") == 409
    assert staff["alder"].http.post("/lessons", json={"node": "alder", "text": "x"}).status_code == 409
