"""Runs of the shipped scenarios, each played once, and what happened in them by kind of record."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import msgspec
import pytest

from tocsin.orders.action import AssessEvent
from tocsin.orders.order import AlertChanged, Order
from tocsin.review.log import RunLog
from tocsin.scenario.build import scenario_text
from tocsin.scenario.effective import effective
from tocsin.study.run import Task, run

T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True)
class Played:
    """One run; times in seconds of exercise time."""

    log: RunLog

    def of(self, kind: type[T], node: str = "") -> list[tuple[float, T]]:
        """Return a node's (or everybody's) records of a kind, and when."""
        found = [entry for entry in self.log.entries if isinstance(entry.body, kind)]
        return [(entry.time_ms / 1e3, entry.body) for entry in found if node in ("", entry.node)]

    def alerts(self, node: str) -> list[tuple[float, str]]:
        """Return a node's changes of alert."""
        return [(time_s, changed.level) for time_s, changed in self.of(AlertChanged, node)]

    def assessed(self, node: str) -> list[tuple[float, str]]:
        """Return a node's assessments, in time."""
        orders = self.of(Order, node)
        return [(t, order.action.assessment) for t, order in orders if isinstance(order.action, AssessEvent)]


@pytest.fixture(scope="session")
def played() -> Callable[..., Played]:
    """Return a function from scenario, variant, agreement and seed to its run."""

    @cache
    def play(name: str, seed: int, variant: str = "", agreement: str = "full-picture") -> Played:
        text, file = scenario_text(name)
        return Played(run(Task(effective(text, variant), file, agreement, seed)).log)

    return play
