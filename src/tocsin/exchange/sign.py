"""Signatures: who a message is from, and that nobody altered it."""

import functools
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tocsin.chance.luck import Luck

KEY_ID_LENGTH = 16  # hexadecimal digits of a key's id
KEYS_KEPT = 256  # keys follow from their arguments: one forgotten is made again
SIGNATURES_KEPT = 1024  # and so do signatures: the receiver of a message finds the one that its sender made


@functools.lru_cache(maxsize=KEYS_KEPT)
def private_key(luck: Luck, node: str) -> Ed25519PrivateKey:
    """Return the key a node signs with in a run: SHA-256 of its seed and the node's name.  Never journaled."""
    seed = hashlib.sha256(f"tocsin key {luck.key0} {luck.key1} {node}".encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


@functools.lru_cache(maxsize=KEYS_KEPT)
def public_key(luck: Luck, node: str) -> Ed25519PublicKey:
    """Return the key that a node's partners check its signatures with."""
    return private_key(luck, node).public_key()


@functools.lru_cache(maxsize=KEYS_KEPT)
def key_id(luck: Luck, node: str) -> str:
    """Return the name of a node's key: the first digits of SHA-256 of its public part."""
    return hashlib.sha256(public_key(luck, node).public_bytes_raw()).hexdigest()[:KEY_ID_LENGTH]


@functools.lru_cache(maxsize=SIGNATURES_KEPT)
def sign(signed: bytes, luck: Luck, node: str) -> str:
    """Return a node's Ed25519 signature of some bytes, hexadecimal.  It holds no randomness (RFC 8032)."""
    return private_key(luck, node).sign(signed).hex()


def is_signed_by(signed: bytes, signature: str, luck: Luck, node: str) -> bool:
    """Return whether a signature, in lower-case hexadecimal, is this node's of these bytes.

    The one that the node makes is valid, and is known without the arithmetic of checking; any other is checked.
    """
    if signature == sign(signed, luck, node):
        return True
    try:
        signature_bytes = bytes.fromhex(signature)
        public_key(luck, node).verify(signature_bytes, signed)
    except (ValueError, InvalidSignature):
        return False
    return signature_bytes.hex() == signature  # one message, one form: upper case and blanks are refused
