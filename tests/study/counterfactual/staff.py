"""People who play some cells of Birch by simple rules, for a journal such as a live exercise leaves."""

from collections.abc import Mapping
from pathlib import Path

from tocsin.exercise.keeping import keep
from tocsin.exercise.play import encode, play
from tocsin.exercise.staff.cells import StaffCells
from tocsin.exercise.view import NodeView
from tocsin.journal.entry import Entry
from tocsin.journal.sqlite import FileJournal
from tocsin.orders.action import AssessEvent, CellName, Fire, SendPublicWarning, SetAlert
from tocsin.orders.aside import SeatChanged
from tocsin.orders.order import Action, Order
from tocsin.orders.staff import SetDoctrine
from tocsin.scenario.build import load_scenario
from tocsin.study.run import meta_of, task_of, world_of

HELD: tuple[CellName, ...] = ("watch_officer", "commander", "defence_desk", "civil_protection_desk")
DOCTRINE_MS = 400_000  # when the commander changes the doctrine, in answer to nothing


class Staff(StaffCells):
    """Birch's people: each answers, once, so long (s) after what it answers; doctrine plays the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.held = {("birch", cell) for cell in HELD}
        self._due: dict[tuple[str, ...], tuple[int, CellName, Action]] = {}
        self._given: set[tuple[str, ...]] = set()
        self.given: list[tuple[int, Order]] = []

    def orders(self, time_ms: int, views: Mapping[str, NodeView]) -> list[Order]:
        """Return the orders of one tick."""
        if "birch" in views:
            self._want(time_ms, views["birch"])
        if time_ms == DOCTRINE_MS:
            self._due["doctrine",] = time_ms, "commander", SetDoctrine("salvo")
        for key, (due_ms, cell, action) in self._due.items():
            if key not in self._given and time_ms >= due_ms:
                self._given.add(key)
                order = Order(
                    node="birch",
                    cell=cell,
                    action=action,
                    in_reply_to="",
                    reason="",
                    decided_by="human",
                    order_id=f"birch-1/{len(self._given)}",
                )
                self.given.append((time_ms, order))
                self.give([order])
        return super().orders(time_ms, views)

    def _want(self, time_ms: int, view: NodeView) -> None:
        for event in view.events:
            name = event.event_id
            if event.medium_ms >= 0 and event.impact is not None:
                assess = AssessEvent(name, "valid")
                self._due.setdefault(("assess", name), (event.medium_ms + 20_000, "watch_officer", assess))
                areas = tuple(area for area, _ in event.impact.areas if area in view.own_areas)
                if areas:
                    warn = SendPublicWarning(name, areas)
                    for cell in ("civil_protection_desk", "commander"):
                        self._due.setdefault(("warn", name, cell), (event.medium_ms + 40_000, cell, warn))
                self._due.setdefault(("alert",), (event.medium_ms + 30_000, "commander", SetAlert("full")))
        for plan in view.plans:
            key = ("fire", plan.event_id, plan.battery_id, plan.object_name)
            if plan.proposed and view.assessed.get(plan.event_id) == "valid":
                fire = Fire(plan.event_id, plan.battery_id, plan.object_name, plan.proposed)
                self._due.setdefault(key, (time_ms + 3_000, "defence_desk", fire))


def played_by_people(path: Path, scenario: str, agreement: str, until_ms: int = 2**62) -> Staff:
    """Write the journal of an exercise in which people hold some cells of Birch."""
    task = task_of(load_scenario(scenario), scenario, agreement, 7)
    world = world_of(task)
    journal = FileJournal(path, {**meta_of(task, world), "solo": "false"})
    staff = Staff()
    seats = [SeatChanged(seat="birch-1", node="birch", role=cell, is_held=True) for cell in HELD]
    journal.commit([Entry(0, "birch", "SeatChanged", encode(seat), True) for seat in seats], durable=True)
    for time_ms in play(world, staff, journal):
        if time_ms >= until_ms:
            break
    keep(world, journal, "endex")
    journal.close()
    return staff
