"""The watch officer's blind draw: one alert of a shipped pool, its commitment, what the visitor decides."""

import functools
import secrets
from importlib.resources import files

import msgspec

from tocsin.scenario.build import scenario_text
from tocsin.web.blind import Drawn, Pool, PoolEntry, drawn_from
from tocsin.web.films.decided import WATCHING
from tocsin.web.films.film import Film
from tocsin.web.films.spec import Given, Spec

BEFORE_MS = 60_000  # the film begins so long before the alert
DECIDE_MS = 360_000  # so long after the alert it is too late
AFTER_MS = 120_000  # the film goes on for so long after that
OUTCOME_MS = 1_500_000  # so long after the alert what came of it is measured


class Alert(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One alert of the pool; ``what``: what it was, in each language."""

    scenario: str
    probability: float = msgspec.field(name="odds")
    is_real: bool
    node: str
    partner: str
    alert_ms: int
    what: dict[str, str]

    @property
    def begins_ms(self) -> int:
        """Return when its film begins."""
        return self.alert_ms - BEFORE_MS

    @property
    def decide_by_ms(self) -> int:
        """Return until when there is time to decide."""
        return self.alert_ms + DECIDE_MS

    @property
    def end_ms(self) -> int:
        """Return when its film ends."""
        return self.decide_by_ms + AFTER_MS

    def spec(self, given: tuple[Given, ...] = ()) -> Spec:
        """Return the film of it."""
        return Spec(scenario=self.scenario, held=tuple((self.node, cell) for cell in WATCHING), given=given)


class AlertPool(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All alerts of which one is drawn."""

    alert: tuple[Alert, ...]

    @property
    def real_probability(self) -> float:
        """Return how likely a drawn alert is real."""
        return round(sum(alert.probability for alert in self.alert if alert.is_real), 9)


class Watch:
    """One draw, and what a visitor makes of it.

    Parameters
    ----------
    alert : Alert
    drawn : Drawn
        Binds to it.
    """

    def __init__(self, alert: Alert, drawn: Drawn) -> None:
        self.alert, self.drawn = alert, drawn
        self.watch_id = secrets.token_hex(12)
        self.given: tuple[Given, ...] = ()
        self.is_revealed = False

    @property
    def acted(self) -> tuple[Given, ...]:
        """Return the decisions from which something follows."""
        return tuple(item for item in self.given if item.decision != "wait")


class Shown(msgspec.Struct, frozen=True):
    """A film under the neutral id by which a visitor knows it."""

    film_id: str
    film: Film
    watch: Watch


@functools.cache
def alert_pool() -> AlertPool:
    """Return the shipped pool."""
    text = files("tocsin.web.films").joinpath("officer.toml").read_bytes()
    return msgspec.toml.decode(text, type=AlertPool)


def drawn_watch() -> Watch:
    """Return a new watch, its alert drawn by the machine's own secret luck."""
    pool = alert_pool()
    drawn = drawn_from(Pool(tuple(PoolEntry(alert.scenario, alert.probability) for alert in pool.alert)))
    return Watch(next(alert for alert in pool.alert if alert.scenario == drawn.drawn), drawn)


@functools.cache
def title_of(scenario: str) -> str:
    """Return the title of a shipped scenario."""
    return str(msgspec.toml.decode(scenario_text(scenario)[0])["scenario"]["title"])
