"""What a system shows that no sensor of it saw."""

from types import ModuleType

import pytest

from tocsin.tracking.provenance import Source
from tocsin.warning.assess import STALE_MS, Assessed
from tocsin.warning.event import EventClosed, ImpactEstimate, ImpactWarning, LaunchWarning
from tocsin.warning.evidence import Evidence, Geography, Shown

BEGAN_MS = 200_000
IMPACT_MS = 900_000


def shown(bench: ModuleType, time_ms: int, aim: tuple[float, float], **changes: object) -> Shown:
    """Return test data on all three displays: 20 objects, of high confidence, on their way to Alder."""
    place = bench.launch(aim).point
    given = {
        "source": Source("alder.d1", BEGAN_MS, time_ms),
        "n_objects": 20,
        "shown_on": 3,
        "displays": 3,
        "claims": "high",
        "launch": bench.launch(time_ms=BEGAN_MS),
        "impact": ImpactEstimate(time_ms, IMPACT_MS, 10_000, place, -1.0, ("alder",), (("home", 1.0),)),
        **changes,
    }
    return Shown(**given)


@pytest.fixture
def seen(bench: ModuleType, aim: tuple[float, float], alders_ground: Geography) -> Assessed:
    evidence = bench.evidence(BEGAN_MS, shown=(shown(bench, BEGAN_MS, aim),), geography=alders_ground)
    return bench.looked(None, evidence)


def test_it_is_an_event_of_the_confidence_that_the_system_claims(bench: ModuleType, seen: Assessed) -> None:
    (event,) = seen.events
    assert (event.confidence, event.own_kinds, event.n_shown) == ("high", (), 20)
    assert (event.shown_on, event.displays) == (3, 3)
    assert bench.issued(seen, LaunchWarning)[0].confidence == "high"
    assert bench.issued(seen, ImpactWarning)[0].confidence == "high"


def test_it_is_passed_on_to_partners_as_if_it_were_true(seen: Assessed) -> None:
    (draft,) = seen.drafts
    assert (draft.msg_type, draft.report.confidence, draft.report.n_objects) == ("report", "high", 20)
    assert draft.report.phenomenology is None, "no sensor saw it, and none is claimed"
    assert draft.report.threatens == ("alder",)
    assert [source.source_id for source in draft.provenance] == ["alder.d1"]


@pytest.mark.parametrize("claims", ["low", "medium", "high"])
def test_a_system_claims_what_it_claims(
    bench: ModuleType, aim: tuple[float, float], alders_ground: Geography, claims: str
) -> None:
    item = shown(bench, BEGAN_MS, aim, claims=claims)
    result = bench.looked(None, bench.evidence(BEGAN_MS, shown=(item,), geography=alders_ground))
    assert result.events[0].confidence == result.drafts[0].report.confidence == claims


def test_the_count_follows_the_displays(
    bench: ModuleType, aim: tuple[float, float], alders_ground: Geography, seen: Assessed
) -> None:
    item = shown(bench, BEGAN_MS + 60_000, aim, n_objects=2200, shown_on=2)
    result = bench.looked(seen, bench.evidence(BEGAN_MS + 60_000, shown=(item,), geography=alders_ground))
    (event,) = result.events
    assert (event.n_shown, event.shown_on, event.displays) == (2200, 2, 3)
    assert result.drafts[0].report.n_objects == 2200


def test_found_false_it_is_cancelled_and_stays_silent_while_it_is_still_shown(
    bench: ModuleType, aim: tuple[float, float], alders_ground: Geography, seen: Assessed
) -> None:
    steps, result = [], seen
    for after_s in range(1, 40):
        time_ms = BEGAN_MS + 1_000 * after_s
        item = shown(bench, time_ms, aim)
        found = {"alder-e1": "false"}
        evidence = bench.evidence(time_ms, shown=(item,), geography=alders_ground, assessed=found)
        result = bench.looked(result, evidence)
        steps += [(draft.msg_type, draft.report.confidence, draft.report.assessment) for draft in result.drafts]
    assert steps == [("cancel", "no", "false")]
    assert len(result.events) == 1


def test_shown_no_longer_it_closes_when_its_time_has_passed(bench: ModuleType, seen: Assessed) -> None:
    unseen = bench.looked(seen, bench.evidence(IMPACT_MS))
    assert len(unseen.events) == 1 and IMPACT_MS - BEGAN_MS > STALE_MS
    over = bench.looked(unseen, bench.evidence(IMPACT_MS + 1))
    assert over.events == () and [item.event_id for item in bench.issued(over, EventClosed)] == ["alder-e1"]


def test_an_own_sensor_takes_the_word_from_the_system(
    bench: ModuleType, aim: tuple[float, float], alders_ground: Geography, seen: Assessed
) -> None:
    """A plume where the display shows a launch: from now on it is what the sensors say it is."""
    plume = bench.plume("alder.s1", bench.burn_out(), launch=bench.launch(time_ms=BEGAN_MS), last_ms=BEGAN_MS + 1_000)
    item = shown(bench, BEGAN_MS + 1_000, aim)
    evidence = bench.evidence(BEGAN_MS + 1_000, plumes=(plume,), shown=(item,), geography=alders_ground)
    (event,) = bench.looked(seen, evidence).events
    assert (event.own_kinds, event.launch_rank) == (("ir",), 3)
    assert event.confidence == "low"


def evidence_without(bench: ModuleType) -> Evidence:
    return bench.evidence(BEGAN_MS)


def test_nothing_shown_nothing_known(bench: ModuleType) -> None:
    assert bench.looked(None, evidence_without(bench)).events == ()
