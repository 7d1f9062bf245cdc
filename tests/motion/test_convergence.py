"""What the step control costs in metres at the end of a flight."""

import numpy as np
import pytest

from tocsin.motion.kernels import advance, fly_down
from tocsin.motion.launch import Lla
from tocsin.motion.solve import launch_position
from tocsin.motion.vehicle import BoostPlan, Vehicle, coast_row, plan_row

START = np.array([[6.5e6, 0.0, 0.0]]), np.array([[900.0, 2000.0, 1500.0]])


@pytest.mark.parametrize(
    ("azimuth_rad", "kick_rad", "cutoff_s"), [(1.0, 0.4, 112.0), (-2.0, 0.3, 117.0), (0.2, 0.45, 95.0)]
)
def test_a_flight_ends_where_many_short_steps_end_it(
    vehicle: Vehicle, launch: Lla, azimuth_rad: float, kick_rad: float, cutoff_s: float
) -> None:
    """Steps as the error allows against steps of a tenth of a second: 100 m is what the solver promises."""
    row = plan_row(vehicle, BoostPlan(azimuth_rad, kick_rad, cutoff_s))
    ends, timing = fly_down(launch_position(launch)[None, :], np.zeros((1, 3)), row[None, :], 2000.0)
    position, velocity = launch_position(launch)[None, :], np.zeros((1, 3))
    count = int(10.0 * timing[0, 0])
    for tick in range(count):
        position, velocity = advance(position, velocity, np.array([0.1 * tick]), row[None, :], 0.1)
    position, velocity = advance(
        position, velocity, np.array([0.1 * count]), row[None, :], timing[0, 0] - 0.1 * count
    )
    assert np.linalg.norm(ends[0, :3] - position[0]) < 60.0  # measured up to 40 m over 1000 flights


@pytest.mark.parametrize("ballistic_coefficient_kg_m2", [20.0, 200.0, 6000.0])
def test_so_does_the_fall_of_light_and_heavy_bodies(ballistic_coefficient_kg_m2: float) -> None:
    row = coast_row(ballistic_coefficient_kg_m2)
    ends, timing = fly_down(*START, row[None, :], 4000.0)
    position, velocity = START
    count = int(10.0 * timing[0, 0])
    for _ in range(count):
        position, velocity = advance(position, velocity, np.zeros(1), row[None, :], 0.1)
    position, velocity = advance(position, velocity, np.zeros(1), row[None, :], timing[0, 0] - 0.1 * count)
    assert np.linalg.norm(ends[0, :3] - position[0]) < 60.0
