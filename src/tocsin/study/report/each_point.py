"""Every point of a plan of levels by itself: a row a point, a table a measure, where the other tables average."""

from tocsin.review.page_tables import title_of, who_of
from tocsin.study.design.design import Design
from tocsin.study.design.drawn import is_drawn
from tocsin.study.design.points import Point
from tocsin.study.report.block import Block, Cell, Line, Section, table
from tocsin.study.report.measures import CAPTION, cell_of, measure_note
from tocsin.study.report.stamp import stamp
from tocsin.study.report.summary import shown_measures, shown_nations, summary_of, unit_of
from tocsin.study.results import Results

MOST_OPEN, MOST_ROWS = 12, 400  # points of a table that stands open; of any table


def each_point_section(results: Results) -> Section:
    """Return the measures at every point; nothing where one factor varies, or where numbers are drawn.

    Where one factor varies, the table of measures has every point already; a drawn point is one of many.
    """
    design = results.design
    varied = [factor for factor in design.factors if len(factor.levels) > 1]
    if len(varied) < 2 or is_drawn(design):
        return Section("Every point", (), ())
    words = (
        "All that was played, nothing averaged over other levels: a table a measure, a row a point. A point\u2019s "
        "number is the one that tocsin study rerun takes as --point."
    )
    scenarios = design.file.study.scenarios
    blocks = [block for scenario in scenarios for block in point_tables(results, scenario)]
    return Section("Every point", (words,), tuple(blocks))


def point_tables(results: Results, scenario: str) -> list[Block]:
    """Return a table for each measure that applies at any point of a scenario; the primary one first."""
    design = results.design
    points = [point for point in design.points if point.scenario == scenario]
    shown = points[:MOST_ROWS]
    words = [CAPTION]
    if len(points) > len(shown):
        words.append(
            f"The first {len(shown):,} of {len(points):,} points; tocsin study query has the rows of all of them."
        )
    at = stamp(results, [point.index for point in shown])
    blocks = []
    for measure in shown_measures(design):
        found = {
            nation: [summary_of(results, measure, nation, [point.index]) for point in shown]
            for nation in shown_nations(design, measure)
        }
        found = {nation: summaries for nation, summaries in found.items() if any(summaries)}
        if not found:
            continue
        unit = unit_of(measure)
        lines = [
            Line((*words_of, *(cell_of(summaries[row], unit) for summaries in found.values())), is_first)
            for row, (words_of, is_first) in enumerate(row_words(design, shown))
        ]
        note = measure_note(measure)
        block = table(
            f"{title_of(measure).capitalize()}{f', {note}' if note else ''}, {scenario}",
            " ".join(words),
            at,
            [*row_heads(design), *map(who_of, found)],
            lines,
            word_count=len(row_heads(design)),
        )
        is_open = measure == design.file.primary.measure and len(shown) <= MOST_OPEN
        blocks.append(block._replace(is_folded=not is_open))
    return blocks


def row_heads(design: Design) -> list[str]:
    """Return the heads of the columns that say which point a row is."""
    if design.file.plan.kind == "one_at_a_time":
        return ["point", "what is changed", "to"]
    return ["point", *(factor.name for factor in design.factors if len(factor.levels) > 1)]


def row_words(design: Design, points: list[Point]) -> list[tuple[list[Cell], bool]]:
    """Return of each point the cells that say which it is, and whether a group of rows begins with it."""
    describe = changed_cells if design.file.plan.kind == "one_at_a_time" else level_cells
    before: list[str] = []
    found = []
    for point in points:
        texts = describe(design, point)
        is_first = not before or texts[0] != before[0]
        cells = [Cell(str(point.index), tone="faint")]
        cells += [
            Cell(text, tone="faint" if not is_first and text == last and place < len(texts) - 1 else "")
            for place, (text, last) in enumerate(zip(texts, before or texts, strict=True))
        ]
        found.append((cells, is_first))
        before = texts
    return found


def level_cells(design: Design, point: Point) -> list[str]:
    """Return the level of each factor that varies."""
    return [level for level, factor in zip(point.levels, design.factors, strict=True) if len(factor.levels) > 1]


def changed_cells(design: Design, point: Point) -> list[str]:
    """Return which factor a point changes and to what; of the base that it changes nothing."""
    for level, factor in zip(point.levels, design.factors, strict=True):
        if level != factor.levels[0].name:
            return [factor.name, level]
    return ["nothing: each factor at its first level", ""]
