"""The gate lets through what was granted, at the precision granted, and nothing else."""

import math
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.exchange.agreement import JOINT, Agreement, AgreementState, Coarsening, DirectionScope, MessageKind
from tocsin.exchange.ellipse import Ellipse, area_90_km2
from tocsin.exchange.message import MARKING, Draft, Message, Refusal
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
    Payload,
    PostLaunchNotification,
    PreLaunchNotification,
    PublicWarning,
    SensorStatus,
    TrackReport,
)
from tocsin.exchange.release import release
from tocsin.tracking.provenance import Source

FIELDS = tuple(name for name in LaunchReport.__struct_fields__ if name != "event_id")
IN_FORCE = AgreementState()


def agreement(**changes) -> Agreement:
    given_ = {
        "name": "test",
        "version": "1",
        "rung": 2,
        "parties": ("alder", "birch"),
        "classes": ("mrbm", "unknown"),
        "fields_released": FIELDS,
    }
    return Agreement(**{**given_, **changes})


def report(**changes) -> LaunchReport:
    given_ = {
        "event_id": "alder-e1",
        "launch_time_ms": 61_234,
        "launch_time_sigma_ms": 900,
        "launch_point": Ellipse(0.5, 0.9, 1e6, 0.0, 1e6),
        "azimuth_rad": 1.2,
        "azimuth_sigma_rad": 0.1,
        "generic_class": "mrbm",
        "n_objects": 1,
        "phenomenology": "ir",
        "impact_area": Ellipse(0.6, 1.4, 4e8, 0.0, 4e8),
        "impact_time_ms": 900_500,
        "impact_time_sigma_ms": 5_000,
        "threatens": ("birch",),
        "confidence": "medium",
    }
    return LaunchReport(**{**given_, **changes})


def draft(payload=None, **changes) -> Draft:
    given_ = {"originator": "alder", "to": "birch", "drafted_ms": 60_000, "msg_type": "report"}
    return Draft(**{**given_, "payload": payload or report(), **changes})


@given(st.sets(st.sampled_from(FIELDS), min_size=1))
def test_only_granted_fields_leave(granted):
    out = release(draft(), agreement(fields_released=tuple(sorted(granted))), IN_FORCE, 61_000)
    assert isinstance(out, Message)
    full = report()
    for name in FIELDS:
        sent = getattr(out.payload, name)
        assert sent == (getattr(full, name) if name in granted else None)


@pytest.mark.parametrize(
    ("changes", "draft_changes", "state", "reason"),
    [
        ({"fields_released": ()}, {}, IN_FORCE, "launch reports not granted"),
        ({"fields_released": ("track",)}, {}, IN_FORCE, "launch reports not granted"),
        ({"classes": ("slv",)}, {}, IN_FORCE, "class mrbm out of scope"),
        ({"min_range_m": 2e6}, {"range_m": 1.9e6}, IN_FORCE, "below the agreed range"),
        ({"parties": ("alder", "elm")}, {}, IN_FORCE, "not a party to the agreement"),
        ({"in_force_ms": 100_000}, {}, IN_FORCE, "agreement not yet in force"),
        ({"expiry_ms": 61_000}, {}, IN_FORCE, "agreement has expired"),
        ({}, {}, AgreementState(suspended_by=("birch",)), "agreement is suspended"),
    ],
)
def test_every_refusal_gives_its_reason(changes, draft_changes, state, reason):
    out = release(draft(**draft_changes), agreement(**changes), state, 61_000)
    assert isinstance(out, Refusal)
    assert out.reason == reason
    assert out.subject_id == "alder-e1"


def test_tracks_and_notices_need_their_own_grant():
    tracks = draft(TrackReport(tracks=()))
    assert isinstance(release(tracks, agreement(), IN_FORCE, 1), Refusal)
    assert isinstance(release(tracks, agreement(fields_released=("track",)), IN_FORCE, 1), Message)
    filed = PreLaunchNotification(
        notice_id="n",
        launching_nation="alder",
        generic_class="slv",
        window_start_ms=0,
        window_end_ms=1,
        lat_rad=0.0,
        lon_rad=0.0,
        radius_m=1e4,
        azimuth_rad=0.0,
    )
    assert isinstance(release(draft(filed), agreement(), IN_FORCE, 1), Refusal)
    in_scope = {"notice_lead_ms": 0, "classes": ("slv",)}
    assert isinstance(release(draft(filed), agreement(**in_scope), IN_FORCE, 1), Message)
    assert release(draft(filed), agreement(notice_lead_ms=0), IN_FORCE, 1).reason == "class slv out of scope"


@given(
    st.floats(-1.5, 1.5),
    st.floats(-3.1, 3.1),
    st.floats(math.radians(0.1), math.radians(5.0)),
)
def test_a_grid_hides_where_in_its_cell_a_place_is(lat_rad, lon_rad, grid_rad):
    coarse = agreement(coarsening=Coarsening(grid_rad=grid_rad))
    out = release(draft(report(launch_point=Ellipse(lat_rad, lon_rad, 1.0, 0.0, 1.0))), coarse, IN_FORCE, 1)
    point = out.payload.launch_point
    assert abs(point.lat_rad - lat_rad) <= 0.5 * grid_rad + 1e-12
    cell = (math.floor(lat_rad / grid_rad), math.floor(lon_rad / grid_rad))
    inside = Ellipse((cell[0] + 0.25) * grid_rad, (cell[1] + 0.75) * grid_rad, 9.0, 1.0, 9.0)
    other = release(draft(report(launch_point=inside)), coarse, IN_FORCE, 1)
    assert other.payload.launch_point == point  # two places of one cell leave the same bytes


def test_times_go_to_the_middle_of_their_step_and_classes_are_made_generic():
    coarse = agreement(coarsening=Coarsening(time_round_ms=60_000, class_generic_only=True))
    out = release(draft(), coarse, IN_FORCE, 1).payload
    assert (out.launch_time_ms, out.impact_time_ms, out.generic_class) == (90_000, 930_000, "unknown")
    # 900 ms and 5 s, each rounded up to one step, with a uniform step's 17.3 s beside it
    assert out.launch_time_sigma_ms == out.impact_time_sigma_ms == pytest.approx(math.hypot(60e3, 17.32e3), rel=1e-3)


def test_a_coarse_place_is_never_better_known_than_the_place_itself():
    wide = Ellipse(0.5, 0.9, 4e10, 1e10, 1e10)
    coarse = agreement(coarsening=Coarsening(grid_rad=math.radians(1.0)))
    sent = release(draft(report(impact_area=wide)), coarse, IN_FORCE, 1).payload.impact_area
    assert area_90_km2(sent) > area_90_km2(wide)
    assert sent.var_east_m2 == sent.var_north_m2 and sent.cov_east_north_m2 == 0.0


def test_provenance_tells_no_time_that_the_report_may_not():
    sources = (Source("alder.s7", 63_000, 71_000),)
    withheld = agreement(fields_released=("launch_point", "n_objects", "phenomenology"))
    assert release(draft(provenance=sources), withheld, IN_FORCE, 1).provenance == (Source("alder.s7", 0, 0),)
    rounded = agreement(coarsening=Coarsening(time_round_ms=60_000))
    assert release(draft(provenance=sources), rounded, IN_FORCE, 1).provenance == (
        Source("alder.s7", 60_000, 120_000),
    )
    assert release(draft(provenance=sources), agreement(), IN_FORCE, 1).provenance == sources


def test_how_many_sources_there_are_is_told_with_sensors_and_objects_or_not_at_all():
    sources = (Source("alder.s2", 65_000, 90_000), Source("alder.s7", 63_000, 71_000))
    for granted in (("n_objects", "phenomenology"), ("track",)):
        open_ = agreement(fields_released=("launch_time_ms", *granted))
        assert release(draft(provenance=sources), open_, IN_FORCE, 1).provenance == sources
    for granted in ((), ("n_objects",), ("phenomenology",)):
        closed = agreement(fields_released=("launch_time_ms", *granted))
        told = release(draft(provenance=sources), closed, IN_FORCE, 1).provenance
        assert told == (Source("alder.s7", 63_000, 90_000),)


def test_a_public_warning_tells_no_impact_time_that_a_report_may_not():
    warning = PublicWarning(
        warning_id="alder-p1",
        step="alert",
        references=(),
        event_id="alder-e1",
        areas=("a",),
        sent_ms=100_000,
        expires_ms=1_000_000,
        impact_time_ms=400_000,
    )
    told = release(draft(warning), agreement(messages=("public_warning",)), IN_FORCE, 1).payload
    assert (told.impact_time_ms, told.expires_ms) == (400_000, 1_000_000)
    closed = agreement(messages=("public_warning",), fields_released=("launch_time_ms",))
    told = release(draft(warning), closed, IN_FORCE, 1).payload
    assert (told.impact_time_ms, told.expires_ms) == (None, 100_000 + 3_600_000)
    coarse = agreement(messages=("public_warning",), coarsening=Coarsening(time_round_ms=600_000))
    told = release(draft(warning), coarse, IN_FORCE, 1).payload
    assert (told.impact_time_ms, told.expires_ms) == (300_000, 1_200_000)


def test_a_report_out_of_turn_leaves_only_for_what_it_may_tell():
    impact = {"tells": ("impact_area", "impact_time_ms")}
    assert isinstance(release(draft(**impact), agreement(), IN_FORCE, 1), Message)
    closed = agreement(fields_released=("launch_time_ms", "launch_point"))
    assert release(draft(**impact), closed, IN_FORCE, 1).reason == "nothing that may be told has changed"
    assert isinstance(release(draft(), closed, IN_FORCE, 1), Message), "in its turn it goes"
    cancel = draft(tells=("assessment",), msg_type="cancel")
    assert isinstance(release(cancel, closed, IN_FORCE, 1), Message), "what was told is taken back"
    correct = draft(tells=("assessment",), msg_type="correct")
    assert release(correct, closed, IN_FORCE, 1).reason == "nothing that may be told has changed"
    assert isinstance(release(correct, agreement(), IN_FORCE, 1), Message)


def test_release_is_pure_and_the_marking_is_constant():
    once, again = (release(draft(), agreement(), IN_FORCE, 5) for _ in range(2))
    assert msgspec.json.encode(once) == msgspec.json.encode(again)
    assert once.marking == MARKING and once.status == "Exercise"


def filed(**changes) -> PreLaunchNotification:
    given_ = {
        "notice_id": "n",
        "launching_nation": "alder",
        "generic_class": "mrbm",
        "window_start_ms": 0,
        "window_end_ms": 1,
        "lat_rad": 0.0,
        "lon_rad": 0.0,
        "radius_m": 1e4,
        "azimuth_rad": math.radians(85.0),
    }
    return PreLaunchNotification(**{**given_, **changes})


EASTWARD = (DirectionScope("alder", math.radians(22.5), math.radians(202.5), ("mrbm", "irbm")),)
NORTHWARD = (DirectionScope("alder", math.radians(247.5), math.radians(67.5)),)


@pytest.mark.parametrize(
    ("scope", "payload", "changes", "reason"),
    [
        (EASTWARD, filed(), {}, None),
        (NORTHWARD, filed(), {}, "direction out of scope"),
        (NORTHWARD, filed(azimuth_rad=0.0), {}, None),  # through north
        (EASTWARD, filed(azimuth_rad=4.0, generic_class="slv"), {}, None),  # its class has no sector
        (EASTWARD, filed(azimuth_rad=4.0, launching_nation="birch"), {}, None),  # nor has this nation
        (EASTWARD, filed(), {"range_m": 1.9e6}, "below the agreed range"),
        (EASTWARD, filed(), {"range_m": 2.1e6}, None),
        (EASTWARD, report(threatens=()), {"launch_nation": "alder", "azimuth_rad": 4.0}, "direction out of scope"),
        (EASTWARD, report(threatens=("birch",)), {"launch_nation": "alder", "azimuth_rad": 4.0}, None),
        (
            EASTWARD,
            report(threatens=(), generic_class="unknown"),
            {"launch_nation": "alder", "azimuth_rad": 4.0},
            None,
        ),
        ((), report(), {"launch_nation": "cedar"}, "launches of third states are not reported"),
        ((), report(), {"launch_nation": ""}, None),  # the sea is nobody's ground
    ],
)
def test_range_direction_and_third_states_bound_reports_and_notices(scope, payload, changes, reason):
    terms = agreement(
        classes=("mrbm", "irbm", "slv", "unknown"),
        min_range_m=2e6,
        direction_scope=scope,
        third_state_rule="none",
        notice_lead_ms=0,
    )
    out = release(draft(payload, **changes), terms, IN_FORCE, 1)
    assert getattr(out, "reason", None) == reason


def test_a_launch_is_out_of_scope_only_below_both_bounds():
    terms = agreement(min_range_m=5e5, min_apogee_m=5e5)
    assert isinstance(release(draft(range_m=4e5, apogee_m=6e5), terms, IN_FORCE, 1), Message)
    assert isinstance(release(draft(range_m=4e5), terms, IN_FORCE, 1), Message)  # how high is not known
    out = release(draft(range_m=4e5, apogee_m=4e5), terms, IN_FORCE, 1)
    assert out.reason == "below the agreed range and apogee"


# What a party does not share


def notice(**changes) -> PreLaunchNotification:
    given_ = {
        "notice_id": "n",
        "launching_nation": "alder",
        "generic_class": "mrbm",
        "window_start_ms": 0,
        "window_end_ms": 1,
        "lat_rad": 0.0,
        "lon_rad": 0.0,
        "radius_m": 1e4,
        "azimuth_rad": 0.0,
    }
    return PreLaunchNotification(**{**given_, **changes})


def consultation(step: str, about: LaunchReport | None = None) -> Consultation:
    return Consultation(consultation_id="c", event_id="alder-e1", step=step, deadline_ms=1, about=about)


OF_SENSORS: tuple[Payload, ...] = (
    report(),
    TrackReport(tracks=()),
    SensorStatus(sensor_id="s", is_in_action=False, since_ms=0),
    AnomalyAdvisory(advisory_id="a", cause="re-entry", from_ms=0, to_ms=1),
    consultation("query", report()),
    consultation("reply"),
)
OF_BATTERIES: tuple[Payload, ...] = (
    EngagementIntention(engagements=()),
    BatteryStatus(battery_id="b", stock_left=1, ready=1, spendable=1, channels_free=1),
)
OF_NEITHER: tuple[Payload, ...] = (
    notice(),
    PostLaunchNotification(
        notice_id="n",
        launching_nation="alder",
        generic_class="mrbm",
        launch_time_ms=0,
        lat_rad=0.0,
        lon_rad=0.0,
        azimuth_rad=0.0,
    ),
    InterceptorLaunchNotice(
        notice_id="i", nation="alder", launch_time_ms=0, lat_rad=0.0, lon_rad=0.0, azimuth_rad=0.0, interceptors=1
    ),
    consultation("query", LaunchReport(event_id="alder-e1")),
    consultation("query"),
    consultation("sign"),
    AlertState(level="full", since_ms=0),
    PublicWarning(warning_id="w", step="alert", references=(), event_id="e", areas=(), sent_ms=0, expires_ms=1),
    CommCheck(number=1),
    FreeText(text_id="alder-t1", text="good morning"),
)
SENSORS, BATTERIES = "the originator withholds its sensors", "the originator withholds its batteries"


@pytest.mark.parametrize("payload", (*OF_SENSORS, *OF_BATTERIES, *OF_NEITHER), ids=lambda payload: str(payload)[:40])
def test_who_withholds_sensors_or_batteries_tells_nothing_of_them_and_all_else(payload):
    """Each kind under terms that grant all: refused only to its own originator's list, and with its own reason."""
    open_terms = {
        "fields_released": (*FIELDS, "track"),
        "messages": get_args(MessageKind),
        "engagement_sharing": "status",
        "notice_lead_ms": 0,
        "post_launch_ms": 0,
    }

    def reason(**changes):
        out = release(draft(payload), agreement(**open_terms, **changes), IN_FORCE, 61_000)
        return out.reason if isinstance(out, Refusal) else None

    assert reason() is None
    assert reason(sensors_withheld_by=("alder",)) == (SENSORS if payload in OF_SENSORS else None)
    assert reason(batteries_withheld_by=("alder",)) == (BATTERIES if payload in OF_BATTERIES else None)
    assert reason(sensors_withheld_by=("birch",), batteries_withheld_by=("birch",)) is None


def test_what_was_told_before_it_was_withheld_can_be_taken_back():
    terms = agreement(sensors_withheld_by=("alder",))
    for msg_type in ("correct", "cancel"):
        out = release(draft(report(assessment="false"), msg_type=msg_type), terms, IN_FORCE, 61_000)
        assert out.payload == LaunchReport(event_id="alder-e1", assessment="false")


def test_a_joint_cell_proposes_for_others_whoever_withholds():
    terms = agreement(
        joint_cells="plan_ops", engagement_sharing="status", batteries_withheld_by=("alder",), messages=()
    )
    item = Engagement(
        event_id="e", nation="birch", layer="upper", state="proposed", interceptors=1, launch_ms=0,
        last_launch_ms=0, intercept_ms=1,
    )  # fmt: skip
    proposal = draft(EngagementIntention(engagements=(item,)), originator=JOINT, to="birch")
    assert isinstance(release(proposal, terms, IN_FORCE, 61_000), Message)
