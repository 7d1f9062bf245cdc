"""A measure in a reader's pack has the value that all records give it; what would not is not printed."""

import pytest

from tests.review.pack.conftest import Runs, all_cleared, all_released
from tocsin.orders.hot_wash import CONTROL
from tocsin.review.families import FAMILIES
from tocsin.review.log import RunLog
from tocsin.review.measure import DEFINITIONS, Row, measure_rows
from tocsin.review.pack.measures import told_rows
from tocsin.review.pack.needs import OF_A_NATION, OF_JOINT
from tocsin.review.party import view_of
from tocsin.scenario.declared import Scenario

Value = tuple[str, float | None, int, int]
QUICK = (("first-seen-by-partner", "full-picture", 3), ("sounding-rocket-1995", "notify-only", 67))
SLOW = (
    ("mixed-raid", "full-picture", 61),
    ("first-seen-by-partner", "none", 5),
    ("interceptor-misread", "full-picture", 1),
    ("partner-accident", "full-picture", 2),
    ("handover-0600", "full-picture", 3),
)
CASES = [*QUICK, *(pytest.param(*case, marks=pytest.mark.slow) for case in SLOW)]


def values(rows: list[Row]) -> dict[tuple[str, str, str], Value]:
    return {(r.nation, r.measure, r.subject): (r.status, r.value, r.n, r.n_never) for r in rows}


def wrong(log: RunLog, scenario: Scenario, reader: str, true: dict[tuple[str, str, str], Value]) -> list[object]:
    """Return what a reader is told otherwise than it is; also that he is told nothing at all."""
    told = values(told_rows(view_of(log, scenario, reader)))
    told_keys = {(nation, measure) for nation, measure, _ in told}
    missing = [key for key in true if (key[0], key[1]) in told_keys and key not in told]
    return [(key, value, true.get(key)) for key, value in told.items() if value != true.get(key)] + list(missing)


def test_every_measure_named_is_one() -> None:
    names = {definition.name for definition in DEFINITIONS}
    assert set(OF_A_NATION) <= names and set(OF_JOINT) <= names
    assert set().union(*OF_A_NATION.values(), *OF_JOINT.values()) <= set(FAMILIES)


@pytest.mark.parametrize(("name", "agreement", "seed"), CASES)
def test_what_a_reader_is_told_is_so(runs: Runs, name: str, agreement: str, seed: int) -> None:
    log, scenario = runs.of(name, agreement, seed)
    true = values(measure_rows(log, scenario))
    for nation in scenario.parties:
        assert wrong(log, scenario, nation, true) == []
        assert wrong(all_released(log), scenario, nation, true) == []
    assert wrong(all_cleared(log, scenario), scenario, "joint", true) == []
    assert wrong(log, scenario, CONTROL, true) == []


def test_a_nation_is_not_told_what_needs_truth_and_never_the_others(runs: Runs) -> None:
    log, scenario = runs.of(*QUICK[0])
    told = told_rows(view_of(log, scenario, "birch"))
    assert {row.nation for row in told} == {"birch"}
    assert not {row.measure for row in told} & {
        "warning_time_s",
        "leakers",
        "kills",
        "first_detection_s",
        "false_received",
    }
    released = {row.measure for row in told_rows(view_of(all_released(log), scenario, "birch"))}
    assert {"leakers", "first_detection_s"} <= released and "warning_time_s" not in released


def test_nothing_cleared_is_nothing_told(runs: Runs) -> None:
    log, scenario = runs.of(*QUICK[0])
    assert told_rows(view_of(log, scenario, "joint")) == []
    some = {row.measure for row in told_rows(view_of(all_cleared(log, scenario, "messages"), scenario, "joint"))}
    assert "releases" in some and "launch_reports" not in some
