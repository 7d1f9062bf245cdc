"""Progress: a bar on a screen, a line now and then elsewhere."""

from collections.abc import Callable

import pytest

from tocsin.cli.console import progress_bar

Clock = Callable[[float], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return what sets the time, s."""
    now_s = [0.0]
    monkeypatch.setattr("tocsin.cli.console.monotonic", lambda: now_s[0])

    def set_to(time_s: float) -> None:
        now_s[0] = time_s

    return set_to


def test_without_a_screen_a_line_is_written_each_minute_and_at_each_tenth(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress_bar("delay", "runs") as report:
        report(0, 2000)
        for time_s, done, failed in ((5, 1, 0), (59, 20, 0), (60, 30, 1), (100, 199, 1), (101, 200, 1), (115, 390, 1),
                                     (116, 400, 1), (170, 500, 1), (176, 510, 2), (3000, 2000, 2)):  # fmt: skip
            clock(time_s)
            report(done, 2000, failed)
    assert capsys.readouterr().err.splitlines() == [
        "delay: 1 %, 30 of 2,000 runs, 1 failed, about 66 min left",
        "delay: 10 %, 200 of 2,000 runs, 1 failed, about 15 min left",
        "delay: 20 %, 400 of 2,000 runs, 1 failed, about 8 min left",
        "delay: 25 %, 510 of 2,000 runs, 2 failed, about 9 min left",
        "delay: 100 %, 2,000 of 2,000 runs, 2 failed",
    ]


def test_what_was_there_before_tells_nothing_of_the_pace(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("delay", "runs") as report:
        report(1000, 2000)
        clock(60.0)
        report(1010, 2000)
    assert capsys.readouterr().err == "delay: 50 %, 1,010 of 2,000 runs, about 1.6 h left\n"


def test_what_is_soon_done_and_counts_nothing_writes_nothing(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress_bar("flagship under none") as report:
        for tenth in range(11):
            clock(0.9 * tenth)
            report(tenth, 10)
        assert capsys.readouterr().err == ""
        clock(70.0)
        report(5, 10)
    assert capsys.readouterr().err == "flagship under none: 50 %, about 70 s left\n"


def test_a_screen_has_a_bar_with_the_same_words(
    clock: Clock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", "120")
    with progress_bar("delay", "runs") as report:
        report(0, 2000)
        clock(3.0)
        report(300, 2000, 2)
    said = capsys.readouterr().err
    assert "delay" in said
    assert "15 %, 300 of 2,000 runs, 2 failed, about 17 s left" in said
