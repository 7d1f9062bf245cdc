"""A real launch among false sources or not, drawn; and its mirror."""

import pytest

from tocsin.orders.record import Launch, NatureEvent, Pairing
from tocsin.warning.event import LaunchWarning

pytestmark = pytest.mark.slow
NAME, SEEDS = "true-within-false", (1, 2, 3, 4)


def launches(run) -> list[str]:
    return [launch.launch_id for _, launch in run.of(Launch)]


def test_whether_it_flies_is_drawn(played):
    assert {len(launches(played(NAME, seed))) for seed in SEEDS} == {0, 1}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_false_ones_are_the_suns_and_alarm_nobody(played, seed):
    run = played(NAME, seed)
    causes = {body for _, pairing in run.of(Pairing) for body in pairing.body_ids}
    assert "nature-glint" in causes
    assert len({warned.event_id for _, warned in run.of(LaunchWarning, "alder")}) >= 4
    assert run.alerts("alder") == []
    if not launches(run):
        assert run.alerts("birch") == []
        assert "valid" not in {found for _, found in run.assessed("alder") + run.assessed("birch")}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_real_one_is_found_and_warned_of(played, seed):
    run = played(NAME, seed)
    if launches(run):
        assert "valid" in {found for _, found in run.assessed("birch")}
        raised_s = next(time_s for time_s, level in run.alerts("birch") if level == "full")
        assert 1150.0 + 109.0 < raised_s < 1150.0 + 400.0  # of 745 s
        assert {warned.confidence for _, warned in run.of(LaunchWarning, "birch")} >= {"high"}


def test_without_the_safeguard_the_false_ones_alarm(played):
    assert "full" in {level for _, level in played(NAME, 1, "safeguard-off").alerts("alder")}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_mirror_has_false_tracks_and_up_to_three_real_ones(played, seed):
    run = played(NAME, seed, "mirror")
    assert {event.cause for _, event in run.of(NatureEvent)} == {"debris"}
    assert set(launches(run)) <= {"raid-1", "raid-2", "raid-3"}
    if launches(run):
        assert "valid" in {found for _, found in run.assessed("birch")}
        assert "full" in {level for _, level in run.alerts("birch")}
