"""Which exercises a series has, in which order, and that a reader's series holds nothing that he may not see."""

from dataclasses import replace
from itertools import permutations

import pytest

from tests.review import conftest as small
from tests.study.series.conftest import Make, Run, lesson, threatened
from tocsin.errors import ScenarioError
from tocsin.orders.hot_wash import Cleared
from tocsin.review.log import RunLog
from tocsin.study.series.exercise import exercises_of
from tocsin.study.series.lessons import lessons_of
from tocsin.study.series.rates_file import rates_csv
from tocsin.study.series.sections import sections_of


def told(runs: list[Run], party: str) -> object:
    """Return all that a series says, but for its pictures, which are made from the same numbers."""
    exercises = exercises_of(runs, party)
    parts = [part for part in sections_of(exercises, lessons_of(exercises)) if part.key != "trend"]
    return rates_csv(exercises), parts


def test_the_order_in_which_journals_are_named_changes_nothing(make: Make) -> None:
    runs = [
        make(*threatened("l1", 710), day=300, lessons=[lesson("l-2", "done")]),
        make(*threatened("l1", None), day=2, lessons=[lesson("l-2"), lesson("l-1")]),
        make(*threatened("l1", 400), seed=3),
    ]
    said = [told(list(order), "control") for order in permutations(runs)]
    assert all(item == said[0] for item in said)
    days = [item.setup.value_of("on") for item in exercises_of(runs, "control")]
    assert days == ["2024-10-06", "2025-07-31", "no day recorded"]


def test_what_differs_is_said_first(make: Make) -> None:
    runs = [make(*threatened("l1", 710), seed=1), make(*threatened("l1", 710), agreement="other")]
    exercises = exercises_of(runs, "control")
    first = sections_of(exercises, ())[0]
    assert first.key == "differences" and "agreement" in first.intro
    rows = {row[1]: row for row in first.blocks[0].rows}  # type: ignore[union-attr]
    assert rows["agreement"] == ("\u2260", "agreement", "none", "other")
    assert rows["scenario"][0] == "=" and rows["class packs"][0] == "="


@pytest.mark.parametrize("is_released", [False, True])
def test_a_nation_s_series_is_the_same_whatever_was_hidden_from_it(make: Make, is_released: bool) -> None:
    """Other truth, other seeds, other records of the partner, lessons of the partner: the same, byte for byte."""
    cleared = Cleared(seat="s1", party="control", audience="parties", items=("launches", "flights", "pairings"))
    shown = [cleared] if is_released else []
    runs = [
        make(*threatened("l1", 710), small.report_issued(50, "alder.s1", "alder"), day=day, lessons=shown)
        for day in (1, 2)
    ]
    seen = told(runs, "birch")
    hidden = [hide(run, is_released) for run in runs]
    assert told(hidden, "birch") == seen
    assert told(hidden, "control") != told(runs, "control")


def hide(run: Run, is_released: bool) -> Run:
    """Return a run with everything changed that Birch may not see."""
    log, scenario = run
    shown = {"Endex", *(("Launch", "BodyEnded", "Pairing") if is_released else ())}
    kept = [entry for entry in log.entries if entry.node == "birch" or type(entry.body).__name__ in shown]
    other = [] if is_released else [small.launch("l9")]
    entries = sorted([*kept, *other, small.report_issued(90, "alder.s4", "alder")], key=lambda e: e.time_ms)
    theirs = lesson("alder-only", node="alder")
    asides = [*log.asides, small.at(0, "alder", theirs)]
    header = log.header._replace(seed=77, digest=f"{log.header.digest}!")
    changed = replace(scenario, title="Another story", seed=9) if not is_released else scenario
    return RunLog(header, entries, log.end_ms, "", asides), changed


def test_a_nation_is_told_no_rate_that_its_records_cannot_give(make: Make) -> None:
    runs = [make(*threatened("l1", 710), day=day) for day in (1, 2)]
    text, _ = told(runs, "birch")  # type: ignore[misc]
    assert "missed,threatening launch,birch,0.0,0.0,0,,,,not in this view" in text
    assert "alder," not in text and ",all," not in text


def test_it_is_said_how_far_a_record_stands_and_who_decided(make: Make) -> None:
    cut = make(*threatened("l1", 710)[:3], end_ms=600_000)
    whole = make(*threatened("l1", 710), day=1)
    torn = make(*threatened("l1", 710), day=2)
    torn = replace(torn[0], damage="damaged at record 9"), torn[1]
    exercises = exercises_of([whole, cut, torn], "control")
    assert [item.setup.value_of("record") for item in exercises] == [
        "whole",
        "damaged: up to 40:00",
        "not finished: up to 10:00",
    ]
    joint = exercises_of([whole, cut], "joint")
    assert {item.setup.value_of("decided by") for item in joint} == {"not shown"}
    own = exercises_of([whole, cut], "birch")
    assert own[0].setup.value_of("own cells decided by") == "doctrine alone"


def test_bad_series_are_refused(make: Make) -> None:
    run = make(*threatened("l1", 710), seed=1)
    with pytest.raises(ScenarioError, match="1 given: must be at least 2; one exercise alone is for `tocsin review`"):
        exercises_of([run], "control")
    with pytest.raises(ScenarioError, match="the run with digest none-1-None is there twice"):
        exercises_of([run, run], "control")
    with pytest.raises(ScenarioError, match="--for 'willow': no such reader"):
        exercises_of([run, make(seed=2)], "willow")
    many = [make(seed=seed, day=seed) for seed in range(13)]
    with pytest.raises(ScenarioError, match="13 exercises: must be at most 12"):
        exercises_of(many, "control")
