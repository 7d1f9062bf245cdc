"""What is to be allocated, and what came of it."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tocsin.defence.allocation.soundness.kernels import LARGEST, MOST, gone_over
from tocsin.errors import ModelRangeError

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

Method = Literal["exact", "greedy"]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Who may shoot at what now: n batteries, m threats.

    Attributes
    ----------
    kill_probability : (n, m) float64, 0 to 1
        Of one interceptor of the battery on the threat; 0 where there is no feasible window.
    value : (m,) float64, 0 and above
        What a leak of the threat costs, in any unit.
    stock : (n,) int64, 0 and above
        Interceptors that the battery has ready.
    reserve : (n,) int64, 0 and above
        Of these kept back for declared assets; if it is above the stock, nothing may be spent.
    most_at_once : (n,) int64, 0 and above
        Threats that the battery's engagement radar can support now.
    salvo_most : (m,) int64, 1 and above
        Interceptors that may go at the threat now, of all batteries together.
    spendable : (n,) int64
        Interceptors that the battery may spend: its stock less its reserve.
    usable : (n, m) float64
        The kill probability where a shot is allowed and gains anything, else 0.

    Raises
    ------
    ModelRangeError
        Shapes differ, or a number is no number or outside its range.
    """

    kill_probability: Array
    value: Array
    stock: Ints
    reserve: Ints
    most_at_once: Ints
    salvo_most: Ints
    spendable: Ints = field(init=False, repr=False)
    usable: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Check the problem once, nothing after this does; and work out what every method asks for."""
        if self.kill_probability.ndim != 2:
            shape = self.kill_probability.shape
            raise ModelRangeError(f"problem: kill_probability has shape {shape}: give it (batteries, threats)")
        batteries, threats = self.kill_probability.shape
        of_batteries, of_threats = (self.stock, self.reserve, self.most_at_once), (self.value, self.salvo_most)
        shapes = [numbers.shape for numbers in (*of_batteries, *of_threats)]
        if shapes != [(batteries,)] * 3 + [(threats,)] * 2:
            refuse(self)
        is_sound, spendable, usable = gone_over(self.kill_probability, self.value, *of_batteries, self.salvo_most)
        if not is_sound:
            refuse(self)
        object.__setattr__(self, "spendable", spendable)
        object.__setattr__(self, "usable", usable)


@dataclass(frozen=True, slots=True, eq=False)
class Allocation:
    """Who shoots at what.

    Attributes
    ----------
    shots : (n, m) int64
        Interceptors of each battery at each threat.
    leak_value : float
        Value expected to leak: sum of value * product of (1 - kill probability) ** shots.
    bound_value : float
        Proved: no allocation leaks less.
    method : {"exact", "greedy"}
    """

    shots: Ints
    leak_value: float
    bound_value: float
    method: Method

    @property
    def gap_share(self) -> float:
        """Return the share of the leak that a better allocation might avoid at most."""
        return 0.0 if self.leak_value == 0.0 else 1.0 - self.bound_value / self.leak_value


def leak_value(problem: Problem, shots: Ints) -> float:
    """Return the value expected to leak; shots kill independently of each other.

    Left out: common-mode failure (one bad track spoils a salvo); what a look between two salvos would save.
    """
    missed: Array = np.multiply.reduce((1.0 - problem.kill_probability) ** shots, axis=0)
    return float(problem.value @ missed)


def refuse(problem: Problem) -> None:
    """Raise ModelRangeError that says what is wrong with a problem."""
    batteries, threats = problem.kill_probability.shape
    check("kill_probability", problem.kill_probability, (batteries, threats), (0, 1))
    check("value", problem.value, (threats,), (0, LARGEST))
    check("stock", problem.stock, (batteries,), (0, MOST))
    check("reserve", problem.reserve, (batteries,), (0, MOST))
    check("most_at_once", problem.most_at_once, (batteries,), (0, MOST))
    check("salvo_most", problem.salvo_most, (threats,), (1, MOST))


def check(name: str, numbers: Array | Ints, shape: tuple[int, ...], bounds: tuple[float, float]) -> None:
    """Raise ModelRangeError unless an array has this shape and lies between these bounds."""
    if numbers.shape != shape:
        raise ModelRangeError(f"problem: {name} has shape {numbers.shape}, kill_probability asks for {shape}")
    wrong = numbers[~((numbers >= bounds[0]) & (numbers <= bounds[1]))]
    if wrong.size:
        raise ModelRangeError(
            f"problem: {name} = {wrong[0]} must be {bounds[0]:g} to {bounds[1]:g}; see docs/models/allocation.md"
        )
