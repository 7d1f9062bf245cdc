"""No order, however absurd, breaks a tick: it is refused, and journaled as such."""

import dataclasses
import functools
import math
import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.engine import step
from tocsin.exercise.play import play
from tocsin.exercise.snapshot import frozen, thawed
from tocsin.exercise.view import views
from tocsin.exercise.world import World
from tocsin.journal.memory import DigestJournal
from tocsin.orders.action import CellName, CueRadar
from tocsin.orders.bounds import NUMBERS, fault_in
from tocsin.orders.kinds import TRUTH
from tocsin.orders.order import Action, Order, OrderRefused
from tocsin.scenario.build import load_scenario
from tocsin.study.run import task_of, world_of

FLAGSHIP = "first-seen-by-partner"
KINDS = get_args(Action)
CELLS = get_args(CellName)
ABSURD_WHOLE = st.sampled_from((-(2**53), -1, 0, 1, 500_000, 2**31, 2**53)) | st.integers(-(2**53), 2**53)
ABSURD = st.sampled_from((math.nan, math.inf, -math.inf, 1e308, -1e308, 0.0, 1e-300)) | st.floats(-10.0, 10.0)


@functools.cache
def kept(agreement: str, time_ms: int) -> tuple[bytes, World]:
    """Return a flagship World in mid-play, frozen, and itself."""
    world = world_of(task_of(load_scenario(FLAGSHIP), FLAGSHIP, agreement, 7))
    for now_ms in play(world, DoctrineCells(world.scenario.staged.script), DigestJournal()):
        if now_ms >= time_ms:
            return frozen(world), world
    raise AssertionError("it ended before")


@functools.cache
def names() -> tuple[str, ...]:
    """Return names that mean something in the world, and some that do not."""
    _, world = kept("integrated", 900_000)
    found = ["", "nothing", "control", TRUTH, "x" * 300, "\u202eabc", "alder/e1"]
    for name, node in world.nodes.items():
        found += [name, *node.declared.sensor_ids, *node.reports, *node.consultations, *node.register]
        found += [battery.battery_id for battery in node.declared.batteries]
        found += [warning.warning_id for warning in node.public_warnings]
        for event in node.events:
            found += [event.event_id, *(held.name for held in event.objects)]
    found += [area.area_id for area in world.scenario.geography.areas]
    found += [launch.launch_id for launch in world.scenario.launches]
    return tuple(dict.fromkeys(found))


def values_of(kind: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Return values of an annotated type, most of them absurd."""
    origin = get_origin(kind)
    if origin is Literal:
        return st.sampled_from(get_args(kind))
    if origin in (Union, types.UnionType):
        return st.one_of([values_of(part, depth) for part in get_args(kind)])
    if origin is tuple:
        parts = get_args(kind)
        if len(parts) == 2 and parts[1] is Ellipsis:
            return st.lists(values_of(parts[0], depth + 1), max_size=3).map(tuple)
        return st.tuples(*(values_of(part, depth + 1) for part in parts))
    if kind is type(None):
        return st.none()
    if kind is bool:
        return st.booleans()
    if kind is int:
        return ABSURD_WHOLE
    if kind is float:
        return ABSURD
    if kind is str:
        return st.sampled_from(names()) | st.text(max_size=20)
    return made(kind, depth)


def made(kind: Any, depth: int) -> st.SearchStrategy[Any]:
    """Return structs and dataclasses, every field of any value."""
    hints = get_type_hints(kind)
    if dataclasses.is_dataclass(kind):
        fields = [field.name for field in dataclasses.fields(kind) if field.init]
    else:
        fields = [*kind.__struct_fields__]
    return st.deferred(lambda: st.builds(kind, **{name: values_of(hints[name], depth + 1) for name in fields}))


@st.composite
def orders(draw: st.DrawFn, kind: type[msgspec.Struct]) -> Order:
    """Return an order of a kind, from a cell that may give it or not."""
    action = draw(values_of(kind))
    node = draw(st.sampled_from(("alder", "birch", "joint", TRUTH, "nowhere")))
    cell = "control" if node == TRUTH else "joint_cell" if node == "joint" else draw(st.sampled_from(CELLS))
    return Order(node=node, cell=cell, action=action, in_reply_to="", reason="", decided_by="human", order_id="s/1")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_no_order_breaks_a_tick(kind: type[msgspec.Struct], data: st.DataObject) -> None:
    content, world = kept("integrated", 900_000)
    copy = thawed(content, world.scenario)
    given_orders = [data.draw(orders(kind)) for _ in range(2)]
    cells = DoctrineCells(copy.scenario.staged.script)
    for tick in range(4):
        told = cells.orders(copy.time_ms, views(copy))
        step(copy, [*told, *given_orders] if tick == 0 else told)
    frozen(copy)  # and the World can still be kept


def number_fields(kind: Any, seen: set[Any]) -> set[str]:
    """Return the names of the numbers in a kind and all that it may hold."""
    if kind in seen or not isinstance(kind, type) or not issubclass(kind, msgspec.Struct):
        return set()
    seen.add(kind)
    found: set[str] = set()
    for name, hint in get_type_hints(kind).items():
        parts = leaves(hint)
        found |= {name} if {int, float} & parts else set()
        for part in parts:
            found |= number_fields(part, seen)
    return found


def leaves(hint: Any) -> set[Any]:
    parts = get_args(hint)
    if get_origin(hint) is Literal:
        return {str}
    return {hint} if not parts else set().union(*(leaves(part) for part in parts))


def test_every_number_of_every_order_has_a_bound() -> None:
    found = set().union(*(number_fields(kind, set()) for kind in KINDS))
    assert {"until_ms", "azimuth_rad", "loss", "interceptors", "within_ms"} <= found
    assert found <= {*NUMBERS}


def test_what_is_out_of_bound_is_named_with_its_bound() -> None:
    from_kind = {kind.__name__: kind for kind in KINDS}
    assert fault_in(from_kind["Fire"]("e", "b", "o", -1)) == "interceptors = -1: must be 0 to 100000"
    assert "azimuth_rad = nan" in fault_in(from_kind["CueRadar"]("e", "s", math.nan, 0.0, 0.1, 5))
    assert "holds 501" in fault_in(from_kind["SendPublicWarning"]("e", ("a",) * 501))
    assert "201 characters" in fault_in(from_kind["MarkRead"]("x" * 201))
    assert fault_in(from_kind["Say"]("birch", "x" * 2_000)) == ""


@pytest.mark.parametrize("elevation_rad", [math.inf, math.nan, 1e308])
def test_a_radar_pointed_at_no_direction_breaks_no_tick(elevation_rad: float) -> None:
    content, world = kept("integrated", 900_000)
    copy = thawed(content, world.scenario)
    cue = CueRadar("birch-e1", "birch-approach", 1.0, elevation_rad, 0.1, 2_000_000)
    order = Order(node="birch", cell="sensor_desk", action=cue, in_reply_to="", reason="", decided_by="human")
    records = step(copy, [order])
    for _ in range(20):
        step(copy, [])
    refused = [record.body for record in records if isinstance(record.body, OrderRefused)]
    assert [body.reason.partition(" = ")[0] for body in refused] == ["elevation_rad"]
