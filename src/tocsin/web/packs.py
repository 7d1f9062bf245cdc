"""Hot wash packs: each from its reader's own view, in a process of its own, anew when what he may read changes."""

import asyncio
import base64
import hashlib
import re
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tocsin.errors import TocsinError
from tocsin.review.log import carried, read_log
from tocsin.review.pack.pack import write_pack
from tocsin.review.party import view_of
from tocsin.web.films.longwork import LongWork
from tocsin.web.venue import Venue

NEW_S = 60.0  # so long a pack may lack a lesson; what is cleared no longer is gone at once
PATIENCE_S = 0.5  # so long a request waits for a pack; then it is told to ask again
SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)


class Asked(NamedTuple):
    """A pack that was asked for: after which clearances and decisions, when (s), and the work on it."""

    version: int
    decisions: int
    since_s: float
    work: asyncio.Task[Path]


class Packs:
    """The packs of one served exercise.

    Parameters
    ----------
    venue : Venue

    Attributes
    ----------
    long : LongWork
        Where all that takes the whole journal is worked out.
    """

    def __init__(self, venue: Venue) -> None:
        self._venue, self.long = venue, LongWork()
        self._folder: Path | None = None
        self._asked: dict[str, Asked] = {}

    async def page(self, party: str) -> str | None:
        """Return a reader's pack as HTML; None while it is being made.

        Raises
        ------
        TocsinError
            If it cannot be made; asked again, it is tried again.
        """
        asked = self._asked.get(party)
        if asked is None or (asked.work.done() and self._is_old(asked)):
            asked = self._asked[party] = self._begun(party)
        await asyncio.wait([asked.work], timeout=PATIENCE_S)
        if not asked.work.done() or asked.version != self._venue.hot_wash.version:
            return None
        if (error := asked.work.exception()) is not None:
            del self._asked[party]
            raise error
        return asked.work.result().read_text(encoding="utf-8")

    async def warm(self) -> None:
        """Start the process that makes packs, so that the first does not wait for it."""
        with suppress(TocsinError):
            await self.long.done(policy_of, "")

    def _begun(self, party: str) -> Asked:
        hot_wash, work = self._venue.hot_wash, asyncio.create_task(self._made(party))
        return Asked(hot_wash.version, hot_wash.count, time.monotonic(), work)

    def _is_old(self, asked: Asked) -> bool:
        """Return whether other things are cleared since; or, of a pack that is not new, whether anything was said."""
        hot_wash = self._venue.hot_wash
        is_new = time.monotonic() - asked.since_s < NEW_S
        return asked.version != hot_wash.version or (asked.decisions != hot_wash.count and not is_new)

    async def _made(self, party: str) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="tocsin-packs-"))
        path = self._folder / f"{party}.EXERCISE.html"
        try:
            await self.long.done(made, str(self._venue.live.journal.path), party, str(path))
        except OSError as error:
            raise TocsinError(f"the review cannot be kept: {error.strerror}; make room for temporary files") from None
        return path

    async def close(self) -> None:
        """End the work, and remove the packs."""
        works = [asked.work for asked in self._asked.values()]
        for work in works:
            work.cancel()
        if works:
            await asyncio.wait(works)
        self.long.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def made(journal: str, party: str, path: str) -> None:
    """Write a reader's pack from a journal."""
    log = read_log(Path(journal))
    scenario = carried(log.header)
    write_pack(view_of(log, scenario, party), Path(path))


def policy_of(page: str) -> str:
    """Return under which policy a browser shows a pack: its own script and style, no request, no session of ours."""
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in SCRIPT.findall(page))
    scripts = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-modals"
    )
