"""What the small panels of a series show: headline shares and times, a mark an exercise, brought to one height."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from tocsin.review.page_words import clock, number
from tocsin.study.series.exercise import Exercise
from tocsin.study.series.quotient import Median, Quotient, median, quotient
from tocsin.study.series.rate import DURATIONS, RATES

SHARES = ("warned-5", "warned-10", "missed", "leaked", "alerted-all", "found-false", "false-reports", "responded")
SPARE = ("owed", "held-back", "read", "desk", "lost")  # in place of headlines of which nothing can be told
TIMES = ("warning_time_s", "receipt_to_decision_s", "time_to_assess_false_s", "time_to_respond_s")
SPARE_TIMES = ("first_report_s", "consultation_time_s", "receipt_to_read_s", "first_detection_s")
MOST_SHARES, MOST_TIMES = 8, 4
SHARE_TICKS = ((0.0, "0"), (0.5, "50"), (1.0, "100\u202f%"))
STEPS_S = (10, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14400)  # what an axis of time may end at


class Mark(NamedTuple):
    """One exercise in a panel, from 0 (bottom) to 1 (top) as shares of its height.

    ``level_share``: None where there is nothing to draw; then ``words`` says why.  ``words``: what stands beside it.
    ``ends``: of its interval, None for none.  ``is_narrowest``: whether the interval is the narrowest there can be.
    """

    level_share: float | None
    words: str
    ends: tuple[float, float] | None = None
    is_narrowest: bool = False


class Panel(NamedTuple):
    """One measure: what it is, per what, the ticks of its axis, and a mark an exercise."""

    title: str
    per: str
    ticks: tuple[tuple[float, str], ...]
    marks: tuple[Mark, ...]


def share_panels(exercises: Sequence[Exercise], nation: str) -> list[Panel]:
    """Return the headline shares of a nation, or of all together, of which there is something in some exercise."""
    by_key = {rate.key: rate for rate in RATES}
    panels: list[Panel] = []
    for rate in (by_key[key] for key in (*SHARES, *SPARE)):
        found = [quotient(item, rate, nation) for item in exercises]
        if any(item.value is not None for item in found) and len(panels) < MOST_SHARES:
            marks = tuple(share_mark(item) for item in found)
            panels.append(Panel(rate.title, f"per {rate.per}", SHARE_TICKS, marks))
    return panels


def share_mark(found: Quotient) -> Mark:
    """Return a share as a mark, both numbers beside it."""
    if found.value is None:
        return Mark(None, "")
    ends = None if found.interval is None else (found.interval.low, found.interval.high)
    words = f"{number(found.top_value)}/{number(found.bottom_value)}"
    return Mark(found.value, words, ends, found.run_count == 1)


def time_panels(exercises: Sequence[Exercise], nation: str) -> list[Panel]:
    """Return the headline times of a nation, or of all together, of which there is something in some exercise."""
    panels: list[Panel] = []
    for measure in (*TIMES, *SPARE_TIMES):
        found = [median(item, measure, nation) for item in exercises]
        longest_s = max((item.value for item in found if item.value is not None), default=None)
        if longest_s is not None and len(panels) < MOST_TIMES:
            top_s = next((step for step in STEPS_S if step >= longest_s), math.ceil(longest_s))
            ticks = ((0.0, "0"), (0.5, clock(top_s / 2)), (1.0, clock(top_s)))
            marks = tuple(time_mark(item, top_s) for item in found)
            panels.append(Panel(DURATIONS[measure], "median, m:ss", ticks, marks))
    return panels


def time_mark(found: Median, top_s: float) -> Mark:
    """Return a median as a mark, beside it how many came of how many."""
    came = f"{found.case_count - found.never_count}/{found.case_count}"
    if found.value is None:
        return Mark(None, f"never {came}" if found.never_count else "")
    return Mark(found.value / top_s, f"{clock(found.value)}  {came}")
