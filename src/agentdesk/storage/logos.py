"""Logos kept as files in the environment's folder; nothing secret, and gone without harm."""

import asyncio
import hashlib
from pathlib import Path

from agentdesk.storage.replacing import replace_file
from agentdesk.travel.errors import NotKept

_MOST = 1_000  # files; an agency meets some three hundred airlines


class LogoFiles:
    """By address, under a name made of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def get(self, url: str) -> bytes | None:
        return await asyncio.to_thread(self._read, url)

    async def put(self, url: str, drawing: bytes) -> None:
        """NotKept when the disk refuses or there are too many already."""
        await asyncio.to_thread(self._write, url, drawing)

    def _read(self, url: str) -> bytes | None:
        try:
            return self._path(url).read_bytes()
        except OSError:
            return None

    def _write(self, url: str, drawing: bytes) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            count = sum(1 for _ in self._folder.iterdir())
        except OSError as error:
            raise NotKept(f"logos cannot be kept: {error}") from error
        if count >= _MOST:
            raise NotKept("there are too many logos already")
        replace_file(self._path(url), drawing)

    def _path(self, url: str) -> Path:
        return self._folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.svg"
