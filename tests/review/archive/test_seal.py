"""What is sealed: the same bytes every time, checked by another program, and of a reader what its view holds."""

import io
import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import uuid
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.cli.seal import countersign_bundle, seal_journal, verify_file
from tocsin.errors import JournalError, ScenarioError
from tocsin.journal.entry import Entry
from tocsin.journal.read import read, read_meta
from tocsin.journal.sqlite import FileJournal
from tocsin.orders.hot_wash import Cleared
from tocsin.orders.kinds import KINDS
from tocsin.review.archive.check import checked
from tocsin.review.archive.contents import JOURNAL, MANIFEST, RECORDS
from tocsin.review.archive.seal import sealed
from tocsin.review.archive.signature import signatures
from tocsin.review.archive.ustar import header, unpacked
from tocsin.review.families import NODE_FAMILIES, TRUTH_FAMILIES
from tocsin.review.log import carried, header_of, read_log
from tocsin.review.party import readers_of, view_of
from tocsin.scenario.declared import Scenario

TOCSIN = [sys.executable, "-c", "from tocsin.cli.main import main; main()"]
OPENSSL = shutil.which("openssl")


def scenario_in(journal: Path) -> Scenario:
    return carried(header_of(read_meta(journal), ""))


def rewritten(
    journal: Path, path: Path, keep: Callable[[int, str, str], bool], more: Sequence[Entry], **meta: str
) -> Path:
    """Write a journal anew with some of its records and some more, as another run might have left it."""
    made = FileJournal(path, {**read_meta(journal), **meta})
    entries = [
        Entry(item.time_ms, item.node, item.kind, item.body, item.aside)
        for item in read(journal)
        if keep(item.seq, item.node, item.kind)
    ]
    made.commit([*entries, *more], durable=True)
    made.close()
    return path


@pytest.mark.parametrize("reader", ["control", "joint", "alder", "birch"])
def test_sealing_twice_gives_the_same_bytes_which_are_sound(journal: Path, tmp_path: Path, reader: str) -> None:
    first, second = (sealed(journal, scenario_in(journal), reader, {}) for _ in range(2))
    assert first == second
    path = tmp_path / "bundle.tar"
    path.write_bytes(first)
    assert checked(path, {}).manifest.reader == reader


@pytest.mark.parametrize(
    ("name", "size"), [("a.txt", 0), ("journal.sqlite", 2**31 - 1), ("how-to-check.txt", 8**11 - 1)]
)
def test_a_header_is_the_one_that_another_writer_of_tar_makes(name: str, size: int) -> None:
    info = tarfile.TarInfo(name)
    info.size = size
    assert header(name, size) == info.tobuf(tarfile.USTAR_FORMAT)


def test_a_bundle_holds_the_journal_what_it_was_made_from_and_every_version(journal: Path, control: bytes) -> None:
    with tarfile.open(fileobj=io.BytesIO(control)) as tar:  # any tar opens it
        found = {item.name: tar.extractfile(item) for item in tar}
        files = {name: stream.read() for name, stream in found.items() if stream is not None}
    assert files == unpacked(control)[0]
    assert files[JOURNAL] == journal.read_bytes()
    meta, manifest = read_meta(journal), json.loads(files[MANIFEST])
    assert files["scenario.toml"].decode() == meta["scenario_text"]
    assert files["agreement.toml"].decode() == meta["agreement_text"]
    assert manifest["marking"] == "EXERCISE EXERCISE EXERCISE" and manifest["signers"] == ["alder", "birch"]
    needed = {"tocsin", "python", "sqlite", "numpy", "cryptography", "numba", "llvmlite", "cffi"}
    assert needed <= set(manifest["sealed_with"])
    assert all(b"EXERCISE" in files[name] for name in (MANIFEST, "how-to-check.txt"))


RELEASED = {"joint": ("warnings", "alerts"), "alder": ("launches",), "birch": ("launches",)}  # families; one is none


def is_seen(reader: str, node: str, kind: str) -> bool:
    """Return whether a reader may see a record, once what ``RELEASED`` names is released: said anew."""
    if kind in ("Endex", "Cleared"):
        return True
    if node == "truth":
        return reader != "joint" and kind in {item.__name__ for item in TRUTH_FAMILIES["launches"]}
    return kind in {item.__name__ for item in NODE_FAMILIES["warnings"]} if reader == "joint" else node == reader


def clearances(reader: str) -> list[Entry]:
    audience = "joint" if reader == "joint" else "parties"
    told = [
        Cleared(seat="s-1", party=party, audience=audience, items=RELEASED[reader])  # type: ignore[arg-type]
        for party in (("alder", "birch") if reader == "joint" else ("control",))
    ]
    return [Entry(0, "", "Cleared", msgspec.json.encode(item), True) for item in told]


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("reader", ["joint", "alder", "birch"])
def test_a_readers_bundle_is_the_same_whatever_else_happened(
    journal: Path, tmp_path: Path, reader: str, data: st.DataObject
) -> None:
    """Other truth, another partner, other luck, another digest: the same bytes, signatures and all."""
    scenario, cleared = scenario_in(journal), clearances(reader)
    dealt = data.draw(st.sets(st.integers(1, 400), max_size=60))
    folder = tmp_path / str(uuid.uuid4())
    folder.mkdir()

    def kept(seq: int, node: str, kind: str) -> bool:
        return is_seen(reader, node, kind) or seq in dealt

    here = rewritten(journal, folder / "here.sqlite", lambda seq, node, kind: True, cleared)
    there = rewritten(
        journal, folder / "there.sqlite", kept, cleared, seed=str(data.draw(st.integers(0, 9))), run="4"
    )
    bundle = sealed(here, scenario, reader, {})
    assert sealed(there, scenario, reader, {}) == bundle
    assert bundle.count(b'"kind":"Launch"') == (0 if reader == "joint" else 3)
    assert (b'"kind":"LaunchWarning"' in bundle) and (b'"kind":"BodyStates"' not in bundle)


@pytest.mark.parametrize("reader", ["joint", "alder", "birch"])
def test_a_readers_bundle_holds_its_view_and_no_more(journal: Path, reader: str) -> None:
    bundle = sealed(journal, scenario_in(journal), reader, {})
    files = unpacked(bundle)[0]
    assert set(files) == {MANIFEST, "how-to-check.txt", "agreement.toml", RECORDS}
    view = view_of(read_log(journal), scenario_in(journal), reader)
    lines = [json.loads(line) for line in files[RECORDS].splitlines()]
    assert [(line["time_ms"], line["node"], line["kind"]) for line in lines] == [
        (entry.time_ms, entry.node, type(entry.body).__name__) for entry in view.log.entries + view.log.asides
    ]
    assert {line["node"] for line in lines if line["kind"] != "Endex"} <= {reader}
    assert set(KINDS) >= {line["kind"] for line in lines}
    digest = read_log(journal).header.digest.encode()
    assert digest not in bundle and b"scenario_text" not in bundle and b"[[launch]]" not in bundle


def test_every_reader_can_be_sealed_for_and_no_other(journal: Path) -> None:
    scenario = scenario_in(journal)
    assert set(readers_of(scenario)) == {"control", "joint", "alder", "birch"}
    with pytest.raises(ScenarioError, match="--for 'willow': no such reader"):
        sealed(journal, scenario, "willow", {})
    with pytest.raises(ScenarioError, match="--key alder: does not sign this bundle; who does: birch"):
        sealed(journal, scenario, "birch", {"alder": Ed25519PrivateKey.generate()})


def test_a_damaged_journal_is_not_sealed(journal: Path) -> None:
    content = journal.read_bytes()
    journal.write_bytes(content.replace(b"LaunchReportIssued", b"LaunchReportIssuee", 1))
    with pytest.raises(JournalError, match=r"damaged at record .*; only a sound journal is sealed"):
        sealed(journal, scenario_in(journal), "control", {})


def test_a_run_that_was_killed_is_sealed_with_its_log_folded_in(journal: Path, tmp_path: Path) -> None:
    """A copy of journal and ``-wal`` taken while the run goes on is what a kill leaves."""
    meta = read_meta(journal)
    running = FileJournal(tmp_path / "running.sqlite", meta)
    running.commit([Entry(5, "birch", "Endex", b"{}", False)], durable=True)
    killed = tmp_path / "killed.sqlite"
    for end in ("", "-wal"):
        shutil.copy(f"{tmp_path / 'running.sqlite'}{end}", f"{killed}{end}")
    bundles = [sealed(killed, scenario_in(killed), "control", {}) for _ in range(2)]
    running.close()
    assert bundles[0] == bundles[1]
    (tmp_path / "killed.tar").write_bytes(bundles[0])
    found = checked(tmp_path / "killed.tar", {})
    assert found.manifest.journal is not None and found.manifest.journal.records == 1
    inside = tmp_path / "inside.sqlite"
    inside.write_bytes(found.files[JOURNAL])
    with closing(sqlite3.connect(inside)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """Return a folder with a key pair of each party, made by OpenSSL as a staff would make it."""
    if OPENSSL is None:
        pytest.skip("openssl is not installed")
    for name in ("alder", "birch"):
        subprocess.run([OPENSSL, "genpkey", "-algorithm", "ed25519", "-out", tmp_path / f"{name}.pem"], check=True)
        words = [OPENSSL, "pkey", "-in", tmp_path / f"{name}.pem", "-pubout", "-out", tmp_path / f"{name}.pub"]
        subprocess.run(words, check=True)
    return tmp_path


def test_another_program_finds_the_signatures_true(journal: Path, keys: Path) -> None:
    """OpenSSL, with what docs/archive.md says to cut, and a bundle altered in one byte."""
    options = [f"{name}={keys / name}.pem" for name in ("alder", "birch")]
    seal_journal(journal, keys / "bundle.tar", "control", options)
    bundle = (keys / "bundle.tar").read_bytes()
    for item in signatures(bundle, unpacked(bundle)[1]):
        start = item.signs_bytes + len(b"signature ")
        signature = bytes.fromhex(bundle[start : start + 128].decode())
        assert openssl_says(keys, item.party, bundle[: item.signs_bytes], signature)
        assert not openssl_says(keys, item.party, b"\0" + bundle[1 : item.signs_bytes], signature)
        assert item.kind == "own"


def openssl_says(keys: Path, party: str, signed: bytes, signature: bytes) -> bool:
    (keys / "signed").write_bytes(signed)
    (keys / "signature").write_bytes(signature)
    words = ["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", keys / f"{party}.pub", "-in", keys / "signed"]
    done = subprocess.run(
        [str(OPENSSL), *words, "-sigfile", keys / "signature"], capture_output=True, text=True, check=False
    )
    return done.returncode == 0 and "Verified Successfully" in done.stdout


def test_the_verbs_say_what_each_signature_shows(
    journal: Path, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, alder, birch = keys / "bundle.tar", f"alder={keys / 'alder.pub'}", f"birch={keys / 'birch.pub'}"
    seal_journal(journal, path, "control", [f"alder={keys / 'alder.pem'}"])
    told = capsys.readouterr().out
    assert "signed by alder: own key" in told and "signed by birch: exercise key, which whoever" in told
    verify_file(path, [], False)
    assert "compared with none: give --key alder=FILE.pub" in capsys.readouterr().out
    verify_file(path, [alder], True)
    rows = json.loads(capsys.readouterr().out)
    assert rows["is_sound"] and [item["is_known"] for item in rows["signatures"]] == [True, False]
    with pytest.raises(SystemExit, match="1"):
        verify_file(path, [birch], False)
    assert "is refused: birch signed with key" in capsys.readouterr().err
    with pytest.raises(ScenarioError, match="is there and is never overwritten"):
        seal_journal(journal, path, "control", [])
    verify_file(journal, [], False)
    assert "nobody has signed it" in capsys.readouterr().out
    with pytest.raises(ScenarioError, match="is a journal, which nobody signs"):
        verify_file(journal, [alder], False)


def test_each_party_signs_where_its_key_is(journal: Path, keys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, alder, birch = keys / "bundle.tar", f"alder={keys / 'alder.pem'}", f"birch={keys / 'birch.pem'}"
    seal_journal(journal, path, "control", [birch], later=["alder"])
    assert f"to be signed by alder: tocsin countersign {path} --key alder=FILE" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="1"):
        verify_file(path, [], False)
    assert "signed by birch; it must be by birch, alder" in capsys.readouterr().err
    half = path.read_bytes()
    with pytest.raises(ScenarioError, match=r"birch is not the next to sign .*; the next is alder"):
        countersign_bundle(path, birch)
    countersign_bundle(path, alder)
    assert path.read_bytes().startswith(half)
    verify_file(path, [f"{name}={keys / name}.pub" for name in ("alder", "birch")], False)
    with pytest.raises(ScenarioError, match=r"alder is not the next to sign .*; all have signed"):
        countersign_bundle(path, alder)
    path.write_bytes(half.replace(b'"EXERCISE', b'"EXERCISF', 1))
    with pytest.raises(SystemExit, match="1"):
        countersign_bundle(path, alder)
    assert len(path.read_bytes()) == len(half)


def test_who_can_sign_now_does_not_sign_later(journal: Path) -> None:
    scenario, key = scenario_in(journal), Ed25519PrivateKey.generate()
    with pytest.raises(ScenarioError, match="--later alder: its key is given"):
        sealed(journal, scenario, "control", {"alder": key}, ["alder"])
    with pytest.raises(ScenarioError, match="--later willow: does not sign this bundle; who does: alder, birch"):
        sealed(journal, scenario, "control", {}, ["willow"])


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("alder", "must be NATION=FILE"),
        ("alder=no-such.pem", "No such file"),
        ("alder={pub}", "is no private key in PEM; make one with: openssl genpkey"),
        ("alder={rsa}", "is no Ed25519 key"),
        ("alder={locked}", "is encrypted"),
        ("willow={pem}", "--key willow: does not sign this bundle"),
    ],
)
def test_a_key_that_cannot_be_used_is_named(journal: Path, keys: Path, option: str, said: str) -> None:
    assert OPENSSL is not None
    for words in (["genpkey", "-algorithm", "x25519", "-out", "rsa"], ["pkey", "-in", "alder.pem", "-out", "locked"]):
        locks = ["-aes128", "-passout", "pass:word"] if "locked" in words else []
        subprocess.run([OPENSSL, *words, *locks], cwd=keys, check=True)
    files = {"pub": keys / "alder.pub", "rsa": keys / "rsa", "locked": keys / "locked", "pem": keys / "alder.pem"}
    with pytest.raises(ScenarioError, match=said):
        seal_journal(journal, keys / "bundle.tar", "control", [option.format(**files)])
    assert not (keys / "bundle.tar").exists()


def test_the_verbs_end_with_0_1_or_2(birch: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bundle.tar"
    path.write_bytes(birch)
    sound = subprocess.run([*TOCSIN, "verify", str(path)], capture_output=True, text=True, check=False)
    assert (sound.returncode, sound.stderr) == (0, "") and "EXERCISE" in sound.stdout
    path.write_bytes(birch[:-1] + b" ")
    altered = subprocess.run([*TOCSIN, "verify", str(path)], capture_output=True, text=True, check=False)
    assert (altered.returncode, altered.stdout) == (1, "") and altered.stderr.count("\n") == 1
    absent = subprocess.run([*TOCSIN, "verify", "no-such"], capture_output=True, text=True, check=False)
    assert (absent.returncode, absent.stderr) == (2, "tocsin: 'no-such' does not exist: check the name\n")
