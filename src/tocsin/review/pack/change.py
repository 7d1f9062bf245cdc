"""What other agreements changed, and why: sections made from several runs of one scenario with the same luck."""

from collections.abc import Mapping, Sequence

from tocsin.review.facts import Facts
from tocsin.review.log import RunLog
from tocsin.review.measure import Row, measure_rows
from tocsin.review.pack.measures import KEY, fresh, headline_table, with_unit
from tocsin.review.pack.section import Block, Drawing, Listed, Section, Table, Words
from tocsin.review.page_change import change_figure
from tocsin.review.page_style import data_uri_of
from tocsin.review.page_summary import has_threat, summary_of
from tocsin.review.page_tables import MAIN_MEASURES, SKY_MEASURES, baseline_of, changed_lines
from tocsin.review.reason import physical_reason
from tocsin.scenario.declared import Scenario

LUCK = (
    "The first column is the value under {base}; the others are raw differences from it, with their sign: whether "
    "more is better depends on the measure. One run with one luck, the same under every agreement: these are "
    "differences of this run, not averages. A run under another agreement is a mechanical replay with the same luck, "
    "not a prediction of what people would have done."
)


def section(logs: Mapping[str, RunLog], scenario: Scenario) -> Section:
    """Return what the agreements of several runs changed; the first run is the one that the pack tells in full."""
    facts = {name: Facts(log, scenario) for name, log in logs.items()}
    rows = {name: measure_rows(log, scenario) for name, log in logs.items()}
    main = next(iter(facts.values()))
    is_threat = has_threat(main)
    blocks: list[Block] = []
    if lines := others_words(facts, rows[next(iter(rows))]) if is_threat else []:
        blocks.append(Words(tuple(lines)))
    if is_threat and (reasons := physical_reason(logs, scenario)):
        blocks.append(Listed("Why the agreements differ", tuple(reasons)))
    if (figure := change_figure(facts)) is not None:
        blocks.append(
            Drawing(
                "When each party knew and acted, under each agreement",
                "One mark an agreement; an impact warning counts from medium confidence; minutes after the "
                "launch\u2019s own lift-off, up to its undefended impact.",
                data_uri_of(figure),
            )
        )
    blocks.append(headline_table(rows, MAIN_MEASURES if is_threat else SKY_MEASURES, "Measures under each agreement"))
    base = baseline_of(rows)
    changed, same = changed_lines(rows)
    others = [name for name in rows if name != base]
    unchanged = f" Unchanged by every agreement: {', '.join(same)}." if same else ""
    cells = fresh((with_unit(line.measure, line.unit), line.who, *line.cells) for line in changed)
    if changed:
        note = LUCK.format(base=base) + unchanged
        blocks.append(Table(f"Differences from {base}", ("measure", "nation", base, *others), cells, note))
    else:
        blocks.append(Words((f"No measure differs from {base}.",)))
    return Section("change", "What each agreement changed", KEY, tuple(blocks))


def others_words(facts: Mapping[str, Facts], rows: Sequence[Row]) -> list[str]:
    """Return what each threatened party's first warning was under the other agreements."""
    name, main = next(iter(facts.items()))
    return summary_of(facts, rows)[len(summary_of({name: main}, rows)) :]
