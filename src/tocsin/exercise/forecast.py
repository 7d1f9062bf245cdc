"""What exercise control has planned, as it stands: a pure look at the World, for control's timeline."""

import msgspec

from tocsin.exercise.control import Control, InjectState
from tocsin.exercise.stages.msel import contingencies
from tocsin.exercise.world import World
from tocsin.orders.condition.judge import changes_ms
from tocsin.orders.condition.parse import condition
from tocsin.orders.inject import FiredBy, InjectStatus


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """One inject as it stands.

    Attributes
    ----------
    inject_id, number, title : str
    status : str
    next_ms : int, ms
        The earliest exercise time at which it may be fired by itself as things stand; of one that was fired, when it
        was.  -1 where nobody can say.
    waits_for : tuple of str
        In words: a time, a condition, injects, a team, a hand.
    by : str or None
        What made it due.
    """

    inject_id: str
    number: str
    title: str
    status: InjectStatus
    next_ms: int
    waits_for: tuple[str, ...]
    by: FiredBy | None


def forecast(world: World) -> tuple[Forecast, ...]:
    """Return every inject as it stands, in the order in which they are to be expected: those nobody can time last."""
    control = world.control
    limits = contingencies(control)
    found = [
        foreseen(control, state, limits.get(state.inject.inject_id, ()), world.time_ms)
        for state in control.injects.values()
    ]
    return tuple(sorted(found, key=lambda item: (item.next_ms < 0, item.next_ms)))


def foreseen(control: Control, state: InjectState, limits_ms: tuple[int, ...], time_ms: int) -> Forecast:
    """Return one inject as it stands; ``limits_ms``: until when teams have time for whose inaction it follows."""
    inject = state.inject
    return Forecast(
        inject_id=inject.inject_id,
        number=inject.number,
        title=inject.title,
        status=state.status,
        next_ms=next_ms(control, state, limits_ms, time_ms),
        waits_for=waits_for(control, state, limits_ms),
        by=state.by,
    )


def next_ms(control: Control, state: InjectState, limits_ms: tuple[int, ...], time_ms: int) -> int:
    """Return when an inject was fired or may next fire by itself, ms; -1 where nobody can say."""
    inject = state.inject
    if state.status == "fired":
        return state.fired_ms
    if state.status == "due":
        return time_ms
    if state.status in ("held", "skipped") or still_open(control, state):
        return -1
    turn_ms = changes_ms(condition(inject.trigger), control.tally, time_ms) if inject.trigger else None
    known_ms = [
        max(at_ms, time_ms) for at_ms in (inject.time_ms, turn_ms, *limits_ms) if at_ms is not None and at_ms >= 0
    ]
    return min(known_ms, default=-1)


def still_open(control: Control, state: InjectState) -> tuple[str, ...]:
    """Return the injects that an inject depends on and that have not been fired."""
    injects = control.injects
    return tuple(name for name in state.inject.depends_on if name not in injects or injects[name].status != "fired")


def waits_for(control: Control, state: InjectState, limits_ms: tuple[int, ...]) -> tuple[str, ...]:
    """Return what an inject waits for, in words; nothing where it is due, fired or skipped."""
    inject = state.inject
    if state.status == "held":
        return ("by hand: held",)
    if state.status != "planned":
        return ()
    awaited = [f"after {name}" for name in still_open(control, state)]
    awaited += [f"at {clock(inject.time_ms)}"] * (inject.time_ms >= 0)
    awaited += [f"when {inject.trigger}"] * bool(inject.trigger)
    awaited += [f"if nobody acts until {clock(limit_ms)}" for limit_ms in limits_ms]
    awaited += [
        f"if nobody answers {other.inject.inject_id}"
        for other in control.injects.values()
        if other.inject.contingency == inject.inject_id and other.status != "fired"
    ]
    return tuple(awaited) or ("by hand",)


def clock(time_ms: int) -> str:
    """Return an exercise time as hours, minutes and seconds."""
    minutes, seconds = divmod(-(-time_ms // 1000), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
