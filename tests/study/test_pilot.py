"""A pilot times runs, and no run for long."""

from collections.abc import Callable, Iterator

import pytest

from tocsin.exercise.play import play
from tocsin.study.design.design import Design
from tocsin.study.pilot import pilot, timed_s


def test_a_pilot_times_the_first_and_the_last_point(designed: Callable[..., Design]) -> None:
    found = pilot(designed())
    assert found.points == 2
    assert 0.0 < found.run_s < 60.0


def test_a_long_run_is_timed_in_part(designed: Callable[..., Design], monkeypatch: pytest.MonkeyPatch) -> None:
    ticks: list[int] = []

    def counted(*arguments: object) -> Iterator[int]:
        for time_ms in play(*arguments):  # type: ignore[arg-type]
            ticks.append(time_ms)
            yield time_ms

    monkeypatch.setattr("tocsin.study.pilot.play", counted)
    monkeypatch.setattr("tocsin.study.pilot.MOST_S", 0.0)
    assert timed_s(designed(), 0) > 0.0
    assert ticks == [1000]
    monkeypatch.setattr("tocsin.study.pilot.MOST_S", 1e9)
    timed_s(designed(), 0)
    assert ticks[-1] == 3_600_000
