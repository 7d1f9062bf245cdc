"""What holds of every engagement: in random orders, and in random small scenarios under several agreements."""

import random
from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.defence.battery import BatteryState, Shot, on_launchers
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.world import NodeState, World, new_world
from tocsin.journal.memory import DigestJournal
from tocsin.orders.action import Fire
from tocsin.orders.order import Order, OrderRefused
from tocsin.orders.record import BodyEnded, ShotOutcome
from tocsin.review.log import Collected, Header, Logged
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario
from tocsin.study.run import task_of, world_of

HEAD = """
[scenario]
name = "laws"
title = "Laws of engagement"
blind_name = "exercise-00"
seed = {seed}
start_utc = "2031-03-21T04:00:00Z"
duration_min = 13
parties = ["alder", "birch"]
agreement = "none"

[[link]]
source = "alder"
target = "birch"
latency_s = 1

[[link]]
source = "birch"
target = "alder"
latency_s = 1
"""
NATION = """
[party.{nation}]
doctrine = "{doctrine}"

[party.{nation}.pack.upper-tier]
stock = {{ value = 8, unit = "1", notional = true }}
ready = {{ value = 4, unit = "1", notional = true }}
most_at_once = {{ value = 2, unit = "1", notional = true }}
refill_s = {{ value = 300, unit = "s", notional = true }}

[party.{nation}.pack.doctrine-standard]
think_s = {{ value = 10, unit = "s", notional = true }}
asks = {{ value = 0, unit = "1", notional = true }}

[[radar]]
id = "{nation}-radar"
nation = "{nation}"
pack = "engagement"
lat_deg = {lat:.2f}
lon_deg = {lon:.2f}
boresight_deg = 10
"""
BATTERY = """
[[battery]]
id = "{nation}-{pack}"
nation = "{nation}"
pack = "{pack}"
lat_deg = {lat:.2f}
lon_deg = {lon:.2f}
"""
LAUNCH = """
[[launch]]
id = "l{number}"
nation = "fir"
pack = "srbm"
time_s = {time_s}
start = {{ lat_deg = {lat:.2f}, lon_deg = {lon:.2f} }}
end = {{ lat_deg = {end_lat:.2f}, lon_deg = {end_lon:.2f} }}
"""
DOCTRINES = ("standard", "free", "salvo", "salvo-look-salvo", "in-concert", "thrifty")


def drawn_scenario(seed: int) -> Scenario:
    """Return short-range launches of Fir at a place of Birch, about which both nations' batteries stand.

    Alder defends its partner where the agreement lets it.
    """
    dice = random.Random(seed)
    lat, lon = dice.uniform(42.0, 45.0), dice.uniform(84.0, 90.0)
    text = HEAD.format(seed=seed)
    for nation in ("alder", "birch"):
        doctrine = "in-concert" if nation == "alder" else dice.choice(DOCTRINES)
        text += NATION.format(nation=nation, doctrine=doctrine, lat=lat + 0.3, lon=lon + dice.uniform(-0.5, 0.5))
        for pack in ("mid-course", "upper-tier", "lower-tier"):
            at = {"lat": lat + dice.uniform(-0.2, 0.2), "lon": lon + dice.uniform(-0.2, 0.2)}
            text += BATTERY.format(nation=nation, pack=pack, **at)
    for number in range(dice.randint(3, 6)):
        start = {"lat": lat + dice.uniform(6.0, 7.5), "lon": lon + dice.uniform(-1.0, 1.0)}
        end = {"end_lat": lat + dice.uniform(-0.2, 0.2), "end_lon": lon + dice.uniform(-0.2, 0.2)}
        text += LAUNCH.format(number=number, time_s=60 + 10 * dice.randint(0, 9), **start, **end)
    return build_scenario(text, "laws.toml")


def objects(node: NodeState) -> set[tuple[str, str]]:
    return {(event.event_id, held.name) for event in node.events for held in event.objects}


class Referee:
    """Looks at every tick of a run; ``before`` is what each node's picture held when the tick began."""

    def __init__(self, world: World) -> None:
        self.world, self.shots = world, 0
        self.before: dict[str, set[tuple[str, str]]] = {}
        self.collected = Collected()

    def see(self, time_ms: int, records: list) -> None:
        self.collected.see(time_ms, records)
        orders = [record.body for record in records if isinstance(record.body, Order)]
        refused = [record.body.order for record in records if isinstance(record.body, OrderRefused)]
        fires = [order for order in orders if isinstance(order.action, Fire) and order not in refused]
        for shot in (record.body for record in records if isinstance(record.body, Shot)):
            self.shots += 1
            given = [
                order
                for order in fires
                if order.node == shot.node
                and order.cell == "defence_desk"
                and (order.action.battery_id, order.action.event_id, order.action.object_name)
                == (shot.battery_id, shot.event_id, shot.object_name)
            ]
            assert given, f"{shot.shot_id}: nobody of {shot.node} ordered it"
            assert (shot.event_id, shot.object_name) in self.before[shot.node], "not in its own picture"

    def look(self) -> None:
        """Hold every battery to its stock and its radar, and keep what the nodes' pictures hold now."""
        now_ms = self.world.time_ms
        for name, node in self.world.nodes.items():
            self.before[name] = objects(node)
            for battery, state in zip(node.declared.batteries, node.batteries, strict=True):
                mine = [shot for shot in node.shots if shot.battery_id == battery.battery_id]
                assert sum(shot.interceptors for shot in mine) + state.stock_left == battery.stock
                assert 0 <= on_launchers(battery, state) <= min(battery.ready, state.stock_left)
                held = [s for s in mine if s.launch_ms <= now_ms < s.intercept_ms + battery.assessment_ms]
                assert len(held) <= battery.most_at_once


def refereed(seed: int, agreement: str) -> tuple[Referee, list[Logged]]:
    """Play a drawn scenario to its end under a referee."""
    world = world_of(task_of(drawn_scenario(seed), "laws.toml", agreement, None))
    referee = Referee(world)
    for _ in play(world, DoctrineCells(), DigestJournal(), referee):
        referee.look()
    log = referee.collected.log(Header("laws", agreement, seed, 0, "", {}))
    return referee, list(log.entries)


def check_outcomes(entries: list[Logged]) -> None:
    """Every shot has one outcome; a payload dies once, and leaves one debris body that comes down once."""
    outcomes = [entry.body for entry in entries if isinstance(entry.body, ShotOutcome)]
    ends = [entry.body for entry in entries if isinstance(entry.body, BodyEnded)]
    assert len({outcome.shot_id for outcome in outcomes}) == len(outcomes)
    dead = [outcome.body_id for outcome in outcomes if outcome.kills]
    assert len(set(dead)) == len(dead)
    assert sorted(dead) == sorted(end.body_id for end in ends if end.how == "killed")
    assert not [end for end in ends if end.body_id in dead and end.how != "killed"]
    left = [outcome.debris_id for outcome in outcomes if outcome.debris_id]
    assert all([end.how for end in ends if end.body_id == debris_id] in (["impact"], []) for debris_id in left)


ORDERS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(10, 90), st.integers(20, 200), st.integers(1, 4)),
    min_size=1,
    max_size=40,
)


@given(ORDERS)
def test_no_orders_fire_more_than_there_is_or_than_the_radar_supports(
    flagship: Scenario, bench: ModuleType, drawn: list[tuple[int, int, int, int]]
) -> None:
    """Orders some seconds apart, for launches and flights so many seconds long, at all batteries in turn."""
    world = new_world(flagship, load_agreement("none", flagship.parties), seed=1)
    birch = world.nodes["birch"]
    small = [replace(b, stock=9, ready=4, most_at_once=2, refill_ms=60_000) for b in birch.declared.batteries]
    birch.declared = replace(birch.declared, batteries=tuple(small))
    birch.batteries = [BatteryState(9, 0) for _ in small]
    for number, (wait_s, until_s, flight_s, count) in enumerate(drawn):
        world.time_ms += 1000 * wait_s
        launch_ms = world.time_ms + 1000 * until_s
        name = small[number % 2].battery_id
        birch.plans = (bench.plan(name, launch_ms=launch_ms, intercept_ms=launch_ms + 1000 * flight_s),)
        action = Fire("e1", name, "", count)
        apply(world, [Order(node="birch", cell="defence_desk", action=action, in_reply_to="", reason="")])
    Referee(world).look()
    for moment_ms in [shot.launch_ms for shot in birch.shots]:
        for battery in small:
            held = [
                shot.shot_id
                for shot in birch.shots
                if shot.battery_id == battery.battery_id
                and shot.launch_ms <= moment_ms < shot.intercept_ms + battery.assessment_ms
            ]
            assert len(held) <= battery.most_at_once


@pytest.mark.slow
@pytest.mark.parametrize("agreement", ["none", "full-picture", "deconflicted", "integrated"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_engagement_keeps_the_laws_under_every_agreement(seed: int, agreement: str) -> None:
    referee, entries = refereed(seed, agreement)
    assert referee.shots > 0, "nothing to hold to the laws"
    check_outcomes(entries)
