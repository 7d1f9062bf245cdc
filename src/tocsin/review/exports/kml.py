"""A view as KML 2.2 (OGC 07-147r2), with Google's ``gx:Track`` for what moves: longitude, latitude, height."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple
from xml.sax.saxutils import escape

from tocsin.exchange.cap.writer import NOT_XML
from tocsin.review.exports.content import MARKING, Content, content_of, label_of, marked, stem_of_export
from tocsin.review.exports.file import File, of_pieces
from tocsin.review.exports.geojson import place_of, point_of
from tocsin.review.exports.held import runs_of, way_of
from tocsin.review.exports.ink import Ink, inks_of
from tocsin.review.exports.outline import Point, Ring, ellipse_ring, polygons, rounded
from tocsin.review.exports.when import iso_at
from tocsin.review.party import View

NAMESPACE = "http://www.opengis.net/kml/2.2"
GX = "http://www.google.com/kml/ext/2.2"
Span = tuple[str, str] | None


class Thing(NamedTuple):
    """What a placemark says beside its geometry: name, whose, from when to when, and more in words."""

    name: str
    owner: str
    span: Span
    said: str = ""


def kml_files(view: View) -> Iterator[File]:
    """Yield the one KML file of a view."""
    yield of_pieces(f"{stem_of_export(view)}.{MARKING}.kml", partial(pieces_of, view))


def pieces_of(view: View) -> Iterator[str]:
    """Yield the text of the file, placemark by placemark, a line each."""
    content = content_of(view)
    title = marked(f"{view.scenario.title}: the view of {label_of(view)}")
    said = f"{MARKING} {MARKING} {MARKING}. Simulation only: invented nations, no real event."
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{NAMESPACE}" xmlns:gx="{GX}">\n<Document>\n'
    yield f"<name>{escape(title)}</name>\n<open>1</open>\n<description>{escape(said)}</description>\n"
    for owner, ink in inks_of(view.scenario).items():
        yield text_of(style(owner, ink))
    yield from folder("areas", areas(content))
    yield from folder("sites, launches and ends", stands(view, content))
    yield from folder("launch and impact estimates, 90 %", estimates(view, content))
    yield from folder("shots", shots(view, content))
    yield from folder("satellites and what else carries sensors", carried(view, content))
    yield from folder("bodies", bodies(view, content))
    yield from folder("tracks of pictures", tracks(view, content))
    yield "</Document>\n</kml>\n"


def folder(name: str, placemarks: Iterable[ET.Element]) -> Iterator[str]:
    """Yield a folder with its placemarks; nothing where there are none."""
    begun = False
    for placemark in placemarks:
        if not begun:
            yield f"<Folder>\n<name>{escape(marked(name))}</name>\n"
            begun = True
        yield text_of(placemark)
    if begun:
        yield "</Folder>\n"


def text_of(element: ET.Element) -> str:
    """Return an element as text, on a line of its own."""
    return ET.tostring(element, encoding="unicode") + "\n"


def style(owner: str, ink: Ink) -> ET.Element:
    """Return the style of an owner; KML writes colours as opacity, blue, green, red."""
    red, green, blue = ink
    solid = f"{blue:02x}{green:02x}{red:02x}"
    root = ET.Element("Style", id=f"of-{owner}")
    put(ET.SubElement(root, "IconStyle"), "color", f"ff{solid}")
    label = ET.SubElement(root, "LabelStyle")
    put(label, "color", f"ff{solid}")
    put(label, "scale", "0.8")
    line = ET.SubElement(root, "LineStyle")
    put(line, "color", f"ff{solid}")
    put(line, "width", "1.5")
    put(ET.SubElement(root, "PolyStyle"), "color", f"30{solid}")
    return root


def put(parent: ET.Element, tag: str, text: str) -> ET.Element:
    """Add an element with a text."""
    element = ET.SubElement(parent, tag)
    element.text = NOT_XML.sub("\ufffd", text)
    return element


def placemark(thing: Thing) -> ET.Element:
    """Return a placemark without its geometry, in the order that the standard wants."""
    root = ET.Element("Placemark")
    put(root, "name", marked(thing.name))
    if thing.said:
        put(root, "description", f"{MARKING} {thing.said}")
    if thing.span:
        span = ET.SubElement(root, "TimeSpan")
        put(span, "begin", thing.span[0])
        put(span, "end", thing.span[1])
    put(root, "styleUrl", f"#of-{thing.owner}")
    return root


def written(point: Point) -> str:
    """Return a point as KML writes it: longitude,latitude,height."""
    return ",".join(f"{number:.10g}" for number in (point if len(point) > 2 else [*point, 0.0]))


def put_polygons(parent: ET.Element, rings: list[Ring]) -> None:
    """Add polygons: one by itself, several together."""
    holder = ET.SubElement(parent, "MultiGeometry") if len(rings) > 1 else parent
    for ring in rings:
        polygon = ET.SubElement(holder, "Polygon")
        put(polygon, "tessellate", "1")
        outer = ET.SubElement(ET.SubElement(polygon, "outerBoundaryIs"), "LinearRing")
        put(outer, "coordinates", " ".join(written(point) for point in ring))


def put_track(parent: ET.Element, whens: list[str], points: list[Point]) -> None:
    """Add a way in time: all the times, then all the places."""
    track = ET.SubElement(parent, "gx:Track")
    put(track, "altitudeMode", "absolute")
    for when in whens:
        put(track, "when", when)
    for point in points:
        put(track, "gx:coord", " ".join(f"{number:.10g}" for number in rounded(point)))


def areas(content: Content) -> Iterator[ET.Element]:
    """Yield the defended areas."""
    for area in content.areas:
        root = placemark(Thing(f"area {area.area_id}", area.nation, None, f"defended area of {area.nation}"))
        put_polygons(root, polygons(area.ring_rad))
        yield root


def stands(view: View, content: Content) -> Iterator[ET.Element]:
    """Yield sites, launches and ends."""
    last_ms = view.scenario.end_ms - 1
    for stand in content.stands:
        said = ", ".join(f"{key} {value}" for key, value in stand.facts.items() if value != "")
        span = (iso_at(view.scenario, stand.from_ms), iso_at(view.scenario, max(last_ms, stand.from_ms)))
        root = placemark(Thing(f"{stand.kind} {stand.name}", stand.owner, span, said))
        point = ET.SubElement(root, "Point")
        put(point, "altitudeMode", "absolute")
        put(point, "coordinates", written(place_of(*stand.place)))
        yield root


def estimates(view: View, content: Content) -> Iterator[ET.Element]:
    """Yield every version of every ellipse, each shown while it held."""
    for estimate in content.estimates:
        for version in estimate.versions:
            rings = polygons(ellipse_ring(version.place))
            if not rings:
                continue
            span = (iso_at(view.scenario, version.from_ms), iso_at(view.scenario, version.until_ms))
            name = f"{estimate.owner} {estimate.which} estimate {estimate.event_id}"
            root = placemark(Thing(name, estimate.owner, span, f"confidence {version.confidence}"))
            put_polygons(root, rings)
            yield root


def shots(view: View, content: Content) -> Iterator[ET.Element]:
    """Yield shots as planned."""
    for fired in content.fired:
        span = (iso_at(view.scenario, fired.launch_ms), iso_at(view.scenario, fired.intercept_ms))
        root = placemark(
            Thing(f"{fired.owner} shot {fired.shot_id}", fired.owner, span, f"battery {fired.battery_id}")
        )
        line = ET.SubElement(root, "LineString")
        put(line, "altitudeMode", "absolute")
        ends = (rounded(point_of(fired.from_ecef)), rounded(point_of(fired.aim_ecef)))
        put(line, "coordinates", " ".join(written(end) for end in ends))
        yield root


def carried(view: View, content: Content) -> Iterator[ET.Element]:
    """Yield satellites, and sensors on ships and aircraft, a track a window."""
    for item in content.carried:
        for times_ms, places_ecef in item.windows:
            root = placemark(Thing(f"{item.kind} {item.name}", item.owner, None))
            whens = [iso_at(view.scenario, time_ms) for time_ms in times_ms.tolist()]
            put_track(root, whens, [point_of(tuple(place)) for place in places_ecef.tolist()])
            yield root


def bodies(view: View, content: Content) -> Iterator[ET.Element]:
    """Yield the ways of true bodies."""
    for flight in content.flights:
        said = f"{flight.role}{f', end: {flight.how}' if flight.how else ''}"
        root = placemark(Thing(f"body {flight.body_id}", flight.owner, None, said))
        whens = [iso_at(view.scenario, time_ms) for time_ms in flight.times_ms.tolist()]
        put_track(root, whens, [point_of(tuple(state[:3])) for state in flight.states_ecef.tolist()])
        yield root


def tracks(view: View, content: Content) -> Iterator[ET.Element]:
    """Yield the tracks of nodes' pictures, at each news; nothing is drawn where a picture did not hold them."""
    for track in content.held:
        runs = [way_of(run) for run in runs_of(track)]
        if not runs:
            continue
        root = placemark(Thing(f"{track.owner} track {track.name}", track.owner, None))
        parts = ET.SubElement(root, "gx:MultiTrack")
        put(parts, "gx:interpolate", "0")
        for way in runs:
            whens = [iso_at(view.scenario, time_ms) for time_ms, _ in way]
            put_track(parts, whens, [point_of(place) for _, place in way])
        yield root
