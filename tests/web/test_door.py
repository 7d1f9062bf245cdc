"""What is turned away before anything else: foreign pages, foreign names, long bodies, too many; and the headers."""

import asyncio
from http.cookies import SimpleCookie

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.web.conftest import Hall
from tocsin.web.access import COOKIE


def cookie_of(hall: Hall) -> str:
    answer = hall.client().post("/join", json={"code": hall.codes["alder"], "name": "Ann"})
    return SimpleCookie(answer.headers["set-cookie"])[COOKIE].value


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(hall: Hall) -> None:
    answer = hall.client().post("/join", json={"code": hall.codes["alder"], "name": "Ann"})
    flags = answer.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=strict" in flags


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "://["])
def test_a_foreign_page_can_change_nothing(hall: Hall, origin: str) -> None:
    client = hall.client()
    headers = {"cookie": f"{COOKIE}={cookie_of(hall)}", "origin": origin}
    assert client.post("/real-world/stop", headers=headers).status_code == 403
    assert client.post("/leave", headers=headers).status_code == 403
    assert not hall.venue.live.is_stopped_real_world


def test_our_own_page_can(hall: Hall) -> None:
    headers = {"cookie": f"{COOKIE}={cookie_of(hall)}", "origin": hall.url}
    assert hall.client().post("/real-world/stop", headers=headers).status_code == 200


def test_a_cookie_without_an_origin_changes_nothing(hall: Hall) -> None:
    assert hall.client().post("/leave", headers={"cookie": f"{COOKIE}={cookie_of(hall)}"}).status_code == 403


def test_a_name_that_is_not_ours_is_turned_away(hall: Hall) -> None:
    assert hall.client().get("/healthz", headers={"host": "evil.example"}).status_code == 400
    assert hall.client().get("/healthz", headers={"host": "localhost"}).status_code == 200


def test_no_other_site_may_read(hall: Hall) -> None:
    answer = hall.client().options(
        "/orders", headers={"origin": "http://evil.example", "access-control-request-method": "POST"}
    )
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/", "/healthz", "/openapi.json", "/nothing", "/page/none.js", "/welcome", "/me"])
def test_every_answer_is_marked_and_guarded(hall: Hall, path: str) -> None:
    headers = hall.client().get(path).headers
    assert headers["x-exercise"] == "EXERCISE EXERCISE EXERCISE"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_a_fault_of_ours_is_answered_with_the_marking_and_tells_nothing(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("alder-7 at /home/somebody")

    person = hall.director()
    monkeypatch.setattr(hall.venue, "clock_state", broken)
    answer = person.http.get("/clock")
    assert (answer.status_code, answer.json()["answer"]) == (500, "refused")
    assert answer.headers["x-exercise"] == "EXERCISE EXERCISE EXERCISE"
    assert answer.json()["marking"] == "EXERCISE EXERCISE EXERCISE"
    assert answer.headers["cache-control"] == "no-store" and "alder" not in answer.text


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_long_body_is_refused_with_one_clear_error(hall: Hall, is_chunked: bool) -> None:
    content = iter([b"x" * 40_000, b"x" * 40_000]) if is_chunked else b"x" * 80_000
    headers = {"content-type": "application/json"}
    answer = hall.join("alder", "Ann").http.post("/orders", content=content, headers=headers)
    assert answer.status_code == 413
    assert "65536 bytes" in answer.json()["error"]


def test_a_form_of_another_site_is_no_order(hall: Hall) -> None:
    ann = hall.join("alder", "Ann")
    assert ann.http.post("/orders", content=b"{}", headers={"content-type": "text/plain"}).status_code == 415


def test_a_seat_that_asks_too_often_waits(hall: Hall) -> None:
    ann = hall.join("alder", "Ann")
    assert 429 in {ann.http.get("/me").status_code for _ in range(100)}


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "ImFsZGVyLTEi.aaaa.bbbb"])
def test_a_forged_session_is_none(hall: Hall, token: str) -> None:
    hall.join("alder", "Ann")
    assert hall.client(token).get("/me").status_code == 401


def test_a_foreign_page_gets_no_stream(hall: Hall) -> None:
    address = hall.url.replace("http", "ws") + "/stream"
    cookie = f"{COOKIE}={cookie_of(hall)}"

    async def tried(origin: str) -> int:
        try:
            async with connect(address, additional_headers={"cookie": cookie}, origin=origin, proxy=None):
                return 101
        except InvalidStatus as error:
            return error.response.status_code

    assert asyncio.run(tried("http://evil.example")) == 403
    assert asyncio.run(tried(hall.url)) == 101


def test_what_is_not_there_is_said_in_json(hall: Hall) -> None:
    answer: httpx.Response = hall.client().get("/nothing")
    assert answer.status_code == 404
    assert answer.json()["marking"] == "EXERCISE EXERCISE EXERCISE"
