"""The quiet sky as tables for people: what was counted, out of what, and how often in a year."""

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.table import Table

from tocsin.review.sky_rates import FALSE_REPORTS, IN_VIEW, PHRASE, RATED, Period, SkyRow
from tocsin.review.sky_words import WHAT_WORDS, coverage_words, rate_words


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
    table.add_row("years of the list", *(f"{period.years:.2f}" for period in periods))
    table.add_row("listed", *(str(period.listed) for period in periods))
    table.add_row("with a place: played", *(str(period.located) for period in periods), end_section=True)
    found = {(row.nation, row.what, row.period): row for row in rows}
    for nation in dict.fromkeys(row.nation for row in rows):
        table.add_row(nation.capitalize())
        for what in RATED:
            of = [found[nation, what, period.name] for period in periods]
            table.add_row(f"  {WHAT_WORDS[what]}", *(str(row.count) for row in of))
            if what == IN_VIEW:
                table.add_row("  sensor-years in view", *(f"{row.sensor_years:.1f}" for row in of))
                continue
            table.add_row("    a year", *(rate_words(row.a_year) for row in of))
            if what == FALSE_REPORTS:
                table.add_row("    a sensor-year", *(rate_words(row.a_sensor_year) for row in of))
        table.add_section()
    return table
