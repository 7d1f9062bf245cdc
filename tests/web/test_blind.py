"""Blind play: odds, a commitment before STARTEX, a name that gives nothing away, the draw shown at ENDEX."""

import asyncio
import hashlib
import time
from collections import Counter
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from tests.web.conftest import Hall, Opened, Person, records
from tocsin.errors import ScenarioError
from tocsin.journal.read import read
from tocsin.web.blind import Drawn, Pool, PoolEntry, drawn_from, read_pool

TRUE_NAME = "below-threshold"
POOL = """
[[scenario]]
name = "below-threshold"
odds = 0.25
[[scenario]]
name = "button-2018"
odds = 0.75
"""


async def hello(hall: Hall, person: Person) -> str:
    """Return the first frame of a person's stream."""
    headers = {"authorization": person.http.headers["authorization"]}
    async with connect(hall.url.replace("http", "ws") + "/stream", additional_headers=headers, proxy=None) as socket:
        return str(await socket.recv())


def drawn() -> Drawn:
    return Drawn(drawn=TRUE_NAME, nonce="ab" * 32, pool=(TRUE_NAME, "button-2018"), odds=(0.25, 0.75))


def test_the_odds_are_those_of_the_pool(tmp_path: Path) -> None:
    file = tmp_path / "pool.toml"
    file.write_text(POOL)
    pool = read_pool(file)
    found = Counter(drawn_from(pool).drawn for _ in range(2_000))
    assert found["button-2018"] == pytest.approx(1_500, abs=5 * (2_000 * 0.25 * 0.75) ** 0.5)  # five sigma
    assert len({drawn_from(pool).nonce for _ in range(10)}) == 10


def test_a_scenario_that_is_certain_is_drawn() -> None:
    assert drawn_from(Pool((PoolEntry("only", 1.0),))).drawn == "only"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (POOL.replace("0.25", "0.5"), "add up to 1"),
        (POOL.replace("0.25", "-0.25"), "above 0"),
        (POOL.replace("0.25", "nan"), "above 0"),
        (POOL.replace("button-2018", "below-threshold"), "twice"),
        (POOL.replace("button-2018", "buttons"), "no scenario"),
        (POOL.replace("odds", "chance"), "odds"),
        ("scenario = []", "above 0"),
        ("[[[", "write"),
    ],
)
def test_what_is_wrong_with_a_pool_is_said(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "pool.toml"
    file.write_text(text)
    with pytest.raises(ScenarioError, match=said):
        read_pool(file)


def test_a_pool_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_pool(tmp_path / "none.toml")


def test_the_true_name_shows_nowhere_until_endex_and_then_the_commitment_opens(hall_of: Opened) -> None:
    hall = hall_of(drawn=drawn())
    director = hall.director()
    ann = hall.officer(director, "alder", "Ann", "commander")
    scenario = hall.venue.live.world.scenario
    hints = [TRUE_NAME, "button-2018", scenario.title, scenario.blind_name]
    committed = records(hall, "BlindDraw")[0]["commitment"]
    paths = [
        "/",
        "/exercise",
        "/me",
        "/clock",
        "/blind",
        "/openapi.json",
        "/healthz",
        "/readiness",
        "/control/roster",
        "/welcome",
        "/records",
        "/world/nations.geojson",
    ]
    answers = [person.http.get(path) for person in (director, ann) for path in paths]
    wrong = ann.order("commander", {"type": "SetAlert"})
    answers += [person.http.post("/films", json={"source": "exercise"}) for person in (director, ann)]
    told = "".join(answer.text + str(answer.headers) for answer in [*answers, wrong])
    told += "".join(asyncio.run(hello(hall, person)) for person in (director, ann))
    assert [hint for hint in hints if hint in told] == []
    assert director.http.get("/exercise").json()["name"] == f"exercise-{committed[:6]}"
    assert next(read(hall.journal)).kind == "BlindDraw"

    director.http.post("/startex")
    director.http.post("/endex")
    while not records(hall, "BlindReveal"):
        time.sleep(0.05)  # a seat that asks without a pause is told to wait
    shown = director.http.get("/blind").json()
    assert shown["drawn"] == TRUE_NAME
    assert hashlib.sha256((shown["drawn"] + shown["nonce"]).encode()).hexdigest() == committed
    assert records(hall, "BlindReveal") == [{"drawn": shown["drawn"], "nonce": shown["nonce"]}]


def test_nobody_plays_ahead_of_a_blind_exercise_before_endex(hall_of: Opened) -> None:
    director = hall_of(drawn=drawn()).director()
    ahead = [
        ("/films", {"source": "exercise", "at_ms": 0, "run": 3}),
        ("/films", {"source": "exercise", "at_ms": 0}),
        ("/futures", {"at_ms": 0, "runs": 1}),
    ]
    for path, body in ahead:
        answer = director.http.post(path, json=body)
        assert (answer.status_code, "before ENDEX" in answer.text) == (403, True), (path, body)
    assert director.http.post("/films", json={"source": "exercise"}).status_code == 200
    director.http.post("/startex")
    director.http.post("/endex")
    assert director.http.post("/films", json={"source": "exercise", "at_ms": 0}).status_code == 200


def test_the_draw_outlives_a_restart(hall_of: Opened) -> None:
    first = hall_of(drawn=drawn())
    first.stop()
    assert hall_of(again=first.journal).venue.drawn == drawn()
