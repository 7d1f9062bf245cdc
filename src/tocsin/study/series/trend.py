"""Headline rates over the exercises in order of time: small panels, a mark an exercise, both numbers beside it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from tocsin.review.page_style import FAINT, HAIR, HALO, INK, OWN_INK, PAPER, Inches, new_figure, quiet
from tocsin.review.page_words import number
from tocsin.study.series.exercise import Exercise
from tocsin.study.series.quotient import Quotient, quotient
from tocsin.study.series.rate import RATES, Rate

HEADLINES = ("warned-5", "warned-10", "missed", "leaked", "alerted-all", "found-false", "false-reports", "responded")
SPARE = ("owed", "held-back", "read", "desk", "lost")  # in place of headlines of which nothing can be told
MOST_PANELS, ACROSS = 8, 4
MOST_DATED = 4  # exercises that leave room for a month under each
WIDTH_IN, PANEL_IN = 10.0, 1.75
LEFT_IN, RIGHT_IN, TOP_IN, BOTTOM_IN, GAP_IN, HEAD_IN = 0.50, 0.20, 0.25, 0.85, 0.30, 0.78
LEAST_SHARE, MOST_SHARE = -0.06, 1.10


class Panel(NamedTuple):
    """One rate and what it came to in each exercise."""

    rate: Rate
    found: tuple[Quotient, ...]


def panels_of(exercises: Sequence[Exercise], nation: str) -> list[Panel]:
    """Return the panels of a nation, or of all together: shares of which there is something in some exercise."""
    by_key = {rate.key: rate for rate in RATES}
    panels: list[Panel] = []
    for key in (*HEADLINES, *SPARE):
        found = tuple(quotient(item, by_key[key], nation) for item in exercises)
        if any(item.value is not None for item in found) and len(panels) < MOST_PANELS:
            panels.append(Panel(by_key[key], found))
    return panels


def has_trend(exercises: Sequence[Exercise], nation: str) -> bool:
    """Return whether there is anything to draw."""
    return bool(panels_of(exercises, nation))


def trend_figure(exercises: Sequence[Exercise], nation: str) -> Figure:
    """Return small multiples: a panel for each headline share, the exercises from left to right in order of time."""
    panels = panels_of(exercises, nation)
    rows = -(-len(panels) // ACROSS)
    height_in = TOP_IN + rows * (HEAD_IN + PANEL_IN) + BOTTOM_IN
    wide_in = (WIDTH_IN - LEFT_IN - RIGHT_IN - (ACROSS - 1) * GAP_IN) / ACROSS
    figure = new_figure(WIDTH_IN, height_in)
    for place, panel in enumerate(panels):
        row, column = divmod(place, ACROSS)
        left_in = LEFT_IN + column * (wide_in + GAP_IN)
        bottom_in = height_in - TOP_IN - (row + 1) * (HEAD_IN + PANEL_IN)
        axes = figure.add_axes((left_in / WIDTH_IN, bottom_in / height_in, wide_in / WIDTH_IN, PANEL_IN / height_in))
        draw_panel(axes, exercises, panel, is_leftmost=column == 0)
    write_key(figure, height_in)
    return figure


def write_key(figure: Figure, height_in: Inches) -> None:
    """Say what the marks mean."""
    batch = Line2D(
        [], [], color=OWN_INK, marker="o", markersize=5, linewidth=0, label="batch, its exact 95\u202f% interval"
    )
    live = Line2D(
        [],
        [],
        color=OWN_INK,
        marker="o",
        markersize=5,
        linewidth=0,
        markerfacecolor=PAPER,
        markeredgewidth=1.3,
        label="people played: one case",
    )
    same = Line2D([], [], color=OWN_INK, linewidth=1.1, alpha=0.7, label="same scenario, played alike")
    other = Line2D(
        [], [], color=FAINT, linewidth=0.7, linestyle=(0, (2, 3)), label="another scenario, or people beside a batch"
    )
    figure.legend(
        handles=[batch, live, same, other],
        loc="lower left",
        bbox_to_anchor=(LEFT_IN / WIDTH_IN, 0.22 / height_in),
        ncols=4,
        frameon=False,
        fontsize=8,
        labelcolor=FAINT,
        borderpad=0,
    )


def draw_panel(axes: Axes, exercises: Sequence[Exercise], panel: Panel, is_leftmost: bool) -> None:
    """Draw one share over the exercises."""
    quiet(axes)
    axes.set_xlim(-0.5, len(exercises) - 0.5)
    axes.set_ylim(LEAST_SHARE, MOST_SHARE)
    for level in (0.0, 0.5, 1.0):
        axes.axhline(level, color=HAIR, linewidth=0.6, zorder=0)
    axes.set_yticks((0.0, 0.5, 1.0), ("0", "50", "100\u202f%") if is_leftmost else ("", "", ""), color=FAINT)
    axes.set_xticks(range(len(exercises)), [under(item, len(exercises)) for item in exercises], fontsize=7.5)
    title(axes, panel.rate)
    draw_joins(axes, exercises, panel)
    for place, (exercise, found) in enumerate(zip(exercises, panel.found, strict=True)):
        draw_mark(axes, place, exercise, found)


def under(exercise: Exercise, exercise_count: int) -> str:
    """Return what stands under an exercise: its label, and where there is room the month, or that it is a batch."""
    if exercise_count > MOST_DATED:
        return exercise.label
    return f"{exercise.label}\n{exercise.setup.value_of('on')[:7] if exercise.is_live else 'batch'}"


def title(axes: Axes, rate: Rate) -> None:
    """Write what a panel shows, and per what."""
    words = wrapped(rate.title, 30)
    lift_in: Inches = 0.13
    for line, text in enumerate((*words, f"per {rate.per}")):
        rise_in = lift_in * (len(words) - line) + 0.06
        axes.annotate(
            text,
            (0.0, 1.0),
            (0.0, 72.0 * rise_in),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=8 if line < len(words) else 7,
            fontweight="bold" if line < len(words) else "normal",
            color=INK if line < len(words) else FAINT,
        )


def wrapped(text: str, most_letters: int) -> list[str]:
    """Return a text in lines of at most so many letters."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) > most_letters and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def draw_joins(axes: Axes, exercises: Sequence[Exercise], panel: Panel) -> None:
    """Join each exercise with the next of which the share is known; by a broken line where they are not alike."""
    known = [(place, item.value) for place, item in enumerate(panel.found) if item.value is not None]
    for (left, from_value), (right, to_value) in pairwise(known):
        is_same = is_alike(exercises[left], exercises[right])
        axes.plot(
            [left, right],
            [from_value, to_value],
            color=OWN_INK if is_same else FAINT,
            linewidth=1.1 if is_same else 0.7,
            linestyle="-" if is_same else (0, (2, 3)),
            alpha=0.7,
            zorder=1,
        )


def is_alike(left: Exercise, right: Exercise) -> bool:
    """Return whether two exercises are of one scenario, and both or neither played by people."""
    return (left.scenario_name, left.is_live) == (right.scenario_name, right.is_live)


def draw_mark(axes: Axes, place: int, exercise: Exercise, found: Quotient) -> None:
    """Draw one exercise's share with its interval and its two numbers; a dash where nothing can be told."""
    if found.value is None:
        axes.text(place, 0.0, "\u2013", ha="center", va="center", fontsize=9, color=FAINT)
        return
    if found.interval is not None:
        axes.plot(
            [place, place],
            found.interval[:2],
            color=OWN_INK,
            linewidth=3.0,
            alpha=0.3,
            zorder=1.5,
            solid_capstyle="butt",
        )
    axes.plot(
        [place],
        [found.value],
        "o",
        markersize=5.0,
        color=OWN_INK,
        markerfacecolor=PAPER if exercise.is_live else OWN_INK,
        markeredgewidth=1.3,
        zorder=3,
        clip_on=False,
    )
    is_high = found.value > 0.5
    axes.annotate(
        f"{number(found.top_value)}/{number(found.bottom_value)}",
        (place, found.value),
        (6, -8 if is_high else 8),
        textcoords="offset points",
        ha="left",
        va="center",
        fontsize=7,
        color=INK,
        path_effects=HALO,
        zorder=4,
    )
