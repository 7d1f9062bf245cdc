"""Which events may yet be an attack: every row of the rule, and its neighbour."""

from types import ModuleType

import msgspec
import pytest

from tocsin.warning.event import EventObject, Hold, ImpactEstimate, WarningEvent
from tocsin.warning.unease import is_uneasy

HERE, ELSEWHERE = ("alder",), ("birch",)
STAGE = EventObject(name="e1.1", track="", source_ids=(), kind_probability=(0.01, 0.98, 0.01), seen_ms=0)


def event(bench: ModuleType, threatens: tuple[str, ...] | None, **changes: object) -> WarningEvent:
    """Return an event whose impact threatens nations, None: no impact is known."""
    impact = None
    if threatens is not None:
        impact = ImpactEstimate(0, 600_000, 1_000, bench.launch().point, -1.0, threatens, ())
    known = WarningEvent(event_id="e1", opened_ms=0, provenance=(), impact=impact)
    return msgspec.structs.replace(known, **changes)


@pytest.mark.parametrize(
    ("threatens", "changes", "expected"),
    [
        (HERE, {"confidence": "medium"}, True),
        (HERE, {"confidence": "high"}, True),
        (HERE, {"confidence": "low"}, False),  # said by a partner that is not sure itself
        (HERE, {"confidence": "low", "track": "s1"}, True),  # tracked, and so far it comes down here
        (HERE, {"confidence": "medium", "matched_notice": "n1"}, True),  # announced or not, it comes down here
        (ELSEWHERE, {"confidence": "medium"}, False),
        (ELSEWHERE, {"confidence": "low", "track": "s1"}, False),
        (ELSEWHERE, {"confidence": "high", "hold": Hold("land", 5)}, False),
        (None, {"track": "s1"}, True),  # tracked, and nobody knows where to
        (None, {"track": "s1", "matched_notice": "n1"}, False),
        (None, {"confidence": "medium"}, True),
        (None, {"confidence": "low"}, False),
        (None, {"own_kinds": ("ir",)}, False),  # doctrine waits for a second phenomenology
        (HERE, {"confidence": "high", "primary": "e1.1", "objects": (STAGE,)}, False),  # a spent stage
    ],
)
def test_an_event_is_uneasy_or_not(
    bench: ModuleType, threatens: tuple[str, ...] | None, changes: dict, expected: bool
) -> None:
    assert (
        is_uneasy(event(bench, threatens, **changes), "alder", {}, waits_for_second=True, was_uneasy=False)
        is expected
    )


@pytest.mark.parametrize(
    ("found", "expected"), [("under_assessment", True), ("valid", True), ("anomalous", False), ("false", False)]
)
def test_what_the_watch_found_harmless_is_not(bench: ModuleType, found: str, expected: bool) -> None:
    known = event(bench, HERE, confidence="high")
    assert is_uneasy(known, "alder", {"e1": found}, waits_for_second=True, was_uneasy=False) is expected
    assert is_uneasy(known, "alder", {"e2": found}, waits_for_second=True, was_uneasy=False)


@pytest.mark.parametrize(
    ("kinds", "expected"), [(("ir",), True), (("radar",), False), ((), False), (("ir", "radar"), False)]
)
def test_infrared_alone_counts_where_doctrine_does_not_wait(
    bench: ModuleType, kinds: tuple[str, ...], expected: bool
) -> None:
    assert (
        is_uneasy(event(bench, None, own_kinds=kinds), "alder", {}, waits_for_second=False, was_uneasy=False)
        is expected
    )


@pytest.mark.parametrize(
    ("threatens", "confidence", "track", "expected"),
    [
        (ELSEWHERE, "low", "s1", True),  # it names another place, but not for long
        (ELSEWHERE, "medium", "s1", False),
        (ELSEWHERE, "low", "", False),  # lost
        (None, "low", "", False),
    ],
)
def test_what_was_uneasy_stays_so_until_it_has_held_another_place(
    bench: ModuleType, threatens: tuple[str, ...] | None, confidence: str, track: str, expected: bool
) -> None:
    known = event(bench, threatens, confidence=confidence, track=track)
    assert is_uneasy(known, "alder", {}, waits_for_second=True, was_uneasy=True) is expected
