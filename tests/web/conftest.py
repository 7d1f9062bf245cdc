"""A real server on a free port of this machine, in a thread of its own; people who join it over HTTP."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import Any

import httpx
import msgspec
import pytest
import uvicorn

from tocsin.journal.read import read
from tocsin.scenario.build import load_scenario
from tocsin.study.run import task_of
from tocsin.web import serve
from tocsin.web.films import films
from tocsin.web.venue import Venue

SCENARIO = "below-threshold"


@dataclass
class Person:
    """Somebody at a seat, who asks with the token of its session."""

    http: httpx.Client
    seat_id: str
    nation: str
    numbers: int = field(default=0)

    def take(self, *roles: str) -> "Person":
        for role in roles:
            answer = self.http.post("/roles", json={"role": role})
            assert answer.status_code == 200, answer.text
        return self

    def order(self, role: str, action: dict[str, Any], **more: Any) -> httpx.Response:
        self.numbers += 1
        node = "truth" if not self.nation else self.nation
        body = {"number": self.numbers, "node": node, "role": role, "action": action, **more}
        return self.http.post("/orders", json=body)


@dataclass
class Hall:
    """A running server and what is behind it."""

    venue: Venue
    found: serve.Served
    journal: Path
    scheme: str
    server: uvicorn.Server
    thread: threading.Thread
    clients: list[httpx.Client] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.found.socket.getsockname()[1]}"

    @property
    def codes(self) -> dict[str, str]:
        return self.found.access.codes.of_group

    def stop(self) -> None:
        """Stop the server and wait for it."""
        for client in self.clients:
            client.close()
        self.server.should_exit = True
        self.thread.join(120)
        assert not self.thread.is_alive()

    def client(self, token: str = "", **more: Any) -> httpx.Client:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self.clients.append(httpx.Client(base_url=self.url, headers=headers, trust_env=False, timeout=120, **more))
        return self.clients[-1]

    def join(self, group: str, name: str, **more: Any) -> Person:
        answer = self.client(**more).post("/join", json={"code": self.codes[group], "name": name})
        assert answer.status_code == 200, answer.text
        told = answer.json()
        return Person(self.client(told["token"], **more), told["seat_id"], told["nation"])

    def director(self) -> Person:
        return self.join("control", "Dora Director").take("director")

    def officer(self, director: Person, nation: str, name: str, *roles: str) -> Person:
        """Return somebody of a nation to whom the director has granted roles."""
        person = self.join(nation, name)
        granted = [{"role": role} for role in roles]
        answer = director.http.post("/control/grants", json={"seat_id": person.seat_id, "granted": granted})
        assert answer.status_code == 200, answer.text
        return person.take(*roles)


Opened = Callable[..., Hall]


@pytest.fixture
def hall_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Return a function that opens a server; every server is stopped when the test is over."""
    monkeypatch.setattr(serve, "WARM_MS", 0)
    monkeypatch.setattr(films, "IS_WARMED", False)
    running: list[Hall] = []

    def opened(place: serve.Place | None = None, again: Path | None = None, **more: Any) -> Hall:
        journal = again or tmp_path / f"{len(running)}.EXERCISE.sqlite"
        begun: Queue[Hall] = Queue()

        def serving() -> None:  # a journal is written by the thread that made it
            found = serve.served(
                serve.resumed_venue(journal) if again else made(journal, **more),
                place or serve.Place(port=0),
                journal.name,
            )
            server = serve.server_of(found)
            scheme = "https" if found.place.is_secure else "http"
            begun.put(Hall(found.access.venue, found, journal, scheme, server, threading.current_thread()))
            server.run(sockets=[found.socket])
            found.access.venue.live.journal.close()

        thread = threading.Thread(target=serving)
        thread.start()
        hall = begun.get(timeout=120)
        while not hall.server.started:
            assert thread.is_alive()
            thread.join(0.01)
        running.append(hall)
        return hall

    yield opened
    for hall in running:
        hall.stop()


def made(
    journal: Path, is_solo: bool = False, scenario: str = SCENARIO, agreement: str = "full-picture", **more: Any
) -> Venue:
    task = task_of(load_scenario(scenario), scenario, agreement, 7)
    return serve.new_venue(task, journal, is_solo, **more)


@pytest.fixture
def hall(hall_of: Opened) -> Hall:
    """Return a running server of a small exercise."""
    return hall_of()


def records(hall: Hall, *kinds: str) -> list[dict[str, Any]]:
    """Return the bodies of some kinds of records, as the journal has them now."""
    return [msgspec.json.decode(entry.body) for entry in read(hall.journal, kinds=kinds)]
