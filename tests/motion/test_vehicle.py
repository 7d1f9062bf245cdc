"""Numbers of a vehicle, its plan row, and what it shows while it flies."""

from dataclasses import replace

import numpy as np
import pytest

from tocsin.errors import ScenarioError
from tocsin.motion.kernels import CUTOFF, FIRST_STAGE, ROW_SIZE, STAGE_SIZE, boost_state
from tocsin.motion.vehicle import (
    BoostPlan,
    Vehicle,
    burn_time_s,
    check_vehicle,
    coast_row,
    plan_row,
    stage_masses_kg,
)


def test_masses_are_what_is_still_attached(vehicle: Vehicle) -> None:
    assert stage_masses_kg(vehicle) == (16650.0, 4250.0)


def test_the_row_holds_each_stage_once(vehicle: Vehicle) -> None:
    row = plan_row(vehicle, BoostPlan(1.0, 0.3, 110.0))
    assert row.shape == (ROW_SIZE,)
    second = row[FIRST_STAGE + STAGE_SIZE : FIRST_STAGE + 2 * STAGE_SIZE]
    assert second[:5] == pytest.approx([62.0, 117.0, 140e3, 4250.0, 3000.0 / 55.0])
    assert np.all(row[FIRST_STAGE + 2 * STAGE_SIZE :] == 0.0)


def test_a_late_cutoff_is_the_last_burnout(vehicle: Vehicle) -> None:
    assert plan_row(vehicle, BoostPlan(1.0, 0.3, 500.0))[CUTOFF] == burn_time_s(vehicle) == 117.0


def test_what_it_shows(vehicle: Vehicle) -> None:
    rows = np.stack([plan_row(vehicle, BoostPlan(1.0, 0.3, 110.0))] * 4 + [coast_row(500.0, 0.02)])
    elapsed_s = np.array([0.0, 61.9, 62.1, 110.0, 0.0])
    burning, plume_w_sr, rcs_m2 = boost_state(rows, elapsed_s)
    assert burning.tolist() == [True, True, True, False, False]
    assert plume_w_sr.tolist() == [3e5, 3e5, 1e5, 0.0, 0.0]
    assert rcs_m2.tolist() == [1.0, 1.0, 1.0, 0.1, 0.02]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"stages": ()}, "stages = 0 must be 1 to 3"),
        ({"plume_w_sr": (1.0,)}, "plume_w_sr entries = 1 must be 2"),
        ({"payload_kg": 0.0}, r"payload_kg = 0\.0 must be above 0"),
        ({"payload_kg": 60000.0}, r"thrust to weight at lift-off = .* above 1\.05"),
    ],
)
def test_numbers_that_cannot_fly_are_refused(vehicle: Vehicle, change: dict, fault: str) -> None:
    check_vehicle(vehicle)
    with pytest.raises(ScenarioError, match=fault):
        check_vehicle(replace(vehicle, **change))


def test_a_stage_without_thrust_is_refused(vehicle: Vehicle) -> None:
    broken = replace(vehicle, stages=(replace(vehicle.stages[0], thrust_n=0.0), vehicle.stages[1]))
    with pytest.raises(ScenarioError, match=r"stage 1 thrust_n = 0\.0"):
        check_vehicle(broken)
