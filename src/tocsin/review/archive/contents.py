"""What goes into a bundle: of control the whole run, of another reader what its view holds and nothing else."""

import hashlib
import json
import platform
import re
import sqlite3
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Any

import msgspec

from tocsin import __version__
from tocsin.journal.verify import Verdict
from tocsin.review.log import Logged
from tocsin.review.party import View

FORMAT = "tocsin-bundle 1"
MARKING = "EXERCISE EXERCISE EXERCISE"
MANIFEST, HELP, AGREEMENT, SCENARIO = "manifest.json", "how-to-check.txt", "agreement.toml", "scenario.toml"
JOURNAL, RECORDS = "journal.sqlite", "records.jsonl"
OWN_NAME = re.compile(r"[A-Za-z0-9._-]+")
HOW_TO_CHECK = """\
EXERCISE EXERCISE EXERCISE
This is the record of an exercise between invented nations, sealed by Tocsin.  Nothing in it is real.

The bundle is a tar file (POSIX.1-1988, "ustar": any tar opens it) followed by one signature a party, as text.
manifest.json names every file with its size and SHA-256, those who sign, in order, and the versions of all programs.
journal.sqlite (where there is one) is an SQLite 3 database; records.jsonl is one JSON object a line.

To check a signature without Tocsin: the last lines of the bundle say

    tocsin-signature 1
    party       whose it is
    key         own: the party's own key; exercise: a key that whoever has the bundle can make; it shows damage
    public-key  the Ed25519 (RFC 8032) key, 32 bytes in hexadecimal; compare it with one the party gave you
    signs-bytes how many bytes, from the first of the bundle, are signed
    signature   64 bytes in hexadecimal

Cut that many bytes from the start of the bundle and check the signature over them with any Ed25519 program.
With Tocsin: tocsin verify BUNDLE --key NATION=FILE.pub
"""


def control_files(
    journal: bytes, meta: Mapping[str, str], verdict: Verdict
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return the files of a whole run, and what the manifest says of it."""
    files = {
        AGREEMENT: meta.get("agreement_text", "").encode(),
        SCENARIO: meta["scenario_text"].encode(),
        JOURNAL: journal,
    }
    told = {"records": verdict.records, "digest": verdict.digest, "last_time_ms": verdict.last_time_ms}
    return files, {"journal": {**told, "version": meta.get("version", "")}}


def reader_files(view: View) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return the files of a reader other than control, and what the manifest says of them: from the view alone."""
    lines = [line_of(entry, False) for entry in view.log.entries] + [
        line_of(entry, True) for entry in view.log.asides
    ]
    meta = view.log.header.meta
    files = {AGREEMENT: meta.get("agreement_text", "").encode(), RECORDS: b"".join(lines)}
    told = {"count": len(lines), "families": sorted(view.families), "version": meta.get("version", "")}
    return files, {"records": told}


def line_of(entry: Logged, is_aside: bool) -> bytes:
    """Return a record as a line of JSON."""
    kind = type(entry.body).__name__
    line = {"time_ms": entry.time_ms, "node": entry.node, "kind": kind, "aside": is_aside, "body": entry.body}
    return msgspec.json.encode(line) + b"\n"


def with_manifest(
    files: Mapping[str, bytes], said: Mapping[str, Any], reader: str, signers: tuple[str, ...]
) -> dict[str, bytes]:
    """Return the files of a bundle in order: the manifest, how to check it, and those given."""
    told = {HELP: HOW_TO_CHECK.encode(), **files}
    manifest = {
        "format": FORMAT,
        "marking": MARKING,
        "reader": reader,
        "signers": signers,
        **said,
        "sealed_with": versions(),
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in told.items()
        ],
    }
    return {MANIFEST: (json.dumps(manifest, indent=1) + "\n").encode(), **told}


def versions() -> dict[str, str]:
    """Return the versions of Tocsin, Python, SQLite, and of all that Tocsin depends on, sorted by name."""
    found: dict[str, str] = {}
    waiting = ["tocsin"]
    while waiting:
        name = waiting.pop()
        try:
            needed = requires(name) or []
        except PackageNotFoundError:  # only on another platform, or Tocsin itself run from its sources
            needed = []
        else:
            found[name] = version(name)
        names = [OWN_NAME.match(item)[0] for item in needed if "extra ==" not in item]  # type: ignore[index]
        waiting += [plain(item) for item in names if plain(item) not in found and plain(item) not in waiting]
    own = {"tocsin": __version__, "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    return {name: own.get(name, found.get(name, "")) for name in sorted({**found, **own})}


def plain(name: str) -> str:
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
