"""Words beside marks, none upon another: tried near its mark first, then farther up and down, on either side."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from matplotlib.axes import Axes

from tocsin.review.page_style import FAINT, HALO, INK, Inches

LETTER_IN, LINE_IN, TYPE_PT = 0.062, 0.125, 7.5  # of DejaVu Sans at that size, by its widest usual letters
ASIDE_IN, FAR_IN, STEP_IN, MOST_STEPS = 0.09, 0.5, 0.065, 26  # from a mark to its words, or far; of further tries
MARK_IN = 0.045  # half a mark
POINTS = 72.0  # an inch


class Mark(NamedTuple):
    """Where a mark stands on its axes, in inches from their lower left, and what it is called; '' for nothing."""

    x_in: Inches
    y_in: Inches
    text: str = ""


class Place(NamedTuple):
    """Where words stand: the four ends of their box in inches, and on which side of their mark."""

    left_in: Inches
    low_in: Inches
    right_in: Inches
    high_in: Inches
    is_right: bool


def places(marks: Sequence[Mark], wide_in: Inches, high_in: Inches) -> list[Place | None]:
    """Return where the words of each mark stand on axes so wide and high; None where a mark has none.

    No words lie upon others, upon a mark, or outside the axes, while any of their tries is free; else they take the
    first of them.
    """
    taken = [Place(m.x_in - MARK_IN, m.y_in - MARK_IN, m.x_in + MARK_IN, m.y_in + MARK_IN, True) for m in marks]
    found: list[Place | None] = []
    for mark in marks:
        if not mark.text:
            found.append(None)
            continue
        tries = list(tries_of(mark))
        inside = [
            t for t in tries if t.left_in >= 0.0 and t.right_in <= wide_in and 0.0 <= t.low_in <= t.high_in <= high_in
        ]
        place = next((t for t in inside if not any(is_upon(t, other) for other in taken)), (inside or tries)[0])
        taken.append(place)
        found.append(place)
    return found


def tries_of(mark: Mark) -> Iterator[Place]:
    """Yield places for a mark's words, the nearest first: right and left, then farther up and down."""
    lines = mark.text.split("\n")
    wide_in, high_in = LETTER_IN * max(map(len, lines)), LINE_IN * len(lines)
    for aside_in, step, up in product((ASIDE_IN, FAR_IN), range(MOST_STEPS), (1, -1)):
        middle_in = mark.y_in + up * (0.5 * high_in + step * STEP_IN)
        for is_right in (True, False):
            left_in = mark.x_in + aside_in if is_right else mark.x_in - aside_in - wide_in
            yield Place(left_in, middle_in - 0.5 * high_in, left_in + wide_in, middle_in + 0.5 * high_in, is_right)


def is_upon(one: Place, other: Place) -> bool:
    """Return whether two boxes overlap."""
    return (
        one.left_in < other.right_in
        and other.left_in < one.right_in
        and one.low_in < other.high_in
        and other.low_in < one.high_in
    )


def write_labels(axes: Axes, marks: Sequence[Mark], wide_in: Inches, high_in: Inches) -> None:
    """Write the words of marks on axes so wide and high, each that stands far from its mark with a thin line."""
    for mark, place in zip(marks, places(marks, wide_in, high_in), strict=True):
        if place is None:
            continue
        x_in = place.left_in if place.is_right else place.right_in
        y_in = 0.5 * (place.low_in + place.high_in)
        is_far = abs(y_in - mark.y_in) > LINE_IN * (1 + mark.text.count("\n")) or abs(x_in - mark.x_in) > 2 * ASIDE_IN
        axes.annotate(
            mark.text,
            (mark.x_in * POINTS, mark.y_in * POINTS),
            (x_in * POINTS, y_in * POINTS),
            xycoords="axes points",
            textcoords="axes points",
            ha="left" if place.is_right else "right",
            va="center",
            fontsize=TYPE_PT,
            color=INK,
            path_effects=HALO,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": FAINT, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 3}
            if is_far
            else None,
        )
