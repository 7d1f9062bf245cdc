"""What a browser is sent over its stream, one JSON object a frame; each carries the marking.

Records are numbered for their audience alone, from 1: a number in the journal would tell how much others did.
"""

import msgspec

from tocsin.exchange.message import MARKING
from tocsin.exercise.staff.seen import Sections
from tocsin.scenario.declared import Scenario
from tocsin.scenario.dtg import group_at


class ClockNow(msgspec.Struct, frozen=True, kw_only=True):
    """How the exercise runs, the same for everyone.

    ``is_scored``: whether response times of people count.  ``is_stopped``: a real-world stop.
    """

    speed_ratio: float
    is_paused: bool
    until_event: bool
    is_scored: bool
    is_over: bool
    is_stopped: bool


class Hello(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="hello"):
    """The first frame, and again where too much was missed: all that the seat sees.

    ``seq``: the records after this one follow.  ``dtg``: the moment as a date-time group, in UTC (``Z``) and in the
    local time of each nation.
    """

    seq: int
    time_ms: int
    utc_ms: int
    dtg: dict[str, str]
    sees: str
    node: str
    clock: ClockNow
    state: Sections
    marking: str = MARKING


class Tick(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="tick"):
    """What has come since the frame before; times as in ``Hello``.

    ``seq``: of the newest record sent so far.  ``records``: those of the audience, each once, in order.  ``changed``:
    things new or other than before, by section and key; ``gone``: keys of those that are no more.
    """

    seq: int
    time_ms: int
    utc_ms: int
    dtg: dict[str, str]
    records: list[msgspec.Raw]
    changed: Sections
    gone: dict[str, list[str]]
    marking: str = MARKING


class ClockFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="clock"):
    """The clock was changed."""

    clock: ClockNow
    marking: str = MARKING


class Stop(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="stop"):
    """NO DUFF, REAL WORLD: play is frozen (or, with ``is_stopped`` false, goes on)."""

    is_stopped: bool
    marking: str = MARKING


class Own(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="own"):
    """Something around the exercise that is about this seat alone; not numbered, not sent again."""

    kind: str
    body: msgspec.Raw
    marking: str = MARKING


class Bye(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="bye"):
    """The last frame."""

    reason: str
    marking: str = MARKING


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One record in a frame."""

    seq: int
    time_ms: int
    node: str
    kind: str
    body: msgspec.Struct


def groups_at(scenario: Scenario, time_ms: int) -> dict[str, str]:
    """Return an exercise time (ms) as date-time groups: in UTC (``Z``) and in each nation's local time."""
    return {"Z": group_at(scenario, time_ms)} | {
        node.name: group_at(scenario, time_ms, node.name) for node in scenario.nodes
    }
