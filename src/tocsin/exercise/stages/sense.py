"""Every sensor that looks in this tick looks."""

from tocsin.exercise.world import InfraredLook, NodeState, RadarLook, Record, World
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import Measured, Pairing
from tocsin.scenario.declared import utc_ms_at
from tocsin.scenario.sensors import in_window
from tocsin.sensing.infrared import InfraredMeasurements, sense_infrared
from tocsin.sensing.radar import RadarMeasurements, sense_radar
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
        if has_bodies:
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
            note(world, node, "radar", measurements, radar_rows(measurements), pairing.tolist(), records)


def look_with_satellites(world: World, node: NodeState, records: list[Record]) -> None:
    """Let every satellite of a node look."""
    clouds = cloud_rows(world.scenario.clouds)
    for index, satellite in enumerate(node.satellites):
        if scan_of(satellite, world.time_ms) is None:
            continue
        utc_ms = utc_ms_at(world.scenario, world.time_ms)
        measurements, pairing = sense_infrared(satellite, world.scene, clouds, utc_ms, world.time_ms, world.luck)
        world.looks.append(InfraredLook(node.declared.name, index, measurements))
        if pairing.size:
            note(world, node, "ir", measurements, infrared_rows(measurements), pairing.tolist(), records)


def note(
    world: World,
    node: NodeState,
    phenomenology: str,
    measurements: RadarMeasurements | InfraredMeasurements,
    rows: tuple[tuple[float, ...], ...],
    pairing: list[int],
    records: list[Record],
) -> None:
    """Add the node's record of a scan, and truth's record of what caused it."""
    sensor_id, scan = measurements.sensor_id, measurements.scan
    records.append(
        Record(
            node.declared.name,
            Measured(
                sensor_id=sensor_id,
                phenomenology="ir" if phenomenology == "ir" else "radar",
                scan=scan,
                rows=rows,
            ),
        )
    )
    records.append(Record(TRUTH, Pairing(sensor_id, scan, tuple(world.scene_bodies[i] for i in pairing))))


def radar_rows(m: RadarMeasurements) -> tuple[tuple[float, ...], ...]:
    """Return a radar's measurements as rows."""
    columns = (m.range_m.tolist(), m.azimuth_rad.tolist(), m.elevation_rad.tolist(), m.snr.tolist())
    return tuple(zip(*columns, strict=True))


def infrared_rows(m: InfraredMeasurements) -> tuple[tuple[float, ...], ...]:
    """Return a satellite's measurements as rows."""
    return tuple(
        (*direction, value)
        for direction, value in zip(m.direction_ecef.tolist(), m.intensity_w_m2.tolist(), strict=True)
    )
