"""How the plots of a report look: axes, levels' colours and signs, labels beside what they name."""

import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tocsin.review.page_style import FAINT, HAIR, INK, Inches, new_figure, quiet

# Okabe and Ito (2008), darkened where they would be pale on paper; dashes and signs tell them apart without colour.
LEVEL_INKS = ("#555555", "#0072b2", "#c87800", "#007a5a", "#a8487f", "#c8500a", "#3b3b8f", "#7a6a00", "#00838f")
DASHES: tuple[Any, ...] = (
    "-",
    (0, (5, 1.5)),
    (0, (1.5, 1.2)),
    (0, (5, 1.5, 1.2, 1.5)),
    (0, (9, 2)),
    (0, (5, 1.2, 1.2, 1.2, 1.2, 1.2)),
    (0, (3, 3)),
)
WIDTH_IN: Inches = 10.0
TYPE_PT = 8.5


class Box(NamedTuple):
    """Where axes stand on a figure, in inches from its lower left."""

    left_in: Inches
    bottom_in: Inches
    width_in: Inches
    height_in: Inches


def axes_at(figure: Figure, box: Box) -> Axes:
    """Return quiet axes at a place."""
    wide_in, high_in = figure.get_size_inches()
    axes = figure.add_axes(
        (box.left_in / wide_in, box.bottom_in / high_in, box.width_in / wide_in, box.height_in / high_in)
    )
    quiet(axes)
    axes.tick_params(labelsize=TYPE_PT, pad=3)
    return axes


def page_figure(height_in: Inches, width_in: Inches = WIDTH_IN) -> Figure:
    """Return an empty figure, marked EXERCISE, as wide as the page."""
    return new_figure(width_in, height_in)


def label_axes(axes: Axes, x: str = "", y: str = "", title: str = "") -> None:
    """Name what axes show, with its unit."""
    if x:
        axes.set_xlabel(x, fontsize=TYPE_PT, color=INK)
    if y:
        axes.set_ylabel(y, fontsize=TYPE_PT, color=INK)
    if title:
        axes.set_title(title, fontsize=9.5, fontweight="bold", loc="left", color=INK, pad=8)


def grid(axes: Axes, axis: str) -> None:
    """Draw hair lines across an axis, below everything."""
    axes.grid(axis=axis, color=HAIR, linewidth=0.6)  # type: ignore[arg-type]
    axes.set_axisbelow(True)


def zero_line(axes: Axes, is_vertical: bool = True) -> None:
    """Draw the line of no difference."""
    (axes.axvline if is_vertical else axes.axhline)(0.0, color=FAINT, linewidth=0.9, zorder=0.6)


def ink_of(names: Sequence[str], name: str) -> str:
    """Return the colour of one of several levels: the same in every plot of a report."""
    return LEVEL_INKS[list(names).index(name) % len(LEVEL_INKS)]


def in_lines(name: str, letters: int) -> str:
    """Return a name in lines of so many letters at most; a longer word keeps a line of its own."""
    return textwrap.fill(name, max(1, letters), break_long_words=False, break_on_hyphens=False)


def apart(wanted: Sequence[float], least_value: float, low: float, high: float) -> list[float]:
    """Return places for labels near where they are wanted, at least so far apart, within low to high if they fit.

    Neighbours that would overlap are spread evenly about the mean of where they are wanted.
    """
    order = np.argsort(np.asarray(wanted), kind="stable")
    groups: list[tuple[list[int], float]] = []
    for index in order:
        members, centre = [int(index)], float(wanted[index])
        while groups and centre - 0.5 * least_value * len(members) < groups[-1][1] + 0.5 * least_value * len(
            groups[-1][0]
        ):
            before, _ = groups.pop()
            members = before + members
            centre = float(np.mean([wanted[i] for i in members]))
        half = 0.5 * least_value * (len(members) - 1)
        centre = min(max(centre, low + half), high - half) if high - low > 2 * half else 0.5 * (low + high)
        groups.append((members, centre))
    placed = [0.0] * len(wanted)
    for members, centre in groups:
        for rank, index in enumerate(members):
            placed[index] = centre + least_value * (rank - 0.5 * (len(members) - 1))
    return placed
