"""Where to write a label so that it covers no other."""

from dataclasses import dataclass, field

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from tocsin.review.page_style import HALO

Array = NDArray[np.float64]

EDGE = 0.04  # of the map's size: no label begins nearer to the edge
WIDTH_PER_LETTER = 0.56  # of the size of the type: the mean width of a letter
LINE_HEIGHT = 1.35  # of the size of the type


@dataclass(slots=True)
class Labels:
    """The labels of one map: where each stands (points on paper), so that the next keeps clear of them."""

    axes: Axes
    width_in: float
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def write(self, text: str, x_km: Array, y_km: Array, colour: str, size_pt: float = 7.5) -> None:
        """Write a label beside one of the candidate places, the one where it is least in the way."""
        left, right = self.axes.get_xlim()
        bottom, top = self.axes.get_ylim()
        points_per_km = 72.0 * self.width_in / (right - left)
        width = WIDTH_PER_LETTER * size_pt * max(len(line) for line in text.split("\n"))
        height = LINE_HEIGHT * size_pt * len(text.split("\n"))
        edge_km = EDGE * (right - left)
        best: tuple[float, float, float, tuple[float, float, float, float]] | None = None
        for x, y in zip(x_km.tolist(), y_km.tolist(), strict=True):
            if not (left + edge_km < x < right - edge_km and bottom + edge_km < y < top - edge_km):
                continue
            for box in self.around((x - left) * points_per_km, (y - bottom) * points_per_km, width, height):
                fits = box[0] > 4 and box[2] < 72.0 * self.width_in - 4
                cost = sum(overlap(box, other) for other in self.boxes) + (0.0 if fits else 1e6)
                if best is None or cost < best[0]:
                    best = (cost, box[0] / points_per_km + left, box[1] / points_per_km + bottom, box)
            if best is not None and best[0] == 0.0:
                break
        if best is None:
            return
        self.boxes.append(best[3])
        self.axes.text(
            best[1],
            best[2],
            text,
            fontsize=size_pt,
            color=colour,
            ha="left",
            va="bottom",
            zorder=8,
            linespacing=1.1,
            path_effects=HALO,
        )

    def around(self, x: float, y: float, width: float, height: float) -> list[tuple[float, float, float, float]]:
        """Return the boxes in which a label may stand beside a place: right, left, above, below; near, then far."""
        return [
            box
            for gap in (4.0, 14.0, 26.0)
            for box in (
                (x + gap, y - 0.5 * height, x + gap + width, y + 0.5 * height),
                (x - gap - width, y - 0.5 * height, x - gap, y + 0.5 * height),
                (x - 0.5 * width, y + gap, x + 0.5 * width, y + gap + height),
                (x - 0.5 * width, y - gap - height, x + 0.5 * width, y - gap),
            )
        ]

    def keep_clear(self, x_km: Array, y_km: Array, size_pt: float = 7.0) -> None:
        """Let no label cover these places."""
        left, right = self.axes.get_xlim()
        bottom, _ = self.axes.get_ylim()
        points_per_km = 72.0 * self.width_in / (right - left)
        half = 0.5 * size_pt
        for x, y in zip(
            ((x_km - left) * points_per_km).tolist(), ((y_km - bottom) * points_per_km).tolist(), strict=True
        ):
            self.boxes.append((x - half, y - half, x + half, y + half))


def overlap(box: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """Return the area two boxes share."""
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)
