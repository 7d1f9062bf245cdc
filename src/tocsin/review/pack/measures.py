"""The measures of a run: the main ones, each launch's, and every one there is, as far as this reader can be told.

A measure is printed for a reader only if his records alone give the value that all records give; what would need
more is left out by name, never printed as nothing.
"""

from collections.abc import Iterable, Sequence

from tocsin.orders.hot_wash import CONTROL
from tocsin.review.answer import ALL
from tocsin.review.facts import Facts
from tocsin.review.measure import DEFINITIONS, Row, measure_rows
from tocsin.review.pack.needs import is_tellable
from tocsin.review.pack.section import Block, Section, Table, Terms, Words
from tocsin.review.page_summary import has_threat
from tocsin.review.page_tables import EACH_MEASURES, MAIN_MEASURES, SKY_MEASURES, every_line, lines, title_of
from tocsin.review.party import View

KEY = (
    "Times are m:ss. Durations over several launches or areas are medians in which \u201cnever\u201d ranks worst; "
    "n/a: there was no opportunity."
)
ALL_TITLE, ALL_KEY = "All measures", "measures"


def told_rows(view: View) -> list[Row]:
    """Return the rows of measures that a reader can be told."""
    rows = measure_rows(view.log, view.scenario)
    return [row for row in rows if is_tellable(view, row.measure, row.nation)]


def section(view: View, facts: Facts) -> Section:
    """Return the main measures, and the early ones launch by launch."""
    rows = {view.log.header.agreement: told_rows(view)}
    is_threat = view.party != CONTROL or has_threat(facts)
    blocks: list[Block] = [headline_table(rows, MAIN_MEASURES if is_threat else SKY_MEASURES, "")]
    each = lines(rows, EACH_MEASURES, headline=False)
    if each and is_threat:
        cells = [(line.measure, line.who, line.subject, *line.cells) for line in each]
        blocks.append(Table("Each launch", ("measure", "nation", "of", "value"), fresh(cells)))
    blocks.append(Words((KEY,)))
    return Section("main-measures", "Measures", "", tuple(blocks))


def headline_table(rows: dict[str, list[Row]], measures: Sequence[str], caption: str) -> Table:
    """Return the headlines of some measures, a column an agreement."""
    found = lines(rows, measures, headline=True)
    cells = [(with_unit(line.measure, line.unit), line.who, *line.cells) for line in found]
    names = tuple(rows) if len(rows) > 1 else ("value",)
    return Table(caption, ("measure", "nation", *names), fresh(cells))


def with_unit(measure: str, unit: str) -> str:
    """Return a measure's name with the unit that its cells are in."""
    return f"{measure}, {unit}" if unit else measure


def fresh(cells: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return rows with what repeats the row above left out of the first column."""
    out: list[tuple[str, ...]] = []
    before = ""
    for row in cells:
        out.append(("", *row[1:]) if row[0] == before else row)
        before = row[0]
    return tuple(out)


def every(view: View, facts: Facts) -> Section:
    """Return every measure that this reader can be told, what each means, and the names of those left out."""
    rows = {view.log.header.agreement: told_rows(view)}
    found = [(with_unit(line.measure, line.unit), line.who, *line.cells) for line in every_line(rows)]
    told = {row.measure for row in rows[view.log.header.agreement]}
    left = [title_of(item.name) for item in DEFINITIONS if item.name not in told]
    note = (
        f"Left out, because they need records that are not in this pack: {', '.join(dict.fromkeys(left))}."
        if left
        else ""
    )
    meanings = tuple(
        (f"{item.name}, {item.unit}, per {item.per}", f"{item.text} Never: {item.never}.")
        for item in DEFINITIONS
        if item.name in told
    )
    blocks = (
        Table("", ("measure", "nation", "value"), fresh(found), note),
        Terms("What they mean", meanings),
    )
    return Section(ALL_KEY, ALL_TITLE, "", blocks if found else (Words((note,)),))


def headline_of(rows: Sequence[Row], measure: str, nation: str) -> Row | None:
    """Return the headline row of a measure and nation, if this reader is told it."""
    return next((r for r in rows if (r.measure, r.nation, r.subject) == (measure, nation, ALL)), None)
