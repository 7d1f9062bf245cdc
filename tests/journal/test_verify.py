"""Every kind of damage to a journal file is found, and the first bad record named."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tocsin.errors import JournalError
from tocsin.journal.entry import Entry
from tocsin.journal.read import read, read_meta
from tocsin.journal.sqlite import FileJournal
from tocsin.journal.verify import verify

RECORDS = 40
META = {"scenario": "first-light", "seed": "7"}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("good") / "run.journal"
    journal = FileJournal(path, META)
    entries = [
        Entry(i * 1000, "alder", "track", b'{"i":%d,"x":"%s"}' % (i, b"y" * 600), i % 5 == 0)
        for i in range(1, RECORDS + 1)
    ]
    journal.commit(entries, durable=True)
    journal.close()
    return path


@pytest.fixture
def path(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(good, tmp_path / "run.journal"))


def tamper(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            assert connection.execute(statement).rowcount >= 1


def test_an_untouched_file_is_good(path: Path) -> None:
    verdict = verify(path)
    assert (verdict.ok, verdict.records, verdict.last_time_ms) == (True, RECORDS, RECORDS * 1000)
    assert (verdict.first_bad_seq, verdict.reason) == (None, "")


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="does not exist"):
        verify(tmp_path / "absent")


ONE_BYTE_CHANGES = {
    "time_ms": "time_ms = time_ms + 1",
    "node": "node = 'bldes'",
    "kind": "kind = 'trbck'",
    "aside": "aside = 1 - aside",
    "aside to 2": "aside = 2",
    "body": "body = replace(body, 'x', 'z')",
    "chain": "chain = zeroblob(1) || substr(chain, 2)",
    "time_ms to text": "time_ms = 'noon'",
    "node to number": "node = CAST(x'ff' AS TEXT)",
}


@pytest.mark.parametrize("change", ONE_BYTE_CHANGES.values(), ids=ONE_BYTE_CHANGES.keys())
@pytest.mark.parametrize("seq", [1, 5, 23, RECORDS])
def test_a_changed_column_of_any_record_is_found(path: Path, change: str, seq: int) -> None:
    tamper(path, f"UPDATE record SET {change} WHERE seq = {seq}")
    verdict = verify(path)
    assert (verdict.ok, verdict.first_bad_seq, verdict.records) == (False, seq, seq - 1)
    assert verdict.last_time_ms == (seq - 1) * 1000
    assert f"record {seq}" in verdict.reason


@pytest.mark.parametrize("seq", [1, 23])
def test_a_changed_number_is_found(path: Path, seq: int) -> None:
    tamper(path, f"UPDATE record SET seq = 900 WHERE seq = {seq}")
    assert verify(path).first_bad_seq == seq


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE meta SET value = '8' WHERE key = 'seed'",
        "UPDATE meta SET key = 'seeD' WHERE key = 'seed'",
        "DELETE FROM meta WHERE key = 'seed'",
        "INSERT INTO meta VALUES ('extra', '')",
        "UPDATE tip SET meta_chain = zeroblob(32)",
        "DELETE FROM tip",
        "INSERT INTO tip SELECT * FROM tip",
    ],
)
def test_changed_metadata_is_found(path: Path, change: str) -> None:
    tamper(path, change)
    verdict = verify(path)
    assert (verdict.ok, verdict.first_bad_seq) == (False, 0)


@pytest.mark.parametrize("seq", [1, 23, RECORDS])
def test_a_deleted_record_is_found(path: Path, seq: int) -> None:
    tamper(path, f"DELETE FROM record WHERE seq = {seq}")
    verdict = verify(path)
    assert (verdict.ok, verdict.first_bad_seq, verdict.records) == (False, seq, seq - 1)
    assert ("is missing" if seq < RECORDS else "the tip counts 40") in verdict.reason


def test_a_deleted_record_is_found_when_the_rest_moves_up(path: Path) -> None:
    tamper(path, "DELETE FROM record WHERE seq = 7", "UPDATE record SET seq = seq - 1 WHERE seq > 7")
    assert verify(path).first_bad_seq == 7


@pytest.mark.parametrize("seq", [0, -3, RECORDS + 1])
def test_an_inserted_record_is_found(path: Path, seq: int) -> None:
    tamper(path, f"INSERT INTO record SELECT {seq}, time_ms, node, kind, aside, body, chain FROM record LIMIT 1")
    verdict = verify(path)
    assert (verdict.ok, verdict.first_bad_seq) == (False, max(1, seq))


def test_a_record_squeezed_in_is_found(path: Path) -> None:
    tamper(
        path,
        "UPDATE record SET seq = -seq WHERE seq > 7",
        "UPDATE record SET seq = 1 - seq WHERE seq < 0",
        "INSERT INTO record SELECT 8, time_ms, node, kind, aside, body, chain FROM record WHERE seq = 7",
    )
    assert verify(path).first_bad_seq == 8


def test_two_records_changing_places_are_found(path: Path) -> None:
    tamper(
        path,
        "UPDATE record SET seq = 900 WHERE seq = 11",
        "UPDATE record SET seq = 11 WHERE seq = 12",
        "UPDATE record SET seq = 12 WHERE seq = 900",
    )
    assert verify(path).first_bad_seq == 11


@pytest.mark.parametrize(
    "change", ["records = records + 1", "records = records - 1", "chain = zeroblob(32)", "digest = 'no'"]
)
def test_a_changed_tip_is_found(path: Path, change: str) -> None:
    tamper(path, f"UPDATE tip SET {change}")
    verdict = verify(path)
    assert not verdict.ok
    assert verdict.first_bad_seq in (RECORDS, RECORDS + 1)


@pytest.mark.parametrize("kept", [0.0, 0.02, 0.3, 0.7, 0.99])
def test_a_truncated_file_is_found(path: Path, kept: float) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    verdict = verify(path)
    assert not verdict.ok
    assert verdict.first_bad_seq is not None


def test_records_before_the_damage_can_still_be_read(path: Path) -> None:
    data = bytearray(path.read_bytes())
    place = data.find(b'{"i":30,')
    page_start = place - place % 4096
    data[page_start : page_start + 8] = b"\xff" * 8  # the header of the b-tree page that holds record 30
    path.write_bytes(bytes(data))
    verdict = verify(path)
    assert not verdict.ok
    assert 1 < verdict.records < 30
    assert verdict.first_bad_seq == verdict.records + 1
    reader = read(path)
    assert [next(reader).seq for _ in range(verdict.records)] == list(range(1, verdict.records + 1))
    with pytest.raises(JournalError, match="cannot be read"):
        list(reader)


def test_any_flipped_byte_is_found_or_harmless(path: Path) -> None:
    """A byte that verify passes over (free space, counters) must leave records and metadata alone."""
    data = path.read_bytes()
    records = list(read(path))
    places = random.Random(3).sample(range(len(data)), 250)
    found = 0
    for place in [*places, *range(100), 4095, 4096]:
        damaged = bytearray(data)
        damaged[place] ^= 0x41
        path.write_bytes(bytes(damaged))
        verdict = verify(path)
        if verdict.ok:
            assert list(read(path)) == records, place
            assert read_meta(path) == META, place
        else:
            found += 1
    assert found > 150  # most of the file is records
