"""The after-action page of one scenario under several agreements: control's pack of the first, and what changed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tocsin.orders.hot_wash import CONTROL
from tocsin.review.facts import Facts
from tocsin.review.log import RunLog
from tocsin.review.pack import change, counterfactual
from tocsin.review.pack.pack import write_pack
from tocsin.review.pack.section import Drawing, Notice, Section, Words
from tocsin.review.pack.summary import unfinished
from tocsin.review.page_sky import CURVE_CAPTION
from tocsin.review.page_style import data_uri_of
from tocsin.review.page_words import sentence
from tocsin.review.party import view_of
from tocsin.review.sky_curve import CurvePoint, curve_figure
from tocsin.scenario.declared import Scenario


def write_review(
    logs: Mapping[str, RunLog],
    scenario: Scenario,
    out_path: Path,
    notes: Sequence[str] = (),
    points: Sequence[CurvePoint] = (),
) -> Path:
    """Write control's pack of a run, with what other agreements changed.

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
        Remarks, one paragraph each.
    points : sequence of CurvePoint
        Of a quiet sky, shown as a curve over the sensors' thresholds.

    Returns
    -------
    Path
        ``out_path``.
    """
    return write_pack(
        view_of(next(iter(logs.values())), scenario, CONTROL), out_path, more_of(logs, scenario, notes, points)
    )


def more_of(
    logs: Mapping[str, RunLog],
    scenario: Scenario,
    notes: Sequence[str] = (),
    points: Sequence[CurvePoint] = (),
    replays: Sequence[RunLog] = (),
) -> list[Section]:
    """Return the sections that need more than the one run; ``replays`` are counterfactuals of the first."""
    more = []
    replayed = counterfactual.section(next(iter(logs.values())), replays, scenario) if replays else None
    if replayed is not None:
        more.append(replayed)
    if len(logs) > 1:
        section = change.section(logs, scenario)
        cut = [line for name in list(logs)[1:] if (line := unfinished(logs[name], Facts(logs[name], scenario)))]
        more.append(section._replace(blocks=(Notice(tuple(cut)), *section.blocks)) if cut else section)
    if points:
        curve = Drawing("How much depends on the thresholds", CURVE_CAPTION, data_uri_of(curve_figure(points)))
        more.append(Section("thresholds", "The thresholds", "", (curve,)))
    if notes:
        more.append(Section("notes", "Notes", "", (Words(tuple(sentence(note) for note in notes)),)))
    return more
