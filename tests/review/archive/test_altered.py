"""A bundle altered in any byte, cut, lengthened or signed otherwise is refused before anything inside is opened."""

import hashlib
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tocsin.journal.layout import APPLICATION_ID
from tocsin.journal.sqlite import FileJournal
from tocsin.journal.verify import verify
from tocsin.review.archive.check import checked
from tocsin.review.archive.contents import JOURNAL, MANIFEST, RECORDS
from tocsin.review.archive.signature import Signer, signatures, with_signature
from tocsin.review.archive.ustar import BLOCK, UnsoundError, header, packed, unpacked

ORDER = 2**252 + 27742317777372353535851937790883648493  # of the group of Ed25519 (RFC 8032)
SIGNATURE = slice(-129, -1)  # the hexadecimal digits of the last one


def is_refused(bundle: bytes) -> bool:
    """Return whether frame or signatures are refused: the two checks before anything inside is looked into."""
    try:
        signatures(bundle, unpacked(bundle)[1])
    except UnsoundError:
        return True
    return False


def flipped(bundle: bytes, place: int, mask: int = 1) -> bytes:
    return bundle[:place] + bytes([bundle[place] ^ mask]) + bundle[place + 1 :]


def of_bytes(tmp_path: Path) -> Callable[[bytes], Path]:
    def written(bundle: bytes) -> Path:
        path = tmp_path / "altered.tar"
        path.write_bytes(bundle)
        return path

    return written


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[bytes], str]:
    """Return a function that says why a bundle is refused."""

    def why(bundle: bytes) -> str:
        with pytest.raises(UnsoundError) as found:
            checked(of_bytes(tmp_path)(bundle), {})
        return str(found.value)

    return why


def test_the_bundles_themselves_are_sound(control: bytes, birch: bytes, joint: bytes, tmp_path: Path) -> None:
    for bundle, names in ((control, ("alder", "birch")), (joint, ("alder", "birch")), (birch, ("birch",))):
        assert not is_refused(bundle)
        assert tuple(item.party for item in checked(of_bytes(tmp_path)(bundle), {}).signed) == names


def test_every_byte_of_a_small_bundle_flipped_is_refused(joint: bytes) -> None:
    assert [place for place in range(len(joint)) if not is_refused(flipped(joint, place))] == []


def test_every_byte_of_every_header_end_and_signature_flipped_in_any_bit_is_refused(birch: bytes) -> None:
    files, end = unpacked(birch)
    places, start = list(range(end, len(birch))), 0
    for content in files.values():
        places += range(start, start + BLOCK)
        start += BLOCK + len(content) + -len(content) % BLOCK
    assert start + 2 * BLOCK == end
    wrong = [
        place for place in places for bit in (1 << place % 8, 0xFF) if not is_refused(flipped(birch, place, bit))
    ]
    assert wrong == []


@given(st.data())
def test_any_byte_anywhere_changed_to_any_other_is_refused(control: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(control) - 1))
    assert is_refused(flipped(control, place, data.draw(st.integers(1, 255))))


@given(st.data())
def test_a_bundle_cut_anywhere_or_lengthened_is_refused(birch: bytes, data: st.DataObject) -> None:
    assert is_refused(birch + data.draw(st.binary(min_size=1, max_size=600)))
    place = data.draw(st.integers(0, len(birch) - 1))
    assert is_refused(birch[:place]) or place == unpacked(birch)[1]  # the last: files without any signature, below


def test_a_bundle_that_not_all_have_signed_is_refused(control: bytes, refused: Callable[[bytes], str]) -> None:
    end = unpacked(control)[1]
    first = signatures(control, end)[0].signs_bytes + len(b"signature \n") + 128
    assert refused(control[:end]) == "signed by nobody; it must be by alder, birch"
    assert refused(control[:first]) == "signed by alder; it must be by alder, birch"


def test_signatures_that_change_places_are_refused(control: bytes, refused: Callable[[bytes], str]) -> None:
    end = unpacked(control)[1]
    first = signatures(control, end)[0].signs_bytes + len(b"signature \n") + 128
    assert "signs" in refused(control[:end] + control[first:] + control[end:first])
    one, two = control[first - 129 : first - 1], control[SIGNATURE]
    swapped = control[: first - 129] + two + control[first - 1 : len(control) - 129] + one + b"\n"
    assert len(swapped) == len(control) and "alder is not true" in refused(swapped)


def test_the_signature_of_another_bundle_is_refused(
    control: bytes, joint: bytes, refused: Callable[[bytes], str]
) -> None:
    assert refused(joint[: unpacked(joint)[1]] + control[unpacked(control)[1] :])


def test_a_second_form_of_a_signature_is_refused(control: bytes, refused: Callable[[bytes], str]) -> None:
    """S + L is the other number that satisfies the equation; capitals are the same number written otherwise."""
    digits = control[SIGNATURE].decode()
    other = int.from_bytes(bytes.fromhex(digits)[32:], "little") + ORDER
    again = digits[:64] + other.to_bytes(32, "little").hex()
    assert "not true" in refused(control[:-129] + again.encode() + b"\n")
    assert "no signature is there" in refused(control[:-129] + digits.upper().encode() + b"\n")


@pytest.mark.parametrize("point", ["01" + "00" * 31, "01" + "00" * 30 + "80", "ec" + "ff" * 30 + "7f", "00" * 32])
def test_a_key_under_which_one_signature_fits_everything_is_refused(birch: bytes, point: str) -> None:
    """R of order one, S = 0 and a key of order one satisfy the equation of every message."""
    lines = f"tocsin-signature 1\nparty birch\nkey own\npublic-key {point}\nsigns-bytes "
    start = birch[: unpacked(birch)[1]] + lines.encode()
    bundle = start + f"{len(start) + 17:016d}\nsignature {'01' + '00' * 63}\n".encode()
    assert is_refused(bundle)


def test_a_party_named_by_an_own_key_is_held_to_the_key_that_is_known(birch: bytes, tmp_path: Path) -> None:
    mine, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    files = birch[: unpacked(birch)[1]]
    path = of_bytes(tmp_path)(with_signature(files, Signer("birch", other, "own")))
    assert checked(path, {}).signed[0].kind == "own"
    assert checked(path, {"birch": other.public_key().public_bytes_raw()}).signed
    for name in ("birch", "alder"):
        with pytest.raises(UnsoundError, match=f"{name} signed .*; the key given is [0-9a-f]{{16}}$"):
            checked(path, {name: mine.public_key().public_bytes_raw()})


def test_a_key_that_only_claims_to_be_the_exercises_is_refused(birch: bytes, refused: Callable[[bytes], str]) -> None:
    files = birch[: unpacked(birch)[1]]
    forged = with_signature(files, Signer("birch", Ed25519PrivateKey.generate(), "exercise"))
    assert refused(forged) == "the key of birch is said to be the exercise's and is another"


def resigned(files: dict[str, bytes], *parties: str) -> bytes:
    bundle = packed(files)
    for name in parties:
        bundle = with_signature(bundle, Signer(name, Ed25519PrivateKey.generate(), "own"))
    return bundle


def with_digests(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return files with a manifest that names them as they are: what somebody who forges would write."""
    manifest = files[MANIFEST].decode()
    for name, content in files.items():
        if name != MANIFEST:
            found = f'"name": "{re.escape(name)}",\n   "bytes": \\d+,\n   "sha256": "[0-9a-f]+"'
            sha256 = hashlib.sha256(content).hexdigest()
            new = f'"name": "{name}",\n   "bytes": {len(content)},\n   "sha256": "{sha256}"'
            manifest = re.sub(found, new, manifest)
    return {**files, MANIFEST: manifest.encode()}


def test_what_is_signed_and_wrong_is_refused_too(
    control: bytes, birch: bytes, refused: Callable[[bytes], str]
) -> None:
    """Whoever holds a key can sign anything: the digests and the chain of the journal are held to each other."""
    files, of_birch = unpacked(control)[0], unpacked(birch)[0]
    assert "size" in refused(resigned({**files, "scenario.toml": b"name = 1"}, "alder", "birch"))
    other = with_digests({**files, "scenario.toml": b"name = 1"})
    assert refused(resigned(other, "alder", "birch")) == "scenario.toml is not what the journal was made from"
    lied = files[JOURNAL].replace(b"LaunchReportIssued", b"LaunchReportIssuee")
    assert lied != files[JOURNAL]
    assert "damaged at record" in refused(resigned(with_digests({**files, JOURNAL: lied}), "alder", "birch"))
    shorter = {**of_birch, RECORDS: of_birch[RECORDS].split(b"\n", 1)[1]}
    assert "holds" in refused(resigned(with_digests(shorter), "birch"))
    assert refused(resigned(of_birch, "birch", "birch")) == "signed by birch, birch; it must be by birch"
    no_manifest = {name: content for name, content in of_birch.items() if name != MANIFEST}
    assert refused(resigned(no_manifest, "birch")) == "its first file is not manifest.json"
    deep = b'{"format": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    for manifest, said in (
        (deep, "cannot be read"),
        (b"\xff{}", "cannot be read"),
        (b"{", "cannot be read"),
        (b"[1]", "cannot be read"),
        (b'{"format": "x"}', "format 'x'"),
    ):
        assert said in refused(resigned({**of_birch, MANIFEST: manifest}, "birch"))
    unmarked = of_birch[MANIFEST].replace(b"EXERCISE EXERCISE EXERCISE", b"EXERCISE")
    assert "marking 'EXERCISE' must be" in refused(resigned({**of_birch, MANIFEST: unmarked}, "birch"))


def test_a_later_form_is_refused_by_the_name_of_what_opens_it(birch: bytes, refused: Callable[[bytes], str]) -> None:
    files = unpacked(birch)[0]
    later = files[MANIFEST].replace(b"tocsin-bundle 1", b"tocsin-bundle 2").replace(b"0.1.0", b"7.0.0")
    said = refused(resigned({**files, MANIFEST: later}, "birch"))
    assert "'tocsin-bundle 2' is not 'tocsin-bundle 1'" in said and said.endswith("Tocsin 7.0.0")


def test_a_journal_with_a_view_in_place_of_a_table_is_not_asked(
    control: bytes, tmp_path: Path, refused: Callable[[bytes], str]
) -> None:
    """A view can go on for ever: what stands in the file is looked at before any of it is run."""
    path = tmp_path / "forged.sqlite"
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS records FROM n"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1; CREATE VIEW tip AS {endless};"
        )
    files = with_digests({**unpacked(control)[0], JOURNAL: path.read_bytes()})
    assert refused(resigned(files, "alder", "birch")).endswith("holds view 'tip', which Tocsin does not make")


def test_a_journal_that_is_of_no_run_is_refused(
    control: bytes, tmp_path: Path, refused: Callable[[bytes], str]
) -> None:
    files = unpacked(control)[0]
    path = tmp_path / "bare.sqlite"
    made = FileJournal(path, {"scenario": "x"})
    made.close()
    verdict = verify(path)
    manifest = re.sub(b'"records": \\d+', b'"records": 0', files[MANIFEST])
    manifest = re.sub(b'"digest": "\\w+"', f'"digest": "{verdict.digest}"'.encode(), manifest)
    manifest = re.sub(b'"last_time_ms": \\d+', b'"last_time_ms": 0', manifest)
    forged = {**files, MANIFEST: manifest, JOURNAL: path.read_bytes(), "scenario.toml": b"", "agreement.toml": b""}
    assert "journal metadata lacks 'agreement'" in refused(resigned(with_digests(forged), "alder", "birch"))


@given(st.binary(max_size=3000))
def test_bytes_of_any_kind_are_refused(content: bytes) -> None:
    assert is_refused(content)


@pytest.mark.parametrize(
    "block",
    [
        header("evil.txt", 8 * 2**30 - 1),  # far more than there is
        header("evil.txt", 4).replace(b"evil.txt", b"../e.txt"),
        header("evil.txt", 4).replace(b"evil.txt", b"/vil.txt"),
        header("evil.txt", 4)[:156] + b"2" + header("evil.txt", 4)[157:],  # a link
        header("evil.txt", 4)[:156] + b"L" + header("evil.txt", 4)[157:],  # a long name
        b"\x1f\x8b" + bytes(510),
        b"PK\3\4" + bytes(508),
        header("manifest.json", 4),
    ],
)
def test_a_frame_that_could_do_harm_is_refused(birch: bytes, block: bytes, refused: Callable[[bytes], str]) -> None:
    assert refused(block + b"evil" + bytes(508) + birch)
    files = packed(unpacked(birch)[0])
    assert refused(files[: -2 * BLOCK] + block + b"evil" + bytes(508) + bytes(2 * BLOCK))


def test_more_files_than_a_bundle_has_are_refused(refused: Callable[[bytes], str]) -> None:
    assert "more than 16" in refused(packed({f"a{number}.txt": b"" for number in range(17)}))


def test_what_is_larger_than_any_bundle_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.tar"
    with path.open("wb") as file:
        file.truncate(2**31)
    with pytest.raises(UnsoundError, match="no bundle more than 2147483647"):
        checked(path, {})
