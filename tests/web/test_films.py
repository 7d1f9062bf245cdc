"""Films of the exercise and of scenarios: what each audience was shown, in chunks, and nobody else's."""

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from tests.web.conftest import Hall, Opened, Person
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.staff.audience import Audience
from tocsin.exercise.staff.seen import seen_by
from tocsin.exercise.world import World
from tocsin.journal.memory import DigestJournal
from tocsin.scenario.build import load_scenario
from tocsin.study.fork import Otherwise, opened
from tocsin.study.run import task_of, world_of
from tocsin.web.films.spec import CHUNK_MS
from tocsin.web.stream import SeatStream

SCENARIO = "below-threshold"
PATIENCE_S = 240.0


def asked(http: httpx.Client, **body: Any) -> dict[str, Any]:
    answer = http.post("/films", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def chunk(http: httpx.Client, film: dict[str, Any], audience: str, number: int) -> dict[str, Any]:
    """Return a chunk, asked for until it is there."""
    ends_s = time.monotonic() + PATIENCE_S
    while True:
        answer = http.get(f"/films/{film['film_id']}/{audience}/{number}")
        if answer.status_code == 200:
            return dict(answer.json())
        assert answer.status_code == 202 and "being shot" in answer.text, answer.text
        assert time.monotonic() < ends_s
        time.sleep(0.05)


def told(http: httpx.Client, film: dict[str, Any]) -> dict[str, Any]:
    ends_s = time.monotonic() + PATIENCE_S
    while True:
        found = dict(http.get(f"/films/{film['film_id']}").json())
        if found["state"] != "waiting":
            return found
        assert time.monotonic() < ends_s
        time.sleep(0.1)


def state_after(chunk: dict[str, Any]) -> dict[str, Any]:
    """Return what a page holds that has taken all frames of a chunk."""
    hello, *ticks = chunk["frames"]
    assert hello["type"] == "hello"
    state = {section: dict(items) for section, items in hello["state"].items()}
    for frame in ticks:
        assert frame["type"] == "tick"
        for section, keys in frame["gone"].items():
            for key in keys:
                state[section].pop(key, None)
        for section, items in frame["changed"].items():
            state.setdefault(section, {}).update(items)
    return state


def audience(name: str) -> Audience:
    return Audience("truth") if name == "truth" else Audience("node", name)


def plain(sections: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(sections))


def world_at(scenario: str, time_ms: int) -> World:
    world = world_of(task_of(load_scenario(scenario), scenario, None, None))
    for now_ms in play(world, DoctrineCells(world.scenario.staged.script), DigestJournal()):
        if now_ms == time_ms:
            break
    return world


def played_to(hall: Hall, director: Person, minutes: float) -> None:
    """Play the exercise as fast as it goes."""
    director.http.post("/startex")
    director.http.post("/clock", json={"do": "speed", "speed_ratio": 60.0})
    director.http.post("/clock", json={"do": "start"})
    ends_s = time.monotonic() + PATIENCE_S
    while hall.venue.live.world.time_ms < minutes * 60_000:
        assert time.monotonic() < ends_s
        time.sleep(0.05)
    director.http.post("/clock", json={"do": "pause"})
    time.sleep(0.2)


@pytest.fixture
def house(hall_of: Opened) -> Iterator[Hall]:
    """Return a running open house."""
    hall = hall_of()
    hall.venue.is_open = True
    yield hall


def test_a_film_of_a_scenario_is_what_its_audiences_were_shown(house: Hall) -> None:
    http = house.client()
    film = told(http, asked(http, source=SCENARIO))
    assert film["audiences"] == ["alder", "birch", "joint", "truth"]
    assert (film["from_ms"], film["branch_ms"], film["chunk_ms"]) == (0, -1, CHUNK_MS)
    for number in (0, 7):
        world = world_at(SCENARIO, (number + 1) * CHUNK_MS)
        for name in film["audiences"]:
            found = chunk(http, film, name, number)
            assert state_after(found) == plain(seen_by(world, audience(name))), (name, number)
            assert found["until_ms"] == world.time_ms


def test_chunks_meet_without_a_gap(house: Hall) -> None:
    http = house.client()
    film = told(http, asked(http, source=SCENARIO))
    for name in film["audiences"]:
        parts = [chunk(http, film, name, number) for number in range(9)]
        seq = 0
        for before, after in itertools.pairwise(parts):
            assert before["until_ms"] == after["from_ms"] == after["frames"][0]["time_ms"]
            assert state_after(before) == after["frames"][0]["state"]
            assert before["frames"][-1]["seq"] == after["frames"][0]["seq"]
        for part in parts:
            for frame in part["frames"][1:]:
                for record in frame["records"]:
                    seq += 1
                    assert record["seq"] == seq
        assert seq > 0 or name not in ("alder", "truth")


def test_a_film_of_the_exercise_is_what_a_live_stream_was_sent(hall: Hall) -> None:
    director = hall.director()
    played_to(hall, director, 9.0)
    film = asked(director.http, source="exercise")
    live = hall.venue.live
    number = live.world.time_ms // CHUNK_MS
    for name in film["audiences"]:
        if name == "public":
            continue
        stream = SeatStream(live, hall.venue.seating.seats[director.seat_id], 0, name)
        hello = msgspec.json.decode(stream.next_frame() or b"")
        records: list[Any] = []
        while (frame := stream.next_frame()) is not None and (got := msgspec.json.decode(frame))["type"] == "tick":
            records += got["records"]
        stream.close()
        newest = chunk(director.http, film, name, number)
        assert newest["until_ms"] == live.world.time_ms == hello["time_ms"]
        assert state_after(newest) == hello["state"]
        parts = [chunk(director.http, film, name, each) for each in (*range(number), number)]
        shown = [record for part in parts for frame in part["frames"][1:] for record in frame["records"]]
        assert shown == records, name


@pytest.mark.parametrize("at_ms", [60_000, 70_000])
def test_a_film_of_an_exercise_that_was_reopened_goes_on_as_that_did(
    hall_of: Opened, tmp_path: Path, at_ms: int
) -> None:
    first = hall_of()
    played_to(first, first.director(), 1.3)
    first.stop()
    hall = hall_of(again=opened(first.journal, Otherwise(at_ms, "none"), tmp_path / "again"))
    director = hall.director()
    played_to(hall, director, 1.5)
    film = asked(director.http, source="exercise")
    stream = SeatStream(hall.venue.live, hall.venue.seating.seats[director.seat_id], 0, "alder")
    hello = msgspec.json.decode(stream.next_frame() or b"")
    records = msgspec.json.decode(stream.next_frame() or b"")["records"]
    stream.close()
    parts = [chunk(director.http, film, "alder", number) for number in (0, 1)]
    assert state_after(parts[1])["agreement"] == hello["state"]["agreement"]
    assert state_after(parts[1]) == hello["state"]
    assert [record for part in parts for frame in part["frames"][1:] for record in frame["records"]] == records


def test_a_film_of_the_exercise_grows_with_it(hall: Hall) -> None:
    director = hall.director()
    played_to(hall, director, 0.5)
    film = asked(director.http, source="exercise")
    first = chunk(director.http, film, "truth", 0)
    played_to(hall, director, 1.5)
    assert asked(director.http, source="exercise")["until_ms"] > film["until_ms"]
    time.sleep(3.1)
    assert chunk(director.http, film, "truth", 0)["until_ms"] == CHUNK_MS > first["until_ms"]


def test_who_may_see_what(hall: Hall) -> None:
    director = hall.director()
    officer = hall.officer(director, "alder", "Ann", "commander")
    visitor = hall.join("observer", "Vera").take("visitor")
    played_to(hall, director, 0.5)
    film = asked(officer.http, source="exercise")
    assert film["audiences"] == ["alder"]
    assert chunk(officer.http, film, "alder", 0)["frames"][0]["node"] == "alder"
    for name in ("birch", "truth", "public", "alder.birch", "nobody"):
        assert officer.http.get(f"/films/{film['film_id']}/{name}/0").status_code == 403
    assert officer.http.post("/films", json={"source": "exercise", "at_ms": 1000}).status_code == 403
    fork = asked(director.http, source="exercise", at_ms=1000, run=3)
    assert officer.http.get(f"/films/{fork['film_id']}").status_code == 404
    assert officer.http.get(f"/films/{fork['film_id']}/alder/0").status_code == 403
    assert officer.http.post("/films", json={"source": SCENARIO}).status_code == 403
    assert hall.client().post("/films", json={"source": "exercise"}).status_code == 401
    assert hall.client().get(f"/films/{film['film_id']}/alder/0").status_code == 401
    assert asked(visitor.http, source="exercise")["audiences"] == ["public"]
    assert set(chunk(visitor.http, film, "public", 0)["frames"][0]["state"]) == {"news", "public_warnings"}
    hall.venue.is_open = True
    assert hall.client().post("/films", json={"source": "exercise"}).status_code == 401


def test_a_fork_is_the_same_until_its_moment(house: Hall) -> None:
    http = house.client()
    base = asked(http, source=SCENARIO)
    fork = told(http, asked(http, source=SCENARIO, at_ms=400_000, agreement="none"))
    assert fork["branch_ms"] == 400_000
    assert chunk(http, fork, "alder", 3) == chunk(http, base, "alder", 3)
    mine, theirs = chunk(http, fork, "alder", 6)["frames"], chunk(http, base, "alder", 6)["frames"]
    assert [f for f in mine if f["time_ms"] <= 400_000] == [f for f in theirs if f["time_ms"] <= 400_000]
    assert (
        state_after(chunk(http, fork, "alder", 6))["agreement"]
        != state_after(chunk(http, base, "alder", 6))["agreement"]
    )
    kinds = [record["kind"] for frame in mine[1:] for record in frame["records"]]
    assert "AgreementAmended" in kinds


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"source": "no-such"}, 404),
        ({"source": SCENARIO, "agreement": "no-such"}, 422),
        ({"source": "exercise", "run": 3}, 401),
        ({"source": SCENARIO, "at_ms": -2}, 422),
        ({"source": SCENARIO, "more": 1}, 422),
    ],
)
def test_what_cannot_be_is_refused(house: Hall, body: dict[str, Any], status: int) -> None:
    assert house.client().post("/films", json=body).status_code == status


def test_a_moment_past_the_end_is_a_film_that_failed(house: Hall) -> None:
    http = house.client()
    film = told(http, asked(http, source=SCENARIO, at_ms=10**12))
    assert film["state"] == "failed" and film["why"]


def test_a_film_that_failed_is_shot_again_when_it_is_asked_for_anew(house: Hall) -> None:
    http = house.client()
    words = {"source": SCENARIO, "at_ms": 400_000, "run": 2}
    fork = told(http, asked(http, **words))
    studio = house.server.config.app.state.films.studio  # type: ignore[union-attr]
    source = studio.films[fork["film_id"]].parent
    source.forget()
    source.why = "the disk was full"
    answer = http.get(f"/films/{fork['film_id']}/alder/2")  # a chunk before the moment is the source's
    assert (answer.status_code, "cannot be shown" in answer.text) == (404, True)
    assert asked(http, **words)["film_id"] == fork["film_id"]
    assert chunk(http, fork, "alder", 2)["number"] == 2


def test_why_a_film_of_the_exercise_failed_is_for_control_alone(hall: Hall) -> None:
    director = hall.director()
    officer = hall.officer(director, "alder", "Ann", "commander")
    film = asked(officer.http, source="exercise")
    films = hall.server.config.app.state.films.studio.films  # type: ignore[union-attr]
    films[film["film_id"]].why = f"journal '{hall.journal}' cannot be read"
    assert director.http.get(f"/films/{film['film_id']}").json()["why"] == films[film["film_id"]].why
    hidden = officer.http.get(f"/films/{film['film_id']}").json()
    assert hidden["state"] == "failed" and hidden["why"] and str(hall.journal) not in hidden["why"]


def test_a_killed_worker_is_made_anew(house: Hall) -> None:
    http = house.client()
    film = told(http, asked(http, source=SCENARIO))
    studio = house.server.config.app.state.films.studio  # type: ignore[union-attr]
    for process in list(studio._pool._processes.values()):
        os.kill(process.pid, signal.SIGKILL)
    assert chunk(http, film, "truth", 9)["number"] == 9


def test_the_films_are_gone_with_a_server_that_was_killed(tmp_path: Path) -> None:
    """Else each crash leaves up to 2 GiB, and the truth, in the folder for temporary files."""
    serving = (
        "import asyncio, sys, time; from tocsin.web.films.studio import Studio; from pathlib import Path\n"
        "async def main():\n"
        "    studio = Studio(lambda: 0); folder = studio.folder(); (folder / 'truth').touch()\n"
        "    studio._worker().submit(time.sleep, 0).result(); print(folder, flush=True); time.sleep(600)\n"
        "if __name__ == '__main__': asyncio.run(main())\n"
    )
    file = tmp_path / "serving.py"
    file.write_text(serving)
    server = subprocess.Popen([sys.executable, file], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    folder = Path(server.stdout.readline().strip())
    assert (folder / "truth").is_file()
    server.kill()
    server.communicate()
    ends_s = time.monotonic() + 20.0
    while folder.exists():
        assert time.monotonic() < ends_s, "left behind"
        time.sleep(0.05)


def test_the_films_are_gone_with_the_server(hall_of: Opened) -> None:
    hall = hall_of()
    hall.venue.is_open = True
    http = hall.client()
    told(http, asked(http, source=SCENARIO))
    studio = hall.server.config.app.state.films.studio
    folder: Path = studio.folder()
    assert folder.is_dir() and folder.stat().st_mode & 0o077 == 0
    pids = list(studio._pool._processes)
    hall.stop()
    assert not folder.exists()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            for _ in range(100):
                os.kill(pid, 0)
                time.sleep(0.05)
