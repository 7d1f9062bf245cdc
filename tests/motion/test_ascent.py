"""A launcher goes up to stay."""

import math

import numpy as np
import pytest

from tocsin.earth.constants import GM_M3_S2, ROTATION_RAD_S
from tocsin.errors import ModelRangeError
from tocsin.motion.ascent import solve_ascent_plan
from tocsin.motion.launch import Lla, fly_launch
from tocsin.motion.vehicle import Vehicle
from tocsin.scenario.pack import load_pack
from tocsin.scenario.vehicles import build_vehicle

PAD = (math.radians(28.5), 0.0, 0.0)


@pytest.fixture(scope="module")
def launcher() -> Vehicle:
    return build_vehicle(load_pack("slv", "vehicle"))


@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, 90.0])
def test_it_ends_in_a_round_orbit_above_the_air(launcher: Vehicle, azimuth_deg: float) -> None:
    plan = solve_ascent_plan(launcher, PAD, math.radians(azimuth_deg))
    path = fly_launch(launcher, plan, PAD)[0].path
    position = path.position_ecef[-1]
    velocity = path.velocity_ecef[-1] + np.cross([0.0, 0.0, ROTATION_RAD_S], position)
    energy = 0.5 * velocity @ velocity - GM_M3_S2 / np.linalg.norm(position)
    size_m = -0.5 * GM_M3_S2 / energy
    spin = np.linalg.norm(np.cross(position, velocity))
    off_round = math.sqrt(max(0.0, 1.0 - spin**2 / (GM_M3_S2 * size_m)))
    assert off_round < 0.01  # level and at a circle's speed at cut-off; J2 makes the rest
    assert size_m * (1.0 - off_round) > 6378e3 + 180e3


def test_it_is_followed_for_its_coast_and_its_first_stage_falls(launcher: Vehicle) -> None:
    plan = solve_ascent_plan(launcher, PAD, math.radians(90.0))
    payload, first, second = fly_launch(launcher, plan, PAD)
    assert (payload.came_down, first.came_down, second.came_down) == (False, True, False)
    assert payload.path.time_s[-1] == pytest.approx(plan.cutoff_s + launcher.coast_s)
    assert second.path.rcs_m2[0] != payload.path.rcs_m2[-1]


def test_where_it_lacks_the_speed_it_burns_out_level(launcher: Vehicle) -> None:
    assert solve_ascent_plan(launcher, PAD, math.radians(-90.0)).cutoff_s == 500.0


def test_what_is_no_launcher_is_refused(vehicle: Vehicle, launch: Lla) -> None:
    with pytest.raises(ModelRangeError, match="kick for a level cut-off must be within"):
        solve_ascent_plan(vehicle, launch, 1.0)
