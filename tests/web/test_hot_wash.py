"""The hot wash over HTTP: who clears what, who learns of it, lessons; before ENDEX, after it, after a restart."""

import re
import time
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


def test_what_others_decide_changes_nothing_that_a_nation_is_told(hall: Hall, staff: dict[str, Person]) -> None:
    alder, birch, director = staff["alder"], staff["birch"], staff["director"]
    assert clear(alder, "joint", "tracks") == 200
    before = alder.http.get("/hot-wash").content
    assert clear(birch, "joint", "warnings", "flights") == 200
    assert clear(director, "joint", "flights") == 200
    for node, person in (("birch", birch), ("birch", director)):
        assert person.http.post("/lessons", json={"node": node, "text": "Ours."}).status_code == 200
    ben = hall.officer(director, "birch", "Bo", "watch_officer")
    assert ben.http.get("/hot-wash").status_code == 200
    assert alder.http.get("/hot-wash").content == before


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


def ended(hall: Hall, director: Person) -> None:
    """Play some seconds, and end the exercise."""
    director.http.post("/startex")
    director.http.post("/clock", json={"do": "pause"})
    director.http.post("/clock", json={"do": "step", "ticks": 5})
    while hall.venue.live.clock.steps:
        time.sleep(0.05)
    assert director.http.post("/endex").status_code == 200


FACTS = ["parties", "exercise_name", "messages_exchanged"]


def test_a_statement_goes_out_once_all_have_cleared_each_fact(hall: Hall, staff: dict[str, Person]) -> None:
    alder, birch, director = staff["alder"], staff["birch"], staff["director"]
    body = {"announced": "after", "facts": FACTS}
    assert birch.http.post("/statements", json={**body, "facts": ["rumours"]}).status_code == 422
    assert director.http.post("/statements", json=body).status_code == 403
    told = birch.http.post("/statements", json=body).json()
    [draft] = told["statements"]
    assert (draft["statement_id"], draft["drafted_by"]) == ("birch-s1", "birch")
    assert 0 < draft["left_ms"] <= told["policy"]["clear_within_ms"]
    assert alder.http.post("/statements", json={**body, "statement_id": "birch-s1"}).status_code == 403
    assert alder.http.post("/statements", json={**body, "statement_id": "birch-s9"}).status_code == 404

    assert clear(alder, "public", *FACTS) == 200
    answer = birch.http.post("/statements/birch-s1/release", json={})
    assert answer.status_code == 409 and "parties by birch" in answer.text
    assert clear(birch, "public", *FACTS) == 200
    answer = birch.http.post("/statements/birch-s1/release", json={})
    assert answer.status_code == 409 and "after ENDEX" in answer.text
    ended(hall, director)
    text = alder.http.get("/statements/birch-s1/preview").json()["text"]
    assert "Alder, Birch" in text
    told = birch.http.post("/statements/birch-s1/release", json={}).json()
    [out] = told["statements"]
    assert out["is_released"] and not out["is_late"] and out["text"] == text
    assert "directed against no third party" in out["text"]
    assert [body["text"] for body in records(hall, "StatementReleased")] == [text]
    assert birch.http.post("/statements/birch-s1/release", json={}).status_code == 409
    visitor = hall.join("observer", "Vic").take("visitor")
    assert [each["text"] for each in visitor.http.get("/hot-wash").json()["statements"]] == [text]


def test_a_draft_is_not_the_publics(hall: Hall, staff: dict[str, Person]) -> None:
    staff["alder"].http.post("/statements", json={"announced": "after", "facts": ["parties"]})
    visitor = hall.join("observer", "Vic").take("visitor")
    assert visitor.http.get("/hot-wash").json()["statements"] == []
    assert visitor.http.get("/statements/alder-s1/preview").status_code == 403


def test_an_answer_is_nobodys_and_is_given_once(hall_of: Opened) -> None:
    hall = hall_of()
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "watch_officer")
    nobody = hall.join("alder", "Nobody")
    body = {"scores": {"picture": 4}, "remark": "More tea."}
    assert ann.http.post("/survey", json=body).status_code == 409
    ended(hall, director)
    assert ann.http.get("/hot-wash").json()["survey"]["is_open"]
    assert nobody.http.post("/survey", json=body).status_code == 403
    assert ann.http.post("/survey", json={"scores": {"picture": 6}}).status_code == 422
    assert ann.http.post("/survey", json={"scores": {"weather": 3}}).status_code == 422
    assert ann.http.post("/survey", json=body).json()["survey"]["has_answered"]
    assert ann.http.post("/survey", json=body).status_code == 409
    assert records(hall, "SurveyAnswered") == [{"node": "alder", "scores": [["picture", 4]], "remark": "More tea."}]
    token = ann.http.headers["authorization"].removeprefix("Bearer ")
    hall.stop()
    again = hall_of(again=hall.journal).client(token)
    assert again.post("/survey", json=body).status_code == 409


def review(person: Person, party: str) -> tuple[int, str]:
    """Return the status and the text of a review, asked for again while it is being made."""
    while (answer := person.http.get(f"/packs/{party}")).status_code == 202:
        time.sleep(0.5)
    if answer.status_code == 200:
        assert "sandbox allow-scripts" in answer.headers["content-security-policy"]
    return answer.status_code, answer.text


def test_the_review_is_for_after_endex_and_for_its_own_reader(hall: Hall, staff: dict[str, Person]) -> None:
    alder, director = staff["alder"], staff["director"]
    assert review(alder, "alder")[0] == 409
    noted = records(hall, "ViewRefused")[-1]
    assert noted == {"seat": "alder-1", "asked": "the review of alder", "reason": "before ENDEX"}
    ended(hall, director)
    status, page = review(alder, "alder")
    assert status == 200 and "EXERCISE" in page
    for party in ("birch", "control", "joint", "nowhere"):
        assert review(alder, party)[0] == 403
    assert records(hall, "ViewRefused")[-1]["asked"] == "a review of nobody"
    assert review(director, "nowhere")[0] == 404
    visitor = hall.join("observer", "Vic").take("visitor")
    assert review(visitor, "control")[0] == 403
    html = alder.http.get("/packs/alder", headers={"accept": "text/html"})
    assert html.status_code == 200 and not re.search(r"<script[^>]+src=", html.text)
