"""A boosted flight whose thrust ends for good before its plan does."""

import math
from dataclasses import replace

from tocsin.errors import ModelRangeError
from tocsin.motion.launch import Flown, Lla, fly_launch
from tocsin.motion.vehicle import BoostPlan, Vehicle, burn_time_s, stage_masses_kg


def fly_failure(vehicle: Vehicle, plan: BoostPlan, launch_lla: Lla, fails_s: float) -> tuple[Flown, ...]:
    """Return every body of a launch that fails: all that is still attached, then each stage dropped before.

    Parameters
    ----------
    vehicle : Vehicle
    plan : BoostPlan
        As it was meant to fly.
    launch_lla : tuple of latitude (rad), longitude (rad), altitude (m)
    fails_s : float, s
        When thrust ends, after lift-off; above 0 and before the plan's cut-off.

    Returns
    -------
    tuple of Flown
        First, as "payload", the whole of what is left of the vehicle.

    Notes
    -----
    It falls as one body, nose first, with the drag it had under thrust: rough, for vehicles tumble and break up, and
    come down shorter in air.  Raises ``ModelRangeError`` for another time, and where what is left is not down after
    two hours.  Checked: laws (``tests/motion/test_failure.py``).
    """
    end_s = min(plan.cutoff_s, burn_time_s(vehicle))
    if not 0.0 < fails_s < end_s:
        raise ModelRangeError(
            f"fails_s = {fails_s:g}: must be above 0 and below {end_s:.1f}, the end of the burn of '{vehicle.name}';"
            " change it; see docs/models/motion.md"
        )
    number, start_s = 0, 0.0
    while fails_s > start_s + vehicle.stages[number].burn_time_s:
        start_s += vehicle.stages[number].burn_time_s
        number += 1
    left = what_is_left(vehicle, number, fails_s - start_s)
    flown = fly_launch(left, replace(plan, cutoff_s=fails_s), launch_lla)
    return flown[: number + 1]  # the stage that failed is not let go


def what_is_left(vehicle: Vehicle, number: int, burnt_s: float) -> Vehicle:
    """Return a vehicle whose payload is all that is attached when a stage has burnt for a time."""
    stage, mass_kg = vehicle.stages[number], stage_masses_kg(vehicle)[number]
    area_m2 = math.pi * stage.diameter_m**2 / 4.0
    left_kg = mass_kg - stage.propellant_kg / stage.burn_time_s * burnt_s
    return replace(
        vehicle,
        stages=vehicle.stages[: number + 1],
        plume_w_sr=vehicle.plume_w_sr[: number + 1],
        payload_kg=mass_kg - stage.propellant_kg - stage.dry_kg,
        payload_ballistic_coefficient_kg_m2=left_kg / (vehicle.boost_drag_coefficient * area_m2),
        payload_rcs_m2=vehicle.boost_rcs_m2,
        coast_s=math.inf,
    )
