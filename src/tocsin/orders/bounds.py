"""The bound of every number, text and list that an order may hold: one table, and the check by it.

Wide on purpose: what is outside cannot be meant, and might break what it is carried out by.  Whether what is inside
can be obeyed is for the exercise to judge.  Terms of an agreement are held to all that a file of them is held to.
"""

import math

import msgspec

from tocsin.exchange.agreement import Agreement
from tocsin.exchange.bounds import BOUNDS, LONGEST_TEXT, TWO_YEARS_MS
from tocsin.orders.order import Action
from tocsin.orders.staff import MAX_TEXT

MOMENT = (-1, TWO_YEARS_MS)  # ms: -1 is for no moment, where that can be meant
SPAN = (0, TWO_YEARS_MS)
NUMBERS: dict[str, tuple[float, float]] = {
    **BOUNDS,
    **dict.fromkeys(("until_ms", "time_ms", "lift_off_ms"), MOMENT),
    **dict.fromkeys(("for_ms", "delay_ms", "within_ms"), SPAN),
    "loss": (0.0, 1.0),
    "elevation_rad": (-0.5 * math.pi, 0.5 * math.pi),
    "half_width_rad": (0.0, math.pi),
}
MOST_ITEMS = 500  # in a list
TEXTS = frozenset(("text", "title", "evaluator_note", "trigger", "contingency", "controller"))  # that people write


def fault_in(action: Action) -> str:
    """Return the first thing in an order that is out of its bound, with the bound, '' if nothing is."""
    return fault_of(action, type(action).__name__, is_outermost=True)


def fault_of(value: object, name: str, is_outermost: bool = False) -> str:
    """Return what is out of bound in a field, and in all that it holds, '' if nothing is; outward in, by field."""
    if value is None or isinstance(value, bool | Agreement):
        return ""
    if isinstance(value, float | int):
        low, high = NUMBERS[name]
        return "" if low <= value <= high else f"{name} = {value:.6g}: must be {low:.6g} to {high:.6g}"
    if isinstance(value, str):
        most = MAX_TEXT if name in TEXTS else LONGEST_TEXT
        return "" if len(value) <= most else f"{name} has {len(value)} characters: must be at most {most}"
    if isinstance(value, tuple):
        if len(value) > MOST_ITEMS:
            return f"{name} holds {len(value)}: must be at most {MOST_ITEMS}"
        return next((fault for item in value if (fault := fault_of(item, name))), "")
    if isinstance(value, msgspec.Struct):
        fields = ((field, getattr(value, field)) for field in value.__struct_fields__)
        fault = next((fault for field, item in fields if (fault := fault_of(item, field))), "")
        return f"{name}: {fault}" if fault and not is_outermost else fault
    raise TypeError(f"{name}: an order holds no {type(value).__name__}; name its bound here")
