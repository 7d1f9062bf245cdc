"""Places drawn over the world: sharing brings the difference between two radars' first tracks, or nothing."""

import pytest

from tocsin.orders.record import Launch, TrackConfirmed
from tocsin.scenario.build import load_scenario
from tocsin.warning.event import ImpactWarning

pytestmark = pytest.mark.slow
NAME, SEEDS = "geometry", (1, 2, 3, 4)


def warned_s(run, nation: str, impact_s: float) -> float:
    """Return when a nation first warned of its ground with at least medium confidence; the impact if never before."""
    times_s = (
        t
        for t, warned in run.of(ImpactWarning, nation)
        if warned.confidence in ("medium", "high") and f"{nation}-ground" in dict(warned.impact.areas)
    )
    return next(times_s, impact_s)


def tracked_s(run, nation: str) -> float:
    return next((t for t, track in run.of(TrackConfirmed, nation) if track.phenomenology == "radar"), 1e9)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_is_threatened_gains_what_the_partners_radar_is_ahead(played, seed):
    """Bounds from the tracks alone: no gain where the own radar has it first, else at most what the partner is ahead.

    A minute over: a closer and steeper track settles sooner than one just above the lowest beam.
    """
    alone, shared = (played(NAME, seed, agreement=name) for name in ("none", "full-picture"))
    (((_, launch),), ((_, again),)) = (run.of(Launch) for run in (alone, shared))
    assert (launch.place, launch.impacts) == (again.place, again.impacts)
    assert launch.place[:2] != load_scenario(NAME).launches[0].start_lla[:2]
    (impact,) = launch.impacts
    assert impact.areas == (f"{impact.nation}-ground",)
    partner = {"alder": "birch", "birch": "alder"}[impact.nation]
    ahead_s = max(0.0, tracked_s(alone, impact.nation) - tracked_s(alone, partner))
    warned = [warned_s(run, impact.nation, impact.time_ms / 1e3) for run in (alone, shared)]
    gain_s = warned[0] - warned[1]
    assert -60.0 <= gain_s <= ahead_s + 60.0
