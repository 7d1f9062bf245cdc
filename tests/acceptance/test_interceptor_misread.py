"""A partner's defensive shot, seen from space: announced, and not."""

import pytest

from tocsin.exchange.message import Delivery, Refusal
from tocsin.exchange.payload import InterceptorLaunchNotice, LaunchReport
from tocsin.orders.record import InterceptorLaunched, TrackConfirmed
from tocsin.warning.event import NoticeMatched

NAME, SEEDS = "interceptor-misread", (1, 2)
BARE = "trilateral-2023"  # no notices of own interceptors


def shot_s(run) -> float:
    return run.of(InterceptorLaunched)[0][1].launch_ms / 1e3


def own_plumes_s(run) -> list[float]:
    return [t for t, track in run.of(TrackConfirmed, "alder") if track.phenomenology == "ir"]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("variant", "agreement"), [("", "full-picture"), ("unannounced", BARE)])
def test_alders_satellite_sees_the_shot_and_not_what_it_was_at(played, seed, variant, agreement):
    run = played(NAME, seed, variant, agreement)
    assert all(t > shot_s(run) for t in own_plumes_s(run)) and own_plumes_s(run)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_notice_before_the_shot_makes_it_the_announced_one(played, seed):
    run = played(NAME, seed)
    told = [(t, d.message.payload) for t, d in run.of(Delivery, "alder")]
    told = [(t, payload) for t, payload in told if isinstance(payload, InterceptorLaunchNotice)]
    assert told and told[0][0] < shot_s(run)
    matched = [item for t, item in run.of(NoticeMatched, "alder") if t > shot_s(run)]
    assert (matched[0].verdict, matched[0].notice_id) == ("matched", told[0][1].notice_id)
    assert run.alerts("alder") == []
    after = [found for t, found in run.assessed("alder") if t > shot_s(run)]
    assert set(after) == {"anomalous"}


@pytest.mark.parametrize("seed", SEEDS)
def test_without_one_alder_reports_birchs_own_defence_to_birch_as_a_launch(played, seed):
    run = played(NAME, seed, "unannounced", BARE)
    assert "interceptor_notice not granted" in {item.reason for _, item in run.of(Refusal, "birch")}
    reports = [(t, d.message.payload) for t, d in run.of(Delivery, "birch") if t > shot_s(run)]
    reports = [(t, payload) for t, payload in reports if isinstance(payload, LaunchReport)]
    assert reports and all(t - shot_s(run) < 60.0 for t, _ in reports[:1])
    assert run.alerts("alder") == []  # one kind of sensor alone is no attack


@pytest.mark.parametrize("seed", SEEDS)
def test_who_also_believes_one_satellite_is_alarmed_by_the_shot(played, seed):
    run = played(NAME, seed, "safeguard-off", BARE)
    full_s = [t for t, level in run.alerts("alder") if level == "full"]
    assert full_s and full_s[0] > shot_s(run)
