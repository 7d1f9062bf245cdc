"""What sharing costs: what was let out, held back or withheld, and what it gave away of own sensors."""

import math
from collections import Counter
from collections.abc import Iterator

from tocsin.earth.kernels import lla_from_ecef
from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.message import Envelope, Message, Refusal
from tocsin.exchange.payload import Consultation, LaunchReport, SensorStatus, TrackReport
from tocsin.orders.action import WithholdNotice
from tocsin.orders.record import NoticeFiled
from tocsin.review.answer import ALL, Answer, Definition, observed
from tocsin.review.facts import Facts

CELL_DEG, CELL_MS = 1.0, 600_000
Cell = tuple[
    int, int, str, int
]  # latitude, longitude (whole deg), a sensor that has no place of its own, ten minutes

DEFINITIONS = (
    Definition("releases", "count", "nation", "Messages that the agreement let out.", "Envelope", "0", "sum"),
    Definition(
        "refusals",
        "count",
        "reason x nation",
        "Messages that the agreement held back, by reason.",
        "Refusal",
        "0",
        "sum",
    ),
    Definition(
        "withheld_used",
        "count",
        "nation",
        "Notices that the nation kept from its partners out of its quota.",
        "NoticeFiled or Order",
        "0",
        "sum",
    ),
    Definition(
        "exposure_cells",
        "count",
        "nation x who was told",
        "Distinct cells of 1 deg by 1 deg by 10 min in which released data place what an own sensor detected, or an "
        "own sensor out of action: the middle of a launch point (at the launch time told, else at release) and of an "
        "impact area (at release), each track's position at its time, and the place of a sensor whose status is "
        "told (a satellite counts as a place of its own). A coarse area counts as the one cell of its "
        "middle. The headline counts a cell once, however many were told.",
        "Envelope",
        "0",
        "sum",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    released = Counter(envelope.message.originator for _, _, envelope in facts.of(Envelope))
    withheld = withheld_notices(facts)
    counts = {
        "releases": {nation: released[nation] for nation in facts.parties},
        "withheld_used": {nation: sum(of == nation for of, _ in withheld) for nation in facts.parties},
    }
    for name, by_nation in counts.items():
        for nation, count in {**by_nation, ALL: sum(by_nation.values())}.items():
            yield observed(name, nation, "nation", ALL, float(count))
    yield from refused(facts)
    yield from exposed(facts)


def refused(facts: Facts) -> Iterator[Answer]:
    """Yield the refusals of each nation by reason, and their sums."""
    counts = Counter((body.originator, body.reason) for _, _, body in facts.of(Refusal))
    counts.update({(ALL, reason): 0 for _, reason in counts})
    for (nation, reason), count in list(counts.items()):
        if nation != ALL:
            counts[ALL, reason] += count
    for nation in (*facts.parties, ALL):
        reasons = sorted(reason for of, reason in counts if of == nation)
        for reason in reasons:
            yield observed("refusals", nation, "reason", reason, float(counts[nation, reason]))
        if not reasons:
            yield observed("refusals", nation, "nation", ALL, 0.0)


def withheld_notices(facts: Facts) -> set[tuple[str, str]]:
    """Return (nation, notice id) of every notice withheld within the quota, by declaration or by order."""
    declared = {
        (nation, filed.notice_id)
        for _, nation, filed in facts.of(NoticeFiled)
        if filed.is_withheld and filed.is_in_quota
    }
    ordered = {
        (nation, order.action.notice_id)
        for _, nation, order in facts.orders()
        if isinstance(order.action, WithholdNotice)
    }
    return declared | ordered


def exposed(facts: Facts) -> Iterator[Answer]:
    """Yield how many cells each nation gave away to each other node."""
    cells: dict[tuple[str, str], set[Cell]] = {}
    for time_ms, _, envelope in facts.of(Envelope):
        message = facts.as_known(envelope.message)
        found = cells.setdefault((message.originator, message.releasable_to), set())
        found.update(cells_of(facts, message, time_ms))
    total = 0
    for nation in facts.parties:
        told = {to: found for (of, to), found in cells.items() if of == nation}
        for to, found in told.items():
            yield observed("exposure_cells", nation, "addressee", to, float(len(found)))
            yield observed("exposure_cells", ALL, "addressee", f"{nation} to {to}", float(len(found)))
        count = len(set[Cell]().union(*told.values()))
        total += count
        yield observed("exposure_cells", nation, "addressee", ALL, float(count))
    yield observed("exposure_cells", ALL, "addressee", ALL, float(total))


def cells_of(facts: Facts, message: Message, time_ms: int) -> Iterator[Cell]:
    """Yield the cells in which one message places what an own sensor detected, or where one is out of action."""
    match message.payload:
        case LaunchReport() as report:
            yield from cells_of_report(report, time_ms)
        case Consultation(about=LaunchReport() as report):
            yield from cells_of_report(report, time_ms)
        case TrackReport(tracks=tracks):
            for track in tracks:
                lat_rad, lon_rad, _ = lla_from_ecef(*track.state_ecef[:3])
                yield cell_of(lat_rad, lon_rad, track.time_ms)
        case SensorStatus(sensor_id=sensor_id, since_ms=since_ms):
            yield sensor_cell(facts, sensor_id, since_ms)
        case _:
            return


def cells_of_report(report: LaunchReport, time_ms: int) -> Iterator[Cell]:
    """Yield the cells of a launch report: where it saw a launch, and where it says that it will come down."""
    launch_ms = time_ms if report.launch_time_ms is None else report.launch_time_ms
    places: tuple[tuple[Ellipse | None, int], ...] = (
        (report.launch_point, launch_ms),
        (report.impact_area, time_ms),
    )
    for place, at_ms in places:
        if place is not None:
            yield cell_of(place.lat_rad, place.lon_rad, at_ms)


def cell_of(lat_rad: float, lon_rad: float, time_ms: int) -> Cell:
    """Return the cell of a place and time."""
    lat_deg, lon_deg = math.degrees(lat_rad), math.degrees(lon_rad) % 360.0
    return math.floor(lat_deg / CELL_DEG), math.floor(lon_deg / CELL_DEG), "", time_ms // CELL_MS


def sensor_cell(facts: Facts, sensor_id: str, time_ms: int) -> Cell:
    """Return the cell of a sensor whose status is told: a radar's where it was declared; a satellite has none."""
    places = {item.sensor_id: (item.lat_rad, item.lon_rad) for node in facts.scenario.nodes for item in node.radars}
    for node in facts.scenario.nodes:
        places |= {item.sensor_id: (item.lat_rad, item.lon_rad) for item in node.skywaves}
    if sensor_id in places:
        return cell_of(*places[sensor_id], time_ms)
    return 0, 0, sensor_id, time_ms // CELL_MS
