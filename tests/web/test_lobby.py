"""The plain page: a person joins, takes a role, orders and sees the clock, in a browser without a script."""

import re

import httpx

from tests.web.conftest import Hall, records


def browser(hall: Hall) -> httpx.Client:
    client = hall.client(follow_redirects=True)
    client.headers["origin"] = hall.url
    return client


def joined(hall: Hall, group: str, name: str) -> httpx.Client:
    client = browser(hall)
    page = client.post("/lobby/join", data={"code": hall.codes[group], "name": name})
    assert page.status_code == 200
    return client


def test_a_person_joins_takes_a_role_and_orders(hall: Hall) -> None:
    control = joined(hall, "control", "Dora")
    control.post("/lobby/take", data={"role": "director"})
    ann = joined(hall, "alder", "Ann")
    assert "alder-1" in ann.get("/").text
    control.post("/lobby/grant", data={"seat_id": "alder-1", "role": "commander"})
    page = ann.post("/lobby/take", data={"role": "commander"}).text
    number = re.search(r'name="number" value="(\d+)"', page)
    assert number is not None
    order = {"role": "commander", "number": number[1], "action": '{"type": "SetAlert", "level": "raised"}'}
    assert ann.post("/lobby/order", data=order).status_code == 200
    ann.post("/lobby/order", data=order)  # the same page sent twice
    assert [item["order"]["action"]["level"] for item in records(hall, "OrderReceived")] == ["raised"]
    control.post("/lobby/startex")
    assert "running" in ann.get("/").text
    assert hall.venue.clock_state().dtg in ann.get("/").text
    control.post("/lobby/clock", data={"do": "pause"})
    assert "paused" in ann.get("/").text
    ann.post("/lobby/give-back", data={"role": "commander"})
    assert "Code" in ann.post("/lobby/leave").text


def test_what_a_person_writes_is_shown_as_text(hall: Hall) -> None:
    name = "<script>alert(1)</script>"
    page = joined(hall, "alder", name).get("/").text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    fault = browser(hall).post("/lobby/join", data={"code": "<b>x", "name": "y"}).text
    assert "<b>x" not in fault


def test_what_is_wrong_is_said_on_a_page(hall: Hall) -> None:
    ann = joined(hall, "alder", "Ann")
    answer = ann.post("/lobby/take", data={"role": "commander"})
    assert answer.status_code == 403
    assert "not granted" in answer.text
    assert answer.text.count("EXERCISE EXERCISE EXERCISE") == 2


def test_a_form_from_elsewhere_does_nothing(hall: Hall) -> None:
    ann = joined(hall, "alder", "Ann")
    ann.headers["origin"] = "http://evil.example"
    assert ann.post("/lobby/real-world-stop").status_code == 403
    assert not hall.venue.live.is_stopped_real_world


def test_the_stop_for_something_real_is_one_gesture(hall: Hall) -> None:
    control = joined(hall, "control", "Dora")
    control.post("/lobby/take", data={"role": "director"})
    page = joined(hall, "alder", "Ann").post("/lobby/real-world-stop").text
    assert "NO DUFF" in page
    assert "Play may go on" in control.get("/").text
    control.post("/lobby/real-world-resume")
    assert not hall.venue.live.is_stopped_real_world


def test_an_order_that_no_program_could_send_is_refused_on_the_page_too(hall: Hall) -> None:
    control = joined(hall, "control", "Dora")
    control.post("/lobby/take", data={"role": "director"})

    def status(action: str, number: str = "1") -> int:
        order = {"role": "director", "number": number, "action": action}
        return control.post("/lobby/order", data=order).status_code

    assert status('{"type": "SlipInject", "inject_id": "a", "time_ms": ' + "9" * 25 + "}") == 422
    assert status('{"type": "SlipInject", "x": ' + "[" * 9000 + "]" * 9000 + "}") == 422
    assert status('{"type": "SkipInject", "inject_id": "a"}', "0" * 15 + "1" + "0" * 5000) == 422
    assert not records(hall, "OrderReceived")


def test_nothing_is_agreed_to_that_nobody_has_stopped(hall: Hall) -> None:
    control = joined(hall, "control", "Dora")
    control.post("/lobby/take", data={"role": "director"})
    assert control.post("/lobby/real-world-resume").status_code == 409
    assert not records(hall, "RealWorldResume")
