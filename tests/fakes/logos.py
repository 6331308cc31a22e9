"""Logos from what a test has put in, and a shelf that remembers."""

from agentdesk.travel.errors import TravelError, Unreadable

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4" fill="#f00"/></svg>'


class FakeLogoSource:
    """Answers by address; `trouble` makes every question fail."""

    def __init__(self, **drawings: bytes) -> None:
        self.drawings = {f"https://assets.duffel.com/{name}.svg": drawing for name, drawing in drawings.items()}
        self.asked: list[str] = []
        self.trouble: TravelError | None = None

    async def fetch(self, url: str, largest: int) -> bytes:
        self.asked.append(url)
        if self.trouble is not None:
            raise self.trouble
        if len(self.drawings.get(url, b"")) > largest or url not in self.drawings:
            raise Unreadable("no such logo")
        return self.drawings[url]


class MemoryLogoShelf:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def get(self, url: str) -> bytes | None:
        return self.kept.get(url)

    async def put(self, url: str, drawing: bytes) -> None:
        self.kept[url] = drawing
