"""The after-action page: one HTML file that needs nothing else, from the logs of one scenario."""

import functools
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined, Template
from matplotlib.figure import Figure

from tocsin.review.facts import Facts
from tocsin.review.log import RunLog
from tocsin.review.map import run_figure
from tocsin.review.map_known import known_figure
from tocsin.review.measure import DEFINITIONS, measure_rows
from tocsin.review.page_change import change_figure
from tocsin.review.page_sky import CURVE_CAPTION, events_of, fates, rate_tables, sky_figure
from tocsin.review.page_style import MARKING, data_uri_of
from tocsin.review.page_summary import has_threat, summary_of
from tocsin.review.page_tables import (
    EACH_MEASURES,
    MAIN_MEASURES,
    SKY_MEASURES,
    Rows,
    baseline_of,
    changed_lines,
    every_line,
    lines,
)
from tocsin.review.page_words import clock, sentence
from tocsin.review.reason import physical_reason
from tocsin.review.sky_curve import CurvePoint, curve_figure
from tocsin.review.timeline import timeline_figure
from tocsin.scenario.declared import Scenario

TEMPLATE = "review.html.j2"


class Picture(NamedTuple):
    """One picture of the page: what it is called, what it shows, and itself as a data URI."""

    title: str
    caption: str
    uri: str


def write_review(
    logs: Mapping[str, RunLog],
    scenario: Scenario,
    out_path: Path,
    notes: Sequence[str] = (),
    points: Sequence[CurvePoint] = (),
) -> Path:
    """Write the after-action page of one scenario.

    Parameters
    ----------
    logs : mapping of agreement name to RunLog
        Runs of the scenario with the same seed; the first is told in full, the others are compared with it.
        All record kinds must be in the logs.
    scenario : Scenario
        The one the runs were made from.
    out_path : Path
        Where to write; the name should contain EXERCISE, and the folder must exist.
    notes : sequence of str
        Remarks shown at the top, one paragraph each.
    points : sequence of CurvePoint
        Of a quiet sky, shown as a curve over the sensors' thresholds.

    Returns
    -------
    Path
        ``out_path``.
    """
    facts = {name: Facts(log, scenario) for name, log in logs.items()}
    rows = {name: measure_rows(log, scenario) for name, log in logs.items()}
    main = next(iter(facts.values()))
    content = threat_content(facts, rows) if has_threat(main) else sky_content(logs, facts, rows, points)
    baseline = baseline_of(rows)
    changed, unchanged = changed_lines(rows)
    page = template().render(
        marking=MARKING,
        scenario=scenario,
        headers=[(name, log.header) for name, log in logs.items()],
        warnings=[line for name, log in logs.items() if (line := unfinished(name, log, facts[name]))],
        notes=[sentence(note) for note in notes],
        summary=summary_of(facts, next(iter(rows.values()))),
        reasons=physical_reason(logs, scenario) if has_threat(main) else [],
        agreements=list(logs),
        baseline=baseline,
        others=[name for name in logs if name != baseline],
        changed=changed,
        unchanged=unchanged,
        every=every_line(rows),
        definitions=DEFINITIONS,
        **content,
    )
    out_path.write_text(page, encoding="utf-8")
    return out_path


def threat_content(facts: Mapping[str, Facts], rows: Rows) -> dict[str, object]:
    """Return what the page shows of runs with a threat."""
    main = next(iter(facts.values()))
    name = next(iter(facts))
    change = change_figure(facts)
    return {
        "main": lines(rows, MAIN_MEASURES, headline=True),
        "each": lines(rows, EACH_MEASURES, headline=False),
        "fates": [],
        "rates": [],
        "pictures": [
            picture(
                "The ground and what flew over it",
                f"Sensors, batteries, defended areas and the true paths of the run under \u201c{name}\u201d.",
                run_figure(main),
            ),
            picture(
                "What each side knew",
                f"Tracks in each node\u2019s picture under \u201c{name}\u201d, by whose sensors they rest on; below, "
                "the 90\u202f% ellipses each side held of one launch, by time after its lift-off, about the true "
                "place (cross).",
                known_figure(main),
            ),
            picture(
                "From lift-off to outcome",
                f"Truth, and what each node knew and did, on one axis of time, under \u201c{name}\u201d.",
                timeline_figure(main),
            ),
        ],
        "change": None
        if change is None
        else picture(
            "When each party knew and acted, under each agreement",
            "One mark an agreement; an impact warning counts from medium confidence; minutes after the launch\u2019s "
            "own lift-off, up to its undefended impact.",
            change,
        ),
    }


def sky_content(
    logs: Mapping[str, RunLog], facts: Mapping[str, Facts], rows: Rows, points: Sequence[CurvePoint]
) -> dict[str, object]:
    """Return what the page shows of runs in which nothing threatened anyone."""
    events = {name: events_of(facts[name], log) for name, log in logs.items()}
    name = next(iter(events))
    return {
        "main": lines(rows, SKY_MEASURES, headline=True),
        "each": [],
        "fates": fates(events),
        "rates": rate_tables(facts),
        "pictures": [
            picture(
                "Every event, and how far it got",
                f"Fireballs and declared space launches on the fictional world, under \u201c{name}\u201d: not seen, "
                "seen by a sensor, or taken for a launch and reported.",
                sky_figure(events[name], facts[name].scenario.atlas),
            ),
            *([picture("How much depends on the thresholds", CURVE_CAPTION, curve_figure(points))] if points else []),
        ],
        "change": None,
    }


def picture(title: str, caption: str, figure: Figure) -> Picture:
    """Return a figure as a picture of the page."""
    return Picture(title, caption, data_uri_of(figure))


def unfinished(name: str, log: RunLog, facts: Facts) -> str:
    """Return how far a run stands where its journal is damaged or ends before its exercise does; '' if whole."""
    if not log.damage and facts.end_ms >= facts.scenario.end_ms:
        return ""
    why = sentence(log.damage) if log.damage else "The run was not finished."
    return (
        f"The journal under \u201c{name}\u201d stands up to {clock(facts.end_ms / 1000.0)} of exercise time, of "
        f"{clock(facts.scenario.end_ms / 1000.0)} planned. {why} What follows holds up to then and no further."
    )


@functools.cache
def template() -> Template:
    """Return the page's template; it escapes every text that it is given."""
    text = files("tocsin.review").joinpath("templates", TEMPLATE).read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        text
    )
