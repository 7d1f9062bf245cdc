"""A view as CZML, the form that Cesium plays: one document, a packet a thing, nothing that needs a network.

Positions are ECEF (CZML's FIXED), SI.  A true body is drawn through its recorded states, place and velocity; a
picture's track only as the node had it at each moment, carried on by its own velocity until the next news: what the
node learned later moves nothing before.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from czml3.core import Packet
from czml3.enums import ArcTypes, ClockRanges, ClockSteps, HorizontalOrigins, InterpolationAlgorithms, LabelStyles
from czml3.properties import (
    ArcType,
    Clock,
    Color,
    DistanceDisplayCondition,
    Ellipse,
    Label,
    Material,
    Path,
    Point,
    Polygon,
    Polyline,
    PolylineMaterial,
    Position,
    PositionList,
    SolidColorMaterial,
)
from czml3.types import (
    Cartesian2Value,
    DistanceDisplayConditionValue,
    IntervalValue,
    TimeInterval,
    TimeIntervalCollection,
)

from tocsin.exchange.ellipse import axes_90_m
from tocsin.review.exports.content import MARKING, Content, Fired, content_of, label_of, marked, stem_of_export
from tocsin.review.exports.estimates import Estimate
from tocsin.review.exports.file import File, of_pieces
from tocsin.review.exports.flights import Flight
from tocsin.review.exports.ground import Carried, Stand, windows_of
from tocsin.review.exports.held import HeldTrack, Holding, carried_on, runs_of
from tocsin.review.exports.ink import OTHER_INK, Ink, inks_of
from tocsin.review.exports.when import iso_at
from tocsin.review.party import View
from tocsin.warning.area import Area

PLAYED_AT = 30.0  # seconds of exercise a second, until the viewer sets another
TRAIL_S = 600.0
FAR_M, NEAR_M = 8e6, 2e6  # from the eye: bodies and areas are named from far, sites that crowd from near
LINE_PX = 14.0
CROWDED = ("battery", "radar", "end", "shed", "debris")
LARGER = 1.000001  # Cesium refuses a minor axis that rounding makes the longer one


class Pen(NamedTuple):
    """What every packet is drawn with: ``iso`` is from exercise time (ms) to ISO 8601."""

    iso: Callable[[int], str]
    inks: Mapping[str, Ink]

    def color(self, owner: str, opacity: int = 255) -> Color:
        """Return an owner's colour; opacity 0 to 255."""
        return Color(rgba=[*self.inks.get(owner, OTHER_INK), opacity])

    def fill(self, owner: str, opacity: int = 255) -> SolidColorMaterial:
        """Return an owner's colour for lines and faces."""
        return SolidColorMaterial(color=self.color(owner, opacity))

    def label(self, text: str, owner: str, within_m: float = FAR_M) -> Label:
        """Return what is written beside a thing: EXERCISE, and its name.

        Each owner's words stand on a line of their own, since several owners speak of one place; ``within_m``: from
        how far the eye still reads it.
        """
        row = list(self.inks).index(owner) if owner in self.inks else 0
        seen = DistanceDisplayCondition(
            distanceDisplayCondition=DistanceDisplayConditionValue(values=[0.0, within_m])
        )
        return Label(
            text=marked(text),
            font="12px sans-serif",
            style=LabelStyles.FILL_AND_OUTLINE,
            fillColor=self.color(owner),
            outlineColor=Color(rgba=[0, 0, 0, 255]),
            outlineWidth=2.0,
            horizontalOrigin=HorizontalOrigins.LEFT,
            pixelOffset=Cartesian2Value(values=[9.0, LINE_PX * (row - 1)]),
            distanceDisplayCondition=seen,
        )


def czml_files(view: View) -> Iterator[File]:
    """Yield the one CZML file of a view."""
    yield of_pieces(f"{stem_of_export(view)}.{MARKING}.czml", partial(pieces_of, view))


def pieces_of(view: View) -> Iterator[str]:
    """Yield the text of the file, packet by packet, a line each."""
    content = content_of(view)
    for number, packet in enumerate(packets_of(view, content)):
        yield f"{',' if number else '['}\n{packet.dumps()}"
    yield "\n]\n"


def packets_of(view: View, content: Content) -> Iterator[Packet]:
    """Yield the packets: the document with its clock, then whatever the view holds."""
    pen = Pen(partial(iso_at, view.scenario), inks_of(view.scenario))
    yield document(view, pen)
    last_ms = view.scenario.end_ms - 1
    yield from (area_packet(area, pen) for area in content.areas)
    yield from (stand_packet(stand, pen, last_ms) for stand in content.stands)
    yield from (carried_packet(carried, pen) for carried in content.carried)
    yield from (estimate_packet(estimate, pen) for estimate in content.estimates if estimate.versions)
    yield from (fired_packet(fired, pen) for fired in content.fired if fired.intercept_ms > fired.launch_ms)
    yield from (flight_packet(flight, pen) for flight in content.flights)
    yield from (held_packet(track, pen) for track in content.held if runs_of(track))


def document(view: View, pen: Pen) -> Packet:
    """Return the first packet: what this is, and the clock from the start of the exercise to its end."""
    windows = windows_of(view.scenario)
    start, end = pen.iso(windows[0][0]), pen.iso(view.scenario.end_ms - 1)
    clock = Clock(
        currentTime=start, multiplier=PLAYED_AT, range=ClockRanges.LOOP_STOP, step=ClockSteps.SYSTEM_CLOCK_MULTIPLIER
    )
    return Packet(
        id="document",
        name=marked(f"{view.scenario.title}: the view of {label_of(view)}"),
        version="1.0",
        description=f"{MARKING} {MARKING} {MARKING}. Simulation only: invented nations, no real event.",
        clock=IntervalValue(start=start, end=end, value=clock),
    )


def area_packet(area: Area, pen: Pen) -> Packet:
    """Return a defended area: its ground, and its outline."""
    middle = area.ring_rad.mean(axis=0)
    corners = [value for lat_rad, lon_rad in area.ring_rad.tolist() for value in (lon_rad, lat_rad, 0.0)]
    return Packet(
        id=f"area/{area.nation}/{area.area_id}",
        name=marked(f"area {area.area_id}"),
        properties={"nation": area.nation},
        position=Position(cartographicRadians=[float(middle[1]), float(middle[0]), 0.0]),
        label=pen.label(area.area_id, area.nation),
        polyline=Polyline(
            positions=PositionList(cartographicRadians=[*corners, *corners[:3]]),
            width=1.5,
            material=PolylineMaterial(solidColor=pen.fill(area.nation)),
        ),
        polygon=Polygon(
            positions=PositionList(cartographicRadians=corners),
            height=0.0,
            material=Material(solidColor=pen.fill(area.nation, 50)),
        ),
    )


def stand_packet(stand: Stand, pen: Pen, last_ms: int) -> Packet:
    """Return a site, or what happened at a place, from then to the end."""
    lat_rad, lon_rad, alt_m = stand.place
    return Packet(
        id=f"{stand.kind}/{stand.owner}/{stand.name}",
        name=marked(f"{stand.kind} {stand.name}"),
        availability=TimeInterval(start=pen.iso(stand.from_ms), end=pen.iso(max(last_ms, stand.from_ms))),
        properties={"owner": stand.owner, **stand.facts},
        position=Position(cartographicRadians=[lon_rad, lat_rad, alt_m]),
        point=Point(
            pixelSize=7.0, color=pen.color(stand.owner), outlineWidth=1.0, outlineColor=Color(rgba=[0, 0, 0, 255])
        ),
        label=pen.label(stand.name, stand.owner, NEAR_M if stand.kind in CROWDED else FAR_M),
    )


def carried_packet(carried: Carried, pen: Pen) -> Packet:
    """Return a satellite, or a sensor on a ship or aircraft, on its way in each window."""
    spans_iso = [(pen.iso(int(times[0])), pen.iso(int(times[-1]))) for times, _ in carried.windows]
    positions = []
    for (start, end), (times, places) in zip(spans_iso, carried.windows, strict=True):
        rows = zip(times.tolist(), places.tolist(), strict=True)
        samples = [value for time_ms, place in rows for value in ((time_ms - int(times[0])) / 1e3, *place)]
        way = Position(
            epoch=start,
            cartesian=samples,
            interpolationAlgorithm=InterpolationAlgorithms.LAGRANGE,
            interpolationDegree=5,
            referenceFrame="FIXED",
        )
        positions.append(IntervalValue(start=start, end=end, value=way))
    return Packet(
        id=f"{carried.kind}/{carried.owner}/{carried.name}",
        name=marked(f"{carried.kind} {carried.name}"),
        availability=TimeIntervalCollection(values=[TimeInterval(start=a, end=b) for a, b in spans_iso]),
        properties={"owner": carried.owner},
        position=TimeIntervalCollection(values=positions),
        point=Point(pixelSize=7.0, color=pen.color(carried.owner)),
        label=pen.label(carried.name, carried.owner),
    )


def estimate_packet(estimate: Estimate, pen: Pen) -> Packet:
    """Return the 90 % ellipse of a launch or impact place as a node held it, step by step."""
    spans_iso = [(pen.iso(version.from_ms), pen.iso(version.until_ms)) for version in estimate.versions]
    axes = [axes_90_m(version.place) for version in estimate.versions]

    def stepped(values: Iterable[object]) -> TimeIntervalCollection:
        pairs = zip(spans_iso, values, strict=True)
        return TimeIntervalCollection(values=[IntervalValue(start=a, end=b, value=value) for (a, b), value in pairs])

    centres = [Position(cartographicRadians=[v.place.lon_rad, v.place.lat_rad, 0.0]) for v in estimate.versions]
    return Packet(
        id=f"{estimate.which}-ellipse/{estimate.owner}/{estimate.event_id}",
        name=marked(f"{estimate.owner} {estimate.which} estimate {estimate.event_id}"),
        availability=TimeIntervalCollection(values=[TimeInterval(start=a, end=b) for a, b in joined(spans_iso)]),
        properties={"owner": estimate.owner, "event": estimate.event_id, "probability": 0.9},
        position=stepped(centres),
        ellipse=Ellipse(
            semiMajorAxis=stepped(LARGER * major_m for major_m, _, _ in axes),
            semiMinorAxis=stepped(minor_m for _, minor_m, _ in axes),
            rotation=stepped(angle_rad - math.pi / 2.0 for _, _, angle_rad in axes),
            height=0.0,
            material=Material(solidColor=pen.fill(estimate.owner, 70)),
            outline=True,
            outlineColor=pen.color(estimate.owner),
        ),
    )


def joined(spans_iso: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return spans of time with those that follow on each other made one."""
    found: list[tuple[str, str]] = []
    for start, end in spans_iso:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def fired_packet(fired: Fired, pen: Pen) -> Packet:
    """Return a shot as planned: a line from its battery to the point where it is to meet its target."""
    return Packet(
        id=f"shot/{fired.owner}/{fired.shot_id}",
        name=marked(f"{fired.owner} shot {fired.shot_id}"),
        availability=TimeInterval(start=pen.iso(fired.launch_ms), end=pen.iso(fired.intercept_ms)),
        properties={"owner": fired.owner, "battery": fired.battery_id},
        polyline=Polyline(
            positions=PositionList(cartesian=[*fired.from_ecef, *fired.aim_ecef]),
            width=1.0,
            arcType=ArcType(arcType=ArcTypes.NONE),
            material=PolylineMaterial(solidColor=pen.fill(fired.owner, 160)),
        ),
    )


def flight_packet(flight: Flight, pen: Pen) -> Packet:
    """Return a true body on its way: through every recorded place, at the recorded velocity there."""
    start, end = pen.iso(int(flight.times_ms[0])), pen.iso(int(flight.times_ms[-1]))
    rows = zip(flight.times_ms.tolist(), flight.states_ecef.tolist(), strict=True)
    samples = [value for time_ms, state in rows for value in ((time_ms - int(flight.times_ms[0])) / 1e3, *state)]
    return Packet(
        id=f"body/{flight.owner}/{flight.body_id}",
        name=marked(f"body {flight.body_id}"),
        availability=TimeInterval(start=start, end=end),
        properties={"owner": flight.owner, "role": flight.role, "end": flight.how},
        position=Position(
            epoch=start,
            cartesianVelocity=samples,
            interpolationAlgorithm=InterpolationAlgorithms.HERMITE,
            interpolationDegree=3,
            referenceFrame="FIXED",
        ),
        point=Point(pixelSize=6.0, color=pen.color(flight.owner)),
        path=Path(
            width=1.5,
            leadTime=0.0,
            trailTime=TRAIL_S,
            material=PolylineMaterial(solidColor=pen.fill(flight.owner)),
            resolution=5.0,
        ),
        label=pen.label(flight.body_id, flight.owner, NEAR_M if flight.role in CROWDED else FAR_M),
    )


def held_packet(track: HeldTrack, pen: Pen) -> Packet:
    """Return a picture's track: as the node had it at each moment."""
    runs = runs_of(track)
    lasting = [item for run in runs for item in run]
    values = [(pen.iso(item.from_ms), pen.iso(item.until_ms), item) for item in lasting]
    available = [
        TimeInterval(start=pen.iso(a), end=pen.iso(b))
        for a, b in ((run[0].from_ms, run[-1].until_ms) for run in runs)
    ]
    return Packet(
        id=f"track/{track.owner}/{track.name}",
        name=marked(f"{track.owner} track {track.name}"),
        availability=TimeIntervalCollection(values=available),
        properties={
            "owner": track.owner,
            "sigma_m": [{"interval": f"{a}/{b}", "number": round(item.sigma_m, 1)} for a, b, item in values],
        },
        position=TimeIntervalCollection(
            values=[IntervalValue(start=a, end=b, value=led_on(a, item)) for a, b, item in values]
        ),
        point=Point(pixelSize=6.0, color=pen.color(track.owner)),
        path=Path(
            width=1.0,
            leadTime=0.0,
            trailTime=TRAIL_S,
            material=PolylineMaterial(solidColor=pen.fill(track.owner, 160)),
            resolution=5.0,
        ),
        label=pen.label(track.name, track.owner),
    )


def led_on(start: str, item: Holding) -> Position:
    """Return a track from one news to the next: from where it was held, straight on at its velocity."""
    dt_s = (item.until_ms - item.from_ms) / 1e3
    samples = [0.0, *item.place_ecef, dt_s, *carried_on(item)]
    return Position(epoch=start, cartesian=samples, referenceFrame="FIXED")
