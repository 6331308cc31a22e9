"""The first window of a data folder comes forward when a later start calls it."""

from pathlib import Path

from PySide6.QtNetwork import QLocalServer
from PySide6.QtWidgets import QWidget

from agentdesk.hands import Hands
from agentdesk.ui.first_window import FirstWindow, _name, call_first_window


async def test_it_answers_and_comes_forward_and_answers_nobody_once_it_is_closed(tmp_path: Path) -> None:
    window = QWidget()
    window.showMinimized()
    first = FirstWindow(window, tmp_path)
    try:
        assert not await call_first_window(tmp_path / "another")
        assert await call_first_window(tmp_path)
        await Hands(window).until(lambda: not window.isMinimized(), "the window in front")
        assert await call_first_window(tmp_path), "it answers each later start"
    finally:
        first.close()
        window.close()
        window.deleteLater()
    assert not await call_first_window(tmp_path)


async def test_one_that_takes_the_call_and_says_nothing_does_not_count(tmp_path: Path) -> None:
    hanging = QLocalServer()
    assert hanging.listen(_name(tmp_path))
    try:
        assert not await call_first_window(tmp_path, patience=0.1)
    finally:
        hanging.close()
        hanging.deleteLater()
