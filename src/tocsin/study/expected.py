"""What to expect of a scenario: the measures of many runs with doctrine in every cell, as tables with intervals."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tocsin.review.answer import ALL
from tocsin.review.measure import Row
from tocsin.review.page_words import clock, number
from tocsin.review.sky_rates import poisson_interval
from tocsin.study.statistics.interval import clopper_pearson

SHARES = (
    ("alert raised", "alert_raised_share", ALL),
    ("alert full", "alert_full_share", ALL),
    ("an event assessed valid", "events_assessed", "valid"),
    ("an event assessed anomalous", "events_assessed", "anomalous"),
    ("an event assessed false", "events_assessed", "false"),
    ("a warning reached high", "high_confidence_warnings", ALL),
    ("a true warning cancelled", "wrong_cancels", ALL),
)
TIMES = (
    ("time to assess false", "time_to_assess_false_s"),
    ("time to cancel, partners", "time_to_cancel_partner_s"),
    ("time to cancel, public", "time_to_cancel_public_s"),
    ("warning time", "warning_time_s"),
    ("public warning time", "public_warning_time_s"),
)
COUNTS = (
    ("false impact warnings", "false_impact_warnings"),
    ("false launch reports", "false_launch_reports"),
    ("consultations opened", "consultations_opened"),
)
TALLIES = (
    ("warning time credited", "warning_time_credited_s"),
    ("releases", "releases"),
    ("refusals", "refusals"),
    ("exposure cells", "exposure_cells"),
)
SHORT_IS_WORST = ("warning_time_s", "public_warning_time_s")  # of these never ranks below all others


class Expectation(NamedTuple):
    """One line: what, and what each nation's runs gave, in words."""

    what: str
    cells: tuple[str, ...]


def expectations(runs: Sequence[Sequence[Row]], nations: Sequence[str]) -> list[Expectation]:
    """Return what many runs of one scenario, variant and agreement gave, a column a nation.

    Parameters
    ----------
    runs : sequence of rows of measures, one a run
    nations : sequence of str

    Returns
    -------
    list of Expectation
        Shares of runs with their exact 95 % interval; times as median and quartiles (nearest rank) over all
        cases of all runs, never ranked worst; counts as mean a run with the exact 95 % Poisson interval; tallies,
        of which one event makes many and which are no Poisson counts, as median and quartiles over runs.  Lines that
        apply to no nation are left out.
    """
    found = [Expectation(what, tuple(share_cell(runs, n, m, s) for n in nations)) for what, m, s in SHARES]
    found += [Expectation(what, tuple(time_cell(runs, n, m) for n in nations)) for what, m in TIMES]
    found += [Expectation(what, tuple(count_cell(runs, n, m) for n in nations)) for what, m in COUNTS]
    found += [Expectation(what, tuple(tally_cell(runs, n, m) for n in nations)) for what, m in TALLIES]
    return [line for line in found if any(cell != "n/a" for cell in line.cells)]


def values_of(runs: Iterable[Sequence[Row]], nation: str, measure: str, subject: str) -> list[float]:
    """Return the value of one row in each run that has it."""
    return [
        row.value
        for rows in runs
        for row in rows
        if (row.measure, row.nation, row.subject) == (measure, nation, subject) and row.value is not None
    ]


def share_cell(runs: Sequence[Sequence[Row]], nation: str, measure: str, subject: str) -> str:
    """Return the share of runs in which a measure is above zero, with its interval."""
    values = values_of(runs, nation, measure, subject)
    if not values:
        return "n/a"
    successes = sum(value > 0.0 for value in values)
    low, high, _ = clopper_pearson(successes, len(values))
    return f"{100 * successes / len(values):.0f} % ({100 * low:.0f} to {100 * high:.0f})"


def time_cell(runs: Sequence[Sequence[Row]], nation: str, measure: str) -> str:
    """Return the median of a time over all cases of all runs, its quartiles, and in how many it never came."""
    rows = [
        row for run in runs for row in run if (row.measure, row.nation) == (measure, nation) and row.subject != ALL
    ]
    never = sum(row.status == "never" for row in rows)
    values = [row.value for row in rows if row.value is not None]
    if not values:
        return f"never ({never} of {never})" if never else "n/a"
    worst = float("-inf") if measure in SHORT_IS_WORST else float("inf")
    words = spread_words([*values, *[worst] * never], clock)
    return f"{words}, {never} of {len(values) + never} never" if never else words


def spread_words(values: Sequence[float], words: Callable[[float], str]) -> str:
    """Return the median and the quartiles of some values, each one of them; an infinite one reads never."""
    ordered = sorted(values)
    low, middle, high = (ordered[math.ceil(share * len(ordered)) - 1] for share in (0.25, 0.5, 0.75))
    told = ["never" if math.isinf(value) else words(value) for value in (middle, low, high)]
    return f"{told[0]} ({told[1]} to {told[2]})"


def count_cell(runs: Sequence[Sequence[Row]], nation: str, measure: str) -> str:
    """Return the mean count a run with its interval."""
    values = values_of(runs, nation, measure, ALL)
    if not values:
        return "n/a"
    total = round(sum(values))
    low, high = poisson_interval(total)
    return f"{number(total / len(values))} ({number(low / len(values))} to {number(high / len(values))})"


def tally_cell(runs: Sequence[Sequence[Row]], nation: str, measure: str) -> str:
    """Return the median of a measure over runs, and its quartiles."""
    values = values_of(runs, nation, measure, ALL)
    if not values:
        return "n/a"
    return spread_words(values, clock if measure.endswith("_s") else number)
