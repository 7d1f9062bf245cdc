"""The quiet sky as tables for people: what was counted, out of what, and how often in a year."""

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.table import Table

from tocsin.review.sky_curve import CurvePoint, parties_of, row_at
from tocsin.review.sky_rates import FALSE_REPORTS, LAUNCHES_REPORTED, PHRASE, SEEN, Period, SkyRow
from tocsin.review.sky_words import coverage_words, rate_lines, rate_words

CHECK_WORDS = (
    "own: the scenario's own value. x10: fireballs that last ten times as long, a check, not nature. "
    "launches: space launches reported."
)


def sky_table(title: str, periods: Sequence[Period], rows: Sequence[SkyRow]) -> Table:
    """Return the fireballs of one run by period: denominators first, then counts and rates with their intervals."""
    table = Table(
        title=f"{title}: fireballs by period  (EXERCISE)",
        caption=f"{PHRASE}  {coverage_words(periods)}",
        title_justify="left",
        caption_justify="left",
        box=SIMPLE,
        pad_edge=False,
        collapse_padding=True,
    )
    table.add_column("", no_wrap=True)
    for period in periods:
        table.add_column(period.name, justify="right", no_wrap=True)
    for label, cells in rate_lines(periods, rows):
        if not cells:
            table.add_section()
        table.add_row(f"  {label}" if cells else label, *cells)
    return table


def curve_table(title: str, points: Sequence[CurvePoint]) -> Table:
    """Return the curves as a table: a line for each setting and nation."""
    table = Table(
        title=f"{title}: over the sensors' thresholds  (EXERCISE)",
        caption=f"{PHRASE}  {CHECK_WORDS}",
        title_justify="left",
        caption_justify="left",
        box=SIMPLE,
        pad_edge=False,
        collapse_padding=True,
    )
    table.add_column("set to", no_wrap=True)
    for heading in ("nation", "seen a year", "false reports", "a year", "launches"):
        table.add_column(heading, justify="left" if heading == "nation" else "right", no_wrap=True)
    for point in points:
        mark = "x10" if point.duration_scale != 1.0 else "own" if point.is_own else ""
        label = f"{point.key} {point.value:g} {mark}"
        for nation in parties_of(points):
            seen, false, launches = (row_at(point, nation, what) for what in (SEEN, FALSE_REPORTS, LAUNCHES_REPORTED))
            rates = rate_words(seen.a_year), str(false.count), rate_words(false.a_year)
            table.add_row(label, nation.capitalize(), *rates, str(launches.count) if mark != "x10" else "-")
            label = ""
    return table
