"""A party's signature on a bundle that a partner sealed: each signs where its key is, and no key travels."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tocsin.errors import ScenarioError
from tocsin.review.archive.check import Checked, checked
from tocsin.review.archive.signature import Signer, with_signature


def countersign(path: Path, party: str, key: Ed25519PrivateKey) -> Checked:
    """Put a party's signature after those that are on a bundle, and return what is still sound before it.

    Raises
    ------
    UnsoundError
        If the bundle is not as it was sealed: nothing is added to it.
    ScenarioError
        If that party is not the next to sign.
    """
    found = checked(path, {}, is_whole=False)
    missing = found.manifest.signers[len(found.signed) :]
    if not missing or missing[0] != party:
        due = f"the next is {missing[0]}" if missing else "all have signed"
        raise ScenarioError(f"--key {party}=...: {party} is not the next to sign '{path}'; {due}")
    bundle = path.read_bytes()
    with path.open("ab") as file:
        file.write(with_signature(bundle, Signer(party, key, "own"))[len(bundle) :])
    return found
