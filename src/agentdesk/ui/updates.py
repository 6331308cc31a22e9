"""'Check for updates': opens the page of releases in the browser; the program itself asks nobody."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from agentdesk import resources
from agentdesk.ui.widgets.toasts import Toasts


def check_for_updates(toasts: Toasts) -> None:
    """Hand the page to the system's browser, and say which version this is to compare it with.

    Where there is no browser the address is told instead; a build whose maker named no page says so.
    """
    page, mine = resources.RELEASES_PAGE, f"You have AgentDesk {resources.version()}."
    if not page:
        said = f"{mine} Whoever gave it to you has newer ones: this build names no page of releases."
        toasts.tell("good", "AgentDesk asks nobody by itself", said, icon="refresh-cw")
    elif QDesktopServices.openUrl(QUrl(page)):
        toasts.tell("good", "The page of releases opens in the browser", mine, icon="refresh-cw")
    else:
        toasts.tell("warn", "No browser could be opened", f"{mine} The releases stand at {page}", stays=True)
