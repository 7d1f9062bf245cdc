"""The live exercise on one machine: how soon the last of 30 pages has a tick, and how much each is sent.

The flagship at 1x through its busiest minute, served by uvicorn in a process of its own; the pages are in this one.
The peer sends as many clients frames of the same lengths at the same pace and does nothing else: ``websockets``'
own ``broadcast``.  Latencies count from when a tick is due.
"""

import asyncio
import logging
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx
import msgspec
import websockets
from websockets.asyncio.server import broadcast, serve

from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.staff.cells import StaffCells
from tocsin.journal.memory import DigestJournal
from tocsin.journal.sqlite import FileJournal
from tocsin.scenario.build import load_scenario
from tocsin.study.run import meta_of, task_of, world_of
from tocsin.web import serve as serving
from tocsin.web.live import Live
from tocsin.web.roster import Roster
from tocsin.web.seating import Seating
from tocsin.web.seats import groups_of
from tocsin.web.venue import Past, Venue

FLAGSHIP, AGREEMENT = "first-seen-by-partner", "full-picture"
FROM_MS = 750_000  # exercise time: the minute in which most changes
TICKS = 60
CLIENTS = 30
PAGES = (("alder", "commander"), ("birch", "commander"), ("control", "director"), ("observer", "visitor"))
Times = dict[int, float]  # seconds by exercise time in ms


def measured() -> dict[str, float]:
    """Return the figures of the live exercise, alone and with films and futures of it being made beside it."""
    due_s, last_s, _, _ = asyncio.run(followed(is_filmed=True))
    filmed_ms = [1000.0 * (last_s[time_ms] - due_s[time_ms]) for time_ms in due_s if time_ms in last_s]
    due_s, last_s, lengths, sent_bytes = asyncio.run(followed())
    peer_s = asyncio.run(peer(lengths))
    ours_ms = [1000.0 * (last_s[time_ms] - due_s[time_ms]) for time_ms in due_s if time_ms in last_s]
    peer_ms = [1000.0 * value_s for value_s in peer_s]
    figures = {
        "ticks": float(len(ours_ms)),
        "median_ms_from_tick_to_last_client": statistics.median(ours_ms),
        "p99_ms_from_tick_to_last_client": percentile(ours_ms, 99),
        "median_ms_beside_films": statistics.median(filmed_ms),
        "p99_ms_beside_films": percentile(filmed_ms, 99),
        "peer_median_ms": statistics.median(peer_ms),
        "peer_p99_ms": percentile(peer_ms, 99),
        "p99_ratio_to_peer": percentile(ours_ms, 99) / percentile(peer_ms, 99),
    }
    return figures | {f"kb_per_s_{role}": size / TICKS / 1000.0 for role, size in sent_bytes.items()}


def percentile(values: Sequence[float], percent: int) -> float:
    """Return a percentile: the smallest value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, -(-len(ordered) * percent // 100) - 1)]


def served(folder: str, pipe: Connection) -> None:
    """Serve the flagship from its busy minutes on, and note when each tick was due; in a process of its own."""
    task = task_of(load_scenario(FLAGSHIP), FLAGSHIP, AGREEMENT, None)
    world, journal = world_of(task), Path(folder) / "live.sqlite"
    ticks = play(world, DoctrineCells(), DigestJournal())
    while world.time_ms < FROM_MS:
        next(ticks)
    cells = StaffCells(world.scenario.staged.script)
    live = Live(world, cells, FileJournal(journal, meta_of(task, world)), set())
    roster = Roster(serving.roster_folder(journal))
    venue = Venue(live, Seating(roster, groups_of(world), True, live.aside, cells.held), Past())
    found = serving.served(venue, serving.Place(port=0), "bench")
    server = serving.server_of(found)
    due_s: Times = {}
    after_tick = venue.after_tick

    def noted() -> None:
        wait_s = live.clock.wait_s(world.time_ms, time.monotonic())
        due_s[world.time_ms] = time.monotonic() + (wait_s or 0.0)
        after_tick()
        if len(due_s) == TICKS:
            pipe.send(due_s)

    venue.after_tick = noted  # type: ignore[method-assign]
    pipe.send((found.socket.getsockname()[1], found.access.codes.of_group))
    asyncio.run(until_told(server, found.socket, pipe))
    live.journal.close()


async def until_told(server: Any, listening: Any, pipe: Connection) -> None:
    """Serve until the other end says that it is enough."""
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not pipe.poll():
        await asyncio.sleep(0.5)
    server.should_exit = True
    await task


async def followed(is_filmed: bool = False) -> tuple[Times, Times, list[int], dict[str, float]]:
    """Return when each tick was due and had come everywhere, how long its frame was, bytes a page by role."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    with tempfile.TemporaryDirectory() as folder:
        process = context.Process(target=served, args=(folder, theirs))
        process.start()
        port, codes = await asyncio.to_thread(ours.recv)
        tokens = seats(port, codes)
        came: list[tuple[str, dict[int, tuple[float, int]]]] = []
        pages = [asyncio.create_task(page(port, *tokens[i % len(tokens)], came)) for i in range(CLIENTS)]
        await asyncio.sleep(2.0)  # until all have their hello
        director = client(port, tokens[2][1])
        director.post("/startex").raise_for_status()
        filming = asyncio.create_task(filmed(director) if is_filmed else asyncio.sleep(0.0))
        due_s = await asyncio.to_thread(ours.recv)
        await asyncio.sleep(2.0)
        for task in (*pages, filming):
            task.cancel()
        await asyncio.gather(*pages, filming, return_exceptions=True)
        ours.send("enough")
        await asyncio.to_thread(process.join)
    last_s = {
        time_ms: max(ticks[time_ms][0] for _, ticks in came)
        for time_ms in due_s
        if all(time_ms in ticks for _, ticks in came)
    }
    lengths = [size for _, size in came[0][1].values()]
    sent_bytes = {role: float(sum(size for _, size in ticks.values())) for role, ticks in came}
    return due_s, last_s, lengths, sent_bytes


async def filmed(director: httpx.Client) -> None:
    """Ask for futures, and for one film after another, so that both their processes are at work all the time."""
    at_ms = FROM_MS + 1000
    await asyncio.sleep(2.0)
    await asyncio.to_thread(director.post, "/futures", json={"at_ms": at_ms, "runs": 200})
    for run in range(1_000_000):
        answer = await asyncio.to_thread(
            director.post, "/films", json={"source": "exercise", "at_ms": at_ms, "run": run}
        )
        film_id = answer.json()["film_id"]
        for number in range(at_ms // 60_000, at_ms // 60_000 + 3):
            while (await asyncio.to_thread(director.get, f"/films/{film_id}/truth/{number}")).status_code == 404:
                await asyncio.sleep(0.1)


def client(port: int, token: str = "") -> httpx.Client:
    """Return a client of the server."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, trust_env=False)


def seats(port: int, codes: dict[str, str]) -> list[tuple[str, str]]:
    """Return (role, token) of one seat a role."""
    found: list[tuple[str, str]] = []
    for number, (group, role) in enumerate(PAGES):
        answer = (
            client(port).post("/join", json={"code": codes[group], "name": f"person {number}"}).raise_for_status()
        )
        token = answer.json()["token"]
        client(port, token).post("/roles", json={"role": role}).raise_for_status()
        found.append((f"{group}_{role}", token))
    return found


async def page(port: int, role: str, token: str, came: list[tuple[str, dict[int, tuple[float, int]]]]) -> None:
    """Note when each tick came, and how long its frame was."""
    ticks: dict[int, tuple[float, int]] = {}
    came.append((role, ticks))
    headers = {"authorization": f"Bearer {token}"}
    async with websockets.connect(
        f"ws://127.0.0.1:{port}/stream", additional_headers=headers, proxy=None, compression=None, max_size=None
    ) as socket:
        async for frame in socket:
            now_s = time.monotonic()
            told = msgspec.json.decode(frame)
            if told["type"] == "tick":
                ticks[told["time_ms"]] = (now_s, len(frame))


async def peer(lengths: Sequence[int]) -> list[float]:
    """Return how long frames of these lengths take to the last of as many clients of a server that only sends, s."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=run_peer, args=(list(lengths), theirs))
    process.start()
    port = await asyncio.to_thread(ours.recv)
    came: list[list[float]] = []

    async def listen() -> None:
        times_s: list[float] = []
        came.append(times_s)
        async with websockets.connect(
            f"ws://127.0.0.1:{port}", proxy=None, compression=None, max_size=None
        ) as socket:
            async for frame in socket:
                now_s = time.monotonic()
                msgspec.json.decode(frame)
                times_s.append(now_s)

    pages = [asyncio.create_task(listen()) for _ in range(CLIENTS)]
    sent_s = await asyncio.to_thread(ours.recv)
    await asyncio.gather(*pages)
    process.join()
    return [max(times_s[i] for times_s in came) - started_s for i, started_s in enumerate(sent_s)]


def run_peer(lengths: list[int], pipe: Connection) -> None:
    """Send frames of these lengths to everyone once a second."""
    logging.disable()

    async def serving_peer() -> None:
        async def held(socket: Any) -> None:
            await socket.wait_closed()

        async with serve(held, "127.0.0.1", 0, compression=None) as server:
            pipe.send(next(iter(server.sockets)).getsockname()[1])
            while len(server.connections) < CLIENTS:
                await asyncio.sleep(0.05)
            sent_s = []
            for length in lengths:
                frame = msgspec.json.encode("x" * max(length - 2, 0)).decode()
                sent_s.append(time.monotonic())
                broadcast(server.connections, frame)
                await asyncio.sleep(1.0)
            pipe.send(sent_s)

    asyncio.run(serving_peer())


if __name__ == "__main__":
    import json
    import sys

    sys.stdout.write(json.dumps({key: round(value, 3) for key, value in measured().items()}, indent=2) + "\n")
