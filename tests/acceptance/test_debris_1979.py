"""A falling stage on one coastal radar: minutes left, no motor, an answer for who calls the catalogue."""

import pytest

from tocsin.orders.record import BodyEnded, Measured
from tocsin.warning.event import ImpactWarning, LaunchWarning, WarningWithdrawn

NAME, SEEDS = "debris-1979", (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_radar_alone_sees_it_and_it_leaves_minutes(played, seed):
    run = played(NAME, seed, "safeguard-off")
    assert {scan.sensor_id for _, scan in run.of(Measured)} == {"larch-coast"}  # and no satellite
    held = [
        (time_s, warned)
        for time_s, warned in run.of(ImpactWarning, "larch")
        if warned.confidence == "medium" and "ottoquin" in dict(warned.impact.areas)
    ]
    time_s, warned = held[0]
    assert 240.0 < warned.impact.time_ms / 1e3 - time_s < 330.0  # four to five and a half minutes
    assert "high" not in {warned.confidence for _, warned in run.of(LaunchWarning)}


def test_it_comes_down_later_than_ever_believed(played):
    run = played(NAME, 2, "safeguard-off")
    ((_, ended),) = run.of(BodyEnded)
    assert (ended.body_id, ended.nation, ended.how) == ("rocket-body-body", "larch", "impact")
    believed = [warned for _, warned in run.of(ImpactWarning, "larch") if warned.confidence == "medium"]
    assert believed and all(ended.ended_ms > warned.impact.time_ms for warned in believed)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_calls_the_catalogue_takes_it_back_long_before_the_impact(played, seed):
    run = played(NAME, seed)
    assert [found for _, found in run.assessed("larch")] == ["false"]
    assert run.alerts("larch") == []
    assert run.of(WarningWithdrawn, "larch")[0][0] < 600.0


@pytest.mark.parametrize("seed", SEEDS)
def test_who_does_not_call_is_alarmed(played, seed):
    run = played(NAME, seed, "safeguard-off")
    assert "valid" in {found for _, found in run.assessed("larch")}
    assert "full" in {level for _, level in run.alerts("larch")}
