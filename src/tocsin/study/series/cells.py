"""How rates and times are written: the numerator and the denominator always beside the rate."""

from tocsin.review.page_words import clock, number
from tocsin.study.series.quotient import Median, Quotient
from tocsin.study.series.rate import Sort

NONE = "no case"
LEAST = 0.1  # per cent: what is not none is at least written so


def quotient_text(found: Quotient, sort: Sort) -> str:
    """Return a rate as ``3 of 4 = 75 % (19 to 99 %)``."""
    waiting = f"; {found.pending_count} pending" if found.pending_count else ""
    if found.value is None:
        return f"{NONE if found.why_not == 'none' else found.why_not}{waiting}"
    if sort == "seconds":
        return f"{clock(found.value)} = {clock(found.top_value)} over {number(found.bottom_value)}{waiting}"
    both = f"{number(found.top_value)} of {number(found.bottom_value)}"
    if sort == "ratio":
        return f"{number(found.value)} = {number(found.top_value)} over {number(found.bottom_value)}{waiting}"
    between = ""
    if found.interval is not None:
        at_best = "at best " if found.run_count == 1 else ""
        between = f" ({at_best}{per_cent(found.interval.low)} to {per_cent(found.interval.high)}\u202f%)"
    return f"{both} = {per_cent(found.value)}\u202f%".replace(" ", "\u00a0") + f"{between}{waiting}"


def per_cent(part_share: float) -> str:
    """Return a share in per cent: whole, but what is neither none nor all is not rounded to it."""
    per_cents = 100.0 * part_share
    if round(per_cents) not in (0, 100) or part_share in (0.0, 1.0):
        return str(round(per_cents))
    return f"{min(max(per_cents, LEAST), 100.0 - LEAST):.1f}"


def median_text(found: Median) -> str:
    """Return a time as ``7:12 (3 of 4 came)``, never where half or more did not."""
    waiting = f"; {found.pending_count} pending" if found.pending_count else ""
    if found.why_not:
        return f"{NONE if found.why_not == 'none' else found.why_not}{waiting}"
    came = f"{found.case_count - found.never_count} of {found.case_count} came"
    return f"{'never' if found.value is None else clock(found.value)} ({came}){waiting}"
