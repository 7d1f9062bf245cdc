"""Say whether a bundle is as it was sealed, believing nothing in it before it is checked.

First the frame: files and signatures in the one form they can have.  Then each signature, over all before it.  Only
then is anything inside looked into: the manifest, the sizes and SHA-256 of the files, and the journal's own chain.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import msgspec

from tocsin.chance.luck import Luck, luck_for
from tocsin.errors import JournalError
from tocsin.journal.layout import SCHEMA, SNAPSHOT_TABLE
from tocsin.journal.read import connected, read_meta
from tocsin.journal.verify import verify
from tocsin.orders.hot_wash import CONTROL
from tocsin.review.archive.contents import AGREEMENT, FORMAT, JOURNAL, MANIFEST, MARKING, RECORDS, SCENARIO
from tocsin.review.archive.seal import MOST_BYTES
from tocsin.review.archive.signature import Signed, exercise_signer, fingerprint, signatures
from tocsin.review.archive.ustar import UnsoundError, unpacked
from tocsin.review.log import header_of


class OfFile(msgspec.Struct, frozen=True):
    """One file as the manifest names it."""

    name: str
    bytes: int
    sha256: str


class OfJournal(msgspec.Struct, frozen=True):
    """A journal as the manifest tells of it."""

    records: int
    digest: str
    last_time_ms: int
    version: str = ""


class OfRecords(msgspec.Struct, frozen=True):
    """A reader's records as the manifest tells of them."""

    count: int
    families: tuple[str, ...]
    version: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle says it holds."""

    format: str
    marking: str
    reader: str
    signers: tuple[str, ...]
    sealed_with: dict[str, str]
    files: tuple[OfFile, ...]
    journal: OfJournal | None = None
    records: OfRecords | None = None


class Checked(NamedTuple):
    """A bundle that is as it was sealed: what it says of itself, its files, and who signed."""

    manifest: Manifest
    files: dict[str, bytes]
    signed: tuple[Signed, ...]


def checked(path: Path, keys: Mapping[str, bytes], is_whole: bool = True) -> Checked:
    """Return a bundle that is as it was sealed.

    Parameters
    ----------
    path : Path
    keys : mapping
        Public keys (32 bytes) that parties gave by another way: these must have signed.
    is_whole : bool
        Whether all must have signed; else the last may be missing.

    Raises
    ------
    UnsoundError
        If it is not as it was sealed, or a party that a key is given of did not sign with it.
    JournalError
        If there is no such file.
    """
    if not path.is_file():
        raise JournalError(f"bundle '{path}' does not exist: check the name")
    if path.stat().st_size > MOST_BYTES:
        raise UnsoundError(f"it has {path.stat().st_size} bytes, no bundle more than {MOST_BYTES}")
    bundle = path.read_bytes()
    files, place = unpacked(bundle)
    signed = signatures(bundle, place)
    check_keys(signed, keys)
    manifest = manifest_in(files)
    check_signers(manifest, signed, is_whole)
    check_manifest(manifest, files)
    if manifest.reader == CONTROL:
        luck = luck_of_journal(manifest, files)
    else:
        check_records(manifest, files)
        luck = luck_for(0, 0)
    check_exercise_keys(signed, luck)
    return Checked(manifest, files, signed)


def check_keys(signed: tuple[Signed, ...], keys: Mapping[str, bytes]) -> None:
    """Raise UnsoundError unless every party that a key is known of signed with it."""
    for name, key in keys.items():
        found = [item.public_key for item in signed if item.party == name]
        if key not in found:
            with_what = f"with key {fingerprint(found[0])}" if found else "not at all"
            raise UnsoundError(f"{name} signed {with_what}; the key given is {fingerprint(key)}")


def check_exercise_keys(signed: tuple[Signed, ...], luck: Luck) -> None:
    """Raise UnsoundError unless every key that is called the exercise's is the one that follows from its luck."""
    for item in signed:
        if item.kind == "exercise":
            own = exercise_signer(luck, item.party).key.public_key().public_bytes_raw()
            if own != item.public_key:
                raise UnsoundError(f"the key of {item.party} is said to be the exercise's and is another")


def manifest_in(files: Mapping[str, bytes]) -> Manifest:
    """Return the manifest, which is the first file."""
    if next(iter(files), "") != MANIFEST:
        raise UnsoundError(f"its first file is not {MANIFEST}")
    try:
        said = msgspec.json.decode(files[MANIFEST], type=dict[str, object])
        if said.get("format") != FORMAT:
            raise UnsoundError(
                f"{MANIFEST}: format {said.get('format')!r} is not {FORMAT!r}, the one that this version of Tocsin "
                f"knows; open it with the version that sealed it, {sealed_by(said)}"
            )
        return msgspec.json.decode(files[MANIFEST], type=Manifest)
    except (msgspec.DecodeError, RecursionError) as error:
        raise UnsoundError(f"{MANIFEST} cannot be read: {error}") from None


def sealed_by(said: Mapping[str, object]) -> str:
    """Return which Tocsin a manifest of any format says it is of."""
    match said.get("sealed_with"):
        case {"tocsin": str(version)}:
            return f"Tocsin {version}"
    return "which it does not name"


def check_signers(manifest: Manifest, signed: tuple[Signed, ...], is_whole: bool) -> None:
    """Raise UnsoundError unless those who signed are those the manifest names, or the first of them."""
    names = tuple(item.party for item in signed)
    due = manifest.signers if is_whole else manifest.signers[: len(names)]
    if names != due or not manifest.signers or len(set(manifest.signers)) < len(manifest.signers):
        raise UnsoundError(f"signed by {', '.join(names) or 'nobody'}; it must be by {', '.join(manifest.signers)}")


def check_manifest(manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """Raise UnsoundError unless a manifest is marked, and names the files that are there."""
    if manifest.marking != MARKING:
        raise UnsoundError(f"{MANIFEST}: marking {manifest.marking!r} must be {MARKING!r}")
    there = [(name, len(content), hashlib.sha256(content).hexdigest()) for name, content in files.items()]
    if there[1:] != [(item.name, item.bytes, item.sha256) for item in manifest.files]:
        raise UnsoundError(f"its files are not those that {MANIFEST} names, with their sizes and SHA-256")


def check_records(manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """Raise UnsoundError unless a reader's bundle holds as many records as it says, and no journal."""
    lines = files.get(RECORDS, b"").count(b"\n")
    if manifest.records is None or JOURNAL in files or lines != manifest.records.count:
        raise UnsoundError(f"{RECORDS}: holds {lines} records, or is not what {MANIFEST} says")


def luck_of_journal(manifest: Manifest, files: Mapping[str, bytes]) -> Luck:
    """Return the luck of the journal in a bundle; UnsoundError unless it is sound, and what the manifest says."""
    try:
        return check_journal(manifest, files)
    except UnsoundError:
        raise
    except JournalError as error:  # it cannot be opened, or its metadata is of no run
        raise UnsoundError(f"{JOURNAL}: {error}") from error


def check_journal(manifest: Manifest, files: Mapping[str, bytes]) -> Luck:
    """Return the luck of a sound journal; UnsoundError or JournalError for any other."""
    if manifest.journal is None or JOURNAL not in files:
        raise UnsoundError(f"{JOURNAL} is not in it, or {MANIFEST} does not tell of it")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / JOURNAL
        path.write_bytes(files[JOURNAL])
        check_schema(path)
        verdict = verify(path)
        if not verdict.ok:
            raise UnsoundError(f"{JOURNAL}: damaged at record {verdict.first_bad_seq}: {verdict.reason}")
        meta = read_meta(path)
    said = manifest.journal
    if (said.records, said.digest, said.last_time_ms) != (verdict.records, verdict.digest, verdict.last_time_ms):
        raise UnsoundError(f"{JOURNAL}: its digest is {verdict.digest}; {MANIFEST} says {said.digest}")
    for name, key in ((SCENARIO, "scenario_text"), (AGREEMENT, "agreement_text")):
        if files.get(name, b"").decode(errors="replace") != meta.get(key, ""):
            raise UnsoundError(f"{name} is not what the journal was made from")
    header = header_of(meta, verdict.digest)
    return luck_for(header.seed, header.run)


def check_schema(path: Path) -> None:
    """Raise UnsoundError if a journal holds tables, views or triggers that Tocsin does not make."""
    query = "SELECT type, name, CAST(sql AS TEXT) FROM sqlite_master"
    with closing(sqlite3.connect(":memory:")) as model, closing(connected(path)) as found:
        model.executescript(SCHEMA + SNAPSHOT_TABLE)
        known = set(model.execute(query))
        found.text_factory = str
        try:
            others = sorted(set(found.execute(query)) - known, key=str)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise UnsoundError(f"{JOURNAL}: cannot be read: {error}") from None
    if others:
        raise UnsoundError(f"{JOURNAL}: holds {others[0][0]} {others[0][1]!r}, which Tocsin does not make")
