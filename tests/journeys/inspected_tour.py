"""The tour with an exacting reader beside it: run as a module, it keeps what is complained of at each picture as JSON.

What the run has typed is looked for where it does not belong; what was found is kept beside the complaints.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QWidget

from agentdesk import tour
from agentdesk.options import Shade, TourOptions
from agentdesk.practice_process import TOKEN
from tests.gui.inspection import complaints
from tests.security.leaks import Leak, Search, Wanted, family, said

SECRETS = (Wanted("the upstream's token", TOKEN),)
PEOPLE = (
    Wanted("a passport number", "925076473"),
    Wanted("a birth date", "1987-07-24"),
    Wanted("a birth date as typed", "24jul1987"),
    Wanted("a birth date as shown", "24 Jul 1987"),
    Wanted("an e-mail", "amelia@example.com"),
    Wanted("a phone", "+442080160508"),
    Wanted("a phone as typed", "020 8016 0508"),
)
THEIR_OWN = ("itinerary.pdf",)
"""Papers, which are for the people on them."""

BOOKS = ("practice-airline.db", "practice-airline.db-*")
"""The practice airline's own books: those of another party, as Duffel's are."""


def main(out: Path, theme: str, size: str) -> int:
    seen: dict[str, list[str]] = {}
    leaks: set[Leak] = set()
    data, temporary = out / "data", out / "tmp"
    temporary.mkdir()
    os.environ["TMPDIR"], tempfile.tempdir = str(temporary), None
    everything = Search([*SECRETS, *PEOPLE])

    def look(name: str, window: QWidget) -> None:
        leaks.update(everything.in_processes(family(os.getpid())), everything.in_folder(temporary))
        if found := complaints(window):
            seen[name] = found

    width, height = (int(side) for side in size.split("x"))
    ended = tour.main(TourOptions(out=out, data=data, size=(width, height), theme=Shade(theme)), look)
    leaks |= everything.in_folder(out, but=(*THEIR_OWN, *BOOKS)) | Search(SECRETS).in_folder(out)
    (out / "leaks.json").write_text(json.dumps(said(leaks), indent=1), "utf-8")
    (out / "complaints.json").write_text(json.dumps(seen, indent=1, ensure_ascii=False), "utf-8")
    return ended


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
