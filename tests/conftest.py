"""Worlds and runs that several tests look at: made once a session, never changed."""

from collections.abc import Callable
from functools import cache

import pytest

from tocsin.scenario.build import load_scenario
from tocsin.scenario.declared import Scenario
from tocsin.study.run import Finished, run, task_of

FLAGSHIP = "first-seen-by-partner"


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
