"""The line to the upstream: says once that it is lost and once that it is back."""

from agentdesk.desk.news import Board, LineBack, LineLost


class Line:
    """Shared by all who ask the upstream, so that trouble is told once and not by each."""

    def __init__(self, news: Board) -> None:
        self._news = news
        self.is_lost = False

    def lost(self) -> None:
        if not self.is_lost:
            self.is_lost = True
            self._news.tell(LineLost())

    def works(self) -> None:
        if self.is_lost:
            self.is_lost = False
            self._news.tell(LineBack())
