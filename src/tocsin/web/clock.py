"""The one clock of an exercise: its speed, whether it is paused, and how late the ticks come."""

import msgspec

from tocsin.errors import ScenarioError
from tocsin.exercise.pace import Pace

SLOWEST, FASTEST = 0.1, 60.0  # exercise seconds a second
LATE_MS = 250  # a tick later than this is an overrun


class Clock(msgspec.Struct, kw_only=True):
    """When the next tick is due, by a clock that the caller reads.

    Attributes
    ----------
    speed_ratio : float
        0.1 to 60 exercise seconds a second.
    is_paused : bool
    until_event : bool
        To run as fast as it can until something happens that people see, and pause there.
    pace : Pace or None
        From the newest start on; None before the first.
    """

    speed_ratio: float = 1.0
    is_paused: bool = True
    until_event: bool = False
    pace: Pace | None = None
    steps: int = 0

    @property
    def is_scored(self) -> bool:
        """Return whether human response times count now: at 1x only."""
        return self.speed_ratio == 1.0 and not self.until_event

    def start(self, time_ms: int, now_s: float) -> None:
        """Run on from an exercise time."""
        self.is_paused = False
        self.pace = Pace(self.speed_ratio, now_s - time_ms / 1000.0 / self.speed_ratio)

    def pause(self) -> None:
        """Stand still before the next tick."""
        self.is_paused, self.until_event, self.steps = True, False, 0

    def set_speed(self, speed_ratio: float, time_ms: int, now_s: float) -> None:
        """Run at another speed from here on; ScenarioError outside 0.1 to 60."""
        if not SLOWEST <= speed_ratio <= FASTEST:
            raise ScenarioError(f"speed = {speed_ratio}: must be {SLOWEST} to {FASTEST}; choose one between")
        self.speed_ratio = speed_ratio
        if not self.is_paused:
            self.start(time_ms, now_s)

    def wait_s(self, time_ms: int, now_s: float) -> float | None:
        """Return how long until the tick that ends at ``time_ms`` is due, negative if late; None while paused."""
        if self.steps > 0 or self.until_event:
            return 0.0
        if self.is_paused or self.pace is None:
            return None
        return self.pace.wait_s(time_ms, now_s)
