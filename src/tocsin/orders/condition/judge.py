"""Whether a condition holds, and when it may next change by itself."""

import operator
from collections.abc import Callable
from typing import Any

from tocsin.orders.condition.parse import RANK_OF_LEVEL
from tocsin.orders.condition.tally import Tally, seen_of
from tocsin.orders.condition.tree import And, Compared, Condition, Fact, Is, Later, Not, Or, Plain, Reached, Value

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
TIME = Fact("time", "moment")


def holds(condition: Condition, tally: Tally, time_ms: int) -> bool:
    """Return whether a condition holds at an exercise time (ms), by what has happened until then.

    A comparison with what has not happened is false, whatever its sign.
    """
    match condition:
        case And(left, right):
            return holds(left, tally, time_ms) and holds(right, tally, time_ms)
        case Or(left, right):
            return holds(left, tally, time_ms) or holds(right, tally, time_ms)
        case Not(part):
            return not holds(part, tally, time_ms)
        case Is(fact):
            return bool(fact_of(fact, tally, time_ms))
        case Reached(moment):
            reached_ms = value_of(moment, tally, time_ms)
            return isinstance(reached_ms, int) and reached_ms <= time_ms
        case Compared(left, sign, right):
            a, b = value_of(left, tally, time_ms), value_of(right, tally, time_ms)
            return a is not None and b is not None and COMPARE[sign](a, b)


def value_of(value: Value, tally: Tally, time_ms: int) -> int | str | None:
    """Return a value now: ms, a count, a rank, an assessment; None for the moment of what has not happened."""
    match value:
        case Plain():
            return value.value
        case Later(of, by_ms):
            from_ms = value_of(of, tally, time_ms)
            return from_ms + by_ms if isinstance(from_ms, int) else None
        case Fact():
            return fact_of(value, tally, time_ms)


def fact_of(fact: Fact, tally: Tally, time_ms: int) -> int | str | None:
    """Return what the tally knows of a fact."""
    match fact.of:
        case "time":
            return time_ms
        case "fired":
            return tally.fired.get(fact.name)
        case "alert":
            return RANK_OF_LEVEL[tally.alerts.get(fact.node, "normal")]
        case "suspended":
            return tally.suspended.get(fact.node, False)
        case "assessed":
            return tally.assessed.get(fact.node)
        case _:
            seen = seen_of(tally, fact.name, fact.node)
            if fact.of == "count":
                return 0 if seen is None else seen.times
            return None if seen is None else seen.first_ms if fact.of == "first" else seen.last_ms


def changes_ms(condition: Condition, tally: Tally, time_ms: int) -> int | None:
    """Return the next exercise time (ms) at which a condition may change though nothing happens; None: never."""
    match condition:
        case And(left, right) | Or(left, right):
            found = [changes_ms(part, tally, time_ms) for part in (left, right)]
        case Not(part):
            found = [changes_ms(part, tally, time_ms)]
        case Reached(moment):
            found = [turn_ms(moment, tally, time_ms)]
        case Compared(left, _, right):
            found = [turn_ms(b, tally, time_ms, a) for a, b in ((left, right), (right, left)) if is_clock(a)]
        case Is():
            found = []
    return min((turn for turn in found if turn is not None), default=None)


def is_clock(value: Value) -> bool:
    """Return whether a value runs with the exercise clock."""
    return is_clock(value.of) if isinstance(value, Later) else value == TIME


def turn_ms(moment: Value, tally: Tally, time_ms: int, clock: Value = TIME) -> int | None:
    """Return when the clock next meets a moment or goes past it, ms; None where it has.

    ``clock``: the exercise time, or some time more.
    """
    met_ms = value_of(moment, tally, time_ms)
    ahead_ms = value_of(clock, tally, time_ms)
    if not isinstance(met_ms, int) or not isinstance(ahead_ms, int) or is_clock(moment):
        return None
    left_ms = met_ms - ahead_ms
    return time_ms + left_ms if left_ms > 0 else time_ms + 1 if left_ms == 0 else None
