"""When the next tick may be pulled.  Pure arithmetic: whoever drives brings the clock and the waiting."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Exercise time against a clock: ``speed_ratio`` exercise seconds a second since ``started_s`` on that clock."""

    speed_ratio: float
    started_s: float

    def wait_s(self, time_ms: int, now_s: float) -> float:
        """Return how long to wait until exercise time ``time_ms`` is due; negative when it is overdue."""
        return self.started_s + time_ms / 1000.0 / self.speed_ratio - now_s


def paced(
    ticks: Iterator[int], speed_ratio: float, monotonic_s: Callable[[], float], sleep: Callable[[float], None]
) -> Iterator[int]:
    """Yield the ticks of ``play`` when they are due.  A late tick is never stretched: it follows at once."""
    pace = Pace(speed_ratio, monotonic_s())
    for time_ms in ticks:
        wait_s = pace.wait_s(time_ms, monotonic_s())
        if wait_s > 0.0:
            sleep(wait_s)
        yield time_ms
