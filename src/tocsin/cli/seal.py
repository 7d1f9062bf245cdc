"""The verbs of the archive: seal a journal for years, and check years later that nothing in it was altered."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from tocsin.cli.console import say, write_line
from tocsin.errors import JournalError, ScenarioError
from tocsin.journal.read import read_meta
from tocsin.journal.verify import verify
from tocsin.review.archive.check import Checked, checked
from tocsin.review.archive.countersign import countersign
from tocsin.review.archive.seal import sealed, signers_of
from tocsin.review.archive.signature import Signed, fingerprint
from tocsin.review.archive.ustar import UnsoundError
from tocsin.review.log import carried, damage_of, header_of

SQLITE = b"SQLite format 3\0"
LARGEST_KEY_BYTES = 10_000
MAKE_ONE = "make one with: openssl genpkey -algorithm ed25519 -out FILE"
TAKE_OUT = "take it out with: openssl pkey -in KEY -pubout -out FILE.pub"
EXERCISE_KEY = "exercise key, which whoever has the bundle can make: it shows damage, not who sealed"
Key = TypeVar("Key")


def seal_journal(journal: Path, out: Path, reader: str, keys: Sequence[str], later: Sequence[str] = ()) -> None:
    """Seal a journal for a reader into a new file."""
    if out.exists():
        raise ScenarioError(f"--out {out}: is there and is never overwritten; name another")
    scenario = carried(header_of(read_meta(journal), ""))
    own = keys_of(keys, private_key_in)
    bundle = sealed(journal, scenario, reader, own, later)
    try:
        with out.open("xb") as file:
            file.write(bundle)
    except FileNotFoundError:
        raise ScenarioError(f"--out {out}: its folder does not exist; make it first") from None
    say(f"Sealed {out} for {reader}: {len(bundle)} bytes.  EXERCISE")
    for name in signers_of(scenario, reader):
        if name in later:
            say(f"  to be signed by {name}: tocsin countersign {out} --key {name}=FILE")
        elif name in own:
            say(f"  signed by {name}: own key {fingerprint(own[name].public_key().public_bytes_raw())}")
        else:
            say(f"  signed by {name}: {EXERCISE_KEY}")


def countersign_bundle(path: Path, key: str) -> None:
    """Put a party's signature on a bundle; status 1 if it is not as it was sealed."""
    ((name, own),) = keys_of([key], private_key_in).items()
    try:
        countersign(path, name, own)
    except UnsoundError as error:
        refuse(path, error)
    say(f"Signed {path} by {name}: own key {fingerprint(own.public_key().public_bytes_raw())}.  EXERCISE")


def refuse(path: Path, error: UnsoundError) -> NoReturn:
    """Say why a bundle is refused, and end with status 1."""
    sys.stderr.write(f"tocsin: '{path}' is refused: {error}\n")
    sys.exit(1)


def verify_file(path: Path, keys: Sequence[str], as_json: bool) -> None:
    """Say whether a bundle is as it was sealed, or a journal as it was written; status 1 if not."""
    known = keys_of(keys, public_key_in)
    if not path.is_file():
        raise JournalError(f"'{path}' does not exist: check the name")
    with path.open("rb") as file:
        is_journal = file.read(len(SQLITE)) == SQLITE
    if is_journal and known:
        raise ScenarioError(f"--key: '{path}' is a journal, which nobody signs; seal it first, see `tocsin seal`")
    try:
        told = of_journal(path) if is_journal else of_bundle(checked(path, known), known)
    except UnsoundError as error:
        if as_json:
            write_line(json.dumps({"is_sound": False, "reason": str(error)}, indent=2))
        refuse(path, error)
    if as_json:
        write_line(json.dumps({"is_sound": True, **told[0]}, indent=2))
    else:
        for line in told[1]:
            say(line)


Told = tuple[dict[str, object], list[str]]  # for programs, for people


def of_journal(path: Path) -> Told:
    """Return what is told of a sound journal; UnsoundError for any other."""
    verdict = verify(path)
    if not verdict.ok:
        raise UnsoundError(damage_of(verdict))
    rows: dict[str, object] = {"form": "journal", "records": verdict.records, "digest": verdict.digest}
    return rows, [
        f"{path}: a sound journal, {verdict.records} records, digest {verdict.digest}.  EXERCISE",
        "  nobody has signed it: compare the digest with one kept elsewhere, or seal it (`tocsin seal`)",
    ]


def of_bundle(found: Checked, known: dict[str, bytes]) -> Told:
    """Return what is told of a bundle that is as it was sealed."""
    manifest = found.manifest
    held = manifest.journal or manifest.records
    rows: dict[str, object] = {
        "form": "bundle",
        "reader": manifest.reader,
        "digest": manifest.journal.digest if manifest.journal else "",
        "version": held.version if held else "",
        "files": [item.name for item in manifest.files],
        "signatures": [
            {
                "party": item.party,
                "key": item.kind,
                "public_key": item.public_key.hex(),
                "is_known": item.party in known,
            }
            for item in found.signed
        ],
    }
    lines = [
        f"As it was sealed, for {manifest.reader}, by Tocsin {manifest.sealed_with.get('tocsin', '')}.  EXERCISE"
    ]
    if manifest.journal:
        lines.append(f"  its journal is sound: {manifest.journal.records} records, digest {manifest.journal.digest}")
    return rows, [*lines, *(f"  signed by {item.party}: {said_of(item, known)}" for item in found.signed)]


def said_of(item: Signed, known: dict[str, bytes]) -> str:
    """Return what a signature shows."""
    if item.party in known:
        return f"{item.kind} key {fingerprint(item.public_key)}, the one given"
    if item.kind == "exercise":
        return EXERCISE_KEY
    return f"own key {fingerprint(item.public_key)}, compared with none: give --key {item.party}=FILE.pub"


def keys_of(keys: Sequence[str], read: Callable[[str, bytes], Key]) -> dict[str, Key]:
    """Return the keys of options written NATION=FILE."""
    found: dict[str, Key] = {}
    for text in keys:
        name, equals, file = text.partition("=")
        if not name or not equals or not file:
            raise ScenarioError(f"--key {text!r}: must be NATION=FILE, such as alder=alder.pem")
        if name in found:
            raise ScenarioError(f"--key {text!r}: gives {name} a second key; give it one")
        try:
            with Path(file).open("rb") as stream:
                content = stream.read(LARGEST_KEY_BYTES)
        except OSError as error:
            raise ScenarioError(f"--key {text}: {error.strerror}; check the name") from None
        found[name] = read(text, content)
    return found


def private_key_in(text: str, content: bytes) -> Ed25519PrivateKey:
    """Return the private key in a PEM file."""
    try:
        key = load_pem_private_key(content, password=None)
    except TypeError:
        raise ScenarioError(f"--key {text}: is encrypted; write it out plain with: openssl pkey") from None
    except (ValueError, UnsupportedAlgorithm):
        raise ScenarioError(f"--key {text}: is no private key in PEM; {MAKE_ONE}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ScenarioError(f"--key {text}: is no Ed25519 key; {MAKE_ONE}")
    return key


def public_key_in(text: str, content: bytes) -> bytes:
    """Return the public key in a PEM file: 32 bytes."""
    try:
        key = load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm):
        raise ScenarioError(f"--key {text}: is no public key in PEM; {TAKE_OUT}") from None
    if not isinstance(key, Ed25519PublicKey):
        raise ScenarioError(f"--key {text}: is no Ed25519 key; {TAKE_OUT}")
    return key.public_bytes_raw()
