"""A live exercise goes on from its journal: at the last committed tick, with every order that was accepted."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from tocsin.errors import JournalError
from tocsin.exercise.play import play
from tocsin.exercise.replay import ReplayCells
from tocsin.exercise.staff.cells import StaffCells
from tocsin.exercise.staff.roles import ROLES
from tocsin.exercise.world import World
from tocsin.journal.entry import Entry, StoredEntry
from tocsin.journal.read import read, read_meta
from tocsin.journal.sqlite import FileJournal
from tocsin.orders.aside import OrderReceived, RealWorldResume, RealWorldStop, SeatChanged
from tocsin.orders.order import Order
from tocsin.orders.record import Endex
from tocsin.study.moment import ALL_TIME_MS, nearest, orders_after, reached_ms


class Resumed(NamedTuple):
    """What ``web.live.Live`` takes: the World at the last committed tick, and all that waits for the next one."""

    world: World
    cells: StaffCells
    journal: FileJournal
    known_orders: set[str]


def resumed(path: Path, is_finished_too: bool = False) -> Resumed:
    """Return an exercise that was broken off, ready to be played on.

    Parameters
    ----------
    path : Path
        Its journal; the ``-wal`` beside it.
    is_finished_too : bool
        Whether one that was played to its end is taken up too, as it then stood: for what is decided after ENDEX.

    Returns
    -------
    Resumed
        People hold the cells that they held; orders that were accepted and have not yet taken effect wait for the
        next tick.

    Raises
    ------
    JournalError
        If the file is no journal, is damaged, or is finished and must not be, somebody else is writing it, or playing
        it again does not give the records that it holds (it comes from another version or processor).

    Notes
    -----
    From the newest snapshot: each record after it is held against the same one played again.  Seconds in which
    nothing was recorded are played again where no ``Alive`` follows them: at most ten.
    """
    journal = FileJournal.reopen(path, "" if is_finished_too else Endex.__name__)
    try:
        world, records = nearest(path, read_meta(path), ALL_TIME_MS)
        played_again = Compared(path, records)
        replay(world, path, records, played_again)
        journal.commit(played_again.missing, durable=True)
        cells, known_orders = desks(path, world)
    except BaseException:
        journal.close()
        raise
    return Resumed(world, cells, journal, known_orders)


def replay(world: World, path: Path, records: int, journal: "Compared") -> None:
    """Play a World to the time that its journal reaches."""
    ends_ms = reached_ms(path, world.scenario)
    if world.time_ms < ends_ms:
        for now_ms in play(world, ReplayCells(orders_after(path, records)), journal):
            if now_ms >= ends_ms:
                break
    journal.finish()


class Compared:
    """A journal that takes only what another journal holds already after a record, in the same order.

    Attributes
    ----------
    missing : list of Entry
        What came after its end: the rest of a tick that a batch run had not written when it was killed.
    """

    def __init__(self, path: Path, records: int) -> None:
        self._path = path
        self._stored: Iterator[StoredEntry] = (
            stored for stored in read(path, from_seq=records + 1) if not stored.aside
        )
        self.missing: list[Entry] = []

    @property
    def digest(self) -> str:
        """Return '': what is compared entry by entry needs none."""
        return ""

    def commit(self, entries: Sequence[Entry], durable: bool) -> None:
        """Compare entries with what is stored; ``durable`` changes nothing here.

        Raises
        ------
        JournalError
            At the first that differs.
        """
        for entry in entries:
            stored = next(self._stored, None)
            if stored is None:
                self.missing.append(entry)
            elif (stored.time_ms, stored.node, stored.kind, stored.body) != entry[:4]:
                raise self._other(stored)

    def finish(self) -> None:
        """Raise JournalError if more is stored than was played."""
        stored = next(self._stored, None)
        if stored is not None:
            raise self._other(stored)

    def close(self) -> None:
        """Do nothing: nothing was written."""

    def _other(self, stored: StoredEntry) -> JournalError:
        return JournalError(
            f"journal '{self._path}': played again, record {stored.seq} ({stored.kind}) is another: go on with the "
            "version of Tocsin and on the kind of processor that wrote it"
        )


def desks(path: Path, world: World) -> tuple[StaffCells, set[str]]:
    """Return the cells as people hold them, with the orders that wait, and the ids of all orders that were taken."""
    received: dict[str, Order] = {}
    obeyed: set[str] = set()
    seats: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for body in bodies(path, (OrderReceived, Order, SeatChanged)):
        match body:
            case OrderReceived(order=order):
                received[order.order_id] = order
            case Order(order_id=order_id) if order_id:
                obeyed.add(order_id)
            case SeatChanged() as change:
                hold(seats, change)
            case _:
                pass
    cells = StaffCells(world.scenario.staged.script)
    cells.held = {cell for cell, holders in seats.items() if holders}
    cells.give(order for order_id, order in received.items() if order_id not in obeyed)
    return cells, {*received, *obeyed}


def hold(seats: dict[tuple[str, str], set[tuple[str, str]]], change: SeatChanged) -> None:
    """Note who holds the cell of a role: while any seat does, people decide there."""
    role = ROLES.get(change.role)
    if role is None or role.cell is None:
        return
    holders = seats.setdefault((change.node, role.cell), set())
    if change.is_held:
        holders.add((change.seat, change.role))
    else:
        holders.discard((change.seat, change.role))


def is_stopped_real_world(path: Path) -> bool:
    """Return whether a journal ends in a real-world stop that nobody has lifted."""
    is_stopped = False
    for body in bodies(path, (RealWorldStop, RealWorldResume)):
        is_stopped = isinstance(body, RealWorldStop)
    return is_stopped


def bodies(path: Path, kinds: tuple[type[msgspec.Struct], ...]) -> Iterator[msgspec.Struct]:
    """Yield the records of some kinds, decoded, in order."""
    decoders = {kind.__name__: msgspec.json.Decoder(kind) for kind in kinds}
    for stored in read(path, kinds=decoders):
        try:
            yield decoders[stored.kind].decode(stored.body)
        except msgspec.DecodeError as error:
            raise JournalError(
                f"journal '{path}': record {stored.seq} does not fit its kind: {error}; use a sound copy"
            ) from error
