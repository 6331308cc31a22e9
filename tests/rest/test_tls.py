"""The service speaks TLS itself when it is given a certificate, and says so when it cannot."""

import datetime
import ssl
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.practice_airline import Practice
from tests.rest.commands import commands
from tests.rest.service import Service


def a_certificate(folder: Path) -> tuple[Path, Path]:
    """Of localhost, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now, day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert, secret


def test_calls_go_over_tls(tmp_path: Path, practice: Practice) -> None:
    cert, key = a_certificate(tmp_path)
    service = Service(tmp_path, practice.url, "--tls-cert", str(cert), "--tls-key", str(key))
    try:
        assert service.url.startswith("https://")
        trusted = ssl.create_default_context(cafile=cert)
        url = service.url.replace("127.0.0.1", "localhost").removesuffix("/api")
        assert httpx.get(f"{url}/health", verify=trusted).json()["status"] == "ok"
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{url.replace('https', 'http')}/health")
    finally:
        assert service.end() == 0


def test_what_is_no_certificate_is_said(tmp_path: Path) -> None:
    (tmp_path / "odd.pem").write_text("no certificate")
    wrong = (("--tls-key", "key.pem"), ("--tls-cert", "nothing.pem"), ("--tls-cert", "odd.pem"))
    for said in commands(tmp_path, *((option, str(tmp_path / name)) for option, name in wrong)):
        assert said.code == 1
        assert said.err.startswith("The service cannot start: ")
        assert "Traceback" not in said.err
