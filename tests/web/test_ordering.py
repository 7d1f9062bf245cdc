"""Orders over HTTP: checked, on disk before the answer, taken once."""

import pytest

from tests.web.conftest import Hall, Opened, records

RAISED = {"type": "SetAlert", "level": "raised"}


def test_an_order_is_accepted_and_known_when_sent_again_and_nothing_of_the_journal_is_told(hall: Hall) -> None:
    ann = hall.officer(hall.director(), "alder", "Ann", "commander")
    body = {"number": 5, "node": "alder", "role": "commander", "action": RAISED, "reason": "drill"}
    first, again = (ann.http.post("/orders", json=body).json() for _ in range(2))
    assert (first["answer"], again["answer"]) == ("accepted", "known")
    assert first["order_id"] == f"{ann.seat_id}/5"
    assert set(first) == {"answer", "order_id", "marking"}
    received = records(hall, "OrderReceived")
    assert [item["order"]["order_id"] for item in received] == [f"{ann.seat_id}/5"]


def test_an_accepted_order_is_obeyed_at_the_next_tick(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")
    ann.order("commander", RAISED)
    director.http.post("/startex")
    director.http.post("/clock", json={"do": "pause"})
    director.http.post("/clock", json={"do": "step", "ticks": 3})
    while hall.venue.live.clock.steps:
        director.http.get("/clock")
    assert {"level": "raised"} in records(hall, "AlertChanged")
    assert [item["decided_by"] for item in records(hall, "Order") if item.get("order_id")] == ["human"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"node": "birch"}, "orders at alder"),
        ({"role": "watch_officer"}, "holds commander"),
        ({"action": {"type": "CueRadar", "event_id": "e", "sensor_id": "s", "azimuth_rad": 0, "elevation_rad": 0,
                     "half_width_rad": 0, "until_ms": 0}}, "commander may order"),
        ({"action": {"type": "FireInject", "inject_id": "i"}}, "commander may order"),
    ],
)  # fmt: skip
def test_what_is_not_the_seats_to_order_is_refused_and_journaled(hall: Hall, change: dict, said: str) -> None:
    ann = hall.officer(hall.director(), "alder", "Ann", "commander")
    body = {"number": 1, "node": "alder", "role": "commander", "action": RAISED, **change}
    answer = ann.http.post("/orders", json=body)
    assert answer.status_code == 403
    assert answer.json()["answer"] == "refused"
    assert said in answer.json()["error"]
    assert records(hall, "ViewRefused")[-1]["seat"] == ann.seat_id
    assert records(hall, "OrderReceived") == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"number": 0}, "$.number"),
        ({"number": "1"}, "$.number"),
        ({"action": {"type": "SetAlert", "level": "furious"}}, "$.action.level"),
        ({"action": {"type": "NoSuchOrder"}}, "$.action"),
        ({"action": {"type": "SetAlert"}}, "level"),
        ({"reason": "x" * 1001}, "1000"),
        ({"extra": 1}, "extra"),
        ({"number": 2**60}, "$.number"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(hall: Hall, change: dict, said: str) -> None:
    ann = hall.officer(hall.director(), "alder", "Ann", "commander")
    body = {"number": 1, "node": "alder", "role": "commander", "action": RAISED, **change}
    answer = ann.http.post("/orders", json=body)
    assert answer.status_code == 422
    assert said in answer.json()["error"]


def test_a_whole_number_that_no_reader_of_json_keeps_is_refused(hall: Hall) -> None:
    director = hall.director()
    answer = director.order("director", {"type": "SlipInject", "inject_id": "i", "time_ms": 10**30})
    assert answer.status_code == 422
    assert "$.action.time_ms" in answer.json()["error"]


@pytest.mark.parametrize("raw", [b"", b"{", b"[" * 50_000, b"\xff\xfe", b'{"number": 1e999}', b'"\\ud800"'])
def test_what_is_no_json_is_refused(hall: Hall, raw: bytes) -> None:
    director = hall.director()
    answer = director.http.post("/orders", content=raw, headers={"content-type": "application/json"})
    assert answer.status_code == 422


def test_who_has_no_seat_orders_nothing(hall: Hall) -> None:
    assert hall.client().post("/orders", json={}).status_code == 401


def test_an_adviser_may_speak_and_nothing_else(hall: Hall) -> None:
    lea = hall.officer(hall.director(), "alder", "Lea", "legal_adviser")
    assert lea.order("legal_adviser", {"type": "Say", "to": "alder", "text": "May we?"}).status_code == 200
    assert lea.order("legal_adviser", {"type": "SuspendSharing"}).status_code == 403


def test_an_observer_orders_nothing(hall: Hall) -> None:
    olga = hall.officer(hall.director(), "observer", "Olga", "observer_trainer")
    body = {"number": 1, "node": "alder", "role": "observer_trainer", "action": {"type": "SuspendSharing"}}
    assert olga.http.post("/orders", json=body).status_code == 403


def test_a_joint_cell_orders_at_its_own_node(hall_of: Opened) -> None:
    hall = hall_of(agreement="jdec-3")
    joan = hall.officer(hall.director(), "joint", "Joan", "fusion_cell")
    propose = {"type": "Propose", "event_id": "e1", "assessment": "valid"}
    assert joan.order("fusion_cell", propose).status_code == 200


def test_control_orders_injects_at_truth(hall: Hall) -> None:
    director = hall.director()
    inject = {"inject_id": "news-1", "means": "news", "text": "Rumours.", "to": ["alder"]}
    assert director.order("director", {"type": "WriteInject", "inject": inject}).status_code == 200
