"""The table of measures: one a scenario, the primary factor's levels as columns, nations as rows."""

from tocsin.review.page_tables import title_of, who_of
from tocsin.study.report.block import Block, Cell, Line, table
from tocsin.study.report.columns import Column, others_words, primary_columns
from tocsin.study.report.numerals import ends_text, unit_word, value_text
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import Summary, kind_of, shown_measures, shown_nations, summary_of, unit_of
from tocsin.study.results import Results

CAPTION = (
    "Each cell: mean over runs, share of all cases, ratio of sums, or (median) the median over runs in which never "
    "ranks worst; below it the 95\u202f% interval of this cell alone, and how often what was waited for never came."
)


def measures_blocks(results: Results) -> list[Block]:
    """Return the table of measures of every scenario."""
    return [measures_table(results, scenario) for scenario in results.design.file.study.scenarios]


def measures_table(results: Results, scenario: str) -> Block:
    """Return the table of measures of one scenario."""
    design = results.design
    columns = primary_columns(design, scenario)
    lines: list[Line] = []
    absent: list[str] = []
    for measure in shown_measures(design):
        rows = [
            (nation, found)
            for nation in shown_nations(design, measure)
            if any(found := [summary_of(results, measure, nation, column.points) for column in columns])
        ]
        lines += [
            line_of(measure, who_of(nation), found, is_first=number == 0)
            for number, (nation, found) in enumerate(rows)
        ]
        if not rows:
            absent.append(title_of(measure))
    words = [CAPTION, others_words(design, design.file.primary.factor)]
    words += [f"Not applicable in any run: {', '.join(absent)}."] if absent else []
    return table(
        f"Measures, {scenario}",
        " ".join(filter(None, words)),
        stamp(results, all_points(columns)),
        ["measure", "nation", *(column.name for column in columns)],
        lines,
        word_count=2,
    )


def all_points(columns: list[Column]) -> list[int]:
    """Return the points of all columns."""
    return [point for column in columns for point in column.points]


def line_of(measure: str, who: str, found: list[Summary | None], is_first: bool) -> Line:
    """Return one nation's row of a measure; only the first of a measure names it."""
    unit = unit_of(measure)
    name = Cell(title_of(measure), measure_note(measure)) if is_first else Cell("")
    return Line((name, Cell(who), *(cell_of(summary, unit) for summary in found)), is_first)


def measure_note(measure: str) -> str:
    """Return the unit of a measure, and whether it is a median."""
    word = unit_word(unit_of(measure))
    return ", ".join(filter(None, [word, "median" if kind_of(measure) == "median" else ""]))


def cell_of(summary: Summary | None, unit: str) -> Cell:
    """Return a cell: the value, its interval, and what is censored."""
    if summary is None:
        return Cell("n/a", tone="faint")
    censored = []
    if summary.n_never:
        censored.append(f"{summary.n_never:,} of {summary.cases:,} never")
    if summary.pending:
        censored.append(f"{summary.pending:,} pending")
    if summary.not_applicable and unit == "count":
        censored.append(f"{summary.not_applicable:,} runs with none to count, left out")
    if summary.is_never:
        return Cell("never", "\n".join(censored), "never")
    estimate = summary.estimate
    if estimate.value is None:
        return Cell("pending" if summary.pending else "n/a", "\n".join(censored), "faint")
    interval = "" if estimate.low == estimate.high else ends_text(estimate, unit)
    tone = "faint" if estimate.value == 0.0 else ""
    return Cell(value_text(estimate, unit), "\n".join(filter(None, [interval, *censored])), tone)
