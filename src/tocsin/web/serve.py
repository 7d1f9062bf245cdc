"""Serving an exercise: from what a person asked for to a running server."""

import asyncio
import socket
import ssl
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec
import uvicorn

from tocsin.errors import JournalError, ScenarioError
from tocsin.exchange.agreement import JOINT
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.staff.cells import StaffCells
from tocsin.journal.memory import DigestJournal
from tocsin.journal.read import read_meta
from tocsin.journal.sqlite import FileJournal
from tocsin.study.moment import task_in
from tocsin.study.resume import resumed
from tocsin.study.run import Task, meta_of, world_of
from tocsin.web.access import Access
from tocsin.web.app import app_of
from tocsin.web.blind import Drawn
from tocsin.web.live import Live
from tocsin.web.past import past_of
from tocsin.web.roster import Roster
from tocsin.web.seating import Seating
from tocsin.web.seats import groups_of
from tocsin.web.session import Codes, Sessions
from tocsin.web.venue import Past, Venue

LOOPBACK = ("127.0.0.1", "::1", "localhost")
WARM_MS = 3_600_000  # so much of a copy is played to compile kernels, at most
WARM_OPEN_MS = 900_000  # of an open house, whose guest waits; what it lacks is loaded in passing
WARM_FOR_S = 60.0  # and at most so long
LARGEST_PORT = 65_535
GRACE_S = 3  # for open requests when the server is stopped
KEEP_ALIVE_S = 65  # longer than programs keep an idle line: one that closes as they speak looks like a failure
PARTING_S = 1.0  # at most, for the last frames; who takes none is not waited for
STOPPING = "the server is stopping; it can be started again where it was"
BROKE_OFF = "play broke off by an error; exercise control starts the server again"
DRAW = "draw.json"  # beside the roster: what blind play drew


@dataclass(frozen=True, slots=True)
class Place:
    """Where an exercise is served.

    ``host``, ``port``: where it listens; port 0 takes any.  ``certificate``, ``key``: files for TLS, or None.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_secure(self) -> bool:
        """Return whether it is served over TLS."""
        return self.certificate is not None


@dataclass(frozen=True, slots=True)
class Served:
    """An exercise ready to be served, and the codes to tell the cells."""

    access: Access
    socket: socket.socket
    place: Place

    @property
    def address(self) -> str:
        """Return the address to join at."""
        host, port = self.socket.getsockname()[:2]
        name = socket.gethostname() if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
        return f"{'https' if self.place.is_secure else 'http'}://{name}:{port}/"


def new_venue(task: Task, journal: Path, is_solo: bool, drawn: Drawn | None = None, is_open: bool = False) -> Venue:
    """Return a new exercise with a new journal; its roster lies in a folder beside it.

    ``is_open``: an open house, which is solo play as well; the journal says so.

    Raises
    ------
    ScenarioError, JournalError
        Before anything is played.
    """
    if roster_folder(journal).exists():
        raise JournalError(f"roster '{roster_folder(journal)}': is there from another exercise; move it away")
    world = world_of(task)
    groups = groups_of(world)
    warm(task, is_open)
    is_solo = is_solo or is_open
    meta = {**meta_of(task, world), "solo": said(is_solo), "open_house": said(is_open)}
    if drawn is not None:
        meta |= {"blind_name": drawn.neutral_name}
    file = FileJournal(journal, meta)
    cells = StaffCells(world.scenario.staged.script)
    live = Live(world, cells, file, set())
    roster = Roster(roster_folder(journal))
    if drawn is not None:
        roster.keep(DRAW, msgspec.json.encode(drawn))
        live.aside(drawn.draw())
    return Venue(live, Seating(roster, groups, is_solo, live.aside, cells.held), Past(), drawn, is_open)


def said(is_so: bool) -> str:
    """Return how a journal says yes or no."""
    return "true" if is_so else "false"


def resumed_venue(journal: Path, is_open: bool = False) -> Venue:
    """Return an exercise that was broken off, its clock paused; its roster lies in a folder beside its journal.

    One that is over stays so: it is taken up for its hot wash.

    Raises
    ------
    JournalError
        If it is no journal of a live exercise, cannot be gone on with, or is of an open house where ``is_open`` says
        that it must not be, or the other way round.
    """
    past, meta = past_of(journal), read_meta(journal)
    if "solo" not in meta:
        raise JournalError(
            f"journal '{journal}': is of no live exercise; name another file, or look at it with `tocsin review`"
        )
    if (meta.get("open_house") == "true") != is_open:
        what, verb = ("has codes", "serve") if is_open else ("was an open house", "play")
        raise JournalError(f"journal '{journal}': its exercise {what}; go on with it by `tocsin {verb} --journal`")
    roster = Roster(roster_folder(journal))
    kept = roster.kept(DRAW)
    drawn = None if kept is None else msgspec.json.decode(kept, type=Drawn)
    if not past.has_ended:
        warm(task_in(meta), is_open)
    found = resumed(journal, is_finished_too=True)
    live = Live(found.world, found.cells, found.journal, found.known_orders)
    groups = groups_of(found.world)
    seating = Seating(roster, groups, meta["solo"] == "true", live.aside, found.cells.held)
    return Venue(live, seating, past, drawn, is_open)


def roster_folder(journal: Path) -> Path:
    """Return where the roster of a journal lies."""
    return journal.with_name(f"{journal.stem}.roster")


def warm(task: Task, is_open: bool) -> None:
    """Compile the kernels, so that no tick waits for it, by playing the beginning of a copy."""
    started_s, most_ms = time.monotonic(), min(WARM_MS, WARM_OPEN_MS) if is_open else WARM_MS
    world = world_of(task)
    for time_ms in play(world, DoctrineCells(world.scenario.staged.script), DigestJournal()):
        if time_ms >= most_ms or time.monotonic() - started_s > WARM_FOR_S:
            return


def served(venue: Venue, place: Place, exercise_id: str) -> Served:
    """Return an exercise bound to its port, with new codes.

    Raises
    ------
    ScenarioError
        If the port cannot be had, or the certificate and key cannot be used; if an open house is to be seen from
        elsewhere.
    """
    if venue.is_open:
        check_is_near(place)
    check_tls(place)
    listening = bound(place)
    codes = Codes(dict.fromkeys((*venue.seating.groups, JOINT)))  # an amendment may bring a joint cell in mid-play
    sessions = Sessions(venue.seating.roster.key, exercise_id)
    return Served(Access(venue, codes, sessions, place.is_secure), listening, place)


def check_is_near(place: Place) -> None:
    """Raise ScenarioError unless a place is reached from this machine alone."""
    if place.host not in LOOPBACK:
        raise ScenarioError(
            f"--host {place.host}: an open house lets in whoever comes, so it is for this machine alone; "
            "leave --host out, or serve with codes by `tocsin serve`"
        )


def bound(place: Place) -> socket.socket:
    """Return a socket that listens at a place."""
    if not 0 <= place.port <= LARGEST_PORT:
        raise ScenarioError(f"--port {place.port}: must be 0 to {LARGEST_PORT}; choose another")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ScenarioError(f"--host {place.host}: is no address of this machine: {error.strerror}") from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()  # who comes before the server is ready waits
    except OSError as error:
        listening.close()
        raise ScenarioError(
            f"--host {place.host} --port {place.port}: cannot be had: {error.strerror}; choose another port"
        ) from None
    return listening


def check_tls(place: Place) -> None:
    """Raise ScenarioError unless certificate and key are there, or neither."""
    if place.certificate is None and place.key is None:
        return
    if place.certificate is None or place.key is None:
        raise ScenarioError("--tls-cert and --tls-key: go together; give both or neither")
    for option, file in (("--tls-cert", place.certificate), ("--tls-key", place.key)):
        if not file.is_file():
            raise ScenarioError(f"{option} {file}: is not there; name a PEM file")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(place.certificate, place.key)
    except (ssl.SSLError, OSError) as error:
        raise ScenarioError(
            f"--tls-cert {place.certificate} --tls-key {place.key}: cannot be used: {error}; "
            "they must be a PEM certificate and its own key"
        ) from None


class PartingServer(uvicorn.Server):
    """A server that says why before it stops: the last frame of every stream is a ``bye``."""

    def __init__(self, config: uvicorn.Config, venue: Venue) -> None:
        super().__init__(config)
        self._venue = venue

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take leave of everyone who looks on, then stop."""
        reason = STOPPING if self._venue.failure is None else BROKE_OFF
        for _, stream in self._venue.streams:
            stream.leave(reason)
        until_s = time.monotonic() + PARTING_S
        while self._venue.streams and time.monotonic() < until_s:
            await asyncio.sleep(PARTING_S / 50)
        await super().shutdown(sockets)


def server_of(found: Served) -> uvicorn.Server:
    """Return the server of an exercise, to be run with its socket."""
    place = found.place
    names = {"localhost", place.host, socket.gethostname(), socket.getfqdn()}
    running: list[PartingServer] = []

    def stop() -> None:
        for server in running:
            server.should_exit = True

    config = uvicorn.Config(
        app_of(found.access, sorted(names), stop),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws_max_size=64 * 1024,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=KEEP_ALIVE_S,
        ssl_certfile=place.certificate,
        ssl_keyfile=place.key,
    )
    running.append(PartingServer(config, found.access.venue))
    return running[0]


def run(found: Served) -> None:
    """Serve until somebody stops it, or play breaks off; the journal is closed on the way out."""
    venue = found.access.venue
    try:
        server_of(found).run(sockets=[found.socket])
    finally:
        venue.live.journal.close()
    if venue.failure is not None:
        raise venue.failure
