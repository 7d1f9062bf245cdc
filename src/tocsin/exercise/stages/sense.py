"""Every sensor that looks in this tick looks."""

from tocsin.exercise.world import InfraredLook, NodeState, RadarLook, Record, World
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import Measured, Pairing
from tocsin.scenario.declared import utc_ms_at
from tocsin.scenario.sensors import in_window
from tocsin.sensing.infrared.sensor import InfraredMeasurements, sense_infrared
from tocsin.sensing.infrared.sky import Sky
from tocsin.sensing.radar.look import RadarMeasurements, sense_radar
from tocsin.sensing.scan import scan_of
from tocsin.sensing.scene import cloud_rows


def sense(world: World) -> list[Record]:
    """Make this tick's looks and return what was measured; which body caused it goes under truth alone."""
    records: list[Record] = []
    enter_window(world)
    world.looks = []
    has_bodies = bool(world.scene_bodies)
    for node in world.nodes.values():
        if has_bodies or node.radar_tracks.number.size:
            look_with_radars(world, node, records)
        if has_bodies or any(table.number.size for table in node.plume_tracks):
            look_with_satellites(world, node, records)
    return records


def enter_window(world: World) -> None:
    """Put the satellites on their orbits for the window that begins now, if one does."""
    windows = world.scenario.windows
    if world.window + 1 < len(windows) and windows[world.window + 1].start_ms <= world.time_ms:
        world.window += 1
        for node in world.nodes.values():
            node.satellites = [in_window(item, windows[world.window]) for item in node.declared.satellites]


def look_with_radars(world: World, node: NodeState, records: list[Record]) -> None:
    """Let every radar of a node look; a look that sees nothing still ages its tracks."""
    for radar in node.declared.radars:
        if scan_of(radar, world.time_ms) is None:
            continue
        measurements, pairing = sense_radar(radar, world.scene, world.time_ms, world.luck)
        world.looks.append(RadarLook(node.declared.name, radar, measurements))
        if pairing.size:
            records += note(world, node.declared.name, radar_record(measurements), pairing.tolist())


def look_with_satellites(world: World, node: NodeState, records: list[Record]) -> None:
    """Let every satellite of a node look; a look that sees nothing still ages its plumes."""
    sky = Sky(cloud_rows(world.scenario.clouds))
    for index, satellite in enumerate(node.satellites):
        if scan_of(satellite, world.time_ms) is None:
            continue
        utc_ms = utc_ms_at(world.scenario, world.time_ms)
        measurements, pairing = sense_infrared(satellite, world.scene, sky, utc_ms, world.time_ms, world.luck)
        world.looks.append(InfraredLook(node.declared.name, index, measurements))
        if pairing.size:
            records += note(world, node.declared.name, infrared_record(measurements), pairing.tolist())


def note(world: World, name: str, measured: Measured, pairing: list[int]) -> list[Record]:
    """Return the node's record of a scan, and truth's record of what caused it."""
    bodies = tuple(world.scene_bodies[i] for i in pairing)
    return [Record(name, measured), Record(TRUTH, Pairing(measured.sensor_id, measured.scan, bodies))]


def radar_record(m: RadarMeasurements) -> Measured:
    """Return what the journal keeps of a radar's scan."""
    columns = (m.range_m.tolist(), m.azimuth_rad.tolist(), m.elevation_rad.tolist(), m.snr.tolist())
    rows = tuple(zip(*columns, strict=True))
    return Measured(sensor_id=m.sensor_id, phenomenology="radar", scan=m.scan, rows=rows)


def infrared_record(m: InfraredMeasurements) -> Measured:
    """Return what the journal keeps of a satellite's scan."""
    pairs = zip(m.direction_ecef.tolist(), m.intensity_w_m2.tolist(), strict=True)
    rows = tuple((*direction, value) for direction, value in pairs)
    return Measured(sensor_id=m.sensor_id, phenomenology="ir", scan=m.scan, rows=rows)
