"""The ground and what flew over it, and what each side knew: for readers who may see the whole truth of it."""

from tocsin.orders.hot_wash import CONTROL
from tocsin.review.facts import Facts
from tocsin.review.map import run_figure
from tocsin.review.map_known import known_figure
from tocsin.review.pack.section import Block, Drawing, Section, Table, Words
from tocsin.review.page_sky import events_of, fates, rate_tables, sky_figure
from tocsin.review.page_style import data_uri_of
from tocsin.review.page_summary import has_threat
from tocsin.review.party import View


def section(view: View, facts: Facts) -> Section | None:
    """Return the pictures of a run with its truth; None for a reader who may not see all that is in them."""
    if view.party != CONTROL:
        return None
    return ground(facts) if has_threat(facts) else sky(view, facts)


def ground(facts: Facts) -> Section:
    """Return the maps of a run with a threat."""
    blocks = (
        Drawing(
            "The ground and what flew over it",
            "Sensors, batteries, defended areas and the true paths.",
            data_uri_of(run_figure(facts)),
        ),
        Drawing(
            "What each side knew",
            "Tracks in each node\u2019s picture, by whose sensors they rest on; below, the 90\u202f% ellipses each "
            "side held of one launch, by time after its lift-off, about the true place (cross).",
            data_uri_of(known_figure(facts)),
        ),
    )
    return Section("pictures", "The ground", "", blocks)


def sky(view: View, facts: Facts) -> Section:
    """Return the sky of a run in which nothing threatened anyone."""
    name = view.log.header.agreement
    events = events_of(facts, view.log)
    blocks: list[Block] = [
        Drawing(
            "Every event, and how far it got",
            "Fireballs and declared space launches on the fictional world: not seen, seen by a sensor, or taken for "
            "a launch and reported.",
            data_uri_of(sky_figure(events, facts.scenario.atlas)),
        ),
        Table(
            "How far each event got",
            ("event", "count"),
            tuple((label, f"{counts[0]:,}") for label, counts in fates({name: events})),
        ),
    ]
    for table in rate_tables({name: facts}):
        rows = tuple(
            (label, *cells) if cells else (label, *[""] * len(table.periods)) for label, cells in table.lines
        )
        blocks += [Table("Fireballs by period", ("", *table.periods), rows), Words((table.words,))]
    return Section("pictures", "The sky", "", tuple(blocks))
