"""A pilot times runs where they will be played, and no run for long."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tocsin.cli.study import print_time
from tocsin.errors import StudyError
from tocsin.study.design.design import Design
from tocsin.study.pilot import MOST_POINTS, MOST_S, Pilot, pilot, points_of, task_of_point, timed_s, timings
from tocsin.study.plan import plan_of
from tocsin.study.run import Task, measured


def test_a_pilot_times_runs_and_the_start_of_a_worker(designed: Callable[..., Design]) -> None:
    found = pilot(designed(), 2)
    assert found.points == 2
    assert 0.0 < found.run_s < 60.0
    assert found.start_s > 0.2  # a fresh process: the imports alone


def test_the_whole_is_a_start_and_the_runs_over_the_workers() -> None:
    assert Pilot(run_s=2.0, start_s=5.0, points=1).whole_s(30, 4) == 20.0


def test_points_are_timed_of_every_scenario_and_from_end_to_end(designed: Callable[..., Design]) -> None:
    many = designed(
        ('"button-2018"', '"button-2018", "first-seen-by-partner"'),
        ('["none", "full-picture"]\n', '["none", "full-picture"]\n[[factor]]\nname = "loss"\n'
         'path = "agreement.min_delay_s"\nlevels = [0, 10, 20, 30]\n'),
    )  # fmt: skip
    assert len(many.points) == 16
    assert points_of(many) == [0, 2, 5, 7, 8, 10, 13, 15]
    assert points_of(designed()) == [0, 1]
    assert MOST_POINTS == 4


def test_what_was_spent_before_a_run_is_warm_is_the_start(
    designed: Callable[..., Design], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, taken = [10.0], iter([3.0, 1.0, 1.0, 7.0, 2.0, 2.0])  # s: began 10 s ago; each cold, warm, as warm

    def played(task: Task, watch: object) -> None:
        clock[0] += next(taken)

    monkeypatch.setattr("tocsin.study.pilot.time.process_time", lambda: clock[0])
    monkeypatch.setattr("tocsin.study.pilot.measured", played)
    design = designed()
    assert timings([task_of_point(design, 0), task_of_point(design, 1)]) == ([1.0, 2.0], 17.0)


def test_a_run_is_timed_until_nothing_is_left_to_compile(
    designed: Callable[..., Design], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = iter([900.0, 300.0, 12.0, 1.9, 2.0, 55.0])  # s: the first three cut short while kernels are compiled
    monkeypatch.setattr("tocsin.study.pilot.timed_s", lambda _task: next(taken))
    assert timings([task_of_point(designed(), 0)])[0] == [2.0]


def test_a_long_run_is_timed_in_part(designed: Callable[..., Design], monkeypatch: pytest.MonkeyPatch) -> None:
    ticks: list[int] = []

    def counted(task: Task, progress: Callable[[int, int], None]) -> object:
        def both(time_ms: int, end_ms: int) -> None:
            ticks.append(time_ms)
            progress(time_ms, end_ms)

        return measured(task, both)

    monkeypatch.setattr("tocsin.study.pilot.measured", counted)
    monkeypatch.setattr("tocsin.study.pilot.MOST_S", 0.0)
    task = task_of_point(designed(), 0)
    assert timed_s(task) > 0.0
    assert ticks == [60_000]
    monkeypatch.setattr("tocsin.study.pilot.MOST_S", 1e9)
    timed_s(task)
    assert ticks[-1] == 3_600_000


def test_a_worker_that_dies_is_said(designed: Callable[..., Design], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.study.pilot.timings", die)
    with pytest.raises(StudyError, match=r"pilot: process \d+ died at its work; memory may be short"):
        pilot(designed(), 1)


def test_it_is_said_how_many_points_were_timed_in_part(
    designed: Callable[..., Design], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tocsin.study.pilot.pool", ThreadPoolExecutor)
    taken = iter([3.0, 3.0, 2.0 * MOST_S, 2.0 * MOST_S])
    monkeypatch.setattr("tocsin.study.pilot.timed_s", lambda _task: next(taken))
    timed = pilot(designed(), 1)
    assert (timed.run_s, timed.points, timed.cut) == (21.5, 2, 1)
    print_time(designed(), plan_of(designed(), 6, 0.0), timed, 1)
    said = " ".join(capsys.readouterr().out.split())
    assert "(timed, 1 of 2 points by their first 20 s)" in said
    assert "or more on 1 core(s)" in said


def die(_tasks: object) -> None:
    """End this process as one that is killed for memory ends."""
    import os  # noqa: PLC0415

    os._exit(9)
