"""What every version has written is opened by this one, or refused by the name of what it lacks."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tests.review.archive.conftest import ARCHIVE, kept
from tocsin import __version__
from tocsin.errors import JournalError
from tocsin.journal.entry import Entry
from tocsin.journal.layout import LAYOUT_VERSION
from tocsin.journal.read import read_meta
from tocsin.journal.sqlite import FileJournal
from tocsin.journal.verify import verify
from tocsin.review.archive.check import checked
from tocsin.review.archive.contents import JOURNAL
from tocsin.review.log import carried, read_log
from tocsin.review.measure import measure_rows
from tocsin.review.party import readers_of, view_of

VERSIONS = sorted(path.name for path in ARCHIVE.iterdir())


def test_this_version_has_left_its_own_to_later_ones() -> None:
    assert __version__ in VERSIONS, "run scripts/make_archive.py once a release"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("reader", ["control", "joint", "birch"])
def test_every_bundle_of_every_version_is_found_sound(version: str, reader: str, tmp_path: Path) -> None:
    path = tmp_path / "bundle.tar"
    path.write_bytes(kept(ARCHIVE / version / f"{reader}.EXERCISE.tar.gz"))
    found = checked(path, {})
    assert (found.manifest.reader, found.manifest.sealed_with["tocsin"]) == (reader, version)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_journal_of_every_version_is_reviewed_by_this_one(version: str, tmp_path: Path) -> None:
    bundle, journal = tmp_path / "bundle.tar", tmp_path / "run.sqlite"
    bundle.write_bytes(kept(ARCHIVE / version / "control.EXERCISE.tar.gz"))
    journal.write_bytes(checked(bundle, {}).files[JOURNAL])
    log = read_log(journal)
    scenario = carried(log.header)
    assert log.damage == "" and len(log.entries) > 300
    rows = measure_rows(log, scenario)
    seen = [row.value for row in rows if row.measure == "first_detection_s" and row.nation == "alder"]
    assert any(value is not None for value in seen)
    assert all(view_of(log, scenario, reader).log.entries for reader in readers_of(scenario))


def written(path: Path, meta: Mapping[str, str], *entries: Entry) -> Path:
    made = FileJournal(path, meta)
    made.commit(list(entries), durable=True)
    made.close()
    return path


def set_layout(path: Path, layout: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {layout}")


def test_a_journal_of_a_later_layout_is_refused_by_what_opens_it(journal: Path) -> None:
    set_layout(journal, LAYOUT_VERSION + 1)
    with closing(sqlite3.connect(journal)) as connection, connection:
        connection.execute("UPDATE meta SET value = '7.1.0' WHERE key = 'version'")
    said = (
        f"is a journal of layout {LAYOUT_VERSION + 1}; this version of Tocsin, {__version__}, knows layouts up to "
        f"{LAYOUT_VERSION}: use Tocsin 7.1.0, which wrote it, or a newer one"
    )
    assert verify(journal).reason.endswith(said)
    for read_it in (read_meta, read_log):
        with pytest.raises(JournalError, match=said.replace(".", r"\.")):
            read_it(journal)
    with closing(sqlite3.connect(journal)) as connection, connection:
        connection.execute("DROP TABLE meta")
    assert verify(journal).reason.endswith("use a newer one")


def test_what_is_no_journal_is_said_to_be_none(journal: Path) -> None:
    set_layout(journal, 0)
    with pytest.raises(JournalError, match=r"is not a journal \(application id 0x746f6373, layout 0\)"):
        read_log(journal)


def test_a_record_of_an_unknown_kind_is_named_with_what_knows_it(journal: Path, tmp_path: Path) -> None:
    meta = {**read_meta(journal), "version": "7.1.0"}
    path = written(tmp_path / "later.sqlite", meta, Entry(0, "birch", "Telepathy", b"{}", False))
    said = rf"record 1 is of unknown kind 'Telepathy'; this is Tocsin {__version__}; review it with Tocsin 7\.1\.0"
    with pytest.raises(JournalError, match=said):
        read_log(path)


def test_a_record_that_no_longer_fits_its_kind_is_named(journal: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "odd.sqlite", read_meta(journal), Entry(0, "birch", "Shot", b'{"shot_id": 1}', False))
    with pytest.raises(JournalError, match=rf"record 1 does not fit its kind: .*; this is Tocsin {__version__}"):
        read_log(path)


def test_an_unknown_aside_is_passed_over(journal: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "noted.sqlite", read_meta(journal), Entry(0, "", "Humming", b"{}", True))
    assert read_log(path).asides == []


@pytest.mark.parametrize("key", ["scenario", "agreement", "seed", "scenario_text", "scenario_file"])
def test_a_journal_that_lacks_what_it_was_made_from_is_refused(journal: Path, tmp_path: Path, key: str) -> None:
    meta = {name: value for name, value in read_meta(journal).items() if name != key}
    path = written(tmp_path / "bare.sqlite", meta)
    with pytest.raises(JournalError, match=f"metadata lacks '{key}'"):
        carried(read_log(path).header)


def test_a_scenario_that_only_another_version_reads_is_said_to_be_of_it(journal: Path, tmp_path: Path) -> None:
    meta = read_meta(journal)
    later = {**meta, "scenario_text": meta["scenario_text"] + "\n[weather]\nfog = 1\n", "version": "7.1.0"}
    path = written(tmp_path / "later.sqlite", later)
    said = rf"weather.*; Tocsin 7\.1\.0 wrote the journal, this is {__version__}: use that one"
    with pytest.raises(JournalError, match=said):
        carried(read_log(path).header)
