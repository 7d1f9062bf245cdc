"""Where the command line prints: tables and words to standard output, progress to standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Protocol

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

PATIENCE_S = 2.0  # a bar is shown for anything that takes longer
LINE_S = 60.0  # where there is no screen, a line is written this often, and at each tenth
TENTH_S = 10.0  # but tenths that follow one another faster are not told
UNBOUNDED_COLUMNS = 160  # letters a line, into a file or another program


class Report(Protocol):
    """Told how much is done, of how much, and how many of that failed."""

    def __call__(self, done: int, total: int, failed: int = 0, /) -> None:
        """Tell it."""


def say(what: RenderableType) -> None:
    """Print words or a table for people."""
    Console(highlight=False, soft_wrap=True).print(what, markup=False) if isinstance(what, str) else Console(
        highlight=False
    ).print(what)


def say_all(table: Table) -> None:
    """Print a table of which nothing may be cut: its cells are folded, and it is wide where no screen bounds it."""
    for column in table.columns:
        column.overflow = "fold"
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, UNBOUNDED_COLUMNS))
    console.print(table)


def write_line(text: str) -> None:
    """Print a line for machines, as it is."""
    sys.stdout.write(text + "\n")


def span(whole_s: float) -> str:
    """Return a span of time for people."""
    if whole_s < 90.0:
        return f"{whole_s:.0f} s"
    return f"{whole_s / 60.0:.0f} min" if whole_s < 5400.0 else f"{whole_s / 3600.0:.1f} h"


class Headway:
    """How far some work is, in words; ``counted``: what is counted, such as runs, or '' where per cent say it all."""

    def __init__(self, counted: str) -> None:
        self._counted = counted
        self._first_done: int | None = None  # was there before the work began: tells nothing of its pace
        self._first_s = 0.0

    def words(self, done: int, total: int, failed: int) -> str:
        """Return how much is done, of how much, how many failed, and how long the rest may take at this pace."""
        now_s = monotonic()
        if self._first_done is None:
            self._first_done, self._first_s = done, now_s
        parts = [f"{100 * done // max(total, 1)} %"]
        if self._counted:
            parts.append(f"{done:,} of {total:,} {self._counted}")
        if failed:
            parts.append(f"{failed:,} failed")
        if self._first_done < done < total:
            left_s = (now_s - self._first_s) * (total - done) / (done - self._first_done)
            parts.append(f"about {span(left_s)} left")
        return ", ".join(parts)


@contextmanager
def progress_bar(what: str, counted: str = "") -> Iterator[Report]:
    """Give a function to report (done, total, failed) to, which says so on standard error.

    On a screen as a bar, if the work takes over two seconds; elsewhere, as in a batch job, a line each minute and at
    each tenth, but for tenths within ten seconds.
    """
    columns = TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[words]}")
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(what, total=1, words="")
    headway, is_screen = Headway(counted), bar.console.is_terminal
    started_s = told_s = monotonic()
    told_tenth = 0

    def report(done: int, total: int, failed: int = 0, /) -> None:
        nonlocal told_s, told_tenth
        words, now_s, tenth = headway.words(done, total, failed), monotonic(), 10 * done // max(total, 1)
        bar.update(task, completed=done, total=total, words=words)
        if is_screen:
            if not bar.live.is_started and now_s - started_s > PATIENCE_S:
                bar.start()
        elif now_s - told_s >= (TENTH_S if tenth > told_tenth else LINE_S):
            sys.stderr.write(f"{what}: {words}\n")
            sys.stderr.flush()
            told_s, told_tenth = now_s, tenth

    try:
        yield report
    finally:
        if bar.live.is_started:
            bar.stop()
