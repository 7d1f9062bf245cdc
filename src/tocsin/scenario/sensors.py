"""Sensors, batteries and doctrine built from their class packs."""

import dataclasses
import functools
import math
from importlib.resources import files

from tocsin.chance.luck import declared_id
from tocsin.defence.battery import Battery
from tocsin.earth.geodesic import geodesic_inverse
from tocsin.errors import ScenarioError
from tocsin.motion.interceptor import Flyout, Interceptor, flyout_for
from tocsin.motion.orbit import Satellite, geostationary, load_tle, molniya, satellite_from_tle, tundra
from tocsin.scenario.atlas import Atlas
from tocsin.scenario.declared import DeclaredSatellite, Doctrine, Window
from tocsin.scenario.doctrine_file import fire_doctrine
from tocsin.scenario.doctrine_schema import DoctrineFile
from tocsin.scenario.pack import PackFile
from tocsin.scenario.schema import BatteryPart, MaskPart, OrbitPart, RadarPart, SatellitePart, SkywavePart
from tocsin.sensing.infrared.sensor import InfraredSatellite
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.skywave.sensor import SkywaveRadar

DAY_MS = 86_400_000
KIND_NAMES = ("payload", "stage", "debris")  # in the order of sensing.kind.Kind


def middle_of(nation: str, atlas: Atlas) -> tuple[float, float]:
    """Return the place (rad, rad) that stands for the middle of a nation's ground: where maps write its name."""
    for territory in atlas.territories:
        if territory.nation == nation:
            return territory.label_lat_rad, territory.label_lon_rad
    known = ", ".join(territory.nation for territory in atlas.territories)
    raise ScenarioError(f"toward = {nation!r}: must be a nation of this world: {known}")


def boresight_of(part: RadarPart | SkywavePart, atlas: Atlas) -> float:
    """Return which way a radar looks from its declared place, rad."""
    if (part.boresight_deg is None) == (part.toward is None):
        raise ScenarioError("needs exactly one of boresight_deg and toward; add or remove one")
    if part.toward is None:
        return math.radians(part.boresight_deg or 0.0)
    return bearing_rad(math.radians(part.lat_deg), math.radians(part.lon_deg), middle_of(part.toward, atlas))


def bearing_rad(lat_rad: float, lon_rad: float, toward_rad: tuple[float, float]) -> float:
    """Return the bearing of one place from another, rad, 0 to a whole turn."""
    return geodesic_inverse(lat_rad, lon_rad, *toward_rad).azimuth1_rad % (2.0 * math.pi)


def build_radar(part: RadarPart, pack: PackFile, atlas: Atlas) -> Radar:
    """Return the radar of a scenario's table, of a class as its nation has it."""
    return dataclasses.replace(
        radar_of_class(part, pack),
        boresight_rad=boresight_of(part, atlas),
        masks=tuple(mask_of(mask) for mask in part.mask),
        range_bias_m=part.range_bias_km * 1e3,
        azimuth_bias_rad=math.radians(part.azimuth_bias_deg),
        elevation_bias_rad=math.radians(part.elevation_bias_deg),
    )


def radar_of_class(part: RadarPart, pack: PackFile) -> Radar:
    """Return the radar without what its own site does to it: direction, skyline and biases."""
    return Radar(
        sensor_id=part.id,
        node=part.nation,
        luck_id=declared_id(f"sensor {part.id}"),
        lat_rad=math.radians(part.lat_deg),
        lon_rad=math.radians(part.lon_deg),
        alt_m=part.alt_km * 1e3,
        boresight_rad=0.0,
        half_sector_rad=math.radians(pack["half_sector_deg"]),
        min_elevation_rad=math.radians(pack["min_elevation_deg"]),
        max_elevation_rad=math.radians(pack["max_elevation_deg"]),
        min_range_m=pack["min_range_km"] * 1e3,
        max_range_m=pack["max_range_km"] * 1e3,
        power_w=pack["power_kw"] * 1e3,
        gain=10.0 ** (pack["gain_db"] / 10.0),
        wavelength_m=pack["wavelength_m"],
        noise_temperature_k=pack["noise_temperature_k"],
        loss=10.0 ** (pack["loss_db"] / 10.0),
        integration_s=pack["integration_s"],
        bandwidth_hz=pack["bandwidth_mhz"] * 1e6,
        beamwidth_rad=math.radians(pack["beamwidth_deg"]),
        pfa=pack["pfa"],
        scan_period_ms=scan_period_ms(pack),
        scan_offset_ms=part.scan_offset_s * 1000 % scan_period_ms(pack),
        swerling=round(pack["swerling_case"]),
        pulses=round(pack["pulses"]),
        search_share=pack["search_share"] or None,
        track_capacity=round(pack["track_capacity"]),
        scan_loss_index=pack["scan_loss_index"],
        tilt_rad=math.radians(pack["tilt_deg"]),
        max_cue_gain=10.0 ** (pack["max_cue_gain_db"] / 10.0),
        clutter_count=pack["clutter_per_scan"],
        clutter_range_m=pack["clutter_range_km"] * 1e3,
        clutter_elevation_rad=math.radians(pack["clutter_elevation_deg"]),
        unambiguous_range_m=pack["unambiguous_range_km"] * 1e3 or None,
        confusion=confusion_of(pack),
        least_kind_snr=10.0 ** (pack["least_kind_snr_db"] / 10.0),
    )


def scan_period_ms(pack: PackFile) -> int:
    """Return the time from one look of a sensor class to the next, ms: whole ticks, or looks are missed."""
    period_s = pack["scan_period_s"]
    if period_s != round(period_s) or period_s < 1.0:
        raise ScenarioError(
            f"pack {pack.name!r}: scan_period_s = {period_s:g}: must be whole seconds, 1 or more: sensors look "
            f"at ticks of 1 s; take {max(1, round(period_s))}"
        )
    return 1000 * round(period_s)


def confusion_of(pack: PackFile) -> tuple[tuple[float, float, float], ...]:
    """Return a radar class's confusion matrix; what is not mistaken is declared right."""
    rows = []
    for true in KIND_NAMES:
        wrong = {other: pack[f"{true}_as_{other}"] for other in KIND_NAMES if other != true}
        if sum(wrong.values()) > 1.0:
            raise ScenarioError(
                f"pack {pack.name!r}: all {true}_as_... = {sum(wrong.values()):g}: must be at most 1; lower one"
            )
        first, second, third = (wrong.get(name, 1.0 - sum(wrong.values())) for name in KIND_NAMES)
        rows.append((first, second, third))
    return tuple(rows)


def mask_of(mask: MaskPart) -> tuple[float, float, float]:
    """Return a stretch of skyline: from, to, least elevation (rad)."""
    return math.radians(mask.from_deg), math.radians(mask.to_deg), math.radians(mask.min_elevation_deg)


def build_skywave(part: SkywavePart, pack: PackFile, atlas: Atlas) -> SkywaveRadar:
    """Return the over-the-horizon radar of a scenario's table, of a class as its nation has it."""
    period_ms = scan_period_ms(pack)
    return SkywaveRadar(
        sensor_id=part.id,
        node=part.nation,
        luck_id=declared_id(f"sensor {part.id}"),
        lat_rad=math.radians(part.lat_deg),
        lon_rad=math.radians(part.lon_deg),
        boresight_rad=boresight_of(part, atlas),
        half_sector_rad=math.radians(pack["half_sector_deg"]),
        min_range_m=pack["min_range_km"] * 1e3,
        max_range_m=pack["max_range_km"] * 1e3,
        max_alt_m=pack["max_altitude_km"] * 1e3,
        min_range_rate_m_s=pack["min_range_rate_m_s"],
        reach_m=pack["reach_km"] * 1e3,
        reach_rcs_m2=pack["reach_rcs_m2"],
        sigma_range_m=pack["sigma_range_km"] * 1e3,
        sigma_azimuth_rad=math.radians(pack["sigma_azimuth_deg"]),
        sigma_range_rate_m_s=pack["sigma_range_rate_m_s"],
        pfa=pack["pfa"],
        scan_period_ms=period_ms,
        scan_offset_ms=part.scan_offset_s * 1000 % period_ms,
    )


def build_satellite(part: SatellitePart, pack: PackFile, window: Window) -> DeclaredSatellite:
    """Return the infrared satellite of a scenario's table, on its orbit in the first window."""
    tle = None
    if part.orbit.tle is not None:
        tle = load_tle(orbits_text(), part.orbit.tle)
        satellite = satellite_from_tle(*tle, midnight_before(window.utc_ms))
    else:
        satellite = standard_orbit(part.orbit, window.utc_ms)
    period_ms = scan_period_ms(pack)
    field_deg = part.half_field_deg if part.half_field_deg is not None else pack["half_field_deg"]
    boresight = part.boresight
    sensor = InfraredSatellite(
        sensor_id=part.id,
        node=part.nation,
        luck_id=declared_id(f"sensor {part.id}"),
        satellite=satellite,
        boresight_lat_rad=None if boresight is None else math.radians(boresight.lat_deg),
        boresight_lon_rad=None if boresight is None else math.radians(boresight.lon_deg),
        half_field_rad=math.radians(field_deg),
        threshold_w_m2=pack["threshold_nw_m2"] * 1e-9,
        noise_w_m2=pack["noise_nw_m2"] * 1e-9,
        sigma_angle_rad=pack["sigma_angle_urad"] * 1e-6,
        scan_period_ms=period_ms,
        scan_offset_ms=part.scan_offset_s * 1000 % period_ms,
        is_scanning=pack["sweeping"] > 0.0,
        limb_guard_m=pack["limb_guard_km"] * 1e3,
        sun_exclusion_rad=math.radians(pack["sun_exclusion_deg"]),
        opaque_below_m=pack["opaque_below_km"] * 1e3,
        false_sources_per_day=pack["false_sources_per_day"],
        lasting_share=pack["lasting_share"],
        lasting_s=pack["lasting_s"],
    )
    return DeclaredSatellite(sensor, round(pack["min_duration_s"] * 1000), tle)


def standard_orbit(orbit: OrbitPart, utc_ms: int) -> Satellite:
    """Return a satellite placed by its longitude at a time: over it for good, or at its apogee."""
    if orbit.molniya_deg is not None:
        return molniya(math.radians(orbit.molniya_deg), utc_ms)
    if orbit.tundra_deg is not None:
        return tundra(math.radians(orbit.tundra_deg), utc_ms)
    assert orbit.geostationary_deg is not None
    return geostationary(math.radians(orbit.geostationary_deg), utc_ms)


def in_window(declared: DeclaredSatellite, window: Window) -> InfraredSatellite:
    """Return the satellite with its orbit's epoch moved to the midnight before a window: shape and phase kept."""
    if declared.tle is None:
        return declared.sensor
    moved = satellite_from_tle(*declared.tle, midnight_before(window.utc_ms))
    return dataclasses.replace(declared.sensor, satellite=moved)


def midnight_before(utc_ms: int) -> int:
    """Return the UTC midnight at or before a time."""
    return utc_ms - utc_ms % DAY_MS


def orbits_text() -> str:
    """Return the shipped two-line elements."""
    return files("tocsin.scenario").joinpath("background", "orbits.tle").read_text(encoding="utf-8")


def build_battery(part: BatteryPart, pack: PackFile) -> Battery:
    """Return the battery of a scenario's table, of a class as its nation has it."""
    return Battery(
        battery_id=part.id,
        node=part.nation,
        layer=pack.layer or "lower",
        engages=pack.engages,
        lat_rad=math.radians(part.lat_deg),
        lon_rad=math.radians(part.lon_deg),
        alt_m=0.0,
        flyout=build_flyout(pack),
        kill_probability=pack["kill_probability"],
        salvo=round(pack["salvo"]),
        stock=round(pack["stock"]),
        ready=round(pack["ready"]),
        most_at_once=round(pack["most_at_once"]),
        reload_ms=round(pack["reload_s"] * 1000),
        refill_ms=round(pack["refill_s"] * 1000),
        reaction_ms=round(pack["reaction_s"] * 1000),
        assessment_ms=round(pack["assessment_s"] * 1000),
        radar_range_m=pack["radar_range_km"] * 1e3,
        radar_min_elevation_rad=math.radians(pack["radar_min_elevation_deg"]),
        radar_height_m=pack["radar_height_m"],
        false_kill_probability=pack["false_kill"],
        false_miss_probability=pack["false_miss"],
    )


def build_flyout(pack: PackFile) -> Flyout:
    """Return the kinematic reach in a battery pack, tabulated once for each set of numbers."""
    return tabulated(
        Interceptor(
            name=pack.name,
            burn_time_s=pack["burn_time_s"],
            burnout_speed_m_s=pack["burnout_speed_km_s"] * 1e3,
            ballistic_coefficient_kg_m2=pack["ballistic_coefficient_kg_m2"],
            min_range_m=pack["min_range_km"] * 1e3,
            max_ground_range_m=pack["max_ground_range_km"] * 1e3,
            min_altitude_m=pack["min_altitude_km"] * 1e3,
            max_altitude_m=pack["max_altitude_km"] * 1e3,
            max_flight_s=pack["max_flight_s"],
            plume_w_sr=pack["plume_kw_sr"] * 1e3,
        )
    )


@functools.cache
def tabulated(interceptor: Interceptor) -> Flyout:
    """Return the fly-out table of an interceptor, made once."""
    return flyout_for(interceptor)


def build_doctrine(pack: PackFile, file: DoctrineFile) -> Doctrine:
    """Return the doctrine of a nation: the numbers in its doctrine pack, and how it fights."""
    return Doctrine(
        read_ms=round(pack["read_s"] * 1000),
        think_ms=round(pack["think_s"] * 1000),
        act_ms=round(pack["act_s"] * 1000),
        spread=pack["spread"],
        asks=pack["asks"] > 0.0,
        answer_ms=round(pack["answer_s"] * 1000),
        waits_for_second=pack["waits_for_second"] > 0.0,
        confirm_ms=round(pack["confirm_s"] * 1000),
        forward_ms=round(pack["forward_s"] * 1000),
        consults=pack["consults"] > 0.0,
        persons_to_send=round(pack["persons_to_send"]),
        cancel_ms=round(pack["cancel_s"] * 1000),
        interpret_ms=round(pack["interpret_s"] * 1000),
        cycle_ms=round(pack["cycle_s"]) * 1000,
        fire=fire_doctrine(file, pack),
    )
