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
from tocsin.review.page_tables import (
    EACH_MEASURES,
    MAIN_MEASURES,
    SKY_MEASURES,
    Line,
    every_line,
    lines,
    title_of,
)
from tocsin.review.page_words import nation
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


def section(view: View, facts: Facts) -> Section | None:
    """Return the main measures, and the early ones launch by launch; None where this reader can be told none."""
    rows = {view.log.header.agreement: told_rows(view)}
    is_threat = view.party != CONTROL or has_threat(facts)
    found = lines(rows, MAIN_MEASURES if is_threat else SKY_MEASURES, headline=True)
    if not found:
        return None
    blocks: list[Block] = [by_nation(found, facts.parties, "")]
    each = lines(rows, EACH_MEASURES, headline=False)
    if each and is_threat:
        blocks.append(by_nation(each, facts.parties, "Each launch"))
    return Section("main-measures", "Measures", "", (*blocks, Words((KEY,))))


def by_nation(found: Sequence[Line], parties: Sequence[str], caption: str, note: str = "") -> Table:
    """Return lines of one run with a column for each nation that has any, and one for all."""
    here = {line.who for line in found}
    who = [name for name in (*(nation(party) for party in parties), "all") if name in here]
    table: dict[tuple[str, str], dict[str, str]] = {}
    for line in found:
        subject = "" if line.subject == ALL else line.subject
        table.setdefault((with_unit(line.measure, line.unit), subject), {})[line.who] = line.cells[0]
    has_subjects = any(subject for _, subject in table)
    cells = [
        (name, *((subject,) if has_subjects else ()), *(given.get(column, "") for column in who))
        for (name, subject), given in table.items()
    ]
    heads = ("measure", "of", *who) if has_subjects else ("measure", *who)
    return Table(caption, heads, fresh(cells), note)


def headline_table(rows: dict[str, list[Row]], measures: Sequence[str], caption: str) -> Table:
    """Return the headlines of some measures under several agreements, a column an agreement."""
    found = lines(rows, measures, headline=True)
    cells = [(with_unit(line.measure, line.unit), line.who, *line.cells) for line in found]
    return Table(caption, ("measure", "nation", *rows), fresh(cells))


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
    name = view.log.header.agreement
    rows = {name: told_rows(view)}
    told = {row.measure for row in rows[name]}
    left = [title_of(item.name) for item in DEFINITIONS if item.name not in told]
    note = f"Left out, because they need records that are not in this pack: {', '.join(left)}." if left else ""
    if not told:
        return Section(ALL_KEY, ALL_TITLE, "", (Words((note,)),))
    meanings = tuple(
        (f"{item.name}, {item.unit}, per {item.per}", f"{item.text} Never: {item.never}.")
        for item in DEFINITIONS
        if item.name in told
    )
    table = by_nation(every_line(rows), facts.parties, "", note)
    return Section(ALL_KEY, ALL_TITLE, "", (table, Terms("What they mean", meanings)))
