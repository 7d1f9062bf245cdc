"""Where sensors see a body of a class at one height: each sensor's own verdict, asked place by place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_rows
from tocsin.errors import ScenarioError
from tocsin.review.sight import window_at
from tocsin.scenario.declared import DeclaredNode, Scenario, utc_ms_at
from tocsin.scenario.mount import is_out, radar_then, sky_for
from tocsin.scenario.pack import load_pack, pack_names, shipped_pack
from tocsin.scenario.sensors import in_window
from tocsin.sensing.infrared.sensor import InfraredSatellite, infrared_reasons
from tocsin.sensing.radar.look import radar_reasons
from tocsin.sensing.radar.sensor import Radar
from tocsin.sensing.reason import Reason
from tocsin.sensing.scene import Scene

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Phase = Literal["boost", "coast"]
Kind = Literal["radar", "infrared"]
Seen = Callable[[Array, Array], BoolArray]

PHASES: tuple[Phase, ...] = ("boost", "coast")
PHASE_WORDS: dict[Phase, str] = {"boost": "last motor burning", "coast": "payload coasting"}
LEAST_SHARED = 2  # nations


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: a body of a vehicle class in a phase of its flight, at one height and time.

    ``phase`` is ``boost`` (the rising vehicle, its last motor burning) or ``coast`` (its payload, no motor).
    """

    vehicle_class: str
    phase: Phase
    rcs_m2: float
    plume_w_sr: float
    altitude_m: float
    time_ms: int


class Field(NamedTuple):
    """One sensor's field: whose, what kind, and whether it sees what is sought above places (k,), (k,) in rad."""

    sensor_id: str
    nation: str
    kind: Kind
    seen: Seen


def vehicle_classes() -> list[str]:
    """Return the names of the shipped vehicle classes."""
    return [name for name in pack_names() if shipped_pack(name).kind == "vehicle"]


def sought_of(vehicle_class: str, phase: Phase, altitude_m: float, time_ms: int) -> Sought:
    """Return what is looked for, with the shipped numbers of its class.

    Notes
    -----
    Boost: the class's cross-section with its motor burning, and the plume of its last stage, the one that burns high
    up.  Coast: the payload's cross-section, no plume.  Left out: whether the class ever is at that height in that
    phase, the aspect under which it is seen, and its speed, which no sensor's verdict depends on.
    """
    pack = load_pack(vehicle_class, "vehicle")
    if phase == "coast":
        return Sought(vehicle_class, phase, pack["payload_rcs_m2"], 0.0, altitude_m, time_ms)
    if pack.stages == 0:
        raise ScenarioError(f"class = {vehicle_class!r}: has no motor that could burn; ask for phase coast")
    plume_w_sr = pack[f"stage_{pack.stages}_plume_kw_sr"] * 1e3
    return Sought(vehicle_class, phase, pack["boost_rcs_m2"], plume_w_sr, altitude_m, time_ms)


def sensor_fields(scenario: Scenario, sought: Sought) -> list[Field]:
    """Return the field of every sensor of a scenario, in declared order."""
    return [field for node in scenario.nodes for field in node_fields(scenario, node, sought)]


def node_fields(scenario: Scenario, node: DeclaredNode, sought: Sought) -> list[Field]:
    """Return the fields of one nation's sensors; its satellites stand where they are at the time asked for."""
    utc_ms = utc_ms_at(scenario, sought.time_ms)
    window = window_at(scenario, sought.time_ms)

    def by_radar(radar: Radar) -> Seen:
        return lambda lat_rad, lon_rad: radar_reasons(radar, scene_above(sought, lat_rad, lon_rad)) == Reason.SEEN

    def by_satellite(sensor: InfraredSatellite) -> Seen:
        return lambda lat_rad, lon_rad: (
            infrared_reasons(sensor, scene_above(sought, lat_rad, lon_rad), sky_for(scenario, sensor, utc_ms), utc_ms)
            == Reason.SEEN
        )

    radars = [
        Field(radar.sensor_id, node.name, "radar", by_radar(radar_then(node, radar, sought.time_ms)))
        for radar in node.radars
    ]
    satellites = [in_window(declared, window) for declared in node.satellites]
    fields = [*radars, *(Field(item.sensor_id, node.name, "infrared", by_satellite(item)) for item in satellites)]
    return [field for field in fields if not is_out(node, field.sensor_id, sought.time_ms)]


def scene_above(sought: Sought, lat_rad: Array, lon_rad: Array) -> Scene:
    """Return a scene with one such body above each place (k,), (k,), at rest."""
    count = lat_rad.size
    position_ecef = ecef_rows(lat_rad, lon_rad, np.full(count, sought.altitude_m))
    return Scene(
        position_ecef,
        np.zeros((count, 3)),
        np.full(count, sought.rcs_m2),
        np.full(count, sought.plume_w_sr),
        np.arange(count),
    )


def any_of(fields: Sequence[Field]) -> Seen:
    """Return where at least one of some fields sees; nowhere if there are none."""

    def seen(lat_rad: Array, lon_rad: Array) -> BoolArray:
        found = np.zeros(lat_rad.size, dtype=np.bool_)
        for field in fields:
            rest = np.flatnonzero(~found)  # what is seen already need not be asked again
            found[rest] = field.seen(lat_rad[rest], lon_rad[rest])
        return found

    return seen


def shared(fields: Sequence[Field]) -> Seen:
    """Return where at least two nations see."""
    nations = [any_of(of_nation(fields, nation)) for nation in dict.fromkeys(field.nation for field in fields)]

    def seen(lat_rad: Array, lon_rad: Array) -> BoolArray:
        count = np.zeros(lat_rad.size, dtype=np.int64)
        for nation in nations:
            count += nation(lat_rad, lon_rad)
        return count >= LEAST_SHARED

    return seen


def alone(fields: Sequence[Field], nation: str) -> Seen:
    """Return where one nation sees and no other."""
    own = any_of(of_nation(fields, nation))
    others = any_of([field for field in fields if field.nation != nation])
    return lambda lat_rad, lon_rad: own(lat_rad, lon_rad) & ~others(lat_rad, lon_rad)


def of_nation(fields: Sequence[Field], nation: str) -> list[Field]:
    """Return a nation's fields."""
    return [field for field in fields if field.nation == nation]
