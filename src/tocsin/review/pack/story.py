"""The timeline: truth, what each node knew, what each cell did, on one axis, with the knowledge cursor."""

import json

from tocsin.orders.hot_wash import CONTROL
from tocsin.review.facts import Facts
from tocsin.review.pack.drawing import Axis, axis_of, draw
from tocsin.review.pack.lanes import lanes_of
from tocsin.review.pack.needs import held_of
from tocsin.review.pack.section import Section, Story, Table
from tocsin.review.pack.streams import Change, Stream, at, streams_of
from tocsin.review.page_story import Lane, Mark, Strand
from tocsin.review.page_style import NATION_INKS
from tocsin.review.page_words import clock, nation
from tocsin.review.party import View

MOST_MOMENTS = 60
MINOR = ("burn-out", "own track confirmed", "report drafted", "intercept")  # rows that the table does without
INTRO = (
    "Everything on one axis of time. On the screen, move the cursor (click, drag, or the arrow keys on the slider) "
    "and read below the timeline what each node knew at that moment; on paper the key moments stand in the table."
)


def section(view: View, facts: Facts) -> Section | None:
    """Return the timeline; None where there is nothing to put on it, or so much that it would say nothing."""
    lanes = lanes_of(view, facts)
    if not any(row.marks for lane in lanes for row in lane.strands) or facts.scenario.real_years:
        return None
    impacts_ms = [impact.time_ms for launch in facts.launches for impact in launch.impacts]
    lifted_ms = [launch.lift_off_ms for launch in facts.launches]
    zero_ms = min(lifted_ms, default=0)
    says = "min after lift-off" if lifted_ms else "exercise minutes"
    numbered = [launch.launch_id for launch in facts.launches]
    axis = axis_of(lanes, zero_ms, [*impacts_ms, *lifted_ms], says, numbered)
    drawing = draw(lanes, axis, sorted({*impacts_ms, *lifted_ms}), inks_of(facts))
    title = "Truth, knowledge and decisions" if facts.launches else "Knowledge and decisions"
    story = Story(title, caption_of(facts), drawing, data_of(view, facts, axis, lanes))
    return Section("timeline", "The timeline", INTRO, (story, moments_table(lanes, axis)))


def caption_of(facts: Facts) -> str:
    """Return what stands under the timeline."""
    hairs = " Hair lines: lift-offs and undefended impacts." if facts.launches else ""
    return f"Times are of the first in a row.{hairs} Rows of a node stand for its own records alone."


def inks_of(facts: Facts) -> dict[str, str]:
    """Return the ink of truth and of each node."""
    nodes = [*facts.parties, *(node.name for node in facts.scenario.nodes if node.name not in facts.parties)]
    return {"": "var(--truth)"} | {name: f"var(--nation-{i % len(NATION_INKS)})" for i, name in enumerate(nodes)}


def data_of(view: View, facts: Facts, axis: Axis, lanes: list[Lane]) -> str:
    """Return what the cursor reads, as JSON."""
    inks = inks_of(facts)
    names = [lane.owner for lane in lanes if lane.owner]
    nodes = [
        {"name": nation(name), "ink": inks[name], "streams": [packed(item) for item in known(view, facts, name)]}
        for name in names
    ]
    if truth := true_stream(facts):
        nodes.insert(0, {"name": "Truth", "ink": inks[""], "streams": [packed(truth)]})
    moments = sorted(
        {mark.time_ms for lane in lanes for row in lane.strands for mark in row.marks if is_key(mark.weight)}
    )
    step_ms = facts.scenario.tick_ms
    return json.dumps(
        {"step": step_ms, "moments": moments, "hasLaunch": bool(facts.launches), "nodes": nodes},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def is_key(weight: str) -> bool:
    """Return whether a mark is one of those that stand alone."""
    return weight != "tick"


def known(view: View, facts: Facts, node: str) -> list[Stream]:
    """Return what one node knew, as far as this reader may see it."""
    return streams_of(facts, node, held_of(view, node), has_senders=view.party == CONTROL)


def packed(stream: Stream) -> dict[str, object]:
    """Return a stream as the page reads it."""
    return {"name": stream.name, "how": stream.how, "empty": stream.empty, "changes": stream.changes}


def true_stream(facts: Facts) -> Stream | None:
    """Return what was truly in the air at each time, where the reader was told."""
    if not facts.launches:
        return None
    changes: list[Change] = []
    payloads = {launch.body_ids[0]: launch for launch in facts.launches if launch.body_ids}
    for launch in facts.launches:
        due = listed_impacts(facts, launch.launch_id)
        text = f"{launch.launch_id}, {launch.vehicle_class.upper()} from {nation(launch.nation)}, since "
        changes.append((launch.lift_off_ms, launch.launch_id, f"{text}{at(launch.lift_off_ms)}{due}"))
    for body in facts.ended.values():
        if body.body_id in payloads:
            launch_id = payloads[body.body_id].launch_id
            where = f" in {nation(body.nation)}" if body.how == "impact" and body.nation else ""
            changes.append((body.ended_ms, launch_id, f"{launch_id}: {body.how}{where} at {at(body.ended_ms)}"))
    return Stream("launches", "kept", "none yet", tuple(sorted(changes, key=lambda change: change[0])))


def listed_impacts(facts: Facts, launch_id: str) -> str:
    """Return when a launch would come down, in words; '' where nothing of it does."""
    times = [i.time_ms for launch in facts.launches if launch.launch_id == launch_id for i in launch.impacts]
    return f", due to come down at {at(min(times))}" if times else ""


def moments_table(lanes: list[Lane], axis: Axis) -> Table:
    """Return the key moments: of each row the first about each launch or event, and all that are about none."""
    found: list[tuple[int, str, str, str]] = []
    for lane in lanes:
        for row in lane.strands:
            found += [
                (
                    mark.time_ms,
                    nation(lane.owner) or "Truth",
                    row.name,
                    " ".join(filter(None, (mark.launch_id, mark.note))),
                )
                for mark in key_marks(row)
            ]
    found.sort(key=lambda item: item[0])
    after = [(clock((t - axis.zero_ms) / 1000.0),) if axis.zero_ms else () for t, *_ in found]
    rows = tuple((at(t), *since, *words) for (t, *words), since in zip(found, after, strict=True))
    note = f"The first {MOST_MOMENTS} of {len(rows)}." if len(rows) > MOST_MOMENTS else ""
    heads = ("exercise time", *(("after lift-off",) if axis.zero_ms else ()), "who", "what", "of")
    return Table("Key moments", heads, rows[:MOST_MOMENTS], note)


def key_marks(row: Strand) -> list[Mark]:
    """Return the marks of a row that the table of key moments has."""
    if row.name in MINOR:
        return []
    seen: set[str] = set()
    found = []
    for mark in row.marks:
        if is_key(mark.weight) and not (mark.launch_id and mark.launch_id in seen):
            seen.add(mark.launch_id)
            found.append(mark)
    return found
