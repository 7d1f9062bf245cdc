"""What is issued, when, and of whose sources it is made."""

from dataclasses import replace
from types import ModuleType

import msgspec
import numpy as np
import pytest

from tocsin.tracking.predict import predict_impacts
from tocsin.warning.assess import STALE_MS, Assessed, assess, is_over
from tocsin.warning.event import (
    EventClosed,
    ImpactWarning,
    LaunchReportIssued,
    LaunchWarning,
    NoticeMatched,
    WarningEvent,
)
from tocsin.warning.evidence import Geography
from tocsin.warning.judge import REPEAT_MS

# First issue, version, cadence


def test_the_first_look_opens_an_event_and_warns(bench: ModuleType) -> None:
    plume = bench.plume("alder.s1", bench.burn_out())
    result = bench.looked(None, bench.evidence(bench.BURN_OUT_MS, plumes=(plume,)))
    (warning,) = bench.issued(result, LaunchWarning)
    assert (warning.event_id, warning.version, warning.confidence) == ("alder-e1", 0, "low")
    assert warning.launch == plume.launch and warning.phenomenology == "ir"
    (report,) = bench.issued(result, LaunchReportIssued)
    assert report.version == 0 and result.drafts[0].msg_type == "report"
    assert not bench.issued(result, ImpactWarning)  # nothing is known of where it comes down
    assert result.next_number == 2


def test_nothing_known_nothing_said(bench: ModuleType) -> None:
    assert bench.looked(None, bench.evidence(0)) == Assessed((), 1, (), (), {})


def test_warnings_and_reports_are_brought_up_to_date_every_ten_seconds(
    bench: ModuleType, alders_ground: Geography
) -> None:
    result, launches, impacts, reports = None, [], [], []
    for time_ms in range(bench.TRACK_MS, bench.TRACK_MS + 31_000, 1_000):
        result = bench.looked(result, bench.tracked(time_ms, geography=alders_ground))
        launches += [(time_ms - bench.TRACK_MS, item.version) for item in bench.issued(result, LaunchWarning)]
        impacts += [(time_ms - bench.TRACK_MS, item.version) for item in bench.issued(result, ImpactWarning)]
        reports += [(time_ms - bench.TRACK_MS, draft.msg_type) for draft in result.drafts]
    every_ten = [(0, 0), (REPEAT_MS, 1), (2 * REPEAT_MS, 1), (3 * REPEAT_MS, 1)]
    assert REPEAT_MS == 10_000
    assert launches == every_ten
    assert impacts == every_ten
    assert reports == [(t, "update" if version else "report") for t, version in every_ten]


def test_without_fresh_evidence_nothing_is_repeated(bench: ModuleType, alders_ground: Geography) -> None:
    result = bench.looked(None, bench.tracked(bench.TRACK_MS, geography=alders_ground))
    row = (
        bench.state_at(bench.TRACK_MS + 15_000),
        (bench.source("alder.s1", bench.TRACK_MS),),
    )  # predicted, not seen
    own = bench.picture(bench.TRACK_MS + 15_000, row)
    result = bench.looked(result, bench.evidence(bench.TRACK_MS + 15_000, own=own))
    assert not bench.issued(result, LaunchWarning) and not result.drafts


def test_a_change_of_confidence_is_told_at_once(bench: ModuleType, alders_ground: Geography) -> None:
    result = bench.watched(geography=alders_ground)
    assert bench.issued(result, ImpactWarning)[0].confidence == "medium"  # one radar, for 20 s
    launch = bench.launch_fields(bench.launch())
    report = bench.reported("birch-e1", "birch.s1", bench.HELD_MS + 2_000, **launch)
    result = bench.looked(result, bench.tracked(bench.HELD_MS + 2_000, geography=alders_ground, reports=(report,)))
    assert len(result.events) == 1
    for kind in (LaunchWarning, ImpactWarning):
        (told,) = bench.issued(result, kind)
        assert (told.version, told.confidence, told.phenomenology) == (1, "high", "both")
        # an impact rests on the track of the body that comes down; the launch on all that is known of it
        sources = ["alder.s1"] if kind is ImpactWarning else ["alder.s1", "birch.s1"]
        assert [source.source_id for source in told.provenance] == sources


def test_an_impact_elsewhere_is_no_warning_of_ours(bench: ModuleType, alders_ground: Geography) -> None:
    result = assess((), 1, replace(bench.tracked(bench.TRACK_MS, geography=alders_ground), node="birch"))
    assert result.events[0].impact is not None and result.events[0].impact.threatens == ("alder",)
    assert bench.issued(result, LaunchWarning) and not bench.issued(result, ImpactWarning)


def test_the_impact_is_where_the_body_comes_down(
    bench: ModuleType, alders_ground: Geography, aim: tuple[float, float]
) -> None:
    (warning,) = bench.issued(
        bench.looked(None, bench.tracked(bench.TRACK_MS, geography=alders_ground)), ImpactWarning
    )
    assert (warning.impact.place.lat_rad, warning.impact.place.lon_rad) == pytest.approx(aim, abs=2e-5)  # 100 m
    assert warning.impact.areas[0][0] == "home"


def test_the_time_of_medium_confidence_is_kept(bench: ModuleType, alders_ground: Geography) -> None:
    result = bench.watched(geography=alders_ground)
    for time_ms in (bench.HELD_MS + 1_000, bench.HELD_MS + 9_000):
        result = bench.looked(result, bench.tracked(time_ms, geography=alders_ground))
    assert result.events[0].medium_ms == bench.HELD_MS


# Own sources only


def test_a_report_rests_on_own_sources_alone(bench: ModuleType, alders_ground: Geography) -> None:
    fields = bench.launch_fields(bench.launch())
    theirs = bench.reported("birch-e1", "birch.s1", bench.TRACK_MS - 5_000, phenomenology="ir", **fields)
    first = bench.looked(None, bench.evidence(bench.TRACK_MS - 5_000, reports=(theirs,)))
    assert first.events[0].launch is not None
    assert not first.drafts, "a partner's report alone was passed on"
    second = bench.watched(first, geography=alders_ground, reports=(theirs,))
    (draft,) = second.drafts
    assert len(second.events) == 1
    assert [source.source_id for source in draft.provenance] == ["alder.s1"]
    report = draft.report
    assert report.phenomenology == "radar"
    assert (report.launch_point, report.launch_time_ms, report.azimuth_rad) == (None, None, None)
    assert report.generic_class == "unknown"  # the range, and so the class, hangs on the partner's launch point
    assert report.confidence == "medium"  # the warning at home is of high confidence: two phenomenologies
    assert bench.issued(second, LaunchWarning)[0].confidence == "high"
    assert report.impact_area is not None and report.threatens == ("alder",)


def test_nothing_of_a_partners_track_leaves_again(bench: ModuleType, alders_ground: Geography) -> None:
    """First the partner's track alone; then an own one of the same body, seen a little elsewhere and badly."""
    first = bench.looked(None, bench.tracked(bench.TRACK_MS, "birch.s7", geography=alders_ground))
    assert first.events[0].launch is not None and not first.drafts
    time_ms = bench.TRACK_MS + 5_000
    sources = (bench.source("alder.s1", time_ms), bench.source("birch.s7", time_ms))
    shared = bench.picture(time_ms, (bench.state_at(time_ms), sources))
    seen = bench.state_at(time_ms) + np.array([3e3, 3e3, 3e3, 20.0, 20.0, 20.0])
    own = replace(bench.picture(time_ms, (seen, sources[:1])), P=25.0 * bench.P_GOOD[None])
    result = bench.looked(first, bench.evidence(time_ms, picture=shared, own=own, geography=alders_ground))
    (draft,) = result.drafts
    assert draft.report.launch_point is None, "the launch point was flown back from the partner's track"
    assert [source.source_id for source in draft.provenance] == ["alder.s1"]
    alone = predict_impacts(own.x, own.P)
    assert draft.report.impact_area is not None
    assert draft.report.impact_area.lat_rad == alone.lat_rad[0]
    assert draft.report.impact_area.var_east_m2 == alone.covariance_en_m2[0, 0, 0]
    assert result.events[0].impact is not None
    assert result.events[0].impact.place != draft.report.impact_area


def test_own_evidence_speaks_for_itself(
    bench: ModuleType, alders_ground: Geography, aim: tuple[float, float]
) -> None:
    plume = bench.plume("alder.s1", bench.burn_out())
    result = bench.looked(None, bench.evidence(bench.BURN_OUT_MS, plumes=(plume,)))
    result = bench.watched(result, "alder.s2", geography=alders_ground, plumes=(plume,))
    (draft,) = result.drafts
    assert draft.report.launch_point == plume.launch.point
    assert (draft.report.phenomenology, draft.report.confidence) == ("both", "high")
    assert draft.report.generic_class == "mrbm"  # 1,268 km
    # it flies to the north: the range is the difference in latitude, and half a per cent for the turning Earth
    assert draft.scope.range_m == pytest.approx((aim[0] - bench.SITE[0]) * 6_371e3, rel=0.005)


# Notices


def test_an_announced_launch_stays_low(bench: ModuleType, alders_ground: Geography) -> None:
    notices = (bench.notice(),)
    plume = bench.plume("alder.s1", bench.burn_out())
    result = bench.looked(None, bench.evidence(bench.BURN_OUT_MS, plumes=(plume,), notices=notices))
    assert [item.notice_id for item in bench.issued(result, NoticeMatched)] == ["n1"]
    result = bench.watched(result, "alder.s2", plumes=(plume,), notices=notices)
    assert not bench.issued(result, NoticeMatched), "it was matched already"
    event = result.events[0]
    assert event.impact is not None and event.own_kinds == ("ir", "radar")  # without the notice: high
    assert (event.confidence, event.medium_ms, event.generic_class) == ("low", -1, "slv")
    assert result.drafts[0].report.confidence == "low"
    assert result.drafts[0].report.matched_notification == "n1"
    unannounced = bench.watched(None, "alder.s2", plumes=(plume,))
    assert unannounced.events[0].confidence == "high"
    at_us = bench.watched(None, "alder.s2", plumes=(plume,), notices=notices, geography=alders_ground)
    assert at_us.events[0].confidence == "high", "announced or not, it comes down on us"


def test_a_match_is_dropped_when_a_better_estimate_no_longer_fits(bench: ModuleType) -> None:
    plume = bench.plume("alder.s1", bench.burn_out())
    notices = (bench.notice(),)
    result = bench.looked(None, bench.evidence(bench.BURN_OUT_MS, plumes=(plume,), notices=notices))
    assert result.events[0].matched_notice == "n1"
    elsewhere = bench.launch(bench.offset(*bench.SITE, 300e3, 0.0), sigma_m=500.0)
    better = replace(plume, launch=elsewhere)
    later = bench.looked(result, bench.evidence(bench.BURN_OUT_MS + 5000, plumes=(better,), notices=notices))
    assert later.events[0].matched_notice == ""


def test_an_announced_launch_has_the_class_of_its_notice_also_when_the_register_has_let_it_go(
    bench: ModuleType,
) -> None:
    plume = bench.plume("alder.s1", bench.burn_out())
    notices = (bench.notice(generic_class="sounding"),)
    result = bench.looked(None, bench.evidence(bench.BURN_OUT_MS, plumes=(plume,), notices=notices))
    later = bench.looked(result, bench.evidence(bench.BURN_OUT_MS + 5000, plumes=(plume,)))
    assert [found.events[0].generic_class for found in (result, later)] == ["sounding", "sounding"]


# Closing and merging


def closing_event(bench: ModuleType, impact_ms: int | None) -> WarningEvent:
    impact = None
    if impact_ms is not None:
        event = bench.looked(None, bench.tracked(bench.TRACK_MS)).events[0]
        assert event.impact is not None
        impact = msgspec.structs.replace(event.impact, time_ms=impact_ms)
    return WarningEvent(event_id="e", opened_ms=0, provenance=(), updated_ms=bench.TRACK_MS, impact=impact)


@pytest.mark.parametrize(
    ("impact_after_ms", "after_ms", "expected"),
    [
        (None, STALE_MS - 1, False),
        (None, STALE_MS, True),
        (300_000, STALE_MS, False),  # unseen, and still to come down
        (300_000, 300_000, False),
        (300_000, 300_001, True),
        (10_000, STALE_MS - 1, False),
    ],
)
def test_an_event_is_over_when_unseen_and_down(
    bench: ModuleType, impact_after_ms: int | None, after_ms: int, expected: bool
) -> None:
    impact_ms = None if impact_after_ms is None else bench.TRACK_MS + impact_after_ms
    assert is_over(closing_event(bench, impact_ms), bench.evidence(bench.TRACK_MS + after_ms)) is expected


@pytest.mark.parametrize(
    ("after_ms", "assessed", "is_tracked", "expected"),
    [
        (600_000 + STALE_MS - 1, {}, False, False),  # infrared alone, and the watch still waits for a second
        (600_000 + STALE_MS, {}, False, True),
        (STALE_MS, {"e": "false"}, False, True),  # the watch has said what it was
        (STALE_MS, {}, True, True),
    ],
)
def test_what_infrared_alone_saw_stays_open_until_the_watch_has_said_what_it_was(
    bench: ModuleType, after_ms: int, assessed: dict[str, str], is_tracked: bool, expected: bool
) -> None:
    kinds = ("ir", "radar") if is_tracked else ("ir",)
    event = msgspec.structs.replace(closing_event(bench, None), own_kinds=kinds)
    evidence = bench.evidence(bench.TRACK_MS + after_ms, confirm_ms=600_000, assessed=assessed)
    assert is_over(event, evidence) is expected


def test_a_closed_event_is_said_to_be_closed_and_gone(bench: ModuleType) -> None:
    plume = bench.plume("alder.s1", bench.burn_out())
    result = bench.looked(None, bench.evidence(bench.BURN_OUT_MS, plumes=(plume,)))
    later_ms = bench.BURN_OUT_MS + STALE_MS
    result = bench.looked(result, bench.evidence(later_ms, plumes=(plume,)))
    assert result.events == ()
    assert [item.event_id for item in bench.issued(result, EventClosed)] == ["alder-e1"]
    again = bench.looked(result, bench.evidence(later_ms + 1_000, plumes=(plume,)))
    assert again.events == () and again.issued == ()


def test_events_that_turn_out_to_share_a_source_become_the_older(bench: ModuleType) -> None:
    late_site = bench.offset(*bench.SITE, 400e3, 0.0)  # so far off that nothing joins them at first
    one = bench.plume("alder.s1", bench.burn_out())
    far = bench.launch(late_site)
    theirs = bench.reported("birch-e1", "birch.s1", bench.BURN_OUT_MS, **bench.launch_fields(far))
    result = bench.looked(None, bench.evidence(bench.BURN_OUT_MS, plumes=(one,), reports=(theirs,)))
    assert [event.event_id for event in result.events] == ["alder-e1", "alder-e2"]
    sources = (bench.source("alder.s1", bench.TRACK_MS), bench.source("birch.s1", bench.TRACK_MS))
    shared = bench.picture(bench.TRACK_MS, (bench.state_at(bench.TRACK_MS), sources))
    result = bench.looked(result, bench.evidence(bench.TRACK_MS, picture=shared, plumes=(one,)))
    (event,) = result.events
    assert event.event_id == "alder-e1"
    assert [source.source_id for source in event.provenance] == ["alder.s1", "birch.s1"]
    assert event.launch == one.launch and event.launch_rank == 3
    (closed,) = bench.issued(result, EventClosed)
    assert (closed.event_id, closed.reason) == ("alder-e2", "part of alder-e1")


def test_assess_changes_nothing_that_it_is_given(bench: ModuleType) -> None:
    evidence = bench.tracked(bench.TRACK_MS)
    events = bench.looked(None, evidence).events
    before = msgspec.json.encode(events)
    assert assess(events, 2, evidence) == assess(events, 2, evidence)
    assert msgspec.json.encode(events) == before
