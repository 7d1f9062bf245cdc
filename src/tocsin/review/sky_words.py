"""Rates of a quiet sky in words: the same in tables, pages and figures."""

from collections.abc import Sequence

from tocsin.review.sky_rates import (
    ALL_YEARS,
    FALSE_REPORTS,
    FALSE_WARNINGS,
    IN_VIEW,
    LAUNCHES_REPORTED,
    LAUNCHES_SEEN,
    RATED,
    SEEN,
    Period,
    SkyRow,
)

Rate = tuple[float, float, float]

WHAT_WORDS = {
    IN_VIEW: "fireballs in view",
    SEEN: "fireballs seen",
    FALSE_REPORTS: "false launch reports",
    FALSE_WARNINGS: "false impact warnings",
    LAUNCHES_SEEN: "space launches seen",
    LAUNCHES_REPORTED: "space launches reported",
}


def rate_words(rate: Rate | None) -> str:
    """Return a rate with its 95 % interval; where nothing was counted, the upper bound alone."""
    if rate is None:
        return "-"
    middle, low, high = rate
    places = 1 if high >= 10.0 else 2
    return f"{middle:.{places}f} ({low:.{places}f}-{high:.{places}f})" if middle else f"at most {high:.2f}"


def coverage_words(periods: Sequence[Period]) -> str:
    """Return how much of the list was played."""
    whole = next(period for period in periods if period.name == ALL_YEARS)
    share = 100.0 * whole.located / whole.listed
    return (
        f"Played: {whole.located} of {whole.listed} listed fireballs ({share:.0f} %), those with a place; the others "
        "could be in nobody's view. Intervals: exact Poisson, 95 %; they hold no doubt about the list or the sensors."
    )


def rate_lines(periods: Sequence[Period], rows: Sequence[SkyRow]) -> list[tuple[str, list[str]]]:
    """Return the lines of one run's table, each a label and a cell a period: denominators first, then each nation.

    A line without cells is a heading.
    """
    lines = [
        ("years of the list", [f"{period.years:.2f}" for period in periods]),
        ("listed", [str(period.listed) for period in periods]),
        ("with a place: played", [str(period.located) for period in periods]),
    ]
    found = {(row.nation, row.what, row.period): row for row in rows}
    for nation in dict.fromkeys(row.nation for row in rows):
        lines.append((nation.capitalize(), []))
        for what in RATED:
            of = [found[nation, what, period.name] for period in periods]
            lines.append((WHAT_WORDS[what], [str(row.count) for row in of]))
            if what == IN_VIEW:
                lines.append(("  sensor-years in view", [f"{row.sensor_years:.1f}" for row in of]))
                continue
            lines.append(("  a year", [rate_words(row.a_year) for row in of]))
            if what == FALSE_REPORTS:
                lines.append(("  a sensor-year", [rate_words(row.a_sensor_year) for row in of]))
    return lines
