"""Agreements compared share their luck: a clause nobody uses moves nothing, a shot moved moves no other draw."""

import msgspec
import pytest

from tocsin.exercise.play import play
from tocsin.exercise.replay import ReplayCells
from tocsin.journal.memory import DigestJournal
from tocsin.orders.action import Fire
from tocsin.orders.order import Order
from tocsin.orders.record import Measured, ShotOutcome
from tocsin.review.log import Collected, Header
from tocsin.scenario.agreement_file import agreement_file
from tocsin.study.run import run, task_of, world_of

NAME = "first-seen-by-partner"


@pytest.fixture(scope="module")
def full(flagship):
    return run(task_of(flagship, NAME, "full-picture", 2))


def test_an_unused_clause_moves_nothing(flagship, full, tmp_path):
    """Nobody gives notice in the flagship: how long ahead it is owed cannot matter."""
    table = agreement_file("full-picture").model_dump(exclude_defaults=True, exclude={"documented", "our_reading"})
    table["notice_lead_h"] = 48.0
    lines = [f"{key} = {msgspec.json.encode(value).decode()}" for key, value in table.items()]
    (tmp_path / "longer.toml").write_text("\n".join(lines))
    task = task_of(flagship, NAME, str(tmp_path / "longer.toml"), 2)
    assert run(task).digest == full.digest
    table["notice_lead_h"], table["report_interval_s"] = 24.0, 7.0  # a clause that is used does move something
    lines = [f"{key} = {msgspec.json.encode(value).decode()}" for key, value in table.items()]
    (tmp_path / "slower.toml").write_text("\n".join(lines))
    assert run(task_of(flagship, NAME, str(tmp_path / "slower.toml"), 2)).digest != full.digest


def replayed(flagship, orders: list[tuple[int, Order]]) -> Collected:
    collected = Collected()
    world = world_of(task_of(flagship, NAME, "full-picture", 2))
    for _ in play(world, ReplayCells(orders), DigestJournal(), collected):
        pass
    return collected


def test_a_shot_moved_by_five_seconds_moves_no_other_draw(flagship, full):
    orders = [(e.time_ms, e.body) for e in full.log.entries if isinstance(e.body, Order)]
    fires = [i for i, (_, order) in enumerate(orders) if isinstance(order.action, Fire)]
    first = fires[0]
    moved = [(t + 5000 if i == first else t, order) for i, (t, order) in enumerate(orders)]
    header = Header(NAME, "full-picture", 2, 0, "", {})
    before, after = (replayed(flagship, o).log(header).entries for o in (orders, moved))
    event = orders[first][1].action.event_id

    def outcomes(entries):
        """Return what became of every shot at another body, and when the first at this one was launched."""
        shots = {e.body.shot_id: e.body for e in entries if type(e.body).__name__ == "Shot"}
        mine = {shot_id for shot_id, shot in shots.items() if shot.event_id == event}
        others = [told(e.body) for e in entries if isinstance(e.body, ShotOutcome) and e.body.shot_id not in mine]
        return others, min(shots[shot_id].launch_ms for shot_id in mine) if mine else None

    assert outcomes(before)[0] == outcomes(after)[0]
    assert len(outcomes(before)[0]) >= 2
    seen = [[(e.time_ms, e.body) for e in entries if isinstance(e.body, Measured)] for entries in (before, after)]
    until_ms = min(m for _, m in (outcomes(before), outcomes(after)) if m is not None)
    assert [m for m in seen[0] if m[0] < until_ms] == [m for m in seen[1] if m[0] < until_ms]


def told(outcome: ShotOutcome) -> tuple[str, int, int]:
    """Return an outcome without its shot's running number, which a moved shot may change."""
    return (outcome.body_id, outcome.kills, outcome.interceptors)
