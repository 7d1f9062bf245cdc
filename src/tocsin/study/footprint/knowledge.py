"""What each nation knows of arcs on a rung of the ladder, and which of them its batteries can meet."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.defence.plan import PLAN_AHEAD_MS
from tocsin.exchange.agreement import Agreement
from tocsin.exchange.ellipse import CHI2_90_2DOF
from tocsin.motion.vehicle import Vehicle
from tocsin.scenario.declared import DeclaredNode, Scenario
from tocsin.study.footprint.arcs import STEP_S, Arcs, positions_at
from tocsin.study.footprint.kernels import joined, settled
from tocsin.study.footprint.places import inside
from tocsin.study.footprint.reach import last_order_s, last_part
from tocsin.study.footprint.sight import Course, tracked
from tocsin.study.footprint.terms import Terms, track_delay_s, word_delay_s
from tocsin.warning.rules import HOLD_MS, MEDIUM_MAJOR_AXIS_M

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Scopes = dict[tuple[int, str, str], BoolArray]  # rung, originator, addressee: whether a report of each arc may pass

COAST_TOLD_S = 15.0  # s after burn-out: when a tracker with range rate knows that it coasts (docs/models/tracking.md)
STRETCH = 1.5  # of an error of velocity by the fall: 2 cos 40 deg, range = v^2 sin(2 g) / g0 on a flat Earth


class Flown(NamedTuple):
    """Arcs of one class to some places, and what of them hangs on no agreement.

    Attributes
    ----------
    vehicle : Vehicle
    arcs : Arcs
    course : Course
    held : dict of nation to (n, m, 4) float64
        What its own tracks hold: ``kernels.known``.
    last_order_s : dict of battery id to (n,) float64, s
        When it can be ordered to fire at last.
    on_areas : dict of nation to (n,) bool
        Whether the place lies in one of its declared areas.
    """

    vehicle: Vehicle
    arcs: Arcs
    course: Course
    held: dict[str, Array]
    last_order_s: dict[str, Array]
    on_areas: dict[str, BoolArray]


def flown_to(scenario: Scenario, vehicle: Vehicle, arcs: Arcs, places_rad: Array) -> Flown:
    """Return arcs to places (n, 2) with what hangs on no agreement; every row an arc."""
    start_ms = scenario.launches[0].lift_off_ms if scenario.launches else 0
    steps = int(arcs.flights_s.max() / STEP_S) + 1
    times_s = np.tile(STEP_S * np.arange(steps), (arcs.rows.shape[0], 1))
    course = Course(start_ms, positions_at(arcs, times_s), arcs.flights_s, arcs.burn_out_s)
    late_s, late_ecef = last_part(arcs)
    batteries = (battery for node in scenario.nodes for battery in node.batteries)
    return Flown(
        vehicle=vehicle,
        arcs=arcs,
        course=course,
        held={node.name: tracked(node, vehicle, course) for node in scenario.nodes},
        last_order_s={battery.battery_id: last_order_s(battery, late_s, late_ecef) for battery in batteries},
        on_areas={node.name: on_areas(scenario, node.name, places_rad) for node in scenario.nodes},
    )


def on_areas(scenario: Scenario, nation: str, places_rad: Array) -> BoolArray:
    """Return whether places (n, 2) lie in a declared area of a nation."""
    lat, lon = (np.ascontiguousarray(places_rad[:, axis]) for axis in (0, 1))
    found = np.zeros(len(places_rad), np.bool_)
    for area in scenario.geography.areas:
        if area.nation == nation:
            found |= inside(area, lat, lon)
    return found


class Knowledge(NamedTuple):
    """What a nation knows of each body on a rung.

    ``tracks`` (n, m) bool: whether it holds a track at a step that its batteries may fire on.  ``warned_s`` (n,) s:
    when, after lift-off, its impact warning is of medium confidence; infinity for never.
    """

    tracks: BoolArray
    warned_s: Array


def on_rung(scenario: Scenario, terms: Terms, flown: Flown, scopes: Scopes) -> tuple[Array, BoolArray]:
    """Return how long before impact each nation is warned of each body (nations, n), s, and whether it can be met.

    Minus infinity: never warned.
    """
    known = {node.name: knowledge(scenario, terms, flown, node, scopes) for node in scenario.nodes}
    lead_s = np.array([flown.arcs.flights_s - known[name].warned_s for name in scenario.parties])
    met = {node.name: can_meet(node, known[node.name], flown) for node in scenario.nodes}
    defended = np.zeros(lead_s.shape, np.bool_)
    for index, name in enumerate(scenario.parties):
        for node in scenario.nodes:
            if node.name == name or helps(node, terms.agreement):
                defended[index] |= met[node.name]
    return lead_s, defended


def helps(node: DeclaredNode, agreement: Agreement) -> bool:
    """Return whether a nation's batteries also meet what comes down on a partner.

    A joint plan does not change that: it allots what the nations would fire at, each by its own doctrine.
    """
    return agreement.engage_on_remote and node.doctrine.fire.defends == "parties"


def knowledge(scenario: Scenario, terms: Terms, flown: Flown, node: DeclaredNode, scopes: Scopes) -> Knowledge:
    """Return what a nation knows on a rung: of its own tracks, of tracks it is given, and on partners' word."""
    own = looked_at(flown, flown.held[node.name])
    both, partners = own, [name for name in scenario.parties if name != node.name]
    held = flown.held[node.name]
    for partner in partners:
        delay_s = track_delay_s(terms, scenario, partner, node.name)
        if math.isfinite(delay_s):
            held = joined(held, flown.held[partner], math.ceil(delay_s / STEP_S), STEP_S)
            both = looked_at(flown, held)
    warned_s = np.minimum(own.warned_s, both.warned_s)
    for partner in partners:
        scope = scopes.get((terms.rung, partner, node.name))
        if scope is not None:
            home_s = looked_at(flown, flown.held[partner]).warned_s
            told_s = home_s + word_delay_s(terms, scenario, partner, node.name)
            warned_s = np.minimum(warned_s, np.where(scope, told_s, np.inf))
    return Knowledge(both.tracks if terms.agreement.engage_on_remote else own.tracks, warned_s)


def looked_at(flown: Flown, held: Array) -> Knowledge:
    """Return what follows from tracks alone."""
    rules = np.array([MEDIUM_MAJOR_AXIS_M / math.sqrt(CHI2_90_2DOF), HOLD_MS / 1000.0, STRETCH])
    return Knowledge(*settled(held, flown.arcs.flights_s, flown.arcs.burn_out_s + COAST_TOLD_S, STEP_S, rules))


def can_meet(node: DeclaredNode, known: Knowledge, flown: Flown) -> BoolArray:
    """Return which bodies (n,) a nation's batteries can be ordered to fire at in time.

    Ordered on a track that it holds then, no earlier than plans are made, and as its weapons control says
    (``defence.rules.may_fire``): ``hold`` never; ``tight`` when the watch has read, thought and acted on the warning;
    ``self_defence`` and ``free`` without waiting for that, the former only for what comes down on own declared areas.
    """
    doctrine, control = node.doctrine, node.doctrine.fire.weapons_control
    if control == "hold" or not node.batteries:
        return np.zeros(known.warned_s.shape, np.bool_)
    from_s = flown.arcs.flights_s - PLAN_AHEAD_MS / 1000.0
    if control == "tight":
        think_ms = doctrine.read_ms + doctrine.think_ms + doctrine.act_ms
        from_s = np.maximum(from_s, known.warned_s + think_ms / 1000.0)
    times_s = flown.course.times_s
    may = known.tracks & (times_s >= from_s[:, None])
    order_s = np.where(may.any(axis=1), times_s[may.argmax(axis=1)], np.inf)
    met: BoolArray = np.any([order_s <= flown.last_order_s[b.battery_id] for b in node.batteries], axis=0)
    return met & flown.on_areas[node.name] if control == "self_defence" else met
