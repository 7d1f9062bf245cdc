"""What flies, built from its class packs: vehicles, gliders, craft and their way-points."""

import math
from collections.abc import Sequence

from tocsin.motion import route
from tocsin.motion.glide.glider import Glider, check_glider
from tocsin.motion.route import Craft, check_craft
from tocsin.motion.vehicle import Stage, Vehicle
from tocsin.scenario.pack import PackFile
from tocsin.scenario.part import Waypoint


def build_vehicle(pack: PackFile) -> Vehicle:
    """Return the vehicle in a vehicle pack; what bounds its class need not be declared."""
    stages = tuple(
        Stage(
            thrust_n=pack[f"stage_{i}_thrust_kn"] * 1e3,
            burn_time_s=pack[f"stage_{i}_burn_time_s"],
            propellant_kg=pack[f"stage_{i}_propellant_kg"],
            dry_kg=pack[f"stage_{i}_dry_kg"],
            diameter_m=pack[f"stage_{i}_diameter_m"],
            ballistic_coefficient_kg_m2=pack[f"stage_{i}_ballistic_coefficient_kg_m2"],
            rcs_m2=pack[f"stage_{i}_rcs_m2"],
        )
        for i in range(1, pack.stages + 1)
    )
    return Vehicle(
        name=pack.name,
        stages=stages,
        payload_kg=pack["payload_kg"],
        payload_ballistic_coefficient_kg_m2=pack["payload_ballistic_coefficient_kg_m2"],
        boost_drag_coefficient=pack["boost_drag_coefficient"],
        vertical_rise_s=pack["vertical_rise_s"],
        plume_w_sr=tuple(pack[f"stage_{i}_plume_kw_sr"] * 1e3 for i in range(1, pack.stages + 1)),
        boost_rcs_m2=pack["boost_rcs_m2"],
        payload_rcs_m2=pack["payload_rcs_m2"],
        range_bounds_m=(pack.get("min_range_km", 0.0) * 1e3, pack.get("max_range_km", math.inf) * 1e3),
        max_apogee_m=pack.get("max_apogee_km", math.inf) * 1e3,
        least_apogee_fraction=pack.get("least_apogee_fraction", 1.0),
        coast_s=pack.get("coast_s", math.inf),
    )


def build_glider(pack: PackFile) -> Glider:
    """Return the glider in a glider pack; its booster is ``build_vehicle`` of the same pack."""
    glider = Glider(
        name=pack.name,
        ballistic_coefficient_kg_m2=pack["payload_ballistic_coefficient_kg_m2"],
        lift_to_drag_ratio=pack["lift_to_drag"],
        dive_speed_m_s=pack["dive_speed_km_s"] * 1e3,
        dive_angle_rad=math.radians(pack["dive_angle_deg"]),
        cutoff_climb_rad=math.radians(pack["cutoff_climb_deg"]),
        glow_w_sr=pack["glow_kw_sr"] * 1e3,
        rcs_m2=pack["payload_rcs_m2"],
    )
    check_glider(glider)
    return glider


def build_craft(pack: PackFile) -> Craft:
    """Return the craft in a craft pack: a cruise missile, an aircraft, a ship."""
    craft = Craft(
        name=pack.name,
        min_speed_m_s=pack["min_speed_m_s"],
        max_speed_m_s=pack["max_speed_m_s"],
        min_altitude_m=pack["min_altitude_m"],
        max_altitude_m=pack["max_altitude_m"],
        max_length_m=pack["max_length_km"] * 1e3,
        climb_m_s=pack["climb_m_s"],
        descent_m_s=pack["descent_m_s"],
        acceleration_m_s2=pack["acceleration_m_s2"],
        bank_rad=math.radians(pack["bank_deg"]),
        plume_w_sr=pack["plume_w_sr"],
        rcs_m2=pack["rcs_m2"],
    )
    check_craft(craft)
    return craft


def waypoints_of(points: Sequence[Waypoint], craft: Craft) -> tuple[route.Waypoint, ...]:
    """Return way-points in SI; what is absent is the middle of the class: of speeds the mean, of heights the root."""
    speed_m_s = 0.5 * (craft.min_speed_m_s + craft.max_speed_m_s)
    alt_m = math.sqrt(craft.min_altitude_m * craft.max_altitude_m)
    return tuple(
        route.Waypoint(
            math.radians(point.lat_deg),
            math.radians(point.lon_deg),
            alt_m if point.alt_km is None else point.alt_km * 1e3,
            speed_m_s if point.speed_m_s is None else point.speed_m_s,
        )
        for point in points
    )
