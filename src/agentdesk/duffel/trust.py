"""Whose certificates are believed: those that the system believes, always checked with the name, and nobody else's."""

import ssl
from pathlib import Path

_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora and its kin
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # Alpine, macOS
)
"""Where systems keep what they believe, for an OpenSSL that was built to look elsewhere."""


def system_trust() -> ssl.SSLContext:
    """TLS 1.2 or newer, certificate and name checked, against the system's store. Blocks for a tenth of a second.

    An agency's own authority is believed once the system believes it. Session keys are never written to a file, even
    where the environment (SSLKEYLOGFILE) asks for that: who reads them reads the token.
    """
    trust = ssl.create_default_context()
    trust.minimum_version = ssl.TLSVersion.TLSv1_2
    trust.keylog_filename = None  # type: ignore[assignment]  # typeshed knows no way to take it back
    if not trust.cert_store_stats()["x509_ca"]:
        bundle = next((one for one in _BUNDLES if Path(one).is_file()), None)
        if bundle is not None:
            trust.load_verify_locations(bundle)
    return trust
