"""A journal that keeps only its digest."""

import hashlib
from collections.abc import Sequence

from tocsin.errors import JournalError
from tocsin.journal.entry import Entry, encoded


class DigestJournal:
    """Take every record, keep none: same digest as ``FileJournal``, no file (for studies)."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._is_open = True

    @property
    def digest(self) -> str:
        """Return the hex SHA-256 over all entries committed so far that are not aside."""
        return self._hash.hexdigest()

    def commit(self, entries: Sequence[Entry], durable: bool) -> None:
        """Take entries in order; ``durable`` changes nothing here."""
        if not self._is_open:
            raise JournalError("the digest journal is closed: make a new one for a new run")
        self._hash.update(
            b"".join(
                [
                    encoded(time_ms, node.encode(), kind.encode(), body)
                    for time_ms, node, kind, body, aside in entries
                    if not aside
                ]
            )
        )

    def close(self) -> None:
        """Refuse further entries."""
        self._is_open = False
