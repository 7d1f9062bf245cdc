"""One film as the server knows it: what of it has been shot, what of it is wanted next."""

import time
from pathlib import Path
from typing import Literal

from tocsin.web.films.shooting import Shot
from tocsin.web.films.spec import CHUNK_MS, Spec

FilmState = Literal["waiting", "shooting", "done", "failed"]
AHEAD = 12  # chunks that are shot beyond the one that was asked for last
MOST_WANTED = 64  # chunks that wait because somebody asked for them; the oldest is given up
FRESH_S = 3.0  # so long the newest chunk of the exercise being played is good as it is
MOST_DEATHS = 2  # of the worker at one film: after them it is failed
Want = tuple[int, str]  # a chunk's number, and an audience of its own or '' for the usual ones


class Film:
    """A film.

    Parameters
    ----------
    film_id : str
    spec : Spec
    folder : Path
    parent : Film or None
        Which it is the same as before its branching off.

    Attributes
    ----------
    end_ms : int
        Of the exercise; -1 until the first chunk is shot.
    usual : tuple of str
        Audiences of which every chunk is shot: each node and the truth.
    ahead_count : int
        So many chunks from the start are shot unasked, ``later`` than what else is.
    """

    def __init__(self, film_id: str, spec: Spec, folder: Path, parent: "Film | None" = None) -> None:
        self.film_id, self.spec, self.folder, self.parent = film_id, spec, folder, parent
        self.end_ms, self.why, self.size_bytes, self.deaths = -1, "", 0, 0
        self.usual: tuple[str, ...] = ()
        self.ahead_count, self.later = 0, 0
        self.used = 0  # when it was asked for, by the studio's count
        self.last_asked = -1
        self.wanted: list[Want] = []
        self.until_ms: dict[int, dict[str, int]] = {}  # how far each chunk has been shot, by number and audience
        self._shot_s: dict[tuple[int, str], float] = {}  # when, by a clock of this machine

    @property
    def first(self) -> int:
        """Return the first chunk that is this film's own."""
        return max(self.spec.branch_ms, 0) // CHUNK_MS

    def holder(self, number: int) -> "Film":
        """Return the film of which a chunk is: before its branching off its parent, or that one's."""
        film = self
        while film.parent is not None and number < film.first:
            film = film.parent
        return film

    def try_again(self) -> None:
        """Forget that it failed, and its parents too: somebody asks for it anew."""
        self.why, self.deaths = "", 0
        if self.parent is not None:
            self.parent.try_again()

    @property
    def chunk_count(self) -> int:
        """Return how many chunks there are, its parent's at the start included; one more than is known so far."""
        return -(-self.end_ms // CHUNK_MS) if self.end_ms >= 0 else self.first + 1

    def frontier(self) -> int:
        """Return the first of its own chunks from its start on that has not been shot whole."""
        number = self.first
        while number < self.chunk_count and self.has_whole(number):
            number += 1
        return number

    def has_whole(self, number: int, name: str = "") -> bool:
        """Return whether a chunk has been shot to its end."""
        ends_ms = min((number + 1) * CHUNK_MS, self.end_ms)
        shot = self.until_ms.get(number, {})
        names = (name,) if name else self.usual
        return bool(names) and all(shot.get(each, -1) >= ends_ms for each in names)

    def is_fresh(self, number: int, name: str, limit_ms: int) -> bool:
        """Return whether a chunk is there whole, or as far as there was anything to shoot a moment ago."""
        shot_ms = self.until_ms.get(number, {}).get(name)
        if shot_ms is None:
            return False
        is_new = time.monotonic() - self._shot_s[number, name] < FRESH_S
        return self.has_whole(number, name) or shot_ms >= limit_ms or is_new

    def reached_ms(self) -> int:
        """Return until when it has been shot without a gap, ms."""
        number = self.frontier()
        partly = self.until_ms.get(number, {})
        reached_ms = min((partly.get(name, -1) for name in self.usual), default=-1)
        return max(reached_ms, min(number * CHUNK_MS, max(self.end_ms, 0)))

    def state(self) -> FilmState:
        """Return how far it is."""
        if self.why:
            return "failed"
        if self.end_ms < 0:
            return "waiting"
        return "done" if self.frontier() >= self.chunk_count else "shooting"

    def want(self, number: int, name: str) -> None:
        """Note that a chunk is asked for."""
        self.last_asked = number
        want = (number, "" if name in self.usual or not self.usual else name)
        if want not in self.wanted:
            self.wanted = [*self.wanted, want][-MOST_WANTED:]

    def next_want(self) -> tuple[int, Want] | None:
        """Return what of it is to be shot next and how soon: 0 is asked for, higher numbers can wait."""
        if self.why:
            return None
        if self.wanted:
            return 0, self.wanted[-1]
        if self.end_ms < 0:
            return 1 + self.later, (self.first, "")
        start = max(self.last_asked, self.first)
        ahead = range(start, min(start + AHEAD, self.chunk_count) if self.last_asked >= 0 else start)
        for number in ahead:
            if not self.has_whole(number):
                return 2 + number - start, (number, "")
        number = self.frontier()
        return (2 + number + self.later, (number, "")) if number < min(self.ahead_count, self.chunk_count) else None

    def take(self, number: int, found: Shot, want: Want) -> None:
        """Note a chunk that was shot."""
        self.end_ms, self.deaths = found.end_ms, 0
        self.size_bytes += found.size_bytes
        if not want[1]:
            self.usual = tuple(dict.fromkeys((*self.usual, *found.names)))
        for name in found.names:
            self.until_ms.setdefault(number, {})[name] = found.until_ms
            self._shot_s[number, name] = time.monotonic()
        self.wanted = [other for other in self.wanted if other != want]

    def forget(self) -> None:
        """Note that its files are gone."""
        self.until_ms, self.size_bytes = {}, 0
