"""What each way to start may be told, as typed values; the command line makes them."""

import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Shade(StrEnum):
    """The theme of a tour's pictures."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """How to open the desk: `data` is the folder of all environments; an empty `upstream` means the usual one.

    With `welcomes` the very first start asks where to begin; without, it begins on the practice airline.
    """

    data: Path
    upstream: str = ""
    welcomes: bool = False


@dataclass(frozen=True, slots=True)
class TourOptions:
    """How to make the tour: `out` takes pictures and papers, `size` is the window's in pixels.

    `data` of None means a fresh folder that is removed afterwards. With `trouble` it walks through what goes wrong.
    """

    out: Path
    data: Path | None = None
    upstream: str = ""
    size: tuple[int, int] = (1280, 800)
    theme: Shade = Shade.LIGHT
    visible: bool = False
    trouble: bool = False


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How to serve an agency: the world it sells in, where it listens, by which names it may be called.

    A `key_file` of None keeps the secrets in the system's keyring; `token_file` holds the upstream's token instead.
    `calls` and `searches` are how many a token may make in a minute. A `database` is an address of a PostgreSQL, for
    several processes; without one the data lies in a file. With `tls_cert` and `tls_key`, files, it speaks TLS itself.
    `keep_orders_months` is how long orders are kept after the last flight, 0 for ever; None is as in the settings.
    """

    data: Path
    upstream: str = ""
    world: str = "practice"
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    key_file: Path | None = None
    token_file: Path | None = None
    calls: int = 600
    searches: int = 30
    database: str = ""
    tls_cert: Path | None = None
    tls_key: Path | None = None
    keep_orders_months: int | None = None


@dataclass(frozen=True, slots=True)
class KeepingOptions:
    """Whose data is to be kept safe: the desk's, or with `service` that of the agency service below the same folder.

    `key_file` is where the service's keys are; `passphrase_file` holds the words of a backup, `unlock_file` those which
    the desk asks for at each start where there is no keyring. None asks for them.
    """

    data: Path
    service: bool = False
    key_file: Path | None = None
    passphrase_file: Path | None = None
    unlock_file: Path | None = None


@dataclass(frozen=True, slots=True)
class PersonOptions:
    """In whose data a person is looked for, and who of several of one name is meant.

    `world` of "" is every environment. `born` is YYYY-MM-DD, "" for a birth date that is not known, None for any. A
    `database` is the address of a shared PostgreSQL.
    """

    keeping: KeepingOptions
    world: str = ""
    born: str | None = None
    email: str = ""
    database: str = ""


def data_folder() -> Path:
    """Where this system keeps a program's data, when the agent names no other folder."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "AgentDesk"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "AgentDesk"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "agentdesk"
