"""Worlds and runs that several tests look at: made once a session, never changed.  And the validation table."""

import json
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tocsin.scenario.build import load_scenario
from tocsin.scenario.declared import Scenario
from tocsin.study.run import Finished, run, task_of

FLAGSHIP = "first-seen-by-partner"
ORACLES = Path(__file__).parent / "oracles"
hypothesis.settings.register_profile("house", deadline=None)  # no test is timed: a busy machine is no fault
hypothesis.settings.load_profile("house")
VALIDATED = pytest.StashKey[list[dict[str, Any]]]()
ROWS_FOLDER = "TOCSIN_VALIDATION"  # where `make validation` wants the rows of docs/models/validation.md


def pytest_configure(config: pytest.Config) -> None:
    config.stash[VALIDATED] = []


def pytest_sessionfinish(session: pytest.Session) -> None:
    rows, folder = session.config.stash[VALIDATED], os.environ.get(ROWS_FOLDER)
    if rows and folder:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        Path(folder, f"{worker}.json").write_text(json.dumps(rows), encoding="utf-8")


@pytest.fixture(scope="session")
def oracle() -> Callable[[str], Mapping[str, dict[str, Any]]]:
    """Return a function from a file of ``tests/oracles`` to its cases by id."""
    return cache(lambda file: {case["id"]: case for case in json.loads((ORACLES / file).read_text())})


def share_used(got: float, expected: float, tolerance: Mapping[str, float]) -> float:
    """Return how much of its tolerance an answer uses, as a share."""
    allowed = max(tolerance.get("abs", 0.0), tolerance.get("rel", 0.0) * abs(expected))
    return abs(got - expected) / allowed if allowed else 0.0


@pytest.fixture
def validate(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Return a function that holds a model to a published number, and notes it for docs/models/validation.md.

    ``validate(model, case, quantity, got)``: model is the page's name ("earth", "motion", "sensing", ...), case an
    oracle's case (id, expected, tolerance, source); expected value and tolerance are the case's unless given
    (``expected=``, and ``abs=`` or ``rel=``, or ``bounds=(low, high)``).
    """

    def check(model: str, case: Mapping[str, Any], quantity: str, got: float, **given: Any) -> None:
        published = case["expected"].get(quantity, {})
        published = published if isinstance(published, dict) else {"value": published}
        bounds = given.get("bounds")
        expected = given.get("expected", published.get("value"))
        tolerance = {kind: given[kind] for kind in ("abs", "rel") if kind in given} or {
            kind: case["tolerance"][kind] for kind in ("abs", "rel") if kind in case.get("tolerance", {})
        }
        assert bounds or (expected is not None and tolerance), f"{case['id']}: nothing to hold {quantity} to"
        request.config.stash[VALIDATED].append(
            {
                "model": model,
                "case": case["id"],
                "quantity": quantity,
                "unit": given.get("unit", published.get("unit", "")),
                "expected": f"{bounds[0]:.8g} to {bounds[1]:.8g}" if bounds else f"{expected:.8g}",
                "got": f"{got:.8g}",
                "tolerance": "" if bounds else ", ".join(f"{kind} {size:g}" for kind, size in tolerance.items()),
                "used": None if bounds else share_used(got, expected, tolerance),
                "source": case["source"],
            }
        )
        if bounds:
            assert bounds[0] <= got <= bounds[1], f"{case['id']}: {quantity}"
        else:
            assert got == pytest.approx(expected, **tolerance), f"{case['id']}: {quantity}"

    return check


@pytest.fixture(scope="session")
def flagship() -> Scenario:
    return load_scenario(FLAGSHIP)


@pytest.fixture(scope="session")
def flagship_run(flagship: Scenario) -> Callable[[str], Finished]:
    """Return a function from an agreement's name to the finished run of the flagship under it."""

    @cache
    def finished(agreement: str) -> Finished:
        return run(task_of(flagship, FLAGSHIP, agreement, None))

    return finished
