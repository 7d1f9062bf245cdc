"""Faults and drills begin and end: what displays show, and what truth knows of it."""

import math

from tocsin.exchange.ellipse import Ellipse
from tocsin.exercise.world import NodeState, Record, World
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import DisplayCount, DrillCalled, InWorldTest
from tocsin.scenario.staged import Fault
from tocsin.tracking.provenance import Source
from tocsin.warning.event import ImpactEstimate, LaunchEstimate
from tocsin.warning.evidence import Shown

PLACE_SIGMA_M, TIME_SIGMA_MS = 20e3, 10_000  # of what a fault shows: as a system would state it, notional


def show(world: World) -> list[Record]:
    """Bring every display up to date, and call the drills whose time has come."""
    records: list[Record] = []
    for fault in world.scenario.staged.faults:
        node = world.nodes[fault.nation]
        count = count_of(fault, world.time_ms)
        if count != node.shown.get(fault.fault_id, 0):
            node.shown[fault.fault_id], node.has_news = count, True
            records.append(Record(TRUTH, InWorldTest(fault.fault_id, fault.nation, fault.is_test_data, count)))
            records += [
                Record(fault.nation, DisplayCount(display, count if display in fault.displays else 0, crc_ok=True))
                for display in fault.all_displays
            ]
        if count:
            node.has_moved = True
    records += [
        Record(drill.nation, DrillCalled(drill.drill_id))
        for drill in world.scenario.staged.drills
        if drill.time_ms == world.time_ms
    ]
    return records


def count_of(fault: Fault, time_ms: int) -> int:
    """Return how many objects a fault shows at a time."""
    return next((count for from_ms, count in reversed(fault.steps) if from_ms <= time_ms), 0)


def shown_now(world: World, node: NodeState) -> tuple[Shown, ...]:
    """Return what a node's system shows now that no sensor of it saw."""
    faults = [fault for fault in world.scenario.staged.faults if fault.nation == node.declared.name]
    return tuple(
        shown_of(world, fault, number, node.shown[fault.fault_id])
        for number, fault in enumerate(faults, start=1)
        if node.shown.get(fault.fault_id, 0)
    )


def shown_of(world: World, fault: Fault, number: int, count: int) -> Shown:
    """Return one fault as the node's system states it: a launch, an impact, a confidence."""
    began_ms = fault.steps[0][0]
    area = next(area for area in world.scenario.geography.areas if area.area_id == fault.area_id)
    lat_rad, lon_rad = area.ring_rad.mean(axis=0).tolist()
    return Shown(
        source=Source(f"{fault.nation}.d{number}", began_ms, world.time_ms),
        n_objects=count,
        shown_on=len(fault.displays),
        displays=len(fault.all_displays),
        claims=fault.claims,
        launch=LaunchEstimate(
            point=circle(fault.lat_rad, fault.lon_rad),
            time_ms=began_ms,
            time_sigma_ms=TIME_SIGMA_MS,
            azimuth_rad=fault.azimuth_rad,
            azimuth_sigma_rad=math.radians(5.0),
        ),
        impact=ImpactEstimate(
            computed_ms=world.time_ms,
            time_ms=fault.impact_ms,
            time_sigma_ms=TIME_SIGMA_MS,
            place=circle(lat_rad, lon_rad),
            range_m=-1.0,
            threatens=(fault.nation,),
            areas=((fault.area_id, 1.0),),
        ),
    )


def circle(lat_rad: float, lon_rad: float) -> Ellipse:
    """Return a place as exact as such a system states it."""
    return Ellipse(lat_rad, lon_rad, PLACE_SIGMA_M**2, 0.0, PLACE_SIGMA_M**2)
