"""The way in: what is offered, and seats without a code where the house is open, and only there."""

from http.cookies import SimpleCookie

import httpx
import pytest

from tests.web.conftest import Hall, Opened, records
from tocsin.errors import JournalError, ScenarioError
from tocsin.exercise.staff.roles import ROLES
from tocsin.journal.read import read_meta
from tocsin.scenario.build import scenario_names
from tocsin.web import serve
from tocsin.web.access import COOKIE


@pytest.fixture
def house(hall_of: Opened) -> Hall:
    return hall_of(is_open=True)


def guest(hall: Hall, wish: str) -> httpx.Client:
    """Return a browser whose person has come as something: it keeps its cookie, and tells its origin."""
    client = hall.client()
    client.headers["origin"] = hall.url
    come(client, wish)
    return client


def come(client: httpx.Client, wish: str) -> dict[str, str]:
    answer = client.post("/welcome", json={"as": wish})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_whoever_comes_is_told_what_is_offered(house: Hall) -> None:
    told = house.client().get("/welcome").json()
    assert told["is_open"]
    assert told["nations"] == [
        {"name": "alder", "display_name": "Alder"},
        {"name": "birch", "display_name": "Birch"},
    ]
    assert (told["has_joint_cell"], told["state"], told["me"]) == (False, "before_startex", None)
    assert [item["name"] for item in told["scenarios"]] == scenario_names()
    assert all(item["title"] and item["rehearses"] for item in told["scenarios"])


def test_where_there_are_codes_nobody_is_told_what_is_played_or_sits_without_one(hall: Hall) -> None:
    told = hall.client().get("/welcome").json()
    assert not told["is_open"]
    assert told["scenarios"] == []
    assert told["name"] == hall.venue.live.world.scenario.blind_name
    for wish in ("watch", "control", "alder"):
        answer = hall.client().post("/welcome", json={"as": wish})
        assert answer.status_code == 403
        assert "code" in answer.json()["error"]
    assert hall.venue.seating.seats == {}


def test_a_seat_comes_with_every_role_of_its_side(house: Hall) -> None:
    desks = {role.name for role in ROLES.values() if (role.side, role.sees) == ("nation", "node")}
    for wish, side, roles in (
        ("watch", "observer", {"observer_trainer"}),
        ("control", "control", {"director", "simulation_control", "scripter"}),
        ("birch", "nation", desks),
    ):
        me = guest(house, wish).get("/me").json()
        assert (me["side"], set(me["roles"])) == (side, roles)
        assert me["nation"] == ("birch" if wish == "birch" else "")


def test_the_joint_cell_is_offered_where_the_agreement_has_one(hall_of: Opened) -> None:
    house = hall_of(is_open=True, agreement="jdec-3")
    assert house.client().get("/welcome").json()["has_joint_cell"]
    assert set(guest(house, "joint").get("/me").json()["roles"]) == {"fusion_cell", "planning_cell"}


def test_what_is_not_offered_is_refused_with_what_is(house: Hall) -> None:
    for wish in ("cedar", "observer-1", "truth", "", "joint", "<script>"):
        answer = house.client().post("/welcome", json={"as": wish})
        assert answer.status_code == 422
        assert "alder, birch, control, watch" in answer.json()["error"]


def test_who_comes_again_has_his_seat_and_who_comes_as_another_leaves_it(house: Hall) -> None:
    client = guest(house, "alder")
    assert come(client, "alder")["seat_id"] == "alder-1"
    assert client.get("/welcome").json()["me"]["seat_id"] == "alder-1"
    assert ("alder", "commander") in house.venue.live.cells.held
    assert come(client, "birch")["seat_id"] == "birch-1"
    assert {node for node, _ in house.venue.live.cells.held} == {"birch"}
    assert set(house.venue.seating.seats) == {"birch-1"}


def test_the_cookie_is_as_guarded_as_that_of_a_code(house: Hall) -> None:
    answer = house.client().post("/welcome", json={"as": "watch"})
    assert SimpleCookie(answer.headers["set-cookie"])[COOKIE]["httponly"]
    assert SimpleCookie(answer.headers["set-cookie"])[COOKIE]["samesite"] == "strict"


def test_a_foreign_page_gets_no_seat(house: Hall) -> None:
    answer = house.client().post("/welcome", json={"as": "control"}, headers={"origin": "http://evil.example"})
    assert answer.status_code == 403
    assert house.venue.seating.seats == {}


def test_one_person_alone_starts_runs_stops_and_goes_on(house: Hall) -> None:
    alder = guest(house, "alder")
    assert alder.post("/startex").json()["state"] == "running"
    assert alder.post("/clock", json={"do": "pause"}).json()["state"] == "paused"
    assert alder.post("/clock", json={"do": "speed", "speed_ratio": 10.0}).status_code == 200
    alder.post("/real-world/stop")
    assert not alder.post("/real-world/resume").json()["is_stopped"]
    assert house.venue.phase == "paused"


def test_what_is_controls_or_anothers_stays_so(house: Hall) -> None:
    alder = guest(house, "alder")
    alder.post("/startex")
    assert alder.post("/endex").status_code == 403
    assert alder.get("/control/roster").status_code == 403
    assert alder.get("/records", params={"node": "birch"}).status_code == 403
    order = {"number": 1, "node": "birch", "role": "commander", "action": {"type": "SuspendSharing"}}
    assert alder.post("/orders", json=order).status_code == 403
    assert [item["asked"] for item in records(house, "ViewRefused")] == [
        "ENDEX",
        "the roster",
        "the records of birch",
        "order SuspendSharing at birch",
    ]


def test_where_there_are_codes_the_clock_is_still_controls(hall: Hall) -> None:
    ann = hall.officer(hall.director(), "alder", "Ann", "commander")
    assert ann.http.post("/startex").status_code == 403
    assert ann.http.post("/clock", json={"do": "pause"}).status_code == 403


def test_the_journal_says_that_it_was_an_open_house(house: Hall) -> None:
    meta = read_meta(house.journal)
    assert (meta["open_house"], meta["solo"]) == ("true", "true")


def test_an_open_house_is_gone_on_with_as_one_and_one_with_codes_is_not(hall_of: Opened) -> None:
    for is_open, verb in ((True, "tocsin play"), (False, "tocsin serve")):
        hall = hall_of(is_open=is_open)
        hall.stop()
        with pytest.raises(JournalError, match=verb):
            serve.resumed_venue(hall.journal, not is_open)


def test_an_open_house_is_for_this_machine_alone(house: Hall) -> None:
    with pytest.raises(ScenarioError, match=r"--host 0\.0\.0\.0: an open house"):
        serve.served(house.venue, serve.Place(host="0.0.0.0", port=0), "x")
