"""Seal a run: the whole of it, or what one reader may see; the same bytes every time."""

import sqlite3
import tempfile
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tocsin.chance.luck import luck_for
from tocsin.errors import JournalError, ScenarioError
from tocsin.exchange.agreement import JOINT
from tocsin.journal.read import connected
from tocsin.journal.verify import Verdict, verify
from tocsin.orders.hot_wash import CONTROL
from tocsin.review.archive.contents import control_files, reader_files, with_manifest
from tocsin.review.archive.signature import Signer, exercise_signer, with_signature
from tocsin.review.archive.ustar import packed
from tocsin.review.log import Header, read_log
from tocsin.review.party import View, view_of
from tocsin.scenario.declared import Scenario

MOST_BYTES = 2**31 - 1  # of a bundle: it is read whole
JOURNAL_MODE = slice(18, 20)  # of SQLite's file header: 1 1 for one file, 2 2 for one with a log beside it


def signers_of(scenario: Scenario, reader: str) -> tuple[str, ...]:
    """Return who signs a reader's bundle: the parties; of a nation's own bundle that nation alone."""
    return scenario.parties if reader in (CONTROL, JOINT) else (reader,)


def sealed(
    path: Path, scenario: Scenario, reader: str, keys: Mapping[str, Ed25519PrivateKey], later: Collection[str] = ()
) -> bytes:
    """Return the bundle of a journal for a reader.

    Parameters
    ----------
    path : Path
        A sound journal with its scenario and agreement.
    scenario : Scenario
        The one the journal carries.
    reader : str
        ``control``, ``joint`` or a nation.
    keys : mapping
        The own keys of parties that have one; the others sign with the exercise's.
    later : collection of str
        Parties that sign later, each with its own key, where that is (``countersign``); until then it is not whole.

    Raises
    ------
    JournalError
        If the journal is damaged, or too large.
    ScenarioError
        If there is no such reader, or a key is of somebody who does not sign.
    """
    log = read_log(path)
    if log.damage:
        raise JournalError(f"journal '{path}' is {log.damage}; only a sound journal is sealed")
    view = view_of(log, scenario, reader)
    signers = in_order(signers_of(scenario, reader), keys, later)
    if reader == CONTROL:
        content, verdict = whole(path)
        files, said = control_files(content, log.header.meta, verdict)
    else:
        files, said = reader_files(view)
    bundle = packed(with_manifest(files, said, reader, signers))
    if len(bundle) > MOST_BYTES:
        raise JournalError(
            f"journal '{path}' makes a bundle of {len(bundle)} bytes: at most {MOST_BYTES} can be checked"
        )
    for name in signers[: len(signers) - len(set(later))]:
        bundle = with_signature(bundle, signer_of(name, keys, view))
    return bundle


def in_order(signers: tuple[str, ...], keys: Collection[str], later: Collection[str]) -> tuple[str, ...]:
    """Return who signs, those who sign later last; ScenarioError for a key or a name that does not go with that."""
    for option, names in (("key", keys), ("later", later)):
        for name in names:
            if name not in signers:
                raise ScenarioError(f"--{option} {name}: does not sign this bundle; who does: {', '.join(signers)}")
    both = sorted(set(keys) & set(later))
    if both:
        raise ScenarioError(f"--later {both[0]}: its key is given, so it can sign now; leave one of the two out")
    return (*(name for name in signers if name not in later), *(name for name in signers if name in later))


def signer_of(name: str, keys: Mapping[str, Ed25519PrivateKey], view: View) -> Signer:
    """Return a party with its own key, or with the exercise's, which is made from what the reader sees alone."""
    return Signer(name, keys[name], "own") if name in keys else exercise_signer_of(name, view.log.header)


def exercise_signer_of(name: str, header: Header) -> Signer:
    """Return a party with the key that follows from a header: of a reader other than control its seed is 0."""
    return exercise_signer(luck_for(header.seed, header.run), name)


def whole(path: Path) -> tuple[bytes, Verdict]:
    """Return the bytes of a sound journal as one file, and the verdict on them."""
    content = path.read_bytes()
    log = path.with_name(path.name + "-wal")
    if content[JOURNAL_MODE] == b"\1\1" and not (log.exists() and log.stat().st_size):
        return content, verify(path)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.sqlite"
        with closing(connected(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        return copy.read_bytes(), verify(copy)
