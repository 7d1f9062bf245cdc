"""What each party signs, and with which key: its own, or the exercise's, which whoever has the bundle can make.

A signature stands in a block of six lines of text after the files.  It is Ed25519 (RFC 8032) over every byte of the
bundle before the line that holds it: the files, the blocks of those who signed before, and its own party and key.
"""

import hashlib
import re
from typing import Literal, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tocsin.chance.luck import Luck
from tocsin.exchange.sign import private_key
from tocsin.review.archive.ustar import UnsoundError

KeyKind = Literal["own", "exercise"]
PLACES = 16  # digits of a number of bytes
FINGERPRINT = 16  # hexadecimal digits
OF_SMALL_ORDER = frozenset(
    bytes.fromhex(text)
    for text in (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        *(f"{low}{'ff' * 30}7f" for low in ("ec", "ed", "ee")),
    )
)  # the seven ways to write a point of small order, sign apart (libsodium): one signature is true of every message
LAST_LINE = "signature {}\n"
LAST_LENGTH = len(LAST_LINE.format("0" * 128))
BLOCK = re.compile(
    rb"tocsin-signature 1\nparty ([a-z][a-z0-9-]{0,40})\nkey (own|exercise)\npublic-key ([0-9a-f]{64})\n"
    rb"signs-bytes ([0-9]{16})\nsignature ([0-9a-f]{128})\n"
)


class Signer(NamedTuple):
    """Who signs, with what, and whose key that is."""

    party: str
    key: Ed25519PrivateKey
    kind: KeyKind


class Signed(NamedTuple):
    """Who has signed, found true.  ``public_key``: 32 bytes; ``signs_bytes``: how many bytes are signed."""

    party: str
    kind: KeyKind
    public_key: bytes
    signs_bytes: int


def exercise_signer(luck: Luck, party: str) -> Signer:
    """Return a party with the key that follows from a run's luck: it binds nobody who can play the run."""
    return Signer(party, private_key(luck, party), "exercise")


def fingerprint(public_key: bytes) -> str:
    """Return what people compare keys by: the first digits of SHA-256 of its 32 bytes."""
    return hashlib.sha256(public_key).hexdigest()[:FINGERPRINT]


def with_signature(bundle: bytes, signer: Signer) -> bytes:
    """Return a bundle with one more signature, over all that is before it."""
    public_key = signer.key.public_key().public_bytes_raw().hex()
    lines = f"tocsin-signature 1\nparty {signer.party}\nkey {signer.kind}\npublic-key {public_key}\nsigns-bytes "
    signs_bytes = len(bundle) + len(lines) + PLACES + 1
    signed = bundle + f"{lines}{signs_bytes:0{PLACES}d}\n".encode()
    return signed + LAST_LINE.format(signer.key.sign(signed).hex()).encode()


def signatures(bundle: bytes, place: int) -> tuple[Signed, ...]:
    """Return who signed a bundle whose files end at a place, once each signature is found true.

    Raises
    ------
    UnsoundError
        If one is not true, or anything but signatures follows the files.
    """
    found: list[Signed] = []
    while place < len(bundle):
        block = BLOCK.match(bundle, place)
        if block is None:
            raise UnsoundError(f"byte {place}: no signature is there: it is cut, altered, or something was added")
        party, kind = block[1].decode(), block[2].decode()
        signs_bytes = block.end() - LAST_LENGTH
        if int(block[4]) != signs_bytes:
            raise UnsoundError(f"byte {place}: {party} signs {int(block[4])} bytes; {signs_bytes} are before it")
        public_key = bytes.fromhex(block[3].decode())
        if not is_true(public_key, bytes.fromhex(block[5].decode()), bundle[:signs_bytes]):
            raise UnsoundError(f"the signature of {party} is not true of the bytes before it: one was altered")
        found.append(Signed(party, "own" if kind == "own" else "exercise", public_key, signs_bytes))
        place = block.end()
    return tuple(found)


def is_true(public_key: bytes, signature: bytes, signed: bytes) -> bool:
    """Return whether an Ed25519 signature is that of a key (32 bytes) over some bytes."""
    if public_key[:-1] + bytes([public_key[-1] & 0x7F]) in OF_SMALL_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, signed)
    except (ValueError, InvalidSignature):
        return False
    return True
