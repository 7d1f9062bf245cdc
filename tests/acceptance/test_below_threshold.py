"""Launches under an agreement's bounds: seen, and rightly not passed."""

import pytest

from tocsin.exchange.message import Delivery, Refusal
from tocsin.exchange.payload import LaunchReport
from tocsin.exchange.release import NO_NEWS
from tocsin.orders.record import TrackConfirmed

NAME = "below-threshold"
SHORT_ENDS_S, LONGER_S = 1_090.0, 1_100.0


def refusals(run) -> list[tuple[float, str]]:
    found = [(t, item) for t, item in run.of(Refusal, "alder") if item.payload_kind == "LaunchReport"]
    return [(t, item.reason) for t, item in found if item.to == "birch"]


def received_s(run) -> list[float]:
    """Return when reports came that say something of a launch: not those that take back what was told."""
    reports = [(t, item.message) for t, item in run.of(Delivery, "birch")]
    reports = [(t, message) for t, message in reports if isinstance(message.payload, LaunchReport)]
    return [t for t, message in reports if message.msg_type not in ("correct", "cancel")]


@pytest.mark.parametrize("agreement", ["jdec-1", "jdec-3"])
def test_what_is_known_to_fly_short_is_refused_with_the_reason(played, agreement):
    run = played(NAME, 1, agreement=agreement)
    due = [(t, reason) for t, reason in refusals(run) if reason != NO_NEWS]  # out of turn, by what is not told
    assert {reason for t, reason in due if t < SHORT_ENDS_S} == {"below the agreed range and apogee"}
    assert {reason for t, reason in due if t > LONGER_S} == set()  # some 1,400 km: passed
    assert any(t > LONGER_S + 120.0 for t in received_s(run))


def test_no_report_of_a_short_one_leaves_once_its_range_is_known(played):
    run = played(NAME, 1, agreement="jdec-1")
    first_s = refusals(run)[0][0]
    held_ms = 30_000  # near real time: this long on top of the link
    late = [t for t in received_s(run) if first_s + held_ms / 1e3 + 5.0 < t < 600.0]
    assert late == []


def test_the_quadrant_agreement_passes_nothing_that_sensors_see(played):
    run = played(NAME, 1, agreement="quadrant-2009")
    assert {reason for _, reason in refusals(run)} == {"launch reports not granted"} and received_s(run) == []


def test_the_full_picture_passes_all_of_it(played):
    run = played(NAME, 1, agreement="full-picture")
    assert refusals(run) == []
    assert any(350.0 < t < 500.0 for t in received_s(run)) and any(650.0 < t < 800.0 for t in received_s(run))


@pytest.mark.parametrize("agreement", ["jdec-1", "quadrant-2009"])
def test_the_silence_alarms_nobody(played, agreement):
    run = played(NAME, 1, agreement=agreement)
    assert any(t < SHORT_ENDS_S for t, _ in run.of(TrackConfirmed, "birch"))  # Birch sees the plumes
    assert run.alerts("birch") == []
    assert "valid" not in {found for node in ("alder", "birch") for _, found in run.assessed(node)}


def test_what_is_passed_needlessly_costs_unease(played):
    """A track in boost may go anywhere: told of it, a quick watch (this seed's) raises the alert; never to full."""
    run = played(NAME, 2, agreement="full-picture")
    levels = [level for _, level in run.alerts("birch")]
    assert levels and "full" not in levels and levels[-1] == "normal"
    assert "valid" not in {found for node in ("alder", "birch") for _, found in run.assessed(node)}
