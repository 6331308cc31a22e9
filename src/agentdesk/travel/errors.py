"""What can go wrong, and what is then known of the upstream.

TravelError
├── NeverSent           nothing left this machine: safe to try again
├── OutcomeUnknown      it may have happened: look upstream, never send again
├── ConnectionLost      a question got no answer; nothing was to change
├── RefusedByUpstream   an answer that says no; on a write it proves that nothing happened
│   ├── NotAllowed      the token is missing, wrong, expired or too weak
│   ├── TooManyCalls    the rate limit; says when to ask again
│   ├── OfferGone       expired, sold out or already used: search again
│   └── UnknownThere    no such resource
├── Unreadable          an answer came that cannot be understood
├── NoKeyring           the operating system's keyring is missing or locked
├── DataFolderInUse     another program instance works on this data folder
├── NotKept             the disk did not take, or give back, what is to be kept
└── WrongKey            the key at hand does not open what is kept
    └── WrongPassphrase the words typed do not open the sealed keys
"""

from datetime import datetime


class TravelError(Exception):
    """Expected trouble that an agent can act on; anything else is a bug."""


class NeverSent(TravelError):
    """The request did not leave this machine (refused connection, unknown name, TLS failure)."""


class OutcomeUnknown(TravelError):
    """A change was sent and it is not known whether it happened (API.md 2, end)."""

    def __init__(self, why: str = "", request_id: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.request_id = request_id


class ConnectionLost(TravelError):
    """A question got no answer in time or the line broke."""


class RefusedByUpstream(TravelError):
    """The upstream said no, with its stable code (API.md 2.4), its own words, and the field if it named one."""

    def __init__(
        self, code: str, message: str = "", *, field: str = "", pointer: str = "", request_id: str = "", status: int = 0
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.field = field
        self.pointer = pointer
        self.request_id = request_id
        self.status = status


class NotAllowed(RefusedByUpstream):
    """401 or 403: the token or the account does not allow it."""


class TooManyCalls(RefusedByUpstream):
    """429: `until` is when the window ends by the upstream's word, None when it did not say."""

    until: datetime | None = None


class OfferGone(RefusedByUpstream):
    """The offer can no longer be sold; search again."""


class UnknownThere(RefusedByUpstream):
    """404: no such resource, or one of the other mode."""


class Unreadable(TravelError):
    """An answer to a question came but could not be understood."""

    def __init__(self, why: str, request_id: str = "") -> None:
        super().__init__(why)
        self.request_id = request_id


class NoKeyring(TravelError):
    """There is no keyring to keep a secret in, or it stayed locked."""


class DataFolderInUse(TravelError):
    """Another instance works on this data folder."""


class NotKept(TravelError):
    """What is to be kept could not be written or read: disk full, file damaged or made by a newer program."""


class WrongKey(TravelError):
    """The key at hand does not open the database; the file is left as it is."""


class WrongPassphrase(WrongKey):
    """The passphrase does not open the sealed keys."""
