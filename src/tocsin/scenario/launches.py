"""Launches of a scenario, flown: what each throws into the air, and where it comes down."""

import math

import numpy as np

from tocsin.chance.luck import declared_id
from tocsin.motion.kernels import boost_state
from tocsin.motion.path import Path
from tocsin.motion.solve import fly_to_ground, solve_boost_plan
from tocsin.motion.vehicle import plan_row
from tocsin.scenario.checked import built
from tocsin.scenario.declared import DeclaredBody, DeclaredLaunch
from tocsin.scenario.own_pack import nation_pack
from tocsin.scenario.pack import PackFile
from tocsin.scenario.schema import LaunchPart, ScenarioFile
from tocsin.scenario.sensors import build_vehicle


def build_launches(parsed: ScenarioFile, file: str) -> tuple[DeclaredLaunch, ...]:
    """Return the launches of a scenario in the order of their lift-off."""

    def build(part: LaunchPart) -> DeclaredLaunch:
        return build_launch(part, nation_pack(parsed, part.nation, part.pack, "vehicle"))

    launches = built(f"{file}: launch", parsed.launch, build)
    return tuple(sorted(launches, key=lambda item: (item.lift_off_ms, item.launch_id)))


def build_launch(part: LaunchPart, pack: PackFile) -> DeclaredLaunch:
    """Return a launch with its boost solved and its undefended flight flown."""
    vehicle = build_vehicle(pack)
    assert part.end is not None
    start = (math.radians(part.start.lat_deg), math.radians(part.start.lon_deg), 0.0)
    end = (math.radians(part.end.lat_deg), math.radians(part.end.lon_deg), 0.0)
    plan = solve_boost_plan(vehicle, start, end)
    flight = fly_to_ground(vehicle, plan, start)
    rows = np.repeat(plan_row(vehicle, plan)[None], flight.time_s.shape[0], axis=0)
    _, plume, rcs = boost_state(rows, flight.time_s)
    path = Path(flight.time_s, flight.position_ecef, flight.velocity_ecef, plume, rcs)
    lift_off_ms = round(part.time_s * 1000)
    body = DeclaredBody(f"{part.id}-payload", declared_id(f"body {part.id}-payload"), lift_off_ms, path, "impact")
    return DeclaredLaunch(
        launch_id=part.id,
        nation=part.nation,
        vehicle_class=part.pack,
        lift_off_ms=lift_off_ms,
        start_lla=start,
        azimuth_rad=plan.azimuth_rad,
        burn_out_s=plan.cutoff_s,
        bodies=(body,),
        end_lla=flight.impact_lla,
        notice_id=part.notice or "",
    )
