"""The agency's logo, as kept in the settings and as drawn on a paper."""

import base64
import binascii

from agentdesk.desk.preferences import LARGEST_LOGO

LARGEST_PICTURE = (LARGEST_LOGO - 30) // 4 * 3
"""Bytes of the largest picture whose data URI (RFC 2397) still fits, its head included."""
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


def picture(logo: str) -> bytes:
    """The bytes of a PNG or JPEG in a data URI; none for anything else, so that no paper fails for its logo."""
    if not logo.startswith("data:image/") or len(logo) > LARGEST_LOGO:
        return b""
    try:
        content = base64.b64decode(logo.partition("base64,")[2], validate=True)
    except (binascii.Error, ValueError):
        return b""
    return content if content.startswith((_PNG, _JPEG)) else b""


def as_logo(content: bytes) -> str:
    """The data URI of a picture; ValueError, in words for the agent, for no PNG or JPEG and for one too large."""
    kind = "png" if content.startswith(_PNG) else "jpeg" if content.startswith(_JPEG) else ""
    if not kind:
        raise ValueError("This is no PNG or JPEG picture.")
    if len(content) > LARGEST_PICTURE:
        raise ValueError(f"The picture is too large: at most {LARGEST_PICTURE // 1000} kB.")
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
