"""From a class pack to a glider or to a craft that flies a route: units turned to SI."""

import math

from tocsin.motion.glide.glider import Glider, check_glider
from tocsin.motion.route import Craft, check_craft
from tocsin.scenario.pack import PackFile


def build_glider(pack: PackFile) -> Glider:
    """Return the glider of a pack of kind ``glider``; its booster is ``build_vehicle`` of the same pack."""
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
    """Return the craft of a pack of kind ``craft``."""
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
