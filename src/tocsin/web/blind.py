"""Blind play: a scenario drawn from a pool with stated odds, bound by a digest before STARTEX, shown at ENDEX."""

import hashlib
import secrets
from pathlib import Path

import msgspec

from tocsin.errors import ScenarioError
from tocsin.orders.aside import BlindDraw, BlindReveal
from tocsin.scenario.build import scenario_names

NONCE_BYTES = 32
ODDS_TOLERANCE = 1e-9  # of their sum, which is one but for rounding
EXAMPLE = 'write [[scenario]] tables with name = "button-2018" and odds = 0.5'


class PoolEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One scenario of a pool: its shipped name or a path ending in .toml, and how likely it is drawn."""

    name: str
    probability: float = msgspec.field(name="odds")


class Pool(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is drawn from."""

    scenario: tuple[PoolEntry, ...]


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """What was drawn, and the nonce without which nobody can guess it from the commitment."""

    drawn: str
    nonce: str
    pool: tuple[str, ...]
    odds: tuple[float, ...]

    @property
    def commitment(self) -> str:
        """Return the SHA-256 of the drawn name followed by the nonce, both UTF-8, in hex."""
        return commitment_of(self.drawn, self.nonce)

    @property
    def neutral_name(self) -> str:
        """Return what the exercise is called until ENDEX: it follows from the commitment alone."""
        return f"exercise-{self.commitment[:6]}"

    def draw(self) -> BlindDraw:
        """Return what the journal holds of it before STARTEX."""
        return BlindDraw(pool=self.pool, odds=self.odds, commitment=self.commitment)

    def reveal(self) -> BlindReveal:
        """Return what the journal holds of it at ENDEX."""
        return BlindReveal(drawn=self.drawn, nonce=self.nonce)


def commitment_of(drawn: str, nonce: str) -> str:
    """Return what binds to a drawn name; anyone can compute it again once the nonce is shown."""
    return hashlib.sha256(f"{drawn}{nonce}".encode()).hexdigest()


def read_pool(file: Path) -> Pool:
    """Return a pool from its TOML file.

    Raises
    ------
    ScenarioError
        If the file cannot be read or is no pool, if it names an unknown scenario or one twice, or if its odds do not
        add up to 1.
    """
    try:
        pool = msgspec.toml.decode(file.read_bytes(), type=Pool)
    except OSError as error:
        raise ScenarioError(f"--blind {file}: cannot be read: {error.strerror}; check the name") from None
    except ValueError as error:
        raise ScenarioError(f"--blind {file}: {error}; {EXAMPLE}") from None
    names = [entry.name for entry in pool.scenario]
    for name in names:
        if names.count(name) > 1:
            raise ScenarioError(f"--blind {file}: names {name!r} twice; name each once")
        if not name.endswith(".toml") and name not in scenario_names():
            raise ScenarioError(f"--blind {file}: no scenario {name!r}; known: {', '.join(scenario_names())}")
    odds = [entry.probability for entry in pool.scenario]
    if not (odds and all(share > 0.0 for share in odds) and abs(sum(odds) - 1.0) <= ODDS_TOLERANCE):
        raise ScenarioError(f"--blind {file}: odds = {odds}: must each be above 0 and add up to 1; {EXAMPLE}")
    return pool


def drawn_from(pool: Pool) -> Drawn:
    """Return one scenario of a pool, drawn by the machine's own secret luck: nobody can foretell or repeat it."""
    left = secrets.randbelow(2**53) / 2**53
    chosen = pool.scenario[-1].name
    for entry in pool.scenario:
        left -= entry.probability
        if left < 0.0:
            chosen = entry.name
            break
    return Drawn(
        drawn=chosen,
        nonce=secrets.token_hex(NONCE_BYTES),
        pool=tuple(entry.name for entry in pool.scenario),
        odds=tuple(entry.probability for entry in pool.scenario),
    )
