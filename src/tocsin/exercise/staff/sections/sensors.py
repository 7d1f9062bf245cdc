"""A node's sensors: where they stand, whether they are in action, and what each looks at."""

from functools import lru_cache

from tocsin.earth.kernels import lla_from_ecef
from tocsin.exercise.outage import is_silent
from tocsin.exercise.staff.sections.plain import Item, Items, angle, plain, ring_item, shown_number
from tocsin.exercise.world import NodeState, World
from tocsin.motion.orbit import position_ecef
from tocsin.scenario.declared import utc_ms_at
from tocsin.scenario.mount import radar_then
from tocsin.sensing.infrared.sensor import InfraredSatellite
from tocsin.sensing.outline import FIELD_ALTITUDE_M, radar_outline, satellite_outline, skywave_outline
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.skywave.sensor import SkywaveRadar

MOVED_EVERY_MS = 60_000  # what moves is shown where it was at the whole minute: a stream of small frames
SATELLITE_DIGITS = 4  # of rad: what stands above one place does not stir
KEPT = 512  # coverages, of all exercises in this process


def sensors(world: World, node: NodeState) -> Items:
    """Return the node's sensors: whether each is in action, where it is, what it looks at, where it is pointed.

    A radar stands where it last looked from; its field, and a satellite, are where they were at the whole minute.
    """
    declared, minute_ms = node.declared, minute_of(world)
    found: Items = {}
    for radar, at_first in zip(node.radars, declared.radars, strict=True):
        cue = node.cues.get(radar.sensor_id)
        found[radar.sensor_id] = {
            "kind": "radar",
            "lat_rad": angle(radar.lat_rad),
            "lon_rad": angle(radar.lon_rad),
            "alt_m": shown_number(radar.alt_m, 0),
            "cue": None if cue is None or cue.until_ms <= world.time_ms else plain(cue),
            "coverage": radar_coverage(radar_then(declared, at_first, minute_ms)),
        }
    for skywave in declared.skywaves:
        found[skywave.sensor_id] = {
            "kind": "skywave",
            "lat_rad": angle(skywave.lat_rad),
            "lon_rad": angle(skywave.lon_rad),
            "alt_m": 0,
            "coverage": skywave_coverage(skywave),
        }
    utc_ms = utc_ms_at(world.scenario, minute_ms)
    for satellite in node.satellites:
        found[satellite.sensor_id] = {"kind": "satellite", **satellite_item(satellite, utc_ms)}
    for sensor_id, item in found.items():
        item["is_in_action"] = not is_silent(world, node, sensor_id)
    return found


def minute_of(world: World) -> int:
    """Return the exercise time (ms) at which what moves is shown: the whole minute, or the start of the window."""
    start_ms = world.scenario.windows[world.window].start_ms
    return max(start_ms, world.time_ms - world.time_ms % MOVED_EVERY_MS)


@lru_cache(maxsize=KEPT)
def radar_coverage(radar: Radar) -> Item:
    """Return a radar's field: how far, between which azimuths (clockwise) and how high it looks.

    ``ring``: the ground below where it sees a bright body at ``ring_alt_m``, skyline left out.
    """
    return {
        "range_m": shown_number(radar.max_range_m, 0),
        "azimuth_from_rad": angle(radar.boresight_rad - radar.half_sector_rad),
        "azimuth_to_rad": angle(radar.boresight_rad + radar.half_sector_rad),
        "elevation_from_rad": angle(radar.min_elevation_rad),
        "elevation_to_rad": angle(radar.max_elevation_rad),
        "ring_alt_m": shown_number(FIELD_ALTITUDE_M, 0),
        "ring": ring_item(*radar_outline(radar, FIELD_ALTITUDE_M)),
    }


@lru_cache(maxsize=KEPT)
def skywave_coverage(radar: SkywaveRadar) -> Item:
    """Return the ring sector beyond the horizon where a skywave radar looks: ground ranges, azimuths (clockwise)."""
    return {
        "least_range_m": shown_number(radar.min_range_m, 0),
        "range_m": shown_number(radar.max_range_m, 0),
        "azimuth_from_rad": angle(radar.boresight_rad - radar.half_sector_rad),
        "azimuth_to_rad": angle(radar.boresight_rad + radar.half_sector_rad),
        "ring": ring_item(*skywave_outline(radar)),
    }


@lru_cache(maxsize=KEPT)
def satellite_item(satellite: InfraredSatellite, utc_ms: int) -> Item:
    """Return where a satellite is at a calendar time, and the ground in its field and above whose horizon it is."""
    lat_rad, lon_rad, alt_m = lla_from_ecef(*position_ecef(satellite.satellite, utc_ms).tolist())
    return {
        "lat_rad": round(lat_rad, SATELLITE_DIGITS),
        "lon_rad": round(lon_rad, SATELLITE_DIGITS),
        "alt_m": shown_number(alt_m, -3),
        "coverage": {"ring": ring_item(*satellite_outline(satellite, utc_ms))},
    }
