"""Two events that prove to be one: the older takes all that the younger knew better."""

from types import ModuleType

import msgspec
import pytest

from tocsin.warning.event import Hold, ImpactEstimate, WarningEvent
from tocsin.warning.merge import merged


def impact(bench: ModuleType, time_ms: int) -> ImpactEstimate:
    return ImpactEstimate(0, time_ms, 1_000, bench.launch().point, -1.0, ("alder",), ())


def pair(bench: ModuleType, older: dict, younger: dict) -> WarningEvent:
    """Return what two events that share a source become."""
    shared = (bench.source("birch.s1", 5),)
    both = [
        WarningEvent(event_id="e1", opened_ms=0, provenance=shared, **older),
        WarningEvent(event_id="e2", opened_ms=5, provenance=(bench.source("alder.s1", 9), *shared), **younger),
    ]
    kept, renamed = merged(both, [])
    assert renamed == {"e2": "e1"}
    return kept[0]


def test_the_older_event_takes_what_the_younger_knew_better(bench: ModuleType) -> None:
    fit = bench.launch(sigma_m=1e3)
    younger = {"own_sources": ("alder.s1",), "own_kinds": ("ir",), "launch": fit, "launch_rank": 3, "updated_ms": 9}
    event = pair(bench, {"launch": bench.launch(), "launch_rank": 1}, younger)
    assert event.event_id == "e1"
    assert (event.launch, event.launch_rank, event.own_sources, event.updated_ms) == (fit, 3, ("alder.s1",), 9)
    assert [source.source_id for source in event.provenance] == ["alder.s1", "birch.s1"]


def test_events_that_share_nothing_stay_apart(bench: ModuleType) -> None:
    both = [WarningEvent(event_id=f"e{n}", opened_ms=n, provenance=(bench.source(f"alder.s{n}", 6),)) for n in (1, 2)]
    assert merged(both, []) == (both, {})


@pytest.mark.parametrize("tracked", ["older", "younger", "both", "neither"])
def test_a_hold_goes_with_the_impact_that_it_is_of(bench: ModuleType, tracked: str) -> None:
    """The tracked event's impact stands, with its hold; of two alike the older's."""
    sides = {
        name: {
            "impact": impact(bench, time_ms),
            "own_impact": impact(bench, time_ms),
            "hold": Hold("home", time_ms),
            "own_hold": Hold("home", time_ms),
            "track": f"{name}.s" if tracked in (name, "both") else "",
        }
        for name, time_ms in (("older", 600_000), ("younger", 700_000))
    }
    event = pair(bench, sides["older"], sides["younger"])
    expected_ms = 700_000 if tracked == "younger" else 600_000
    assert event.impact is not None and event.own_impact is not None
    assert (event.impact.time_ms, event.hold.since_ms) == (expected_ms, expected_ms)
    assert (event.own_impact.time_ms, event.own_hold.since_ms) == (expected_ms, expected_ms)


def test_an_impact_that_only_one_of_them_knew_keeps_its_hold(bench: ModuleType) -> None:
    known = {"impact": impact(bench, 600_000), "hold": Hold("home", 7), "medium_ms": 20_007, "confidence": "medium"}
    event = pair(bench, known, {"track": "alder.s1"})
    assert (event.hold, event.medium_ms) == (Hold("home", 7), 20_007)
    event = pair(bench, {"track": "birch.s1"}, known)
    assert (event.hold, event.medium_ms) == (Hold("home", 7), 20_007)


def test_what_a_system_shows_and_what_a_partner_found_are_not_lost(bench: ModuleType) -> None:
    shown = {"claims": "high", "n_shown": 220, "shown_on": 2, "displays": 3}
    event = pair(bench, {}, {**shown, "partner_assessment": "false"})
    assert {name: getattr(event, name) for name in shown} == shown
    assert event.partner_assessment == "false"
    event = pair(bench, {**shown, "partner_assessment": "anomalous"}, {"partner_assessment": "false"})
    assert (event.n_shown, event.partner_assessment) == (220, "anomalous")


def test_medium_counts_from_the_earlier_of_the_two(bench: ModuleType) -> None:
    for older_ms, younger_ms, expected_ms in ((-1, 50, 50), (50, -1, 50), (60, 50, 50), (-1, -1, -1)):
        assert pair(bench, {"medium_ms": older_ms}, {"medium_ms": younger_ms}).medium_ms == expected_ms


def test_merging_changes_nothing_that_it_is_given(bench: ModuleType) -> None:
    known = WarningEvent(event_id="e1", opened_ms=0, provenance=(bench.source("a.s1", 1),))
    both = [known, msgspec.structs.replace(known, event_id="e2")]
    before = msgspec.json.encode(both)
    merged(both, [])
    assert msgspec.json.encode(both) == before
