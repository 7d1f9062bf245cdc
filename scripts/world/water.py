"""Shaping ground by running water: rivers cut a rising land until hills, valleys and plains look like themselves.

The law is stream power, dh/dt = uplift - k sqrt(area) slope, solved upstream as Braun and Willett do ("A very
efficient O(n), implicit and parallel method to solve the stream power equation", Geomorphology 180-181, 2013). Which
way water runs comes from flooding the land inward from the sea, lowest cell first (Barnes, Lehman and Mulla,
"Priority-flood", Computers and Geosciences 62, 2014).
"""

import heapq
import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from scripts.world.noise import Grid

Cells = NDArray[np.int32]


@njit
def drained(height: Grid, is_land: NDArray[np.bool_]) -> tuple[Cells, Cells]:
    """Return land cells from the sea upstream, and the cell that each drains to (flat indices)."""
    rows, cols = height.shape
    count = 0
    for value in is_land.ravel():
        count += value
    order, receiver = np.empty(count, np.int32), np.empty(count, np.int32)
    goes_to = np.full(rows * cols, -1, np.int32)
    queue = [(np.float32(0.0), np.int32(0))]
    queue.pop()
    for cell in range(rows * cols):
        row, col = cell // cols, cell % cols
        if is_land[row, col]:
            continue
        for other in (row * cols + (col + 1) % cols, row * cols + (col - 1) % cols):
            if is_land[other // cols, other % cols] and goes_to[other] < 0:
                goes_to[other] = cell
                heapq.heappush(queue, (height[other // cols, other % cols], np.int32(other)))
        for near in (row - 1, row + 1):
            if 0 <= near < rows and is_land[near, col] and goes_to[near * cols + col] < 0:
                goes_to[near * cols + col] = cell
                heapq.heappush(queue, (height[near, col], np.int32(near * cols + col)))
    done = 0
    while len(queue) > 0:
        level, cell = heapq.heappop(queue)
        order[done], receiver[done] = cell, goes_to[cell]
        done += 1
        row, col = cell // cols, cell % cols
        for d_row in range(-1, 2):
            for d_col in range(-1, 2):
                near = row + d_row
                if near < 0 or near >= rows:
                    continue
                beside = (col + d_col) % cols
                other = near * cols + beside
                if is_land[near, beside] and goes_to[other] < 0:
                    goes_to[other] = cell
                    heapq.heappush(queue, (max(level, height[near, beside]), np.int32(other)))
    return order[:done], receiver[:done]


@njit
def gathered(order: Cells, receiver: Cells, rows: int, cols: int) -> Grid:
    """Return the area (square degrees) that drains through each cell."""
    area = np.zeros(rows * cols, np.float32)
    step = 180.0 / rows
    for index in range(order.size - 1, -1, -1):
        cell = order[index]
        area[cell] += step * step * math.cos(math.radians(90.0 - (cell // cols + 0.5) * step))
        area[receiver[index]] += area[cell]
    return area.reshape((rows, cols))


@njit
def carved(height: Grid, uplift: Grid, order: Cells, receiver: Cells, area: Grid, cut: float) -> None:
    """Let one step of time pass over the land, in place: it rises by ``uplift`` and rivers cut it."""
    rows, cols = height.shape
    step = 180.0 / rows
    for index in range(order.size):
        cell, below = order[index], receiver[index]
        row, col = cell // cols, cell % cols
        d_col = min(abs(col - below % cols), 1)
        east = step * d_col * math.cos(math.radians(90.0 - (row + 0.5) * step))
        run = math.hypot(step * (row - below // cols), east)
        low = max(height[below // cols, below % cols], np.float32(0.0))
        share = cut * math.sqrt(area[row, col]) / max(run, 0.25 * step)
        height[row, col] = (height[row, col] + uplift[row, col] + share * low) / (1.0 + share)
