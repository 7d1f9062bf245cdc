"""The objects of a launch: which tracks are of one, which of them the warnings rest on, and how that errs."""

import math
from dataclasses import replace
from types import ModuleType

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.picture.shared import Picture
from tocsin.tracking.classify import PRIOR
from tocsin.tracking.predict import predict_impacts
from tocsin.tracking.provenance import Source
from tocsin.tracking.threat_kind import flight_of
from tocsin.warning import objects
from tocsin.warning.air_traffic import LOW_HELD_MS, opens_nothing
from tocsin.warning.assess import Assessment, assess, merged
from tocsin.warning.event import ImpactWarning, LaunchReportIssued, WarningEvent
from tocsin.warning.evidence import Evidence, Geography
from tocsin.warning.objects import (
    HOPELESS,
    KEPT_MS,
    PAYLOAD,
    FlownBack,
    joined_kinds,
    kinds_of,
    least_distance2,
    shared_launch_probability,
    still_open,
)

Array = NDArray[np.float64]

TRACK_MS = 240_000
IS_PAYLOAD, IS_STAGE = (0.97, 0.02, 0.01), (0.02, 0.97, 0.01)
SURELY_PAYLOAD = (0.99, 0.005, 0.005)
SIDEWAYS = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 2.0])  # m/s: how slowly a spent stage drifts away


@pytest.fixture(scope="module")
def ground(bench: ModuleType) -> Geography:
    """Return a world in which the body of the first site comes down on Alder."""
    fall = predict_impacts(bench.burn_out()[None], bench.P_GOOD[None])
    aim = float(fall.lat_rad[0]), float(fall.lon_rad[0])
    return Geography((bench.box("home", "alder", aim, 60e3),), (bench.box("land", "alder", aim, 300e3),))


def pair(bench: ModuleType, time_ms: int, aside: float = 1.0, first_ms: int = 0) -> Picture:
    """Return the tracks of a body and of one that drifts away from it at 2 m/s times ``aside`` since burn-out."""
    state = bench.state_at(time_ms)
    since_s = (time_ms - bench.BURN_OUT_MS) / 1000.0
    other = state + aside * np.concatenate((SIDEWAYS[3:] * since_s, SIDEWAYS[3:]))
    names = ("alder.s1", "alder.s2")
    rows = zip((state, other), names, strict=True)
    return bench.picture(time_ms, *((x, (bench.source(name, time_ms, first_ms),)) for x, name in rows))


def seen(bench: ModuleType, time_ms: int, own: Picture, **changes: object) -> Evidence:
    return bench.evidence(time_ms, own=own, **changes)


def looked(result: Assessment | None, evidence: Evidence) -> Assessment:
    return assess((), 1, evidence) if result is None else assess(result.events, result.next_number, evidence)


# One launch or two


def test_probability_of_one_launch_by_hand() -> None:
    assert shared_launch_probability(0.0, PRIOR, PRIOR) == pytest.approx(0.9)  # odds of 9
    misfit = 18.0
    odds = 9.0 * float(chi2.sf(misfit, 6)) / 0.05
    assert shared_launch_probability(misfit, PRIOR, PRIOR) == pytest.approx(odds / (1.0 + odds), rel=1e-9)
    odds = 9.0 * (1.0 - 0.99**2) / (1.0 - 0.4**2)
    assert shared_launch_probability(0.0, SURELY_PAYLOAD, SURELY_PAYLOAD) == pytest.approx(odds / (1.0 + odds))


def test_what_parted_slowly_was_at_one_place_and_what_came_from_elsewhere_was_not(bench: ModuleType) -> None:
    burn_out_m = float(bench.PROFILE.altitude_m[-1])
    assert least_distance2(FlownBack(pair(bench, TRACK_MS), burn_out_m), 0, 1) < 1.0
    rows = (
        (bench.state_at(TRACK_MS, site), (bench.source(f"alder.s{k}", TRACK_MS),))
        for k, site in enumerate(bench.SITES)
    )
    others = bench.picture(TRACK_MS, *rows)
    for j in (1, 2):
        assert least_distance2(FlownBack(others, burn_out_m), 0, j) > 100.0


def test_what_still_rises_below_burn_out_is_compared_as_it_is_now(bench: ModuleType) -> None:
    """It cannot be flown back: its path would run away in the air, and its doubt until it meets everything."""
    burn_out_m = float(bench.PROFILE.altitude_m[-1])
    places = [(0.5, 0.2), (0.503, 0.2), (0.5, 0.4), (-0.5, -1.5)]  # rad: 19, 1,120 and some 12,000 km away
    states = [rising(*place) for place in places]
    rows = [(state, (bench.source(f"alder.s{k}", TRACK_MS),)) for k, state in enumerate(states)]
    back = FlownBack(bench.picture(TRACK_MS, *rows), burn_out_m)
    near, away, across = (shared_launch_probability(least_distance2(back, 0, j), PRIOR, PRIOR) for j in (1, 2, 3))
    assert near > 0.8
    assert away < 1e-6
    assert across < 1e-6


def rising(lat_rad: float, lon_rad: float) -> Array:
    """Return the state (6,), ECEF, of a body at 50 km that climbs north at 2 km/s, 45 degrees up."""
    climb_m_s = 2000.0 * math.sqrt(0.5)
    velocity = np.array([0.0, climb_m_s, climb_m_s]) @ enu_axes(lat_rad, lon_rad)
    return np.concatenate([np.array(ecef_from_lla(lat_rad, lon_rad, 50e3)), velocity])


def test_a_bound_given_for_a_distance_is_below_it_and_only_far_beyond_doubt(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the bound the full distance comes out: never less, and the same up to where the bound begins."""
    burn_out_m = float(bench.PROFILE.altitude_m[-1])
    sites = [bench.state_at(TRACK_MS, site) for site in bench.SITES]
    near = [sites[0] + np.array([off_m, 0.0, 0.0, 0.0, 0.0, 0.0]) for off_m in (0.0, 2e3, 2e4, 1e5)]
    rows = [(state, (bench.source(f"alder.s{k}", TRACK_MS),)) for k, state in enumerate([*sites, *near])]
    back = FlownBack(bench.picture(TRACK_MS, *rows), burn_out_m)
    quick = [least_distance2(back, 0, j) for j in range(1, len(rows))]
    monkeypatch.setattr(objects, "HOPELESS", math.inf)
    whole = [least_distance2(back, 0, j) for j in range(1, len(rows))]
    assert all(q == w or HOPELESS < q <= w for q, w in zip(quick, whole, strict=True))
    assert any(q != w for q, w in zip(quick, whole, strict=True))
    assert any(q == w for q, w in zip(quick, whole, strict=True))
    assert shared_launch_probability(HOPELESS, PRIOR, PRIOR) < 1e-30


def test_a_payload_and_its_stage_are_one_event_that_rests_on_the_payload(
    bench: ModuleType, ground: Geography
) -> None:
    kinds = {"alder.s1": IS_STAGE, "alder.s2": IS_PAYLOAD}
    result = looked(None, seen(bench, TRACK_MS, pair(bench, TRACK_MS), geography=ground, kinds=kinds))
    (event,) = result.events
    assert [held.source_ids for held in event.objects] == [("alder.s1",), ("alder.s2",)]
    assert event.track == "alder.s2"
    (warning,) = (item for item in result.issued if isinstance(item, ImpactWarning))
    assert [source.source_id for source in warning.provenance] == ["alder.s2"]
    (report,) = (item for item in result.issued if isinstance(item, LaunchReportIssued))
    assert [source.source_id for source in report.provenance] == ["alder.s1", "alder.s2"]
    assert result.drafts[0].report.n_objects == 2


def test_launches_from_three_sites_stay_three(bench: ModuleType) -> None:
    rows = (
        (bench.state_at(TRACK_MS, site), (bench.source(f"alder.s{k}", TRACK_MS),))
        for k, site in enumerate(bench.SITES)
    )
    result = looked(None, seen(bench, TRACK_MS, bench.picture(TRACK_MS, *rows)))
    assert [len(event.objects) for event in result.events] == [1, 1, 1]


def test_two_payloads_from_one_place_are_one_event_until_their_kinds_are_known(bench: ModuleType) -> None:
    """How it errs: a raid from one site at one time is one event while nobody knows what its objects are."""
    result = looked(None, seen(bench, TRACK_MS, pair(bench, TRACK_MS)))
    assert len(result.events) == 1
    kinds = {"alder.s1": SURELY_PAYLOAD, "alder.s2": SURELY_PAYLOAD}
    for time_ms in (TRACK_MS + 1_000, TRACK_MS + 2_000):  # and they stay apart
        result = looked(result, seen(bench, time_ms, pair(bench, time_ms), kinds=kinds))
        assert [[held.source_ids for held in event.objects] for event in result.events] == [
            [("alder.s1",)],
            [("alder.s2",)],
        ]
        assert [event.own_sources for event in result.events] == [("alder.s1",), ("alder.s2",)]
    assert result.events[1].parted_from == result.events[0].event_id
    assert not any(type(item).__name__ == "EventClosed" for item in result.issued)


def test_events_that_parted_are_not_merged_again_by_a_partner_who_takes_them_for_one(bench: ModuleType) -> None:
    kinds = {"alder.s1": SURELY_PAYLOAD, "alder.s2": SURELY_PAYLOAD}
    result = looked(None, seen(bench, TRACK_MS, pair(bench, TRACK_MS)))
    result = looked(result, seen(bench, TRACK_MS + 1_000, pair(bench, TRACK_MS + 1_000), kinds=kinds))
    both = tuple(
        msgspec.structs.replace(event, provenance=(*event.provenance, bench.source("birch.s9", TRACK_MS)))
        for event in result.events
    )
    kept, renamed = merged(list(both), [])
    assert len(kept) == 2 and not renamed


# The primary


def test_another_primary_brings_another_impact_at_once(bench: ModuleType, ground: Geography) -> None:
    far = 200.0  # 400 m/s aside: it comes down elsewhere
    kinds = {"alder.s1": IS_PAYLOAD, "alder.s2": IS_STAGE}
    first = looked(None, seen(bench, bench.BURN_OUT_MS + 5_000, pair(bench, bench.BURN_OUT_MS + 5_000), kinds=kinds))
    event = first.events[0]
    assert event.track == "alder.s1" and event.impact is not None
    time_ms = bench.BURN_OUT_MS + 6_000
    turned = {"alder.s1": IS_STAGE, "alder.s2": IS_PAYLOAD}
    second = looked(first, seen(bench, time_ms, pair(bench, time_ms, far), kinds=turned)).events[0]
    assert second.track == "alder.s2" and second.impact is not None
    assert second.impact.computed_ms == time_ms and not second.is_impact_stale
    assert second.impact.place != event.impact.place


def test_a_little_more_of_a_payload_does_not_change_the_primary(bench: ModuleType) -> None:
    result = looked(None, seen(bench, TRACK_MS, pair(bench, TRACK_MS), kinds={"alder.s1": (0.5, 0.4, 0.1)}))
    later = {"alder.s1": (0.5, 0.4, 0.1), "alder.s2": (0.55, 0.35, 0.1)}
    result = looked(result, seen(bench, TRACK_MS + 1_000, pair(bench, TRACK_MS + 1_000), kinds=later))
    assert result.events[0].track == "alder.s1"


def test_a_spent_stage_alone_is_a_note(bench: ModuleType, ground: Geography) -> None:
    for kinds, confidence in (((0.04, 0.95, 0.01), "low"), ((0.06, 0.93, 0.01), "medium")):
        result = bench.watched(geography=ground, kinds={"alder.s1": kinds})
        assert result.events[0].confidence == confidence
        assert result.drafts[0].report.confidence == confidence


# Lost and found


def test_an_object_found_again_keeps_its_name_and_what_was_known_of_it(bench: ModuleType) -> None:
    kinds = {"alder.s1": IS_PAYLOAD, "alder.s2": IS_STAGE}
    result = looked(None, seen(bench, TRACK_MS, pair(bench, TRACK_MS), kinds=kinds))
    names = [held.name for held in result.events[0].objects]
    both = pair(bench, TRACK_MS + 5_000)
    stage = replace(
        both,
        x=both.x[1:],
        P=both.P[1:],
        coast_probability=both.coast_probability[1:],
        provenances=both.provenances[1:],
    )
    result = looked(result, seen(bench, TRACK_MS + 5_000, stage, kinds=kinds))
    assert result.events[0].primary == names[0]  # the payload is waited for
    again_ms = TRACK_MS + 10_000
    both = pair(bench, again_ms)
    fresh = replace(both, provenances=((bench.source("alder.s3", again_ms),), both.provenances[1]))
    told = (0.3, 0.5, 0.2)
    result = looked(result, seen(bench, again_ms, fresh, kinds={"alder.s2": IS_STAGE, "alder.s3": told}))
    (event,) = result.events
    assert [held.name for held in event.objects] == names
    assert event.track == "alder.s3"
    assert event.objects[0].kind_probability == pytest.approx(joined_kinds(IS_PAYLOAD, told))
    result = looked(result, seen(bench, again_ms + 1_000, fresh, kinds={"alder.s2": IS_STAGE, "alder.s3": told}))
    assert result.events[0].objects[0].kind_probability == pytest.approx(joined_kinds(IS_PAYLOAD, told))  # once


def test_an_object_lost_for_long_is_forgotten(bench: ModuleType) -> None:
    result = looked(None, seen(bench, TRACK_MS, pair(bench, TRACK_MS)))
    for gone_ms, count in ((KEPT_MS, 2), (KEPT_MS + 1_000, 0)):
        evidence = bench.evidence(TRACK_MS + gone_ms)
        assert len(looked(result, evidence).events[0].objects) == count


# Kinds of a shared track


def test_two_nations_evidence_on_one_track_multiplies_and_the_unknown_counts_as_the_prior(bench: ModuleType) -> None:
    provenance = (bench.source("alder.s1", 5), bench.source("birch.s1", 5), bench.source("birch.s2", 5))
    known = {"alder.s1": (0.6, 0.3, 0.1), "birch.s1": (0.7, 0.2, 0.1)}
    weights = np.array([0.6 * 0.7 / 0.4, 0.3 * 0.2 / 0.4, 0.1 * 0.1 / 0.2])
    assert kinds_of(provenance, known, {}) == pytest.approx(tuple(weights / weights.sum()))
    assert kinds_of(provenance, {}, {}) == pytest.approx(PRIOR)
    told = {"birch.s1": (0.9, 0.05, 0.05)}
    assert kinds_of(provenance, known, told) == kinds_of(provenance, known, {})  # own radars first
    assert PRIOR[PAYLOAD] > 0.3  # what nobody has classified is engaged: the doctrine's shipped bound


# What opens an event


def test_a_low_track_must_last_before_it_is_a_launch(bench: ModuleType) -> None:
    low = np.concatenate((bench.burn_out()[:3] * 0.988, bench.burn_out()[3:]))  # some 23 km up, 3 km/s

    def nothing(state: np.ndarray, held_ms: int) -> bool:
        sources = (bench.source("alder.s1", TRACK_MS, TRACK_MS - held_ms),)
        evidence = bench.evidence(TRACK_MS, own=bench.picture(TRACK_MS, (state, sources)))
        return opens_nothing(evidence, 0, flight_of(state))

    assert nothing(low, LOW_HELD_MS - 1) and not nothing(low, LOW_HELD_MS)
    assert not nothing(bench.burn_out(), LOW_HELD_MS - 1)  # 100 km up: at once


# What something new may be compared with


@pytest.mark.parametrize(
    ("assessment", "objects_named", "is_blank"),
    [
        ("false", 1, True),  # tracked and found false: what follows is another body
        ("false", 3, True),
        ("false", 0, False),  # infrared alone: a track that rises from it proves the watch wrong
        ("anomalous", 1, False),  # explained, but there
        ("valid", 1, False),
        ("under_assessment", 1, False),
        (None, 1, False),  # nobody has looked yet
    ],
)
def test_only_what_was_tracked_and_found_false_is_compared_with_nothing_new(
    assessment: str | None, objects_named: int, is_blank: bool
) -> None:
    event = WarningEvent(
        event_id="e1", opened_ms=7, provenance=(Source("alder.s1", 0, 5),), objects_named=objects_named, launch_rank=3
    )
    other = msgspec.structs.replace(event, event_id="e2")
    found = still_open([event, other], {} if assessment is None else {"e1": assessment})
    blank = WarningEvent(event_id="e1", opened_ms=7, provenance=())
    assert found == [blank if is_blank else event, other], "places are kept: events are known by them"
