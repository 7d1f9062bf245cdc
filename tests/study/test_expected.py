"""What to expect of a scenario: intervals against published values, cells against hand counts."""

import math

from tocsin.review.answer import Status
from tocsin.review.measure import Row
from tocsin.study.expected import expectations


def row(measure: str, value: float | None, subject: str = "all", status: Status = "observed") -> Row:
    return Row(
        agreement="none",
        seed=1,
        run=0,
        nation="birch",
        subject_kind="nation",
        subject=subject,
        measure=measure,
        value=value,
        unit="",
        status=status,
        n=1,
        n_never=0,
        decided_by="doctrine",
    )


def cells(*runs: list[Row]) -> dict[str, str]:
    return {line.what: line.cells[0] for line in expectations(runs, ["birch"])}


def test_a_share_is_of_runs() -> None:
    runs = [[row("events_assessed", float(count), "valid")] for count in (0, 3, 1, 0)]
    assert cells(*runs) == {"an event assessed valid": "50 % (7 to 93)"}


def test_a_time_is_over_all_cases_with_never_the_worst() -> None:
    name = "time_to_assess_false_s"
    headline = row(name, 1.0)
    runs = [[headline, row(name, 60.0, "e1"), row(name, 120.0, "e2")], [row(name, 180.0, "e1")], []]
    assert cells(*runs)["time to assess false"] == "2:00 (1:00 to 3:00)"
    late = [row(name, None, f"e{n}", "never") for n in (3, 4)]
    assert cells(*runs, late)["time to assess false"] == "3:00 (2:00 to never), 2 of 5 never"
    assert cells(*runs, [row(name, None, "e9", "pending")])["time to assess false"] == "2:00 (1:00 to 3:00)"


def test_what_never_came_in_any_run_is_never() -> None:
    late = [row("time_to_cancel_public_s", None, f"p{n}", "never") for n in (1, 2)]
    assert cells(late) == {"time to cancel, public": "never (2 of 2)"}


def test_a_warning_that_never_came_is_the_shortest() -> None:
    name = "warning_time_s"
    runs = [[row(name, 60.0, "a")], [row(name, 120.0, "a")], [row(name, None, "a", "never")]]
    assert cells(*runs)["warning time"] == "1:00 (never to 2:00), 1 of 3 never"


def test_a_count_is_a_mean_with_the_poisson_interval_and_a_tally_is_a_median() -> None:
    runs = [[row("false_impact_warnings", 0.0), row("releases", float(n))] for n in (10, 30, 20)]
    low, high = 0.0, -math.log(0.025) / 3
    assert cells(*runs)["false impact warnings"] == f"0 ({low:.0f} to {high:.1f})"
    assert cells(*runs)["releases"] == "20 (10 to 30)"
