"""How long an impact must have named one place, and who must have seen it, before it is believed."""

from dataclasses import replace
from types import ModuleType

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.exchange.payload import Phenomenology
from tocsin.warning.assess import Assessed
from tocsin.warning.event import ImpactWarning
from tocsin.warning.evidence import Evidence, Geography
from tocsin.warning.rules import HOLD_MS, launch_confidence, phenomenology_of, with_kind


def told(result: Assessed) -> tuple[str, str]:
    """Return the confidence at home and the one that own sources alone support."""
    return result.events[0].confidence, result.drafts[-1].report.confidence if result.drafts else ""


def test_an_own_track_is_believed_after_twenty_seconds_and_not_before(
    bench: ModuleType, alders_ground: Geography
) -> None:
    assert HOLD_MS == 20_000
    result = bench.looked(None, bench.tracked(bench.TRACK_MS, geography=alders_ground))
    assert told(result) == ("low", "low")
    just_before = bench.looked(result, bench.tracked(bench.HELD_MS - 1, geography=alders_ground))
    assert told(just_before) == ("low", "low")
    result = bench.looked(result, bench.tracked(bench.HELD_MS, geography=alders_ground))
    assert told(result) == ("medium", "medium")
    assert bench.issued(result, ImpactWarning)[0].confidence == "medium"


def test_the_hold_begins_anew_when_another_area_is_named(bench: ModuleType, alders_ground: Geography) -> None:
    (home,) = alders_ground.areas
    renamed = replace(alders_ground, areas=(replace(home, area_id="other"),))
    result = bench.looked(None, bench.tracked(bench.TRACK_MS, geography=alders_ground))
    turned_ms = bench.TRACK_MS + 10_000
    result = bench.looked(result, bench.tracked(turned_ms, geography=renamed))
    assert (result.events[0].hold.name, result.events[0].hold.since_ms) == ("other", turned_ms)
    result = bench.looked(result, bench.tracked(turned_ms + HOLD_MS - 1, geography=renamed))
    assert result.events[0].confidence == "low"
    result = bench.looked(result, bench.tracked(turned_ms + HOLD_MS, geography=renamed))
    assert result.events[0].confidence == "medium"


def test_the_hold_begins_anew_when_thrust_returns(bench: ModuleType, alders_ground: Geography) -> None:
    result = bench.watched(geography=alders_ground)
    assert result.events[0].confidence == "medium"
    thrust = bench.tracked(bench.HELD_MS + 1_000, geography=alders_ground, coast_probability=0.89)
    result = bench.looked(result, thrust)
    assert (result.events[0].hold.since_ms, result.events[0].confidence) == (-1, "low")
    again_ms = bench.HELD_MS + 2_000
    result = bench.looked(result, bench.tracked(again_ms, geography=alders_ground))
    assert result.events[0].confidence == "low", "it was believed at once"
    result = bench.looked(result, bench.tracked(again_ms + HOLD_MS, geography=alders_ground))
    assert result.events[0].confidence == "medium"


def test_the_hold_and_the_confidence_outlast_a_lost_track(bench: ModuleType, alders_ground: Geography) -> None:
    result = bench.watched(geography=alders_ground)
    held = result.events[0].hold
    lost = bench.looked(result, bench.evidence(bench.HELD_MS + 30_000, geography=alders_ground))
    assert (lost.events[0].hold, lost.events[0].confidence) == (held, "medium")
    found = bench.looked(lost, bench.tracked(bench.HELD_MS + 40_000, geography=alders_ground))
    assert (found.events[0].hold, found.events[0].confidence) == (held, "medium")


def test_an_impact_at_sea_is_settled_too(bench: ModuleType) -> None:
    event = bench.watched().events[0]
    assert (event.hold.name, event.hold.since_ms, event.confidence) == ("", bench.TRACK_MS, "medium")


def with_report(bench: ModuleType, time_ms: int, ground: Geography, name: str, kind: str) -> Evidence:
    fields = bench.launch_fields(bench.launch())
    report = bench.reported("birch-e1", name, time_ms, phenomenology=kind, confidence="medium", **fields)
    return bench.tracked(time_ms, geography=ground, reports=(report,))


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("birch.s1", "ir", "high"),  # another phenomenology, of another sensor
        ("birch.s1", "radar", "medium"),  # two radars
        ("alder.s1", "ir", "medium"),  # our own sensor heard again, whatever the report calls it
    ],
)
def test_only_a_second_phenomenology_of_another_source_makes_it_high(
    bench: ModuleType, alders_ground: Geography, name: str, kind: str, expected: str
) -> None:
    result = bench.watched(geography=alders_ground)
    result = bench.looked(result, with_report(bench, bench.HELD_MS + 1_000, alders_ground, name, kind))
    assert len(result.events) == 1
    assert result.events[0].confidence == expected


LOOKS = st.lists(
    st.tuples(
        st.integers(1, 60),  # seconds since the last look
        st.sampled_from(["own", "partner", "both", "none"]),  # whose radar holds it
        st.sampled_from([1.0, 0.95, 0.9, 0.89, 0.6, 0.3]),  # coast probability
        st.sampled_from(["none", "birch.s1", "birch.s2", "alder.s1"]),  # what a report rests on
        st.sampled_from(["low", "medium", "high"]),  # and how sure it claims to be
    ),
    min_size=1,
    max_size=12,
)


@given(LOOKS)
@settings(max_examples=40)
def test_nothing_is_high_on_radar_alone(bench: ModuleType, alders_ground: Geography, looks: list) -> None:
    """Any sequence of looks, of own radar and a partner's: no warning of ours, and no report, is ever high."""
    result, time_ms = None, bench.TRACK_MS
    for since_s, held_by, coast, source, claimed in looks:
        time_ms += 1000 * since_s
        reports = ()
        if source != "none" and held_by != "none":
            fields = bench.launch_fields(bench.launch())
            kind = "radar" if source.startswith("birch") else "ir"
            reports = (bench.reported("birch-e1", source, time_ms, phenomenology=kind, confidence=claimed, **fields),)
        sources = {"own": ("alder.s1",), "partner": ("birch.s9",), "both": ("alder.s1", "birch.s9"), "none": ()}
        rows = [(bench.state_at(time_ms), tuple(bench.source(name, time_ms) for name in sources[held_by]))]
        shared = bench.picture(time_ms, *(rows if held_by != "none" else []), coast_probability=coast)
        own_rows = [(bench.state_at(time_ms), (bench.source("alder.s1", time_ms),))]
        is_own = held_by in ("own", "both")
        own = bench.picture(time_ms, *(own_rows if is_own else []), coast_probability=coast)
        evidence = bench.evidence(time_ms, picture=shared, own=own, reports=reports, geography=alders_ground)
        result = bench.looked(result, evidence)
        tracked = [event for event in result.events if event.track]
        assert all(event.confidence != "high" for event in tracked)
        assert all(draft.report.confidence != "high" for draft in result.drafts)


@given(st.lists(st.sampled_from(["ir", "radar"]), max_size=6))
def test_two_phenomenologies_are_two_however_often_each_is_heard(heard: list[Phenomenology]) -> None:
    kinds: tuple[Phenomenology, ...] = ()
    for kind in heard:
        kinds = with_kind(kinds, kind)
    if kinds:
        assert (phenomenology_of(kinds) == "both") is (len(set(heard)) == 2)
        assert (launch_confidence(phenomenology_of(kinds)) == "medium") is (len(set(heard)) == 2)


def test_a_warning_says_by_which_phenomenologies_it_was_seen(bench: ModuleType, alders_ground: Geography) -> None:
    plume = bench.plume("alder.s1", bench.burn_out())
    result = bench.looked(None, bench.evidence(bench.BURN_OUT_MS, plumes=(plume,), geography=alders_ground))
    assert result.events[0].confidence == "low"
    result = bench.watched(result, "alder.s2", geography=alders_ground, plumes=(plume,))
    (warning,) = bench.issued(result, ImpactWarning)
    assert (warning.confidence, warning.phenomenology) == ("high", "both")
    assert msgspec.structs.replace(warning.impact, computed_ms=0).threatens == ("alder",)
