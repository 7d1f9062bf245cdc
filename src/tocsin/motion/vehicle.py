"""What a boosted vehicle is, and how one of them is flown: numbers only, given by the caller."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ScenarioError
from tocsin.motion.kernels import (
    AZIMUTH,
    BOOST_DRAG,
    BOOST_RCS,
    COEFFICIENT,
    CUTOFF,
    FIRST_STAGE,
    KICK,
    KICK_END,
    PAYLOAD_RCS,
    ROW_SIZE,
    STAGE_COUNT,
    STAGE_SIZE,
    VERTICAL_END,
)

Array = NDArray[np.float64]

KICK_DURATION_S = 5.0  # s, notional: how long the thrust is held off the vertical before the gravity turn
STAGE_LIMIT = 3
SURFACE_GRAVITY_M_S2 = 9.80665


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: thrust and mass flow are constant while it burns; its dry mass drops at burn-out.

    The last two numbers are those of the spent stage that falls by itself: mass over drag area, and how large it
    is to a radar.
    """

    thrust_n: float
    burn_time_s: float
    propellant_kg: float
    dry_kg: float
    diameter_m: float
    ballistic_coefficient_kg_m2: float
    rcs_m2: float


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A boosted vehicle of one to three stages and the payload that coasts alone after cut-off.

    ``plume_w_sr`` holds one number a stage: the radiant intensity of the burning plume, W/sr, in the band of
    the sensors that look for it.  Radar cross-sections in m^2, for the whole stack and for the payload.

    What its class is good for: ground range from least to most, highest apogee, and the lowest apogee as a fraction
    of the minimum-energy one (1 unless the class declares depressed flight).  A finite ``coast_s`` means a
    launcher: it is followed so long after cut-off and never comes down.
    """

    name: str
    stages: tuple[Stage, ...]
    payload_kg: float
    payload_ballistic_coefficient_kg_m2: float
    boost_drag_coefficient: float
    vertical_rise_s: float
    plume_w_sr: tuple[float, ...]
    boost_rcs_m2: float
    payload_rcs_m2: float
    range_bounds_m: tuple[float, float] = (0.0, math.inf)
    max_apogee_m: float = math.inf
    least_apogee_fraction: float = 1.0
    coast_s: float = math.inf


@dataclass(frozen=True, slots=True)
class BoostPlan:
    """How one flight is flown: direction of the kick, its angle off the vertical, and the time of cut-off."""

    azimuth_rad: float
    kick_rad: float
    cutoff_s: float


def burn_time_s(vehicle: Vehicle) -> float:
    """Return the time from lift-off to the end of the last stage."""
    return sum(stage.burn_time_s for stage in vehicle.stages)


def stage_masses_kg(vehicle: Vehicle) -> tuple[float, ...]:
    """Return the mass of all that is still attached as each stage ignites."""
    masses = []
    above_kg = vehicle.payload_kg
    for stage in reversed(vehicle.stages):
        above_kg += stage.propellant_kg + stage.dry_kg
        masses.append(above_kg)
    return tuple(reversed(masses))


def check_vehicle(vehicle: Vehicle) -> None:
    """Raise ``ScenarioError`` where the numbers of a vehicle cannot fly."""
    count = len(vehicle.stages)
    if not 1 <= count <= STAGE_LIMIT:
        raise _wrong(vehicle, "stages", count, f"1 to {STAGE_LIMIT}")
    if len(vehicle.plume_w_sr) != count:
        raise _wrong(vehicle, "plume_w_sr entries", len(vehicle.plume_w_sr), f"{count}, one a stage")
    for number, stage in enumerate(vehicle.stages, start=1):
        for field, value in (
            ("thrust_n", stage.thrust_n),
            ("burn_time_s", stage.burn_time_s),
            ("propellant_kg", stage.propellant_kg),
            ("dry_kg", stage.dry_kg),
            ("diameter_m", stage.diameter_m),
            ("ballistic_coefficient_kg_m2", stage.ballistic_coefficient_kg_m2),
        ):
            if not value > 0.0:
                raise _wrong(vehicle, f"stage {number} {field}", value, "above 0")
    coefficient = vehicle.payload_ballistic_coefficient_kg_m2
    for field, value in (
        ("payload_kg", vehicle.payload_kg),
        ("payload_ballistic_coefficient_kg_m2", coefficient),
    ):
        if not value > 0.0:
            raise _wrong(vehicle, field, value, "above 0")
    ratio = vehicle.stages[0].thrust_n / (stage_masses_kg(vehicle)[0] * SURFACE_GRAVITY_M_S2)
    if not ratio > 1.05:
        raise _wrong(vehicle, "thrust to weight at lift-off", round(ratio, 3), "above 1.05")


def plan_row(vehicle: Vehicle, plan: BoostPlan) -> Array:
    """Return the (ROW_SIZE,) float64 row of numbers that the kernels fly a vehicle by.

    A cut-off later than the last burn-out is the last burn-out.  Columns are named in ``motion/kernels.py``.
    """
    row = np.zeros(ROW_SIZE)
    row[VERTICAL_END] = vehicle.vertical_rise_s
    row[KICK_END] = vehicle.vertical_rise_s + KICK_DURATION_S
    row[KICK] = plan.kick_rad
    row[AZIMUTH] = plan.azimuth_rad
    row[CUTOFF] = min(plan.cutoff_s, burn_time_s(vehicle))
    row[COEFFICIENT] = vehicle.payload_ballistic_coefficient_kg_m2
    row[BOOST_DRAG] = vehicle.boost_drag_coefficient
    row[BOOST_RCS] = vehicle.boost_rcs_m2
    row[PAYLOAD_RCS] = vehicle.payload_rcs_m2
    row[STAGE_COUNT] = len(vehicle.stages)
    start_s = 0.0
    masses_kg = stage_masses_kg(vehicle)
    for index, stage in enumerate(vehicle.stages):
        first = FIRST_STAGE + STAGE_SIZE * index
        area_m2 = np.pi * stage.diameter_m**2 / 4.0
        row[first : first + STAGE_SIZE] = (
            start_s,
            start_s + stage.burn_time_s,
            stage.thrust_n,
            masses_kg[index],
            stage.propellant_kg / stage.burn_time_s,
            area_m2,
            vehicle.plume_w_sr[index],
        )
        start_s += stage.burn_time_s
    return row


def coast_row(ballistic_coefficient_kg_m2: float, rcs_m2: float = 0.0) -> Array:
    """Return the plan row of a body that never burns: debris, a released payload, a test body."""
    row = np.zeros(ROW_SIZE)
    row[COEFFICIENT] = ballistic_coefficient_kg_m2
    row[PAYLOAD_RCS] = rcs_m2
    return row


def _wrong(vehicle: Vehicle, field: str, value: float, bound: str) -> ScenarioError:
    return ScenarioError(f"vehicle '{vehicle.name}': {field} = {value} must be {bound}; see docs/models/motion.md")
