"""How times, numbers and names are written for people."""

from collections.abc import Sequence

COUNT_WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def clock(time_s: float) -> str:
    """Return seconds as m:ss, with a minus sign where negative."""
    whole_s = round(abs(time_s))
    sign = "\u2212" if time_s < 0 and whole_s else ""
    return f"{sign}{whole_s // 60}:{whole_s % 60:02d}"


def number(value: float) -> str:
    """Return a number with a minus sign that is one, thousands apart, and no more digits than it deserves."""
    size = abs(value)
    text = f"{size:,.0f}" if size >= 100 or size == round(size) else f"{size:.1f}" if size >= 10 else f"{size:.2g}"
    return f"\u2212{text}" if value < 0 and text.strip("0.,") else text


def quantity(value: float, unit: str) -> str:
    """Return a value in the unit of its measure: seconds as m:ss, shares as per cent."""
    if unit == "s":
        return clock(value)
    if unit == "share":
        return f"{number(100.0 * value)}\u202f%"
    return number(value)


def difference(value: float, unit: str) -> str:
    """Return a raw difference, always with its sign; nothing changed is a plain 0."""
    text = quantity(value, unit)
    if unit == "share":
        text = text.replace("\u202f%", "\u00a0points")
    is_zero = not any(digit in text for digit in "123456789")
    return "0" if is_zero else text if value < 0 else f"+{text}"


def count(amount: int, one: str, many: str = "") -> str:
    """Return an amount with its noun: ``three launches``, ``1,204 reports``."""
    noun = one if amount == 1 else many or f"{one}s"
    return f"{COUNT_WORDS[amount] if 0 <= amount < len(COUNT_WORDS) else f'{amount:,}'} {noun}"


def amount_of(amount: int) -> str:
    """Return an amount that stands alone: none, one, two, 1,204."""
    if amount == 0:
        return "none"
    return COUNT_WORDS[amount] if amount < len(COUNT_WORDS) else f"{amount:,}"


def nation(name: str) -> str:
    """Return a nation's id as people write it."""
    return name.capitalize()


def listed(items: Sequence[str]) -> str:
    """Return items as English lists them: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def sentence(text: str) -> str:
    """Return text with a full stop at its end unless it has an end."""
    stripped = text.strip()
    return stripped if stripped.endswith((".", "!", "?")) else f"{stripped}."
