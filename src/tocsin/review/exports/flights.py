"""How true bodies flew, as far as a view tells: the recorded states, and where each ended."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import BodyEnded, BodyStates, InterceptorLaunched, Launch, NatureEvent, ShotOutcome
from tocsin.review.log import Logged
from tocsin.review.party import View

Array = NDArray[np.float64]
Role = Literal["payload", "shed", "interceptor", "debris", "nature", "body"]


class Flight(NamedTuple):
    """One body: rows of time (ms) and of state (ECEF: x, y, z in m, then m/s), and how it ended.

    ``times_ms`` is (n,) and rises; ``states_ecef`` is (n, 6).  ``how``: of ``BodyEnded``, '' if it was not told.
    The last row is then where and when it ended.
    """

    owner: str
    body_id: str
    role: Role
    times_ms: NDArray[np.int64]
    states_ecef: Array
    how: str


def flights_of(view: View) -> list[Flight]:
    """Return every body of which the view holds states, in the order in which they were first in the air."""
    rows: dict[str, list[tuple[int, tuple[float, ...]]]] = {}
    ended: dict[str, BodyEnded] = {}
    for entry in view.log.entries:
        if isinstance(states := entry.body, BodyStates):
            for body_id, state in zip(states.body_ids, states.states_ecef, strict=True):
                rows.setdefault(body_id, []).append((entry.time_ms, state))
        elif isinstance(end := entry.body, BodyEnded):
            ended[end.body_id] = end
    roles = roles_of(view.log.entries)
    return [flight(body_id, roles.get(body_id, "body"), found, ended.get(body_id)) for body_id, found in rows.items()]


def flight(body_id: str, role: Role, rows: list[tuple[int, tuple[float, ...]]], end: BodyEnded | None) -> Flight:
    """Return one body's flight; what ended has the end as its last row."""
    times = [time_ms for time_ms, _ in rows]
    states = [state for _, state in rows]
    if end is not None and end.ended_ms > times[-1]:
        states.append(last_state(times[-1], states[-1], end))
        times.append(end.ended_ms)
    return Flight(TRUTH, body_id, role, np.array(times), np.array(states), end.how if end else "")


def last_state(time_ms: int, state: tuple[float, ...], end: BodyEnded) -> tuple[float, ...]:
    """Return the state at a body's end: its recorded place, and the velocity of an even acceleration up to it."""
    place = ecef_from_lla(*end.place)
    dt_s = (end.ended_ms - time_ms) / 1000.0
    velocity = [2.0 * (b - a) / dt_s - v for a, b, v in zip(state[:3], place, state[3:], strict=True)]
    return (*place, *velocity)


def roles_of(entries: list[Logged]) -> dict[str, Role]:
    """Return what each body is, as far as the view's records tell."""
    roles: dict[str, Role] = {}
    for entry in entries:
        match entry.body:
            case Launch(body_ids=(own, *shed)):
                roles[own] = "payload"
                roles.update(dict.fromkeys(shed, "shed"))
            case InterceptorLaunched(body_ids=bodies):
                roles.update(dict.fromkeys(bodies, "interceptor"))
            case NatureEvent(body_ids=bodies):
                roles.update(dict.fromkeys(bodies, "nature"))
            case ShotOutcome(debris_id=left) if left:
                roles[left] = "debris"
    return roles
