"""Every sensor that looks in this tick looks."""

from tocsin.earth.sky import moon_direction_ecef, moon_distance_m
from tocsin.exercise.cue import CUE_SHARE
from tocsin.exercise.outage import is_silent
from tocsin.exercise.world import InfraredLook, NodeState, RadarLook, Record, World
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import Measured, Pairing
from tocsin.scenario.declared import utc_ms_at
from tocsin.scenario.mount import radar_then, sky_for
from tocsin.scenario.sensors import in_window
from tocsin.sensing.infrared.sensor import (
    FALSE_SOURCE,
    GLINT_SOURCE,
    InfraredMeasurements,
    is_dark,
    sense_infrared,
)
from tocsin.sensing.infrared.sensor import nothing_seen as no_plume_seen
from tocsin.sensing.radar.look import CLUTTER_PAIRING, MOON_PAIRING, Cue, RadarMeasurements, nothing_seen, sense_radar
from tocsin.sensing.radar.moon import Moon
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.scan import scan_of
from tocsin.sensing.skywave.sensor import SkywaveMeasurements, sense_skywave

RADAR_CAUSES = {CLUTTER_PAIRING: "nature-clutter", MOON_PAIRING: "nature-moon"}
INFRARED_CAUSES = {FALSE_SOURCE: "nature-noise", GLINT_SOURCE: "nature-glint"}


def sense(world: World) -> list[Record]:
    """Make this tick's looks and return what was measured; what caused it goes under truth alone."""
    records: list[Record] = []
    enter_window(world)
    has_bodies = bool(world.scene_bodies)
    for node in world.nodes.values():
        may_report = has_bodies or node.is_noisy
        if may_report or node.radar_tracks.shape[0]:
            look_with_radars(world, node, records)
        if has_bodies and node.declared.skywaves:
            look_with_skywaves(world, node, records)
        if may_report or has_plumes(node):
            look_with_satellites(world, node, records)
    return records


def has_plumes(node: NodeState) -> bool:
    """Return whether any satellite of a node follows a plume, which ages by looks that see nothing."""
    return any([table.size for table in node.plume_tracks])  # noqa: C419 - quicker than a generator, every tick


def enter_window(world: World) -> None:
    """Put the satellites on their orbits for the window that begins now, if one does."""
    windows = world.scenario.windows
    if world.window + 1 < len(windows) and windows[world.window + 1].start_ms <= world.time_ms:
        world.window += 1
        for node in world.nodes.values():
            node.satellites = [in_window(item, windows[world.window]) for item in node.declared.satellites]


def look_with_radars(world: World, node: NodeState, records: list[Record]) -> None:
    """Let every radar of a node look from where it is; a look that sees nothing still ages its tracks."""
    for index, declared in enumerate(node.declared.radars):
        if scan_of(declared, world.time_ms) is None:
            continue
        due_ms = world.time_ms + node.declared.report_delays_ms.get(declared.sensor_id, 0)
        radar = node.radars[index] = radar_then(node.declared, declared, world.time_ms)
        if is_silent(world, node, radar.sensor_id):
            took_nothing = nothing_seen(radar, world.time_ms)
            world.looks.append(RadarLook(node.declared.name, index, radar, due_ms, took_nothing, False))
            continue
        moon = moon_at(world) if radar.unambiguous_range_m is not None else None
        cue = cue_now(node, radar, world.time_ms)
        measurements, pairing = sense_radar(radar, world.scene, world.time_ms, world.luck, cue, moon)
        world.looks.append(RadarLook(node.declared.name, index, radar, due_ms, measurements, True))
        if pairing.size:
            records += note(world, node, radar_record(measurements), pairing.tolist(), RADAR_CAUSES)


def cue_now(node: NodeState, radar: Radar, time_ms: int) -> Cue | None:
    """Return where a radar has been told to look, while the order holds."""
    cue = node.cues.get(radar.sensor_id)
    if cue is None or cue.until_ms <= time_ms:
        return None
    return Cue(cue.azimuth_rad, cue.elevation_rad, cue.half_width_rad, CUE_SHARE)


def moon_at(world: World) -> Moon:
    """Return where the Moon is now."""
    utc_ms = utc_ms_at(world.scenario, world.time_ms)
    return Moon(moon_direction_ecef(utc_ms), moon_distance_m(utc_ms))


def look_with_skywaves(world: World, node: NodeState, records: list[Record]) -> None:
    """Let every over-the-horizon radar of a node look; its plots are recorded, and no track is made of them yet."""
    for radar in node.declared.skywaves:
        if scan_of(radar, world.time_ms) is None or is_silent(world, node, radar.sensor_id):
            continue
        measurements, pairing = sense_skywave(radar, world.scene, world.time_ms, world.luck)
        if pairing.size:
            records += note(world, node, skywave_record(measurements), pairing.tolist(), {})


def look_with_satellites(world: World, node: NodeState, records: list[Record]) -> None:
    """Let every satellite of a node look; a look that sees nothing still ages its plumes."""
    for index, satellite in enumerate(node.satellites):
        if scan_of(satellite, world.time_ms) is None:
            continue
        due_ms = world.time_ms + node.declared.report_delays_ms.get(satellite.sensor_id, 0)
        silent = is_silent(world, node, satellite.sensor_id)
        if silent or is_dark(satellite, world.scene, world.scenario.glint_probability):
            nothing = no_plume_seen(satellite, world.time_ms)
            world.looks.append(InfraredLook(node.declared.name, index, due_ms, nothing))
            continue
        utc_ms = utc_ms_at(world.scenario, world.time_ms)
        sky = sky_for(world.scenario, satellite, utc_ms)
        measurements, pairing = sense_infrared(satellite, world.scene, sky, utc_ms, world.time_ms, world.luck)
        world.looks.append(InfraredLook(node.declared.name, index, due_ms, measurements))
        if pairing.size:
            records += note(world, node, infrared_record(measurements), pairing.tolist(), INFRARED_CAUSES)


def note(
    world: World, node: NodeState, measured: Measured, pairing: list[int], causes: dict[int, str]
) -> list[Record]:
    """Return the node's record of a scan that saw something, and truth's record of what caused it."""
    bodies = tuple(world.scene_bodies[i] if i >= 0 else causes[i] for i in pairing)
    return [
        Record(node.declared.name, measured),
        Record(TRUTH, Pairing(measured.sensor_id, measured.scan, bodies)),
    ]


def radar_record(m: RadarMeasurements) -> Measured:
    """Return what the journal keeps of a radar's scan."""
    columns = (m.range_m, m.azimuth_rad, m.elevation_rad, m.snr, m.range_rate_m_s)
    rows = tuple(zip(*(column.tolist() for column in columns), strict=True))
    return Measured(sensor_id=m.sensor_id, phenomenology="radar", scan=m.scan, rows=rows)


def skywave_record(m: SkywaveMeasurements) -> Measured:
    """Return what the journal keeps of an over-the-horizon radar's scan."""
    columns = (m.range_m, m.azimuth_rad, m.range_rate_m_s, m.snr)
    rows = tuple(zip(*(column.tolist() for column in columns), strict=True))
    return Measured(sensor_id=m.sensor_id, phenomenology="skywave", scan=m.scan, rows=rows)


def infrared_record(m: InfraredMeasurements) -> Measured:
    """Return what the journal keeps of a satellite's scan."""
    pairs = zip(m.direction_ecef.tolist(), m.intensity_w_m2.tolist(), strict=True)
    rows = tuple((*direction, value) for direction, value in pairs)
    return Measured(sensor_id=m.sensor_id, phenomenology="ir", scan=m.scan, rows=rows)
