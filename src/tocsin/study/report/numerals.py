"""How estimates are written: as many digits as their interval deserves, seconds as s, shares as per cent."""

import math

from tocsin.study.statistics.interval import Estimate

MINUS, THIN, DASH = "\u2212", "\u202f", "\u2013"
UNIT_WORDS = {"s": "s", "share": "%", "count": "a run", "km2": "km\u00b2", "km": "km", "ratio": ""}
MOST_DECIMALS = 3
ROUNDING = 1e-9  # of a value: an interval narrower than this has no width
TWO_DIGITS_BELOW = 3.55  # the rule of the Particle Data Group: rounding costs at most a seventh of an error


def scaled(value: float, unit: str) -> float:
    """Return a value as it is printed: shares as per cent, all else as it is."""
    return 100.0 * value if unit == "share" else value


def decimals_of(value: float) -> int:
    """Return how many decimals show half an interval: two digits of it if they are below 36, else one."""
    if value <= 0.0 or not math.isfinite(value):
        return 0
    power = math.floor(math.log10(value))
    digits = 2 if value / 10.0**power < TWO_DIGITS_BELOW else 1
    return min(MOST_DECIMALS, max(0, digits - 1 - power))


def decimals(estimate: Estimate, unit: str) -> int:
    """Return with how many decimals an estimate and its ends are written."""
    if estimate.value is None:
        return 0
    ends = [scaled(end, unit) for end in (estimate.low, estimate.high) if end is not None]
    value = scaled(estimate.value, unit)
    width = max((abs(end - value) for end in ends), default=0.0)
    if width > ROUNDING * abs(value):
        return min(decimals_of(width), 1) if unit == "s" else decimals_of(width)
    return 0 if abs(value - round(value)) <= ROUNDING * abs(value) else 1


def plain(value: float, places: int) -> str:
    """Return a number with thousands apart and a minus sign that is one."""
    text = f"{abs(value):,.{places}f}"
    is_zero = not any(digit in text for digit in "123456789")
    return f"{MINUS}{text}" if value < 0.0 and not is_zero else text


def signed(value: float, places: int) -> str:
    """Return a difference, always with its sign; 0 has none."""
    text = plain(value, places)
    is_zero = not any(digit in text for digit in "123456789")
    return text if value < 0.0 or is_zero else f"+{text}"


def value_text(estimate: Estimate, unit: str, is_difference: bool = False) -> str:
    """Return an estimate's value; '' where there is none."""
    if estimate.value is None:
        return ""
    write = signed if is_difference else plain
    return write(scaled(estimate.value, unit), decimals(estimate, unit))


def ends_text(estimate: Estimate, unit: str, is_difference: bool = False) -> str:
    """Return an interval: ``310 to 342``; an end that nothing bounds is an ellipsis, '' for no interval."""
    if estimate.low is None and estimate.high is None:
        return ""
    write, places = (signed if is_difference else plain), decimals(estimate, unit)
    low, high = (
        "\u2026" if end is None else write(scaled(end, unit), places) for end in (estimate.low, estimate.high)
    )
    return f"{low} to {high}"


def unit_word(unit: str, is_difference: bool = False) -> str:
    """Return how a unit is written after a number; a difference of shares is in percentage points."""
    return "points" if unit == "share" and is_difference else UNIT_WORDS.get(unit, unit)


def with_unit(text: str, unit: str, is_difference: bool = False) -> str:
    """Return a written number with its unit."""
    word = unit_word(unit, is_difference)
    return f"{text}{THIN}{word}" if word and text else text


def clock_text(value_s: float) -> str:
    """Return seconds as minutes too where they are many: ``2 min 3 s``."""
    whole_s = round(abs(value_s))
    if whole_s < 60:
        return ""
    return f"{MINUS if value_s < 0 else ''}{whole_s // 60}{THIN}min {whole_s % 60}{THIN}s"
