"""What flies and threatens nobody, as a scenario declares it: aircraft, and debris that falls back."""

import dataclasses
import math

import numpy as np

from tocsin.chance.luck import declared_id
from tocsin.earth.kernels import ecef_from_lla, lla_rows
from tocsin.motion.launch import fly_debris
from tocsin.motion.path import Path, descent_velocity
from tocsin.motion.route import fly_route
from tocsin.scenario.checked import built
from tocsin.scenario.declared import DeclaredBody, DeclaredFlight, NatureCause
from tocsin.scenario.flight_part import AircraftPart, DebrisPart
from tocsin.scenario.pack import load_pack
from tocsin.scenario.schema import ScenarioFile
from tocsin.scenario.vehicles import build_craft, waypoints_of
from tocsin.sensing.infrared.nature.kernels import hot_body_w_sr
from tocsin.sensing.kind import Kind

KINDS: dict[NatureCause, Kind] = {"aircraft": Kind.OTHER, "debris": Kind.DEBRIS, "fireball": Kind.DEBRIS}
GLOWS_ABOVE_M_S = 2_000.0  # m/s: the law of heating is one of fast flow


def build_flights(parsed: ScenarioFile, file: str) -> list[DeclaredFlight]:
    """Return the declared aircraft and debris."""
    return [
        *built(f"{file}: aircraft", parsed.aircraft, build_aircraft),
        *built(f"{file}: debris", parsed.debris, build_debris),
    ]


def build_aircraft(part: AircraftPart) -> DeclaredFlight:
    """Return an aircraft on its route; it leaves the scenario at the last way-point."""
    craft = build_craft(load_pack(part.pack, "craft"))
    path = Path(*fly_route(waypoints_of(part.route, craft), craft))
    return flight_of(part.id, part.time_s, path, "aircraft", "gone")


def build_debris(part: DebrisPart) -> DeclaredFlight:
    """Return a falling body from where it is declared to the ground, glowing in the air that slows it."""
    lla = math.radians(part.lat_deg), math.radians(part.lon_deg), part.alt_km * 1e3
    velocity = descent_velocity(
        lla, part.speed_km_s * 1e3, math.radians(part.azimuth_deg), math.radians(part.descent_deg)
    )
    flown = fly_debris(np.array(ecef_from_lla(*lla)), velocity, part.ballistic_coefficient_kg_m2, part.rcs_m2)
    speed_m_s = np.sqrt(np.sum(flown.path.velocity_ecef**2, axis=1))
    alt_m = lla_rows(flown.path.position_ecef)[:, 2].copy()
    glow_w_sr = np.where(speed_m_s > GLOWS_ABOVE_M_S, hot_body_w_sr(speed_m_s, alt_m, part.radius_m), 0.0)
    path = dataclasses.replace(flown.path, plume_w_sr=glow_w_sr)
    return flight_of(part.id, part.time_s, path, "debris", "impact" if flown.came_down else "gone")


def flight_of(name: str, time_s: float, path: Path, cause: NatureCause, ends: str) -> DeclaredFlight:
    """Return a flight already flown."""
    start_ms, luck_id = round(time_s * 1000), declared_id(f"body {name}-body")
    body = DeclaredBody(
        f"{name}-body", luck_id, start_ms, path, "impact" if ends == "impact" else "gone", kind=KINDS[cause]
    )
    return DeclaredFlight(name, body.body_id, luck_id, "", start_ms, body, cause)
