"""Every rate of a series as CSV, for other programs."""

import csv
import io
from collections.abc import Sequence

from tocsin.review.page_style import MARKING
from tocsin.study.series.exercise import Exercise, nations_in
from tocsin.study.series.quotient import quotient
from tocsin.study.series.rate import RATES

RATE_HEADINGS = (
    *("marking", "exercise", "rate", "per", "nation", "numerator", "denominator", "pending", "value"),
    *("low_95", "high_95", "why_not"),
)


def rates_csv(exercises: Sequence[Exercise]) -> str:
    """Return every rate of every exercise and nation as CSV: both numbers, the interval, and why there is none."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(RATE_HEADINGS)
    for exercise in exercises:
        for rate in RATES:
            for nation in nations_in(exercises):
                found = quotient(exercise, rate, nation)
                ends = found.interval[:2] if found.interval else ("", "")
                value = "" if found.value is None else found.value
                counts = found.top_value, found.bottom_value, found.pending_count, value
                named = MARKING, exercise.label, rate.key, rate.per, nation
                writer.writerow([*named, *counts, *ends, found.why_not])
    return text.getvalue()
