"""What one node knew and did, as streams of changes in time: what the knowledge cursor of the page reads.

Every text is made here; the page only picks what held at the cursor's time.  How a stream is read at a time T:
``newest``: its last text up to T; ``kept``: the last text of each key, '' takes the key away; ``told``: how many came
up to T, and the last few; ``counted``: how many.
"""

import re
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from tocsin.defence.battery import Shot, ShotAssessed
from tocsin.exchange.matter import id_to_open
from tocsin.exchange.message import Delivery, Envelope
from tocsin.exchange.payload import LaunchReport, PublicWarning, TrackReport
from tocsin.orders.inject import InjectDelivered
from tocsin.orders.order import AlertChanged, Order
from tocsin.orders.record import PictureState, PictureTrack
from tocsin.review.facts import Facts
from tocsin.review.pack.events import event_changes
from tocsin.review.page_words import clock, listed, nation
from tocsin.review.reading import are_people_there, came_to, first_read

How = Literal["newest", "kept", "told", "counted"]
Change = tuple[int, str, str]  # time (ms), key, text
MOST_TRACKS = 8
CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
START_LEVEL = "normal"


NEEDS: dict[str, set[str]] = {
    "alert": {"decisions"},
    "events": {"warnings", "decisions"},
    "picture": {"tracks"},
    "public": {"warnings"},
    "received": {"messages"},
    "tracks": {"messages"},
    "waiting": {"messages", "decisions"},
    "way": {"messages"},
    "orders": {"decisions"},
    "shots": {"engagements"},
    "injects": {"decisions"},
}
ALWAYS_SHOWN = ("alert", "events", "orders")


class Stream(NamedTuple):
    """One kind of knowledge of a node; ``empty``: what stands there while there is none."""

    name: str
    how: How
    empty: str
    changes: tuple[Change, ...]


def streams_of(facts: Facts, node: str, held: Collection[str], has_senders: bool) -> list[Stream]:
    """Return what a node knew and did.

    Parameters
    ----------
    facts : Facts
    node : str
    held : collection of str
        The families of the node's records that the reader has; of others nothing is said, not even that there is
        nothing.
    has_senders : bool
        Records of its partners show what was on the way to it.
    """
    streams = {
        "alert": stream("alert", "newest", START_LEVEL, alerts(facts, node)),
        "events": stream("events held", "kept", "none", event_changes(facts, node)),
        "picture": stream("picture", "newest", "no track", pictures(facts, node)),
        "public": stream("public warnings", "kept", "none stands", public(facts, node)),
        "received": stream("received", "told", "nothing", received(facts, node)),
        "tracks": stream("track messages", "counted", "none", track_messages(facts, node)),
        "waiting": stream("waiting", "kept", "nothing", waiting(facts, node)),
        "way": stream("on the way to it", "kept", "nothing", on_the_way(facts, node) if has_senders else iter(())),
        "orders": stream("orders given", "told", "none", orders(facts, node)),
        "shots": stream("shots", "kept", "none in the air", shots(facts, node)),
        "injects": stream("told by control", "told", "nothing", injects(facts, node)),
    }
    return [
        item for name, item in streams.items() if NEEDS[name] <= set(held) and (item.changes or name in ALWAYS_SHOWN)
    ]


def stream(name: str, how: How, empty: str, changes: Iterator[Change]) -> Stream:
    """Return a stream in order of time."""
    return Stream(name, how, empty, tuple(sorted(changes, key=lambda change: change[0])))


def alerts(facts: Facts, node: str) -> Iterator[Change]:
    """Yield each posture of a node."""
    for time_ms, name, body in facts.of(AlertChanged):
        if name == node:
            yield time_ms, "", body.level


def pictures(facts: Facts, node: str) -> Iterator[Change]:
    """Yield what a node's picture held, whenever it changed."""
    before = ""
    for time_ms, name, body in facts.of(PictureState):
        if name == node and (text := picture_words(node, body)) != before:
            before = text
            yield time_ms, "", text


def picture_words(node: str, picture: PictureState) -> str:
    """Return a picture in words: how many tracks on whose sensors, and how exact the best are."""
    if not picture.tracks:
        return ""
    tracks = sorted(picture.tracks, key=lambda track: (track.sigma_m, track.name))
    best = [f"{track.name} \u00b1{error(track.sigma_m)} ({whose(node, track)})" for track in tracks[:MOST_TRACKS]]
    more = f" and {len(tracks) - MOST_TRACKS} more" if len(tracks) > MOST_TRACKS else ""
    return f"{', '.join(best)}{more}"


def error(sigma_m: float) -> str:
    """Return a position error: 250 m, 1.4 km, 35 km."""
    if sigma_m < 1000.0:
        return f"{round(sigma_m, -1):.0f} m"
    return f"{sigma_m / 1000.0:.1f} km" if sigma_m < 10_000.0 else f"{sigma_m / 1000.0:.0f} km"


def whose(node: str, track: PictureTrack) -> str:
    """Return on whose sensors a track rests."""
    are_own = {source_id.startswith(f"{node}.") for source_id in track.source_ids}
    return {frozenset({True}): "own", frozenset({False}): "told"}.get(frozenset(are_own), "own and told")


def public(facts: Facts, node: str) -> Iterator[Change]:
    """Yield each warning to a node's own public, until it was replaced, cancelled or expired."""
    for time_ms, name, body in facts.of(PublicWarning):
        if name != node:
            continue
        for reference in body.references:
            yield time_ms, reference, ""
        if body.step != "cancel":
            areas = listed([nation(area) for area in body.areas]) or "everywhere"
            yield time_ms, body.warning_id, f"{areas}, since {at(body.sent_ms)}"
            yield body.expires_ms, body.warning_id, ""


def received(facts: Facts, node: str) -> Iterator[Change]:
    """Yield each message that reached a node whole, tracks left out."""
    for time_ms, name, body in facts.of(Delivery):
        if name == node and body.crc_ok and not isinstance(body.message.payload, TrackReport):
            yield time_ms, body.msg_id, f"{at(time_ms)} {message_words(body)}"


def track_messages(facts: Facts, node: str) -> Iterator[Change]:
    """Yield each message with tracks that reached a node whole."""
    for time_ms, name, body in facts.of(Delivery):
        if name == node and body.crc_ok and isinstance(body.message.payload, TrackReport):
            yield time_ms, "", ""


def message_words(carried: Delivery | Envelope) -> str:
    """Return a message in words: what, from whom, about what."""
    message = carried.message
    payload = message.payload
    kind = spoken(type(payload).__name__)
    step = "" if message.msg_type == "report" else f" ({message.msg_type})"
    about = next((getattr(payload, name) for name in ABOUT if hasattr(payload, name)), "")
    sure = f", {payload.confidence}" if isinstance(payload, LaunchReport) and payload.confidence else ""
    return f"{kind}{step} from {nation(message.originator)}{f': {about}' if about else ''}{sure}"


ABOUT = ("event_id", "notice_id", "warning_id", "consultation_id", "battery_id", "sensor_id", "text", "level")


def waiting(facts: Facts, node: str) -> Iterator[Change]:
    """Yield what came for people to open, until they opened it or a newer word replaced it."""
    if not are_people_there(facts, node):
        return
    read_ms = first_read(facts, node)
    words = {
        id_to_open(body): message_words(body) for _, name, body in facts.of(Delivery) if name == node and body.crc_ok
    }
    standing: dict[str, str] = {}
    for item in sorted(came_to(facts, node)):
        if before := standing.get(item.matter):
            yield item.time_ms, before, ""
        standing[item.matter] = item.item_id
        yield item.time_ms, item.item_id, f"{words.get(item.item_id, item.item_id)}, since {at(item.time_ms)}"
        if item.item_id in read_ms:
            yield max(read_ms[item.item_id], item.time_ms), item.item_id, ""


def on_the_way(facts: Facts, node: str) -> Iterator[Change]:
    """Yield what partners had sent to a node and it did not have yet."""
    came_ms = {body.msg_id: t for t, name, body in facts.of(Delivery) if name == node}
    for time_ms, _, body in facts.of(Envelope):
        if body.message.releasable_to == node and not isinstance(body.message.payload, TrackReport):
            yield time_ms, body.msg_id, f"{message_words(body)}, sent {at(time_ms)}"
            if body.msg_id in came_ms:
                yield came_ms[body.msg_id], body.msg_id, ""


def orders(facts: Facts, node: str) -> Iterator[Change]:
    """Yield each order of a node's cells that was not refused."""
    for time_ms, name, order in facts.orders():
        if name == node:
            yield time_ms, "", f"{at(time_ms)} {order_words(order)}"


def order_words(order: Order) -> str:
    """Return an order in words: which cell, what, of what, and the reason it gave."""
    fields = (getattr(order.action, name) for name in order.action.__struct_fields__)
    told = [str(value) for value in fields if isinstance(value, str) and value]
    of = f": {', '.join(told)}" if told else ""
    reason = f" \u2013 {order.reason}" if order.reason else ""
    return f"{order.cell.replace('_', ' ')}, {spoken(type(order.action).__name__)}{of}{reason}"


def shots(facts: Facts, node: str) -> Iterator[Change]:
    """Yield each shot of a node while its result was not known."""
    for _, name, body in facts.of(Shot):
        if name == node:
            text = f"{body.battery_id} at {body.event_id}, intercept due {at(body.intercept_ms)}"
            yield body.launch_ms, body.shot_id, text
    for time_ms, name, told in facts.of(ShotAssessed):
        if name == node:
            yield time_ms, told.shot_id, ""


def injects(facts: Facts, node: str) -> Iterator[Change]:
    """Yield what control told a node."""
    for time_ms, name, body in facts.of(InjectDelivered):
        if name == node:
            yield time_ms, body.inject_id, f"{at(time_ms)} {body.means} from {body.sender or 'control'}: {body.text}"


def spoken(name: str) -> str:
    """Return the name of a kind in words: ``LaunchReport`` is a launch report."""
    return CAPITAL.sub(" ", name).lower()


def at(time_ms: int) -> str:
    """Return an exercise time as m:ss."""
    return clock(time_ms / 1000.0)
