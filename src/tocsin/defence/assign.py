"""Which plans are carried out: one allocation a layer, the highest first, over whoever's batteries are given.

A nation alone and a joint cell use the same function; they differ in whose batteries they know.
"""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from tocsin.defence.allocation.allocate import allocate
from tocsin.defence.allocation.problem import Allocation, Method, Problem
from tocsin.defence.battery import LAYER_NUMBER, Layer


class Option(NamedTuple):
    """A battery can meet a threat: with what kill probability, what a leak costs, how many may go at it at most.

    ``is_declared``: the threat is to a declared area, so that the reserve may be spent on it.
    """

    battery_id: str
    threat: str
    layer: Layer
    kill_probability: float
    value: float
    most: int
    is_declared: bool


class Supply(NamedTuple):
    """What a battery can give now: interceptors, how many of these are kept for declared areas, radar channels."""

    battery_id: str
    stock: int
    reserve: int
    channels: int


class Assigned(msgspec.Struct, frozen=True):
    """So many interceptors of a battery at a threat: an event's object, written event/object."""

    battery_id: str
    threat: str
    interceptors: int


class AllocationMade(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to shoot at what in one layer, and how well that was solved.

    Attributes
    ----------
    layer : midcourse, upper, lower or air
    batteries, threats : int
        How many could take part.
    assigned : tuple of Assigned
    method : exact or greedy
    leak_value, bound_value : float
        Value expected to leak, and one that no allocation leaks less than.
    """

    layer: Layer
    batteries: int
    threats: int
    assigned: tuple[Assigned, ...]
    method: Method
    leak_value: float
    bound_value: float


def assign(options: Sequence[Option], supplies: Sequence[Supply]) -> list[AllocationMade]:
    """Return one allocation for every layer that can do anything, the highest first.

    Notes
    -----
    What a higher layer is to shoot at is worth less to a lower one, by the probability that it is killed above.
    Where reserves are kept, threats to declared areas are served first, from all there is; the rest then share what
    is left beyond the reserve.  A threat is to a declared area or not, whichever battery meets it.
    """
    stock = {supply.battery_id: supply for supply in supplies}
    survival: dict[str, float] = {}
    made: list[AllocationMade] = []
    for layer in LAYER_NUMBER:
        mine = [option for option in options if option.layer == layer and option.battery_id in stock]
        if not mine:
            continue
        made.append(in_layer(layer, mine, stock, survival))
        chance = {(option.battery_id, option.threat): option.kill_probability for option in mine}
        for given in made[-1].assigned:
            missed = (1.0 - chance[given.battery_id, given.threat]) ** given.interceptors
            survival[given.threat] = survival.get(given.threat, 1.0) * missed
    return made


def in_layer(
    layer: Layer, options: list[Option], stock: dict[str, Supply], survival: dict[str, float]
) -> AllocationMade:
    """Return the allocation of one layer, in one step or, where reserves are kept, in two."""
    batteries = tuple(dict.fromkeys(option.battery_id for option in options))
    supplies = [stock[name] for name in batteries]
    kept = any(supply.reserve for supply in supplies)
    first = [option for option in options if option.is_declared] if kept else []
    assigned: list[Assigned] = []
    solved: list[Allocation] = []
    if first:
        found, given = solve(first, [supply._replace(reserve=0) for supply in supplies], survival)
        solved.append(found)
        assigned += given
    rest = [option for option in options if not (kept and option.is_declared)]
    if rest:
        found, given = solve(rest, [left_of(supply, assigned) for supply in supplies], survival)
        solved.append(found)
        assigned += given
    return AllocationMade(
        layer=layer,
        batteries=len(batteries),
        threats=len({option.threat for option in options}),
        assigned=tuple(assigned),
        method="greedy" if any(found.method == "greedy" for found in solved) else "exact",
        leak_value=sum(found.leak_value for found in solved),
        bound_value=sum(found.bound_value for found in solved),
    )


def left_of(supply: Supply, assigned: list[Assigned]) -> Supply:
    """Return what a battery can still give."""
    mine = [given for given in assigned if given.battery_id == supply.battery_id]
    if not mine:
        return supply
    spent = sum(given.interceptors for given in mine)
    return supply._replace(stock=supply.stock - spent, channels=max(0, supply.channels - len(mine)))


def solve(
    options: list[Option], supplies: list[Supply], survival: dict[str, float]
) -> tuple[Allocation, list[Assigned]]:
    """Return the allocation over some options, and who is to shoot at what by it."""
    row = {supply.battery_id: index for index, supply in enumerate(supplies)}
    threats = tuple(dict.fromkeys(option.threat for option in options))
    column = {threat: index for index, threat in enumerate(threats)}
    kill_probability = [[0.0] * len(threats) for _ in supplies]
    value, most = [0.0] * len(threats), [1] * len(threats)
    for option in options:
        index = column[option.threat]
        kill_probability[row[option.battery_id]][index] = option.kill_probability
        value[index] = option.value * survival.get(option.threat, 1.0)
        most[index] = max(most[index], option.most)
    found = allocate(
        Problem(
            kill_probability=np.array(kill_probability),
            value=np.array(value),
            stock=np.array([supply.stock for supply in supplies], dtype=np.int64),
            reserve=np.array([supply.reserve for supply in supplies], dtype=np.int64),
            most_at_once=np.array([supply.channels for supply in supplies], dtype=np.int64),
            salvo_most=np.array(most, dtype=np.int64),
        )
    )
    assigned = [
        Assigned(supply.battery_id, threat, count)
        for threat, sent in zip(threats, found.shots.T.tolist(), strict=True)
        for supply, count in zip(supplies, sent, strict=True)
        if count > 0
    ]
    return found, assigned
