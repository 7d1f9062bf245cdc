"""A World of a film as it goes on: tick by tick, with whatever the film has otherwise at its moment."""

from collections.abc import Sequence

import msgspec

from tocsin.chance.luck import luck_for
from tocsin.exercise.fork import fork
from tocsin.exercise.play import Cells, play
from tocsin.exercise.staff.audience import shown_to
from tocsin.exercise.staff.cells import StaffCells
from tocsin.exercise.world import Record, World
from tocsin.journal.memory import DigestJournal
from tocsin.scenario.agreement_file import load_agreement
from tocsin.study.fork import told_of
from tocsin.web.films.decided import orders_of
from tocsin.web.films.spec import Given, Spec, audience_named


class Going:
    """A World between two ticks, and how many records each audience has been told.

    Parameters
    ----------
    world : World
    cells : Cells
    counts : dict of audience's name to records so far
    """

    def __init__(self, world: World, cells: Cells, counts: dict[str, int]) -> None:
        self.world, self.cells, self.counts = world, cells, counts
        self.news: list[Record] = []
        self._ticks = play(world, cells, DigestJournal(), self)

    def see(self, time_ms: int, records: Sequence[Record]) -> None:
        """Take the records of a tick."""
        self.news += records

    def tick(self) -> list[Record]:
        """Play one tick; return its records."""
        next(self._ticks)
        news, self.news = self.news, []
        for name in self.counts:
            audience = audience_named(name)
            self.counts[name] += sum(shown_to(audience, record.node, record.body) is not None for record in news)
        return news

    def go_to(self, time_ms: int) -> None:
        """Play to a time, or to the end, unseen."""
        while self.world.time_ms < min(time_ms, self.world.scenario.end_ms):
            self.tick()


class Branch(msgspec.Struct, frozen=True):
    """What a film has otherwise than its parent, and from which tick (ms) on."""

    spec: Spec
    seed: int

    def taken(self, going: Going) -> Going:
        """Return how it goes on from here."""
        spec = self.spec
        if spec.given and isinstance(going.cells, StaffCells):
            going.cells.give(order for item in self._now(going.world) for order in orders_of(going.world, item))
            return going
        world = going.world
        agreement = load_agreement(spec.agreement, world.scenario.members) if spec.agreement else None
        luck = None if spec.run is None else luck_for(self.seed, spec.run)
        told = told_of(world, agreement)
        other = fork(world, agreement, luck)
        counts = {name: going.counts.get(name, 0) for name in (*going.counts, *other.nodes)}
        gone_on = Going(other, cells_of(other, spec), counts)
        gone_on.news = told
        return gone_on

    def _now(self, world: World) -> list[Given]:
        """Return what was decided for this very tick."""
        ends_ms = world.time_ms + world.scenario.tick_ms
        return [item for item in self.spec.given if world.time_ms <= item.time_ms < ends_ms]


def cells_of(world: World, spec: Spec) -> StaffCells:
    """Return the cells of a film that is no replay: doctrine's but for what is held."""
    cells = StaffCells(world.scenario.staged.script)
    cells.held |= set(spec.held)
    return cells
