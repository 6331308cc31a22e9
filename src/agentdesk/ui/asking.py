"""Await a dialog's answer without a second event loop."""

import asyncio

from PySide6.QtWidgets import QDialog


async def answer_to(dialog: QDialog) -> bool:
    """Open the dialog over its window and wait for it; whether it was accepted."""
    answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def settle(result: int) -> None:
        if not answered.done():
            answered.set_result(result)

    dialog.finished.connect(settle)
    dialog.open()
    try:
        return await answered == QDialog.DialogCode.Accepted.value
    finally:
        dialog.close()
        dialog.deleteLater()
