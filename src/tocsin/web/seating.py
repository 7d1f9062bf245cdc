"""Joining, leaving, granting, taking and giving back: who may sit where, and what people play there."""

from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec

from tocsin.exercise.staff.roles import ROLES
from tocsin.orders.aside import SeatChanged
from tocsin.web.faults import refused
from tocsin.web.roster import Grant, Roster, Sitting
from tocsin.web.seats import CONTROL, OBSERVER, SIDES, Seat, empty_seat, held_cells

MAX_NAME = 60  # characters of a person's name
MOST_SEATS = 500  # of one exercise
FREELY: dict[str, tuple[str, ...]] = {  # what a group may hold without being granted it
    CONTROL: ("director", "scripter", "simulation_control", "persona"),
    OBSERVER: ("visitor",),
}


class Seating:
    """The seats of one exercise.

    Parameters
    ----------
    roster : Roster
        Seats of an earlier start of the server are taken from it.
    groups : tuple of str
        Whom people may join, see ``seats.groups_of``.  Renewed when an amendment brings a joint cell.
    is_solo : bool
        Whether one person may sit at both sides, and hold any role without a grant.
    tell : callable
        Journals an aside of a node.

    Attributes
    ----------
    seats : dict of seat id to Seat
    held : set of (node, cell)
        What people play now; renewed in place, so that it may be shared.
    """

    def __init__(
        self,
        roster: Roster,
        groups: tuple[str, ...],
        is_solo: bool,
        tell: Callable[[msgspec.Struct, str], None],
        held: set[tuple[str, str]],
    ) -> None:
        self.roster, self.groups, self.is_solo, self.held = roster, groups, is_solo, held
        self._tell = tell
        self.seats: dict[str, Seat] = {
            sitting.seat_id: empty_seat(sitting.seat_id, sitting.group)
            for sitting in roster.sittings.values()
            if not sitting.has_left and sitting.group in groups
        }

    def restore(self, changes: Iterable[SeatChanged]) -> None:
        """Give the seats the roles that the journal says they hold."""
        for change in changes:
            seat = self.seats.get(change.seat)
            if seat is not None and change.role in ROLES:
                self._set(seat, change.role, change.is_held)
        self._renew_held()

    def join(self, group: str, name: str, before: Seat | None, used_ids: Collection[str]) -> Seat:
        """Give a person a new seat of a group.

        Parameters
        ----------
        group : str
            That the person's code lets in.
        name : str
            1 to 60 printable characters; goes to the roster alone.
        before : Seat or None
            Where the same browser sits already.
        used_ids : collection of str
            Seat ids that the journal knows: never given twice.
        """
        if group not in self.groups:
            raise refused(409, f"{group}: the agreement has no such cell yet; come back when it has one")
        called = " ".join(name.split())
        if not (0 < len(called) <= MAX_NAME and called.isprintable()):
            raise refused(422, f"name: must be 1 to {MAX_NAME} printable characters; write it as on a badge")
        if len(self.roster.sittings) >= MOST_SEATS:
            raise refused(409, f"this exercise has had {MOST_SEATS} seats, which is the most; ask control")
        self._check_one_side(group, called, before)
        number = 1
        while (seat_id := f"{group}-{number}") in self.roster.sittings or seat_id in used_ids:
            number += 1
        self.roster.put(Sitting(seat_id=seat_id, name=called, group=group))
        self.seats[seat_id] = empty_seat(seat_id, group)
        return self.seats[seat_id]

    def leave(self, seat: Seat) -> None:
        """Give back all roles of a seat, and the seat: its session ends."""
        for role in self.seats[seat.seat_id].roles:
            self.give_back(seat, role)
        del self.seats[seat.seat_id]
        self.roster.put(msgspec.structs.replace(self.roster.sittings[seat.seat_id], has_left=True))

    def grant(self, seat_id: str, granted: tuple[Grant, ...]) -> Seat:
        """Let a seat hold these roles besides those that are free to its group; others that it holds it loses."""
        seat = self.seats.get(seat_id)
        if seat is None:
            raise refused(404, "seat_id: nobody sits there; see the roster")
        for item in granted:
            self._check_grant(seat, item)
        self.roster.put(msgspec.structs.replace(self.roster.sittings[seat_id], granted=granted))
        allowed = self.allowed(seat)
        for role in seat.roles:
            if role not in allowed:
                self.give_back(seat, role)
        return self._renew_host(self.seats[seat_id])

    def allowed(self, seat: Seat) -> Mapping[str, str]:
        """Return the roles that a seat may hold, and whom a liaison officer sits with."""
        sitting = self.roster.sittings[seat.seat_id]
        free = [role for role in ROLES.values() if role.side == seat.side and role.sees != "released"]
        names = [role.name for role in free] if self.is_solo else FREELY.get(sitting.group, ())
        return {**dict.fromkeys(names, ""), **{item.role: item.host for item in sitting.granted}}

    def take(self, seat: Seat, role: str) -> Seat:
        """Let a seat hold a role from now on: people decide there."""
        if role not in self.allowed(seat):
            raise refused(403, f"role {role!r}: is not granted to this seat; ask control for it")
        if role in self.seats[seat.seat_id].roles:
            return self.seats[seat.seat_id]
        self._tell(SeatChanged(seat=seat.seat_id, node=seat.node, role=role, is_held=True), seat.node)
        return self._set(self.seats[seat.seat_id], role, is_held=True)

    def give_back(self, seat: Seat, role: str) -> Seat:
        """Let a seat hold a role no longer: doctrine decides there, unless another seat holds it."""
        if role not in self.seats[seat.seat_id].roles:
            raise refused(409, f"role {role!r}: is not held by this seat")
        self._tell(SeatChanged(seat=seat.seat_id, node=seat.node, role=role, is_held=False), seat.node)
        return self._set(self.seats[seat.seat_id], role, is_held=False)

    def holders(self, role: str) -> list[Seat]:
        """Return the seats that hold a role."""
        return [seat for seat in self.seats.values() if role in seat.roles]

    def _set(self, seat: Seat, role: str, is_held: bool) -> Seat:
        roles = tuple(name for name in seat.roles if name != role) + ((role,) if is_held else ())
        changed = self._renew_host(msgspec.structs.replace(seat, roles=roles))
        self._renew_held()
        return changed

    def _renew_host(self, seat: Seat) -> Seat:
        hosts = [host for name in seat.roles if (host := self.allowed(seat).get(name, ""))]
        changed = msgspec.structs.replace(seat, host=hosts[0] if hosts else "")
        self.seats[seat.seat_id] = changed
        return changed

    def _renew_held(self) -> None:
        self.held.clear()
        self.held.update(held_cells(self.seats.values()))

    def _check_grant(self, seat: Seat, item: Grant) -> None:
        role = ROLES.get(item.role)
        if role is None or role.side != seat.side:
            fitting = ", ".join(name for name, role in ROLES.items() if role.side == seat.side)
            raise refused(422, f"role {item.role!r}: is none of this seat's side; known: {fitting}")
        nations = [group for group in self.groups if group not in SIDES and group != seat.nation]
        if (role.sees == "released") != bool(item.host) or (item.host and item.host not in nations):
            raise refused(
                422, f"host {item.host!r}: a liaison officer, and nobody else, has one of {', '.join(nations)}"
            )

    def _check_one_side(self, group: str, name: str, before: Seat | None) -> None:
        """Raise if the person sits at another side already, as far as browser and name tell."""
        if self.is_solo:
            return
        ids = {before.seat_id} if before is not None else set()
        ids |= {
            item.seat_id
            for item in self.roster.sittings.values()
            if not item.has_left and item.name.casefold() == name.casefold()
        }
        for seat_id in ids:
            other = self.roster.sittings[seat_id].group
            if other != group:
                raise refused(
                    409, f"you sit at {other} already; leave that seat first, or have the server started with --solo"
                )
