"""Where the command line prints: tables and words to standard output, progress to standard error."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

PATIENCE_S = 2.0  # a bar is shown for anything that takes longer
UNBOUNDED_COLUMNS = 160  # letters a line, into a file or another program

Report = Callable[[int, int], None]


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


@contextmanager
def progress_bar(what: str) -> Iterator[Report]:
    """Give a function to report (done, total) to; a bar appears if the work takes over two seconds."""
    started_s = time.monotonic()
    bar = Progress(
        TextColumn(what),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task(what, total=1)
    is_shown = False

    def report(done: int, total: int) -> None:
        nonlocal is_shown
        if not is_shown and bar.console.is_terminal and time.monotonic() - started_s > PATIENCE_S:
            bar.start()
            is_shown = True
        bar.update(task, completed=done, total=total)

    try:
        yield report
    finally:
        if is_shown:
            bar.stop()
