"""What was warned of is corrected or cancelled when the watch finds it anomalous or false; and what follows."""

from types import ModuleType

import pytest

from tocsin.warning.assess import Assessed, assess
from tocsin.warning.event import ImpactWarning, LaunchReportIssued, LaunchWarning, WarningWithdrawn
from tocsin.warning.evidence import Geography


@pytest.fixture
def warned(bench: ModuleType, alders_ground: Geography) -> Assessed:
    """Return an event warned of and reported, of medium confidence since ``HELD_MS``."""
    return bench.watched(geography=alders_ground)


def later(bench: ModuleType, result: Assessed, after_ms: int, ground: Geography, found: str) -> Assessed:
    """Return the next look with the track still there, the watch having found the event to be something."""
    time_ms = bench.HELD_MS + after_ms
    return bench.looked(result, bench.tracked(time_ms, geography=ground, assessed={"alder-e1": found}))


@pytest.mark.parametrize(("found", "step"), [("anomalous", "correct"), ("false", "cancel")])
def test_a_withdrawal_refers_back_to_what_was_warned_and_partners_are_told_once(
    bench: ModuleType, alders_ground: Geography, warned: Assessed, found: str, step: str
) -> None:
    result = later(bench, warned, 1_000, alders_ground, found)
    (withdrawn,) = bench.issued(result, WarningWithdrawn)
    assert (withdrawn.event_id, withdrawn.step, withdrawn.assessment) == ("alder-e1", step, found)
    assert (withdrawn.launch_warned_ms, withdrawn.impact_warned_ms) == (bench.HELD_MS, bench.HELD_MS)
    assert [(draft.msg_type, draft.report.assessment) for draft in result.drafts] == [(step, found)]
    again = later(bench, result, 2_000, alders_ground, found)
    assert not bench.issued(again, WarningWithdrawn) and not again.drafts


def test_after_a_cancel_nothing_more_is_told(bench: ModuleType, alders_ground: Geography, warned: Assessed) -> None:
    result = later(bench, warned, 1_000, alders_ground, "false")
    assert result.drafts[0].report.confidence == "no"
    for after_s in range(2, 60):
        result = later(bench, result, 1_000 * after_s, alders_ground, "false")
        assert result.issued == () and result.drafts == (), after_s


def test_after_a_correction_news_is_an_update_that_says_what_it_is(
    bench: ModuleType, alders_ground: Geography, warned: Assessed
) -> None:
    result = later(bench, warned, 1_000, alders_ground, "anomalous")
    result = later(bench, result, 11_000, alders_ground, "anomalous")
    assert [(draft.msg_type, draft.report.assessment) for draft in result.drafts] == [("update", "anomalous")]


def test_what_is_found_true_after_all_is_warned_of_and_told_at_once(
    bench: ModuleType, alders_ground: Geography, warned: Assessed
) -> None:
    result = later(bench, warned, 1_000, alders_ground, "false")
    result = later(bench, result, 2_000, alders_ground, "valid")
    assert [warning.confidence for warning in bench.issued(result, LaunchWarning)] == ["medium"]
    assert [warning.confidence for warning in bench.issued(result, ImpactWarning)] == ["medium"]
    assert [(draft.msg_type, draft.report.assessment) for draft in result.drafts] == [("update", "valid")]
    assert not bench.issued(result, WarningWithdrawn)


def test_what_is_found_valid_is_told_as_an_update_and_withdraws_nothing(
    bench: ModuleType, alders_ground: Geography, warned: Assessed
) -> None:
    result = later(bench, warned, 1_000, alders_ground, "valid")
    assert not bench.issued(result, WarningWithdrawn)
    assert [(draft.msg_type, draft.report.assessment) for draft in result.drafts] == [("update", "valid")]


def test_what_nobody_was_warned_of_is_not_withdrawn(bench: ModuleType) -> None:
    plume = bench.plume("alder.s1", bench.burn_out())
    evidence = bench.evidence(bench.BURN_OUT_MS, plumes=(plume,), assessed={"alder-e1": "false"})
    result = assess((), 1, evidence)
    assert len(result.events) == 1
    assert result.issued == () and result.drafts == ()


def test_of_a_partners_event_nothing_is_told_whatever_we_find(bench: ModuleType) -> None:
    fields = bench.launch_fields(bench.launch())
    report = bench.reported("birch-e1", "birch.s1", bench.TRACK_MS, **fields)
    result = bench.looked(None, bench.evidence(bench.TRACK_MS, reports=(report,)))
    found = {"alder-e1": "anomalous"}
    result = bench.looked(result, bench.evidence(bench.TRACK_MS + 1_000, reports=(report,), assessed=found))
    assert bench.issued(result, WarningWithdrawn), "it was warned of at home"
    assert not result.drafts and not bench.issued(result, LaunchReportIssued)


def test_an_event_found_false_closes_like_any_other(bench: ModuleType, warned: Assessed) -> None:
    """It withdraws once, closes once, and says nothing of it to partners after the cancel."""
    found = {"alder-e1": "false"}
    kinds: list[str] = []
    result = warned
    for after_s in range(1, 2_000, 10):
        result = bench.looked(result, bench.evidence(bench.HELD_MS + 1_000 * after_s, assessed=found))
        kinds += [type(item).__name__ for item in result.issued]
    assert result.events == ()
    assert kinds == ["WarningWithdrawn", "LaunchReportIssued", "EventClosed"]
