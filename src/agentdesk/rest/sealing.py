"""Ids that leave the service in place of the upstream's: sealed, so that they tell nothing and need no table.

AES-SIV (RFC 5297) gives the same text for the same id, and refuses a text that was made up or altered.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

KEY_LENGTH = 32
_LONGEST = 400


class Sealing:
    """Seals with a secret of 32 bytes that all processes of a service share."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_LENGTH:
            raise ValueError(f"a secret for sealing has {KEY_LENGTH} bytes")
        self._cipher = AESSIV(secret)

    def seal(self, kind: str, upstream_id: str) -> str:
        """`kind` stands in front ("seg") and is part of the seal, so one sort of id cannot pass for another."""
        sealed = self._cipher.encrypt(upstream_id.encode(), [kind.encode()])
        return f"{kind}_{urlsafe_b64encode(sealed).decode().rstrip('=')}"

    def open(self, kind: str, text: str) -> str | None:
        """None for anything that was not sealed here as this kind."""
        head, _, body = text.partition("_")
        if head != kind or len(text) > _LONGEST or not body.isascii():
            return None
        try:
            return self._cipher.decrypt(urlsafe_b64decode(body + "=" * (-len(body) % 4)), [kind.encode()]).decode()
        except (ValueError, InvalidTag):
            return None
