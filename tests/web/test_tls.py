"""TLS with a self-made certificate; what is wrong with ports, hosts and certificates is said before anything runs."""

import datetime
import ipaddress
import socket
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.web.conftest import Opened
from tocsin.errors import ScenarioError
from tocsin.web.serve import Place, bound, check_tls


def self_made(folder: Path, stem: str = "own") -> tuple[Path, Path]:
    """Return the files of a certificate for this machine, signed by its own key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "exercise")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    files = folder / f"{stem}.crt", folder / f"{stem}.key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


def test_it_is_served_over_tls_and_the_cookie_stays_there(hall_of: Opened, tmp_path: Path) -> None:
    certificate, key = self_made(tmp_path)
    hall = hall_of(place=Place(port=0, certificate=certificate, key=key))
    trust = ssl.create_default_context(cafile=str(certificate))
    client = hall.client(verify=trust)
    answer = client.post("/join", json={"code": hall.codes["alder"], "name": "Ann"})
    assert answer.status_code == 200
    assert "secure" in answer.headers["set-cookie"].lower()
    assert hall.found.address.startswith("https://127.0.0.1:")


def test_a_certificate_that_does_not_fit_is_said(tmp_path: Path) -> None:
    certificate, _ = self_made(tmp_path)
    _, other_key = self_made(tmp_path, "other")
    with pytest.raises(ScenarioError, match="its own key"):
        check_tls(Place(certificate=certificate, key=other_key))
    with pytest.raises(ScenarioError, match="go together"):
        check_tls(Place(certificate=certificate))
    with pytest.raises(ScenarioError, match="is not there"):
        check_tls(Place(certificate=certificate, key=tmp_path / "none.key"))


def test_a_port_that_is_taken_or_no_port_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(ScenarioError, match="cannot be had"):
        bound(Place(port=taken.getsockname()[1]))
    with pytest.raises(ScenarioError, match="0 to 65535"):
        bound(Place(port=70_000))


def test_a_host_that_is_not_ours_is_said() -> None:
    with pytest.raises(ScenarioError, match="--host"):
        bound(Place(host="192.0.2.1", port=0))


def test_it_listens_on_this_machine_alone_unless_told() -> None:
    with bound(Place(port=0)) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
