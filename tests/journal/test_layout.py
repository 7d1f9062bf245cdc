"""The file is what docs/journal.md says: anyone can read it and make both hashes anew."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tocsin.journal.entry import Entry
from tocsin.journal.sqlite import FileJournal

DOC = Path(__file__).parents[2] / "docs" / "journal.md"
META = {"seed": "7", "größe": "1"}


@pytest.fixture
def connection(tmp_path: Path) -> sqlite3.Connection:
    journal = FileJournal(tmp_path / "run.journal", META)
    journal.commit(
        [
            Entry(1000, "alder", "Order", '{"reason":"größer"}'.encode(), False),
            Entry(-5, "", "note", b"{}", True),
            Entry(2**40, "birch", "track", b"[1]", False),
        ],
        durable=True,
    )
    journal.close()
    return sqlite3.connect(tmp_path / "run.journal")


def test_both_hashes_follow_from_the_documented_bytes(connection: sqlite3.Connection) -> None:
    with closing(connection):
        first = b""
        for text in ("größe", "1", "seed", "7"):
            first += len(text.encode()).to_bytes(8, "big") + text.encode()
        chain = hashlib.sha256(first).digest()
        simulated = b""
        rows = connection.execute("SELECT seq, time_ms, node, kind, aside, body, chain FROM record ORDER BY seq")
        for seq, time_ms, node, kind, aside, body, stored in rows:
            parts = [node.encode(), kind.encode(), body.encode()]
            entry = time_ms.to_bytes(8, "big", signed=True)
            entry += b"".join(len(part).to_bytes(4, "big") for part in parts) + b"".join(parts)
            chain = hashlib.sha256(chain + seq.to_bytes(8, "big") + bytes([aside]) + entry).digest()
            assert stored == chain
            simulated += b"" if aside else entry
        tip = connection.execute("SELECT records, meta_chain, chain, digest FROM tip").fetchall()
        assert tip == [(3, hashlib.sha256(first).digest(), chain, hashlib.sha256(simulated).hexdigest())]


def test_the_documented_queries_work(connection: sqlite3.Connection) -> None:
    queries = [line.split('"')[1] for line in DOC.read_text().splitlines() if line.startswith("sqlite3 ")]
    assert len(queries) == 4
    with closing(connection):
        answers = [connection.execute(query).fetchall() for query in queries]
    assert answers[1] == [("Order", 1), ("note", 1), ("track", 1)]
    assert answers[3] == [(1, "größer")]


def test_every_table_and_column_is_documented(connection: sqlite3.Connection) -> None:
    text = DOC.read_text()
    with closing(connection):
        assert connection.execute("PRAGMA application_id").fetchone() == (0x746F6373,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        names = connection.execute(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
        ).fetchall()
    assert len(names) == 17
    for table, column in names:
        assert f"`{table}`" in text
        assert f"`{column}`" in text
