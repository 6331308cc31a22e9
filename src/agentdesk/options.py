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
    """How to open the desk: `data` is the folder of all environments; an empty `upstream` means the usual one."""

    data: Path
    upstream: str = ""


@dataclass(frozen=True, slots=True)
class TourOptions:
    """How to make the tour: `out` takes pictures and papers, `size` is the window's in pixels.

    `data` of None means a fresh folder that is removed afterwards.
    """

    out: Path
    data: Path | None = None
    upstream: str = ""
    size: tuple[int, int] = (1280, 800)
    theme: Shade = Shade.LIGHT
    visible: bool = False


def data_folder() -> Path:
    """Where this system keeps a program's data, when the agent names no other folder."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "AgentDesk"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "AgentDesk"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "agentdesk"
