"""From the answers for single subjects to the headline row."""

import math
import statistics
from collections.abc import Sequence

from tocsin.review.answer import ALL, Answer, Status, Summary


def headline(measure: str, nation: str, summary: Summary, answers: Sequence[Answer]) -> Answer:
    """Return the headline of one measure for one nation.

    Parameters
    ----------
    measure, nation : str
    summary : Summary
        How subjects become one: the median ranks never as the worst, and is never itself if half or more are; a
        share is the sum of successes over the sum of cases.
    answers : sequence of Answer
        Of that measure and nation; those not ``in_headline`` are passed over, pending ones are left out.
    """
    counted = [answer for answer in answers if answer.in_headline]
    kind = counted[0].subject_kind if counted else "nation"
    values = [answer.value for answer in counted if answer.value is not None]
    n_never = sum(answer.n_never for answer in counted)
    n = sum(answer.n for answer in counted)
    value: float | None
    if summary in ("median, never largest", "median, never smallest"):
        worst = math.inf if summary == "median, never largest" else -math.inf
        value = median_with_never(values, n_never, worst)
    elif summary in ("sum", "sum over cases"):
        n = 1 if summary == "sum" else n
        value = math.fsum(values) if values else None
    else:
        n = len(values)
        value = math.fsum(values) / len(values) if values else None
    status: Status = "observed" if value is not None else absence(counted)
    return Answer(measure, nation, kind, ALL, status, value, n, n_never)


def median_with_never(values: Sequence[float], n_never: int, worst_value: float) -> float | None:
    """Return the median with each never ranked worst; None if half or more never came, or there is nothing."""
    if 2 * n_never >= len(values) + n_never:
        return None
    return statistics.median([*values, *[worst_value] * n_never])


def absence(answers: Sequence[Answer]) -> Status:
    """Return why there is no headline: never before pending before not applicable."""
    statuses = {answer.status for answer in answers}
    if "never" in statuses or "observed" in statuses:
        return "never"
    return "pending" if "pending" in statuses else "not_applicable"
