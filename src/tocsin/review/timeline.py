"""The timeline: truth, and what each node knew and did, on one axis of minutes after the first lift-off."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from tocsin.review.facts import Facts
from tocsin.review.page_story import Lane, Mark, Strand, story_of
from tocsin.review.page_style import (
    FAINT,
    HAIR,
    HALO,
    INK,
    PAPER,
    TRUTH_INK,
    Inches,
    Points,
    nation_ink,
    new_figure,
    quiet,
)
from tocsin.review.page_words import clock, nation

WIDTH_IN = 10.0
LEFT_IN, RIGHT_IN, TOP_IN, BOTTOM_IN = 1.85, 0.35, 0.30, 1.02
HEAD_IN = 0.36  # the name of a lane
ROW_IN = 0.10  # what a row takes besides its levels
LEVEL_IN, TICK_LEVEL_IN = 0.155, 0.075
BALL_PT = 9.5
GAP_PT = 1.0
BEFORE_MIN, AFTER_MIN = 0.9, 0.5
MOST_TICK_LEVELS = 6
STEPS_MIN = (1, 2, 5, 10, 20, 60)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The plot and its measures: which launch bears which number, and when minute 0 is."""

    axes: Axes
    zero_ms: int
    order: tuple[str, ...]
    points_per_min: float

    def minute(self, time_ms: int) -> float:
        """Return minutes after the first lift-off."""
        return (time_ms - self.zero_ms) / 60_000.0

    def numeral(self, launch_id: str) -> str:
        """Return the number of a launch, '' for none."""
        return str(self.order.index(launch_id) + 1) if launch_id in self.order else ""


def timeline_figure(facts: Facts) -> Figure:
    """Return the timeline of a run with at least one launch, from the first lift-off to the last outcome."""
    lanes = [lane for lane in story_of(facts) if lane.strands]
    zero_ms = min(launch.lift_off_ms for launch in facts.launches)
    last_ms = max(mark.time_ms for lane in lanes for row in lane.strands for mark in row.marks)
    last_ms = max([last_ms, *(i.time_ms for launch in facts.launches for i in launch.impacts)])
    minutes = (last_ms - zero_ms) / 60_000.0 + BEFORE_MIN + AFTER_MIN
    order = tuple(launch.launch_id for launch in facts.launches)
    width_in = WIDTH_IN - LEFT_IN - RIGHT_IN
    points_per_min = 72.0 * width_in / minutes
    heights = [[row_in(row, order, points_per_min) for row in lane.strands] for lane in lanes]
    plot_in = sum(HEAD_IN + sum(rows) for rows in heights)
    height_in = plot_in + TOP_IN + BOTTOM_IN
    figure = new_figure(WIDTH_IN, height_in)
    axes = figure.add_axes((LEFT_IN / WIDTH_IN, BOTTOM_IN / height_in, width_in / WIDTH_IN, plot_in / height_in))
    quiet(axes)
    axes.set_xlim(-BEFORE_MIN, minutes - BEFORE_MIN)
    axes.set_ylim(plot_in, 0.0)
    axes.set_yticks([])
    step_min = next((s for s in STEPS_MIN if minutes / s <= 26), STEPS_MIN[-1])
    axes.xaxis.set_major_locator(MultipleLocator(step_min))
    axes.set_xlabel("minutes after the first lift-off", fontsize=8, color=INK)
    sheet = Sheet(axes, zero_ms, order, points_per_min)
    draw_impacts(sheet, facts, plot_in)
    top_in = 0.0
    for lane, rows in zip(lanes, heights, strict=True):
        ink = nation_ink(facts.parties, lane.owner) if lane.owner else TRUTH_INK
        top_in = draw_lane(sheet, lane, rows, ink, top_in)
    figure.text(
        LEFT_IN / WIDTH_IN, 0.44 / height_in, key_of(facts), fontsize=7, color=FAINT, va="center", linespacing=1.4
    )
    return figure


def levels_of(row: Strand, points_per_min: float) -> list[int]:
    """Return on which level each mark of a row stands, so that no two balls of a level touch; ticks on 0."""
    ends: list[float] = []
    levels = []
    for mark in row.marks:
        if mark.weight == "tick":
            levels.append(0)
            continue
        at_pt = mark.time_ms / 60_000.0 * points_per_min
        level = next((i for i, end in enumerate(ends) if at_pt - end >= BALL_PT + GAP_PT), len(ends))
        ends[level : level + 1] = [at_pt]
        levels.append(level)
    return levels


def is_rug(row: Strand) -> bool:
    """Return whether a row holds nothing but ticks."""
    return bool(row.marks) and all(mark.weight == "tick" for mark in row.marks)


def row_in(row: Strand, order: tuple[str, ...], points_per_min: float) -> Inches:
    """Return the height (in) that a row needs."""
    if is_rug(row):
        count = min(len({mark.launch_id for mark in row.marks}), MOST_TICK_LEVELS, len(order))
        return max(ROW_IN + count * TICK_LEVEL_IN, ROW_IN + LEVEL_IN)
    return ROW_IN + LEVEL_IN * (1 + max(levels_of(row, points_per_min), default=0))


def draw_impacts(sheet: Sheet, facts: Facts, plot_in: Inches) -> None:
    """Draw a hair line through all lanes at each lift-off and at each moment a payload would come down."""
    moments = [launch.lift_off_ms for launch in facts.launches]
    moments += [impact.time_ms for launch in facts.launches for impact in launch.impacts]
    for time_ms in moments:
        sheet.axes.plot([sheet.minute(time_ms)] * 2, [HEAD_IN, plot_in], color=HAIR, linewidth=0.6, zorder=0.5)


def draw_lane(sheet: Sheet, lane: Lane, rows_in: list[Inches], ink: str, top_in: Inches) -> Inches:
    """Draw one lane from its top down, and return where it ends."""
    left, right = sheet.axes.get_xlim()
    title = f"{nation(lane.owner)} knew and did" if lane.owner else "Truth"
    left_of_plot = left - 72.0 * (LEFT_IN - 0.28) / sheet.points_per_min
    sheet.axes.text(
        left_of_plot, top_in + HEAD_IN - 0.08, title, fontsize=9.5, fontweight="bold", color=ink, va="bottom"
    )
    at_in = top_in + HEAD_IN
    sheet.axes.plot([left_of_plot, right], [at_in - 0.04] * 2, color=ink, linewidth=0.6, clip_on=False, zorder=1)
    for row, height_in in zip(lane.strands, rows_in, strict=True):
        sheet.axes.text(
            left - 6.0 / sheet.points_per_min,
            at_in + 0.5 * height_in,
            row.name,
            fontsize=8,
            color=INK,
            ha="right",
            va="center",
        )
        draw_row(sheet, row, ink, at_in, height_in)
        at_in += height_in
    return at_in


def draw_row(sheet: Sheet, row: Strand, ink: str, top_in: Inches, height_in: Inches) -> None:
    """Draw the marks of one row, the time of its first, and 'never' where there is none."""
    middle_in = top_in + 0.5 * height_in
    if not row.marks:
        sheet.axes.text(0.0, middle_in, "never", fontsize=7.5, fontstyle="italic", color=FAINT, va="center")
        return
    sheet.axes.plot(sheet.axes.get_xlim(), [middle_in] * 2, color=HAIR, linewidth=0.35, zorder=0.4)
    if is_rug(row):
        draw_rug(sheet, row, ink, top_in, height_in)
        return
    ticks = [sheet.minute(mark.time_ms) for mark in row.marks if mark.weight == "tick"]
    sheet.axes.vlines(ticks, middle_in - 0.035, middle_in + 0.035, color=ink, linewidth=0.5, alpha=0.55, zorder=2)
    for mark, level in zip(row.marks, levels_of(row, sheet.points_per_min), strict=True):
        if mark.weight != "tick":
            draw_ball(sheet, mark, ink, top_in + 0.5 * ROW_IN + (level + 0.5) * LEVEL_IN)
    first_ball = next(mark for mark in row.marks if mark.weight != "tick")
    write_time(sheet, first_ball.time_ms, top_in + 0.5 * ROW_IN + 0.5 * LEVEL_IN, -1, 0.5 * BALL_PT + 2.5)


def draw_rug(sheet: Sheet, row: Strand, ink: str, top_in: Inches, height_in: Inches) -> None:
    """Draw a row of ticks, each launch on a level of its own, with the times of the first and the last."""
    ids = [launch_id for launch_id in sheet.order if any(mark.launch_id == launch_id for mark in row.marks)]
    count = min(len(ids), MOST_TICK_LEVELS)
    pad_in = 0.5 * (height_in - count * TICK_LEVEL_IN)
    half_in = 0.40 * TICK_LEVEL_IN
    for number, launch_id in enumerate(ids):
        minutes = [sheet.minute(mark.time_ms) for mark in row.marks if mark.launch_id == launch_id]
        at_in = top_in + pad_in + (number % MOST_TICK_LEVELS + 0.5) * TICK_LEVEL_IN
        sheet.axes.vlines(minutes, at_in - half_in, at_in + half_in, color=ink, linewidth=0.45, alpha=0.8, zorder=2)
    write_time(sheet, row.marks[0].time_ms, top_in + 0.5 * height_in, -1, 2.0)
    write_time(sheet, row.marks[-1].time_ms, top_in + 0.5 * height_in, 1, 2.0)


def draw_ball(sheet: Sheet, mark: Mark, ink: str, at_in: Inches) -> None:
    """Draw a ball with the launch's number: empty, half or full ink by how sure or how good it is."""
    fill, text_ink = {"light": (PAPER, ink), "half": (lighter(ink), ink)}.get(mark.weight, (ink, PAPER))
    minute = sheet.minute(mark.time_ms)
    numeral = sheet.numeral(mark.launch_id)
    sheet.axes.plot(
        [minute],
        [at_in],
        "o" if numeral else "D",
        markersize=BALL_PT if numeral else 5.5,
        markerfacecolor=fill,
        markeredgecolor=ink,
        markeredgewidth=0.8,
        zorder=4,
        clip_on=False,
    )
    sheet.axes.text(
        minute, at_in + 0.003, numeral, fontsize=6.2, color=text_ink, ha="center", va="center_baseline", zorder=5
    )
    if not numeral and mark.note:
        after = minute + 6.0 / sheet.points_per_min
        sheet.axes.text(after, at_in, mark.note, fontsize=7, color=INK, va="center", zorder=5, path_effects=HALO)


def write_time(sheet: Sheet, time_ms: int, at_in: Inches, side: int, gap_pt: Points) -> None:
    """Write a time beside a mark, some points of paper away: side -1 before it, 1 after it."""
    minute = sheet.minute(time_ms) + side * gap_pt / sheet.points_per_min
    sheet.axes.text(
        minute,
        at_in,
        clock((time_ms - sheet.zero_ms) / 1000.0),
        fontsize=6.8,
        color=INK,
        ha="right" if side < 0 else "left",
        va="center",
        zorder=5,
        path_effects=HALO,
    )


def lighter(ink: str) -> str:
    """Return a colour two thirds of the way to white, as #rrggbb."""
    parts = [int(ink[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part + 0.66 * (255 - part)):02x}" for part in parts)


def key_of(facts: Facts) -> str:
    """Return what the signs mean."""
    numbered = ", ".join(f"{i + 1} = {launch.launch_id}" for i, launch in enumerate(facts.launches[:9]))
    return (
        f"Balls bear the number of the launch ({numbered}); a tick is one look or one more message; "
        "times are of the first in a row\n(and the last look).  "
        "Hair lines: lift-offs and undefended impacts.  "
        "Warnings: empty, tinted, full ball = low, medium, high confidence.\n"
        "Own tracks: empty infrared, full radar.  Intercepts: empty miss, full kill."
    )
