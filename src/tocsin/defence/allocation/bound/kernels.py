"""Kernels of the bound: what each threat would buy at given prices, and prices that make the bound high."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_NODES = 300  # a threat and step; then bounds stand in for what was not looked at
MOMENTUM = 0.6  # of the direction of the step before
PATIENCE = 4  # steps without a better bound, before shorter ones are tried from the best prices


@njit(cache=True)
def best_bound(
    miss: Array,
    value: Array,
    stock: Ints,
    radar: Ints,
    salvo: Ints,
    start: Array,
    leak: float,
    effort: tuple[int, int],
) -> tuple[float, Array]:
    """Return the highest Lagrangian bound met by subgradient steps on the prices, and the prices (2 n,).

    Parameters
    ----------
    miss, value, stock, radar, salvo
        As ``improved`` takes them.
    start : (n,) float64
        First price of an interceptor of each battery; an engagement costs nothing at first.
    leak : float
        What a known allocation leaks: the length of a step is Polyak's for it.
    effort : (int, int)
        Most steps, most work.
    """
    n = stock.shape[0]
    limit = np.concatenate((stock, radar)).astype(np.float64)
    price = np.concatenate((start, np.zeros(n)))
    best_price, best, way = price.copy(), 0.0, np.zeros(2 * n)
    scale, poor, work = 1.0, 0, 0
    for _ in range(effort[0]):
        bound, use, done = priced(miss, value, stock, salvo, price)
        bound -= (price * limit).sum()
        work += done
        if bound > best:
            best, best_price, poor = bound, price.copy(), 0
        else:
            poor += 1
            if poor == PATIENCE:
                scale, poor, price = 0.6 * scale, 0, best_price.copy()
        slope = np.where((price <= 0.0) & (use < limit), 0.0, use - limit)
        way = MOMENTUM * way + slope
        length2 = (way * way).sum()
        if length2 == 0.0 or work > effort[1]:
            break
        price = np.maximum(price + scale * max(leak - bound, 1e-6 * leak) / length2 * way, 0.0)
    return best, best_price


@njit(cache=True)
def priced(miss: Array, value: Array, stock: Ints, salvo: Ints, price: Array) -> tuple[float, Array, int]:
    """Return leak and price paid by all threats, what of each limit they use (2n,), and the work done."""
    n, m = miss.shape
    use, total, work = np.zeros(2 * n), 0.0, 0
    for j in range(m):
        dear = price[:n] + price[n:] >= value[j] * (1.0 - miss[:, j])
        batteries = np.nonzero(~dear)[0]
        ratio = -price[batteries] / np.log(miss[batteries, j])
        batteries = batteries[np.argsort(ratio, kind="mergesort")]
        cost, taken, nodes = cheapest(value[j], batteries, miss[:, j], price, np.minimum(stock, salvo[j]), salvo[j])
        total += cost
        work += nodes + batteries.shape[0]
        for e in range(batteries.shape[0]):
            use[batteries[e]] += taken[e]
            use[n + batteries[e]] += min(taken[e], 1)
    return total, use, work


@njit(cache=True)
def cheapest(
    value: float, batteries: Ints, miss: Array, price: Array, most_each: Ints, most: int
) -> tuple[float, Ints, int]:
    """Return the least leak and price of shots at one threat (or a bound below it), the shots, the nodes looked at.

    Depth first, batteries by price a logarithm of miss, as many of each as may be; cut where even shots in any part,
    at the price ratio of the battery next in turn, would not be cheaper than the best so far.
    """
    n, count = miss.shape[0], batteries.shape[0]
    taken, best_taken = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    best, unseen, leak, paid, place, nodes = value, value, value, 0.0, 0, 0
    while True:
        least = best
        if place < count and most > 0:
            least = paid + floor(leak, price[batteries[place]], miss[batteries[place]])
        if least < best and nodes < MOST_NODES:
            nodes += 1
            battery = batteries[place]
            if taken[place] == most_each[battery]:
                place += 1
                continue
            paid += price[battery] + (price[n + battery] if taken[place] == 0 else 0.0)
            leak *= miss[battery]
            taken[place] += 1
            most -= 1
            if paid + leak < best:
                best = paid + leak
                best_taken[:] = taken
            continue
        unseen = min(unseen, least)
        place = min(place, count - 1)
        while place >= 0 and taken[place] == 0:
            place -= 1
        if place < 0:
            return min(best, unseen), best_taken, nodes
        battery = batteries[place]
        taken[place] -= 1
        most += 1
        paid -= price[battery] + (price[n + battery] if taken[place] == 0 else 0.0)
        leak /= miss[battery]
        place += 1


@njit(cache=True)
def floor(leak: float, price: float, miss: float) -> float:
    """Return the least leak and price of shots in any part, at a price for one that multiplies the leak by miss."""
    ratio = -price / math.log(miss)
    if leak <= ratio:
        return leak
    return ratio * (1.0 + math.log(leak / ratio)) if ratio > 0.0 else 0.0
