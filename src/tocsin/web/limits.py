"""How often somebody may ask: a bucket of tokens each, filled at a steady rate."""

MOST_BUCKETS = 10_000  # full ones are forgotten when there are more


class Limit:
    """A bucket for each key: ``burst_count`` at once, then ``rate_hz`` a second.  The caller reads the clock."""

    def __init__(self, rate_hz: float, burst_count: int) -> None:
        self._rate_hz, self._burst_count = rate_hz, burst_count
        self._buckets: dict[str, tuple[float, float]] = {}  # tokens left, when (s)

    def has_left(self, key: str, now_s: float) -> bool:
        """Return whether a key has a token left; none is taken."""
        return self._left(key, now_s) >= 1.0

    def take(self, key: str, now_s: float) -> bool:
        """Take a token of a key; False if it has none."""
        left = self._left(key, now_s)
        if left < 1.0:
            return False
        if len(self._buckets) >= MOST_BUCKETS:
            self._forget(now_s)
        self._buckets[key] = left - 1.0, now_s
        return True

    def _left(self, key: str, now_s: float) -> float:
        left, then_s = self._buckets.get(key, (float(self._burst_count), now_s))
        return min(float(self._burst_count), left + (now_s - then_s) * self._rate_hz)

    def _forget(self, now_s: float) -> None:
        full_s = self._burst_count / self._rate_hz
        self._buckets = {key: value for key, value in self._buckets.items() if now_s - value[1] < full_s}
        if len(self._buckets) >= MOST_BUCKETS:
            del self._buckets[next(iter(self._buckets))]
