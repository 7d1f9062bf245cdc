"""What came between two judgements is judged at the second, once."""

from types import ModuleType

import pytest

from tocsin.exchange.ellipse import Ellipse
from tocsin.warning.event import LaunchWarning
from tocsin.warning.evidence import Reported

FIRST_MS, TELLS_MS = 400_000, 411_000


@pytest.mark.parametrize(("since_ms", "is_taken"), [(410_000, True), (411_000, False)])
def test_a_partners_newer_impact_is_taken_if_it_came_since_the_last_judgement(
    bench: ModuleType, since_ms: int, is_taken: bool
) -> None:
    def told(lat_rad: float, received_ms: int) -> Reported:
        place = Ellipse(lat_rad, 1.0, 1e8, 0.0, 1e8)
        fields = {**bench.launch_fields(bench.launch()), "impact_area": place, "impact_time_ms": 900_000}
        return bench.reported("birch-e1", "birch.s1", received_ms, **fields)

    first = bench.looked(None, bench.evidence(FIRST_MS, reports=(told(0.5, FIRST_MS),)))
    later = bench.looked(first, bench.evidence(415_000, since_ms=since_ms, reports=(told(0.6, TELLS_MS),)))
    impact = later.events[0].impact
    assert impact is not None
    assert impact.place.lat_rad == (0.6 if is_taken else 0.5)


@pytest.mark.parametrize(("since_ms", "is_seen"), [(410_000, True), (412_000, False)])
def test_a_look_between_two_judgements_is_warned_of_and_reported_then(
    bench: ModuleType, since_ms: int, is_seen: bool
) -> None:
    begun = bench.BURN_OUT_MS
    shift_ms = begun - 400_000
    first = bench.looked(None, bench.evidence(begun, plumes=(bench.plume("alder.s1", bench.burn_out()),)))
    seen = bench.plume("alder.s1", bench.burn_out(), last_ms=begun + 12_000)
    now = bench.evidence(begun + 15_000, since_ms=since_ms + shift_ms, plumes=(seen,))
    later = bench.looked(first, now)
    assert bool(bench.issued(later, LaunchWarning)) == is_seen
    assert bool(later.drafts) == is_seen
