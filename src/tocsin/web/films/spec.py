"""What a film is of: the same words are the same film."""

import hashlib
import hmac
from typing import Literal

import msgspec

from tocsin.exercise.staff.audience import Audience
from tocsin.orders.kinds import TRUTH

CHUNK_MS = 60_000  # of exercise time
EXERCISE = "exercise"  # the source that is the journal of the exercise being served
OFFICER = "officer"  # the source of the films of a watch officer's draw
Decision = Literal["assess_valid", "assess_anomalous", "assess_false", "ask_partner", "warn", "wait"]
PUBLIC = "public"  # the audience of what everyone is told


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What a visitor who watches for a node decided in a film, at an exercise time (ms)."""

    time_ms: int
    node: str
    decision: Decision
    partner: str


class Spec(msgspec.Struct, frozen=True, kw_only=True):
    """A film.

    Attributes
    ----------
    scenario : str
        A shipped one's name; '' where ``journal`` is the path of what is played.
    agreement : str
        A preset's name; '' for the source's own.
    at_ms : int
        From when on agreement, luck and cells are otherwise; -1: from the start of a scenario, never of a journal.
    run : int or None
        Whose luck; None for the source's own.
    held : tuple of (node, cell)
        Cells that doctrine does not play.
    given : tuple of Given
        What was decided in their place, in the order of the moments.
    """

    scenario: str = ""
    journal: str = ""
    agreement: str = ""
    at_ms: int = -1
    run: int | None = None
    held: tuple[tuple[str, str], ...] = ()
    given: tuple[Given, ...] = ()

    @property
    def branch_ms(self) -> int:
        """Return until when the film is the same as its parent; -1 where it has none."""
        return self.given[-1].time_ms if self.given else self.at_ms

    @property
    def is_as_played(self) -> bool:
        """Return whether it shows a journal and nothing else."""
        return bool(self.journal) and self.at_ms < 0

    def parent(self) -> "Spec | None":
        """Return the film from which this one branches off; None where it stands alone."""
        if self.given:
            return msgspec.structs.replace(self, given=self.given[:-1])
        if self.at_ms >= 0:
            return msgspec.structs.replace(self, agreement="", at_ms=-1, run=None)
        return None


def film_id_of(spec: Spec, key: bytes) -> str:
    """Return the id of a film; without the server's key nobody can tell from it what the film is of."""
    return hmac.new(key, msgspec.json.encode(spec), hashlib.sha256).hexdigest()[:24]


def name_of(audience: Audience) -> str:
    """Return an audience as a film names it: its node, ``truth``, ``public``, or HOST.GUEST of what is released."""
    match audience.sees:
        case "node":
            return audience.node
        case "truth":
            return TRUTH
        case "released":
            return f"{audience.node}.{audience.guest}"
        case "none":
            return PUBLIC


def audience_named(name: str) -> Audience:
    """Return the audience that a film names so."""
    if name in (TRUTH, PUBLIC):
        return Audience("truth" if name == TRUTH else "none")
    host, _, guest = name.partition(".")
    return Audience("released", host, guest) if guest else Audience("node", host)
