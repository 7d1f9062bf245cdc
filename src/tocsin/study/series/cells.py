"""How rates and times are written: the numerator and the denominator always beside the rate."""

from tocsin.review.page_words import clock, number
from tocsin.study.series.quotient import NO_CASE, Median, Quotient
from tocsin.study.series.rate import Sort

NONE = "\u2013"


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
        between = f" ({per_cent(found.interval.low)} to {per_cent(found.interval.high)}\u202f%)"
    return f"{both} = {per_cent(found.value)}\u202f%{between}{waiting}"


def per_cent(part_share: float) -> str:
    """Return a share in whole per cent; what is neither none nor all is not rounded to it."""
    whole = round(100.0 * part_share)
    if whole == 0 and part_share > 0.0:
        return "<1"
    return ">99" if whole == 100 and part_share < 1.0 else str(whole)


def median_text(found: Median) -> str:
    """Return a time as ``7:12 (3 of 4 came)``, never where half or more did not."""
    waiting = f"; {found.pending_count} pending" if found.pending_count else ""
    if found.why_not:
        return f"{NONE if found.why_not == 'none' else found.why_not}{waiting}"
    came = f"{found.case_count - found.never_count} of {found.case_count} came"
    return f"{'never' if found.value is None else clock(found.value)} ({came}){waiting}"
