"""The watch officer's blind draw: bound before it is shown, told apart by nothing, decided by the visitor."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.web.conftest import Hall, Opened
from tests.web.test_films import chunk, played_to
from tocsin.scenario.build import load_scenario
from tocsin.web.blind import commitment_of
from tocsin.web.films import watches
from tocsin.web.films.officer import Alert, Watch, alert_pool
from tocsin.web.films.spec import CHUNK_MS

ALERTS = alert_pool().alert
TELLING = ("debris", "moon", "tape", "chip", "glint", "accident", "misread", "stray", "tocsin", "EXERCISE 1")


@pytest.fixture
def house(hall_of: Opened) -> Iterator[Hall]:
    """Return a running open house."""
    hall = hall_of()
    hall.venue.is_open = True
    yield hall


def drawing(monkeypatch: pytest.MonkeyPatch, name: str) -> Alert:
    """Let one alert be drawn."""
    alert = next(alert for alert in ALERTS if alert.scenario == name)
    drawn = watches.drawn_watch

    def chosen() -> Watch:
        found = drawn()
        while found.alert != alert:
            found = drawn()
        return found

    monkeypatch.setattr(watches, "drawn_watch", chosen)
    return alert


def post(http: httpx.Client, path: str, **body: Any) -> dict[str, Any]:
    answer = http.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_the_pool_adds_up_and_names_what_is_there() -> None:
    assert sum(alert.probability for alert in ALERTS) == pytest.approx(1.0)
    assert alert_pool().real_probability == pytest.approx(0.3)
    for alert in ALERTS:
        assert set(alert.what) == {"en", "zh", "ru"}
        assert {alert.node, alert.partner} <= {node.name for node in load_scenario(alert.scenario).nodes}


@pytest.mark.parametrize("alert", ALERTS, ids=[alert.scenario for alert in ALERTS])
def test_the_alert_comes_when_the_pool_says_and_tells_nothing_else(
    house: Hall, monkeypatch: pytest.MonkeyPatch, alert: Alert
) -> None:
    drawing(monkeypatch, alert.scenario)
    http = house.client()
    watch = post(http, "/officer")
    film = http.get(f"/films/{watch['film_id']}").json()
    said = [str(watch), str(film)]
    opened: dict[str, int] = {}
    for number in range(watch["begins_ms"] // CHUNK_MS, watch["decide_by_ms"] // CHUNK_MS):
        part = chunk(http, film, watch["node"], number)
        said.append(str(part))
        for frame in part["frames"]:
            for name in (frame.get("state") or frame.get("changed") or {}).get("events", {}):
                opened.setdefault(name, frame["time_ms"])
    assert min(opened.values(), default=-1) == alert.alert_ms + 1000
    for word in (alert.scenario, load_scenario(alert.scenario).title, *TELLING):
        assert not any(word in text for text in said), word
    assert film["source"] == "officer" and film["audiences"] == [alert.node]
    assert http.get(f"/films/{film['film_id']}/truth/1").status_code == 403
    assert http.get(f"/films/{film['film_id']}/{alert.partner}/1").status_code == 403


def test_a_decision_goes_on_at_once_and_the_reveal_matches_the_commitment(
    house: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = drawing(monkeypatch, "debris-1979")
    http = house.client()
    watch = post(http, "/officer")
    at_ms = watch["alert_ms"] + 20_000
    number = at_ms // CHUNK_MS
    before = chunk(http, watch, watch["node"], number)
    asked = post(http, f"/officer/{watch['watch_id']}/decisions", decision="ask_partner", at_ms=at_ms)
    begun_s = time.monotonic()
    after = chunk(http, asked, watch["node"], number)
    assert time.monotonic() - begun_s < 10.0  # 2 s on a machine with nothing else to do
    assert [f for f in after["frames"] if f["time_ms"] <= at_ms] == [
        f for f in before["frames"] if f["time_ms"] <= at_ms
    ]
    assert orders(after) == ["Query"] and orders(before) == []
    waited = post(http, f"/officer/{watch['watch_id']}/decisions", decision="wait", at_ms=at_ms + 1000)
    assert chunk(http, waited, watch["node"], number) == after
    done = post(http, f"/officer/{watch['watch_id']}/decisions", decision="assess_false", at_ms=at_ms + 2000)
    last = chunk(http, done, watch["node"], number)
    assert orders(last) == ["Query", "AssessEvent"]
    told = post(http, f"/officer/{watch['watch_id']}/reveal")
    assert (told["was_real"], told["base_rate"], told["drawn"]) == (False, 0.3, alert.scenario)
    assert commitment_of(told["drawn"], told["nonce"]) == told["commitment"] == watch["commitment"]
    assert [item["decision"] for item in told["your_decisions"]] == ["ask_partner", "wait", "assess_false"]
    refused = http.post(f"/officer/{watch['watch_id']}/decisions", json={"decision": "wait", "at_ms": at_ms + 3000})
    assert refused.status_code == 409
    ends_s = time.monotonic() + 240
    while not told["is_measured"]:
        assert time.monotonic() < ends_s
        told = post(http, f"/officer/{watch['watch_id']}/reveal")
    assert "assess_false" in [item["decision"] for item in told["doctrine_decisions"]]
    assert told["measures"]


def orders(part: dict[str, Any]) -> list[str]:
    """Return what people ordered in a chunk."""
    return [
        record["body"]["action"]["type"]
        for frame in part["frames"][1:]
        for record in frame["records"]
        if record["kind"] == "Order" and record["body"].get("decided_by") == "human"
    ]


def test_it_is_for_an_open_house_alone(hall: Hall) -> None:
    assert hall.client().post("/officer", json={}).status_code == 401
    assert hall.director().http.post("/officer", json={}).status_code == 403


def test_a_reveal_takes_its_share_of_what_a_visitor_may_ask(house: Hall) -> None:
    http = house.client()
    watch = post(http, "/officer")
    films = house.server.config.app.state.films  # type: ignore[union-attr]
    while films._limit.take("127.0.0.1", time.monotonic()):
        pass
    assert http.post(f"/officer/{watch['watch_id']}/reveal", json={}).status_code == 429


def test_an_outcome_that_broke_is_said_and_worked_out_anew(house: Hall) -> None:
    http = house.client()
    watch = post(http, "/officer")
    draws = house.server.config.app.state.films.watches  # type: ignore[union-attr]
    works, tries = draws._long.done, list[object]()

    async def broken(*args: object) -> object:
        tries.append(args)
        raise ZeroDivisionError("at alder-7")

    draws._long.done = broken
    for _ in range(2):
        answer = http.post(f"/officer/{watch['watch_id']}/reveal", json={})
        assert answer.status_code == 409 and "alder-7" not in answer.text and "again" in answer.text
    draws._long.done = works
    assert len(tries) == 4


def test_decisions_out_of_time_are_refused(house: Hall) -> None:
    http = house.client()
    watch = post(http, "/officer")
    for at_ms in (watch["begins_ms"] - 1, watch["decide_by_ms"] + 10**6):
        body = {"decision": "warn", "at_ms": at_ms}
        assert http.post(f"/officer/{watch['watch_id']}/decisions", json=body).status_code == 422
    assert http.post("/officer/no-such/reveal", json={}).status_code == 404


def test_futures_are_for_those_who_see_the_truth(hall: Hall) -> None:
    director = hall.director()
    officer = hall.officer(director, "alder", "Ann", "commander")
    played_to(hall, director, 0.5)
    assert officer.http.post("/futures", json={"at_ms": 1000, "runs": 2}).status_code == 403
    assert director.http.post("/futures", json={"at_ms": 10**9, "runs": 2}).status_code == 422
    told = post(director.http, "/futures", at_ms=1000, runs=2)
    assert officer.http.get(f"/futures/{told['futures_id']}").status_code == 403
    ends_s = time.monotonic() + 240
    while told["state"] not in ("done", "failed"):
        assert time.monotonic() < ends_s
        time.sleep(0.5)
        told = director.http.get(f"/futures/{told['futures_id']}").json()
    assert (told["state"], told["done"]) == ("done", 2)
    assert all(row["odds"]["n"] <= 2 for row in told["table"]) and told["table"]
