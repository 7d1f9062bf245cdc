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

LEAST_SHARE = 1e-12  # of the value of all threats: a smaller gain is rounding
ALL = 1 << 40  # room in the magazine


class Plan(NamedTuple):
    """What is being changed."""

    shots: Ints  # (n, m + 1)
    leak: Array  # (m + 1,)
    radar_left: Ints  # (n,) threats that the group can still take on
    room_left: Ints  # (m + 1,) interceptors that may still go at the threat


@njit(cache=True)
def improved(miss: Array, value: Array, stock: Ints, radar: Ints, salvo: Ints, most_work: int) -> Ints:
    """Return shots (n, m) found by marginal return, exchanges and forced shots.

    Parameters
    ----------
    miss : (n, m) float64, above 0 to 1
        1 less the kill probability; 1 forbids the shot.
    value : (m,) float64
    stock, radar : (n,) int64
        Most interceptors, most threats of each group.
    salvo : (m,) int64
        Most interceptors at each threat.
    most_work : int
        Pairs looked at, after which no further shot is forced.

    Notes
    -----
    Each round forces one shot of every group at every threat that it does not shoot at, in turn, frees what that
    takes, fills and exchanges anew, and keeps the result if less leaks.  Ends with a round that helps nowhere.
    """
    n, m = miss.shape
    sides = np.ones((n, m + 1))
    sides[:, :m] = miss
    worth = np.zeros(m + 1)
    worth[:m] = value
    least = LEAST_SHARE * value.sum()
    plan = empty(worth, stock, radar, salvo)
    best = empty(worth, stock, radar, salvo)
    work = fill(plan, sides, worth, least) + exchange(plan, sides, worth, least)
    copy(plan, best)
    helped = True
    while helped and work <= most_work:
        helped = False
        for step in range(n * m):
            group, threat = step % n, (step % n + step // n) % m
            if sides[group, threat] < 1.0 and plan.shots[group, threat] == 0 and work <= most_work:
                force(plan, sides, worth, group, threat)
                work += fill(plan, sides, worth, least) + exchange(plan, sides, worth, least) + n + m
                if plan.leak.sum() < best.leak.sum() - least:
                    copy(plan, best)
                    helped = True
                else:
                    copy(best, plan)
    return best.shots[:, :m].copy()


@njit(cache=True)
def empty(worth: Array, stock: Ints, radar: Ints, salvo: Ints) -> Plan:
    """Return the plan that keeps everything in the magazine."""
    m = worth.shape[0] - 1
    shots = np.zeros((stock.shape[0], m + 1), dtype=np.int64)
    shots[:, m] = stock
    room = np.full(m + 1, ALL)
    room[:m] = salvo
    return Plan(shots, worth.copy(), radar.copy(), room)


@njit(cache=True)
def copy(source: Plan, target: Plan) -> None:
    """Write one plan over another."""
    target.shots[:] = source.shots
    target.leak[:] = source.leak
    target.radar_left[:] = source.radar_left
    target.room_left[:] = source.room_left


@njit(cache=True)
def shift(plan: Plan, sides: Array, worth: Array, group: int, source: int, target: int) -> None:
    """Move one interceptor of a group from one threat (or the magazine) to another."""
    plan.shots[group, source] -= 1
    plan.shots[group, target] += 1
    plan.room_left[source] += 1
    plan.room_left[target] -= 1
    magazine = worth.shape[0] - 1
    if source != magazine and plan.shots[group, source] == 0:
        plan.radar_left[group] += 1
    if target != magazine and plan.shots[group, target] == 1:
        plan.radar_left[group] -= 1
    for threat in (source, target):  # from the shots, not from the old leak: rounding does not add up
        leak = worth[threat]
        for i in range(plan.shots.shape[0]):
            for _ in range(plan.shots[i, threat]):
                leak *= sides[i, threat]
        plan.leak[threat] = leak


@njit(cache=True)
def may(plan: Plan, sides: Array, group: int, source: int, target: int) -> bool:
    """Return whether a group may move an interceptor, as far as its window and its radar go."""
    magazine = sides.shape[1] - 1
    if target == magazine:
        return True
    if sides[group, target] >= 1.0:
        return False
    frees = source != magazine and plan.shots[group, source] == 1
    return plan.shots[group, target] > 0 or plan.radar_left[group] > 0 or frees


@njit(cache=True)
def fill(plan: Plan, sides: Array, worth: Array, least: float) -> int:
    """Fire from the magazine, the largest decrease of the leak first, while there is one.  Return the work done."""
    n, magazine = sides.shape[0], sides.shape[1] - 1
    work = 0
    while True:
        gain, group, threat = least, -1, -1
        for i in range(n):
            if plan.shots[i, magazine] == 0:
                continue
            work += magazine
            for j in range(magazine):
                if plan.leak[j] * (1.0 - sides[i, j]) > gain and plan.room_left[j] > 0:
                    if may(plan, sides, i, magazine, j):
                        gain, group, threat = plan.leak[j] * (1.0 - sides[i, j]), i, j
        if group < 0:
            return work
        shift(plan, sides, worth, group, magazine, threat)


@njit(cache=True)
def exchange(plan: Plan, sides: Array, worth: Array, least: float) -> int:
    """Move single shots and exchange pairs of them until neither helps.  Return the work done."""
    work = 0
    helped = True
    while helped:
        helped = False
        groups, threats = np.nonzero(plan.shots)
        for e in range(groups.shape[0]):
            group, source = groups[e], threats[e]
            if plan.shots[group, source] == 0:
                continue
            change, target = best_move(plan, sides, group, source)
            other_change, other = best_swap(plan, sides, group, source, groups, threats)
            work += sides.shape[1] + groups.shape[0]
            if min(change, other_change) >= -least:
                continue
            helped = True
            if other_change < change:
                target = threats[other]
                shift(plan, sides, worth, groups[other], target, source)
            shift(plan, sides, worth, group, source, target)
    return work


@njit(cache=True)
def best_move(plan: Plan, sides: Array, group: int, source: int) -> tuple[float, int]:
    """Return the change of leak, and the threat, of the best single move of one shot."""
    freed = plan.leak[source] / sides[group, source] - plan.leak[source]
    best, where = 0.0, -1
    for target in range(sides.shape[1]):
        change = freed - plan.leak[target] * (1.0 - sides[group, target])
        if change < best and target != source and plan.room_left[target] > 0:
            if may(plan, sides, group, source, target):
                best, where = change, target
    return best, where


@njit(cache=True)
def best_swap(
    plan: Plan, sides: Array, group: int, source: int, groups: Ints, threats: Ints
) -> tuple[float, int]:
    """Return the change of leak of the best exchange of one shot with another's, and which of the listed that is."""
    best, which = 0.0, -1
    kept = plan.leak[source] / sides[group, source]
    for e in range(groups.shape[0]):
        other, target = groups[e], threats[e]
        if other == group or target == source or plan.shots[other, target] == 0:
            continue
        change = kept * sides[other, source] - plan.leak[source]
        change += plan.leak[target] * (sides[group, target] / sides[other, target] - 1.0)
        if change < best and may(plan, sides, group, source, target) and may(plan, sides, other, target, source):
            best, which = change, e
    return best, which


@njit(cache=True)
def force(plan: Plan, sides: Array, worth: Array, group: int, threat: int) -> None:
    """Put one interceptor of a group on a threat that it does not shoot at, and free what that takes."""
    n, magazine = sides.shape[0], sides.shape[1] - 1
    if plan.shots[group, magazine] == 0 or plan.radar_left[group] == 0:
        least, given_up = np.inf, -1
        for j in range(magazine):
            if plan.shots[group, j] > 0:
                loss = plan.leak[j] * (sides[group, j] ** -plan.shots[group, j] - 1.0)
                if loss < least:
                    least, given_up = loss, j
        for _ in range(plan.shots[group, given_up]):
            shift(plan, sides, worth, group, given_up, magazine)
    if plan.room_left[threat] == 0:
        weakest = -1
        for i in range(n):
            if plan.shots[i, threat] > 0 and (weakest < 0 or sides[i, threat] > sides[weakest, threat]):
                weakest = i
        shift(plan, sides, worth, weakest, threat, magazine)
    shift(plan, sides, worth, group, magazine, threat)
