"""Headline shares and times over the exercises in order of time: small panels, a mark an exercise, its counts."""

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from tocsin.review.page_style import FAINT, HAIR, HALO, INK, OWN_INK, PAPER, Inches, new_figure, quiet
from tocsin.study.series.exercise import Exercise
from tocsin.study.series.panel import SHARE_TICKS, Mark, Panel

ACROSS = 4
THIN, THICK = 1.2, 4.0  # points: an interval of one run, of several
MOST_DATED = 4  # exercises that leave room for a month under each
WIDTH_IN, PANEL_IN = 10.0, 1.75
LEFT_IN, RIGHT_IN, TOP_IN, BOTTOM_IN, GAP_IN, HEAD_IN = 0.50, 0.25, 0.10, 0.90, 0.38, 0.90
BOTTOM_SHARE, TOP_SHARE = -0.06, 1.10


def trend_figure(exercises: Sequence[Exercise], panels: Sequence[Panel]) -> Figure:
    """Return small multiples, the exercises from left to right in order of time."""
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
    write_key(figure, height_in, any(mark.ends for panel in panels for mark in panel.marks))
    return figure


def write_key(figure: Figure, height_in: Inches, has_interval: bool) -> None:
    """Say what the marks mean."""
    batch = Line2D(
        [],
        [],
        color=OWN_INK,
        marker="o",
        markersize=5,
        linewidth=0,
        label="batch, its exact 95\u202f% interval" if has_interval else "batch",
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
    """Draw one measure over the exercises; ticks that all panels share are written once a row."""
    quiet(axes)
    axes.set_xlim(-0.5, len(exercises) - 0.3)  # room for the last one's counts
    axes.set_ylim(BOTTOM_SHARE, TOP_SHARE)
    for level, _ in panel.ticks:
        axes.axhline(level, color=HAIR, linewidth=0.6, zorder=0)
    has_ticks = is_leftmost or panel.ticks != SHARE_TICKS
    axes.set_yticks([level for level, _ in panel.ticks], [text if has_ticks else "" for _, text in panel.ticks])
    axes.tick_params(axis="y", labelcolor=FAINT, labelsize=7, pad=1)
    axes.set_xticks(range(len(exercises)), [under(item, len(exercises)) for item in exercises], fontsize=7.5)
    title(axes, panel)
    draw_joins(axes, exercises, panel)
    for place, (exercise, mark) in enumerate(zip(exercises, panel.marks, strict=True)):
        draw_mark(axes, place, mark, exercise.is_live)


def under(exercise: Exercise, exercise_count: int) -> str:
    """Return what stands under an exercise: its label, and where there is room the month, or that it is a batch."""
    if exercise_count > MOST_DATED:
        return exercise.label
    return f"{exercise.label}\n{exercise.setup.value_of('on')[:7] if exercise.is_live else 'batch'}"


def title(axes: Axes, panel: Panel) -> None:
    """Write what a panel shows, and per what."""
    words = wrapped(panel.title, 30)
    lift_in: Inches = 0.13
    for line, text in enumerate((*words, panel.per)):
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
    """Join each exercise with the next that has a mark; by a broken line where they are not alike."""
    known = [(place, mark.level_share) for place, mark in enumerate(panel.marks) if mark.level_share is not None]
    for (left, from_share), (right, to_share) in pairwise(known):
        is_same = is_alike(exercises[left], exercises[right])
        axes.plot(
            [left, right],
            [from_share, to_share],
            color=OWN_INK if is_same else FAINT,
            linewidth=1.1 if is_same else 0.7,
            linestyle="-" if is_same else (0, (2, 3)),
            alpha=0.7,
            zorder=1,
        )


def is_alike(left: Exercise, right: Exercise) -> bool:
    """Return whether two exercises are of one scenario, and both or neither played by people."""
    return (left.scenario_name, left.is_live) == (right.scenario_name, right.is_live)


def draw_mark(axes: Axes, place: int, mark: Mark, is_live: bool) -> None:
    """Draw one exercise with its interval and its counts; a dash, or why, where there is nothing to draw."""
    if mark.level_share is None:
        why = mark.words.replace(" ", "\n") or "\u2013"
        axes.text(place, 0.01, why, ha="center", va="bottom", fontsize=6.5, fontstyle="italic", color=FAINT)
        return
    if mark.ends is not None:
        width = THIN if mark.is_narrowest else THICK
        axes.plot([place] * 2, mark.ends, color=OWN_INK, lw=width, alpha=0.3, zorder=1.5, solid_capstyle="butt")
    fill = PAPER if is_live else OWN_INK
    axes.plot([place], [mark.level_share], "o", color=OWN_INK, ms=5.0, mfc=fill, mew=1.3, zorder=3, clip_on=False)
    write_counts(axes, (place, mark.level_share), mark.words)


def write_counts(axes: Axes, point: tuple[float, float], words: str) -> None:
    """Write what stands beside a mark: below it where it is high, above it where it is low."""
    is_high = point[1] > 0.5
    axes.annotate(
        words.replace("  ", "\n"),
        point,
        (6, -4 if is_high else 4),
        textcoords="offset points",
        ha="left",
        va="top" if is_high else "bottom",
        fontsize=6.5,
        linespacing=1.15,
        color=INK,
        path_effects=HALO,
        zorder=4,
    )
