"""Speed of boosted flights to impact, against scipy's DOP853 on the same equations, in one run on one core, CPU time.

``python -m benchmarks.flight``.  scipy is given the compiled acceleration of ``tocsin.motion.kernels``: integrators
are compared, not languages.  Twice: at our usual tolerance against the loosest of ``TOLERANCES`` that ends as near
the truth as ours does; and both as loose as ends within 1 km.
"""

import json
import math
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from tocsin.earth.kernels import altitude_and_up
from tocsin.motion.kernels import CUTOFF, FIRST_STAGE, KICK_END, VERTICAL_END, acceleration, fly_down, stage_at
from tocsin.motion.solve import launch_position
from tocsin.motion.vehicle import BoostPlan, plan_row
from tocsin.scenario.pack import load_pack
from tocsin.scenario.vehicles import build_vehicle

Array = NDArray[np.float64]
Rates = Callable[[float, Array, Array, int, float], Array]

FLIGHTS = 10_000
SAMPLE = 20
REPEATS = 3
LIMIT_S = 7200.0
SAME_ERROR_M = 1000.0
SLACK = 2000.0  # times the usual error of a step: within 900 m over all flights, as from 300 to 2,000 times
TRUTH = (1e-11, 1e-6)
TOLERANCES = ((1e-3, 1e3), (1e-3, 1.0), (1e-4, 1.0), (1e-5, 1e-1), (1e-6, 1e-2), (1e-6, 1e-3), (1e-8, 1e-3))


def plan_rows() -> Array:
    """Return (FLIGHTS, ROW_SIZE) plans of a two-stage vehicle in all directions, 1,000 to 3,000 km and more."""
    vehicle = build_vehicle(load_pack("mrbm", "vehicle"))
    rng = np.random.default_rng(1)
    drawn = rng.uniform((-math.pi, 0.25, 90.0), (math.pi, 0.5, 117.0), (FLIGHTS, 3))
    return np.stack([plan_row(vehicle, BoostPlan(*plan)) for plan in drawn.tolist()])


@njit(cache=True)
def compiled_rates(time_s: float, state: Array, row: Array, stage: int, middle_s: float) -> Array:
    """Return velocity and acceleration, (6,), compiled."""
    vector = (state[0], state[1], state[2], state[3], state[4], state[5])
    ax, ay, az = acceleration(vector, time_s, row, stage, middle_s)
    return np.array([state[3], state[4], state[5], ax, ay, az])


def height(time_s: float, state: Array, row: Array, stage: int, middle_s: float) -> float:
    """Return the altitude (m): the event that ends a fall."""
    return float(altitude_and_up(state[0], state[1], state[2])[0])


height.terminal = True  # type: ignore[attr-defined]
height.direction = -1.0  # type: ignore[attr-defined]


def dop853(start: Array, row: Array, rates: Rates, rtol: float, atol: float) -> Array:
    """Return the (3,) impact of one flight by scipy, phase by phase."""
    changes = sorted({row[VERTICAL_END], row[KICK_END], row[FIRST_STAGE + 1], row[CUTOFF], LIMIT_S})
    now_s, state = 0.0, np.concatenate([start, np.zeros(3)])
    for until_s in changes:
        middle_s = 0.5 * (now_s + until_s)
        stage = int(stage_at(row, middle_s))
        events = height if stage < 0 else None
        answer = solve_ivp(  # type: ignore[call-overload]  # its stubs know no events with arguments
            rates, (now_s, until_s), state, "DOP853", args=(row, stage, middle_s), rtol=rtol, atol=atol, events=events
        )
        now_s, state = until_s, answer.y[:, -1]
    end: Array = state[:3]
    return end


def worst_m(ends: list[Array], truth: list[Array]) -> float:
    """Return the greatest distance (m) between ends and true ends."""
    return max(float(np.linalg.norm(end - true)) for end, true in zip(ends, truth, strict=True))


def rate_ns(row: Array, start: Array) -> float:
    """Return the time of one evaluation of the acceleration on a coast through the air, ns."""

    @njit(cache=False)
    def many(row: Array, x: float, y: float, z: float, count: int) -> float:
        total = 0.0
        for _ in range(count):
            ax, ay, az = acceleration((x + 1e-9 * total, y, z, 900.0, 2000.0, 300.0), 500.0, row, -1, 500.0)
            total += ax + ay + az
        return total

    x, y, z = (1.008 * start).tolist()
    many(row, x, y, z, 10)
    started_s = time.process_time()
    many(row, x, y, z, 1_000_000)
    return (time.process_time() - started_s) * 1e3


def ours(rows: Array, start: Array, slack: float, truth: list[Array]) -> tuple[float, float]:
    """Return the time of one flight (s) and how far off the worst of the sample ends (m)."""
    starts, still = np.repeat(start[None, :], FLIGHTS, axis=0), np.zeros((FLIGHTS, 3))
    times = []
    for _ in range(REPEATS):
        started_s = time.process_time()
        ends, _ = fly_down(starts, still, rows, LIMIT_S, slack)
        times.append(time.process_time() - started_s)
    return statistics.median(times) / FLIGHTS, worst_m([end[:3] for end in ends[:SAMPLE]], truth)


def theirs(rows: Array, start: Array, rates: Rates, wanted_m: float, truth: list[Array]) -> tuple[float, float]:
    """Return the same for scipy at the loosest tolerance that is near enough."""
    for rtol, atol in TOLERANCES:
        started_s = time.process_time()
        ends = [dop853(start, row, rates, rtol, atol) for row in rows[:SAMPLE]]
        spent_s = time.process_time() - started_s
        off_m = worst_m(ends, truth)
        if off_m <= wanted_m:
            break
    return spent_s / SAMPLE, off_m


def measured() -> dict[str, float]:
    """Measure."""
    rows = plan_rows()
    start = launch_position((math.radians(35.0), math.radians(20.0), 0.0))
    truth = [dop853(start, row, compiled_rates, *TRUTH) for row in rows[:SAMPLE]]
    found = {"flights": float(FLIGHTS), "rate_ns": rate_ns(rows[0], start)}
    for name, slack in (("usual", 1.0), ("1_km", SLACK)):
        ours_s, ours_m = ours(rows, start, slack, truth)
        wanted_m = ours_m if slack == 1.0 else SAME_ERROR_M
        dop_s, dop_m = theirs(rows, start, compiled_rates, wanted_m, truth)
        found |= {
            f"{name}_flight_us": ours_s * 1e6,
            f"{name}_off_m": ours_m,
            f"{name}_dop853_ms": dop_s * 1e3,
            f"{name}_dop853_off_m": dop_m,
            f"{name}_ratio": dop_s / ours_s,
        }
    return found


def main() -> None:
    """Measure and print."""
    sys.stdout.write(json.dumps({key: round(value, 4) for key, value in measured().items()}, indent=2) + "\n")


if __name__ == "__main__":
    main()
