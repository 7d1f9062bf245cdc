"""Seats: whose they are, which roles they hold, and which cells are therefore played by people."""

from collections.abc import Iterable

import msgspec

from tocsin.errors import ScenarioError
from tocsin.exchange.agreement import JOINT
from tocsin.exercise.staff.roles import ROLES, Role, Side
from tocsin.exercise.world import World
from tocsin.orders.kinds import TRUTH

CONTROL, OBSERVER = "control", "observer"
SIDES: dict[str, Side] = {JOINT: "joint", CONTROL: "control", OBSERVER: "observer"}  # every other group is a nation


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """One person's place, known by its id alone.

    Attributes
    ----------
    seat_id : str
    nation : str
        ``joint`` for the joint cell, '' for control and observers.
    roles : tuple of str
        That it holds now, of ``exercise.staff.roles.ROLES``.
    host : str
        Whom a liaison officer sits with, else ''.
    side : str
    """

    seat_id: str
    nation: str = ""
    roles: tuple[str, ...] = ()
    host: str = ""
    side: Side = "nation"

    @property
    def node(self) -> str:
        """Return the node at which it decides; '' where it decides nothing."""
        return TRUTH if self.side == "control" else self.nation

    @property
    def held(self) -> tuple[Role, ...]:
        """Return the roles that it holds."""
        return tuple(ROLES[name] for name in self.roles)

    @property
    def has_truth(self) -> bool:
        """Return whether it may see truth."""
        return any(role.sees == "truth" for role in self.held)


def empty_seat(seat_id: str, group: str) -> Seat:
    """Return a seat of a group that holds no role yet."""
    side = SIDES.get(group, "nation")
    return Seat(seat_id=seat_id, nation=group if side in ("nation", "joint") else "", side=side)


def groups_of(world: World) -> tuple[str, ...]:
    """Return the groups of cells that people join: each nation, the joint cell if there is one, control, observers.

    Raises
    ------
    ScenarioError
        If a nation bears the name of another group.
    """
    nations = tuple(name for name in world.nodes if name != JOINT)
    for name in (CONTROL, OBSERVER):
        if name in nations:
            raise ScenarioError(f"nation {name!r}: is the name of a group of an exercise; choose another")
    return (*nations, *((JOINT,) if JOINT in world.nodes else ()), CONTROL, OBSERVER)


def held_cells(seats: Iterable[Seat]) -> set[tuple[str, str]]:
    """Return (node, cell) of what people hold: each as long as any seat holds a role that plays it."""
    return {(seat.node, role.cell) for seat in seats for role in seat.held if role.cell is not None}
