"""Tiny exercises made by hand, on the small world that measures are tested on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import msgspec
import pytest

from tests.review import conftest as small
from tocsin.journal.entry import Entry
from tocsin.journal.sqlite import FileJournal
from tocsin.orders.aside import ClockChanged
from tocsin.orders.hot_wash import LessonNoted, LessonState
from tocsin.orders.record import Endex
from tocsin.review.log import Logged, RunLog
from tocsin.scenario.declared import Scenario

DAY_MS = 86_400_000
FIRST_DAY_MS = 20_000 * DAY_MS  # 2024-10-04
Run = tuple[RunLog, Scenario]
Make = Callable[..., Run]


@cache
def world() -> Scenario:
    """Return the small world, built once."""
    return small.scenario()


def lesson(name: str, state: LessonState = "open", node: str = "", text: str = "", owner: str = "") -> LessonNoted:
    """Return a lesson as somebody noted it."""
    return LessonNoted(seat="s1", lesson_id=name, node=node, text=text or f"about {name}", owner=owner, state=state)


def clock_at(day: int) -> ClockChanged:
    """Return that people started the clock, so many days after the first day."""
    return ClockChanged(seat="s1", speed_ratio=1.0, is_paused=False, wall_utc_ms=FIRST_DAY_MS + day * DAY_MS)


def threatened(launch_id: str, warned_s: float | None) -> list[Logged]:
    """Return a launch at south, seen by Birch's radar, and its warning so long before the impact; None: never."""
    number = int(launch_id[1:])
    seen = small.scan(100 + number, "b-radar", number, {f"{launch_id}-payload": f"birch.s{number}"})
    warning = (
        []
        if warned_s is None
        else [small.impact_warning(1000 - warned_s, f"birch.s{number}", event_id=f"birch-e{number}")]
    )
    return [small.launch(launch_id), *seen, small.ended(1000, f"{launch_id}-payload"), *warning]


def exercise(
    *entries: Logged,
    seed: int = 1,
    day: int | None = None,
    lessons: Sequence[msgspec.Struct] = (),
    agreement: str = "none",
    end_ms: int = small.END_MS,
) -> Run:
    """Return a run; one with a ``day`` people played."""
    over = [Logged(end_ms, "truth", Endex())] if end_ms == small.END_MS else []
    log = small.log(*entries, *over, agreement=agreement, end_ms=end_ms)
    bodies = [*([] if day is None else [clock_at(day)]), *lessons]
    meta = {"version": "1"}
    header = log.header._replace(seed=seed, digest=f"{agreement}-{seed}-{day}", meta=meta)
    asides = [Logged(0, getattr(body, "node", ""), body) for body in bodies]
    return replace(log, header=header, asides=asides), world()


def in_file(run: Run, path: Path, text: str = small.TEXT) -> Path:
    """Return the journal of a run, written to a file."""
    log, _ = run
    meta = {
        "scenario": log.header.scenario,
        "scenario_text": text,
        "scenario_file": "small.toml",
        "agreement": log.header.agreement,
        "seed": str(log.header.seed),
        "version": "1",
    }
    journal = FileJournal(path, meta)
    rows = [(item, False) for item in log.entries] + [
        (item._replace(time_ms=log.end_ms), True) for item in log.asides
    ]
    journal.commit(
        [
            Entry(item.time_ms, item.node, type(item.body).__name__, msgspec.json.encode(item.body), is_aside)
            for item, is_aside in rows
        ],
        durable=True,
    )
    journal.close()
    return path


@pytest.fixture
def make() -> Make:
    """Return what makes a run."""
    return exercise
