"""The stream over a real socket: whose it is, what it refuses, what a stop and a change of roles do."""

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.web.conftest import Hall, Person, records


def stream(hall: Hall, person: Person, query: str = "") -> connect:
    token = person.http.headers["authorization"]
    address = hall.url.replace("http", "ws") + f"/stream{query}"
    return connect(address, additional_headers={"authorization": token}, proxy=None)


async def until(socket: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        frame = json.loads(await asyncio.wait_for(socket.recv(), 60))
        if frame["type"] == kind:
            return frame


def test_a_seat_follows_its_own_node(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")

    async def followed() -> tuple[dict, dict]:
        async with stream(hall, ann) as socket:
            hello = await until(socket, "hello")
            await asyncio.to_thread(director.http.post, "/startex")
            return hello, await until(socket, "tick")

    hello, tick = asyncio.run(followed())
    assert (hello["sees"], hello["node"]) == ("node", "alder")
    assert hello["marking"] == tick["marking"] == "EXERCISE EXERCISE EXERCISE"
    assert tick["time_ms"] > hello["time_ms"]


@pytest.mark.parametrize("query", ["?node=birch", "?node=truth", "?after=x", "?after=-1"])
def test_what_is_not_the_seats_to_see_is_refused(hall: Hall, query: str) -> None:
    ann = hall.officer(hall.director(), "alder", "Ann", "commander")

    async def tried() -> int:
        try:
            async with stream(hall, ann, query):
                return 101
        except InvalidStatus as error:
            return error.response.status_code

    assert asyncio.run(tried()) == 403
    if "node" in query:
        assert records(hall, "ViewRefused")[-1]["asked"] == f"the stream of {query[6:]}"


def test_who_has_no_seat_has_no_stream(hall: Hall) -> None:
    async def tried() -> None:
        async with connect(hall.url.replace("http", "ws") + "/stream", proxy=None):
            pass

    with pytest.raises(InvalidStatus):
        asyncio.run(tried())


def test_a_stop_for_something_real_reaches_every_stream(hall: Hall) -> None:
    ann, vic = hall.join("alder", "Ann"), hall.join("observer", "Vic")

    async def stopped() -> list[dict]:
        async with stream(hall, ann) as one, stream(hall, vic) as other:
            await until(one, "hello")
            await asyncio.to_thread(vic.http.post, "/real-world/stop")
            return [await asyncio.wait_for(until(socket, "stop"), 2.0) for socket in (one, other)]

    assert [frame["is_stopped"] for frame in asyncio.run(stopped())] == [True, True]


def test_who_loses_a_role_loses_the_stream_that_it_gave(hall: Hall) -> None:
    director = hall.director()
    olga = hall.officer(director, "observer", "Olga", "observer_trainer")

    async def lost() -> int | None:
        async with stream(hall, olga) as socket:
            assert (await until(socket, "hello"))["sees"] == "truth"
            body = {"seat_id": olga.seat_id, "granted": []}
            await asyncio.to_thread(director.http.post, "/control/grants", json=body)
            with pytest.raises(ConnectionClosed) as closed:
                await until(socket, "never")
            return closed.value.rcvd.code if closed.value.rcvd else None

    assert asyncio.run(lost()) == 4001


def test_a_seat_has_a_few_streams_and_no_more(hall: Hall) -> None:
    ann = hall.join("alder", "Ann")

    async def opened(count: int) -> int:
        sockets = []
        try:
            for _ in range(count):
                sockets.append(await stream(hall, ann))
        except InvalidStatus:
            return len(sockets)
        finally:
            for socket in sockets:
                await socket.close()
        return len(sockets)

    assert asyncio.run(opened(12)) == 8
    assert asyncio.run(opened(3)) == 3


@pytest.mark.parametrize("why", ["stopped", "broke off"])
def test_everyone_is_told_why_before_the_server_stops(hall: Hall, why: str) -> None:
    ann = hall.officer(hall.director(), "alder", "Ann", "commander")

    async def followed() -> tuple[dict, int | None]:
        async with stream(hall, ann) as socket:
            await until(socket, "hello")
            if why == "broke off":
                hall.venue.failure = ZeroDivisionError()
            hall.server.should_exit = True
            bye = await until(socket, "bye")
            await socket.wait_closed()
            return bye, socket.close_code

    bye, code = asyncio.run(followed())
    assert ("broke off" in bye["reason"]) == (why == "broke off")
    assert code == 1001
