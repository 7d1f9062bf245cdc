"""Runs that several tests of packs are made from."""

from dataclasses import replace

import msgspec
import pytest

from tocsin.orders.hot_wash import Cleared
from tocsin.review.families import FAMILIES, TRUTH_FAMILIES
from tocsin.review.log import Logged, RunLog
from tocsin.scenario.build import load_scenario
from tocsin.scenario.declared import Scenario
from tocsin.study.run import run, task_of


class Runs:
    """Runs of shipped scenarios, each played once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, int], tuple[RunLog, Scenario]] = {}

    def of(self, name: str, agreement: str, seed: int) -> tuple[RunLog, Scenario]:
        """Return one run and its scenario."""
        key = name, agreement, seed
        if key not in self._known:
            scenario = load_scenario(name)
            self._known[key] = run(task_of(scenario, name, agreement, seed)).log, scenario
        return self._known[key]


@pytest.fixture(scope="session")
def runs() -> Runs:
    return Runs()


def with_asides(log: RunLog, *bodies: msgspec.Struct) -> RunLog:
    return replace(log, asides=[*log.asides, *(Logged(0, "", body) for body in bodies)])


def clear(party: str, audience: str, *items: str) -> Cleared:
    return Cleared(seat="s1", party=party, audience=audience, items=items)  # type: ignore[arg-type]


def all_released(log: RunLog) -> RunLog:
    """Return a run of which control released all truth to the parties."""
    return with_asides(log, clear("control", "parties", *TRUTH_FAMILIES))


def all_cleared(log: RunLog, scenario: Scenario, *items: str) -> RunLog:
    """Return a run of which every party, and control, cleared families (all if none is named) for both together."""
    names = items or FAMILIES
    truth = clear("control", "joint", *(name for name in names if name in TRUTH_FAMILIES))
    return with_asides(log, truth, *(clear(party, "joint", *names) for party in scenario.parties))
