"""The API as it describes itself, tried with all kinds of input by people who are signed in: never a 5xx."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.web.conftest import Hall
from tocsin.web import access

NEVER = ("/leave", "/endex")  # after these there is nothing left to try


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("role", ["director", "commander", "observer_trainer"])
def test_no_input_breaks_the_server(hall: Hall, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    monkeypatch.setattr(access.Limit, "take", lambda self, key, now_s: True)
    director = hall.director()
    person = {
        "director": lambda: director,
        "commander": lambda: hall.officer(director, "alder", "Ann", "commander"),
        "observer_trainer": lambda: hall.officer(director, "observer", "Olga", "observer_trainer"),
    }[role]()
    director.http.post("/startex")
    director.http.post("/clock", json={"do": "speed", "speed_ratio": 10.0})
    schema = schemathesis.openapi.from_dict(person.http.get("/openapi.json").json())
    tried: set[str] = set()
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path in NEVER:
            continue
        strategy = operation.as_strategy()
        run(strategy, hall, person, tried)
    assert hall.venue.failure is None
    assert len(tried) >= 15


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("role", ["director", "disclosure_officer"])
def test_no_input_breaks_the_hot_wash(hall: Hall, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    monkeypatch.setattr(access.Limit, "take", lambda self, key, now_s: True)
    director = hall.director()
    person = director if role == "director" else hall.officer(director, "alder", "Ann", role)
    director.http.post("/startex")
    director.http.post("/endex")
    schema = schemathesis.openapi.from_dict(person.http.get("/openapi.json").json())
    tried: set[str] = set()
    for result in schema.include(tag="hot wash").get_all_operations():
        run(result.ok().as_strategy(), hall, person, tried)
    assert hall.venue.failure is None
    assert len(tried) == 8


def run(strategy: Any, hall: Hall, person: Any, tried: set[str]) -> None:
    """Try an operation with drawn inputs."""

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=strategy)
    def tried_with(case: Any) -> None:
        case.cookies = {}  # a drawn session cookie is turned away at the door, before anything is tried
        case.headers = {**(case.headers or {}), "authorization": person.http.headers["authorization"]}
        answer = case.call(base_url=hall.url, timeout=60)
        tried.add(case.operation.label)
        assert answer.status_code < 500, (case.operation.label, case.body, answer.text)
        case.validate_response(answer, checks=[response_schema_conformance, content_type_conformance])

    tried_with()
