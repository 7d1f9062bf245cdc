"""What an exercise was made of, line by line: said first, so that no other scenario is read as other people."""

import datetime
import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from tocsin.exchange.agreement import JOINT
from tocsin.orders.aside import ClockChanged
from tocsin.orders.hot_wash import CONTROL, Retimed
from tocsin.review.log import reached_ms
from tocsin.review.measure import who_decided
from tocsin.review.page_words import clock, count, listed, nation
from tocsin.review.party import View
from tocsin.scenario.checked import read_toml
from tocsin.scenario.declared import DeclaredNode

SEED = "seed"
UNTOLD = "not shown"
MINUTE_MS = 60_000
DIGEST_LETTERS = 8
DECIDERS = {"doctrine": "doctrine alone", "human": "people alone", "mixed": "people and doctrine"}


class Setup(NamedTuple):
    """What an exercise was made of: (what, value), in the order in which it is printed."""

    lines: tuple[tuple[str, str], ...]

    def value_of(self, what: str) -> str:
        """Return the value of a line, '' where there is none."""
        return dict(self.lines).get(what, "")

    def without(self, what: str) -> tuple[tuple[str, str], ...]:
        """Return all lines but one."""
        return tuple(line for line in self.lines if line[0] != what)

    def replaced(self, what: str, value: str) -> "Setup":
        """Return it with another value in a line."""
        return Setup(tuple((name, value if name == what else old) for name, old in self.lines))


def setup_of(view: View) -> Setup:
    """Return what a reader knows of what a run was made of."""
    return Setup((*run_lines(view), *side_lines(view), *made_lines(view)))


def run_lines(view: View) -> Iterator[tuple[str, str]]:
    """Yield how, when and what was played."""
    scenario, asides = view.scenario, [entry.body for entry in view.log.asides]
    clock = [body for body in asides if isinstance(body, ClockChanged)]
    yield "played", "live" if clock else "in a batch"
    yield "own cells decided by" if view.party in scenario.parties else "decided by", deciders(view)
    yield "on", next((day(body.wall_utc_ms) for body in clock if body.wall_utc_ms), "no day recorded")
    yield "scenario", f"{scenario.name}.{scenario.variant}" if scenario.variant else scenario.name
    yield "its text", short(scenario.text) if scenario.text else UNTOLD
    yield "calendar begins", day(scenario.windows[0].utc_ms)
    yield "length", f"{scenario.end_ms / MINUTE_MS:g} min"
    yield "record", record_words(view)
    if any(isinstance(body, Retimed) for body in asides):
        yield "made from", "the orders of another journal, re-timed"


def deciders(view: View) -> str:
    """Return who gave the orders that a reader sees; those of both parties only where they were cleared."""
    is_told = view.party != JOINT or "decisions" in view.families
    return DECIDERS[who_decided(view.log)] if is_told else UNTOLD


def record_words(view: View) -> str:
    """Return whether a run's record is whole, or how far it stands."""
    end_ms = reached_ms(view.log, view.scenario)
    if not view.log.damage and end_ms >= view.scenario.end_ms:
        return "whole"
    return f"{'damaged' if view.log.damage else 'not finished'}: up to {clock(end_ms / 1000.0)}"


def side_lines(view: View) -> Iterator[tuple[str, str]]:
    """Yield who took part, and of each whom the reader knows with what."""
    yield "nations", listed([nation(name) for name in view.scenario.parties])
    for node in view.scenario.nodes:
        if view.party in (CONTROL, node.name):
            yield f"doctrine of {nation(node.name)}", doctrine_words(node)
            yield f"means of {nation(node.name)}", means_words(node)


def made_lines(view: View) -> Iterator[tuple[str, str]]:
    """Yield agreement, packs, injects, version, seed."""
    header = view.log.header
    yield "agreement", header.agreement
    yield "its terms", short(header.meta.get("agreement_text", ""))
    if view.party == CONTROL:
        yield "class packs", listed(sorted(packs_in(read_toml(view.scenario.text, view.scenario.name)))) or "none"
        yield "injects planned", str(len(view.scenario.staged.msel.injects))
    yield "Tocsin", header.meta.get("version", "not recorded")
    yield SEED, str(header.seed) if view.party == CONTROL else UNTOLD


def doctrine_words(node: DeclaredNode) -> str:
    """Return how a nation's doctrine fights and how quickly it decides."""
    own = node.doctrine
    times_s = ", ".join(f"{ms / 1000:g}" for ms in (own.read_ms, own.think_ms, own.act_ms))
    return f"{own.fire.name}; reads, thinks, acts in {times_s}\u00a0s"


def means_words(node: DeclaredNode) -> str:
    """Return what a nation sees and shoots with."""
    radars = len(node.radars) + len(node.skywaves)
    batteries = count(len(node.batteries), "battery", "batteries")
    return f"{count(radars, 'radar')}, {count(len(node.satellites), 'satellite')}, {batteries}"


def packs_in(tables: Any) -> set[str]:
    """Return the class packs that a scenario's tables name."""
    if isinstance(tables, dict):
        named = {tables["pack"]} if isinstance(tables.get("pack"), str) else set()
        return named.union(*(packs_in(value) for value in tables.values()))
    return set().union(*(packs_in(item) for item in tables)) if isinstance(tables, list) else set()


def short(text: str) -> str:
    """Return a short digest of a text: equal texts have equal ones."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LETTERS] if text else "not recorded"


def day(utc_ms: int) -> str:
    """Return a moment (ms since 1970, UTC) as a day."""
    return datetime.datetime.fromtimestamp(utc_ms / 1000.0, datetime.UTC).strftime("%Y-%m-%d")
