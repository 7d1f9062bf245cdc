"""Whatever the agreement and whatever is drafted: nothing leaves that was not granted, nor as exactly as not granted.

The strongest form: two drafts that differ only in what the agreement withholds (a field, a place inside its cell, a
time inside its step, a bearing inside its sector) give the same message to the last byte.
"""

import dataclasses
import math

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from tocsin.exchange.agreement import Agreement, AgreementState, Coarsening
from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.message import Draft, Message, Refusal
from tocsin.exchange.payload import (
    AlertState,
    AnomalyAdvisory,
    BatteryStatus,
    CommCheck,
    Consultation,
    Engagement,
    EngagementIntention,
    FreeText,
    InterceptorLaunchNotice,
    LaunchReport,
    PostLaunchNotification,
    PreLaunchNotification,
    PublicWarning,
    SensorStatus,
    TrackReport,
)
from tocsin.exchange.release import release
from tocsin.tracking.provenance import Source

FIELDS = tuple(name for name in LaunchReport.__struct_fields__ if name != "event_id")
CLASSES = ("srbm", "mrbm", "irbm", "icbm", "slv", "sounding", "glide", "cruise", "interceptor", "unknown")
MESSAGES = (
    "interceptor_notice",
    "anomaly",
    "sensor_status",
    "alert_state",
    "public_warning",
    "consultation",
    "comm_check",
)
PARTIES = ("alder", "birch")
IN_FORCE = AgreementState()
DEG = math.radians(1.0)

times_ms = st.integers(0, 7_200_000)
sigmas_ms = st.integers(1, 300_000)
ellipses = st.builds(
    lambda lat, lon, sigma: Ellipse(lat * DEG, lon * DEG, sigma**2, 0.0, sigma**2),
    st.floats(-80, 80),
    st.floats(-170, 170),
    st.floats(10, 2e5),
)
bearings = st.floats(0.0, 2.0 * math.pi, exclude_max=True)
coarsenings = st.builds(
    lambda grid, step, generic, sector: Coarsening(grid * DEG, step * 1000, generic, sector * DEG),
    st.sampled_from((0.0, 0.5, 1.0, 5.0)),
    st.sampled_from((0, 10, 60, 600)),
    st.booleans(),
    st.sampled_from((0.0, 30.0, 90.0)),
)
agreements = st.builds(
    Agreement,
    name=st.just("drawn"),
    version=st.just("1"),
    rung=st.just(6),
    parties=st.just(PARTIES),
    classes=st.sets(st.sampled_from(CLASSES)).map(tuple),
    min_range_m=st.sampled_from((0.0, 500e3, 2_000e3)),
    min_apogee_m=st.sampled_from((0.0, 500e3)),
    third_state_rule=st.sampled_from(("none", "report_third_state_launches")),
    fields_released=st.sets(st.sampled_from((*FIELDS, "track"))).map(tuple),
    messages=st.sets(st.sampled_from(MESSAGES)).map(tuple),
    coarsening=coarsenings,
    engagement_sharing=st.sampled_from(("none", "intentions", "status")),
    notice_lead_ms=st.sampled_from((None, 3_600_000)),
    post_launch_ms=st.sampled_from((None, 3_600_000)),
)
reports = st.builds(
    LaunchReport,
    event_id=st.just("alder-e1"),
    launch_time_ms=st.none() | times_ms,
    launch_time_sigma_ms=st.none() | sigmas_ms,
    launch_point=st.none() | ellipses,
    azimuth_rad=st.none() | bearings,
    azimuth_sigma_rad=st.none() | st.floats(0.001, 3.0),
    generic_class=st.none() | st.sampled_from(CLASSES),
    n_objects=st.none() | st.integers(1, 50),
    phenomenology=st.none() | st.sampled_from(("ir", "radar", "both")),
    impact_area=st.none() | ellipses,
    impact_time_ms=st.none() | times_ms,
    impact_time_sigma_ms=st.none() | sigmas_ms,
    threatens=st.none() | st.just(("birch",)),
    confidence=st.none() | st.sampled_from(("no", "low", "medium", "high")),
    assessment=st.none() | st.sampled_from(("under_assessment", "valid", "anomalous", "false")),
    matched_notification=st.none() | st.just("n1"),
)
ENGAGEMENTS = st.builds(
    Engagement,
    event_id=st.just("alder-e1"),
    sources=st.lists(st.sampled_from(("alder.s1", "birch.r1")), unique=True).map(tuple),
    nation=st.just("alder"),
    battery_id=st.just("alder-b1"),
    layer=st.just("upper"),
    state=st.sampled_from(("able", "intended", "fired", "killed", "missed")),
    interceptors=st.integers(0, 4),
    launch_ms=times_ms,
    last_launch_ms=times_ms,
    intercept_ms=times_ms,
    kill_probability=st.none() | st.floats(0.0, 1.0),
    value=st.floats(1.0, 5.0),
)
others = st.one_of(
    st.just(TrackReport(tracks=())),
    st.builds(
        PreLaunchNotification,
        notice_id=st.just("n1"),
        launching_nation=st.just("alder"),
        generic_class=st.sampled_from(CLASSES),
        window_start_ms=times_ms,
        window_end_ms=times_ms,
        lat_rad=st.floats(-1.4, 1.4),
        lon_rad=st.floats(-3.0, 3.0),
        radius_m=st.floats(1e3, 1e6),
        azimuth_rad=bearings,
    ),
    st.just(AlertState(level="raised", since_ms=1_000)),
    st.just(CommCheck(number=1)),
    st.just(FreeText(text_id="alder-t1", text="do you see it?", is_request=True)),
    st.builds(EngagementIntention, engagements=st.lists(ENGAGEMENTS, max_size=3).map(tuple)),
    st.just(BatteryStatus(battery_id="alder-b1", stock_left=3, ready=3, spendable=2, channels_free=1)),
    st.builds(
        PostLaunchNotification,
        notice_id=st.just("n1"),
        launching_nation=st.just("alder"),
        generic_class=st.sampled_from(CLASSES),
        launch_time_ms=times_ms,
        lat_rad=st.floats(-1.4, 1.4),
        lon_rad=st.floats(-3.0, 3.0),
        azimuth_rad=bearings,
    ),
    st.just(SensorStatus(sensor_id="alder-south", is_in_action=False, since_ms=1_000)),
    st.just(AnomalyAdvisory(advisory_id="a1", cause="a test", from_ms=0, to_ms=1)),
    st.builds(
        InterceptorLaunchNotice,
        notice_id=st.just("s1"),
        nation=st.just("alder"),
        launch_time_ms=times_ms,
        lat_rad=st.floats(-1.4, 1.4),
        lon_rad=st.floats(-3.0, 3.0),
        azimuth_rad=bearings,
        interceptors=st.integers(1, 4),
    ),
    st.builds(
        Consultation,
        consultation_id=st.just("alder-c1"),
        event_id=st.just("alder-e1"),
        step=st.just("query"),
        deadline_ms=st.just(9_000_000),
        about=st.none() | reports,
    ),
)
SOURCE = Source("alder.s1", 61_000, 64_000)
LATER = Source("alder.s2", 62_000, 64_000)
msg_types = st.sampled_from(("report", "update", "correct", "cancel"))
warnings = st.builds(
    PublicWarning,
    warning_id=st.just("alder-p1"),
    step=st.just("alert"),
    references=st.just(()),
    event_id=st.just("alder-e1"),
    areas=st.just(("a",)),
    sent_ms=st.just(7_000_000),
    expires_ms=times_ms,
    impact_time_ms=st.none() | times_ms,
)


def draft(payload, **changes) -> Draft:
    """Return a draft of Alder's for Birch."""
    given = {"originator": "alder", "to": "birch", "drafted_ms": 0, "msg_type": "report", "provenance": (SOURCE,)}
    return Draft(payload=payload, **{**given, **changes})


def told(payload, agreement: Agreement, **known) -> Message | Refusal:
    """Return what becomes of a payload under an agreement in force."""
    return release(draft(payload, **known), agreement, IN_FORCE, 8_000_000)


def withheld_of(payload: LaunchReport, agreement: Agreement) -> list[str]:
    """Return the fields of a report that still hold something though the agreement does not grant them."""
    return [name for name in FIELDS if name not in agreement.fields_released and getattr(payload, name) is not None]


@given(agreements, reports | others | warnings, msg_types)
def test_no_field_leaves_that_was_not_granted(agreement, payload, msg_type):
    message = told(payload, agreement, msg_type=msg_type)
    assume(isinstance(message, Message))
    match message.payload:
        case LaunchReport() as report:
            assert set(agreement.fields_released) - {"track"}
            assert withheld_of(report, agreement) == []
            if msg_type in ("correct", "cancel"):
                assert report == LaunchReport(event_id=report.event_id, assessment=report.assessment)
            assert msg_type != "correct" or "assessment" in agreement.fields_released
        case PublicWarning() as warning:
            assert "public_warning" in agreement.messages
            assert warning.impact_time_ms is None or "impact_time_ms" in agreement.fields_released
        case PostLaunchNotification():
            assert agreement.post_launch_ms is not None
        case EngagementIntention(engagements=items):
            assert agreement.engagement_sharing != "none"
            assert "track" in agreement.fields_released or not any(item.sources for item in items)
            if agreement.engagement_sharing != "status":
                assert all((item.battery_id, item.kill_probability, item.value) == ("", None, 1.0) for item in items)
        case BatteryStatus():
            assert agreement.engagement_sharing == "status"
        case Consultation(about=about):
            assert "consultation" in agreement.messages
            assert about is None or withheld_of(about, agreement) == []
        case TrackReport():
            assert "track" in agreement.fields_released
        case PreLaunchNotification():
            assert agreement.notice_lead_ms is not None
        case _:
            assert agreement.messages
    if "launch_time_ms" not in agreement.fields_released:
        assert all((source.first_ms, source.last_ms) == (0, 0) for source in message.provenance)


def inside(report: LaunchReport, coarsening: Coarsening, share: float) -> LaunchReport:
    """Return the report with every place, time and bearing moved inside what it is told by: cell, step or sector."""
    changes: dict[str, object] = {}
    if coarsening.grid_rad:
        for name in ("launch_point", "impact_area"):
            place = getattr(report, name)
            if place is not None:
                changes[name] = msgspec.structs.replace(
                    place,
                    lat_rad=(math.floor(place.lat_rad / coarsening.grid_rad) + share) * coarsening.grid_rad,
                    lon_rad=(math.floor(place.lon_rad / coarsening.grid_rad) + share) * coarsening.grid_rad,
                )
    if coarsening.time_round_ms:
        step_ms = coarsening.time_round_ms
        for name in ("launch_time_ms", "impact_time_ms"):
            if getattr(report, name) is not None:
                changes[name] = getattr(report, name) // step_ms * step_ms + int(share * step_ms)
    if coarsening.azimuth_step_rad and report.azimuth_rad is not None:
        step_rad = coarsening.azimuth_step_rad
        changes["azimuth_rad"] = (math.floor(report.azimuth_rad / step_rad) + share) * step_rad
    return msgspec.structs.replace(report, **changes)


@given(agreements, reports, reports, st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_drafts_that_differ_only_in_what_is_withheld_become_the_same_bytes(
    agreement, report, other, share, share_too
):
    kept = {"event_id", "generic_class", *agreement.fields_released}  # scope judges the class, whatever is released
    changed = {name: getattr(other, name) for name in FIELDS if name not in kept}
    first = inside(report, agreement.coarsening, share)
    second = inside(msgspec.structs.replace(report, **changed), agreement.coarsening, share_too)
    assert msgspec.json.encode(told(first, agreement)) == msgspec.json.encode(told(second, agreement))


@given(agreements, warnings, warnings)
def test_public_warnings_that_differ_in_a_withheld_impact_time_become_the_same_bytes(agreement, first, second):
    assume("impact_time_ms" not in agreement.fields_released)
    assert msgspec.json.encode(told(first, agreement)) == msgspec.json.encode(told(second, agreement))


@given(agreements, reports, st.integers(61_000, 63_000))
def test_how_many_sources_saw_it_is_not_told_unless_sensors_and_objects_are(agreement, report, first_ms):
    assume(
        not {"n_objects", "phenomenology"} <= {*agreement.fields_released}
        and "track" not in agreement.fields_released
    )
    many = told(report, agreement, provenance=(SOURCE, LATER, Source("alder.s7", first_ms, 63_500)))
    assert isinstance(many, Refusal) or many == told(report, agreement)


@given(agreements, reports | others, st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_nothing_leaves_before_it_is_in_force_after_it_expired_or_while_suspended(
    agreement, payload, start, end, now
):
    bounded = dataclasses.replace(agreement, in_force_ms=start, expiry_ms=end)
    for state in (IN_FORCE, AgreementState(suspended_by=("birch",))):
        out = release(draft(payload), bounded, state, now)
        if state.suspended_by or not start <= now < end:
            assert isinstance(out, Refusal)


@given(agreements, reports, st.floats(0, 5e6), st.floats(0, 2e6), st.sampled_from(("cedar", "alder", "", None)))
def test_what_is_known_to_be_out_of_scope_does_not_leave(agreement, report, range_m, apogee_m, nation):
    out = told(report, agreement, range_m=range_m, apogee_m=apogee_m, launch_nation=nation)
    assume(isinstance(out, Message))
    assert report.generic_class is None or report.generic_class in agreement.classes
    bounds = [(agreement.min_range_m, range_m), (agreement.min_apogee_m, apogee_m)]
    assert all(bound_m == 0.0 for bound_m, _ in bounds) or any(
        bound_m and value >= bound_m for bound_m, value in bounds
    )
    assert not (nation == "cedar" and agreement.third_state_rule == "none")
