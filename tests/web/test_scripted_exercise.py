"""Two nations exercise for 40 minutes at 60 times the clock, over real sockets, with 30 pages that look on."""

import asyncio
import contextlib
import random
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec
import pytest
import websockets

from tests.web.browsers import Browser
from tests.web.conftest import Hall, Opened, Person, records
from tests.web.test_stream import stored
from tocsin.exercise.play import play
from tocsin.exercise.replay import ReplayCells
from tocsin.exercise.staff.audience import Audience
from tocsin.exercise.staff.seen import seen_by
from tocsin.journal.memory import DigestJournal
from tocsin.journal.read import read
from tocsin.journal.verify import verify
from tocsin.orders.kinds import KINDS
from tocsin.scenario.build import load_scenario
from tocsin.study.run import task_of, world_of
from tocsin.web.stream import audience_of

SCENARIO, AGREEMENT = "first-seen-by-partner", "full-picture"
STAFF = ("commander", "watch_officer", "sensor_desk", "data_exchange_desk", "civil_protection_desk", "notice_desk")
SPEED = 60.0
CLIENTS = 30


@pytest.fixture
def hall(hall_of: Opened) -> Hall:
    """Return a running server."""
    return hall_of(scenario=SCENARIO, agreement=AGREEMENT)


@dataclass
class Page:
    """One browser window of a person, which follows the stream, drops now and then, and reacts by orders."""

    hall: Hall
    person: Person
    role: str
    drops_every: float
    browser: Browser = field(default_factory=lambda: Browser(keeps_frames=False))
    accepted: list[str] = field(default_factory=list)
    connections: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(8))

    @property
    def audience(self) -> Audience:
        """Return as what the person looks on."""
        return audience_of(self.hall.venue.seating.seats[self.person.seat_id], "", self.hall.venue.live.world)

    def has_all(self, end_ms: int) -> bool:
        """Return whether the exercise is over and nothing is to come: after a drop records follow the hello."""
        live = self.hall.venue.live
        is_at_end = bool(self.browser.clock.get("is_over")) and self.browser.time_ms == end_ms
        return is_at_end and self.browser.seq == live.boards.of(self.audience, live.journal.records).seq

    async def follow(self, end_ms: int) -> None:
        """Follow the exercise to its end."""
        token = self.person.http.headers["authorization"]
        url = self.hall.url.replace("http", "ws")
        while not self.has_all(end_ms):
            after = f"?after={self.browser.seq}"
            self.connections += 1
            with contextlib.suppress(websockets.ConnectionClosed):
                async with websockets.connect(
                    f"{url}/stream{after}", additional_headers={"authorization": token}, proxy=None
                ) as socket:
                    await self.listen(socket, end_ms)

    async def listen(self, socket: Any, end_ms: int) -> None:
        """Take frames until the end, or until the page drops."""
        async with httpx.AsyncClient(
            base_url=self.hall.url, headers=self.person.http.headers, trust_env=False
        ) as http:
            while not self.has_all(end_ms):
                self.browser.take((await socket.recv()).encode())
                await self.react(http)
                if self.chance.random() < self.drops_every:
                    return

    async def react(self, http: httpx.AsyncClient) -> None:
        """Order what a person at this desk would, once for each thing."""
        for key, action in self.wanted():
            if key in self.accepted:
                continue
            self.accepted.append(key)
            self.person.numbers += 1
            answer = await http.post(
                "/orders",
                json={
                    "number": self.person.numbers,
                    "node": self.person.nation,
                    "role": self.role,
                    "action": action,
                },
            )
            assert answer.status_code == 200, answer.text
            assert answer.json()["answer"] == "accepted"

    def wanted(self) -> list[tuple[str, dict[str, Any]]]:
        """Return what this desk would order by what it sees now."""
        events = self.browser.state.get("events", {})
        match self.role:
            case "watch_officer":
                return [
                    (f"assess {name}", {"type": "AssessEvent", "event_id": name, "assessment": "valid"})
                    for name, event in events.items()
                    if event["confidence"] in ("medium", "high")
                ]
            case "commander":
                return [("alert", {"type": "SetAlert", "level": "full"})] if events else []
            case "data_exchange_desk":
                partners = [*self.browser.state.get("partners", {})]
                return [
                    (f"query {name}", {"type": "Query", "event_id": name, "to": partners[0]})
                    for name in [*events][:2]
                ]
            case _:
                return []


def pages_of(hall: Hall) -> list[Page]:
    """Seat the staffs of two nations, control, observers and liaison officers; return 30 pages."""
    director = hall.director()
    pages = [Page(hall, director, "director", 0.0)]
    nations = hall.venue.live.world.scenario.members
    for nation, host in (nations[:2], nations[1::-1]):
        for role in STAFF:
            person = hall.officer(director, nation, f"{nation} {role}", role)
            pages += [Page(hall, person, role, 0.0), Page(hall, person, "onlooker", 0.01)]
        guest = hall.join(nation, f"{nation} liaison")
        granted = [{"role": "liaison_officer", "host": host}]
        answer = director.http.post("/control/grants", json={"seat_id": guest.seat_id, "granted": granted})
        assert answer.status_code == 200, answer.text
        pages.append(Page(hall, guest.take("liaison_officer"), "liaison_officer", 0.005))
    visitor = hall.join("observer", "Vera Visitor").take("visitor")
    while len(pages) < CLIENTS:
        pages.append(Page(hall, visitor, "visitor", 0.01))
    return pages


async def exercised(hall: Hall, pages: list[Page]) -> None:
    """Begin, and follow everywhere to the end."""
    director = pages[0].person.http
    end_ms = hall.venue.live.world.scenario.end_ms
    following = [asyncio.create_task(page.follow(end_ms)) for page in pages]
    assert director.post("/startex").status_code == 200
    answer = director.post("/clock", json={"do": "speed", "speed_ratio": SPEED})
    assert answer.status_code == 200, answer.text
    await asyncio.wait_for(asyncio.gather(*following), 1_200)


@pytest.mark.slow
def test_two_nations_exercise_and_every_page_ends_with_what_the_engine_holds(hall: Hall) -> None:
    pages = pages_of(hall)
    assert len(pages) == CLIENTS
    asyncio.run(exercised(hall, pages))
    world = hall.venue.live.world
    for page in pages:
        assert page.browser.state == seen_by(world, page.audience), page.role
        assert page.browser.records == stored(hall.journal, page.audience), page.role
    assert sum(page.connections for page in pages) > 2 * CLIENTS  # pages did drop
    given = {key for page in pages for key in page.accepted}
    assert {"alert"} < given
    assert len(records(hall, "Order")) >= len(records(hall, "OrderReceived")) == sum(len(p.accepted) for p in pages)
    assert verify(hall.journal).ok
    again = DigestJournal()
    orders = [(e.time_ms, msgspec.json.decode(e.body, type=KINDS["Order"])) for e in read(hall.journal, ["Order"])]
    task = task_of(load_scenario(SCENARIO), SCENARIO, AGREEMENT, 7)
    for _ in play(world_of(task), ReplayCells(orders), again):
        pass
    assert again.digest == hall.venue.live.journal.digest
