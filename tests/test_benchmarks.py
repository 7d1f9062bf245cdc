"""What measures speed does run: each part of ``make bench`` once, small.  Its figures mean nothing here."""

import math
import multiprocessing
from types import ModuleType

import numpy as np
import pytest

from benchmarks import allocation, association, flight, footprint, live, pack, room, run, sensing, study, tracking
from benchmarks.memory import peak_mib

SMALL = {
    sensing: {"BODIES": 20, "REPEATS": 1},
    flight: {"FLIGHTS": 20, "SAMPLE": 2, "REPEATS": 1, "TOLERANCES": ((1e-6, 1e-3),)},
    association: {"COUNTS": (10, 20), "REPEATS": 1},
    tracking: {
        "PEER_BODIES": 5,
        "PEER_SCANS": 4,
        "MANY_BODIES": 50,
        "MANY_BURNING": 1,
        "MANY_SECONDS": 5,
        "SIZES": (10, 20, 30),
        "REPEATS": 1,
    },
    allocation: {"REPEATS": 1},
    study: {"RUNS": 1, "UNITS": 1},
    pack: {},
}
PLAYED_BY_HAND = {footprint, live, room}  # their sizes are what they are about: 20 s, 3 minutes, and a browser


def test_every_part_is_tried_here_or_named_as_played_by_hand() -> None:
    assert {*SMALL} | PLAYED_BY_HAND == {*run.PARTS}


@pytest.mark.slow
@pytest.mark.parametrize("part", [*SMALL], ids=lambda part: part.__name__)
def test_a_part_runs(part: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SMALL[part].items():
        monkeypatch.setattr(part, name, value)
    figures = part.measured()
    assert figures
    assert all(math.isfinite(value) for value in figures.values())


def test_messages_and_idle_ticks_are_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"MESSAGES": 5, "TICKS": 5, "REPEATS": 1}.items():
        monkeypatch.setattr(run, name, value)
    assert run.message_us() > 0.0
    assert run.idle_tick_us() > 0.0


def test_a_worker_is_not_charged_for_the_memory_of_who_started_it() -> None:
    held = np.ones(300 * 2**17)  # 300 MiB
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(peak_mib) < 300.0 < peak_mib()
    assert held.all()
