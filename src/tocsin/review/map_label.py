"""Where to write a label so that it covers no other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from tocsin.review.page_style import HALO, Inches, Points

Array = NDArray[np.float64]

EDGE = 0.04  # of the map's size: no label begins nearer to the edge
WIDTH_PER_LETTER = 0.54  # of the size of the type: the mean width of a letter
GAPS_PT = (4.0, 14.0, 26.0)  # from a place to its label
FRAME_PT = 4.0  # kept free along the left and right edge
LINE_HEIGHT = 1.35  # of the size of the type


class Box(NamedTuple):
    """A rectangle on paper, in points from the map's lower left corner."""

    left_pt: Points
    bottom_pt: Points
    right_pt: Points
    top_pt: Points


@dataclass(slots=True)
class Labels:
    """The labels of one map: where each stands, so that the next keeps clear of them."""

    axes: Axes
    width_in: Inches
    boxes: list[Box] = field(default_factory=list)

    def write(self, text: str, x_km: Array, y_km: Array, colour: str, size_pt: Points = 7.5) -> None:
        """Write a label beside one of the candidate places, the one where it is least in the way.

        Places off the map, or too near its edge, are passed over; with none left nothing is written.
        """
        text_lines = text.split("\n")
        width_pt = WIDTH_PER_LETTER * size_pt * max(len(line) for line in text_lines)
        height_pt = LINE_HEIGHT * size_pt * len(text_lines)
        best: tuple[float, Box] | None = None
        for x_pt, y_pt in self.on_map(x_km, y_km):
            for box in around(x_pt, y_pt, width_pt, height_pt):
                cost = self.cost(box)
                if best is None or cost < best[0]:
                    best = (cost, box)
            if best is not None and best[0] == 0.0:
                break
        if best is None:
            return
        self.boxes.append(best[1])
        self.axes.annotate(
            text,
            (0.0, 0.0),
            (best[1].left_pt, best[1].bottom_pt),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=size_pt,
            color=colour,
            ha="left",
            va="bottom",
            zorder=8,
            linespacing=1.1,
            path_effects=HALO,
        )

    def on_map(self, x_km: Array, y_km: Array) -> list[tuple[Points, Points]]:
        """Return the places that are on the map and not too near its edge."""
        left, right = self.axes.get_xlim()
        bottom, top = self.axes.get_ylim()
        edge_km = EDGE * (right - left)
        inside = (x_km > left + edge_km) & (x_km < right - edge_km)
        inside &= (y_km > bottom + edge_km) & (y_km < top - edge_km)
        return self.on_paper(x_km[inside], y_km[inside])

    def on_paper(self, x_km: Array, y_km: Array) -> list[tuple[Points, Points]]:
        """Return places on paper."""
        left, right = self.axes.get_xlim()
        bottom, _ = self.axes.get_ylim()
        points_per_km = 72.0 * self.width_in / (right - left)
        x_pt, y_pt = (x_km - left) * points_per_km, (y_km - bottom) * points_per_km
        return list(zip(x_pt.tolist(), y_pt.tolist(), strict=True))

    def cost(self, box: Box) -> float:
        """Return how much a label would cover of others, and very much if it would leave the map."""
        fits = box.left_pt > FRAME_PT and box.right_pt < 72.0 * self.width_in - FRAME_PT
        return sum(overlap(box, other) for other in self.boxes) + (0.0 if fits else 1e6)

    def keep_clear(self, x_km: Array, y_km: Array, size_pt: Points = 7.0) -> None:
        """Let no label cover these places."""
        half = 0.5 * size_pt
        for x_pt, y_pt in self.on_paper(x_km, y_km):
            self.boxes.append(Box(x_pt - half, y_pt - half, x_pt + half, y_pt + half))


def around(x_pt: Points, y_pt: Points, width_pt: Points, height_pt: Points) -> Iterator[Box]:
    """Yield the boxes in which a label may stand beside a place: right, left, above, below; near, then far."""
    left, bottom = x_pt - 0.5 * width_pt, y_pt - 0.5 * height_pt
    for gap in GAPS_PT:
        yield Box(x_pt + gap, bottom, x_pt + gap + width_pt, bottom + height_pt)
        yield Box(x_pt - gap - width_pt, bottom, x_pt - gap, bottom + height_pt)
        yield Box(left, y_pt + gap, left + width_pt, y_pt + gap + height_pt)
        yield Box(left, y_pt - gap - height_pt, left + width_pt, y_pt - gap)


def overlap(box: Box, other: Box) -> float:
    """Return the area two boxes share."""
    wide = min(box.right_pt, other.right_pt) - max(box.left_pt, other.left_pt)
    high = min(box.top_pt, other.top_pt) - max(box.bottom_pt, other.bottom_pt)
    return max(wide, 0.0) * max(high, 0.0)
