"""Signatures: ours are those of RFC 8032, and a key belongs to one node of one run."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tocsin.chance.luck import luck_for
from tocsin.exchange.sign import is_signed_by, key_id, private_key, sign

LUCK = luck_for(1, 0)


def test_the_library_gives_the_published_signatures():
    """RFC 8032, section 7.1, tests 1 and 2: secret key, message, signature."""
    for secret, message, signature in (
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ):
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
        assert key.sign(bytes.fromhex(message)).hex() == signature


def test_a_signature_holds_for_its_bytes_its_node_and_its_run_alone():
    signature = sign(b"told", LUCK, "alder")
    assert is_signed_by(b"told", signature, LUCK, "alder")
    assert not is_signed_by(b"Told", signature, LUCK, "alder")
    assert not is_signed_by(b"told", signature, LUCK, "birch")
    assert not is_signed_by(b"told", signature, luck_for(1, 1), "alder")


@pytest.mark.parametrize("signature", ["", "zz", "00", "00" * 64, "é", sign(b"told", LUCK, "alder").upper()])
def test_what_is_no_signature_is_none(signature):
    assert not is_signed_by(b"told", signature, LUCK, "alder")


def test_the_same_bytes_give_the_same_signature_so_that_a_run_repeats_itself():
    again = Ed25519PrivateKey.from_private_bytes(private_key(LUCK, "alder").private_bytes_raw())
    assert again.sign(b"told").hex() == sign(b"told", LUCK, "alder")
    assert len({key_id(luck_for(seed, 0), node) for seed in (1, 2) for node in ("alder", "birch")}) == 4


def test_a_signature_that_this_process_did_not_make_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    signature = sign(b"from elsewhere", LUCK, "alder")
    monkeypatch.setattr("tocsin.exchange.sign.sign", lambda *_: "")  # nothing is known of it but its bytes
    assert is_signed_by(b"from elsewhere", signature, LUCK, "alder")
    assert not is_signed_by(b"from nowhere", signature, LUCK, "alder")
