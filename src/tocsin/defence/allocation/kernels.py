"""Kernels of the greedy allocation: fill, exchange, force, repeat.

A plan is (shots, leak, radar_left, room_left).  The last column of each is the magazine: interceptors kept, which
kill nothing, with room for all.  Helpers change the plan they are given; ``improved`` makes its own.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEAST_SHARE = 1e-12  # of the value of all threats: a smaller gain is rounding
ALL = 1 << 40  # room in the magazine
RANKS = 3  # ways of giving something up for a forced shot, before the search ends


class Plan(NamedTuple):
    """What is being changed."""

    shots: Ints  # (n, m + 1)
    leak: Array  # (m + 1,)
    radar_left: Ints  # (n,) threats that the battery can still take on
    room_left: Ints  # (m + 1,) interceptors that may still go at the threat
    touched: Flags  # (m + 1,) whether shots at the threat have changed since exchanges with it were looked at


@njit(cache=True)
def improved(miss: Array, value: Array, stock: Ints, radar: Ints, salvo: Ints, price: Array, most_work: int) -> Ints:
    """Return shots (n, m) found by marginal return, exchanges and forced shots.

    Parameters
    ----------
    miss : (n, m) float64, above 0 to 1
        1 less the kill probability; 1 forbids the shot.
    value : (m,) float64
    stock, radar : (n,) int64
        Most interceptors, most threats of each battery.
    salvo : (m,) int64
        Most interceptors at each threat.
    price : (2 n,) float64
        Of an interceptor of each battery, then of an engagement: the first shots are worth more than their price.
    most_work : int
        Pairs looked at for forced shots, after which no further one is forced; 0 forces none.

    Notes
    -----
    Each round forces one shot of every battery at every threat that it does not shoot at, in turn, frees what that
    takes, fills and exchanges anew, and keeps the result if less leaks.  A battery without radar support or
    interceptors to spare gives up its cheapest engagement; after a round that helped nowhere the second cheapest,
    then the third, then the search ends.
    """
    n, m = miss.shape
    sides = np.ones((n, m + 1))
    sides[:, :m] = miss
    worth = np.zeros(m + 1)
    worth[:m] = value
    least = LEAST_SHARE * value.sum()
    plan = empty(worth, stock, radar, salvo)
    best = empty(worth, stock, radar, salvo)
    nothing = np.zeros_like(price)
    fill(plan, sides, worth, least, price)
    fill(plan, sides, worth, least, nothing)
    exchange(plan, sides, worth, least)
    copy(plan, best)
    rank, work = 0, 0
    while rank < RANKS and work < most_work:
        helped = False
        for step in range(n * m):
            battery, threat = step % n, (step % n + step // n) % m
            if sides[battery, threat] < 1.0 and plan.shots[battery, threat] == 0 and work < most_work:
                force(plan, sides, worth, battery, threat, rank)
                work += fill(plan, sides, worth, least, nothing) + exchange(plan, sides, worth, least) + n * m // 8
                if plan.leak.sum() < best.leak.sum() - least:
                    copy(plan, best)
                    helped = True
                else:
                    copy(best, plan)
        rank = 0 if helped else rank + 1
    return best.shots[:, :m].copy()


@njit(cache=True)
def empty(worth: Array, stock: Ints, radar: Ints, salvo: Ints) -> Plan:
    """Return the plan that keeps everything in the magazine."""
    m = worth.shape[0] - 1
    shots = np.zeros((stock.shape[0], m + 1), dtype=np.int64)
    shots[:, m] = stock
    room = np.full(m + 1, ALL)
    room[:m] = salvo
    return Plan(shots, worth.copy(), radar.copy(), room, np.ones(m + 1, dtype=np.bool_))


@njit(cache=True)
def copy(source: Plan, target: Plan) -> None:
    """Write one plan over another."""
    target.shots[:] = source.shots
    target.leak[:] = source.leak
    target.radar_left[:] = source.radar_left
    target.room_left[:] = source.room_left
    target.touched[:] = source.touched


@njit(cache=True)
def shift(plan: Plan, sides: Array, worth: Array, battery: int, source: int, target: int) -> None:
    """Move one interceptor of a battery from one threat (or the magazine) to another."""
    plan.shots[battery, source] -= 1
    plan.shots[battery, target] += 1
    plan.room_left[source] += 1
    plan.room_left[target] -= 1
    magazine = worth.shape[0] - 1
    if source != magazine and plan.shots[battery, source] == 0:
        plan.radar_left[battery] += 1
    if target != magazine and plan.shots[battery, target] == 1:
        plan.radar_left[battery] -= 1
    plan.touched[source] = plan.touched[target] = True
    for threat in (source, target):  # from the shots, not from the old leak: rounding does not add up
        leak = worth[threat]
        for i in range(plan.shots.shape[0]):
            for _ in range(plan.shots[i, threat]):
                leak *= sides[i, threat]
        plan.leak[threat] = leak


@njit(cache=True)
def may(plan: Plan, sides: Array, battery: int, source: int, target: int) -> bool:
    """Return whether a battery may move an interceptor, as far as its window and its radar go."""
    magazine = sides.shape[1] - 1
    if target == magazine:
        return True
    if sides[battery, target] >= 1.0:
        return False
    if plan.shots[battery, target] > 0 or plan.radar_left[battery] > 0:
        return True
    return source != magazine and bool(plan.shots[battery, source] == 1)


@njit(cache=True)
def fill(plan: Plan, sides: Array, worth: Array, least: float, price: Array) -> int:
    """Fire from the magazine, the largest decrease of the leak less price first, while there is one.

    Return the work done.  A shot can better the best next shot of no battery but the one that fired, and spoils only
    those at the same threat: nothing else is looked at again.
    """
    n, magazine = sides.shape[0], sides.shape[1] - 1
    gains, threats, stale = np.zeros(n), np.full(n, -1), plan.shots[:, magazine] > 0
    work = 0
    while True:
        best, battery = least, -1
        for i in range(n):
            if stale[i]:
                gains[i], threats[i] = best_shot(plan, sides, price, i)
                work += magazine
            if gains[i] > best:
                best, battery = gains[i], i
        if battery < 0:
            return work
        threat = threats[battery]
        shift(plan, sides, worth, battery, magazine, threat)
        stale = threats == threat
        stale[battery] = True


@njit(cache=True)
def best_shot(plan: Plan, sides: Array, price: Array, battery: int) -> tuple[float, int]:
    """Return the gain less price, and the threat, of a battery's best shot from the magazine, or 0 and -1."""
    n, magazine = sides.shape[0], sides.shape[1] - 1
    best, where = 0.0, -1
    if plan.shots[battery, magazine] == 0:
        return best, where
    for threat in range(magazine):
        gain = plan.leak[threat] * (1.0 - sides[battery, threat]) - price[battery]
        if plan.shots[battery, threat] == 0:
            gain -= price[n + battery]
        if gain > best and plan.room_left[threat] > 0 and may(plan, sides, battery, magazine, threat):
            best, where = gain, threat
    return best, where


@njit(cache=True)
def exchange(plan: Plan, sides: Array, worth: Array, least: float) -> int:
    """Move single shots and exchange pairs of them until neither helps.  Return the work done.

    Only what has to do with touched threats is looked at; the rest was, and has not changed.
    """
    work = 0
    everywhere = np.arange(sides.shape[1])
    while plan.touched.any():
        was = plan.touched.copy()
        near = np.nonzero(was)[0]
        plan.touched[:] = False
        batteries, threats = np.nonzero(plan.shots)
        for e in range(batteries.shape[0]):
            battery, source = batteries[e], threats[e]
            if plan.shots[battery, source] == 0:
                continue
            targets = everywhere if was[source] else near
            change, target = best_move(plan, sides, battery, source, targets)
            other_change, other = 0.0, -1
            if was[source]:
                other_change, other = best_swap(plan, sides, battery, source, batteries, threats)
                work += batteries.shape[0]
            work += targets.shape[0]
            if min(change, other_change) >= -least:
                continue
            if other_change < change:
                target = threats[other]
                shift(plan, sides, worth, batteries[other], target, source)
            shift(plan, sides, worth, battery, source, target)
    return work


@njit(cache=True)
def best_move(plan: Plan, sides: Array, battery: int, source: int, targets: Ints) -> tuple[float, int]:
    """Return the change of leak, and the threat, of the best single move of one shot to one of the targets."""
    freed = plan.leak[source] / sides[battery, source] - plan.leak[source]
    best, where = 0.0, -1
    for target in targets:
        change = freed - plan.leak[target] * (1.0 - sides[battery, target])
        has_room = target != source and plan.room_left[target] > 0
        if change < best and has_room and may(plan, sides, battery, source, target):
            best, where = change, target
    return best, where


@njit(cache=True)
def best_swap(
    plan: Plan, sides: Array, battery: int, source: int, batteries: Ints, threats: Ints
) -> tuple[float, int]:
    """Return the change of leak of the best exchange of one shot with another's, and which of the listed that is."""
    best, which = 0.0, -1
    kept = plan.leak[source] / sides[battery, source]
    for e in range(batteries.shape[0]):
        other, target = batteries[e], threats[e]
        if other == battery or target == source or plan.shots[other, target] == 0:
            continue
        change = kept * sides[other, source] - plan.leak[source]
        change += plan.leak[target] * (sides[battery, target] / sides[other, target] - 1.0)
        if change < best and may(plan, sides, battery, source, target) and may(plan, sides, other, target, source):
            best, which = change, e
    return best, which


@njit(cache=True)
def force(plan: Plan, sides: Array, worth: Array, battery: int, threat: int, rank: int) -> None:
    """Put one interceptor of a battery on a threat that it does not shoot at, and free what that takes.

    If the battery must give up an engagement, then that with the least loss (of its last shot), or the one ``rank``
    places after it.  If the threat has no room, its weakest shot goes.
    """
    magazine = sides.shape[1] - 1
    if plan.shots[battery, magazine] == 0 or plan.radar_left[battery] == 0:
        engaged = np.nonzero(plan.shots[battery, :magazine])[0]
        losses = plan.leak[engaged] * (1.0 / sides[battery][engaged] - 1.0)
        given_up = engaged[np.argsort(losses, kind="mergesort")[min(rank, engaged.shape[0] - 1)]]
        for _ in range(plan.shots[battery, given_up]):
            shift(plan, sides, worth, battery, given_up, magazine)
    if plan.room_left[threat] == 0:
        weakest = -1
        for i in range(sides.shape[0]):
            if plan.shots[i, threat] > 0 and (weakest < 0 or sides[i, threat] > sides[weakest, threat]):
                weakest = i
        shift(plan, sides, worth, weakest, threat, magazine)
    shift(plan, sides, worth, battery, magazine, threat)
