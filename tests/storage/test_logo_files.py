"""Logos on disk: kept by address, private, and none without harm."""

from pathlib import Path

import pytest

from agentdesk.storage.logos import LogoFiles
from agentdesk.travel.errors import NotKept


async def test_a_logo_is_kept_by_its_address(tmp_path: Path) -> None:
    files = LogoFiles(tmp_path / "logos")
    assert await files.get("https://assets.duffel.com/BA.svg") is None
    await files.put("https://assets.duffel.com/BA.svg", b"<svg/>")
    assert await LogoFiles(tmp_path / "logos").get("https://assets.duffel.com/BA.svg") == b"<svg/>"
    assert await files.get("https://assets.duffel.com/../BA.svg") is None
    assert [path.suffix for path in (tmp_path / "logos").iterdir()] == [".svg"]


async def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "logos").write_bytes(b"a file in its place")
    with pytest.raises(NotKept):
        await LogoFiles(tmp_path / "logos").put("https://assets.duffel.com/BA.svg", b"<svg/>")
