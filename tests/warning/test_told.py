"""A report that its event has all of is passed over; whatever has changed since is told again."""

from types import ModuleType

import msgspec
import pytest

from tocsin.warning import told
from tocsin.warning.correlate import Names
from tocsin.warning.event import WarningEvent
from tocsin.warning.evidence import Evidence
from tocsin.warning.holders import Holders
from tocsin.warning.told import place_reports

AT_MS, LATER_MS = 400_000, 405_000


def placed(evidence: Evidence, events: list[WarningEvent]) -> list[WarningEvent]:
    holders = Holders(events)
    place_reports(holders, evidence, Names("alder", 1))
    return holders.events


CHANGES: dict[str, dict[str, object]] = {
    "none": {},
    "confidence": {"reported_confidence": "low"},
    "finding": {"partner_assessment": "anomalous"},
    "no launch": {"launch": None, "launch_rank": 0},
    "own infrared": {"launch": None, "launch_rank": 3},
    "kinds": {"partner_kinds": ()},
    "class": {"generic_class": "unknown"},
    "sources": {"provenance": ()},
    "time": {"updated_ms": 0},
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("phenomenology", ["ir", "both", None])
def test_an_old_report_is_passed_over_only_where_it_would_change_nothing(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch, change: str, phenomenology: str | None
) -> None:
    fields = {"phenomenology": phenomenology, "confidence": "high", "generic_class": "glide"}
    report = bench.reported("birch-e1", "birch.s1", AT_MS, **fields, **bench.launch_fields(bench.launch()))
    (event,) = placed(bench.evidence(AT_MS, reports=(report,)), [])
    (source,) = event.provenance
    event = msgspec.structs.replace(event, **CHANGES[change])
    if change == "sources":  # one of them is known, over less of its span
        short = msgspec.structs.replace(source, last_ms=source.last_ms - 1)
        event = msgspec.structs.replace(event, provenance=(short,))
    old = bench.evidence(LATER_MS, reports=(report,), since_ms=AT_MS)
    quick = placed(old, [event])
    monkeypatch.setattr(told, "is_held", lambda *_: False)
    assert quick == placed(old, [event])


def test_of_two_reports_of_one_event_the_later_is_believed_at_every_look(bench: ModuleType) -> None:
    reports = tuple(
        bench.reported(f"birch-e{k}", "birch.s1", AT_MS, confidence=c) for k, c in enumerate(("low", "high"))
    )
    events = placed(bench.evidence(AT_MS, reports=reports), [])
    for time_ms in (LATER_MS, LATER_MS + 5_000):
        events = placed(bench.evidence(time_ms, reports=reports, since_ms=AT_MS), events)
        assert [event.reported_confidence for event in events] == ["high"]
