"""A sky without a threat: which events were seen, and which became launch reports."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from tocsin.orders.record import NatureEvent
from tocsin.review.belong import Causes, launch_of_body
from tocsin.review.facts import Facts
from tocsin.review.log import RunLog
from tocsin.review.map import EDGE_IN, WIDTH_IN, map_figure
from tocsin.review.map_land import draw_land
from tocsin.review.map_view import WorldView
from tocsin.review.page_style import FAINT, OWN_INK
from tocsin.review.sky_rates import PHRASE, periods_of, sky_rows
from tocsin.review.sky_words import coverage_words, rate_lines
from tocsin.scenario.atlas import Atlas
from tocsin.scenario.background_data import listed_fireballs
from tocsin.warning.event import LaunchReportIssued

FATE_INKS = {"not seen": "#b9b9b2", "seen": OWN_INK, "became a launch report": "#c8500a"}
CURVE_CAPTION = (
    "One point a whole run with the same luck, one number of every satellite set to the value below it; all else as "
    f"the scenario has it. {PHRASE}"
)


class Event(NamedTuple):
    """One event of nature or one declared space launch, and what became of it in the records."""

    event_id: str
    is_launch: bool
    lat_rad: float
    lon_rad: float
    fate: str


def events_of(facts: Facts, log: RunLog) -> list[Event]:
    """Return every event of a run with its fate: the furthest that any party took it."""
    nature = [body for _, _, body in facts.of(NatureEvent)]
    cause = launch_of_body(facts.launches)
    cause.update({body_id: event.event_id for event in nature for body_id in event.body_ids})
    causes = Causes(cause, log.entries)
    reported = {causes.launch_of(body.provenance) for _, _, body in facts.of(LaunchReportIssued)}
    seen = {event_id for _, event_id in facts.detected_ms}
    places = [(launch.launch_id, True, launch.place) for launch in facts.launches]
    places += [(event.event_id, False, event.place) for event in nature]
    return [
        Event(event_id, is_launch, place[0], place[1], fate_of(event_id, seen, reported))
        for event_id, is_launch, place in places
    ]


def fate_of(event_id: str, seen: set[str], reported: set[str]) -> str:
    """Return the furthest that an event got."""
    return "became a launch report" if event_id in reported else "seen" if event_id in seen else "not seen"


def sky_figure(events: list[Event], atlas: Atlas) -> Figure:
    """Return the map of the world with every event, by fate."""
    view = WorldView()
    figure, axes = map_figure(view, "")
    draw_land(axes, view, atlas, grid_deg=30.0)
    handles = []
    for is_launch, marker, noun in ((False, "o", "fireballs"), (True, "^", "space launches")):
        for fate, ink in FATE_INKS.items():
            chosen = [event for event in events if event.fate == fate and event.is_launch == is_launch]
            if not chosen:
                continue
            lat, lon = np.array([(event.lat_rad, event.lon_rad) for event in chosen]).T
            x, y = view.project(lat, lon)
            size = {"not seen": 2.4, "seen": 3.2}.get(fate, 5.0) + (2.5 if is_launch else 0.0)
            axes.plot(
                x, y, marker, markersize=size, color=ink, markeredgewidth=0, linestyle="none", zorder=4 + is_launch
            )
            label = f"{noun} {fate}: {len(chosen):,}"
            handles.append(Line2D([], [], color=ink, marker=marker, markersize=size, linestyle="none", label=label))
    _, height = figure.get_size_inches()
    figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(EDGE_IN / WIDTH_IN, 0.25 / height),
        ncols=3,
        frameon=False,
        fontsize=7,
        labelcolor=FAINT,
        borderpad=0,
    )
    return figure


def fates(events: Mapping[str, list[Event]]) -> list[tuple[str, list[int]]]:
    """Return how many events met each fate under each agreement, fireballs and space launches apart."""
    return [
        (
            f"{noun} {fate}",
            [sum(e.fate == fate and e.is_launch == is_launch for e in given) for given in events.values()],
        )
        for is_launch, noun in ((False, "fireballs"), (True, "space launches"))
        for fate in FATE_INKS
    ]


class RateTable(NamedTuple):
    """The fireballs of one run by period: headings, lines of (label, cells), and what is said beneath."""

    agreement: str
    periods: list[str]
    lines: list[tuple[str, list[str]]]
    words: str


def rate_tables(facts: Mapping[str, Facts]) -> list[RateTable]:
    """Return, for each agreement, counts and rates of the shipped fireballs; none where they were not played."""
    listed = listed_fireballs()
    periods = periods_of(listed)
    return [
        RateTable(
            agreement,
            [period.name for period in periods],
            rate_lines(periods, sky_rows(given, agreement, listed)),
            f"{PHRASE} {coverage_words(periods)}",
        )
        for agreement, given in facts.items()
        if given.scenario.real_years
    ]
