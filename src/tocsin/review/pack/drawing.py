"""The timeline as SVG: rows of marks on one axis of minutes, in the page's own inks, readable without a script."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from tocsin.review.page_story import Lane, Mark, Strand
from tocsin.review.page_style import MARKING
from tocsin.review.page_words import clock, nation

Units = float  # of the drawing: about a pixel at its own size

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 1000.0, 158.0, 26.0, 26.0, 62.0
HEAD, ROW_PAD, LEVEL, TICK_LEVEL = 30.0, 6.0, 15.0, 7.0
BALL, GAP = 6.2, 1.6
MOST_LEVELS, MOST_TICK_LEVELS = 12, 6
STEPS_MIN = (1, 2, 5, 10, 15, 30, 60, 120, 240)
MOST_STEPS = 16
MOST_NAMED = 12
TEXT_WIDTH = 5.4  # of one letter, about


class Axis(NamedTuple):
    """Exercise time along the drawing: from when to when, when it says 0, and what the numbers on balls stand for."""

    from_ms: int
    to_ms: int
    zero_ms: int
    order: tuple[str, ...]
    says: str

    def x(self, time_ms: int) -> Units:
        """Return where a time stands."""
        share = (time_ms - self.from_ms) / max(1, self.to_ms - self.from_ms)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def numeral(self, about: str) -> str:
        """Return the number of a launch or event, '' for none."""
        return str(self.order.index(about) + 1) if about in self.order else ""


def axis_of(
    lanes: Sequence[Lane], zero_ms: int, also_ms: Sequence[int], says: str, first: Sequence[str] = ()
) -> Axis:
    """Return the axis that holds every mark, and some times (ms) beside them; ``first`` are numbered first."""
    marks = [mark for lane in lanes for row in lane.strands for mark in row.marks]
    times = [*(mark.time_ms for mark in marks), *also_ms]
    span_ms = max(60_000, max(times) - min(times))
    from_ms = max(0, min(times) - round(0.045 * span_ms))
    met = {mark.launch_id for mark in marks if mark.launch_id}
    named = dict.fromkeys(name for name in first if name in met)
    named |= dict.fromkeys(mark.launch_id for mark in sorted(marks, key=lambda mark: mark.time_ms) if mark.launch_id)
    return Axis(from_ms, max(times) + round(0.02 * span_ms), zero_ms, tuple(named), says)


def draw(lanes: Sequence[Lane], axis: Axis, hairs_ms: Sequence[int], inks: dict[str, str]) -> str:
    """Return the drawing; ``hairs_ms`` are times with a hair line through all lanes, ``inks`` CSS inks by owner."""
    heights = [[row_height(row, axis) for row in lane.strands] for lane in lanes]
    bottom = TOP + sum(HEAD + sum(rows) for rows in heights)
    parts = [marking(14.0), *axis_parts(axis, bottom), *hairs(axis, hairs_ms, bottom)]
    top = TOP
    for lane, rows in zip(lanes, heights, strict=True):
        parts += lane_parts(lane, rows, axis, inks[lane.owner], top)
        top += HEAD + sum(rows)
    parts += key_parts(axis, bottom + 32.0)
    total = bottom + BOTTOM
    parts.append(
        f'<line id="cursor" x1="{LEFT}" x2="{LEFT}" y1="{TOP}" y2="{bottom:.1f}" stroke="var(--mark)" '
        'stroke-width="1.6" visibility="hidden"/>'
    )
    parts.append(marking(total - 5.0))
    return (
        f'<svg id="story" viewBox="0 0 {WIDTH:.0f} {total:.0f}" role="img" aria-label="{MARKING}: timeline" '
        f'fill="currentColor" data-left="{LEFT}" data-right="{WIDTH - RIGHT}" data-from="{axis.from_ms}" '
        f'data-to="{axis.to_ms}" data-zero="{axis.zero_ms}">' + "".join(parts) + "</svg>"
    )


def text(x: Units, y: Units, words: str, style: str = "", anchor: str = "start") -> str:
    """Return a line of text; it is escaped."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{style and " " + style}>{escape(words)}</text>'


def marking(y: Units) -> str:
    """Return the marking that no picture can lose."""
    return text(WIDTH / 2, y, MARKING, 'fill="var(--mark)" font-weight="700" font-size="11"', "middle")


def axis_parts(axis: Axis, bottom: Units) -> list[str]:
    """Return the axis below the lanes: a number every so many minutes."""
    minutes = (axis.to_ms - axis.from_ms) / 60_000.0
    step = next((step for step in STEPS_MIN if minutes / step <= MOST_STEPS), STEPS_MIN[-1])
    first = -(-(axis.from_ms - axis.zero_ms) // (step * 60_000))
    last = (axis.to_ms - axis.zero_ms) // (step * 60_000)
    parts = []
    for number in range(first, last + 1):
        x = axis.x(axis.zero_ms + number * step * 60_000)
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{bottom:.1f}" y2="{bottom + 4:.1f}" stroke="currentColor"/>'
        )
        parts.append(text(x, bottom + 15.0, f"{number * step}".replace("-", "\u2212"), "", "middle"))
    parts.append(text(LEFT - 40.0, bottom + 15.0, axis.says, 'fill="var(--faint)"', "end"))
    return parts


def hairs(axis: Axis, times_ms: Sequence[int], bottom: Units) -> list[str]:
    """Return hair lines through all lanes."""
    return [
        f'<line x1="{axis.x(t):.1f}" x2="{axis.x(t):.1f}" y1="{TOP + HEAD}" y2="{bottom:.1f}" stroke="var(--hair)"/>'
        for t in times_ms
        if axis.from_ms <= t <= axis.to_ms
    ]


def key_parts(axis: Axis, y: Units) -> list[str]:
    """Return what the numbers on the balls and their fill stand for."""
    names = ", ".join(f"{i + 1} = {name}" for i, name in enumerate(axis.order[:MOST_NAMED]))
    more = f", and {len(axis.order) - MOST_NAMED} more" if len(axis.order) > MOST_NAMED else ""
    fill = "empty, tinted, full ball: low, medium, high confidence, or miss and kill; a tick is one look or message"
    said = [f"{names}{more}"] if names else []
    return [text(LEFT, y - 4.0 + 13.0 * i, words, 'fill="var(--faint)"') for i, words in enumerate([*said, fill])]


def row_height(row: Strand, axis: Axis) -> Units:
    """Return the height that a row needs."""
    if is_rug(row):
        count = min(len({mark.launch_id for mark in row.marks}), MOST_TICK_LEVELS)
        return max(ROW_PAD + count * TICK_LEVEL, ROW_PAD + LEVEL)
    return ROW_PAD + LEVEL * (1 + max(levels_of(row, axis), default=0))


def is_rug(row: Strand) -> bool:
    """Return whether a row holds nothing but ticks."""
    return bool(row.marks) and all(mark.weight == "tick" for mark in row.marks)


def levels_of(row: Strand, axis: Axis) -> list[int]:
    """Return on which level each mark of a row stands, so that no two balls or notes of a level touch; ticks on 0."""
    ends: list[Units] = []
    levels = []
    for mark in row.marks:
        if mark.weight == "tick":
            levels.append(0)
            continue
        x = axis.x(mark.time_ms)
        free = [i for i, end in enumerate(ends) if x - BALL >= end]
        level = free[0] if free else min(len(ends), MOST_LEVELS - 1)
        ends[level : level + 1] = [x + BALL + GAP + note_width(mark, axis)]
        levels.append(level)
    return levels


def note_width(mark: Mark, axis: Axis) -> Units:
    """Return how far a mark's note reaches beyond it; balls with a number have none."""
    return 0.0 if axis.numeral(mark.launch_id) or not mark.note else 4.0 + TEXT_WIDTH * len(mark.note)


def lane_parts(lane: Lane, heights: list[Units], axis: Axis, ink: str, top: Units) -> list[str]:
    """Return one lane: its name, a line, its rows."""
    title = f"{nation(lane.owner)} knew and did" if lane.owner else "Truth"
    y = top + HEAD
    parts = [
        f'<g color="{ink}">',
        text(8.0, y - 8.0, title, 'font-weight="700" font-size="13"'),
        f'<line x1="8" x2="{WIDTH - RIGHT}" y1="{y - 3:.1f}" y2="{y - 3:.1f}" stroke="currentColor"/>',
    ]
    for row, height in zip(lane.strands, heights, strict=True):
        parts += row_parts(row, axis, y, height)
        y += height
    return [*parts, "</g>"]


def row_parts(row: Strand, axis: Axis, top: Units, height: Units) -> list[str]:
    """Return one row: its name, its marks, the time of its first; 'never' where there is none."""
    middle = top + height / 2
    parts = [text(LEFT - 40.0, middle + 4.0, row.name, 'fill="var(--ink)"', "end")]
    if not row.marks:
        return [*parts, text(LEFT, middle + 4.0, "never", 'fill="var(--faint)" font-style="italic"')]
    parts.append(
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{middle:.1f}" y2="{middle:.1f}" stroke="var(--hair)" '
        'stroke-width=".6"/>'
    )
    if is_rug(row):
        parts.append(rug(row, axis, top, height))
    else:
        ticks = [axis.x(mark.time_ms) for mark in row.marks if mark.weight == "tick"]
        parts.append(strokes(ticks, middle - 3.0, middle + 3.0))
        for mark, level in zip(row.marks, levels_of(row, axis), strict=True):
            if mark.weight != "tick":
                parts.append(ball(mark, axis, top + ROW_PAD / 2 + (level + 0.5) * LEVEL))
    first = next((mark for mark in row.marks if mark.weight != "tick"), row.marks[0])
    x = axis.x(first.time_ms) - (BALL + 3.0 if first.weight != "tick" else 3.0)
    time = clock((first.time_ms - axis.zero_ms) / 1000.0)
    y = middle if is_rug(row) else top + ROW_PAD / 2 + LEVEL / 2
    halo = 'fill="var(--ink)" font-size="10" paint-order="stroke" stroke="var(--paper)" stroke-width="3"'
    return [*parts, text(x, y + 3.6, time, halo, "end")]


def rug(row: Strand, axis: Axis, top: Units, height: Units) -> str:
    """Return a row of ticks, those about each launch or event on a level of their own."""
    about = list(dict.fromkeys(mark.launch_id for mark in row.marks))
    count = min(len(about), MOST_TICK_LEVELS)
    pad = (height - count * TICK_LEVEL) / 2
    parts = []
    for number, name in enumerate(about):
        y = top + pad + (number % MOST_TICK_LEVELS + 0.5) * TICK_LEVEL
        xs = [axis.x(mark.time_ms) for mark in row.marks if mark.launch_id == name]
        parts.append(strokes(xs, y - 2.6, y + 2.6))
    return "".join(parts)


def strokes(xs: Sequence[Units], top: Units, bottom: Units) -> str:
    """Return upright strokes as one path; those that would lie on one another are drawn once."""
    places = dict.fromkeys(f"{x:.1f}" for x in xs)
    path = "".join(f"M{x} {top:.1f}V{bottom:.1f}" for x in places)
    return f'<path d="{path}" stroke="currentColor" stroke-width=".8" opacity=".75"/>' if path else ""


def ball(mark: Mark, axis: Axis, y: Units) -> str:
    """Return a ball with the number of what it is about; without one a diamond, and its note beside it."""
    x = axis.x(mark.time_ms)
    numeral = axis.numeral(mark.launch_id)
    about = f"{mark.launch_id} " if mark.launch_id else ""
    title = f"<title>{escape(f'{clock(mark.time_ms / 1000.0)} {about}{mark.note}'.strip())}</title>"
    fill = {"light": "var(--paper)", "half": "var(--paper)"}.get(mark.weight, "currentColor")
    tint = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{BALL}" opacity=".3"/>' if mark.weight == "half" else ""
    if numeral:
        ink = "currentColor" if mark.weight in ("light", "half") else "var(--paper)"
        number = text(x, y + 3.2, numeral, f'fill="{ink}" font-size="{9 if len(numeral) < 2 else 7.5}"', "middle")
        circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{BALL}" fill="{fill}" stroke="currentColor"/>'
        return f"<g>{title}{circle}{tint}{number}</g>"
    diamond = f'<path d="M{x:.1f} {y - 4.5:.1f}l4.5 4.5-4.5 4.5-4.5-4.5z" fill="{fill}" stroke="currentColor"/>'
    halo = 'fill="var(--ink)" font-size="10" paint-order="stroke" stroke="var(--paper)" stroke-width="3"'
    note = text(x + 8.0, y + 3.6, mark.note, halo) if mark.note else ""
    return f"<g>{title}{diamond}{note}</g>"
