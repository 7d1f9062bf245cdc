"""Codes, seats, roles: who gets in, who may hold what, who plays a cell."""

import time

import msgspec

from tests.web.conftest import Hall, Opened, records
from tocsin.journal.read import read_meta
from tocsin.scenario.agreement_file import load_agreement


def test_a_code_lets_in_its_own_group_and_a_wrong_one_nobody(hall: Hall) -> None:
    assert hall.join("alder", "Ann").nation == "alder"
    assert hall.client().post("/join", json={"code": "2222-2222", "name": "Eve"}).status_code == 401
    assert set(hall.codes) == {"alder", "birch", "control", "observer", "joint"}


def test_a_joint_cell_has_a_code_where_the_agreement_has_one(hall_of: Opened) -> None:
    assert hall_of(agreement="jdec-3").join("joint", "Jo").nation == "joint"


def test_a_joint_cell_that_comes_by_an_amendment_is_joined_without_a_restart(hall_of: Opened) -> None:
    hall = hall_of(is_solo=True)
    director = hall.director()
    too_early = hall.client().post("/join", json={"code": hall.codes["joint"], "name": "Jo"})
    assert (too_early.status_code, hall.client().get("/welcome").json()["has_joint_cell"]) == (409, False)
    terms = msgspec.to_builtins(load_agreement("jdec-3", ("alder", "birch")))
    for nation in ("alder", "birch"):
        commander = hall.join(nation, f"Head of {nation}").take("commander")
        assert commander.order("commander", {"type": "SignAmendment", "terms": terms}).status_code == 200
    director.http.post("/startex")
    director.http.post("/clock", json={"do": "pause"})
    while hall.venue.live.world.time_ms < 3_000:
        director.http.post("/clock", json={"do": "step", "ticks": 1})
        time.sleep(0.05)
    assert hall.client().get("/welcome").json()["has_joint_cell"] is True
    joint = hall.join("joint", "Jo").take("fusion_cell")
    assert joint.http.get("/me").json()["node"] == "joint"
    assert joint.order("fusion_cell", {"type": "Say", "to": "joint", "text": "here"}).status_code == 200


def test_wrong_codes_are_limited_and_right_ones_are_not(hall: Hall) -> None:
    client = hall.client()
    answers = [client.post("/join", json={"code": f"2222-222{n}", "name": "Eve"}).status_code for n in range(9)]
    hall.join("alder", "Ann")
    answers += [client.post("/join", json={"code": "2222-2222", "name": "Eve"}).status_code for _ in range(4)]
    assert answers[:10] == [401] * 10
    assert answers[-1] == 429


def test_nobody_sits_at_two_sides(hall: Hall) -> None:
    ann = hall.join("alder", "Ann")
    by_session = ann.http.post("/join", json={"code": hall.codes["birch"], "name": "Bea"})
    by_name = hall.client().post("/join", json={"code": hall.codes["control"], "name": " ANN "})
    assert (by_session.status_code, by_name.status_code) == (409, 409)
    assert "alder" in by_session.json()["error"]
    assert ann.http.post("/leave").status_code == 200
    assert hall.join("birch", "Ann").nation == "birch"


def test_in_a_solo_exercise_one_person_sits_anywhere_and_the_journal_says_so(hall_of: Opened) -> None:
    hall = hall_of(is_solo=True)
    hall.join("alder", "Ann").take("commander", "watch_officer")
    hall.join("birch", "Ann").take("commander")
    hall.join("control", "Ann").take("director")
    assert read_meta(hall.journal)["solo"] == "true"


def test_a_role_is_held_only_when_control_has_granted_it(hall: Hall) -> None:
    director = hall.director()
    ann = hall.join("alder", "Ann")
    refused = ann.http.post("/roles", json={"role": "commander"})
    assert refused.status_code == 403
    assert records(hall, "ViewRefused")[-1]["asked"] == "role commander"
    director.http.post("/control/grants", json={"seat_id": ann.seat_id, "granted": [{"role": "commander"}]})
    ann.take("commander")
    assert records(hall, "SeatChanged")[-1] == {
        "seat": ann.seat_id,
        "node": "alder",
        "role": "commander",
        "is_held": True,
    }


def test_a_grant_taken_back_takes_the_role(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")
    told = director.http.post("/control/grants", json={"seat_id": ann.seat_id, "granted": []}).json()
    assert told["roles"] == []
    assert ("alder", "commander") not in hall.venue.live.cells.held


def test_only_control_grants_and_it_is_journaled_who_else_tried(hall: Hall) -> None:
    ann = hall.join("alder", "Ann")
    answer = ann.http.post("/control/grants", json={"seat_id": ann.seat_id, "granted": [{"role": "commander"}]})
    assert answer.status_code == 403
    assert records(hall, "ViewRefused")[-1]["seat"] == ann.seat_id
    assert ann.http.get("/control/roster").status_code == 403


def test_a_role_of_another_side_cannot_be_granted(hall: Hall) -> None:
    director = hall.director()
    ann = hall.join("alder", "Ann")
    answer = director.http.post(
        "/control/grants", json={"seat_id": ann.seat_id, "granted": [{"role": "observer_trainer"}]}
    )
    assert answer.status_code == 422


def test_a_liaison_officer_has_a_host_and_nobody_else_does(hall: Hall) -> None:
    director = hall.director()
    ann = hall.join("alder", "Ann")

    def granted(**grant: str) -> int:
        body = {"seat_id": ann.seat_id, "granted": [grant]}
        return director.http.post("/control/grants", json=body).status_code

    assert granted(role="liaison_officer") == 422
    assert granted(role="liaison_officer", host="alder") == 422
    assert granted(role="commander", host="birch") == 422
    assert granted(role="liaison_officer", host="birch") == 200
    ann.take("liaison_officer")
    assert ann.http.get("/me").json()["host"] == "birch"


def test_a_cell_is_peoples_until_the_last_seat_gives_it_back(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")
    ada = hall.officer(director, "alder", "Ada", "commander", "watch_officer")
    held = hall.venue.live.cells.held
    assert {("alder", "commander"), ("alder", "watch_officer")} <= held
    ann.http.delete("/roles/commander")
    assert ("alder", "commander") in held
    ada.http.post("/leave")
    assert held == {("truth", "control")}


def test_who_has_left_has_no_session_and_control_can_free_a_seat(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")
    assert director.http.post("/control/releases", json={"seat_id": ann.seat_id}).status_code == 200
    assert ann.http.get("/me").status_code == 401
    assert hall.venue.live.cells.held == {("truth", "control")}


def test_the_roster_names_people_and_the_journal_does_not(hall: Hall) -> None:
    director = hall.director()
    hall.officer(director, "alder", "Ann Unmistakable", "commander")
    names = [seat["name"] for seat in director.http.get("/control/roster").json()["seats"]]
    assert names == ["Dora Director", "Ann Unmistakable"]
    everything = hall.journal.read_bytes() + hall.journal.with_name(hall.journal.name + "-wal").read_bytes()
    assert b"Unmistakable" not in everything


def test_no_secret_is_in_the_journal(hall: Hall) -> None:
    director = hall.director()
    hall.client().get("/me", headers={"authorization": "Bearer not-a-token"})
    director.http.post("/join", json={"code": hall.codes["birch"], "name": "x"})
    everything = hall.journal.read_bytes() + hall.journal.with_name(hall.journal.name + "-wal").read_bytes()
    secrets = [*hall.codes.values(), director.http.headers["authorization"].removeprefix("Bearer ")]
    assert b"control-1" in everything
    assert [secret for secret in secrets if secret.encode() in everything] == []
    assert hall.venue.seating.roster.key not in everything


def test_a_code_a_nation_made_up_does_not_reach_the_journal(hall: Hall) -> None:
    ann = hall.join("alder", "Ann")
    code = hall.codes["birch"]
    body = {"number": 1, "node": code, "role": code, "action": {"type": "SuspendSharing"}}
    assert ann.http.post("/orders", json=body).status_code == 403
    assert code not in str(records(hall, "ViewRefused"))
