"""The tour with an exacting reader beside it: run as a module, prints what is complained of at each picture as JSON."""

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QWidget

from agentdesk import tour
from agentdesk.options import Shade, TourOptions
from tests.gui.inspection import complaints


def main(out: Path, theme: str, size: str) -> int:
    seen: dict[str, list[str]] = {}

    def look(name: str, window: QWidget) -> None:
        if found := complaints(window):
            seen[name] = found

    width, height = (int(side) for side in size.split("x"))
    ended = tour.main(TourOptions(out=out, size=(width, height), theme=Shade(theme)), look)
    (out / "complaints.json").write_text(json.dumps(seen, indent=1, ensure_ascii=False), "utf-8")
    return ended


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
