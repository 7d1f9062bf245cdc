"""How a track is taken to fly: flown class packs, looked at every five seconds with the error of a radar track."""

from collections.abc import Callable
from functools import cache
from types import ModuleType

import numpy as np
import pytest

from tocsin.motion.path import state_at
from tocsin.tracking.threat_kind import (
    Flight,
    first_kind,
    flight_of,
    flights_of,
    is_unlike_aircraft,
    judged_kind,
    keeps_course,
    likely_kind,
    may_glide,
)

LOOK_S = 5.0
SPEED_SD_M_S = 15.0  # of a component: a radar track's
GLIDERS = ("near-glide-glider", "far-glide-glider")
MISSILES = ("low-missile", "high-missile", "antiship-missile")
FALLING = (
    "short-payload",
    "medium-payload",
    "medium-stage-1",
    "medium-stage-2",
    "long-payload",
    "long-stage-1",
    "orbital-payload",
    "orbital-stage-1",
    "near-glide-stage-2",
    "heavy-piece-body",
    "light-piece-body",
)


@pytest.fixture(scope="module")
def looks(bench: ModuleType) -> Callable[[str], list[tuple[float, Flight]]]:
    """Return a function from a body to how it seems to fly every five seconds: time (s) and flight."""

    @cache
    def of(name: str) -> list[tuple[float, Flight]]:
        path, luck = bench.flyers()[name], np.random.default_rng(5)
        times_s = np.arange(path.time_s[0] + LOOK_S, path.time_s[-1], LOOK_S)
        out = []
        for time_s in times_s:
            position, velocity, _, _ = state_at(path, float(time_s))
            seen = np.concatenate((position, velocity + SPEED_SD_M_S * luck.standard_normal(3)))
            out.append((float(time_s), flight_of(seen)))
        return out

    return of


def kinds(looks: list[tuple[float, Flight]]) -> list[tuple[float, str]]:
    """Return what a body is taken to be at each look, told apart from the one before by nothing else."""
    kind, mark, out = first_kind(looks[0][1]), None, []
    for time_s, flight in looks:
        kind, mark = judged_kind(flight, round(1000 * time_s), kind, mark)
        out.append((time_s, kind))
    return out


@pytest.mark.parametrize("name", FALLING)
def test_what_falls_is_never_taken_to_fly(looks: Callable[[str], list[tuple[float, Flight]]], name: str) -> None:
    assert {kind for _, kind in kinds(looks(name))} == {"ballistic"}


def test_a_spent_stage_first_seen_level_is_seen_to_fall(looks: Callable[[str], list[tuple[float, Flight]]]) -> None:
    told = [kind for _, kind in kinds(looks("near-glide-stage-1"))]
    assert told[0] == "cruise" and set(told[24:]) == {"ballistic"}


@pytest.mark.parametrize("name", GLIDERS)
def test_a_glider_is_known_within_half_a_minute_of_its_glide(
    looks: Callable[[str], list[tuple[float, Flight]]], name: str
) -> None:
    seen = looks(name)
    begins_s = next(time_s for time_s, flight in seen if may_glide(flight))
    told = [kind for time_s, kind in kinds(seen) if time_s >= begins_s + 60.0]
    assert set(told) == {"glide"}, "to the ground, its dive included"


@pytest.mark.parametrize("name", MISSILES)
def test_a_cruise_missile_keeps_its_course_to_the_end(
    looks: Callable[[str], list[tuple[float, Flight]]], name: str
) -> None:
    seen = [(time_s, flight) for time_s, flight in looks(name) if flight.speed_m_s > 100.0]
    begun = next(k for k, (_, flight) in enumerate(seen) if keeps_course(flight))
    assert {kind for _, kind in kinds(seen[begun:])} == {"cruise"}
    unlike = [is_unlike_aircraft(flight) for _, flight in seen[begun:]]
    assert np.mean(unlike) > 0.9


def test_an_airliner_flies_like_an_aircraft_down_to_its_landing(
    looks: Callable[[str], list[tuple[float, Flight]]],
) -> None:
    seen = looks("airliner-body")
    assert {first_kind(flight) for _, flight in seen} == {"cruise"}
    assert not any(is_unlike_aircraft(flight) for _, flight in seen)


def test_one_look_at_what_coasts_says_that_it_falls() -> None:
    level = Flight(40e3, 3_000.0, 0.0)
    assert likely_kind(level, 0.9) == "ballistic" and likely_kind(level, 0.1) == "glide"
    assert likely_kind(Flight(200.0, 250.0, -60.0), 0.1) == "cruise"
    assert likely_kind(Flight(200.0, 250.0, -200.0), 0.1) == "ballistic"


def test_many_flights_are_each_to_the_last_bit() -> None:
    states = np.random.default_rng(5).normal(size=(20, 6)) * [7e6, 7e6, 7e6, 4e3, 4e3, 4e3]
    assert flights_of(states) == [flight_of(state) for state in states]
    assert flights_of(states[:0]) == []
